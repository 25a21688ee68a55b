"""The step: panel, training register and mastery to effects, verdicts and the retraining list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.tables import TABLES
from fieldmark.model.text import Text
from fieldmark.outcome import problems
from fieldmark.outcome.analysis import analyse
from fieldmark.outcome.policy import OutcomePolicy, outcome_policy
from fieldmark.outcome.register import design_of, months_of, outcome_of
from fieldmark.outcome.retraining import first_time_fix, retraining, skills
from fieldmark.outcome.verdict import Question, effect_rows, question, verdict_rows
from fieldmark.outcome.words import Kpi
from fieldmark.store.policy import read_yaml
from fieldmark.store.tables import has_table, read_table, write_table
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("rota", "weakness")
SAID = Text(
    "Course × KPI × kind of cohort: {better} better, {worse} worse, {unclear} unclear, {refused} refused. "
    "Lines on the retraining list: {listed}.",
    "课程 × 指标 × 入选方式：改善 {better}，变差 {worse}，不明确 {unclear}，不下结论 {refused}。"
    "再培训名单：{listed} 条。",
)


def outcome(workspace: Workspace, *, progress: Progress = quiet) -> StepReport:
    """Write `effects`, `verdicts` and `retraining`. Refused (W005) without panel or register, (W020 to W022, O001)
    where a policy file is wrong."""
    import pandas as pd

    policy = outcome_policy(workspace)
    known = kpi_words(workspace, policy)
    panel, training = read_table(workspace, "panel"), read_table(workspace, "training")
    questions, found = ask(panel, training, known, policy, progress)
    verdicts = verdict_rows(questions, policy)
    effects = [row for q in questions for row in effect_rows(q)]
    listed = _retraining(workspace, policy)
    for name, rows in (("effects", effects), ("verdicts", verdicts), ("retraining", listed)):
        write_table(workspace, name, pd.DataFrame(rows, columns=list(TABLES[name].names)))
    return StepReport(_summary(verdicts, len(listed)), [_brief(row) for row in verdicts], found)


def _retraining(workspace: Workspace, policy: OutcomePolicy) -> list[dict[str, Any]]:
    """Empty until skills were measured."""
    if not has_table(workspace, "mastery"):
        return []
    return retraining(read_table(workspace, "mastery"), skills(workspace), first_time_fix(workspace), policy)


def ask(
    panel: pd.DataFrame, training: pd.DataFrame, known: Mapping[str, Kpi], policy: OutcomePolicy, progress: Progress
) -> tuple[list[Question], list[Problem]]:
    """Every course, KPI and kind of cohort that there is."""
    courses = sorted(training["course"].unique())
    total, done = len(courses) * len(known) * len(KINDS), 0
    made: list[Question] = []
    found: list[Problem] = []
    for kpi in known.values():
        rows = panel[panel["kpi"] == kpi.id]
        if rows.empty:
            found.append(problems.NO_VALUES.at("grading/outcome.yaml", kpi=kpi.id))
            continue
        months, engineers = months_of(rows), sorted(rows["engineer"].unique())
        for course in courses:
            design = design_of(training[training["course"] == course], engineers, months)
            values = outcome_of(rows, design.engineers, months)
            for kind in KINDS:
                done += 1
                progress(done, total, kpi.title)
                if any(c.chosen_by == kind for c in design.cohorts):
                    analysis = analyse(values, design, kind, policy)
                    made.append(question(str(course), kpi, kind, design, analysis, policy))
    return made, [*found, *_unknown(training, panel)]


def _unknown(training: pd.DataFrame, panel: pd.DataFrame) -> list[Problem]:
    """Trained engineers of whom the field knows nothing, by course."""
    made = []
    lost = training[~training["engineer"].isin(panel["engineer"].unique()) & training["attended"].astype(bool)]
    for course, rows in lost.groupby("course", sort=True):
        who = ", ".join(sorted(rows["engineer"])[:5]) + (" …" if len(rows) > 5 else "")
        made.append(problems.NOT_IN_PANEL.at(count=len(rows), course=course, who=who))
    return made


def kpi_words(workspace: Workspace, policy: OutcomePolicy) -> dict[str, Kpi]:
    """The policy's KPIs with their titles, from grading/kpis.yaml. Refused (O001) where one is not described."""
    path = workspace.grading / "kpis.yaml"
    data = read_yaml(workspace, path)[0] if path.exists() else {}
    described = {str(entry["id"]): entry for entry in _entries(data.get("kpis") or ())}
    unknown = [k for k in policy.kpis if k not in described]
    if unknown:
        shown = workspace.relative(workspace.grading / "outcome.yaml")
        raise Refused(*(problems.NO_KPI.at(shown, kpi=k, known=", ".join(sorted(described))) for k in unknown))
    return {k: _kpi(described[k]) for k in policy.kpis}


def _entries(listed: Any) -> list[Mapping[str, Any]]:
    """KPIs as a list of entries with ids, or as a mapping from id to entry."""
    if isinstance(listed, Mapping):
        return [{"id": name, **entry} for name, entry in listed.items()]
    return list(listed)


def _kpi(entry: Mapping[str, Any]) -> Kpi:
    title = entry.get("title", entry["id"])
    said = Text(str(title.get("en", "")), str(title.get("zh", ""))) if isinstance(title, Mapping) else Text(str(title))
    return Kpi(str(entry["id"]), said, str(entry.get("unit", "")), str(entry.get("better", "higher")))


def _summary(verdicts: list[dict[str, Any]], listed: int) -> Text:
    counted = {v: sum(row["verdict"] == v for row in verdicts) for v in ("better", "worse", "unclear", "refused")}
    return SAID.fill(listed=listed, **counted)


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k != "reasons"}
