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
from fieldmark.model.score import Answer, Evidence, Mark, Stepped, Variant
from fieldmark.model.text import Text

__all__ = [
    "draw",
    "evidence",
    "explanation",
    "is_practical",
    "parts",
    "problem_with",
    "public",
    "readable",
    "right",
    "score",
    "step",
    "variant",
    "view",
]


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


def is_practical(item: AnyItem) -> bool:
    """Whether it is worked on in steps, each answered by the server."""
    return REGISTRY[item.kind].interactive


def step(item: AnyItem, variant: Variant, answer: object, act: object) -> Stepped:
    """One act in a practical: the grown answer and what the page may see. Never raises; an act that cannot be done,
    or an answer so far that cannot be read, is refused in words."""
    if not isinstance(act, Mapping) or not isinstance(answer, Mapping) or problem_with(item, variant, answer):
        return Stepped(answer if isinstance(answer, Mapping) else {}, {}, words.NOT_AN_ACT)
    return REGISTRY[item.kind].step(item, variant, answer, act)


def view(item: AnyItem, variant: Variant, answer: Answer) -> dict[str, Any]:
    """What the page may see of a practical so far: after a reload it goes on from there."""
    return REGISTRY[item.kind].view(item, variant, {} if problem_with(item, variant, answer) else answer)


def evidence(item: AnyItem, variant: Variant, answer: object) -> tuple[Evidence, ...]:
    """What the answer shows of several skills (practicals only); empty where there is nothing to read."""
    if not isinstance(answer, Mapping) or not answer or problem_with(item, variant, answer):
        return ()
    return REGISTRY[item.kind].evidence(item, variant, answer)


def parts(item: AnyItem) -> dict[str, float]:
    """Skill -> the part of the item's points that is asked of it, whatever was answered; the parts add up to 1."""
    return REGISTRY[item.kind].parts(item)
