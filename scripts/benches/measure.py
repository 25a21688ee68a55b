"""Running a command and watching what it takes."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Taken:
    seconds: float
    cpu_seconds: float
    peak_mb: float  # of the process and all its children together


def watch(command: list[str], *, cwd: Path, env: dict[str, str] | None = None) -> Taken:
    """Run the command to its end; CalledProcessError, with its words, where it fails."""
    start = time.monotonic()
    with subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        peak = [0.0]
        watcher = threading.Thread(target=_peak, args=(process.pid, peak), daemon=True)
        watcher.start()
        before = _children_cpu()
        words, _ = process.communicate()
        taken = Taken(time.monotonic() - start, _children_cpu() - before, peak[0])
        watcher.join(timeout=2)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, words)
    return taken


def _children_cpu() -> float:
    times = psutil.Process().cpu_times()
    return times.children_user + times.children_system


def _peak(pid: int, peak: list[float]) -> None:
    """Keep the largest sum of resident memory, read 20 times a second, until the process is gone."""
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            peak[0] = max(peak[0], sum(_resident(p) for p in (root, *root.children(recursive=True))) / 2**20)
            time.sleep(0.05)
    except psutil.Error:
        return


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0
