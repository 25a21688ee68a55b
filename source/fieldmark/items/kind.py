"""What every kind of question can do; one class a kind, listed in `registry`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from fieldmark.items import prose
from fieldmark.items.chance import Chance
from fieldmark.model.item import AnyItem
from fieldmark.model.score import Answer, Evidence, Mark, Stepped, Variant
from fieldmark.model.text import Text

I = TypeVar("I", bound=AnyItem)  # noqa: E741

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_LIST = len(LETTERS)


class Kind(ABC, Generic[I]):
    """The behaviour of one kind. The public functions in `fieldmark.items` have dealt with empty answers and
    those of a wrong shape before `score` and `readable` are called."""

    def order(self, item: I, chance: Chance) -> tuple[int, ...]:
        """The order in which the parts are shown: places in the trainer's list. Never depends on the key."""
        return ()

    def public(self, item: I, variant: Variant) -> dict[str, Any]:
        """What the front end needs beyond prompt and title."""
        return {}

    @abstractmethod
    def problem_with(self, item: I, variant: Variant, answer: Answer) -> str:
        """Empty, or the id of what is wrong with the answer's shape."""

    @abstractmethod
    def score(self, item: I, variant: Variant, answer: Answer) -> Mark: ...

    @abstractmethod
    def readable(self, item: I, variant: Variant, answer: Answer) -> Text: ...

    @abstractmethod
    def right(self, item: I, variant: Variant) -> Text: ...

    interactive = False
    """Whether it is worked on step by step, with the server answering each."""

    def step(self, item: I, variant: Variant, answer: Answer, act: Answer) -> Stepped:
        """One more step of a practical. Never raises: what cannot be done is refused in words."""
        raise TypeError(f"{item.kind} is not worked on in steps")

    def view(self, item: I, variant: Variant, answer: Answer) -> dict[str, Any]:
        """What the page may see of a practical so far."""
        return {}

    def evidence(self, item: I, variant: Variant, answer: Answer) -> tuple[Evidence, ...]:
        """What an answer shows of several skills; empty where it shows the item's skills by its score alone."""
        return ()

    def parts(self, item: I) -> dict[str, float]:
        """Skill -> the part of the points that is asked of it; the parts add up to 1."""
        return by_skill({s: s for s in item.skills}, dict.fromkeys(item.skills, 1.0))


def by_skill(shows: Mapping[str, str], weights: Mapping[str, float]) -> dict[str, float]:
    """Aspects that show a skill (aspect -> skill), each with its weight, as parts of 1 by skill."""
    total = sum(weights[aspect] for aspect in shows)
    parts: dict[str, float] = dict.fromkeys(shows.values(), 0.0)
    for aspect, skill in shows.items():
        parts[skill] += weights[aspect] / total if total else 1 / len(shows)
    return parts


def shown(key: str, text: Text, variant: Variant) -> dict[str, Any]:
    """A part as a front end shows it: `text` plain words, `html` the same with emphasis and code, safe."""
    filled = prose.fill(text, variant.parameters)
    return {"key": key, "text": prose.plain(filled), "html": prose.inline(filled)}


def only(answer: Answer, *names: str) -> bool:
    """Whether the answer has no other fields than `names`, and all of the first."""
    return names[0] in answer and set(answer) <= set(names)


def letters(order: Sequence[int]) -> dict[str, int]:
    """Letter as shown -> place in the trainer's list."""
    return dict(zip(LETTERS, order, strict=False))


def is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest
