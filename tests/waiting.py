"""Waiting for another process: never without an end, and never longer than it takes."""

import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

PAUSE = 0.02  # seconds between two looks


def until(true: Callable[[], object], patience: float = 30.0, why: Callable[[], str] = str) -> None:
    """Until `true` is; AssertionError with what `why` says where it was not within `patience` seconds."""
    end, never = time.monotonic() + patience, threading.Event()
    while not true():
        assert time.monotonic() < end, why()
        never.wait(PAUSE)


def ready(process: subprocess.Popen[bytes], healthy: Callable[[], bool], log: Path, patience: float = 30.0) -> None:
    """Until the process we started serves; AssertionError with its log where it ended or takes too long."""

    def settled() -> bool:
        return process.poll() is not None or healthy()

    until(settled, patience, lambda: log.read_text(errors="replace"))
    assert process.poll() is None, log.read_text(errors="replace")
