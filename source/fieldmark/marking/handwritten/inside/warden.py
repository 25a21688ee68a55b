"""One submission's warden: makes the room, starts the kernel in it, and ends it when it is told to, when it takes too
long or too much memory, or when whoever asked is gone."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from fieldmark.marking.handwritten.inside import confine, kernel, seccomp
from fieldmark.marking.handwritten.inside.channels import CHANNELS

_LOOK = 0.1  # seconds between two looks at the memory


def serve(job: Mapping[str, Any], line: socket.socket) -> None:
    """Run the kernel of `job`, told over `line` what to do; says there how it ended. Never returns."""
    try:
        confine.end_with_parent(job["parent"])
        sockets = _sockets(Path(job["folder"]))
        if job["jailed"]:
            confine.new_namespaces()
        warden = os.getpid()
        pid = os.fork()
        if pid == 0:
            _become_kernel(job, line, sockets, warden)
        for each in sockets.values():
            each.close()
        _say(line, started=pid)
        _say(line, ended=_watch(line, pid, job))
    except OSError as error:
        _say(line, ended=f"failed: {error}")
    finally:
        os._exit(0)


def _say(line: socket.socket, **what: Any) -> None:
    line.send(json.dumps(what).encode())


def _sockets(folder: Path) -> dict[int, socket.socket]:
    """Port to socket, named k-PORT in the folder; made through its descriptor, since such paths have to be short."""
    here = os.open(folder, os.O_DIRECTORY)
    try:
        return {port: _listening(f"/proc/self/fd/{here}/k-{port}") for port in range(1, len(CHANNELS) + 1)}
    finally:
        os.close(here)


def _listening(path: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX)
    made.bind(path)
    made.listen(16)
    return made


def _become_kernel(
    job: Mapping[str, Any], line: socket.socket, sockets: Mapping[int, socket.socket], warden: int
) -> None:
    try:
        os.setsid()
        limits = job["limits"]
        for group in job["groups"]:
            os.write(group, b"0")  # this process, and all that it will start
        if job["jailed"]:
            confine.private_files(Path(job["folder"]), limits["scratch_mb"], job["user"])
            os.chdir(confine.SCRATCH / "work")
        else:
            os.chdir(Path(job["folder"]) / "files")
        confine.limit(limits)
        if job["jailed"]:
            confine.drop_rights(job["user"])
        confine.prctl(1, signal.SIGKILL)  # after the change of rights, which clears it
        if job["jailed"] and seccomp.supported():
            seccomp.refuse()
        kept = _only_these([s.fileno() for s in sockets.values()])
        kernel.run(job["key"], dict(zip(sockets, kept, strict=True)))
    except BaseException as error:
        _say(line, ended=f"failed: {type(error).__name__}: {error}")
    finally:
        os._exit(0)


def _only_these(sockets: list[int]) -> list[int]:
    """Nothing of ours stays open but the sockets; no output but what the kernel sends."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    start = 3
    for descriptor in sorted(sockets):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, 4096)
    return sockets


def _watch(line: socket.socket, pid: int, job: Mapping[str, Any]) -> str:
    """Until the kernel ends: why it did."""
    limits = job["limits"]
    until = monotonic() + limits["wall_seconds"]
    ours = _resident("self")
    ending = os.pidfd_open(pid)
    poll = select.poll()
    for each in (ending, line.fileno()):
        poll.register(each, select.POLLIN | select.POLLHUP)
    reason = ""
    while True:
        happened = {descriptor for descriptor, _ in poll.poll(_LOOK * 1000)}
        if ending in happened:
            how = _how(pid)
            return reason or how
        if line.fileno() in happened:
            reason = reason or _obey(line, pid, job["jailed"])
            if reason:
                poll.unregister(line)
        elif monotonic() > until:
            reason = reason or "time"
        elif job["jailed"] and _all_resident(ours) > limits["memory_mb"] * 1_000_000:
            reason = reason or "memory"
        if reason:
            _kill(pid, job["jailed"])


def _obey(line: socket.socket, pid: int, jailed: bool) -> str:
    """Do what was asked; the reason where the kernel is to end."""
    try:
        said = line.recv(64)
    except OSError:
        said = b""
    if said == b"interrupt":
        os.kill(pid, signal.SIGINT)
        return ""
    return "done" if said == b"kill" else "left alone"


def _kill(pid: int, jailed: bool) -> None:
    """In a jail, all processes of the room go with the first."""
    if jailed:
        os.kill(pid, signal.SIGKILL)
    else:
        os.killpg(pid, signal.SIGKILL)


def _how(pid: int) -> str:
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return f"exit {os.WEXITSTATUS(status)}"


def _resident(process: str) -> int:
    """Bytes in memory."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):  # it has just ended
        return 0


def _all_resident(ours: int) -> int:
    """What all processes of the room hold beyond what was loaded before it was made."""
    mine = {"1", str(os.getpid()), str(os.getppid())}
    rooms = [path.name for path in Path("/proc").iterdir() if path.name.isdigit() and path.name not in mine]
    return sum(max(0, _resident(name) - ours) for name in rooms)


if __name__ == "__main__":
    sys.exit("started by the warm parent")
