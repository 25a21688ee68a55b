"""You against the best: a finished session told step by step, in plain words, with what was believed at each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldmark.faults import play
from fieldmark.faults.network import repair_id
from fieldmark.faults.score import NOTHING, SessionScore, StepScore
from fieldmark.model.fault import Scenario, Weights
from fieldmark.model.text import Text

if TYPE_CHECKING:  # numpy takes its time
    from fieldmark.faults.policy import Policy

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
UNSAFE = Text("Not safe: {rule}.", "不安全：{rule}。")


@dataclass(frozen=True, slots=True)
class Frame:
    """One step of the replay. `belief` holds (fault, probability) before the step, likeliest first."""

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


def replay(session: play.Session, policy: Policy, weights: Weights | None = None) -> Replay:
    """The replay of a session. Pure; the best way is played against the same fault and the same luck."""
    from fieldmark.faults import strategies

    best = strategies.session(session.scenario, policy, strategies.best, true=session.true, secret=session.secret)
    result = play.score(session, policy, weights)
    return Replay(
        frames(session, policy, result), frames(best, policy, play.score(best, policy, weights)), result,
        _fault_title(session.scenario, session.true), session.cost, best.cost,
    )  # fmt: skip


def frames(session: play.Session, policy: Policy, result: SessionScore) -> tuple[Frame, ...]:
    """A frame for every test, repair and declaration that was scored; changes of state go with the next step."""
    done = [s for s in session.seen if not s.refused and s.act.kind != "state"]
    if session.works:
        done = [s for s in done if s.act.kind != "declare"]
    unsafe = _violations(session)
    return tuple(
        _frame(session, policy, step, seen, unsafe.get(i, ()))
        for i, (seen, step) in enumerate(zip(done, result.steps, strict=False))
    )


def _frame(session: play.Session, policy: Policy, step: StepScore, seen: play.Seen, unsafe: tuple[Text, ...]) -> Frame:
    scenario = session.scenario
    best = title(scenario, step.best)
    chances = sorted(zip(policy.network.faults, step.belief, strict=True), key=lambda x: -x[1])
    said = _words(policy, session, step, seen, best)
    reading = _reading(scenario, seen)
    belief = tuple((_fault_title(scenario, f), p) for f, p in chances)
    return Frame(title(scenario, step.act), reading, step.cost, step.regret, step.bits, best, said, belief, unsafe)


def _words(policy: Policy, session: play.Session, step: StepScore, seen: play.Seen, best: Text) -> Text:
    values = {
        "bits": f"{step.bits:.2f}", "cost": f"{step.cost:.1f}", "regret": f"{step.regret:.1f}", "best": best,
        "chance": f"{_chance(policy, step):.0%}",
    }  # fmt: skip
    if step.quality is None:
        return REPAIR
    if step.regret <= NOTHING:
        return BEST.fill(**values)
    if step.act.startswith("replace:"):
        right = seen.act.id == session.true
        return (LUCKY if right else GOOD_PART).fill(**values)
    return (NOTHING_NEW if step.bits < 1e-9 else DEARER).fill(**values)


def _chance(policy: Policy, step: StepScore) -> float:
    act = policy.network.by_id[step.act]
    return step.belief[act.fault] if act.is_repair else 0.0


def _violations(session: play.Session) -> dict[int, tuple[Text, ...]]:
    """The rules broken, by the index of the step that they go with (a change of state goes with the next step)."""
    rules = {r.id: r.title for r in session.scenario.rules}
    found: dict[int, tuple[Text, ...]] = {}
    index = 0
    for seen in session.seen:
        if seen.refused:
            continue
        said = tuple(UNSAFE.fill(rule=rules[v]) for v in seen.violations)
        if said:
            found[index] = (*found.get(index, ()), *said)
        index += seen.act.kind != "state"
    return found


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
