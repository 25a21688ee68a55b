"""An observation as a paper: one checklist, one slot, filled in by examiners. What happens to papers (attempts, marks,
gradebook, feedback, correction) happens to it in the same way."""

from __future__ import annotations

from fieldmark.model.content import Content
from fieldmark.model.item import Observation
from fieldmark.model.paper import OBSERVED, OBSERVED_SLOT, Blueprint, Draw, Form, Paper, Slot
from fieldmark.model.text import Text


def observed(content: Content) -> tuple[Blueprint, ...]:
    """A blueprint for each checklist, named like it."""
    return tuple(blueprint(i) for i in content.items if isinstance(i, Observation))


def blueprint(item: Observation) -> Blueprint:
    return Blueprint(
        id=item.id,
        course=item.course,
        title=item.title,
        minutes=round(item.minutes),
        draws=(Draw(1, item.points, kinds=(item.kind,), items=(item.id,), place=item.place),),
        forms=(Form(OBSERVED, Text(), 0),),
        attempts=item.attempts,
        place=item.place,
    )


def paper(item: Observation) -> Paper:
    plan = blueprint(item)
    return Paper(
        id=f"{item.id}-{OBSERVED}",
        course=item.course,
        blueprint=item.id,
        form=OBSERVED,
        title=item.title,
        minutes=plan.minutes,
        slots=(Slot(OBSERVED_SLOT, item.points, (item.id,)),),
        attempts=item.attempts,
    )
