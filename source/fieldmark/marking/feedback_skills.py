"""A marked paper skill by skill: what it asked of each and what it got. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldmark import items
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import Paper
from fieldmark.model.score import Answer, Variant
from fieldmark.model.text import Text


@dataclass(slots=True)
class _Sum:
    points: float = 0.0
    most: float = 0.0
    slots: int = 0


def by_skill(
    paper: Paper,
    drawn: Mapping[str, tuple[AnyItem, Variant]],
    answers: Mapping[str, Answer],
    points: Mapping[str, float | None],
    titles: Mapping[str, Text],
) -> list[dict[str, Any]]:
    """Points of what the paper asked of each skill: a count of this paper, no estimate of mastery. Over the skills,
    both columns add up to the questions that are marked. `drawn`, `answers`, `points` by slot."""
    sums: dict[str, _Sum] = {}
    for slot in paper.slots:
        whole = points.get(slot.name)
        if whole is None:
            continue
        most = {skill: part * slot.points for skill, part in items.parts(drawn[slot.name][0]).items()}
        shares = _shares(*drawn[slot.name], answers.get(slot.name, {}))
        for skill, got in fitted(most, shares, whole).items():
            entry = sums.setdefault(skill, _Sum())
            entry.points, entry.most, entry.slots = entry.points + got, entry.most + most[skill], entry.slots + 1
    return [
        {"skill": skill, "title": {"en": title.get("en"), "zh": title.get("zh")}, "points": round(s.points, 2),
         "most": round(s.most, 2), "n": s.slots}
        for skill, s in sorted(sums.items())
        for title in [titles.get(skill, Text(skill, skill))]
    ]  # fmt: skip


def fitted(most: Mapping[str, float], shares: Mapping[str, float], whole: float) -> dict[str, float]:
    """`whole` points over the skills: as the shares (0..1, missing: 0) say, with what was got, or what was lost,
    stretched so that they add up. Each stays within 0 and its most."""
    got = {skill: shares.get(skill, 0.0) * points for skill, points in most.items()}
    shown, all_points = sum(got.values()), sum(most.values())
    if whole <= shown:
        return {skill: p * whole / shown if shown else 0.0 for skill, p in got.items()}
    kept = (all_points - whole) / (all_points - shown)
    return {skill: most[skill] - (most[skill] - p) * kept for skill, p in got.items()}


def _shares(item: AnyItem, variant: Variant, answer: Answer) -> dict[str, float]:
    """What the answer shows of each skill, as a share; empty where only the points speak."""
    seen = items.evidence(item, variant, answer) if item.practical else ()
    weights: dict[str, float] = {}
    for e in seen:
        weights[e.skill] = weights.get(e.skill, 0.0) + e.weight
    return {s: sum(e.share * e.weight for e in seen if e.skill == s) / w for s, w in weights.items() if w}
