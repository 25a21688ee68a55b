"""What the trainers' course files call things, for rooms that need no more of them than that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fieldmark.model.problem import Refused
from fieldmark.model.text import Text
from fieldmark.store.policy import read_yaml
from fieldmark.store.workspace import Workspace


def skill_titles(workspace: Workspace) -> dict[str, dict[str, Text]]:
    """Course -> skill -> title. A course file that cannot be read names nothing: `fieldmark check` says why."""
    found: dict[str, dict[str, Text]] = {}
    for path in sorted(workspace.courses.glob("*/course.yaml")):
        try:
            course, _ = read_yaml(workspace, path)
        except Refused:
            continue
        found.setdefault(str(course.get("id", path.parent.name)), {}).update(_titles(course))
    return found


def _titles(course: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    for group in _list(course, "groups"):
        for skill in _list(group, "skills"):
            title = skill.get("title")
            said = title if isinstance(title, Mapping) else {"en": title or "", "zh": title or ""}
            text = Text(str(said.get("en", "")), str(said.get("zh", "")))
            if "id" in skill and text:
                yield str(skill["id"]), text


def _list(of: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = of.get(name)
    return [e for e in listed if isinstance(e, Mapping)] if isinstance(listed, list) else []
