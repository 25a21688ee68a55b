"""Reasons against single rows, gathered while a chunk of rows is cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fieldmark.model.problem import Code, Problem
from fieldmark.model.text import Text


@dataclass(slots=True)
class Faults:
    """Row number in the chunk to what is wrong with it; the first reason gives the row its code."""

    found: dict[int, list[Problem]] = field(default_factory=dict)

    def add(self, row: int, code: Code, **values: object) -> None:
        self.found.setdefault(int(row), []).append(code.at("", 0, "", **values))

    @property
    def rows(self) -> list[int]:
        return sorted(self.found)


@dataclass(frozen=True, slots=True)
class Aside:
    """A row set aside, as the quarantine shows it."""

    line: int
    code: str
    reason: Text
    row: Mapping[str, str]


def aside(line: int, found: Iterable[Problem], row: Mapping[str, str]) -> Aside:
    reasons = list(found)
    told = Text("; ".join(p.message.en for p in reasons), "；".join(p.message.zh for p in reasons))
    return Aside(line, reasons[0].code, told, row)
