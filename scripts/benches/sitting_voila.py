"""The rival: a Voila session an engineer, on a lesson with the same question widgets."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import sitting_site as site

LESSON = site.ROOT / "courses/vfd/lessons/01-dc-link.ipynb"


def run(sessions: int) -> dict[str, float]:
    """`mb` and `cpu_s` that one session costs: its kernel, and its part of what the server grew and worked. A session
    is the page loaded, with its kernel there; nobody answers anything in it yet."""
    (port,) = site.free_ports(1)
    options = ["--no-browser", f"--port={port}", "--Voila.port_retries=0", "--Voila.ip=127.0.0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "voila", str(LESSON), *options],
        env=site.environment(FIELDMARK_WORKSPACE=str(site.ROOT)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        _load(port)  # the first page pays for what the server loads once
        before = _memory(process.pid), _cpu(process.pid)
        for _ in range(sessions):
            _load(port)
        after = _memory(process.pid), _cpu(process.pid)
    finally:
        site.end(process)
    return {"mb": round((after[0] - before[0]) / sessions, 1), "cpu_s": round((after[1] - before[1]) / sessions, 2)}


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the port is open: asking for the page would start a kernel."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("Voila did not start")


def _load(port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=120) as reply:
        assert b"kernelId" in reply.read()


def _family(pid: int) -> list[psutil.Process]:
    own = psutil.Process(pid)
    return [own, *own.children(recursive=True)]


def _memory(pid: int) -> float:
    """MB, memory that several share counted once."""
    return sum(p.memory_full_info().pss for p in _family(pid)) / 2**20


def _cpu(pid: int) -> float:
    return sum(sum(p.cpu_times()[:2]) for p in _family(pid))
