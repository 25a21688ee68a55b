"""A finished practical told to the one who did it: step by step and, where the key may be told, beside the best."""

from __future__ import annotations

from typing import Any

from fieldmark import items
from fieldmark.faults import replay as faults_replay
from fieldmark.faults.score import SessionScore
from fieldmark.items import conversation, fault, words
from fieldmark.model.item import AnyItem, Conversation, FaultBench
from fieldmark.model.score import Answer, Variant
from fieldmark.model.text import Text

_TESTED = {"works": words.WORKS, "still faulty": words.STILL_FAULTY}
PARTS = ("isolation", "regret_ratio", "efficiency", "proof", "safety")


def practical(item: AnyItem, drawn: Variant, answer: Answer, told: bool) -> dict[str, Any]:
    """Steps or lines; with `told` also what was believed, what would have been better, and the best way. Empty where
    the answer cannot be read, or for other kinds."""
    if items.problem_with(item, drawn, answer):
        return {}
    if isinstance(item, FaultBench):
        return _bench(item, drawn, answer, told)
    return _talk(item, drawn, answer, told) if isinstance(item, Conversation) else {}


def _bench(item: FaultBench, drawn: Variant, answer: Answer, told: bool) -> dict[str, Any]:
    session = fault.replayed(item, drawn, answer)
    whole = faults_replay.replay(session, fault.policy(item.scenario), item.weights)
    said: dict[str, Any] = {
        "frames": [_frame(f, told) for f in whole.frames],
        "score": _score(whole.score),
        "spent": round(whole.spent, 2),
    }
    if told:
        said |= {
            "best_way": [_frame(f, told) for f in whole.best_way],
            "best_spent": round(whole.best_spent, 2),
            "cause": _text(whole.true),
        }
    return said


def _frame(frame: faults_replay.Frame, told: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": _text(frame.title),
        "reading": _text(_TESTED.get(frame.reading.en, frame.reading)),
        "cost": round(frame.cost, 2),
        "unsafe": [_text(u) for u in frame.unsafe],
    }
    if told:
        said |= {
            "words": _text(frame.words),
            "regret": round(frame.regret, 2),
            "belief": [{"title": _text(t), "chance": round(p, 4)} for t, p in frame.belief],
        }
    return said


def _score(score: SessionScore) -> dict[str, Any]:
    parts = {name: round(float(getattr(score, name)), 4) for name in PARTS}
    return {"score": score.score, "good_parts": score.good_parts, **parts}


def _talk(item: Conversation, drawn: Variant, answer: Answer, told: bool) -> dict[str, Any]:
    state = conversation.replayed(item, drawn, answer)
    said: dict[str, Any] = {"lines": items.view(item, drawn, answer)["lines"]}
    if told and state is not None:
        comments = [conversation.reply(state, i).comment for i in range(len(state.said))]
        said["remarks"] = [_text(c) if c else None for c in comments]
    return said


def _text(value: Text) -> dict[str, str]:
    return {"en": value.get("en"), "zh": value.get("zh")}
