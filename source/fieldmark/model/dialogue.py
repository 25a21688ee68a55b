"""A service dialogue: a branching talk with a customer, whose mood is the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldmark.model.place import Place
from fieldmark.model.text import Text

DIMENSIONS = ("listening", "clarity", "attitude", "solution")
"""What a dialogue is scored on, each 0..1."""

CALMEST, ANGRIEST = 5, -5
"""The customer's mood stays within these."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Where the talk goes on. It is taken where the mood is at most `at_most` (always, where that is None)."""

    turn: str
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the engineer may say. A free reply is recognised by its `patterns` (words in either language, `*` any
    run, `|` alternatives, all compared without case); one without patterns catches what no other does."""

    id: str
    text: Text
    branches: tuple[Branch, ...]
    points: Mapping[str, float] = field(default_factory=dict)  # by dimension; may be negative
    mood: int = 0  # how the customer's mood changes
    comment: Text = field(default_factory=Text)
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What the customer says, and what can be answered. Without replies it ends the talk with an `outcome` worth
    `value` (0..1)."""

    id: str
    says: Text
    replies: tuple[Reply, ...] = ()
    free: bool = False  # the engineer types a short reply instead of choosing
    outcome: Text = field(default_factory=Text)
    value: float = 0.0

    @property
    def is_end(self) -> bool:
        return not self.replies


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    id: str
    course: str
    title: Text
    situation: Text
    customer: Text
    skills: tuple[str, ...]
    turns: tuple[Turn, ...]
    mood: int = 0  # at the start
    minutes: float = 0.0
    place: Place = field(default_factory=Place)
    lines: Mapping[str, int] = field(default_factory=dict)  # id of a turn, and turn/reply, to its line

    @property
    def start(self) -> Turn:
        return self.turns[0]

    def turn(self, turn_id: str) -> Turn:
        """KeyError where there is none."""
        found = next((t for t in self.turns if t.id == turn_id), None)
        if found is None:
            raise KeyError(turn_id)
        return found

    def at(self, turn: str, reply: str = "") -> tuple[str, int]:
        """File and line of a turn or of one of its replies (`lines` has it as turn/reply), for a Problem."""
        line = self.lines.get(turn, self.place.line)
        return self.place.file, self.lines.get(f"{turn}/{reply}", line)
