"""The site's processes: started together, watched, started again when one dies, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldmark.site import tether


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the site: a module run as a program, with exactly this environment."""

    name: str
    module: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path


@dataclass(slots=True)
class _Running:
    part: Part
    process: subprocess.Popen[bytes]
    since: float
    deaths: list[float] = field(default_factory=list)


class Parts:
    """Keeps parts running. One that dies is started again, later and later; `ended` names one that keeps dying."""

    QUICK_DEATHS = 5  # within a minute, and we give it up

    def __init__(self) -> None:
        tether.adopt_orphans()
        self._running: dict[str, _Running] = {}

    def start(self, parts: Sequence[Part]) -> None:
        for part in parts:
            self._running[part.name] = _start(part)

    def pids(self) -> dict[str, int]:
        return {name: running.process.pid for name, running in self._running.items()}

    def dead(self) -> dict[str, int]:
        """Exit codes of parts that are not running now."""
        codes = {name: running.process.poll() for name, running in self._running.items()}
        return {name: code for name, code in codes.items() if code is not None}

    def reap(self) -> None:
        """Let go of adopted grandchildren that ended."""
        self.dead()  # ours are reaped by their own handles
        mine = set(self.pids().values())
        while (ended := _ended()) and ended not in mine:
            os.waitpid(ended, 0)

    def revive(self, now: float) -> str | None:
        """Start again what died; the name of a part that died too often, else None."""
        for name in self.dead():
            running = self._running[name]
            recent = [at for at in running.deaths if now - at < 60]
            if len(recent) >= self.QUICK_DEATHS:
                return name
            if now - running.since >= len(recent):  # at once, then after 1, 2, 3 … s
                self._running[name] = _start(running.part)
                self._running[name].deaths = [*recent, now]
        return None

    def end(self, patience: float = 10.0) -> None:
        """Ask every part to end, then make it; whatever they left behind is ended too."""
        import psutil

        children = psutil.Process().children(recursive=True)
        for running in self._running.values():
            if running.process.poll() is None:
                running.process.terminate()
        until = time.monotonic() + patience
        for running in self._running.values():
            try:
                running.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                running.process.kill()
                running.process.wait()
        children += psutil.Process().children(recursive=True)  # adopted meanwhile
        left = [child for child in set(children) if child.is_running()]
        for child in left:
            _kill(child.pid)
        psutil.wait_procs(left, timeout=5)


def _ended() -> int:
    """A child that ended and was not waited for yet; 0 where there is none."""
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return 0
    return found.si_pid if found else 0


def _start(part: Part) -> _Running:
    """The part in a session of its own, so that Ctrl-C in the terminal reaches us alone."""
    part.log.parent.mkdir(parents=True, exist_ok=True)
    with part.log.open("ab") as log:
        process = subprocess.Popen(
            tether.command(part.module, *part.arguments),
            env=dict(part.environment),
            cwd=part.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return _Running(part, process, time.monotonic())


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
