"""Marks that formgrader changed past the desk: noticed in all gradebooks, and held back from engineers until a person
has seen them and lets them stand (`fieldmark release`) or gives the mark at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fieldmark.marking import problems
from fieldmark.marking.land import Landed, left_outside, prepare
from fieldmark.marking.policy import read_marking_policy
from fieldmark.marking.submissions import assignments
from fieldmark.marking.tasks import land_all
from fieldmark.model.problem import Problem, Refused
from fieldmark.store.gradebook import gradebook
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Noticed:
    """`fresh`: how many changes nobody was told of before now; `problems`: all that stand."""

    fresh: int
    problems: tuple[Problem, ...]


def notice(workspace: Workspace, now: datetime | None = None, paper: str | None = None) -> Noticed:
    """What formgrader changed (in this paper), noted in the journal where it is new."""
    policy, at = read_marking_policy(workspace), now or datetime.now(UTC)
    landed: list[Landed] = []
    for each in assignments(workspace):
        if paper in (None, each.paper.id):
            with gradebook(workspace, each.paper.course) as engine:
                landed.append(land_all(engine, workspace, each.sealed, each.attempt, policy, at))
    return Noticed(sum(len(one.events) for one in landed), tuple(p for one in landed for p in one.problems))


def refuse_unnoticed(workspace: Workspace, now: datetime | None = None, paper: str | None = None) -> None:
    """Refused (M038, with what it is) where something was changed that nobody was told of before now: it is noted and
    told here, so that the same command run again goes on."""
    noticed = notice(workspace, now, paper)
    if noticed.fresh:
        raise Refused(problems.CHANGED_SINCE.at(n=noticed.fresh), *noticed.problems)


def still_changed(engine: Engine, assignment: str) -> frozenset[str]:
    """Engineers in whose rows a change by formgrader still stands."""
    prepare(engine)
    with engine.begin() as connection:
        return frozenset(student for student, _ in left_outside(connection, assignment))
