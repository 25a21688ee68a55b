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
    seed: str = ""  # settles what stays hidden in a practical: the true fault, what a noisy test shows


@dataclass(frozen=True, slots=True)
class Mark:
    """The score of one answer: `share` of the points in 0..1, or `None` where a person has to mark."""

    share: float | None
    comment: Text = field(default_factory=Text)
    flag: str = ""  # why a person should look, e.g. "malformed"


@dataclass(frozen=True, slots=True)
class Stepped:
    """What one step of a practical came to: the answer so far with the step in it, and what the page may see of it.
    A step that could not be done is `refused`, in words; it then costs nothing and the answer is as it was."""

    answer: Answer
    reply: Mapping[str, Any]
    refused: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a practical shows of one skill: `share` in 0..1 of `weight` points."""

    aspect: str
    skill: str
    share: float
    weight: float
