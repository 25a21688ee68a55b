"""grading/marking.yaml as marking itself needs it: when feedback is released and what it shows, and how people mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldmark.model.problem import Refused
from fieldmark.store.policy import BAD_SETTING, UNKNOWN_SETTING, read_yaml
from fieldmark.store.workspace import Workspace

FILE = "marking.yaml"
RELEASES = ("marked", "closed", "trainer")
SHOWN = ("points", "answer", "right", "explanation", "in_use")
SETTINGS = {"feedback": ("release", "show", "appeal_days"), "desk": ("markers", "apart")}


@dataclass(frozen=True, slots=True)
class MarkingPolicy:
    """`show` may hold points, answer, right, explanation; and in_use, without which nothing that tells the key is shown
    of a question that an open paper still asks. `markers` persons mark each answer on their own; where two differ by
    more than the share `apart` of its points, a third settles it."""

    release: str = "marked"
    show: frozenset[str] = frozenset({"points", "answer", "right", "explanation"})
    appeal_days: int = 14
    markers: int = 1
    apart: float = 0.25


def read_marking_policy(workspace: Workspace) -> MarkingPolicy:
    """Refused (W020 to W022) where a setting of these sections is wrong: a slip must not release a key."""
    path = workspace.grading / FILE
    if not path.exists():
        return MarkingPolicy()
    data, lines = read_yaml(workspace, path)
    shown = workspace.relative(path)
    flat: dict[str, Any] = {}
    for section, known in SETTINGS.items():
        given = data.get(section) or {}
        at = lines.get(section, 0)
        if not isinstance(given, dict):
            raise Refused(BAD_SETTING.at(shown, at, setting=section, value=given, allowed="name: value"))
        for name, value in given.items():
            if name not in known:
                raise Refused(UNKNOWN_SETTING.at(shown, at, setting=name, known=", ".join(known)))
            allowed = _allowed(name, value)
            if allowed:
                raise Refused(BAD_SETTING.at(shown, at, setting=name, value=value, allowed=allowed))
        flat.update(given)
    return _policy(flat)


def _policy(flat: Mapping[str, Any]) -> MarkingPolicy:
    values = dict(flat)
    if "show" in values:
        values["show"] = frozenset(values["show"])
    return MarkingPolicy(**values)


def _allowed(name: str, value: object) -> str:
    """What is allowed, where the value is not; "" where it is."""
    if name == "release":
        return "" if value in RELEASES else ", ".join(RELEASES)
    if name == "show":
        return "" if isinstance(value, list) and set(map(str, value)) <= set(SHOWN) else f"[{', '.join(SHOWN)}]"
    low, high = {"appeal_days": (0, 365), "markers": (1, 2), "apart": (0, 1)}[name]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    whole = name == "apart" or isinstance(value, int)
    return "" if number and whole and low <= value <= high else f"{low} … {high}"  # type: ignore[operator]
