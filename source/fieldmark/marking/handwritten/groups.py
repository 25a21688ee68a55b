"""Control groups: memory and processes of a room counted together, where this machine lets us make groups.

Used: the folders named in FIELDMARK_CGROUP; else, with version 2, our own group or the one above it, where memory and
pids are handed down (a systemd unit with Delegate=yes and DelegateSubgroup=main does that). Elsewhere the limits of
each process, and the warden's look at all of them together, have to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

from fieldmark.marking.handwritten.limits import Limits

ADDRESS = "FIELDMARK_CGROUP"
_ROOT = Path("/sys/fs/cgroup")
_KINDS = ("memory", "pids")
_ENDING = 2.0  # seconds that killed processes may take to leave their group


def places() -> tuple[Path, ...]:
    """Folders in which a group can be made for a room; empty where there are none."""
    return _places(os.environ.get(ADDRESS, ""))


@lru_cache
def _places(named: str) -> tuple[Path, ...]:
    if named:
        return tuple(p for p in map(Path, named.split(os.pathsep)) if _usable(p))
    own = _own(Path("/proc/self/cgroup").read_text(encoding="ascii"))
    return tuple(p for p in own if _hands_down(p) and _usable(p))[:1]


def _own(membership: str, root: Path = _ROOT) -> list[Path]:
    """Our own group of version 2 and the one above; none where version 1 holds the controllers."""
    if not (root / "cgroup.controllers").exists():
        return []
    path = next((line[3:] for line in membership.splitlines() if line.startswith("0::")), "/")
    own = root / path.strip("/")
    return [own, *([own.parent] if own != root else [])]


def _hands_down(place: Path) -> bool:
    """Whether groups made here have the controllers; asks for them where they are not handed down yet."""
    control = place / "cgroup.subtree_control"
    try:
        if not set(_KINDS) <= set(control.read_text(encoding="ascii").split()):
            control.write_text(" ".join(f"+{kind}" for kind in _KINDS), encoding="ascii")
        return set(_KINDS) <= set(control.read_text(encoding="ascii").split())
    except OSError:
        return False


def _usable(place: Path) -> bool:
    """Whether a group made here limits anything."""
    trial = place / f"fieldmark-{uuid4().hex}"
    try:
        trial.mkdir()
    except OSError:
        return False
    try:
        return bool(_bounds(trial, Limits()))
    finally:
        trial.rmdir()


def _bounds(group: Path, limits: Limits) -> dict[Path, int]:
    """File of the group -> its limit, for those that are there; version 2's names, then version 1's."""
    memory = (limits.memory_mb + limits.scratch_mb) * 1_000_000  # what is written to scratch is memory too
    wanted = {
        "memory.max": memory, "memory.swap.max": 0, "memory.oom.group": 1, "memory.limit_in_bytes": memory,
        "pids.max": limits.processes,
    }  # fmt: skip
    return {group / name: most for name, most in wanted.items() if (group / name).exists()}


@contextmanager
def grouped(limits: Limits) -> Iterator[list[int]]:
    """Groups for one room, as descriptors: a process that writes 0 to each is in them, with all that it starts."""
    with ExitStack() as stack:
        yield [stack.enter_context(_group(place, limits)) for place in places()]


@contextmanager
def _group(place: Path, limits: Limits) -> Iterator[int]:
    group = place / f"fieldmark-{uuid4().hex}"
    group.mkdir()
    try:
        for path, most in _bounds(group, limits).items():
            path.write_text(str(most), encoding="ascii")
        door = os.open(group / "cgroup.procs", os.O_WRONLY)
        try:
            yield door
        finally:
            os.close(door)
    finally:
        _remove(group)


def _remove(group: Path) -> None:
    """Take the group away once its processes, which have been killed, are gone."""
    until = monotonic() + _ENDING
    while True:
        try:
            group.rmdir()
        except OSError:
            if monotonic() > until:
                return
            sleep(0.01)
        else:
            return
