"""Working on the unit: what a step shows and changes, given the true fault. Pure; luck comes in as numbers."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fieldmark.faults.network import Act as NetworkAct
from fieldmark.faults.network import repair_id
from fieldmark.faults.score import SessionScore, Step, score_session
from fieldmark.model.fault import ANY_STATE, Change, Cost, ProofPoint, Scenario, Test, Weights

if TYPE_CHECKING:  # numpy takes its time
    from fieldmark.faults.policy import Policy

WORK_ORDER = ("cause", "action", "verification", "sign_off")


@dataclass(frozen=True, slots=True)
class Act:
    """One step as it is journaled: `kind` is test, state, replace or declare; `id` names the test, change, fault."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step showed: `outcome` of a test, or works / still faulty after a replacement; "" for a change."""

    act: Act
    outcome: str
    unit: str  # state of the unit after the step
    cost: float
    violations: tuple[str, ...] = ()
    refused: str = ""  # why the step could not be done: unknown, not-possible, finished; it then costs nothing
    minutes: float = 0.0  # working time, part of the cost


@dataclass(frozen=True, slots=True)
class Session:
    """All that happened so far; rebuilt from the journal by playing its acts again."""

    scenario: Scenario
    true: str
    secret: str
    unit: str
    seen: tuple[Seen, ...] = ()
    works: bool = False
    declared: str | None = None
    order: Mapping[str, str] | None = None
    shown: Mapping[str, str] = field(default_factory=dict)  # readings that are on record, by test; else luck settles

    @property
    def cost(self) -> float:
        return sum(s.cost for s in self.seen)

    @property
    def minutes(self) -> float:
        return sum(s.minutes for s in self.seen)

    @property
    def acted(self) -> bool:
        """Whether anything was tested or replaced at all."""
        return any(s.act.kind in ("test", "replace") and not s.refused for s in self.seen)


def begin(scenario: Scenario, secret: str) -> Session:
    """A session with the fixed fault, or one drawn from the priors by the secret."""
    return Session(scenario, scenario.fault or draw_fault(scenario, secret), secret, scenario.start)


def draw_fault(scenario: Scenario, secret: str) -> str:
    share = _luck(secret, "fault") * sum(f.prior for f in scenario.faults)
    for fault in scenario.faults:
        share -= fault.prior
        if share < 0:
            return fault.id
    return scenario.faults[-1].id


def _luck(secret: str, what: str) -> float:
    """A number in [0, 1) that the secret settles: the same question always has the same answer."""
    digest = hmac.new(secret.encode(), what.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:7], "big") / (1 << 56)


def perform(session: Session, act: Act) -> Session:
    """The session after the act. An unsafe act is carried out and noted; an impossible one is refused and free."""
    refused = _impossible(session, act)
    if refused:
        return _with(session, Seen(act, "", session.unit, 0.0, refused=refused))
    if act.kind == "declare":
        return replace(_with(session, Seen(act, "", session.unit, 0.0)), declared=act.id)
    if act.kind == "state":
        change = _change(session.scenario, act.id)
        seen = _seen(session, act, "", change.end, change.cost)
        return replace(_with(session, seen), unit=change.end)
    if act.kind == "test":
        test = _test(session.scenario, act.id)
        shown = session.shown.get(test.id) or reading(test, session.true, session.secret)
        return _with(session, _seen(session, act, shown, session.unit, test.cost))
    fault = next(f for f in session.scenario.faults if f.id == act.id)
    works = session.works or act.id == session.true
    end = session.scenario.check_state
    seen = _seen(session, act, "works" if works else "still faulty", end, fault.cost)
    return replace(_with(session, seen), unit=end, works=works)


def _seen(session: Session, act: Act, outcome: str, unit: str, cost: Cost) -> Seen:
    price = session.scenario.price(cost)
    return Seen(act, outcome, unit, price, _violations(session, act), minutes=cost.minutes)


def reading(test: Test, true: str, secret: str) -> str:
    """What the test shows for the true fault; a noisy one is drawn once a session, whatever the order in which its
    readings are written."""
    shares = sorted(test.outcomes[true].items())
    luck = _luck(secret, f"test {test.id}") * sum(share for _, share in shares)
    for outcome, share in shares:
        luck -= share
        if luck < 0:
            return outcome
    return shares[-1][0]


