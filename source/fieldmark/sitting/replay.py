"""The replay of a finished practical, and hints in practice, as JSON. Both tell the hidden truth: they are for lessons
and practice at once, for an exam only after its release."""

from __future__ import annotations

import dataclasses
from typing import Any

from fieldmark.faults import play, replay, talk
from fieldmark.faults.network import repair_id
from fieldmark.faults.policy import Knowledge, Policy
from fieldmark.items import conversation, fault, score, words
from fieldmark.model.codec import to_data
from fieldmark.model.item import AnyItem, Conversation, FaultBench
from fieldmark.model.score import Answer, Variant
from fieldmark.model.text import Text
from fieldmark.sitting.wire import text

HINT_MINUTES = 10.0  # what a hint costs, as labour
HINT = Text("Best now: {best}.", "此时最佳：{best}。")
DIMENSIONS = {
    "listening": Text("Listening", "倾听"),
    "clarity": Text("Clarity", "清晰"),
    "attitude": Text("Attitude", "态度"),
    "solution": Text("Solution", "解决"),
    "outcome": Text("Outcome", "结果"),
}


def replay_data(item: AnyItem, variant: Variant, answer: Answer) -> dict[str, Any]:
    """You against the best, for `front/replay.js`; {} where the item is no practical.

    fault: `true`, `score`, `exact`, `spent`, `best_spent`, `left_broken`, `faults` [{id, title}], and `you` and `best`,
    lists of frames {title, reading, cost, regret, bits, best, words, belief {fault: probability}, unsafe}. dialogue:
    `score`, `dimensions`, `you` and `best`, lists of {customer, said, comment}.
    """
    if isinstance(item, FaultBench):
        return _bench(item, variant, answer)
    return _talk(item, variant, answer) if isinstance(item, Conversation) else {}


def hint(item: FaultBench, variant: Variant, answer: Answer) -> dict[str, Any]:
    """The best step now, in words, and what being told costs."""
    session = fault.replayed(item, variant, answer)
    best = _best(session, item)
    title = replay.title(item.scenario, best)
    return {"words": text(HINT.fill(best=title)), "price": hint_price(item), "after": len(session.seen)}


def hint_price(item: FaultBench) -> float:
    """Ten minutes of labour; where labour is free, ten units of money."""
    return round(HINT_MINUTES * item.scenario.labour_rate / 60, 2) or HINT_MINUTES


def _best(session: play.Session, item: FaultBench) -> str:
    """The network's best act now: what the replay would say of the next step."""
    solved = fault.policy(item.scenario)
    at = solved.start()
    for seen in session.seen:
        if not seen.refused and seen.act.kind in ("test", "replace"):
            at = _known(solved, at, seen)
    return solved.best(dataclasses.replace(at, unit=solved.network.states.index(session.unit))).id


def _known(solved: Policy, at: Knowledge, seen: play.Seen) -> Knowledge:
    """What is known after one more test or repair."""
    if seen.act.kind == "test":
        act = solved.network.by_id[seen.act.id]
        return solved.reading(act, act.outcomes.index(seen.outcome), at, at.unit)
    only = 1 << solved.network.by_id[repair_id(seen.act.id)].fault
    left = only if seen.outcome == "works" else at.candidates & ~only
    return dataclasses.replace(at, candidates=left or at.candidates)


def _bench(item: FaultBench, variant: Variant, answer: Answer) -> dict[str, Any]:
    session = fault.replayed(item, variant, answer)
    told = replay.replay(session, fault.policy(item.scenario), item.weights)
    ids = {f.title: f.id for f in item.scenario.faults}
    return {
        "kind": "fault",
        "true": session.true,
        "score": told.score.score,
        "exact": "yes" if told.score.exact else "no",
        "spent": round(told.spent, 2),
        "best_spent": round(told.best_spent, 2),
        "left_broken": round(told.score.left_broken, 1),
        "faults": [{"id": f.id, "title": to_data(f.title)} for f in item.scenario.faults],
        "you": [_frame(f, ids) for f in told.frames],
        "best": [_frame(f, ids) for f in told.best_way],
    }


def _frame(frame: replay.Frame, ids: dict[Text, str]) -> dict[str, Any]:
    return {
        "title": text(frame.title),
        "reading": text(_reading(frame.reading)),
        "cost": round(frame.cost, 1),
        "regret": round(frame.regret, 1),
        "bits": round(frame.bits, 2),
        "best": text(frame.best),
        "words": text(frame.words),
        "belief": {ids[title]: round(share, 4) for title, share in frame.belief},
        "unsafe": [text(u) for u in frame.unsafe],
    }


def _reading(reading: Text) -> Text:
    said = {"works": words.WORKS, "still faulty": words.STILL_FAULTY}
    return said.get(reading.get("en"), reading)


def _talk(item: Conversation, variant: Variant, answer: Answer) -> dict[str, Any]:
    state = conversation.replayed(item, variant, answer) or talk.begin(item.dialogue)
    result = talk.score(state)
    shares = {**result.dimensions, "outcome": result.outcome}
    share = score(item, variant, answer).share or 0.0
    return {
        "kind": "dialogue",
        "score": round(100 * share, 1),
        "dimensions": [{"title": text(DIMENSIONS[d]), "share": round(s, 3)} for d, s in shares.items()],
        "you": _exchanges(state),
        "best": _exchanges(talk.best_way(item.dialogue)),
    }


def _exchanges(state: talk.Talk) -> list[dict[str, Any]]:
    exchanges = []
    for i, said in enumerate(state.said):
        reply = conversation.reply(state, i)
        own = Text(said.words, said.words) if said.words else reply.text
        customer = state.dialogue.turn(said.turn).says
        exchanges.append({"customer": text(customer), "said": text(own), "comment": text(reply.comment)})
    return exchanges
