"""Left sides to be given their right sides."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fieldmark.items import prose
from fieldmark.items.chance import Chance
from fieldmark.items.kind import LETTERS, Kind, shown
from fieldmark.items.words import NO_ANSWER, RIGHT_PLACE, joined
from fieldmark.model.item import Matching
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text


class MatchingKind(Kind[Matching]):
    """Share = (pairs right - c) / (pairs - c), not below 0, where c is what the same right side for all would
    bring (1 where each occurs once). It is the correction for chance (observed - chance) / (most - chance):
    one guess for all, or pairs at random, bring 0 on average.

    Left sides keep the trainer's order with letters; each different right side is shown once, with a number.
    """

    def order(self, item: Matching, chance: Chance) -> tuple[int, ...]:
        first = {right: place for place, (_, right) in reversed(list(enumerate(item.pairs)))}
        # sorted first, so that what is shown does not depend on what belongs together
        return tuple(chance.shuffled([first[right] for right in sorted(first, key=lambda t: (t.en, t.zh))]))

    def public(self, item: Matching, variant: Variant) -> dict[str, Any]:
        left = zip(LETTERS, item.pairs, strict=False)
        return {
            "left": [shown(key, pair[0], variant) for key, pair in left],
            "right": [shown(key, text, variant) for key, text in _numbers(item, variant).items()],
        }

    def problem_with(self, item: Matching, variant: Variant, answer: Answer) -> str:
        if set(answer) != {"pairs"} or not isinstance(answer["pairs"], dict):
            return "fields"
        left, right = LETTERS[: len(item.pairs)], _numbers(item, variant)
        for key, value in answer["pairs"].items():
            if len(key) != 1 or key not in left or not isinstance(value, str) or value not in right:
                return "unknown-option"
        return ""

    def score(self, item: Matching, variant: Variant, answer: Answer) -> Mark:
        numbers = _numbers(item, variant)
        found = [numbers[value] == item.pairs[LETTERS.index(key)][1] for key, value in answer["pairs"].items()]
        right = sum(found)
        comment = RIGHT_PLACE.fill(right=right, all=len(item.pairs))
        return Mark(share(right, len(item.pairs), _constant(item)), comment)

    def readable(self, item: Matching, variant: Variant, answer: Answer) -> Text:
        numbers = _numbers(item, variant)
        pairs = [(item.pairs[LETTERS.index(k)][0], numbers[v]) for k, v in sorted(answer["pairs"].items())]
        return _arrows(pairs, variant) or NO_ANSWER

    def right(self, item: Matching, variant: Variant) -> Text:
        return _arrows(list(item.pairs), variant)


def share(right: int, pairs: int, constant: int) -> float:
    """Share in 0..1; all or nothing where every pair has the same right side."""
    if constant >= pairs:
        return 1.0 if right == pairs else 0.0
    return max(0.0, (right - constant) / (pairs - constant))


def _constant(item: Matching) -> int:
    return max(Counter(right for _, right in item.pairs).values(), default=0)


def _numbers(item: Matching, variant: Variant) -> dict[str, Text]:
    return {str(n): item.pairs[place][1] for n, place in enumerate(variant.order, start=1)}


def _arrows(pairs: list[tuple[Text, Text]], variant: Variant) -> Text:
    filled = [(prose.fill(a, variant.parameters), prose.fill(b, variant.parameters)) for a, b in pairs]
    return joined([Text(f"{a.get('en')} → {b.get('en')}", f"{a.get('zh')} → {b.get('zh')}") for a, b in filled])
