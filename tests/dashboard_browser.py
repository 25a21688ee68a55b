"""A running dashboard and what one does with it, for journeys and pictures."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from waiting import ready

from fieldmark.store.workspace import Workspace

TESTS = Path(__file__).parent


class Dashboard:
    """A Voila of its own for one reader."""

    def __init__(self, place: Workspace, units: Sequence[str], name: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        reader = {"FIELDMARK_USER": "m01", "FIELDMARK_NAME": name, "FIELDMARK_UNITS": json.dumps(list(units))}
        path = os.pathsep.join([str(TESTS.parent / "source"), str(TESTS)])
        self.log = place.root / "dashboard.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(TESTS / "dashboard_server.py"), str(place.root), str(self.port)],
                env={**os.environ, **reader, "PYTHONPATH": path, "FIELDMARK_LANGUAGE": "en"},
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        ready(self.process, self._up, self.log, 60)

    def _up(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "voila/static/voila.js", timeout=5) as reply:  # noqa: S310
                return bool(reply.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def kill_kernels(self) -> None:
        for child in psutil.Process(self.process.pid).children(recursive=True):
            child.kill()

    def stop(self) -> None:
        children = psutil.Process(self.process.pid).children(recursive=True) if self.process.poll() is None else []
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        for child in children:
            if child.is_running():
                child.kill()


@contextmanager
def dashboard(place: Workspace, units: Sequence[str] = ("*",), name: str = "Li Wei") -> Iterator[Dashboard]:
    running = Dashboard(place, units, name)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


def open_page(
    browser: Any, url: str, *, width: int = 1280, height: int = 900, theme: str = "light", language: str = "en"
) -> Any:
    """A page with the first view on it; `page.faults` collects what went wrong, `page.heard` what the kernel sent."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, has_touch=width < 500
    )
    stored = f"localStorage['fm-language'] ??= '{language}'; localStorage['fm-theme'] ??= '{theme}'"
    context.add_init_script(f"if (location.protocol === 'http:') {{ {stored} }}")
    page = context.new_page()
    page.faults, page.heard = [], []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda request: page.faults.append(request.url) if _outside(request.url) else None)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: page.heard.append(_text(frame))))
    page.goto(url, wait_until="commit")
    page.wait_for_selector("main h1 >> visible=true", timeout=60_000)
    page.wait_for_function(
        f"document.documentElement.lang.startsWith('{language}') && !document.querySelector('[aria-busy]')"
    )
    return page


def _outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "blob:", "data:"))


def _text(frame: bytes | str) -> str:
    return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")


def drawn(page: Any) -> None:
    """All charts of the page are there: it is made as tall as it needs, so that each comes into sight."""
    size = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(height + 40, 8000)})
    page.wait_for_function("[...document.querySelectorAll('.fmd-plot')].every((plot) => plot.drawn)", timeout=30_000)
