"""An engineer's sitting over HTTP: open, take the window, answer, look, hand in, receipt."""

from __future__ import annotations

from typing import Any

from fieldmark.model.problem import Refused
from fieldmark.model.sitting import Sitting
from fieldmark.sitting import problems, rest, view, wire
from fieldmark.sitting.web.seb import Guarded


class Open(Guarded):
    """The sitting that runs, or a new attempt at a paper."""

    async def post(self, paper: str) -> None:
        sitting = await self.exam.open(self.person.user, paper)
        self.reply({"sitting": sitting.id, "status": sitting.status})


class Look(Guarded):
    """Where the sitting stands, without taking it over."""

    async def get(self, sitting: str) -> None:
        found = self.exam.own(sitting, self.person.user)
        self.reply(view.standing(found, self.exam.clock()))


class Window(Guarded):
    """A window takes the sitting over and gets all it needs to show it."""

    async def post(self, sitting: str) -> None:
        now = await self.exam.window(sitting, self.person.user)
        sealed = self.exam.sealed(now)
        self.reply(view.whole(now, sealed, self.person, self.exam.clock()))


class Admission(Guarded):
    """Try the access code; the page then takes the sitting over by itself."""

    async def post(self, sitting: str) -> None:
        code = self.sent.get("code")
        now = await self.exam.knock(sitting, self.person.user, code[:40] if isinstance(code, str) else "")
        self.reply(view.standing(now, self.exam.clock()))


class Rest(Guarded):
    """Begin a break, or (`back`) end it."""

    async def post(self, sitting: str) -> None:
        now = await self.exam.rest(sitting, self.person.user, back=self.sent.get("back") == 1)
        self.reply(view.standing(now, self.exam.clock()))


class Answers(Guarded):
    """Answers and flags, each acknowledged only after it is stored."""

    async def put(self, sitting: str) -> None:
        sent = wire.entries(self.sent)
        now, written = await self.exam.write(sitting, self.person.user, sent)
        refused = [{"client": client, **_refusal(now, client, p)} for client, p in written.refused.items()]
        saved = [e.client for e in sent if e.client not in written.refused]
        self.reply({"saved": saved, "refused": refused, **view.standing(now, self.exam.clock())})


class Steps(Guarded):
    """One act in a practical, carried out on the server and stored before it is answered."""

    async def post(self, sitting: str) -> None:
        sent = wire.step(self.sent)
        user, act = self.person.user, sent.answer or {}
        now, came = await self.exam.step(sitting, user, sent.slot, sent.client, act, sent.seconds)
        self.reply(view.stepped(now, self.exam.sealed(now), sent.slot, came, self.exam.clock()))


class Submit(Guarded):
    """Hand in, once; a repeated request gets the same receipt."""

    async def post(self, sitting: str) -> None:
        now = await self.exam.submit(sitting, self.person.user)
        self.reply(view.receipt(now, self.exam.sealed(now)))


class Check(Guarded):
    """In practice: whether the saved answer is right, and why."""

    async def post(self, sitting: str) -> None:
        slot = self.sent.get("slot")
        self.reply(self.exam.check(sitting, self.person.user, slot if isinstance(slot, str) else ""))


class Receipt(Guarded):
    """What was received, with its checksum. Refused (E012, E034) in the waiting room and on a break: it names the
    questions."""

    async def get(self, sitting: str) -> None:
        found = self.exam.own(sitting, self.person.user)
        if found.status == "invited":
            raise Refused(problems.NOT_RUNNING.at(status=found.status))
        if rest.resting(found, self.exam.clock()):
            raise Refused(problems.RESTING.at())
        self.reply(view.receipt(found, self.exam.sealed(found)))


def _refusal(sitting: Sitting, client: int, problem: Any) -> dict[str, Any]:
    kept = any(e["client"] == client for k in sitting.kept for e in k.entries)
    again = problem.code in {problems.PAUSED.name, problems.RESTING.name}
    return {"problem": wire.problem(problem), "kept": kept, "again": again}
