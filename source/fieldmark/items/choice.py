"""One of several options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldmark.items import prose
from fieldmark.items.chance import Chance
from fieldmark.items.kind import Kind, letters, shown
from fieldmark.items.words import joined
from fieldmark.model.item import Choice, Option
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text


class ChoiceKind(Kind[Choice]):
    """Full points for the right option, none for another."""

    def order(self, item: Choice, chance: Chance) -> tuple[int, ...]:
        return option_order(item.options, item.shuffle, chance)

    def public(self, item: Choice, variant: Variant) -> dict[str, Any]:
        return {"options": shown_options(item.options, variant)}

    def problem_with(self, item: Choice, variant: Variant, answer: Answer) -> str:
        if set(answer) != {"choice"}:
            return "fields"
        chosen = answer["choice"]
        return "" if isinstance(chosen, str) and chosen in letters(variant.order) else "unknown-option"

    def score(self, item: Choice, variant: Variant, answer: Answer) -> Mark:
        option = item.options[letters(variant.order)[answer["choice"]]]
        return Mark(1.0 if option.right else 0.0, prose.fill(option.comment, variant.parameters))

    def readable(self, item: Choice, variant: Variant, answer: Answer) -> Text:
        return named(item.options, variant, [answer["choice"]])

    def right(self, item: Choice, variant: Variant) -> Text:
        return named(item.options, variant, right_letters(item.options, variant))


def option_order(options: Sequence[Option], shuffle: bool, chance: Chance) -> tuple[int, ...]:
    places = range(len(options))
    return tuple(chance.shuffled(places)) if shuffle else tuple(places)


def shown_options(options: Sequence[Option], variant: Variant) -> list[dict[str, Any]]:
    return [shown(key, options[place].text, variant) for key, place in letters(variant.order).items()]


def right_letters(options: Sequence[Option], variant: Variant) -> list[str]:
    return [key for key, place in letters(variant.order).items() if options[place].right]


def named(options: Sequence[Option], variant: Variant, keys: Sequence[str]) -> Text:
    """Options by letter and words, in the order shown."""
    at = letters(variant.order)
    texts = [(key, prose.fill(options[at[key]].text, variant.parameters)) for key in sorted(keys)]
    return joined([Text(f"{key}) {text.get('en')}", f"{key}) {text.get('zh')}") for key, text in texts])
