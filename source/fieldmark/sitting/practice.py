"""Practice: what a question tells after an answer, and how a practical goes on with hints and its replay. Nothing here
counts; the hidden truth stays here until the work is ended all the same."""

from __future__ import annotations

from typing import Any

from fieldmark import items
from fieldmark.items import conversation, prose, words
from fieldmark.items.replay import hint, hint_price, replay_data
from fieldmark.model.codec import to_data
from fieldmark.model.item import AnyItem, Conversation, FaultBench
from fieldmark.model.score import Answer, Stepped, Variant

MOST_HINTS = 50


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


def step(item: AnyItem, variant: Variant, answer: Answer, act: Answer) -> Stepped:
    """One act of a practical, or `{"hint": "1"}` at the bench: how many steps were done when it was asked for stays in
    the answer, so that it is told again after a reload."""
    if "hint" not in act:
        return items.step(item, variant, answer, act)
    asked = answer.get("hints", [])
    if not isinstance(item, FaultBench) or items.problem_with(item, variant, answer):
        return Stepped(answer, {}, words.NOT_AN_ACT)
    if items.view(item, variant, answer)["declared"]:
        return Stepped(answer, {}, words.FINISHED)
    done = len(answer.get("steps", []))
    if done in asked or len(asked) >= MOST_HINTS:  # the same hint is not paid for twice
        return Stepped(answer, {})
    return Stepped({**answer, "hints": [*asked, done]}, {"hint": hint(item, variant, answer)["words"]})


def view(item: AnyItem, variant: Variant, answer: Answer) -> dict[str, Any]:
    """A practical as it stands. At the bench with its hints, whose price is part of the cost, and the price of the
    next; a talk with the words on how it ended; either with its `replay` once it is over."""
    shown = items.view(item, variant, answer)
    if isinstance(item, FaultBench):
        told = [_told(item, variant, answer, after) for after in answer.get("hints", [])]
        cost = round(shown["cost"] + sum(h["price"] for h in told), 2)
        shown = {**shown, "cost": cost, "hints": told, "hint": {"price": hint_price(item)}}
    if isinstance(item, Conversation) and (ended := conversation.outcome(item, variant, answer)):
        shown = {**shown, "outcome": to_data(ended)}
    over = shown.get("declared") or shown.get("over") == "yes"
    return {**shown, "replay": replay_data(item, variant, answer)} if over else shown


def _told(item: FaultBench, variant: Variant, answer: Answer, after: int) -> dict[str, Any]:
    """The hint that was given after so many steps."""
    return hint(item, variant, {"steps": answer.get("steps", [])[:after]})
