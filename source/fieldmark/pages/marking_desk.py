"""The marking desk over HTTP, beside the examiner's desk: puts the exam service, marking and the agreement of raters
together. For those who teach the paper's course."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from fieldmark.marking import desk, problems
from fieldmark.marking.desk import Task
from fieldmark.marking.handwritten.publish import waiting
from fieldmark.marking.policy import MarkingPolicy, read_marking_policy
from fieldmark.marking.tasks import land_all, tasks
from fieldmark.model.paper import OBSERVED_SLOT
from fieldmark.model.person import Person
from fieldmark.model.problem import Code, Problem, Refused
from fieldmark.model.sitting import Event, Sitting
from fieldmark.model.text import Text
from fieldmark.sitting import problems as sitting_problems
from fieldmark.sitting.desk import teaches
from fieldmark.sitting.web.base import Api
from fieldmark.sitting.web.pages import Page
from fieldmark.sitting.web.table import Route
from fieldmark.store import photos
from fieldmark.store.acts import names
from fieldmark.store.gradebook import gradebook
from fieldmark.store.people import read_people

LEAST_PAIRS = 5  # double-marked answers, below which an agreement says nothing
LEVELS = 5  # of a mark's share, for kappa
ACT: dict[str, Any] = {
    "type": "object",
    "required": ["slot", "act"],
    "properties": {
        "slot": {"type": "string", "maxLength": 64},
        "act": {"type": "string", "enum": ["grade", "undo", "decide"]},
        "points": {"type": "number", "minimum": 0},
        "levels": {"type": "object", "additionalProperties": {"type": "number"}},
        "comment": {"type": "string", "maxLength": desk.LONGEST},
        "outcome": {"type": "string", "enum": ["kept", "changed"]},
        "text": {"type": "string", "maxLength": desk.LONGEST},
    },
}


class MarkingPage(Page):
    script = "marks.js"
    title = Text("Marking desk", "评分台")


class Marking(Api):
    """Trainers and administrators, on the courses that they teach."""

    roles: ClassVar[frozenset[str]] = frozenset({"trainer", "administrator"})
    not_for_role: ClassVar[Code] = sitting_problems.NOT_ALLOWED

    @property
    def marker(self) -> Person:
        return read_people(self.exam.workspace).get(self.person.user, self.person)

    @property
    def policy(self) -> MarkingPolicy:
        return read_marking_policy(self.exam.workspace)

    def sitting(self, token: str) -> str:
        """The sitting behind a token of the desk. Refused (E013)."""
        papers = {s.paper.id: s for s in self.exam.papers.all()}
        for (_, paper, _), sitting in names(self.exam.workspace).items():
            if paper in papers and desk.token(papers[paper], sitting) == token:
                return sitting
        raise Refused(sitting_problems.NOT_YOURS.at())

    def one(self, sitting: str, slot: str) -> Task:
        """Refused (E013, E021) where there is no such task, or others teach it."""
        found = self.exam.journal.sitting(sitting)
        if found is None:
            raise Refused(sitting_problems.NOT_YOURS.at())
        if not teaches(self.marker, self.exam.papers.get(found.paper).paper.course):
            raise Refused(sitting_problems.NOT_ALLOWED.at())
        task = next((t for t in tasks(self.exam.workspace, [found.paper], sitting) if t.slot == slot), None)
        if task is None:
            raise Refused(sitting_problems.NOT_YOURS.at())
        return judged(task, read_people(self.exam.workspace).values())


class Tasks(Marking):
    """What waits, without names; how far it is; how well markers agree."""

    async def get(self) -> None:
        marker = self.marker
        papers = [s.paper.id for s in self.exam.papers.all() if teaches(marker, s.paper.course)]
        people = read_people(self.exam.workspace).values()
        found = [judged(t, people) for t in await asyncio.to_thread(tasks, self.exam.workspace, papers)]
        taught = partial(teaches, marker)
        notebooks = await asyncio.to_thread(waiting, self.exam.workspace, taught)
        self.reply(
            {
                "person": {"user": marker.user, "name": marker.name},
                "logout": self.identity.logout_url(),
                "notebooks": {"waiting": notebooks, "link": self.identity.start_url()},
                "markers": self.policy.markers,
                "tasks": desk.listed(found, marker.user, self.policy),
                "progress": desk.progress(found, self.policy),
                "agreement": agreement(desk.pairs(found)),
            }
        )


class One(Marking):
    """One answer; and what a marker does with it."""

    async def get(self, token: str) -> None:
        sitting = await asyncio.to_thread(self.sitting, token)
        task = await asyncio.to_thread(self.one, sitting, self.get_argument("slot", ""))
        self.reply(desk.shown(task, self.person.user, self.policy))

    async def post(self, token: str) -> None:
        sitting = await asyncio.to_thread(self.sitting, token)
        sent, policy, user = self.sent, self.policy, self.person.user
        slot, act = str(sent.get("slot", "")), sent.get("act")
        await asyncio.to_thread(self.one, sitting, slot)

        def decide(_: Sitting, now: datetime) -> list[Event] | Problem:
            task = self.one(sitting, slot)  # as it stands now that nobody else writes
            if act == "undo":
                return desk.undo(task, user, now)
            if act == "decide":
                return desk.decide(task, user, sent, policy, now)
            if act == "grade":
                return desk.grade(task, user, sent, policy, now)
            return problems.BAD_MARK.at(most=f"{task.most:g}", longest=desk.LONGEST)

        await self.exam.examine(sitting, decide)
        task = await asyncio.to_thread(self._landed, sitting, slot, policy)
        self.reply(desk.shown(task, user, policy))

    def _landed(self, sitting: str, slot: str, policy: MarkingPolicy) -> Task:
        """Into the gradebook at once; where that cannot be written now, the next `fieldmark mark` does it."""
        task = self.one(sitting, slot)
        found = self.exam.journal.sitting(sitting)
        try:
            with gradebook(self.exam.workspace, task.sealed.paper.course) as engine:
                attempt = found.attempt if found else 1
                land_all(engine, self.exam.workspace, task.sealed, attempt, policy, self.exam.clock(), sitting)
        except Refused as refused:
            self.log_exception(Refused, refused, None)
        return task


class Photo(Marking):
    """A photo that an examiner took for the observation that is marked. E013 where it is of no task of the sitting."""

    async def get(self, token: str, photo: str) -> None:
        sitting = await asyncio.to_thread(self.sitting, token)
        task = await asyncio.to_thread(self.one, sitting, OBSERVED_SLOT)
        known = {p["photo"] for p in desk.photos(task.item, task.answer)}
        data = photos.photo(self.exam.workspace, task.engineer, sitting, photo) if photo in known else None
        if data is None:
            raise Refused(sitting_problems.NOT_YOURS.at())
        self.set_header("Content-Type", "image/jpeg")
        self.finish(data)


def judged(task: Task, people: Collection[Person]) -> Task:
    """With whether nobody can mark it but those who examined it."""
    by = desk.examiners(task)
    alone = bool(by) and not any(p.user not in by and teaches(p, task.sealed.paper.course) for p in people)
    return replace(task, examiners_only=alone)


def agreement(pairs: list[tuple[float, float]]) -> dict[str, Any]:
    """How two markers agree over the answers that both marked: ICC(1,1), since pairs differ from answer to answer, and
    weighted kappa over five levels; only their number below `LEAST_PAIRS`, or where nothing varies."""
    said: dict[str, Any] = {"n": len(pairs), "least": LEAST_PAIRS}
    if len(pairs) < LEAST_PAIRS or len(set(pairs)) < 2 or len({x for p in pairs for x in p}) < 2:
        return said
    import numpy as np

    from fieldmark.measure.raters import intraclass, kappa

    table = np.zeros((LEVELS, LEVELS))
    for first, second in pairs:
        table[round(first * (LEVELS - 1)), round(second * (LEVELS - 1))] += 1
    distance = np.subtract.outer(np.arange(LEVELS), np.arange(LEVELS)) ** 2.0
    with np.errstate(all="ignore"):  # the others of the six may not be defined
        icc = intraclass(np.array(pairs)).single[0]
    varies = np.count_nonzero(table.sum(axis=0) + table.sum(axis=1)) > 1
    return {**said, "icc": round(icc, 3), **({"kappa": round(kappa(table, distance), 3)} if varies else {})}


ROUTES = (
    Route("marking", MarkingPage, {"get": "The marking desk"}),
    Route("api/marking", Tasks, {"get": "What waits for a person, progress and agreement"}),
    Route(
        "api/marking/tasks/{token}",
        One,
        {"get": "One answer, ?slot=", "post": "Mark it, take the mark back, answer an appeal"},
        ACT,
    ),
    Route("api/marking/tasks/{token}/photos/{photo}", Photo, {"get": "A photo of an observation"}),
)
