"""What a list of people may say of allowances: extra time, larger letters, breaks. A column that is not there changes
nothing; an empty cell is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from fieldmark.model.person import LIMITS, Person
from fieldmark.model.text import Text

COLUMNS = {
    "extra_time": ("extra_time", "加时"),
    "text_size": ("text_size", "字号"),
    "breaks": ("breaks", "休息次数"),
    "break_minutes": ("break_minutes", "休息分钟"),
    "break_clock": ("break_clock", "休息计时"),
}
CLOCKS = {"stops": "stops", "runs": "runs", "停表": "stops", "不停表": "runs"}

Fault = tuple[str, str, Text]  # field, what it says, what is allowed


def read(row: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """The allowances of a row, by field of Person, and what is wrong with them."""
    given: dict[str, Any] = {}
    wrong: list[Fault] = []
    for name, (parse, allowed) in _FIELDS.items():
        if name not in row:
            continue
        try:
            given[name] = parse(row[name].lower()) if row[name] else NONE[name]
        except (ValueError, KeyError):
            wrong.append((name, row[name], allowed))
    if given.get("breaks") and not given.get("break_minutes", 1):
        wrong.append(("break_minutes", row["break_minutes"], _FIELDS["break_minutes"][1]))
    return given, wrong


def told(person: Person) -> str:
    """Those that a person has, for a list."""
    return "; ".join(f"{name} {getattr(person, name)}" for name in COLUMNS if getattr(person, name) != NONE[name])


NONE: dict[str, Any] = {f.name: f.default for f in fields(Person) if f.name in COLUMNS and f.default is not MISSING}


def _between(least: float, most: float, number: float) -> float:
    """The number; ValueError where it is outside, or not a number."""
    if not least <= number <= most:
        raise ValueError(number)
    return number


def _share(text: str) -> float:
    """0.25 or 25%."""
    number = text.removesuffix("%").removesuffix("％")
    return float(number) / (1 if number == text else 100)


_FIELDS: dict[str, tuple[Callable[[str], Any], Text]] = {
    "extra_time": (
        lambda text: _between(*LIMITS["extra_time"], _share(text)),
        Text("the share of the minutes that is added: 25% or 0.25, at most 300%", "延长的比例：25% 或 0.25，最多 300%"),
    ),
    "text_size": (
        lambda text: _between(*LIMITS["text_size"], _share(text)),
        Text("1 to 2 times the usual size: 1.5 or 150%", "常规字号的 1 到 2 倍：1.5 或 150%"),
    ),
    "breaks": (
        lambda text: int(_between(*LIMITS["breaks"], int(text))),
        Text("how many in a sitting, 0 to 50", "每场次数，0 到 50"),
    ),
    "break_minutes": (
        lambda text: _between(*LIMITS["break_minutes"], float(text)),
        Text("the longest break in minutes, up to 240", "单次休息最长分钟数，最多 240"),
    ),
    "break_clock": (CLOCKS.__getitem__, Text("stops or runs", "停表或不停表")),
}
