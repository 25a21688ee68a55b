"""A running exam service and a browser, for journeys."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from waiting import ready

from fieldmark.model.person import Person
from fieldmark.store.files import write_text
from fieldmark.store.people import write_people
from fieldmark.store.sealed import write_sealed
from fieldmark.store.workspace import Workspace

TESTS = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PEOPLE = [
    Person("e001", "Maria López", "engineer"),
    Person("e002", "王伟", "engineer", language="zh"),
    Person("e003", "Slow Starter", "engineer", extra_time=0.5),
    Person("t01", "Tan", "trainer", ("vfd",)),
    Person("t02", "Other Course", "trainer", ("pumps",)),
    Person("m01", "Manager", "manager", ("*",)),
]


def workspace(folder: Path, *sealed: Any) -> Workspace:
    """A workspace with people and sealed papers."""
    made = Workspace(folder)
    write_people(made, PEOPLE)
    for paper in sealed:
        write_sealed(made, paper)
    return made


class Service:
    """The exam service in a process of its own, which can be killed and started again on the same port."""

    def __init__(self, place: Workspace) -> None:
        self.place = place
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/exam/"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent / "source"), str(TESTS)])}
        command = [sys.executable, str(TESTS / "sitting_server.py"), str(self.place.root), str(self.port)]
        with (self.place.root / "service.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        ready(self.process, self.healthy, self.place.root / "service.log")

    def healthy(self) -> bool:
        try:
            return self.raw("GET", "health", None, {})[0] == 200
        except OSError:
            return False

    def ahead(self, minutes: float) -> None:
        """Put the service's clock ahead of the real one."""
        write_text(self.place.root / "ahead", str(minutes * 60))

    def kill(self) -> None:
        """As a crash would: no chance to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)

    def ask(self, method: str, path: str, who: str = "e001", body: Any = None, **headers: str) -> tuple[int, Any]:
        """A request past the browser: status and JSON."""
        sent = {"Cookie": f"who={who}", "X-Fieldmark": "1", **{k.replace("_", "-"): v for k, v in headers.items()}}
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        status, _, said = self.raw(method, path, data, sent)
        return status, said

    def raw(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, Any, Any]:
        """Status, headers, and the JSON (None for a page)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, urllib.parse.urlparse(self.url).path + path, body, headers)
            reply = connection.getresponse()
            data = reply.read()
            said = json.loads(data) if "json" in reply.headers.get("Content-Type", "") else None
            return reply.status, reply.headers, said
        finally:
            connection.close()


@contextmanager
def running(place: Workspace) -> Iterator[Service]:
    service = Service(place)
    service.start()
    try:
        yield service
    finally:
        service.stop()


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def log_in(browser: Any, service: Service, who: str = "e001", language: str = "en", width: int = 1280) -> Any:
    """A browser context in which `who` is logged in; errors of the page are collected in `context.errors`."""
    context = browser.new_context(viewport={"width": width, "height": 844}, has_touch=width < 500)
    context.add_cookies([{"name": "who", "value": who, "url": service.url}])
    context.add_init_script(f"if (location.protocol === 'http:') localStorage['fm-language'] ??= '{language}'")
    context.errors = []
    context.on("weberror", lambda error: context.errors.append(str(error.error)))
    return context
