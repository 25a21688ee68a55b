"""A fault to find on a simulated unit: one step at a time, scored against the best policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fieldmark.faults import play, policies, process
from fieldmark.faults.network import network
from fieldmark.faults.score import SessionScore
from fieldmark.items import scope, words
from fieldmark.items.kind import Kind, by_skill
from fieldmark.model.codec import to_data
from fieldmark.model.fault import INSTRUMENTS, Fault, Layout, Scenario
from fieldmark.model.item import FaultBench
from fieldmark.model.score import Answer, Evidence, Mark, Stepped, Variant
from fieldmark.model.text import Text

if TYPE_CHECKING:  # numpy takes its time
    from fieldmark.faults.policy import Policy

ACTS = ("test", "state", "replace", "declare")
MOST_STEPS = 400
LONGEST_LINE = 500


class FaultKind(Kind[FaultBench]):
    """The answer is the list of acts; playing them again gives the session, so nothing that a page claims counts."""

    interactive = True

    def public(self, item: FaultBench, variant: Variant) -> dict[str, Any]:
        return shown_unit(item.scenario)

    def problem_with(self, item: FaultBench, variant: Variant, answer: Answer) -> str:
        if not set(answer) <= {"steps", "order", "hints"} or not _are_hints(answer):
            return "fields"
        steps, order = answer.get("steps", []), answer.get("order", {})
        if not isinstance(steps, list) or not isinstance(order, Mapping):
            return "fields"
        if len(steps) > MOST_STEPS:
            return "too-long"
        if not all(_is_act(s) for s in steps) or not _is_order(order):
            return "fields"
        return "refused-step" if any(s.refused for s in replayed(item, variant, answer).seen) else ""

    def step(self, item: FaultBench, variant: Variant, answer: Answer, act: Answer) -> Stepped:
        session = replayed(item, variant, answer)
        if set(act) == {"order"} and _is_order(act["order"]):
            return _written(session, answer, act["order"])
        if not _is_act(act):
            return Stepped(answer, {}, words.NOT_AN_ACT)
        if len(session.seen) >= MOST_STEPS:
            return Stepped(answer, {}, words.TOO_MANY_STEPS.fill(most=MOST_STEPS))
        [(kind, name)] = act.items()
        after = play.perform(session, play.Act(kind, name))
        seen = after.seen[-1]
        if seen.refused:
            return Stepped(answer, {}, _refusal(seen, session))
        grown = {**answer, "steps": [*answer.get("steps", []), {kind: name}]}
        return Stepped(grown, shown_step(after, len(after.seen) - 1))

    def view(self, item: FaultBench, variant: Variant, answer: Answer) -> dict[str, Any]:
        session = replayed(item, variant, answer)
        return {
            "steps": [shown_step(session, i) for i in range(len(session.seen))],
            "order": dict(answer.get("order", {})),
            "unit": session.unit,
            "cost": round(session.cost, 2),
            "works": "yes" if session.works else "no",
            "declared": session.declared or "",
            "traces": scope.traces(session, variant.seed),
        }

    def score(self, item: FaultBench, variant: Variant, answer: Answer) -> Mark:
        session = replayed(item, variant, answer)
        result = _scored(item, session)
        return Mark(result.score / 100, _said(result, process.deviations(session)))

    def readable(self, item: FaultBench, variant: Variant, answer: Answer) -> Text:
        session = replayed(item, variant, answer)
        lines = [_line(session, i) for i in range(len(session.seen))]
        lines += [Text(f"{k}: {v}", f"{k}：{v}") for k, v in answer.get("order", {}).items()]
        return words.joined(lines, en="\n", zh="\n")

    def right(self, item: FaultBench, variant: Variant) -> Text:
        fault = _fault(item.scenario, play.begin(item.scenario, variant.seed).true)
        return fault.title

    def evidence(self, item: FaultBench, variant: Variant, answer: Answer) -> tuple[Evidence, ...]:
        weights, shares = _aspects(item), _shown(item, replayed(item, variant, answer))
        return tuple(
            Evidence(aspect, item.shows[aspect], share, weights[aspect] * item.points)
            for aspect, share in shares.items()
            if aspect in item.shows
        )

    def parts(self, item: FaultBench) -> dict[str, float]:
        return by_skill(item.shows, _aspects(item))


def _aspects(item: FaultBench) -> dict[str, float]:
    """How much each aspect of a session weighs, before what is not shown is left out."""
    w = item.weights
    return {"safety": w.proof + w.efficiency, "measurement": w.efficiency, "isolation": w.isolation,
            "parts": w.regret, "process": w.proof}  # fmt: skip


def replayed(item: FaultBench, variant: Variant, answer: Answer) -> play.Session:
    """The session that the acts of the answer give."""
    session = play.begin(item.scenario, variant.seed)
    for step in answer.get("steps", []):
        [(kind, name)] = step.items()
        session = play.perform(session, play.Act(kind, name))
    return replace(session, order=dict(answer.get("order", {})))


def session_score(item: FaultBench, variant: Variant, answer: Answer) -> SessionScore:
    return _scored(item, replayed(item, variant, answer))


def _scored(item: FaultBench, session: play.Session) -> SessionScore:
    return play.score(session, policy(item.scenario), item.weights)


def _shown(item: FaultBench, session: play.Session) -> dict[str, float]:
    """The share of each aspect of which the session shows anything. Who did nothing has shown neither safe work nor
    measuring; who replaced nothing has not chosen a part."""
    r = _scored(item, session)
    shown = {"isolation": r.isolation, "process": process.share(session)}
    if session.acted or r.safety < 1:
        shown["safety"] = r.safety
    if r.weighed > 0:
        shown["measurement"] = r.efficiency
    if any(s.act.kind == "replace" for s in session.seen):
        shown["parts"] = 1.0 / (1 + r.good_parts)
    return shown


def policy(scenario: Scenario) -> Policy:
    """The best policy, solved once for each content."""
    return policies.best(network(scenario))


def shown_unit(scenario: Scenario) -> dict[str, Any]:
    """The unit as the engineer may see it: what can be done, never what it would show."""
    return {
        "states": [{"id": s.id, "title": to_data(s.title)} for s in scenario.states],
        "start": scenario.start,
        "changes": [
            {"id": c.id, "title": to_data(c.title), "from": c.start, "to": c.end, **_price(scenario, c.cost)}
            for c in scenario.changes
        ],
        "tests": [
            {"id": t.id, "title": to_data(t.title), "instrument": t.instrument, "point": t.point,
             **_price(scenario, t.cost)}
            for t in scenario.tests
        ],  # not the state that a test needs: working safely is the engineer's to know
        "instruments": [
            {"id": name, "title": to_data(title)}
            for name, title in INSTRUMENTS.items()
            if any(t.instrument == name for t in scenario.tests)
        ],
        "repairs": [
            {"id": f.id, "title": to_data(f.title), "action": to_data(f.repair), "point": f.point,
             **_price(scenario, f.cost)}
            for f in sorted(scenario.faults, key=lambda f: f.id)
        ],
        "proof": [{"id": p.id, "order": p.order} for p in scenario.proof if p.order],
        "layout": _layout(scenario.layout),
        "minutes": scenario.minutes,
        "labour_rate": scenario.labour_rate,
    }  # fmt: skip


def _layout(layout: Layout) -> dict[str, Any]:
    """The drawing. A picture comes along whole, and without the name of its file, which may tell."""
    shown: dict[str, Any] = to_data(replace(layout, picture=None))
    if layout.picture:
        source = f"data:{layout.picture.media};base64,{layout.picture.content}"
        shown["picture"] = {"source": source, "shows": to_data(layout.picture.shows)}
    return shown


def shown_step(session: play.Session, index: int) -> dict[str, Any]:
    """One step as the engineer saw it: the reading, the state after it, what it cost and what all has cost."""
    seen = session.seen[index]
    return {
        "number": index + 1,
        "kind": seen.act.kind,
        "id": seen.act.id,
        "reading": to_data(_reading(session.scenario, seen)),
        "works": "yes" if seen.outcome == "works" else "no",
        "unit": seen.unit,
        "cost": round(seen.cost, 2),
        "total": round(sum(s.cost for s in session.seen[: index + 1]), 2),
    }


def _reading(scenario: Scenario, seen: play.Seen) -> Text:
    if seen.act.kind == "test":
        test = next(t for t in scenario.tests if t.id == seen.act.id)
        return test.readings.get(seen.outcome, Text(seen.outcome))
    if seen.act.kind == "replace":
        return words.WORKS if seen.outcome == "works" else words.STILL_FAULTY
    return Text()


def _price(scenario: Scenario, cost: Any) -> dict[str, float]:
    return {"cost": round(scenario.price(cost), 2), "minutes": cost.minutes}


def _line(session: play.Session, index: int) -> Text:
    seen, reading = session.seen[index], _reading(session.scenario, session.seen[index])
    title = _title(session.scenario, seen.act)
    return Text(
        f"{index + 1}. {title.get('en')}" + (f": {reading.get('en')}" if reading else ""),
        f"{index + 1}. {title.get('zh')}" + (f"：{reading.get('zh')}" if reading else ""),
    )


def _title(scenario: Scenario, act: play.Act) -> Text:
    if act.kind == "test":
        return next(t.title for t in scenario.tests if t.id == act.id)
    if act.kind == "state":
        return next(c.title for c in scenario.changes if c.id == act.id)
    fault = _fault(scenario, act.id)
    if act.kind == "declare":
        return Text(f"Cause: {fault.title.get('en')}", f"原因：{fault.title.get('zh')}")
    return fault.repair or fault.title


def _fault(scenario: Scenario, fault_id: str) -> Fault:
    return next(f for f in scenario.faults if f.id == fault_id)


def _is_act(act: object) -> bool:
    return isinstance(act, Mapping) and len(act) == 1 and all(k in ACTS and isinstance(v, str) for k, v in act.items())


def _are_hints(answer: Answer) -> bool:
    """In practice: after how many steps each hint was asked for."""
    hints = answer.get("hints", [])
    done = answer.get("steps", [])
    return isinstance(hints, list) and isinstance(done, list) and all(
        type(after) is int and 0 <= after <= len(done) for after in hints
    )  # fmt: skip


def _is_order(order: object) -> bool:
    return isinstance(order, Mapping) and all(
        k in play.WORK_ORDER and isinstance(v, str) and len(v) <= LONGEST_LINE for k, v in order.items()
    )


def _written(session: play.Session, answer: Answer, lines: Mapping[str, str]) -> Stepped:
    """Lines of the work order. None after it was closed; as cause only what can be wrong with this unit."""
    if session.declared is not None:
        return Stepped(answer, {}, words.FINISHED)
    if not _is_cause(session.scenario, lines.get("cause", "")):
        return Stepped(answer, {}, words.NO_SUCH_CAUSE)
    grown = {**answer, "order": {**answer.get("order", {}), **lines}}
    return Stepped(grown, {"order": grown["order"]})


def _is_cause(scenario: Scenario, cause: str) -> bool:
    return not cause or any(cause in (f.id, f.title.get("en"), f.title.get("zh")) for f in scenario.faults)


def _refusal(seen: play.Seen, session: play.Session) -> Text:
    if seen.refused == "finished":
        return words.FINISHED
    if seen.refused == "unknown":
        return words.NO_SUCH_ACT.fill(act=seen.act.id[:40])
    state = next(s for s in session.scenario.states if s.id == session.unit)
    return words.NOT_IN_THIS_STATE.fill(state=state.title)


def _said(r: SessionScore, skipped: tuple[str, ...]) -> Text:
    said = words.SESSION.fill(
        score=f"{r.score:.2f}", isolation=f"{r.isolation:.2f}", regret=f"{r.regret_ratio:.2f}",
        efficiency=f"{r.efficiency:.2f}", proof=f"{r.proof:.2f}", safety=f"{r.safety:.2f}", parts=r.good_parts,
    )  # fmt: skip
    if not skipped:
        return said
    listed = words.joined([process.DEVIATIONS[d] for d in skipped], en=", ", zh="、")
    return words.joined([said, words.DEVIATIONS.fill(n=len(skipped), which=listed)], en=" ", zh="")
