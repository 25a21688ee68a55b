"""Observations over HTTP: for those who teach the checklist's course."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from html import escape
from http import HTTPStatus
from typing import Any, ClassVar

from tornado.web import stream_request_body

from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Code, Refused
from fieldmark.model.sitting import Sitting
from fieldmark.model.text import Text
from fieldmark.sitting import desk, jpeg, observe, observing, problems, wire
from fieldmark.sitting.web.base import ROLES, Api
from fieldmark.sitting.web.pages import Page, asset
from fieldmark.sitting.web.table import ENTRIES, Route
from fieldmark.store import photos

WORDS = """<!doctype html>
<html lang="en" data-theme="light">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fieldmark</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{home}static/{css}"></head>
<body class="fm"><main class="fm-page fm-page-narrow"><h1>Fieldmark</h1>
<p>{en}</p><p lang="zh-CN">{zh}</p>
<p><a class="fm-button" href="{home}">My exams · <span lang="zh-CN">我的考试</span></a></p></main></body></html>
"""
EXAMINERS = frozenset({"trainer", "administrator"})
_AT_ONCE = asyncio.Semaphore(8)  # photos held in memory


class ObservePage(Page):
    """The examiner's page; others are told in words that it is not for them."""

    script = "observe.js"
    title = Text("Observations", "现场观察")

    async def get(self, sitting: str = "") -> None:
        person = await self.who()
        if person and person.role not in EXAMINERS:
            said = problems.NOT_EXAMINER.at(role=ROLES[person.role])
            words = {n: escape(f"{said.message.get(n)} {said.hint.get(n)}") for n in ("en", "zh")}
            self.set_status(HTTPStatus.FORBIDDEN)
            self.set_header("Content-Type", "text/html; charset=UTF-8")
            self.finish(WORDS.format(**words, home=escape(self.prefix), css=asset("look.css")))
        else:
            await super().get(sitting)


class Observer(Api):
    roles: ClassVar[frozenset[str]] = EXAMINERS
    not_for_role: ClassVar[Code] = problems.NOT_EXAMINER

    def taught(self, paper: str) -> SealedPaper:
        """Refused (W010, E021) where there is no such checklist, or others teach it."""
        sealed = self.exam.papers.get(paper)
        if not sealed.observed:
            raise Refused(problems.NOT_YOURS.at())
        if not desk.teaches(self.person, sealed.paper.course):
            raise Refused(problems.NOT_ALLOWED.at())
        return sealed

    def found(self, sitting: str) -> tuple[Sitting, SealedPaper]:
        """Refused (E013, E021)."""
        there = self.exam.journal.sitting(sitting)
        if there is None or not there.engineer:
            raise Refused(problems.NOT_YOURS.at())
        return there, self.taught(there.paper)

    @property
    def me(self) -> str:
        return self.person.user


class Overview(Observer):
    """Checklists, engineers, own observations."""

    async def get(self) -> None:
        lists = [s for s in self.exam.papers.all() if s.observed and desk.teaches(self.person, s.paper.course)]
        said = await asyncio.to_thread(observe.overview, self.exam, self.person, lists)
        self.reply({**said, "logout": self.identity.logout_url()})


class Begin(Observer):
    """Begin to observe an engineer, or go on."""

    async def post(self, paper: str) -> None:
        sealed, engineer = self.taught(paper), self.sent.get("engineer")
        if not isinstance(engineer, str):
            raise Refused(problems.UNREADABLE.at(why="engineer: a user name"))
        begun = await observe.begin(self.exam, sealed, engineer, self.me)
        self.reply({"sitting": begun.id})


class Look(Observer):
    """Where an observation stands, without taking it over."""

    async def get(self, sitting: str) -> None:
        found, _ = self.found(sitting)
        self.reply(observe.standing(found, self.me, self.exam.clock()))


class Window(Observer):
    """A window takes the examiner's list over and gets all it needs; one that is over is only shown."""

    async def post(self, sitting: str) -> None:
        found, sealed = self.found(sitting)
        now = found if found.over else await observe.sit_down(self.exam, found, sealed, self.me)
        self.reply(observe.whole(self.exam, now, sealed, self.person))


class Marks(Observer):
    """Marks of lines, each acknowledged only after it is stored."""

    async def put(self, sitting: str) -> None:
        found, sealed = self.found(sitting)
        sent = wire.entries(self.sent)
        now, wrong = await observe.mark(self.exam, found, sealed, self.me, sent)
        refused = [{"client": c, "problem": wire.problem(p), "again": p.code == "E006"} for c, p in wrong.items()]
        saved = [e.client for e in sent if e.client not in wrong]
        self.reply({"saved": saved, "refused": refused, **observe.standing(now, self.me, self.exam.clock())})


class Finish(Observer):
    """Finish one's list, once; a repeated request gets the same."""

    async def post(self, sitting: str) -> None:
        found, sealed = self.found(sitting)
        now = await observe.finish(self.exam, found, sealed, self.me)
        self.reply(observe.whole(self.exam, now, sealed, self.person))


@stream_request_body
class Photo(Observer):
    """A photo by the SHA-256 of its bytes. Refused (E013, E075, E080, E081)."""

    async def prepare(self) -> None:
        self.request.connection.set_max_body_size(jpeg.MOST_BYTES + 1000)  # type: ignore[union-attr]
        self.chunks: list[bytes] = []
        self.size = 0
        await super().prepare()
        length = self.request.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > jpeg.MOST_BYTES:
            raise Refused(problems.TOO_BIG.at(size=int(length or 0) // 1000, most=jpeg.MOST_BYTES // 1000))

    def data_received(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size <= jpeg.MOST_BYTES:
            self.chunks.append(chunk)

    async def put(self, sitting: str, photo: str) -> None:
        found, sealed = self.found(sitting)
        data = b"".join(self.chunks)
        if sha256(data).hexdigest() != photo:
            raise Refused(problems.BAD_PHOTO.at(why=Text("it was damaged on the way", "传输过程中受损")))
        async with _AT_ONCE:
            self.reply({"photo": await observe.keep(self.exam, found, sealed, self.me, data)})

    async def get(self, sitting: str, photo: str) -> None:
        found, _ = self.found(sitting)
        place = self.exam.workspace
        data = photos.photo(place, found.engineer, sitting, photo) if observing.may_see(found, self.me, photo) else None
        if data is None:
            raise Refused(problems.NOT_YOURS.at())
        self.set_header("Content-Type", "image/jpeg")
        self.finish(data)


ENGINEER: dict[str, Any] = {
    "type": "object",
    "required": ["engineer"],
    "properties": {"engineer": {"type": "string", "maxLength": 200}},
}
ONE = "api/observe/sittings/{sitting}"
ROUTES = (
    Route("observe", ObservePage, {"get": "Observations: the examiner's page"}),
    Route("observe/{sitting}", ObservePage, {"get": "One observation; afterwards its receipt"}),
    Route("api/observe", Overview, {"get": "Checklists, engineers and observations"}),
    Route("api/observe/papers/{paper}", Begin, {"post": "Begin to observe an engineer, or go on"}, ENGINEER),
    Route(ONE, Look, {"get": "Status, window, whether one's own list is finished"}),
    Route(f"{ONE}/window", Window, {"post": "Take one's list over in a window; all it needs"}),
    Route(f"{ONE}/marks", Marks, {"put": "Save marks of lines"}, ENTRIES),
    Route(f"{ONE}/photos/{{photo}}", Photo, {"get": "A photo", "put": "Keep a photo (JPEG without other data)"}),
    Route(f"{ONE}/finish", Finish, {"post": "Finish one's list"}),
)
