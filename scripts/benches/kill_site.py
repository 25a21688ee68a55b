"""The site of `scripts/bench kill`: proxy, hub and exam service, and engineers who are logged in."""

from __future__ import annotations

import asyncio
import http.cookiejar
import os
import re
import signal
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sitting_site as site

PASSWORD = "right horse"  # noqa: S105


@dataclass
class Running:
    """`line`: the public port; `cookies`: one browser's cookies an engineer."""

    parts: Any
    line: int
    cookies: list[str]

    def kill(self, name: str) -> None:
        with suppress(ProcessLookupError):  # it died a moment ago and was not started again yet
            os.kill(self.parts.pids()[name], signal.SIGKILL)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """The exam service between two of its instructions."""
        pid = self.parts.pids()["exam"]
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    async def keep(self) -> None:
        """Start again what dies, until cancelled."""
        while True:
            self.parts.reap()
            self.parts.revive(time.monotonic())
            await asyncio.sleep(0.05)


@contextmanager
def running(place: Path, engineers: int, *, quick_hash: bool = True) -> Iterator[Running]:
    """Proxy, hub and exam service as `fieldmark serve` starts them; every engineer is logged in."""
    from fieldmark.site.plan import make_plan
    from fieldmark.site.processes import Parts
    from fieldmark.site.serve import _parts
    from fieldmark.store.workspace import Workspace

    class Tireless(Parts):
        QUICK_DEATHS = 1_000_000

        def revive(self, now: float) -> str | None:
            for running in self._running.values():
                running.deaths.clear()  # no pauses that grow: answers are measured here, not patience
            return super().revive(now)

    _passwords(place, quick_hash)
    os.environ["PYTHONPATH"] = str(site.ROOT / "source")
    (port,) = site.free_ports(1)
    plan = make_plan(Workspace(place), port)
    parts = Tireless()
    try:
        parts.start([part for part in _parts(plan) if part.name in {"proxy", "hub", "exam"}])
        _wait(f"http://127.0.0.1:{port}", parts)
        yield Running(parts, port, [log_in(f"http://127.0.0.1:{port}", site.user(n)) for n in range(engineers)])
    finally:
        parts.end()


def _passwords(place: Path, quick_hash: bool) -> None:
    """Everybody gets a password, whose hash is quick to check where that is not what is measured."""
    from dataclasses import replace

    from argon2 import PasswordHasher

    from fieldmark.store.people import read_people, write_people
    from fieldmark.store.workspace import Workspace

    hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1) if quick_hash else PasswordHasher()
    hashed = hasher.hash(PASSWORD)
    workspace = Workspace(place)
    write_people(workspace, [replace(p, password=hashed) for p in read_people(workspace).values()])


def _wait(url: str, parts: Any) -> None:
    """Until the login page and the service answer through the proxy."""
    until = time.monotonic() + 120
    for path in ("/hub/login", f"{site.PREFIX}health"):
        while not _answers(url + path):
            if time.monotonic() > until:
                raise RuntimeError(f"{path} does not answer; ended: {parts.dead()}")
            time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310
            return True
    except OSError:
        return False


def log_in(url: str, user: str) -> str:
    """The Cookie header of a browser that went through the hub's login to the exam service."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar))
    with opener.open(f"{url}/hub/login", timeout=60) as page:
        xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page.read().decode())
    assert xsrf
    fields = urllib.parse.urlencode({"_xsrf": xsrf[1], "username": user, "password": PASSWORD}).encode()
    with opener.open(f"{url}/hub/login?next=%2Fhub%2Fhome", fields, timeout=60):
        pass
    with opener.open(f"{url}{site.PREFIX}", timeout=60) as page:
        assert page.url.startswith(f"{url}{site.PREFIX}"), page.url
    asked = urllib.request.Request(f"{url}{site.PREFIX}")  # noqa: S310
    jar.add_cookie_header(asked)
    return str(asked.get_header("Cookie"))
