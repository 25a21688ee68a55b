"""What a question does, as pure functions: draw a variant, show its public part, score an answer.

An answer is a JSON object of strings, numbers, lists and objects; `{}` = not answered. Keys of options are the
letters in the order shown to that engineer:

    choice     {"choice": "b"}            ordering  {"order": ["b", "a", "c"]}
    multiple   {"choices": ["a", "c"]}    matching  {"pairs": {"a": "2"}}
    truefalse  {"choice": "true"}         short     {"text": "…"}
    numeric    {"value": "540", "unit": "V"}   (unit may be missing)      long  {"text": "…"}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldmark.items import prose, words
from fieldmark.items.registry import REGISTRY
from fieldmark.items.variants import draw, variant
from fieldmark.model.item import AnyItem
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text

__all__ = ["draw", "explanation", "problem_with", "public", "readable", "right", "score", "variant"]


def public(item: AnyItem, variant: Variant) -> dict[str, Any]:
    """What a front end may know, as JSON; never which answer is right.

    `kind`, `item`, `points`; `title` {"en", "zh"} in plain words; `prompt` {"en", "zh"} as safe HTML. By kind:
    choice, multiple, truefalse, ordering: `options`; matching: `left`, `right`; numeric: `unit`, `units` (to
    choose from). Each option or side is {"key", "text": {"en", "zh"} plain, "html": {"en", "zh"} safe HTML}.
    """
    title = prose.fill(item.title, variant.parameters)
    prompt = prose.fill(item.prompt, variant.parameters)
    return {
        "kind": item.kind,
        "item": item.id,
        "points": item.points,
        "title": prose.plain(title),
        "prompt": prose.blocks(prompt),
        **REGISTRY[item.kind].public(item, variant),
    }


def problem_with(item: AnyItem, variant: Variant, answer: object) -> str:
    """Empty where the answer has the right shape (or is `{}`), else what is wrong: object, fields,
    unknown-option, twice, not-a-number, unit, too-long."""
    if not isinstance(answer, Mapping) or not all(isinstance(name, str) for name in answer):
        return "object"
    return REGISTRY[item.kind].problem_with(item, variant, answer) if answer else ""


def score(item: AnyItem, variant: Variant, answer: object) -> Mark:
    """The mark; `share` in 0..1, or None where a person has to mark. Never raises: an answer of a wrong shape
    scores 0 with the flag "malformed"."""
    if problem_with(item, variant, answer):
        return Mark(0.0, words.UNREADABLE, "malformed")
    if not isinstance(answer, Mapping) or not answer:
        return Mark(0.0)
    return REGISTRY[item.kind].score(item, variant, answer)


def readable(item: AnyItem, variant: Variant, answer: Answer) -> Text:
    """The engineer's answer in words. What an engineer wrote comes back as written: escape it before showing."""
    if problem_with(item, variant, answer):
        return words.UNREADABLE
    return REGISTRY[item.kind].readable(item, variant, answer) if answer else words.NO_ANSWER


def right(item: AnyItem, variant: Variant) -> Text:
    """The right answer in words, for feedback (Markdown of the trainer)."""
    return REGISTRY[item.kind].right(item, variant)


def explanation(item: AnyItem, variant: Variant) -> Text:
    """Why it is right, with the parameters filled in (Markdown of the trainer), for feedback."""
    return prose.fill(item.explanation, variant.parameters)
