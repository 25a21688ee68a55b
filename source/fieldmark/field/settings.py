"""Policy files in YAML, with the line of every key, so that a problem can say where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fieldmark.field import problems
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.text import Text


class _Loader(yaml.SafeLoader):
    """YAML 1.2's booleans alone: a manager's `Yes: true` or `NO: Norway` stays the word that was written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in ways if tag != "tag:yaml.org,2002:bool"]
    for first, ways in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The content of a YAML file whose top is a mapping; `lines` tells the line of a path of keys."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[tuple[str, ...], int]

    def line(self, *keys: str) -> int:
        """Line of the innermost key of the path that stands in the file; 0 where none does."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 0)

    def problem(self, keys: tuple[str, ...], why: Text, allowed: Text | str) -> Problem:
        """A D009 at the key's line."""
        setting = " > ".join(keys)
        return problems.BAD_SETTING.at(self.file, self.line(*keys), setting=setting, why=why, allowed=allowed)


def read_settings(path: Path, file: str) -> Settings:
    """Read `path`, shown to the user as `file`. Refused (D001, D008) where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else Text("it is not UTF-8", "它不是 UTF-8")
        raise Refused(problems.NO_FILE.at(file, path=path.name, why=why)) from error
    try:
        node = yaml.compose(text, Loader=_Loader)
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        raise Refused(problems.BAD_YAML.at(file, mark.line + 1 if mark else 0, why=why)) from error
    if not isinstance(data, dict):
        raise Refused(
            problems.BAD_YAML.at(file, 1, why=Text("it holds no “name: value” lines", "其中没有“名称: 值”行"))
        )
    lines: dict[tuple[str, ...], int] = {}
    _walk(node, (), lines)
    return Settings(file, data, lines)


def _walk(node: Any, path: tuple[str, ...], lines: dict[tuple[str, ...], int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            lines[inner] = key.start_mark.line + 1
            _walk(value, inner, lines)
