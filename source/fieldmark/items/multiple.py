"""Any number of several options."""

from __future__ import annotations

from typing import Any

from fieldmark.items import prose
from fieldmark.items.chance import Chance
from fieldmark.items.choice import named, option_order, right_letters, shown_options
from fieldmark.items.kind import Kind, letters
from fieldmark.items.words import NO_ANSWER, joined
from fieldmark.model.item import MultipleChoice
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text


class MultipleKind(Kind[MultipleChoice]):
    """Share = right options chosen / right options - wrong options chosen / wrong options, not below 0.

    This is Youden's index (sensitivity + specificity - 1; Cancer 3:32, 1950): choosing all, none, or any
    options by chance brings 0 on average, and only all right ones without a wrong one bring 1.
    """

    def order(self, item: MultipleChoice, chance: Chance) -> tuple[int, ...]:
        return option_order(item.options, item.shuffle, chance)

    def public(self, item: MultipleChoice, variant: Variant) -> dict[str, Any]:
        return {"options": shown_options(item.options, variant)}

    def problem_with(self, item: MultipleChoice, variant: Variant, answer: Answer) -> str:
        if set(answer) != {"choices"} or not isinstance(answer["choices"], list):
            return "fields"
        chosen, known = answer["choices"], letters(variant.order)
        if not all(isinstance(key, str) and key in known for key in chosen):
            return "unknown-option"
        return "" if len(set(chosen)) == len(chosen) else "twice"

    def score(self, item: MultipleChoice, variant: Variant, answer: Answer) -> Mark:
        at = letters(variant.order)
        chosen = {at[key] for key in answer["choices"]}
        right = {place for place, option in enumerate(item.options) if option.right}
        comments = [item.options[place].comment for place in sorted(chosen) if item.options[place].comment]
        comment = prose.fill(joined(comments, " ", ""), variant.parameters)
        return Mark(share(chosen, right, len(item.options)), comment)

    def readable(self, item: MultipleChoice, variant: Variant, answer: Answer) -> Text:
        return named(item.options, variant, answer["choices"]) or NO_ANSWER

    def right(self, item: MultipleChoice, variant: Variant) -> Text:
        return named(item.options, variant, right_letters(item.options, variant))


def share(chosen: set[int], right: set[int], options: int) -> float:
    """Share in 0..1; all or nothing where every option is right or none is, since there chance has no measure."""
    wrong = options - len(right)
    if not right or not wrong:
        return 1.0 if chosen == right else 0.0
    return max(0.0, len(chosen & right) / len(right) - len(chosen - right) / wrong)
