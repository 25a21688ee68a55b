"""Lessons of the courses: notebooks that trainers write, `courses/<course>/lessons/*.ipynb`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


@dataclass(frozen=True, slots=True)
class Lesson:
    course: str
    name: str
    title: Text
    path: Path

    @property
    def id(self) -> str:
        return f"{self.course}/{self.name}"


def lessons(workspace: Workspace) -> list[Lesson]:
    """By course and name. The title is the notebook's metadata `title`, "English / 中文", else its name; files whose
    names could not stand in an address, and links, are left out."""
    found = []
    for path in sorted(workspace.courses.glob("*/lessons/*.ipynb")):
        course, name = path.parent.parent.name, path.stem
        if _NAME.fullmatch(course) and _NAME.fullmatch(name) and not path.is_symlink():
            found.append(Lesson(course, name, _title(path) or Text(name, name), path))
    return found


def _title(path: Path) -> Text:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))["metadata"]["title"]
    except (OSError, ValueError, KeyError, TypeError):
        return Text()
    en, _, zh = str(said).partition(" / ")
    return Text(en.strip(), (zh or en).strip())
