"""Files that engineers hand in for a hand-written assignment: every upload is kept whole, the newest stands where
nbgrader looks for it: `submitted/<engineer>/<assignment>/`."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from fieldmark.store.files import only_one, read_json, write_bytes, write_json
from fieldmark.store.workspace import Workspace

_USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_RECEIPT = "receipt.json"
_NBGRADER = ("submitted", "autograded", "feedback")


def assignments(workspace: Workspace) -> list[tuple[str, str]]:
    """(course, assignment) of what is released of `assignments/<course>/notebooks/`."""
    found = []
    for own in sorted(workspace.assignments.glob("*/notebooks/*")):
        course = own.parents[1].name
        if released(workspace, course, own.name):
            found.append((course, own.name))
    return found


def released(workspace: Workspace, course: str, name: str) -> dict[str, Path]:
    """The files that engineers get, by their path in the assignment; empty where there is no such assignment."""
    if not (workspace.assignments / course / "notebooks" / name).is_dir():
        return {}
    folder = workspace.nbgrader(course) / "release" / name
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink() and p.name[0] != "."]
    return {str(p.relative_to(folder)): p for p in files}


def uploads(workspace: Workspace, course: str, name: str, engineer: str) -> list[Any]:
    """Receipts of one's uploads, oldest first."""
    return [read_json(folder / _RECEIPT) for folder in _kept(workspace, course, name, engineer)]


def keep(
    workspace: Workspace,
    course: str,
    name: str,
    engineer: str,
    files: Mapping[str, bytes],
    receipt: Mapping[str, Any],
    enter: Callable[[int], str],
) -> dict[str, Any]:
    """Keep an upload, then put it where nbgrader looks; its receipt. `enter` writes it, by its number, into the journal
    and gives the journal's head, which the receipt carries. Stopped anywhere, the upload is there whole or not at all.
    Refused (W003) while another of the same is under way."""
    place = _place(workspace, course, name, engineer)
    with only_one(workspace.lock(f"upload-{course}-{name}-{engineer}"), name):
        number = len(_kept(workspace, course, name, engineer)) + 1
        building = place / f".{uuid4().hex}"
        for path, data in files.items():
            write_bytes(building / "files" / path, data)
        said = {**receipt, "head": enter(number)}
        write_json(building / _RECEIPT, said)
        building.rename(place / f"{number:04}")
        _stand(workspace, course, name, engineer)
    return said


def files_of(workspace: Workspace, course: str, name: str, engineer: str, number: int) -> dict[str, Path]:
    """The files of one upload by name; empty where it is not there."""
    folder = _place(workspace, course, name, engineer) / f"{number:04}" / "files"
    return {str(p.relative_to(folder)): p for p in sorted(folder.rglob("*")) if p.is_file()}


def places(workspace: Workspace, engineer: str) -> list[Path]:
    """Every folder with files that this engineer handed in, those that nbgrader holds among them."""
    if not _USER.fullmatch(engineer):
        return []
    nbgrader = [p for step in _NBGRADER for p in (workspace.state / "nbgrader").glob(f"*/{step}/{engineer}")]
    labs = (workspace.state / "labs").glob(engineer.lower())
    return sorted([*(workspace.state / "uploads").glob(f"*/{engineer}"), *labs, *nbgrader])


def mend(workspace: Workspace, course: str, name: str, engineer: str) -> None:
    """Put the newest upload in its place where a stop came between keeping and placing it."""
    kept = _kept(workspace, course, name, engineer)
    if kept and not (kept[-1] / "placed").exists():
        with only_one(workspace.lock(f"upload-{course}-{name}-{engineer}"), name):
            _stand(workspace, course, name, engineer)


def _stand(workspace: Workspace, course: str, name: str, engineer: str) -> None:
    newest = _kept(workspace, course, name, engineer)[-1]
    submitted = workspace.nbgrader(course) / "submitted" / engineer / name
    fresh = submitted.with_name(f".{name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(newest / "files", fresh)
    if submitted.exists():
        old = newest / ".before"  # the earlier upload itself is kept under its own number
        shutil.rmtree(old, ignore_errors=True)
        submitted.rename(old)
        fresh.rename(submitted)
        shutil.rmtree(old)
    else:
        fresh.rename(submitted)
    write_bytes(newest / "placed", b"")


def _kept(workspace: Workspace, course: str, name: str, engineer: str) -> list[Path]:
    place = _place(workspace, course, name, engineer)
    return sorted(p for p in place.glob("[0-9]*") if (p / _RECEIPT).exists())


def is_name(user: str) -> bool:
    """Whether this can be a person's folder."""
    return bool(_USER.fullmatch(user))


def _place(workspace: Workspace, course: str, name: str, engineer: str) -> Path:
    """Never outside: ValueError for a name that could lead there (the service only knows names that cannot)."""
    for part in (course, name, engineer):
        if not _USER.fullmatch(part) or os.sep in part:
            raise ValueError(f"not a name: {part!r}")
    return workspace.state / "uploads" / course / engineer / name
