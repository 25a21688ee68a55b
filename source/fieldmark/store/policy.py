"""A policy file of grading/ as a frozen dataclass, checked against the ranges that its fields declare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

from fieldmark.model.problem import Problem, Refused, code
from fieldmark.store.workspace import Workspace

T = TypeVar("T")

UNREADABLE = code(
    "W020",
    en="This policy file cannot be read: {why}.",
    zh="无法读取该策略文件：{why}。",
    hint_en="Write one “name: value” a line; the file that ships with Fieldmark shows how.",
    hint_zh="每行写一个“名称: 值”；可参照 Fieldmark 自带的文件。",
)
UNKNOWN_SETTING = code(
    "W021",
    en="There is no setting “{setting}”.",
    zh="没有名为“{setting}”的设置。",
    hint_en="Known here: {known}.",
    hint_zh="此处可用：{known}。",
)
BAD_SETTING = code(
    "W022",
    en="“{setting}” cannot be {value}.",
    zh="“{setting}”不能取 {value}。",
    hint_en="Allowed: {allowed}.",
    hint_zh="允许：{allowed}。",
)


@dataclass(frozen=True, slots=True)
class Range:
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:g} … {self.high:g}"


def number(default: Any, low: float, high: float) -> Any:
    """A dataclass field for a number between `low` and `high`; whole where the default is."""
    return field(default=default, metadata={"range": Range(low, high)})


def read_policy(workspace: Workspace, name: str, kind: type[T]) -> T:
    """grading/`name` as a `kind`; what the file does not set keeps its default, and so does a missing file.

    Refused (W020 to W022) with everything that is wrong, each at its line.
    """
    return read_settings(workspace, workspace.grading / name, kind)


def read_settings(workspace: Workspace, path: Path, kind: type[T]) -> T:
    """As `read_policy`, from a file elsewhere in the workspace."""
    if not path.exists():
        return kind()
    shown = workspace.relative(path)
    data, lines = read_yaml(workspace, path)
    found = list(_problems(data, lines, shown, kind))
    if found:
        raise Refused(*found)
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in data.items()})


def read_yaml(workspace: Workspace, path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """A YAML file whose top is a mapping (empty counts), and the line of each of its keys. Refused (W020)."""
    shown = workspace.relative(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        node, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(UNREADABLE.at(shown, why=error)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or error
        raise Refused(UNREADABLE.at(shown, mark.line + 1 if mark else 0, why=why)) from error
    if data is None:
        return {}, {}
    if not (isinstance(data, dict) and isinstance(node, yaml.MappingNode)):
        raise Refused(UNREADABLE.at(shown, 1, why=type(data).__name__))
    return data, {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


def _problems(data: dict[str, Any], lines: dict[str, int], shown: str, kind: Any) -> Iterator[Problem]:
    known = {f.name: f for f in fields(kind)}
    for name, value in data.items():
        at = lines.get(str(name), 0)
        if name not in known:
            yield UNKNOWN_SETTING.at(shown, at, setting=name, known=", ".join(known))
        elif not _fits(known[name], value):
            yield BAD_SETTING.at(shown, at, setting=name, value=value, allowed=_allowed(known[name]))


def _fits(declared: Field[Any], value: Any) -> bool:
    allowed = declared.metadata.get("range")
    if isinstance(declared.default, bool):
        return isinstance(value, bool)
    if allowed is None:
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    whole = isinstance(declared.default, int)
    right = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    return right and allowed.low <= value <= allowed.high


def _allowed(declared: Field[Any]) -> str:
    if isinstance(declared.default, bool):
        return "yes, no"
    return str(declared.metadata.get("range", "[a, b, …]"))
