"""Who may log in: the workspace's own people, unless the company's login (OIDC, LDAP) takes this one's place."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from jupyterhub.auth import Authenticator
from jupyterhub.handlers.login import LoginHandler
from traitlets import Instance

from fieldmark.model.person import Person
from fieldmark.site.passwords import decoy, verify
from fieldmark.site.people import People, standing
from fieldmark.site.throttle import Throttle


class TooSoon(Exception):
    """A try that has to wait first."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"wait {seconds:.0f} s")


class LocalAuthenticator(Authenticator):  # type: ignore[misc]
    """People from `store.people`; each one's role becomes the one group of that name."""

    people = Instance(People).tag(config=True)
    manage_groups = True
    allow_all = True  # whoever is not among the people is refused in `authenticate`

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")  # a hash costs 0.1 CPU-s
        self._by_user = Throttle(free=50, longest=60.0)
        self._by_address = Throttle(free=300, longest=30.0)
        self._by_both = Throttle()
        self._decoy = ""

    async def authenticate(self, handler: Any, data: Mapping[str, str]) -> dict[str, Any] | None:
        """The person's name and group, or None; raises TooSoon."""
        user, password = data.get("username", "").strip().lower(), data.get("password", "")
        now = time.monotonic()
        tries = self._tries(user, str(handler.request.remote_ip))
        wait = max(throttle.wait(key, now) for throttle, key in tries)
        if wait > 0:
            raise TooSoon(wait)
        for throttle, key in tries:  # counted before the slow check, so that tries at once gain nothing
            throttle.wrong(key, now)
        person = self.people.get(user)
        if not await self._right(person, password) or person is None:
            return None
        for throttle, key in tries[:2]:
            throttle.right(key)
        return standing(person)

    def _tries(self, user: str, address: str) -> list[tuple[Throttle, str]]:
        return [(self._by_both, f"{user[:64]}\n{address}"), (self._by_user, user[:64]), (self._by_address, address)]

    async def _right(self, person: Person | None, password: str) -> bool:
        if not self._decoy:
            self._decoy = await self._aside(decoy, [p.password for p in self.people.all().values() if p.password])
        known = person.password if person and person.password else self._decoy
        return bool(await self._aside(verify, known, password)) and bool(person and person.password)

    async def _aside(self, function: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(function, *arguments))

    async def refresh_user(self, user: Any, handler: Any = None) -> bool | dict[str, Any]:
        """A changed role takes effect, and who was removed is logged out, within `auth_refresh_age`."""
        person = self.people.get(user.name)
        return standing(person) if person else False

    def get_handlers(self, app: Any) -> list[tuple[str, type]]:
        return [("/login", Login)]


class Login(LoginHandler):  # type: ignore[misc]
    """JupyterHub's login, whose template learns why a try failed ("wrong", "wait", "expired")."""

    async def post(self) -> None:
        try:
            await super().post()
        except TooSoon as soon:
            self.set_status(429)
            self.set_header("Retry-After", str(int(soon.seconds) + 1))
            user = self.get_body_argument("username", "")[:64]
            self.finish(await self._render(login_error="wait", username=user, wait=int(soon.seconds) + 1))
