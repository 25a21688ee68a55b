"""Feedback as published for engineers: one file a marked sitting or notebook, and when it may be read."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from fieldmark.model.problem import Refused
from fieldmark.store.files import read_json, write_json
from fieldmark.store.workspace import Workspace

_NAME = re.compile(r"[A-Za-z0-9_@-][A-Za-z0-9._@+-]*")


def folder(workspace: Workspace) -> Path:
    return workspace.state / "feedback"


def notebook_key(course: str, name: str) -> str:
    """In the assignment's place for a hand-written one; no paper's name holds an @."""
    return f"{course}@{name}"


def place(workspace: Workspace, assignment: str, engineer: str) -> Path:
    """ValueError for names that are no file names."""
    if not (_NAME.fullmatch(assignment) and _NAME.fullmatch(engineer)):
        raise ValueError(f"{assignment}/{engineer}")
    return folder(workspace) / assignment / f"{engineer}.json"


def write_feedback(workspace: Workspace, assignment: str, engineer: str, said: dict[str, Any]) -> None:
    """`said` holds `engineer`, and `visible` (ISO 8601): before that time nobody is shown it."""
    folder(workspace).mkdir(parents=True, exist_ok=True)
    folder(workspace).chmod(0o700)
    write_json(place(workspace, assignment, engineer), said, mode=0o600)


def withdraw_feedback(workspace: Workspace, assignment: str, engineer: str) -> None:
    place(workspace, assignment, engineer).unlink(missing_ok=True)


def read_feedback(workspace: Workspace, assignment: str, engineer: str, now: datetime) -> dict[str, Any] | None:
    """The engineer's own feedback; None where there is none that may be read now."""
    try:
        said = read_json(place(workspace, assignment, engineer))
    except (Refused, ValueError):
        return None
    if not isinstance(said, dict) or said.get("engineer") != engineer:
        return None
    return said if datetime.fromisoformat(said["visible"]) <= now else None
