"""The replay of a finished practical, and hints in practice, as JSON. The one place that makes them: lessons, practice
and feedback show them with the same front end. What tells the hidden truth is left out where it may not be told."""

from __future__ import annotations

import dataclasses
from typing import Any

from fieldmark.faults import play, process, replay, talk
from fieldmark.faults.score import SessionScore
from fieldmark.items import conversation, fault, problem_with, score, words
from fieldmark.model.codec import to_data
from fieldmark.model.item import AnyItem, Conversation, FaultBench
from fieldmark.model.score import Answer, Variant
from fieldmark.model.text import Text

HINT_MINUTES = 10.0  # what a hint costs, as labour
HINT = Text("Best now: {best}.", "此时最佳：{best}。")
CLOSE = Text(
    "The unit works. Best now: complete the work order and close it.", "设备已恢复正常。此时最佳：填完并结束工单。"
)
PARTS = {
    "isolation": Text("Cause found", "原因判断"),
    "regret_ratio": Text("Economy", "经济性"),
    "efficiency": Text("Each step's worth", "步骤价值"),
    "proof": Text("Good practice", "规范动作"),
    "safety": Text("Safety", "安全"),
}
DIMENSIONS = {
    "listening": Text("Listening", "倾听"),
    "clarity": Text("Clarity", "清晰"),
    "attitude": Text("Attitude", "态度"),
    "solution": Text("Solution", "解决"),
    "outcome": Text("Outcome", "结果"),
}


def replay_data(item: AnyItem, variant: Variant, answer: Answer, *, told: bool = True) -> dict[str, Any]:
    """You against the best, for `front/replay.js`; {} where there is none, or no answer to be read. With `told` False
    only what was done, with no word of what was true, believed or better.

    fault: `score`, `parts` [{title, share}], `good_parts`, `deviations` [text], `spent`, `hints` (their price, not in
    `spent`), `you`: frames {kind, title, reading, cost, unsafe}; told also `true`, `exact`, `best_spent`, `still` (to
    be spent on the unit as it was handed back), `left_broken`, `faults` [{id, title}], `best` as `you`, and in each
    frame regret, bits, best, words, belief {fault: probability}. dialogue: `score`, `dimensions`, `outcome`, `you`:
    {customer, said}; told also comment in each, and `best`.
    """
    if problem_with(item, variant, answer):
        return {}
    if isinstance(item, FaultBench):
        return _bench(item, variant, answer, told)
    return _talk(item, variant, answer, told) if isinstance(item, Conversation) else {}


def hint(item: FaultBench, variant: Variant, answer: Answer) -> dict[str, Any]:
    """The best step now, in words, and what being told costs."""
    session = fault.replayed(item, variant, answer)
    said = CLOSE if session.works else HINT.fill(best=replay.title(item.scenario, _best(session, item)))
    return {"words": _text(said), "price": hint_price(item), "after": len(session.seen)}


def hint_price(item: FaultBench) -> float:
    """Ten minutes of labour; where labour is free, ten units of money."""
    return round(HINT_MINUTES * item.scenario.labour_rate / 60, 2) or HINT_MINUTES


def _best(session: play.Session, item: FaultBench) -> str:
    """The network's best act now: what the replay would say of the next step."""
    solved = fault.policy(item.scenario)
    at = solved.start()
    for seen in session.seen:
        if not seen.refused:
            at = replay.known(solved, at, seen)
    return solved.best(dataclasses.replace(at, unit=solved.network.states.index(session.unit))).id


def _bench(item: FaultBench, variant: Variant, answer: Answer, told: bool) -> dict[str, Any]:
    session = fault.replayed(item, variant, answer)
    whole = replay.replay(session, fault.policy(item.scenario), item.weights)
    ids = {f.title: f.id for f in item.scenario.faults}
    said = {
        "kind": "fault",
        "score": whole.score.score,
        "parts": _parts(whole.score),
        "good_parts": whole.score.good_parts,
        "deviations": [_text(process.DEVIATIONS[d]) for d in process.deviations(session)],
        "spent": round(whole.spent, 2),
        "hints": round(hint_price(item) * len(answer.get("hints", [])), 2),
        "you": [_frame(f, ids, told) for f in whole.frames],
    }
    if not told:
        return said
    return said | {
        "true": session.true,
        "exact": "yes" if whole.score.exact else "no",
        "best_spent": round(whole.best_spent, 2),
        "still": round(whole.still, 1),
        "left_broken": round(whole.score.left_broken, 1),
        "faults": [{"id": f.id, "title": to_data(f.title)} for f in item.scenario.faults],
        "best": [_frame(f, ids, told) for f in whole.best_way],
    }


def _parts(result: SessionScore) -> list[dict[str, Any]]:
    return [{"title": _text(title), "share": round(float(getattr(result, p)), 4)} for p, title in PARTS.items()]


def _frame(frame: replay.Frame, ids: dict[Text, str], told: bool) -> dict[str, Any]:
    done = {
        "kind": frame.kind,
        "title": _text(frame.title),
        "reading": _text(_reading(frame.reading)),
        "cost": round(frame.cost, 1),
        "unsafe": [_text(u) for u in frame.unsafe],
    }
    if not told:
        return done
    return done | {
        "regret": round(frame.regret, 1),
        "bits": round(frame.bits, 2),
        "best": _text(frame.best),
        "words": _text(frame.words),
        "belief": {ids[title]: round(share, 4) for title, share in frame.belief},
    }


def _reading(reading: Text) -> Text:
    said = {"works": words.WORKS, "still faulty": words.STILL_FAULTY}
    return said.get(reading.get("en"), reading)


def _talk(item: Conversation, variant: Variant, answer: Answer, told: bool) -> dict[str, Any]:
    state = conversation.replayed(item, variant, answer) or talk.begin(item.dialogue)
    result = talk.score(state)
    shares = {**result.dimensions, "outcome": result.outcome}
    share = score(item, variant, answer).share or 0.0
    said = {
        "kind": "dialogue",
        "score": round(100 * share, 1),
        "dimensions": [{"title": _text(DIMENSIONS[d]), "share": round(s, 3)} for d, s in shares.items()],
        "outcome": _text(state.now.outcome),
        "you": _exchanges(state, told),
    }
    return said | {"best": _exchanges(talk.best_way(item.dialogue), told)} if told else said


def _exchanges(state: talk.Talk, told: bool) -> list[dict[str, Any]]:
    exchanges = []
    for i, said in enumerate(state.said):
        reply = conversation.reply(state, i)
        own = Text(said.words, said.words) if said.words else reply.text
        customer = state.dialogue.turn(said.turn).says
        comment = {"comment": _text(reply.comment)} if told else {}
        exchanges.append({"customer": _text(customer), "said": _text(own), **comment})
    return exchanges


def _text(value: Text) -> dict[str, str]:
    return {"en": value.get("en"), "zh": value.get("zh")}
