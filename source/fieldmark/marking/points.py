"""Points of an answer: the one place that both lanes and nbgrader's test cell go through. Fails closed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fieldmark.items import evidence, score, variant
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import SealedPaper, Slot
from fieldmark.model.text import Text

DIGITS = 4  # of a point

Shown = tuple[str, str, float, float]
"""Aspect, skill, share (0..1) and weight in points: what a practical shows of one skill."""


@dataclass(frozen=True, slots=True)
class Scored:
    """`points` in 0..the slot's points, or None where a person has to mark."""

    item: AnyItem
    points: float | None
    comment: Text
    flag: str = ""
    shows: tuple[Shown, ...] = ()


def scored(sealed: SealedPaper, slot: Slot, engineer: str, answer: object) -> Scored:
    """What the engineer's answer to the slot is worth; the variant is drawn anew, nothing that was sent is trusted."""
    item, drawn = variant(sealed, slot, engineer)
    mark = score(item, drawn, answer)
    points = None if mark.share is None else clamped(mark.share * slot.points, slot.points)
    seen = evidence(item, drawn, answer) if item.practical else ()
    shows = tuple((e.aspect, e.skill, round(e.share, DIGITS), round(e.weight, DIGITS)) for e in seen)
    return Scored(item, points, mark.comment, mark.flag, shows)


def clamped(points: float, most: float) -> float:
    """A plain float in 0..most, rounded to four digits; anything that is not a number is 0."""
    if not math.isfinite(points):
        return 0.0
    return min(max(round(float(points), DIGITS), 0.0), float(most))
