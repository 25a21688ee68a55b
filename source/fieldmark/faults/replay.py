"""You against the best: a finished session told step by step, in plain words, with what was believed at each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldmark.faults import play
from fieldmark.faults.network import repair_id
from fieldmark.faults.score import NOTHING, SessionScore, StepScore
from fieldmark.model.fault import Scenario, Weights
from fieldmark.model.text import Text

if TYPE_CHECKING:  # numpy takes its time
    from fieldmark.faults.policy import Knowledge, Policy

BEST = Text("The best step now: {bits} bits for {cost}.", "此时的最佳步骤：以 {cost} 的成本获得 {bits} 比特信息。")
REPAIR = Text("The right repair, once only one cause was left.", "在只剩一种原因时进行的正确维修。")
NOTHING_NEW = Text(
    "It could tell nothing new at this point; its price of {cost} was lost. Better: “{best}”.",
    "此时它不会带来新信息，{cost} 的成本白白花掉。更好的做法：“{best}”。",
)
GOOD_PART = Text(
    "This part had a chance of {chance} of being the cause, and it was good. In expectation “{best}” saves {regret}.",
    "该部件是故障原因的概率只有 {chance}，且它是好的。平均而言，“{best}”可节省 {regret}。",
)
LUCKY = Text(
    "It worked, with a chance of {chance}: luck. In expectation “{best}” saves {regret}.",
    "以 {chance} 的概率碰巧成功。平均而言，“{best}”可节省 {regret}。",
)
DEARER = Text(
    "It told {bits} bits for {cost}. In expectation “{best}” is cheaper by {regret}.",
    "以 {cost} 的成本获得 {bits} 比特信息。平均而言，“{best}”可少花 {regret}。",
)
TOO_LATE = Text("The unit worked already: its price of {cost} was lost.", "设备此时已恢复正常：{cost} 的成本白白花掉。")
DECLARED = Text("Cause without a repair: {fault}", "未维修即判定原因：{fault}")
COUNTED = Text(
    "A cause without its repair counts as that repair, for {cost}. ", "未维修的判定按进行该维修计，成本 {cost}。"
)
GUESSED = Text(
    "It had a chance of {chance}, and it was right: luck. In expectation “{best}” saves {regret}.",
    "其概率为 {chance}，碰巧正确。平均而言，“{best}”可节省 {regret}。",
)
MISSED = Text(
    "It had a chance of {chance}, and it was wrong. In expectation “{best}” saves {regret}.",
    "其概率为 {chance}，判断错误。平均而言，“{best}”可节省 {regret}。",
)
NOW = Text("The unit is now: {state}", "设备状态：{state}")
WITH_NEXT = Text("Judged with the step that follows, for which it was done.", "与其后的步骤一并评价。")
FOR_NOTHING = Text("It led to nothing; its price of {cost} was lost.", "此后没有进行任何操作，{cost} 的成本白白花掉。")
UNSAFE = Text("Not safe: {rule}.", "不安全：{rule}。")


@dataclass(frozen=True, slots=True)
class Frame:
    """One step of the replay. `kind` is test, state, replace or declare; `cost` what it took by itself, so that the
    costs add up to what was spent; `best` is empty where nothing is to be said. `belief` holds (fault, probability)
    before the step, likeliest first."""

    kind: str
    title: Text
    reading: Text
    cost: float
    regret: float
    bits: float
    best: Text
    words: Text
    belief: tuple[tuple[Text, float], ...]
    unsafe: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Replay:
    """The whole session beside the best way for the same fault."""

    frames: tuple[Frame, ...]
    best_way: tuple[Frame, ...]
    score: SessionScore
    true: Text
    spent: float
    best_spent: float
    still: float  # what is still to be spent on the unit as it was handed back


def replay(session: play.Session, policy: Policy, weights: Weights | None = None) -> Replay:
    """The replay of a session. Pure; the best way is played against the same fault and the same luck."""
    from fieldmark.faults import strategies

    best = strategies.session(session.scenario, policy, strategies.best, true=session.true, secret=session.secret)
    result = play.score(session, policy, weights)
    return Replay(
        frames(session, policy, result), frames(best, policy, play.score(best, policy, weights)), result,
        _fault_title(session.scenario, session.true), session.cost, best.cost,
        _still(session, result),
    )  # fmt: skip


def _still(session: play.Session, result: SessionScore) -> float:
    """Where the right cause was named and not repaired: that repair. Where it was not: the best that can follow."""
    if session.works or session.declared != session.true:
        return result.left_broken
    return result.steps[-1].cost


def frames(session: play.Session, policy: Policy, result: SessionScore) -> tuple[Frame, ...]:
    """A frame for every change, test and repair, and for a cause that was declared without its repair."""
    done = [s for s in session.seen if not s.refused and not (session.works and s.act.kind == "declare")]
    return tuple(
        _frame(session, policy, step, seen)
        if step and seen.act.kind != "state"
        else _change(session, policy, seen, step, at)
        for seen, step, at in _judged(policy, done, result)
    )


def _judged(
    policy: Policy, done: list[play.Seen], result: SessionScore
) -> Iterator[tuple[play.Seen, StepScore | None, Knowledge]]:
    """Each act with the scored step that it is part of (None where nothing followed), and what was known before it."""
    at, steps = policy.start(), list(result.steps)
    for seen in done:
        yield seen, steps[0] if steps else None, at
        if seen.act.kind != "state":
            at = known(policy, at, seen)
            steps.pop(0)
    if steps:
        raise ValueError("more steps were scored than were done")


def known(policy: Policy, at: Knowledge, seen: play.Seen) -> Knowledge:
    """What is known after one more act; a change of state tells nothing, nor does a cause that is declared."""
    if seen.act.kind == "test":
        act = policy.network.by_id[seen.act.id]
        after = policy.reading(act, act.outcomes.index(seen.outcome), at, at.unit)
        return after if after.candidates else at
    if seen.act.kind != "replace" or at.candidates.bit_count() == 1:
        return at
    only = 1 << policy.network.by_id[repair_id(seen.act.id)].fault
    left = only if seen.outcome == "works" else at.candidates & ~only
    return replace(at, candidates=left or at.candidates)


def _change(session: play.Session, policy: Policy, seen: play.Seen, step: StepScore | None, at: Knowledge) -> Frame:
    scenario = session.scenario
    change = next(c.title for c in scenario.changes if c.id == seen.act.id)
    now = NOW.fill(state=next(s.title for s in scenario.states if s.id == seen.unit))
    belief = _belief(session, policy, tuple(float(x) for x in policy.belief(at)))
    said = WITH_NEXT if step else FOR_NOTHING.fill(cost=f"{seen.cost:.1f}")
    regret = 0.0 if step else seen.cost
    return Frame("state", change, now, seen.cost, regret, 0.0, Text(), said, belief, _unsafe(session, seen))


def _frame(session: play.Session, policy: Policy, step: StepScore, seen: play.Seen) -> Frame:
    scenario = session.scenario
    declared = seen.act.kind == "declare"
    head = DECLARED.fill(fault=_fault_title(scenario, seen.act.id)) if declared else title(scenario, step.act)
    best = title(scenario, step.best) if step.best else Text()
    said = _words(policy, session, step, seen, best)
    belief = _belief(session, policy, step.belief)
    return Frame(
        seen.act.kind, head, _reading(scenario, seen), seen.cost, step.regret, step.bits, best, said, belief,
        _unsafe(session, seen),
    )  # fmt: skip


def _belief(session: play.Session, policy: Policy, shares: tuple[float, ...]) -> tuple[tuple[Text, float], ...]:
    chances = sorted(zip(policy.network.faults, shares, strict=True), key=lambda x: -x[1])
    return tuple((_fault_title(session.scenario, f), p) for f, p in chances)


def _words(policy: Policy, session: play.Session, step: StepScore, seen: play.Seen, best: Text) -> Text:
    values = {
        "bits": f"{step.bits:.2f}", "cost": f"{step.cost:.1f}", "regret": f"{step.regret:.1f}", "best": best,
        "chance": f"{_chance(policy, step):.0%}",
    }  # fmt: skip
    said = _judgement(step, seen, seen.act.id == session.true).fill(**values)
    if seen.act.kind != "declare":
        return said
    counted = COUNTED.fill(**values)
    return Text(counted.get("en") + said.get("en"), counted.get("zh") + said.get("zh"))


def _judgement(step: StepScore, seen: play.Seen, right: bool) -> Text:
    if not step.best:
        return TOO_LATE
    if step.quality is None:
        return REPAIR
    if step.regret <= NOTHING:
        return BEST
    if seen.act.kind == "declare":
        return GUESSED if right else MISSED
    if seen.act.kind == "replace":
        return LUCKY if right else GOOD_PART
    return NOTHING_NEW if step.bits < NOTHING else DEARER


def _chance(policy: Policy, step: StepScore) -> float:
    act = policy.network.by_id[step.act]
    return step.belief[act.fault] if act.is_repair else 0.0


def _unsafe(session: play.Session, seen: play.Seen) -> tuple[Text, ...]:
    rules = {r.id: r.title for r in session.scenario.rules}
    return tuple(UNSAFE.fill(rule=rules[v]) for v in seen.violations)


def title(scenario: Scenario, act: str) -> Text:
    """The title of a test or repair by its id in the network."""
    for test in scenario.tests:
        if test.id == act:
            return test.title
    fault = next(f for f in scenario.faults if repair_id(f.id) == act)
    return fault.repair or Text(f"replace {fault.title.get('en')}", f"更换{fault.title.get('zh')}")


def _fault_title(scenario: Scenario, fault: str) -> Text:
    return next(f.title for f in scenario.faults if f.id == fault)


def _reading(scenario: Scenario, seen: play.Seen) -> Text:
    if seen.act.kind != "test":
        return Text(seen.outcome)
    test = next(t for t in scenario.tests if t.id == seen.act.id)
    return test.readings.get(seen.outcome, Text(seen.outcome))
