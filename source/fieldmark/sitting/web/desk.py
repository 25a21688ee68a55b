"""The examiner's desk over HTTP: for those who teach the paper's course."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Code, Refused
from fieldmark.model.sitting import Sitting
from fieldmark.sitting import acts, desk, problems, wire
from fieldmark.sitting.web.base import Api


class Desk(Api):
    roles: ClassVar[frozenset[str]] = frozenset({"trainer", "administrator"})
    not_for_role: ClassVar[Code] = problems.NOT_ALLOWED

    def taught(self, paper: str) -> SealedPaper:
        """Refused (W010, E021) where there is no such paper, or others teach it."""
        sealed = self.exam.papers.get(paper)
        if not desk.teaches(self.person, sealed.paper.course):
            raise Refused(problems.NOT_ALLOWED.at())
        return sealed

    def sitting_taught(self, sitting: str) -> Sitting:
        """Refused (E013, E021)."""
        found = self.exam.journal.sitting(sitting)
        if found is None:
            raise Refused(problems.NOT_YOURS.at())
        self.taught(found.paper)
        return found


class Papers(Desk):
    """The papers that the person examines; nobody does so with practice."""

    async def get(self) -> None:
        rows = self.exam.journal.sittings()
        exams = [s for s in self.exam.papers.all() if not (s.observed or s.paper.practice)]
        taught = [s for s in exams if desk.teaches(self.person, s.paper.course)]
        person = {"user": self.person.user, "name": self.person.name}
        self.reply(
            {"person": person, "logout": self.identity.logout_url(), "papers": [desk.paper(s, rows) for s in taught]}
        )


class Standing(Desk):
    """Who is where in a paper; with `after`, only what changed since."""

    async def get(self, paper: str) -> None:
        sealed = self.taught(paper)
        after = self.get_argument("after", "")
        if after and not after.isdecimal():
            raise Refused(problems.UNREADABLE.at(why="after: a whole number"))
        names = self.exam.people()
        last, rows = await asyncio.to_thread(
            desk.standing, self.exam.journal, paper, int(after) if after else None, self.exam.seen, names
        )
        now = self.exam.clock().isoformat()
        title = wire.text(sealed.paper.title)
        head = {"now": now, "last": last, "questions": len(sealed.paper.slots), "title": title}
        code = desk.code(sealed, self.exam.clock())
        self.reply({**head, "admission": sealed.paper.admission, "code": code, "rows": rows})


class History(Desk):
    """What happened in one sitting, and what it kept over the deadline."""

    async def get(self, sitting: str) -> None:
        found = self.sitting_taught(sitting)
        sealed = self.exam.sealed(found)
        self.reply(desk.history(found, sealed, self.exam.journal.events(sitting)))


class Act(Desk):
    """One act on one sitting."""

    async def post(self, sitting: str, name: str) -> None:
        self.sitting_taught(sitting)
        now = await self.exam.examine(sitting, acts.act(name, self.person.user, self.sent))
        self.reply(desk.row(now, self.exam.seen.get(sitting), self.exam.people()))


class ActForAll(Desk):
    """One act on all sittings of a paper that it fits."""

    async def post(self, paper: str, name: str) -> None:
        self.taught(paper)
        decide = acts.act(name, self.person.user, self.sent)
        rows = self.exam.journal.sittings(paper=paper, status=acts.FOR_ALL[name])
        outcomes = await asyncio.gather(*(self._one(r.id, decide) for r in rows if r.mode == "exam"))
        refused = [wire.problem(p) for p in outcomes if p]
        self.reply({"done": len(outcomes) - len(refused), "refused": refused[:10]})

    async def _one(self, sitting: str, decide: acts.Decide) -> Any:
        try:
            await self.exam.examine(sitting, decide)
        except Refused as refused:  # handed in meanwhile, for instance
            return refused.problems[0]
        return None
