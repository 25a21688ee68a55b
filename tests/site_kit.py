"""A running site and its visitors, for journeys and attacks."""

from __future__ import annotations

import asyncio
import http.cookiejar
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from argon2 import PasswordHasher
from waiting import until

from fieldmark.model.person import Person
from fieldmark.store.people import write_people
from fieldmark.store.workspace import Workspace

SOURCE = Path(__file__).resolve().parents[1] / "source"
PASSWORD = "right horse"
_HASH = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
PEOPLE = [
    Person("e001", "李伟", "engineer", language="zh", password=_HASH),
    Person("e002", "Ann Smith", "engineer", password=_HASH),
    Person("t01", "Tom Reed", "trainer", ("vfd", "drives"), password=_HASH),
    Person("m01", "Mia North", "manager", ("region:North",), password=_HASH),
    Person("m02", "Max South", "manager", ("region:South",), language="zh", password=_HASH),
    Person("admin", "Ada Home", "administrator", ("*",), password=_HASH),
]


def enter_people(workspace: Workspace, *people: Person) -> None:
    write_people(workspace, people or PEOPLE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_command(workspace: Workspace, port: int) -> list[str]:
    where = ["--workspace", str(workspace.root), "--port", str(port), "--json"]
    return [sys.executable, "-m", "fieldmark.cli", "serve", *where]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "FIELDMARK_LANGUAGE": "en", **more}


class Site:
    """`fieldmark serve` in a process of its own, ready when made."""

    def __init__(self, workspace: Workspace, port: int = 0, **more: str) -> None:
        self.workspace, self.port = workspace, port or free_port()
        self.url = f"http://localhost:{self.port}/"
        self.errors = (workspace.root / "serve-errors.txt").open("wb")
        self.process = subprocess.Popen(
            serve_command(workspace, self.port),
            env=environment(**more),
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        self.facts: dict[str, Any] = self._ready(120)

    def _ready(self, patience: float) -> dict[str, Any]:
        assert self.process.stdout
        heard = select.select([self.process.stdout], [], [], patience)[0]
        line = self.process.stdout.readline() if heard else ""
        if not line:
            self.end(signal.SIGKILL)
            raise RuntimeError((self.workspace.root / "serve-errors.txt").read_text() or "the site did not get ready")
        ready: dict[str, Any] = json.loads(line)["ready"]
        return ready

    def family(self) -> list[psutil.Process]:
        """Every process that the site started, itself first."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def commands(self) -> list[str]:
        """The command lines of the family."""
        lines = []
        for process in self.family():
            with suppress(psutil.NoSuchProcess):  # a zombie, or gone meanwhile
                lines.append(" ".join(process.cmdline()))
        return lines

    def end(self, how: signal.Signals) -> list[psutil.Process]:
        """Send the signal; what of the family is still alive 20 s after it."""
        left: list[psutil.Process] = []
        if self.process.poll() is None:
            family = self.family()
            self.process.send_signal(how)
            self.process.wait(30)
            left = psutil.wait_procs(family, timeout=20)[1]
            for process in left:
                process.kill()
        assert self.process.stdout
        self.process.stdout.close()
        self.errors.close()
        return left


@contextmanager
def running(workspace: Workspace, how: signal.Signals = signal.SIGTERM, **more: str) -> Iterator[Site]:
    """A site that is ended by `how`; no process of it may be left."""
    site = Site(workspace, **more)
    try:
        yield site
    finally:
        left = site.end(how)
    assert left == []


@dataclass
class Reply:
    status: int
    url: str
    body: str
    headers: Any


class Visitor:
    """Somebody with a cookie jar and without a browser's scruples."""

    def __init__(self, site: Site, user: str = "", password: str = PASSWORD) -> None:
        self.site = site
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )
        if user:
            assert self.log_in(user, password).status == 200

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Reply:
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        url = urllib.parse.urljoin(self.site.url, path)
        try:
            asked = urllib.request.Request(url, data, sent, method=method)  # noqa: S310
            with self.opener.open(asked, timeout=60) as reply:
                return Reply(reply.status, reply.url, reply.read().decode(errors="replace"), reply.headers)
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.url, error.read().decode(errors="replace"), error.headers)

    def log_in(self, user: str, password: str) -> Reply:
        form = self.ask("hub/login").body
        xsrf = re.search(r'name="_xsrf" value="([^"]+)"', form)
        assert xsrf, form
        fields = {"_xsrf": xsrf[1], "username": user, "password": password}
        return self.ask("hub/login?next=%2Fhub%2Fhome", "POST", urllib.parse.urlencode(fields).encode())

    def wait_for(self, path: str, patience: float = 60.0) -> None:
        """Until the page answers."""
        until(lambda: self.ask(path).status == 200, patience, lambda: f"{path} did not come back")

    def cookies(self, path: str) -> str:
        request = urllib.request.Request(urllib.parse.urljoin(self.site.url, path))  # noqa: S310
        self.jar.add_cookie_header(request)
        return str(request.get_header("Cookie", ""))

    def xsrf(self, path: str) -> str:
        """The XSRF token for pages at `path`."""
        found = [c.value for c in self.jar if c.name == "_xsrf" and path.startswith(c.path.lstrip("/"))]
        return str(found[-1]) if found else ""

    def socket(self, path: str, *messages: Any, wait: float = 2.0) -> int | list[Any]:
        """Open a websocket, send messages, gather what comes for `wait` seconds; or the status that refused it."""
        return asyncio.run(self._socket(path, messages, wait))

    async def _socket(self, path: str, messages: tuple[Any, ...], wait: float) -> int | list[Any]:
        from tornado.httpclient import HTTPClientError, HTTPRequest
        from tornado.websocket import websocket_connect

        url = urllib.parse.urljoin(self.site.url, path).replace("http", "ws", 1)
        origin = self.site.url.rstrip("/")
        try:
            connection = await websocket_connect(
                HTTPRequest(url, headers={"Cookie": self.cookies(path), "Origin": origin})
            )
        except HTTPClientError as error:
            return error.code
        for message in messages:
            await connection.write_message(json.dumps(message))
        heard: list[Any] = []
        until = asyncio.get_running_loop().time() + wait
        while (left := until - asyncio.get_running_loop().time()) > 0:
            try:
                said = await asyncio.wait_for(connection.read_message(), left)
            except TimeoutError:
                break
            if said is None:
                break
            heard.append(json.loads(said))
        connection.close()
        with suppress(TimeoutError):  # until the other side closed too: a socket left open is a warning in a later test
            while await asyncio.wait_for(connection.read_message(), 10) is not None:
                pass
        return heard


def request(kind: str, content: dict[str, Any], channel: str = "shell") -> dict[str, Any]:
    """A message to a kernel, in the protocol's older form."""
    header = {
        "msg_id": f"attack-{kind}",
        "msg_type": kind,
        "session": "s",
        "username": "u",
        "version": "5.3",
        "date": "",
    }
    return {
        "channel": channel,
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "buffers": [],
    }
