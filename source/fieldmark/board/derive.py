"""What is published, derived from the working tables: only the columns and rows that a page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import yaml

from fieldmark.board import problems
from fieldmark.board.published import COLUMNS, empty
from fieldmark.model.problem import Problem
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, "pd.DataFrame"]
_RENAMED = {"people": "engineers", "values": "kpi_values", "notes": "kpi_notes"}
_AS_THEY_ARE = ("people", "mastery", "values", "notes", "effects", "verdicts", "retraining", "training")


def published_tables(workspace: Workspace, working: Frames) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Every published table that the working tables allow, in a fixed order of rows, and what was found amiss."""
    made = {}
    for table in _AS_THEY_ARE:
        source = working.get(_RENAMED.get(table, table))
        if source is not None:
            made[table] = _ordered(source[list(COLUMNS[table])])
    made["skills"] = skills(workspace)
    made["kpis"], found = kpis(workspace, made.get("values"))
    if "responses" in working:
        made["attempts"] = attempts(working["responses"], papers(workspace))
    if "quarantine" in working:
        made["set_aside"] = set_aside(working["quarantine"])
    return made, found


def as_of(working: Frames) -> dict[str, str]:
    """Until when the field data and the exam data reach: ISO times, empty where there are none."""
    import pandas as pd

    field = ""
    values = working.get("kpi_values")
    if values is not None:
        months = [p for p in values["period"].unique() if p != "all"]
        field = pd.Period(max(months), "M").end_time.floor("s").tz_localize("UTC").isoformat() if months else ""
    mastery = working.get("mastery")
    exam = mastery["as_of"].max() if mastery is not None and len(mastery) else None
    return {"field": field, "exam": exam.isoformat() if exam is not None and not pd.isna(exam) else ""}


def attempts(responses: pd.DataFrame, titles: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """One row a submitted sitting: points got and possible; `open` counts answers that a person still marks."""
    key = ["engineer", "course", "paper", "attempt"]
    grouped = responses.assign(open=responses["points"].isna()).groupby(key, as_index=False)
    found = grouped.agg(
        submitted=("submitted", "max"), points=("points", "sum"), max_points=("max_points", "sum"), open=("open", "sum")
    )
    return found.assign(
        title_en=[titles.get(p, (p, p))[0] for p in found["paper"]],
        title_zh=[titles.get(p, (p, p))[1] for p in found["paper"]],
    )


def papers(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """Paper id to its title: the blueprint's and the form's."""
    found = {}
    for path in sorted(workspace.assignments.glob("*/papers/*.yaml")):
        blueprint = _yaml(path)
        name, (en, zh) = str(blueprint.get("id", path.stem)), _both(blueprint.get("title", path.stem))
        for form in blueprint.get("forms", ()):
            form_en, form_zh = _both(form.get("title", form["id"]))
            found[f"{name}-{form['id']}"] = (f"{en}: {form_en.lower()}", f"{zh}（{form_zh}）")
    return found


def set_aside(quarantine: pd.DataFrame) -> pd.DataFrame:
    """Rows set aside, counted by reason; no row itself is published."""
    if quarantine.empty:
        return empty("set_aside")
    grouped = quarantine.groupby(["table", "code"], as_index=False)
    return grouped.agg(reason_en=("reason_en", "first"), reason_zh=("reason_zh", "first"), n=("code", "size"))


def skills(workspace: Workspace) -> pd.DataFrame:
    """The skill trees of all courses, in the order in which their trainers wrote them."""
    import pandas as pd

    rows = [row for path in sorted(workspace.courses.glob("*/course.yaml")) for row in _course(_yaml(path))]
    frame = pd.DataFrame(rows, columns=list(COLUMNS["skills"][:-1]))
    return frame.assign(position=range(len(frame)))


def policy(workspace: Workspace) -> dict[str, float]:
    """The lines of the policy files that pages name; only those that are numbers."""
    asked = {
        "least_cell": ("kpis.yaml", "least_cell"),
        "adequate_from": ("mastery.yaml", "adequate_from"),
        "strong_from": ("mastery.yaml", "strong_from"),
        "mastery_sure": ("mastery.yaml", "confidence"),
        "outcome_sure": ("outcome.yaml", "confidence"),
    }
    found = {name: _yaml(workspace.grading / file).get(key) for name, (file, key) in asked.items()}
    return {name: value for name, value in found.items() if isinstance(value, int | float)}


def kpis(workspace: Workspace, values: pd.DataFrame | None) -> tuple[pd.DataFrame, list[Problem]]:
    """What each KPI with values is called and how it reads, from grading/kpis.yaml."""
    import pandas as pd

    policy = _by_id(_yaml(workspace.grading / "kpis.yaml").get("kpis", ()))
    present = list(dict.fromkeys(values["kpi"])) if values is not None else []
    ordered = [k for k in policy if k in present] + [k for k in present if k not in policy]
    targets = {} if values is None else values.dropna(subset=["target"]).groupby("kpi")["target"].last().to_dict()
    found = [problems.BAD_KPI.at("grading/kpis.yaml", kpi=k) for k in ordered if k not in policy]
    rows = [_kpi(k, policy.get(k, {}), targets.get(k)) for k in ordered]
    frame = pd.DataFrame(rows, columns=list(COLUMNS["kpis"][:-1]))
    return frame.assign(target=frame["target"].astype(float), position=range(len(frame))), found


def _kpi(name: str, entry: Mapping[str, Any], target: float | None) -> tuple[Any, ...]:
    title, definition = _both(entry.get("title", name)), _both(entry.get("definition", ""))
    return (name, *title, *definition, str(entry.get("unit", "")), str(entry.get("better", "")), target)


def _course(course: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for group in course.get("groups", ()):
        for skill in group.get("skills", ()):
            yield (
                *(str(course["id"]), *_both(course.get("title", course["id"]))),
                *(str(group["id"]), *_both(group.get("title", group["id"]))),
                *(str(skill["id"]), *_both(skill.get("title", skill["id"]))),
            )


def _both(text: Any) -> tuple[str, str]:
    """English and Chinese of a text in a policy file, where one may stand for both."""
    if isinstance(text, Mapping):
        en, zh = str(text.get("en", "")), str(text.get("zh", ""))
        return en or zh, zh or en
    return str(text), str(text)


def _by_id(entries: Any) -> dict[str, Mapping[str, Any]]:
    """Policy entries as a mapping, whether written as a list with ids or as a mapping by id."""
    if isinstance(entries, Mapping):
        return {str(k): v for k, v in entries.items()}
    return {str(e["id"]): e for e in entries}


def _yaml(path: Any) -> Mapping[str, Any]:
    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of their text columns, so that equal content gives equal bytes."""
    keys = [c for c in frame.columns if frame[c].dtype.kind in "OUTSi" or str(frame[c].dtype).startswith("str")]
    return frame.sort_values(keys, kind="stable").reset_index(drop=True) if keys and len(frame) else frame
