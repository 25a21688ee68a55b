"""What was drawn for an engineer, what came back, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldmark.model.text import Text

Answer = Mapping[str, Any]
"""A JSON object of strings, numbers, lists and objects (no true, false or null, so that it is a Python literal
too); empty = not answered. Its shape by kind stands in `fieldmark.items`."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One engineer's form of an item: which item, the parameter values, the order in which parts are shown."""

    item: str
    parameters: Mapping[str, float] = field(default_factory=dict)
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The score of one answer: `share` of the points in 0..1, or `None` where a person has to mark."""

    share: float | None
    comment: Text = field(default_factory=Text)
    flag: str = ""  # why a person should look, e.g. "malformed"
