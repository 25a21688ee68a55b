"""Steps to be put in order."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from fieldmark.items import prose
from fieldmark.items.chance import Chance
from fieldmark.items.kind import Kind, letters, shown
from fieldmark.items.words import joined
from fieldmark.model.item import Ordering
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text


class OrderingKind(Kind[Ordering]):
    """Share = Kendall's tau, not below 0 (Biometrika 30:81, 1938): of all pairs of steps, those in the right
    order less those in the wrong one. The right order brings 1, a random one 0 on average before the floor,
    and two neighbours swapped cost the same wherever they stand. Steps left out count as neither."""

    def order(self, item: Ordering, chance: Chance) -> tuple[int, ...]:
        # sorted first, so that what is shown does not depend on which order is right
        places = sorted(range(len(item.steps)), key=lambda i: (item.steps[i].en, item.steps[i].zh))
        return tuple(chance.shuffled(places))

    def public(self, item: Ordering, variant: Variant) -> dict[str, Any]:
        return {"options": [shown(key, item.steps[i], variant) for key, i in letters(variant.order).items()]}

    def problem_with(self, item: Ordering, variant: Variant, answer: Answer) -> str:
        if set(answer) != {"order"} or not isinstance(answer["order"], list):
            return "fields"
        given, known = answer["order"], letters(variant.order)
        if not all(isinstance(key, str) and key in known for key in given):
            return "unknown-option"
        return "" if len(set(given)) == len(given) else "twice"

    def score(self, item: Ordering, variant: Variant, answer: Answer) -> Mark:
        at = letters(variant.order)
        return Mark(tau([_rank(item, at[key]) for key in answer["order"]], len(item.steps)))

    def readable(self, item: Ordering, variant: Variant, answer: Answer) -> Text:
        at = letters(variant.order)
        return _numbered(item, variant, [at[key] for key in answer["order"]])

    def right(self, item: Ordering, variant: Variant) -> Text:
        return _numbered(item, variant, list(range(len(item.steps))))


def tau(ranks: list[int], steps: int) -> float:
    """Kendall's tau of the given ranks against rising order, in 0..1; 1 for fewer than two steps, if given."""
    pairs = steps * (steps - 1) // 2
    if not pairs:
        return 1.0 if len(ranks) == steps else 0.0
    agreement = sum((a < b) - (a > b) for a, b in combinations(ranks, 2))
    ties = sum(a == b for a, b in combinations(ranks, 2))
    return max(0.0, (agreement + ties) / pairs)


def _rank(item: Ordering, place: int) -> int:
    """Equal steps (the same words twice) may change places."""
    return item.steps.index(item.steps[place])


def _numbered(item: Ordering, variant: Variant, places: list[int]) -> Text:
    steps = [prose.fill(item.steps[place], variant.parameters) for place in places]
    return joined([Text(f"{n}. {s.get('en')}", f"{n}. {s.get('zh')}") for n, s in enumerate(steps, start=1)])
