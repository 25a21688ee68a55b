"""A statement that holds or does not."""

from __future__ import annotations

from typing import Any

from fieldmark.items.kind import Kind, shown
from fieldmark.items.words import FALSE, TRUE
from fieldmark.model.item import TrueFalse
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text

_WORDS = {"true": TRUE, "false": FALSE}


class TrueFalseKind(Kind[TrueFalse]):
    """Full points for the right one. Always shown as true, then false; the keys are these words."""

    def public(self, item: TrueFalse, variant: Variant) -> dict[str, Any]:
        return {"options": [shown(key, text, variant) for key, text in _WORDS.items()]}

    def problem_with(self, item: TrueFalse, variant: Variant, answer: Answer) -> str:
        if set(answer) != {"choice"}:
            return "fields"
        return "" if isinstance(answer["choice"], str) and answer["choice"] in _WORDS else "unknown-option"

    def score(self, item: TrueFalse, variant: Variant, answer: Answer) -> Mark:
        return Mark(1.0 if answer["choice"] == _key(item.right) else 0.0)

    def readable(self, item: TrueFalse, variant: Variant, answer: Answer) -> Text:
        return _WORDS[answer["choice"]]

    def right(self, item: TrueFalse, variant: Variant) -> Text:
        return _WORDS[_key(item.right)]


def _key(right: bool) -> str:
    return "true" if right else "false"
