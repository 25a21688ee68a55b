"""The desk's tasks out of gradebook and journal, and what was settled back into the gradebook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldmark.marking.bridge import LEDGER
from fieldmark.marking.bridge import prepare as prepare_ledger
from fieldmark.marking.desk import Task, progress
from fieldmark.marking.hands import Settled, Standing, settled, standings, unseen
from fieldmark.marking.land import Landed, land, left_outside, prepare
from fieldmark.marking.policy import MarkingPolicy
from fieldmark.marking.rows import grades
from fieldmark.marking.sheet import slots_for_people
from fieldmark.model.paper import SealedPaper
from fieldmark.model.report import StepReport
from fieldmark.model.sitting import StoredEvent
from fieldmark.model.text import Text
from fieldmark.store.acts import names, opened, read_acts
from fieldmark.store.gradebook import exists, gradebook
from fieldmark.store.sealed import read_sealed, sealed_papers
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_KINDS = ("graded", "ungraded", "appealed", "decided", "outside", "released")


def tasks(workspace: Workspace, papers: Sequence[str], sitting: str | None = None) -> list[Task]:
    """Everything in these papers that a person has marked, has to mark or should look at (of one sitting)."""
    whose = {v: k for k, v in names(workspace).items()}
    found: list[Task] = []
    for paper in papers:
        sealed = read_sealed(workspace, paper)
        acts = read_acts(workspace, paper, _KINDS)
        if not exists(workspace, sealed.paper.course):
            continue
        with gradebook(workspace, sealed.paper.course) as engine:
            prepare_ledger(engine)
            prepare(engine)
            with engine.begin() as connection:
                for attempt in range(1, sealed.paper.attempts + 1):
                    own = {who: s for s, (who, p, a) in whose.items() if (p, a) == (paper, attempt)}
                    if sitting is not None:
                        own = {who: s for who, s in own.items() if s == sitting}
                    if own:
                        found.extend(_tasks(connection, sealed, attempt, own, acts))
    return found


def land_all(
    engine: Engine,
    workspace: Workspace,
    sealed: SealedPaper,
    attempt: int,
    policy: MarkingPolicy,
    now: datetime,
    sitting: str | None = None,
) -> Landed:
    """Settled marks of an assignment (of one sitting) into the gradebook; what was changed outside into the journal."""
    paper = sealed.paper
    own = {who: s for (who, p, a), s in names(workspace).items() if (p, a) == (paper.id, attempt)}
    if sitting is not None:
        own = {who: s for who, s in own.items() if s == sitting}
    who = {s: engineer for engineer, s in own.items()}
    most = {s.name: s.points for s in paper.slots}
    given: dict[tuple[str, str], Settled] = {}
    for (name, slot), standing in standings(read_acts(workspace, paper.id, ("graded", "ungraded"))).items():
        counts = settled(standing, policy, most.get(slot, 0.0)) if name in who else None
        if counts:
            given[who[name], slot] = counts
    prepare(engine)
    one = next(iter(own), "") if sitting is not None else None
    with engine.begin() as connection:
        landed = land(connection, paper.assignment(attempt), given, own, policy, now, one)
        if landed.events:
            with opened(workspace) as journal:
                journal.append(landed.events)
    return landed


def report(workspace: Workspace, policy: MarkingPolicy) -> StepReport:
    """`fieldmark desk`: what waits, paper by paper."""
    rows: list[dict[str, Any]] = []
    for paper in sealed_papers(workspace):
        said = progress(tasks(workspace, [paper]), policy)
        markers = ", ".join(f"{name} {n}" for name, n in said.pop("markers").items())
        if said["all"]:
            rows.append({"paper": paper, **said, "markers": markers})
    left = sum(r["all"] - r["done"] for r in rows)
    return StepReport(Text(f"{left} answers wait for a person.", f"有 {left} 份作答等待人工评分。"), rows)


def appeals(acts: Sequence[StoredEvent]) -> Mapping[tuple[str, str], tuple[int, str]]:
    """(sitting, slot) -> number and reason of each appeal that nobody has answered."""
    answered = {s.event.data["appeal"] for s in acts if s.event.kind == "decided"}
    return {
        (s.event.sitting, s.event.data["slot"]): (s.number, s.event.data["reason"])
        for s in acts
        if s.event.kind == "appealed" and s.number not in answered and s.event.data
    }


def decided(acts: Sequence[StoredEvent]) -> frozenset[tuple[str, str]]:
    """(sitting, slot) of each appeal that was answered."""
    answered = {s.event.data["appeal"] for s in acts if s.event.kind == "decided"}
    return frozenset((s.event.sitting, s.event.data["slot"]) for s in acts if s.number in answered)


def _tasks(
    connection: Connection, sealed: SealedPaper, attempt: int, own: Mapping[str, str], acts: Sequence[StoredEvent]
) -> Iterator[Task]:
    stand, asked, people = standings(acts), appeals(acts), slots_for_people(sealed)
    name = sealed.paper.assignment(attempt)
    one = next(iter(own)) if len(own) == 1 else None
    marks = {(r.student, r.slot): r for r in grades(connection, name, one)}
    closed = decided(acts)
    look, outside = unseen(acts), left_outside(connection, name)
    rows = select(LEDGER.c.student, LEDGER.c.slots).where(LEDGER.c.assignment == name)
    if one is not None:
        rows = rows.where(LEDGER.c.student == one)
    for student, slots in connection.execute(rows.order_by(LEDGER.c.student)):
        sitting = own.get(student)
        for slot, _, _, _, _, answer, _, flag, _ in json.loads(slots) if sitting else ():
            place = str(sitting), slot
            left = outside.get((student, slot)) if sitting in look else None
            wanted = (slot in people and answer != "{}") or flag or left or place in stand or place in asked
            if wanted:
                standing = stand.get(place, Standing())
                mark = marks.get((student, slot))
                auto = mark.auto if mark and not mark.waiting else None
                yield Task(
                    place[0], student, slot, sealed, json.loads(answer), auto, flag, standing, asked.get(place), left,
                    mark.points if mark else None, place in closed,
                )  # fmt: skip
