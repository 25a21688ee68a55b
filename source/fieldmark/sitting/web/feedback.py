"""Feedback over HTTP: an engineer's own, as published, and appeals against it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from fieldmark.model.problem import Problem, Refused
from fieldmark.model.sitting import Event, Sitting
from fieldmark.model.text import Text
from fieldmark.sitting import appeal, problems
from fieldmark.sitting.web.base import Api
from fieldmark.sitting.web.pages import Page
from fieldmark.sitting.web.table import Route
from fieldmark.store.feedback import read_feedback

APPEAL = {
    "type": "object",
    "required": ["slot", "reason"],
    "properties": {
        "slot": {"type": "string", "maxLength": 64},
        "reason": {"type": "string", "minLength": appeal.LEAST, "maxLength": appeal.MOST},
    },
}


class FeedbackPage(Page):
    script = "feedback.js"
    title = Text("Feedback", "成绩反馈")


class Released(Api):
    """Sittings of the person who asks whose feedback can be read."""

    async def get(self) -> None:
        rows = self.exam.journal.sittings(engineer=self.person.user, status=("submitted", "auto-submitted"))
        found = {r.id: said["total"] for r in rows if r.mode == "exam" and (said := self._said(r.paper, r.attempt))}
        self.reply({"sittings": found})

    def _said(self, paper: str, attempt: int) -> dict[str, Any] | None:
        return read_feedback(self.exam.workspace, f"{paper}-a{attempt}", self.person.user, self.exam.clock())


class Feedback(Api):
    """One sitting's feedback, with its appeals. E013 for others' sittings, E040 where nothing is released."""

    async def get(self, sitting: str) -> None:
        found = self.exam.own(sitting, self.person.user)
        said = await asyncio.to_thread(_own, self, found)
        person = {"user": self.person.user, "name": self.person.name}
        made = appeal.appeals(self.exam.journal.events(sitting))
        self.reply({**said, "now": self.exam.clock().isoformat(), "person": person, "appeals": made})

    async def post(self, sitting: str) -> None:
        """Appeal."""
        found = self.exam.own(sitting, self.person.user)
        said, sent = _own(self, found), self.sent

        def decide(now_: Sitting, at: datetime) -> list[Event] | Problem:
            earlier = appeal.appeals(self.exam.journal.events(sitting))
            return appeal.appeal(now_, earlier, said, sent, at)

        await self.exam.examine(sitting, decide)
        self.reply({"appeals": appeal.appeals(self.exam.journal.events(sitting))})


def _own(handler: Api, found: Sitting) -> dict[str, Any]:
    if found.mode != "exam" or found.status == "voided":
        raise Refused(problems.NOT_YOURS.at())
    name = f"{found.paper}-a{found.attempt}"
    said = read_feedback(handler.exam.workspace, name, handler.person.user, handler.exam.clock())
    if said is None:
        raise Refused(appeal.NO_FEEDBACK.at())
    return said


ROUTES = (
    Route("feedback/{sitting}", FeedbackPage, {"get": "The page with an engineer's own feedback"}),
    Route("api/feedback", Released, {"get": "Own sittings whose feedback can be read"}),
    Route(
        "api/sittings/{sitting}/feedback",
        Feedback,
        {"get": "Own feedback and appeals", "post": "Appeal against a mark"},
        APPEAL,
    ),
)
