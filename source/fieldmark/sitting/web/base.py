"""What every handler shares: who asks, that the request came from our own page, headers, and errors in words."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlparse

from tornado.web import HTTPError, RequestHandler

from fieldmark.model.person import Person
from fieldmark.model.problem import Code, Problem, Refused
from fieldmark.model.text import Text
from fieldmark.sitting import problems, wire
from fieldmark.sitting.engine import Exam
from fieldmark.sitting.web.identity import Identity
from fieldmark.sitting.web.rate import PAUSE, Rate
from fieldmark.store.journal import Unavailable

log = logging.getLogger("fieldmark.sitting")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
OWN_HEADER = "X-Fieldmark"  # a form or an image of another site cannot send it
STATUS = {
    "E011": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "E013": HTTPStatus.NOT_FOUND,
    "E014": HTTPStatus.FORBIDDEN,
    "E015": HTTPStatus.BAD_REQUEST,
    "E016": HTTPStatus.FORBIDDEN,
    "E020": HTTPStatus.TOO_MANY_REQUESTS,
    "E021": HTTPStatus.FORBIDDEN,
    "E040": HTTPStatus.NOT_FOUND,
    "E043": HTTPStatus.BAD_REQUEST,
    "E070": HTTPStatus.FORBIDDEN,
    "E071": HTTPStatus.FORBIDDEN,
    "E072": HTTPStatus.NOT_FOUND,
    "E080": HTTPStatus.BAD_REQUEST,
    "M031": HTTPStatus.BAD_REQUEST,
    "M033": HTTPStatus.BAD_REQUEST,
    "W010": HTTPStatus.NOT_FOUND,
}
ROLES = {
    "engineer": Text("an engineer", "工程师"),
    "trainer": Text("a trainer", "培训师"),
    "manager": Text("a manager", "主管"),
    "administrator": Text("an administrator", "管理员"),
}


class Base(RequestHandler):
    """Headers and errors; knows the exam and who asks."""

    def initialize(self, exam: Exam, identity: Identity, prefix: str) -> None:
        self.exam, self.identity, self.prefix = exam, identity, prefix

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Problems in both languages; nothing of our inside."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        found = error.problems[0] if isinstance(error, Refused) else None
        body: dict[str, Any] = {"status": self.get_status()}
        if found:
            body["problem"] = wire.problem(found)
        self.set_header("Content-Type", "application/json; charset=UTF-8")
        self.finish(json.dumps(body, ensure_ascii=False))

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, Refused):
            status_code = _status(error)
            kwargs.pop("reason", None)
        super().send_error(status_code, **kwargs)

    def log_exception(self, typ: Any, value: BaseException | None, tb: Any) -> None:
        if isinstance(value, Unavailable):
            log.error("%s: %s", self.request.path, value)
        elif not isinstance(value, Refused):
            super().log_exception(typ, value, tb)

    @property
    def outside(self) -> tuple[str, str]:
        """Scheme and host as the browser knows them: what the administrator has entered, else what the request itself
        names. X-Forwarded-Host is never believed: whoever asks may have written it."""
        entered = self.settings["external"]
        if entered.netloc:
            return entered.scheme, entered.netloc
        return self.request.protocol, self.request.host

    def check_from_our_page(self) -> None:
        """Writes carry our own header and come from our own origin. Refused (E016)."""
        origin = self.request.headers.get("Origin")
        site = self.request.headers.get("Sec-Fetch-Site", "same-origin")
        if origin is not None and urlparse(origin).netloc != self.outside[1]:
            raise Refused(problems.CROSS_SITE.at())
        if OWN_HEADER not in self.request.headers or site != "same-origin":
            raise Refused(problems.CROSS_SITE.at())

    async def who(self) -> Person | None:
        """Who asks; Refused (E020) where they ask too much."""
        person = await self.identity.person(self)
        if person is not None:
            await self._within_rate(person.user)
        return person

    async def _within_rate(self, account: str) -> None:
        """Refusals are told late, so that each line of a flood gets one a second; too many lines are cut off."""
        rate: Rate = self.settings["rate"]
        if rate.allows(account, time.monotonic()):
            return
        if rate.hold(account, time.monotonic()):
            try:
                await asyncio.sleep(PAUSE)
            finally:
                rate.let_go(account, time.monotonic())
        elif self.request.connection:
            self.request.connection.stream.close()  # type: ignore[attr-defined]
        raise Refused(problems.TOO_MANY.at())


def _status(error: Refused) -> int:
    if isinstance(error, Unavailable):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return STATUS.get(error.problems[0].code, HTTPStatus.CONFLICT)


class Api(Base):
    """JSON for those who are logged in. `roles` may use it."""

    roles: ClassVar[frozenset[str]] = frozenset({"engineer"})
    not_for_role: ClassVar[Code] = problems.NOT_ENGINEER

    async def prepare(self) -> None:
        person = await self.who()
        if person is None:
            raise HTTPError(401)
        if self.request.method not in {"GET", "HEAD"}:
            self.check_from_our_page()
        if person.role not in self.roles:
            raise Refused(self.not_for_role.at(role=ROLES[person.role]))
        if len(self.request.body) > wire.MOST_BODY:
            raise Refused(_too_big(len(self.request.body)))
        self.person = person

    def reply(self, data: Any, status: int = 200) -> None:
        """`data` as JSON; a text is JSON already."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=UTF-8")
        self.finish(data if isinstance(data, str) else wire.dumps(data))

    @property
    def sent(self) -> Any:
        return wire.body(self.request.body)


def _too_big(size: int) -> Problem:
    return problems.TOO_BIG.at(size=size // 1000, most=wire.MOST_BODY // 1000)
