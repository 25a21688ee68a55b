"""What engineers handed in with nbgrader in a JupyterLab of their own: `labs/<user>/inbound/<course>/<submission>/`.

Their code writes there, at any time, whatever it likes. So nothing here is followed, nothing believed but where a
folder lies, and everything is read through descriptors of folders that were opened first.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldmark.store.files import read_json, write_json
from fieldmark.store.site import lab_folder
from fieldmark.store.uploads import is_name
from fieldmark.store.workspace import Workspace

DONE = "submission_secret.txt"  # what nbgrader writes last
_NOT_THEIRS = frozenset({DONE, "timestamp.txt"})
_LOOKED_AT = 1000  # submissions of one engineer in one course
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


class TooMuch(Exception):
    """More files or bytes than are taken."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission that was not looked at yet: the folder's name as nbgrader made it."""

    engineer: str
    course: str
    assignment: str
    name: str


def engineers(workspace: Workspace) -> list[str]:
    """Those who have, or had, a lab."""
    try:
        return sorted(e.name for e in os.scandir(workspace.state / "labs") if is_name(e.name))
    except FileNotFoundError:
        return []


def waiting(workspace: Workspace, engineer: str) -> list[Waiting]:
    """What an engineer handed in and nobody has taken, oldest first (the name carries the time)."""
    place = lab_folder(workspace, engineer) / "inbound"
    seen = taken(workspace, engineer)
    found = []
    for course in sorted(p.name for p in place.glob("*") if p.is_dir()):
        with _opened(place / course) as folder:
            names = sorted(os.listdir(folder))[:_LOOKED_AT]  # noqa: PTH208  (of an open folder)
            new = [n for n in names if f"{course}/{n}" not in seen and n.count("+") >= 2 and _whole(folder, n)]
        found += [Waiting(engineer, course, n.split("+")[1], n) for n in new]
    return sorted(found, key=lambda w: w.name.split("+")[2])


def _whole(folder: int, name: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(f"{name}/{DONE}", dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        return False


def contents(workspace: Workspace, each: Waiting, most_files: int, most_bytes: int) -> list[tuple[str, bytes]]:
    """Its files, but those that nbgrader adds; TooMuch beyond the limits, OSError where it is not to be read."""
    found: list[tuple[str, bytes]] = []
    left = most_bytes
    with (
        _opened(lab_folder(workspace, each.engineer) / "inbound" / each.course) as course,
        _opened(each.name, course) as own,
    ):
        for folder, name in _files(own, depth=4):
            if len(found) >= most_files:
                raise TooMuch
            data = _read(folder, name, left)
            left -= len(data)
            found.append((name, data))
    return found


def _files(folder: int, depth: int) -> Iterator[tuple[int, str]]:
    """(open folder, name) of plain files here and below."""
    for name in sorted(os.listdir(folder)):
        if name.startswith(".") or name in _NOT_THEIRS:
            continue
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if stat.S_ISREG(mode):
            yield folder, name
        elif stat.S_ISDIR(mode) and depth:
            with _opened(name, folder) as inner:
                yield from _files(inner, depth - 1)


def _read(folder: int, name: str, most: int) -> bytes:
    with os.fdopen(os.open(name, _FILE, dir_fd=folder), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{name} is no plain file")
        data = file.read(most + 1)
    if len(data) > most:
        raise TooMuch
    return data


@contextmanager
def _opened(path: Path | str, within: int | None = None) -> Iterator[int]:
    folder = os.open(path, _FOLDER, dir_fd=within)
    try:
        yield folder
    finally:
        os.close(folder)


def taken(workspace: Workspace, engineer: str) -> dict[str, Any]:
    """What became of each submission that was looked at, by course/name; `number` counts them."""
    path = lab_folder(workspace, engineer) / "taken.json"
    return dict(read_json(path)) if path.exists() else {}


def settle(workspace: Workspace, each: Waiting, became: Mapping[str, Any]) -> None:
    """Note what became of it, so that it is not looked at again."""
    known = taken(workspace, each.engineer)
    new = {f"{each.course}/{each.name}": {**became, "number": len(known) + 1}}
    write_json(lab_folder(workspace, each.engineer) / "taken.json", {**known, **new})
