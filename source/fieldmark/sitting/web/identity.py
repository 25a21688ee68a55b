"""Who asks. The service keeps a signed session of its own, so that a hub that restarts stops nobody; the hub is
asked again at most every ten seconds a person, so that a copied cookie ends soon after the logout."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from tornado.web import RequestHandler, decode_signed_value

from fieldmark.model.person import Person, Role
from fieldmark.store.people import read_people
from fieldmark.store.workspace import Workspace

COOKIE = "fieldmark-exam"
DAYS = 0.5  # a session lasts at most twelve hours


@dataclass(frozen=True, slots=True)
class Session:
    person: Person
    token: str = ""  # the hub's, for asking it again


class Identity(ABC):
    """How the service knows who asks; `routes` are handlers that it needs for that."""

    @abstractmethod
    async def person(self, handler: RequestHandler) -> Person | None:
        """Who asks, or None where they have to log in."""

    @abstractmethod
    def login_url(self, handler: RequestHandler) -> str:
        """Where a page sends those who have to log in."""

    def logout_url(self) -> str:
        return ""

    async def keep(self) -> None:
        """What has to go on beside the requests, until cancelled; nothing here."""
        return

    def lessons_url(self) -> str:
        """Where lessons are shown; empty where nobody shows them."""
        return ""

    def start_url(self) -> str:
        """The site's start page, with the doors to JupyterLab and formgrader; empty where there is none."""
        return ""

    def lab_url(self, user: str) -> str:
        """Where this engineer's own JupyterLab is opened; empty where there is none."""
        return ""

    def routes(self, prefix: str) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
        return []


class Given(Identity):
    """Told by the caller: for tests and for a service that stands behind another login."""

    def __init__(self, who: Callable[[RequestHandler], Person | None]) -> None:
        self._who = who

    async def person(self, handler: RequestHandler) -> Person | None:
        return self._who(handler)

    def login_url(self, handler: RequestHandler) -> str:
        return "/"


def keep(handler: RequestHandler, session: Session, path: str) -> None:
    """Remember who it is in a signed cookie that scripts cannot read."""
    person = session.person
    value = json.dumps({"user": person.user, "name": person.name, "role": person.role, "token": session.token})
    secure = handler.request.protocol == "https"
    handler.set_signed_cookie(COOKIE, value, expires_days=DAYS, path=path, httponly=True, samesite="Lax", secure=secure)


def kept(handler: RequestHandler) -> Session | None:
    raw = handler.get_cookie(COOKIE)
    return _read(handler.settings["cookie_secret"], raw, int(time.time() // 300)) if raw else None


@lru_cache(maxsize=10_000)
def _read(secret: str, raw: str, now: int) -> Session | None:
    """`now`, in steps of five minutes: a session is not believed much longer than it lasts."""
    value = decode_signed_value(secret, COOKIE, raw, max_age_days=DAYS)
    if not value:
        return None
    data = json.loads(value)
    return Session(Person(data["user"], data["name"], data["role"]), data["token"])


def person_of(workspace: Workspace, model: dict[str, Any]) -> Person | None:
    """The hub's user as a Person: as entered in the workspace, else by the one group that names a role."""
    user = str(model["name"])
    known = read_people(workspace).get(user)
    if known:
        return known
    role: Role | None = next((r for r in get_args(Role) if r in model.get("groups", ())), None)
    return Person(user, user, role) if role else None
