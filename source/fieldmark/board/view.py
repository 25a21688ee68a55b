"""What a page shows, as immutable values in one language: a sentence, then figures, charts and tables.

A view holds finished words and plain Plotly JSON; whoever shows it (page, report) adds only the look.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

Tone = Literal["", "good", "warn", "bad", "accent"]
Go = Mapping[str, str]
"""Where a click leads: the parts of a Choice that change."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A choice that the reader has; `name` is the field of Choice that it sets."""

    name: str
    label: str
    value: str
    options: tuple[Option, ...]
    kind: Literal["select", "segment", "search"] = "select"


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line of months: values in the KPI's unit, None where masked; the dashed line is the target."""

    values: tuple[float | None, ...]
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in a card. `masked` says why there is none; `why` is its definition, on request."""

    label: str
    value: str
    unit: str = ""
    state: str = ""
    tone: Tone = ""
    notes: tuple[str, ...] = ()
    why: str = ""
    masked: str = ""
    spark: Spark | None = None
    go: Go = field(default_factory=dict)
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    kind: ClassVar[str] = "figures"
    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` says the finding; `figure` is Plotly JSON whose colours are names of tokens; `alt` says the same
    in words for those who do not see it; `columns` and `rows` are its numbers, to export."""

    kind: ClassVar[str] = "chart"
    id: str
    title: str
    figure: Mapping[str, Any]
    alt: str
    note: str = ""
    why: str = ""
    height: int = 300
    span: int = 12
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | float | None, ...], ...] = ()
    legend: tuple[tuple[str, str, str], ...] = ()  # mark (line, dash, dot, band, tick), token, words


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is read, `value` is sorted by and exported; `low` and `high` in 0..1 draw the interval below the text;
    `heat` 1..5 shades it; `unknown` hatches it; `hint` is said on request."""

    text: str
    value: str | float | None = None
    low: float | None = None
    high: float | None = None
    heat: int = 0
    unknown: bool = False
    tone: Tone = ""
    hint: str = ""
    go: Go = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    id: str
    label: str
    kind: Literal["text", "number", "heat", "badge"] = "text"
    group: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    kind: ClassVar[str] = "table"
    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    filter: bool = False
    folded: bool = False
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One assumption that was looked at: held, broken, or only to be noted."""

    text: str
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Checks:
    kind: ClassVar[str] = "checks"
    title: str
    items: tuple[Check, ...]
    note: str = ""
    span: int = 6


@dataclass(frozen=True, slots=True)
class Words:
    """A block of sentences under a heading."""

    kind: ClassVar[str] = "words"
    title: str
    lines: tuple[str, ...]
    span: int = 6
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """What will stand here, and the one act that fills it."""

    kind: ClassVar[str] = "nothing"
    title: str
    what: str
    act: str
    command: str = ""


Block = Figures | Chart | Table | Checks | Words | Nothing


@dataclass(frozen=True, slots=True)
class View:
    """`sentence` is the answer in words, `more` what belongs to it; `context` says of whom and as of when."""

    page: str
    title: str
    sentence: str
    context: str
    controls: tuple[Control, ...] = ()
    blocks: tuple[Block, ...] = ()
    tone: Tone = ""
    badge: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose; empty = the page's own default."""

    page: str = "overview"
    unit: str = ""
    kpi: str = ""
    course: str = ""
    chosen_by: str = ""
    engineer: str = ""


def as_data(value: Any) -> Any:
    """A view as JSON-ready data; blocks carry their kind, and what is empty is left out."""
    if hasattr(value, "__dataclass_fields__"):
        parts = {name: as_data(getattr(value, name)) for name in value.__dataclass_fields__}
        kind = {"kind": value.kind} if isinstance(value, Block) else {}
        return kind | {name: part for name, part in parts.items() if not _empty(part)}
    if isinstance(value, Mapping):
        return {name: as_data(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _empty(part: Any) -> bool:
    return part is None or part is False or (isinstance(part, str | list | dict) and not part)