def _impossible(session: Session, act: Act) -> str:
    scenario = session.scenario
    if session.declared is not None:
        return "finished"
    if act.kind == "state":
        change = next((c for c in scenario.changes if c.id == act.id), None)
        return "unknown" if change is None else ("" if change.start == session.unit else "not-possible")
    if act.kind == "test":
        test = next((t for t in scenario.tests if t.id == act.id), None)
        if test is None:
            return "unknown"
        return "" if test.state in (ANY_STATE, session.unit) or _ruled(scenario, act, session.unit) else "not-possible"
    if act.kind in ("replace", "declare"):
        if not any(f.id == act.id for f in scenario.faults):
            return "unknown"
        possible = act.kind == "declare" or session.unit == scenario.repair_state or _ruled(scenario, act, session.unit)
        return "" if possible else "not-possible"
    return "unknown"


def _ruled(scenario: Scenario, act: Act, unit: str) -> bool:
    """A safety rule speaks of this act in this state: it can be done, and must not be."""
    return any(_speaks_of(act, r.acts) and unit in r.states for r in scenario.rules)


def _speaks_of(act: Act, acts: Sequence[str]) -> bool:
    return act.id in acts or (act.kind == "replace" and repair_id(act.id) in acts)


def _violations(session: Session, act: Act) -> tuple[str, ...]:
    rules = session.scenario.rules
    return tuple(r.id for r in rules if _speaks_of(act, r.acts) and session.unit in r.states)


def _with(session: Session, seen: Seen) -> Session:
    return replace(session, seen=(*session.seen, seen))


def _change(scenario: Scenario, change_id: str) -> Change:
    return next(c for c in scenario.changes if c.id == change_id)


def _test(scenario: Scenario, test_id: str) -> Test:
    return next(t for t in scenario.tests if t.id == test_id)


def score(
    session: Session,
    policy: Policy,
    weights: Weights | None = None,
    *,
    proof: tuple[int, int] | None = None,
    violations: Iterable[float] = (),
) -> SessionScore:
    """The score of what was done so far; an undeclared session counts as handed back without a cause, unless a
    repair made the unit work. `proof` (done, required) stands in the place of the scenario's proof points, and
    `violations` (severities) beside those of its rules, where somebody else has judged them."""
    net = policy.network
    steps, pending, unit_before = [], 0.0, net.states.index(session.scenario.start)
    for seen in session.seen:
        if seen.refused or seen.act.kind == "declare":
            continue
        unit_after = net.states.index(seen.unit)
        if seen.act.kind == "state":
            pending += seen.cost
        else:
            steps.append(_step(session, seen, unit_before, pending, net.by_id))
            pending = 0.0
        unit_before = unit_after
    severities = {r.id: r.severity for r in session.scenario.rules}
    declared = session.declared or (session.true if session.works else "")
    return score_session(
        policy,
        steps,
        true=session.true,
        declared=declared,
        proof=proof or points_of_proof(session),
        weights=weights,
        violations=[*violations, *(severities[v] for s in session.seen for v in s.violations)],
        unit=net.states.index(session.unit),
        unused_moves=pending,
    )


def _step(session: Session, seen: Seen, unit: int, moved: float, acts: Mapping[str, NetworkAct]) -> Step:
    if seen.act.kind == "replace":
        return Step(repair_id(seen.act.id), worked=seen.outcome == "works", unit=unit, moved=moved)
    outcome = acts[seen.act.id].outcomes.index(seen.outcome)
    return Step(seen.act.id, outcome=outcome, unit=unit, moved=moved)


def points_of_proof(session: Session) -> tuple[int, int]:
    """Proof points (done, required)."""
    points = session.scenario.proof
    return sum(proven(session, p) for p in points), len(points)


def proven(session: Session, point: ProofPoint) -> bool:
    if point.order:
        return bool((session.order or {}).get(point.order, "").strip())
    done = [_name(s.act) for s in session.seen if not s.refused]
    first = next((i for i, name in enumerate(done) if name in point.acts), None)
    if first is None:
        return False
    return not point.before or all(i > first for i, name in enumerate(done) if name in point.before)


def _name(act: Act) -> str:
    return repair_id(act.id) if act.kind == "replace" else act.id
