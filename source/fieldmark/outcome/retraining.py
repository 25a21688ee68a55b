"""Who should be retrained in what, first: low mastery, and field results on the tickets that need the skill."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldmark.model.problem import Refused
from fieldmark.model.text import Text
from fieldmark.outcome.policy import OutcomePolicy
from fieldmark.store.policy import read_yaml
from fieldmark.store.problems import MISSING_TABLE
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
LEAST_TICKETS = 20
"""Tickets of a skill's fault classes, below which an engineer's field result is not told."""

WEAK = Text(
    "Mastery of “{skill}” is {mastery} % ({low} to {high} %, {n} answers).",
    "“{skill}”的掌握度为 {mastery} %（{low} 至 {high} %，{n} 个作答）。",
)
FIELD = Text(
    " First-time fix on tickets that need it: {own} % of {tickets}, colleagues {others} %.",
    "需要该技能的工单一次性解决率：{tickets} 张中 {own} %，同事 {others} %。",
)


@dataclass(frozen=True, slots=True)
class Skill:
    title: Text
    fault_classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldResult:
    """First-time fix of one engineer and of all others on the tickets that need a skill, as shares."""

    own: float
    others: float
    tickets: int

    @property
    def behind(self) -> float:
        """How far the engineer is behind for sure: the others' share less the upper end of the own 90 % interval
        (Wilson 1927, JASA 22); 0 where chance may explain it."""
        z, n = 1.645, self.tickets
        centre = self.own + z * z / (2 * n)
        reach = z * math.sqrt(self.own * (1 - self.own) / n + z * z / (4 * n * n))
        return max(0.0, self.others - (centre + reach) / (1 + z * z / n))


Results = Mapping[str, FieldResult]
"""By engineer, for one skill."""


def retraining(
    mastery: pd.DataFrame,
    known: Mapping[tuple[str, str], Skill],
    tickets: pd.DataFrame | None,
    policy: OutcomePolicy,
) -> list[Row]:
    """Rows of `retraining`: weak skills, and unknown ones where the field says for sure that the engineer is behind.

    Priority: what is missing of mastery, plus twice how far the engineer is behind in the field for sure.
    `tickets`: as `first_time_fix` gives them; None where no field data are there.
    """
    results = {key: field_results(tickets, skill.fault_classes) for key, skill in known.items()}
    rows = []
    for line in mastery.dropna(subset=["mastery"]).to_dict("records"):
        key = (line["course"], line["skill"])
        field = results.get(key, {}).get(line["engineer"])
        if line["level"] == "weak" or (line["level"] == "unknown" and field is not None and field.behind > 0):
            rows.append(_row(line, known.get(key, Skill(Text(line["skill"], line["skill"]), ())), field))
    rows.sort(key=lambda r: (-r["priority"], r["engineer"], r["skill"]))
    return [{"rank": rank, **row} for rank, row in enumerate(rows[: policy.retraining_lines], start=1)]


def _row(line: Mapping[Hashable, Any], skill: Skill, field: FieldResult | None) -> Row:
    said = WEAK.fill(skill=skill.title, n=line["n"], **{k: round(line[k] * 100) for k in ("mastery", "low", "high")})
    if field:
        shown = FIELD.fill(own=round(field.own * 100), others=round(field.others * 100), tickets=field.tickets)
        said = Text(said.en + shown.en, said.zh + shown.zh)
    return {
        **{k: line[k] for k in ("engineer", "course", "skill", "mastery", "low", "high")},
        "priority": 1 - line["mastery"] + 2 * (field.behind if field else 0.0),
        "reason_en": said.en,
        "reason_zh": said.zh,
    }


def field_results(tickets: pd.DataFrame | None, classes: Sequence[str]) -> dict[str, FieldResult]:
    """Engineers with enough tickets of these fault classes."""
    if tickets is None or not classes:
        return {}
    counted = tickets[tickets["fault_class"].isin(classes)].groupby("engineer")[["tickets", "fixed"]].sum()
    total = counted.sum()
    made = {}
    for engineer, row in counted[counted["tickets"] >= LEAST_TICKETS].iterrows():
        rest = total - row
        if rest["tickets"] > 0:
            own, others = row["fixed"] / row["tickets"], rest["fixed"] / rest["tickets"]
            made[str(engineer)] = FieldResult(float(own), float(others), int(row["tickets"]))
    return made


def skills(workspace: Workspace) -> dict[tuple[str, str], Skill]:
    """Titles and fault classes by course and skill, as the trainers wrote them."""
    made = {}
    for path in sorted(workspace.courses.glob("*/course.yaml")):
        course, _ = read_yaml(workspace, path)
        for group in course.get("groups", ()):
            for skill in group.get("skills", ()):
                title = skill.get("title", {})
                said = Text(str(title.get("en", skill["id"])), str(title.get("zh", skill["id"])))
                made[(str(course["id"]), str(skill["id"]))] = Skill(said, tuple(skill.get("fault_classes", ())))
    return made


def first_time_fix(workspace: Workspace) -> pd.DataFrame | None:
    """Tickets and those fixed first time, by engineer and fault class; None where no tickets are loaded.

    Counted as the KPI is: resolved in one visit, or remotely, and not reopened; only tickets where all is known.
    """
    import ibis

    from fieldmark.store.warehouse import read, warehouse

    try:
        with warehouse(workspace) as connection:
            t = read(connection, "tickets")
            once = ibis.coalesce(t.visits <= 1, t.remote)
            known = t.resolved.notnull() & once.notnull() & t.reopened.notnull()
            told = t.filter(known & t.engineer.notnull() & t.fault_class.notnull()).mutate(once=once)
            fixed = (told.once & ~told.reopened).ifelse(1, 0).sum()
            counted = told.group_by("engineer", "fault_class").agg(tickets=told.count(), fixed=fixed)
            frame: pd.DataFrame = counted.order_by("engineer", "fault_class").to_pyarrow().to_pandas()
            return frame
    except Refused as refused:
        if any(p.code != MISSING_TABLE.name for p in refused.problems):
            raise
        return None
