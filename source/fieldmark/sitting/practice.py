"""What a practice question tells after an answer."""

from __future__ import annotations

from typing import Any

from fieldmark import items
from fieldmark.items import prose
from fieldmark.model.item import AnyItem
from fieldmark.model.score import Answer, Variant


def feedback(item: AnyItem, variant: Variant, answer: Answer) -> dict[str, Any]:
    """Share of the points (None where a person marks), comment and right answer as plain words, explanation as safe
    HTML; each text in both languages."""
    mark = items.score(item, variant, answer)
    return {
        "share": mark.share,
        "comment": prose.plain(mark.comment),
        "right": prose.plain(items.right(item, variant)),
        "explanation": prose.blocks(items.explanation(item, variant)),
    }
