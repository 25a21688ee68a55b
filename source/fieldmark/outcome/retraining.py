"""Who should be retrained in what, first: low mastery, and field results on the tickets that need the skill."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from fieldmark.model.problem import Refused
from fieldmark.model.text import Text
from fieldmark.outcome.policy import OutcomePolicy
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


def retraining(workspace: Workspace, mastery: pd.DataFrame, panel: pd.DataFrame, policy: OutcomePolicy) -> list[Row]:
    """Rows of `retraining`: weak skills, and unknown ones that are more likely weak than not when the field
    agrees. Priority is the shortfall of mastery, plus that of first-time fix on the skill's tickets."""
    known = skills(workspace)
    field = first_time_fix(workspace)
    rows = []
    for line in mastery.dropna(subset=["mastery"]).to_dict("records"):
        skill = known.get((line["course"], line["skill"]), Skill(Text(line["skill"], line["skill"]), ()))
        result = _field_result(field, line["engineer"], skill.fault_classes)
        row = _line(line, skill, result)
        if row is not None:
            rows.append(row)
    rows.sort(key=lambda r: (-r["priority"], r["engineer"], r["skill"]))
    return [{"rank": rank, **row} for rank, row in enumerate(rows[: policy.retraining_lines], start=1)]


@dataclass(frozen=True, slots=True)
class FieldResult:
    """First-time fix of one engineer and of all others on the tickets that need a skill."""

    own: float
    others: float
    tickets: int


def _line(line: Mapping[Hashable, Any], skill: Skill, field: FieldResult | None) -> Row | None:
    behind = max(0.0, field.others - field.own) if field else 0.0
    if line["level"] != "weak" and not (line["level"] == "unknown" and behind > 0.05):
        return None
    said = WEAK.fill(skill=skill.title, n=line["n"], **{k: round(line[k] * 100) for k in ("mastery", "low", "high")})
    if field:
        shown = FIELD.fill(own=round(field.own * 100), others=round(field.others * 100), tickets=field.tickets)
        said = Text(said.en + shown.en, said.zh + shown.zh)
    return {
        **{k: line[k] for k in ("engineer", "course", "skill", "mastery", "low", "high")},
        "priority": 1 - line["mastery"] + 2 * behind,
        "reason_en": said.en,
        "reason_zh": said.zh,
    }


def _field_result(field: pd.DataFrame | None, engineer: str, classes: tuple[str, ...]) -> FieldResult | None:
    """None where too few tickets tell."""
    if field is None or not classes:
        return None
    needing = field[field["fault_class"].isin(classes)]
    own, others = needing[needing["engineer"] == engineer], needing[needing["engineer"] != engineer]
    if own["tickets"].sum() < LEAST_TICKETS or not len(others):
        return None
    rates = [float(part["fixed"].sum() / part["tickets"].sum()) for part in (own, others)]
    return FieldResult(rates[0], rates[1], int(own["tickets"].sum()))


def skills(workspace: Workspace) -> dict[tuple[str, str], Skill]:
    """Titles and fault classes by course and skill, as the trainers wrote them."""
    made = {}
    for path in sorted(workspace.courses.glob("*/course.yaml")):
        course = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for group in course.get("groups", ()):
            for skill in group.get("skills", ()):
                title = skill.get("title", {})
                said = Text(str(title.get("en", skill["id"])), str(title.get("zh", skill["id"])))
                made[(str(course["id"]), str(skill["id"]))] = Skill(said, tuple(skill.get("fault_classes", ())))
    return made


def first_time_fix(workspace: Workspace) -> pd.DataFrame | None:
    """Tickets and those fixed first time, by engineer and fault class; None where no tickets are loaded.

    Resolved in one visit or contact and not reopened; tickets without an answer to either are not counted.
    """
    from fieldmark.store.warehouse import read, warehouse

    try:
        with warehouse(workspace) as connection:
            tickets = read(connection, "tickets")
            told = tickets.filter(
                tickets.resolved.notnull()
                & tickets.engineer.notnull()
                & tickets.fault_class.notnull()
                & (tickets.visits.notnull() | tickets.remote.notnull())
                & tickets.reopened.notnull()
            )
            fixed = (told.visits.fill_null(0) <= 1) & ~told.reopened
            counted = told.group_by("engineer", "fault_class").agg(tickets=told.count(), fixed=fixed.ifelse(1, 0).sum())
            frame: pd.DataFrame = counted.order_by("engineer", "fault_class").execute()
            return frame
    except Refused:
        return None
