"""An item as it stands in the text, before it is known to be sound: every part with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldmark.bank.fields import FLAGS
from fieldmark.bank.source import Source
from fieldmark.items import number
from fieldmark.model.problem import Code, Problem

# kinds of question that are written in an items file: which list of the body holds the answer
WRITTEN = {
    "choice": "options",
    "multiple": "options",
    "truefalse": "keys",
    "numeric": "keys",
    "ordering": "steps",
    "matching": "pairs",
    "short": "keys",
    "long": "criteria",
}
TRUTH = {"true": True, "false": False, "正确": True, "错误": False, "对": True, "错": False}


@dataclass(frozen=True, slots=True)
class Field:
    """A line `key: value` of the metadata."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """An option, a step, a pair (`text` and `other`), a key or a line of the rubric (`text`, `other` = id, points)."""

    line: int
    text: str
    right: bool = False
    comment: str = ""
    other: str = ""
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Body:
    """One language's form of an item."""

    line: int
    title: str = ""
    prompt: str = ""
    prompt_line: int = 0
    options: tuple[Part, ...] = ()
    steps: tuple[Part, ...] = ()
    pairs: tuple[Part, ...] = ()
    criteria: tuple[Part, ...] = ()
    keys: tuple[Part, ...] = ()
    explanation: str = ""
    strays: tuple[Part, ...] = ()  # lines that belong to nothing
    bad_boxes: tuple[Part, ...] = ()
    bad_rows: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.options + self.steps + self.pairs + self.criteria


@dataclass(frozen=True, slots=True)
class Draft:
    """`body` is in the file's main `language`, `other` in the second one."""

    source: Source
    course: str
    line: int
    fields: Mapping[str, Field]
    body: Body
    last: int  # the item's last line
    other: Body | None = None
    language: str = "en"
    other_language: str = "zh"
    parameters: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.value("id")

    def value(self, name: str) -> str:
        return self.fields[name].value if name in self.fields else ""

    @property
    def draft(self) -> bool:
        """Not finished: never drawn."""
        return FLAGS.get(self.value("draft").casefold(), False)

    def line_of(self, name: str) -> int:
        return self.fields[name].line if name in self.fields else self.line

    def at(self, code: Code, line: int = 0, /, **values: object) -> Problem:
        """A problem of this item, at a line of it or at its heading."""
        return self.source.at(code, line or self.line, **values)

    def at_field(self, code: Code, name: str, /, **values: object) -> Problem:
        return self.at(code, self.line_of(name), **values)

    @property
    def bodies(self) -> tuple[Body, ...]:
        return (self.body, self.other) if self.other else (self.body,)

    @property
    def kind(self) -> str:
        """The kind named, or the one that follows from the body; empty where neither says."""
        named = self.value("kind")
        return named if named in WRITTEN else _inferred(self.body)

    @property
    def points(self) -> float | None:
        return _number(self.value("points"))

    @property
    def difficulty(self) -> float | None:
        return _number(self.value("difficulty")) if "difficulty" in self.fields else 2.0

    @property
    def skills(self) -> tuple[str, ...]:
        return tuple(s for s in re.split(r"[,，、;；\s]+", self.value("skills")) if s)


def _number(text: str) -> float | None:
    parsed = number.parse(text)
    return parsed[0] if parsed and not parsed[1] else None


def _inferred(body: Body) -> str:
    if body.options:
        return "multiple" if sum(o.right for o in body.options) > 1 else "choice"
    if body.keys:
        return "truefalse" if body.keys[0].text.casefold() in TRUTH else "numeric"
    return "matching" if body.pairs else ""
