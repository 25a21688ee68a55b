"""The score of a fault session, built on the best policy so that luck does not count.

R = D* / (D* + regrets); E = cost-weighted quality of the steps; I = declared cause and its proof; P = proof points;
G = safety; U = good parts replaced. Score = 100 G (wI I + wR R + wE E + wP P) - part U, capped where I = 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fieldmark.faults.network import Act, repair_id
from fieldmark.model.fault import Weights

if TYPE_CHECKING:  # numpy takes its time
    from fieldmark.faults.policy import Knowledge, Policy

NOTHING = 1e-9
"""Below this a regret is rounding, not a loss."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the engineer did. `act` is a test or repair of the network; `outcome` the reading that a
    test showed, or for a repair whether the unit worked; `unit` the state of the unit when it was done;
    `moved` what the changes of state since the step before cost."""

    act: str
    outcome: int = 0
    worked: bool = False
    unit: int = 0
    moved: float = 0.0


@dataclass(frozen=True, slots=True)
class StepScore:
    """One step against the best: money, bits, and what the best step would have been."""

    act: str
    cost: float
    regret: float
    bits: float
    quality: float | None  # q; None where the step counts in neither sum of E
    best: str  # "" once the unit works: nothing is left to do
    best_value: float  # V* before the step
    belief: tuple[float, ...]  # before the step, in the order of the network's faults


@dataclass(frozen=True, slots=True)
class SessionScore:
    score: float  # 0..100, to two decimals: what is recorded and averaged
    isolation: float
    regret_ratio: float
    efficiency: float
    proof: float
    safety: float
    good_parts: int
    regrets: float
    left_broken: float
    steps: tuple[StepScore, ...] = field(default=())
    exact: bool = True
    weighed: float = 0.0  # sum of c: the price of the steps that E is made of; 0 where there is none


@dataclass(frozen=True, slots=True)
class _Tally:
    """The running sums while a session is read."""

    at: Knowledge
    steps: tuple[StepScore, ...] = ()
    regrets: float = 0.0
    weighted: float = 0.0  # sum of c q
    costs: float = 0.0  # sum of c
    good_parts: int = 0
    working: int = -1  # the fault whose repair made the unit work


def score_session(
    policy: Policy,
    steps: Sequence[Step],
    *,
    true: str,
    declared: str,
    proof: tuple[int, int],
    violations: Iterable[float] = (),
    unit: int | None = None,
    unused_moves: float = 0.0,
    weights: Weights | None = None,
) -> SessionScore:
    """The score of a finished session. `true` and `declared` are fault ids (declared may be empty); `proof` is
    (done, required); `violations` are severities; `unused_moves` the price of state changes after the last step,
    which left the unit in the state `unit`."""
    w = weights or Weights()
    net = policy.network
    tally = _Tally(policy.start())
    for step in steps:
        tally = _add(policy, tally, step, w)
    before_declaring = policy.belief(tally.at)
    verified = tally.working >= 0 and net.faults[tally.working] == declared
    right = declared == true
    if declared and tally.working < 0:
        now = tally.at.unit if unit is None else unit
        tally = _add(policy, tally, _commitment(policy, now, unused_moves, declared, right), w, declaration=True)
    else:  # changes of state that led to nothing
        tally = replace(tally, regrets=tally.regrets + unused_moves)
    left = 0.0 if right or tally.working >= 0 else policy.value(tally.at)
    needed = best_diagnosis_cost(policy)
    regrets = tally.regrets + left
    posterior = float(before_declaring[net.faults.index(declared)]) if declared in net.faults else 0.0
    return _total(
        w,
        tally,
        needed=needed,
        regrets=regrets,
        left=left,
        proof=proof,
        violations=violations,
        isolation=_isolation(right, verified or posterior >= w.certain - 1e-12),
        exact=policy.exact,
    )


def best_diagnosis_cost(policy: Policy) -> float:
    """D* = V*(start) - expected price of the repairs themselves: what finding out must cost."""
    net = policy.network
    repairs = [a for a in net.acts if a.is_repair]
    return policy.value(policy.start()) - float(sum(net.prior[a.fault] * a.price for a in repairs))


def _isolation(right: bool, proven: bool) -> float:
    return (1.0 if proven else 0.5) if right else 0.0


def _commitment(policy: Policy, unit: int, moved: float, declared: str, right: bool) -> Step:
    """A declaration without repair counts as committing to that replacement, changes of state included."""
    act = policy.network.by_id[repair_id(declared)]
    need = unit if act.state < 0 else act.state
    return Step(act.id, worked=right, unit=need, moved=moved + float(policy.network.moves[unit, need]))


def _add(policy: Policy, tally: _Tally, step: Step, w: Weights, *, declaration: bool = False) -> _Tally:
    act, at = policy.network.by_id[step.act], tally.at
    cost = step.moved + act.price
    if tally.working >= 0:
        return _too_late(policy, tally, act, cost)
    isolated = policy.isolated(at, w.isolated)
    regret = _regret(policy, act, at, step, cost)
    bits = policy.gain(act, at)
    final = act.is_repair and step.worked and isolated
    quality = None if final else _quality(policy, at, regret, bits, cost, isolated)
    best, value = policy.best(at).id, policy.value(at)
    wasted = act.is_repair and not step.worked and regret > NOTHING and not declaration
    grown = _counted(tally, StepScore(act.id, cost, regret, bits, quality, best, value, _belief(policy, at)), wasted)
    working = act.fault if act.is_repair and step.worked else tally.working
    return replace(grown, at=_after(policy, act, at, step), working=working)


def _too_late(policy: Policy, tally: _Tally, act: Act, cost: float) -> _Tally:
    """Once the unit works a step can only cost its price, and every part that is replaced is a good one. What is
    known and which repair it was stay as they are."""
    step = StepScore(act.id, cost, cost, 0.0, 0.0, "", 0.0, _belief(policy, tally.at))
    return _counted(tally, step, act.is_repair and cost > NOTHING)


def _counted(tally: _Tally, step: StepScore, wasted: bool) -> _Tally:
    quality = step.quality
    return replace(
        tally,
        steps=(*tally.steps, step),
        regrets=tally.regrets + step.regret,
        weighted=tally.weighted + (step.cost * quality if quality is not None else 0.0),
        costs=tally.costs + (step.cost if quality is not None else 0.0),
        good_parts=tally.good_parts + int(wasted),
    )


def _belief(policy: Policy, at: Knowledge) -> tuple[float, ...]:
    return tuple(float(x) for x in policy.belief(at))


def _regret(policy: Policy, act: Act, at: Knowledge, step: Step, cost: float) -> float:
    """Q* of what was done, as it was done, less V*; where nothing is left to find out it can only cost its price."""
    if policy.value(at) == 0.0:
        return cost
    here = replace(at, unit=step.unit)
    return max(0.0, policy.quality(act, here, paid=cost) - policy.value(at))


def _quality(policy: Policy, at: Knowledge, regret: float, bits: float, cost: float, isolated: bool) -> float:
    if regret <= NOTHING:
        return 1.0
    best = policy.best_rate(at)
    return 0.0 if isolated or best <= 0 or cost <= 0 else min(1.0, max(0.0, bits) / cost / best)


def _after(policy: Policy, act: Act, at: Knowledge, step: Step) -> Knowledge:
    if not act.is_repair:
        return policy.reading(act, step.outcome, at, step.unit)
    known = 1 << act.fault
    candidates = known if step.worked else at.candidates & ~known
    return replace(at, candidates=candidates, unit=policy.network.check_state)


def _total(
    w: Weights,
    tally: _Tally,
    *,
    needed: float,
    regrets: float,
    left: float,
    proof: tuple[int, int],
    violations: Iterable[float],
    isolation: float,
    exact: bool,
) -> SessionScore:
    ratio = needed / (needed + regrets) if needed + regrets > 0 else 1.0
    efficiency = tally.weighted / tally.costs if tally.costs > 0 else 1.0
    points = proof[0] / proof[1] if proof[1] else 1.0
    safety = max(0.0, 1.0 - sum(violations))
    parts = w.isolation * isolation + w.regret * ratio + w.efficiency * efficiency + w.proof * points
    score = max(0.0, 100.0 * safety * parts - w.good_part * tally.good_parts)
    if isolation == 0.0:
        score = min(score, w.wrong_cap)
    return SessionScore(
        round(score, 2),
        isolation,
        ratio,
        efficiency,
        points,
        safety,
        tally.good_parts,
        regrets,
        left,
        tally.steps,
        exact,
        tally.costs,
    )
