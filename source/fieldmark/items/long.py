"""A text that a person marks with a rubric."""

from __future__ import annotations

from fieldmark.items.kind import Kind, is_text
from fieldmark.items.prose import number
from fieldmark.items.words import NEEDS_PERSON, NO_ANSWER, joined
from fieldmark.model.item import LongText
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text

LONGEST = 20_000


class LongKind(Kind[LongText]):
    """No share until a person has marked it; an answer of nothing but space is worth 0 at once."""

    def problem_with(self, item: LongText, variant: Variant, answer: Answer) -> str:
        if set(answer) != {"text"}:
            return "fields"
        return "" if is_text(answer["text"], LONGEST) else "too-long"

    def score(self, item: LongText, variant: Variant, answer: Answer) -> Mark:
        return Mark(None, NEEDS_PERSON) if answer["text"].strip() else Mark(0.0)

    def readable(self, item: LongText, variant: Variant, answer: Answer) -> Text:
        text = answer["text"].strip()
        return Text(text, text) if text else NO_ANSWER

    def right(self, item: LongText, variant: Variant) -> Text:
        lines = [(c.title, number(c.points)) for c in item.rubric]
        return joined([Text(f"{t.get('en')} ({p})", f"{t.get('zh')}（{p} 分）") for t, p in lines])
