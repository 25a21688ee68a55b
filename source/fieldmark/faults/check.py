"""What a scenario is worth before anyone sits it: faults of its making, and how hard it is."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from fieldmark.faults import policies, problems, strategies
from fieldmark.faults.network import EXACT_FAULTS, EXACT_NOISY, network
from fieldmark.faults.policy import Policy, entropy
from fieldmark.faults.score import NOTHING, best_diagnosis_cost
from fieldmark.model.fault import Fault, Scenario, Test
from fieldmark.model.problem import Problem

Check = Callable[[Scenario], Iterator[Problem]]


def check(scenario: Scenario) -> list[Problem]:
    """Every problem of the scenario at its place. The solving checks run only on one that is sound so far."""
    found = [problem for rule in SOUND for problem in rule(scenario)]
    if not any(p.severity == "error" for p in found):
        found += list(_solvable(scenario))
    return found


def _priors(scenario: Scenario) -> Iterator[Problem]:
    total = sum(f.prior for f in scenario.faults)
    if abs(total - 1) > 1e-3:
        yield problems.PRIORS.at(*scenario.at("faults"), scenario=scenario.id, total=round(total, 4))


def _readings(scenario: Scenario) -> Iterator[Problem]:
    for test, fault in itertools.product(scenario.tests, scenario.faults):
        total = sum(test.outcomes.get(fault.id, {}).values())
        if abs(total - 1) > 1e-3:
            yield problems.READINGS.at(*scenario.at(test.id), test=test.id, fault=fault.id, total=round(total, 4))


def _told_apart(scenario: Scenario) -> Iterator[Problem]:
    for one, other in itertools.combinations(scenario.faults, 2):
        if all(_same(test, one, other) for test in scenario.tests):
            yield problems.NOT_TOLD_APART.at(*scenario.at(other.id), one=one.id, other=other.id)


def _helps(scenario: Scenario) -> Iterator[Problem]:
    first = scenario.faults[0] if scenario.faults else None
    for test in scenario.tests:
        if first and all(_same(test, first, f) for f in scenario.faults):
            yield problems.NEVER_HELPS.at(*scenario.at(test.id), test=test.id)


def _same(test: Test, one: Fault, other: Fault) -> bool:
    a, b = test.outcomes.get(one.id, {}), test.outcomes.get(other.id, {})
    return all(abs(a.get(k, 0.0) - b.get(k, 0.0)) < 1e-9 for k in a.keys() | b.keys())


def _states(scenario: Scenario) -> Iterator[Problem]:
    reached = reachable(scenario)
    for state in scenario.states:
        if state.id not in reached:
            yield problems.UNREACHABLE_STATE.at(*scenario.at(state.id), state=state.id, start=scenario.start)


def reachable(scenario: Scenario) -> set[str]:
    """The states that the unit can come to from its start."""
    reached, fresh = {scenario.start}, {scenario.start}
    while fresh:
        fresh = {c.end for c in scenario.changes if c.start in fresh} - reached
        reached |= fresh
        if scenario.repair_state in reached and scenario.check_state not in reached:
            fresh.add(scenario.check_state)
            reached.add(scenario.check_state)
    return reached


def _rules(scenario: Scenario) -> Iterator[Problem]:
    reached = reachable(scenario)
    faults = {f.id for f in scenario.faults} | {f"replace:{f.id}" for f in scenario.faults}
    tests = {t.id for t in scenario.tests}
    starts = {c.id: c.start for c in scenario.changes}
    for rule in scenario.rules:
        states = set(rule.states) & reached
        applies = any(a in faults | tests or starts.get(a) in states for a in rule.acts)
        if not states or not applies:
            yield problems.RULE_NEVER_APPLIES.at(*scenario.at(rule.id), rule=rule.id)


SOUND: tuple[Check, ...] = (_priors, _readings, _told_apart, _helps, _states, _rules)


def _solvable(scenario: Scenario) -> Iterator[Problem]:
    place = (scenario.place.file, scenario.place.line)
    net = network(scenario)
    if not net.exact:
        yield problems.TOO_LARGE.at(
            *place, scenario=scenario.id, faults=len(net.faults), noisy=len(net.noisy), most=EXACT_FAULTS,
            most_noisy=EXACT_NOISY,
        )  # fmt: skip
        return
    policy = policies.best(net)
    if not np.isfinite(policy.value(policy.start())):
        yield problems.STUCK.at(*place, scenario=scenario.id)
    elif best_diagnosis_cost(policy) <= NOTHING or np.count_nonzero(net.prior) < 2:
        yield problems.NOTHING_TO_DIAGNOSE.at(*place, scenario=scenario.id)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What to expect of a scenario. Costs are money; scores 0..100, means over the priors (simulated)."""

    bits: float  # uncertainty at the start
    best_cost: float  # V*
    diagnosis_cost: float  # D*
    first_step: str
    greedy_cost: float
    swapping_cost: float  # the best that replacing alone can do
    average_score: float
    swapper_score: float
    difficulty: str  # easy, medium or hard: by what an average engineer gets
    exact: bool


def outlook(scenario: Scenario, policy: Policy, *, simulations: int = 12) -> Outlook:
    """How hard the scenario is and how an average and a parts-swapping engineer would fare."""
    secrets = [str(i) for i in range(3 if policy.network.noisy and policy.exact else 1)]
    simulations = simulations if policy.exact else min(simulations, 2)  # each step looks far ahead then
    average = float(np.mean([
        strategies.expected_score(scenario, policy, strategies.average(seed), secrets=secrets[:1])
        for seed in range(simulations)
    ]))  # fmt: skip
    start, swapping = policy.start(), strategies.swapping_only(policy)
    return Outlook(
        bits=entropy(policy.belief(start)), best_cost=policy.value(start),
        diagnosis_cost=best_diagnosis_cost(policy), first_step=policy.best(start).id,
        greedy_cost=strategies.expected_cost(policy, strategies.greedy),
        swapping_cost=swapping.value(swapping.start()), average_score=average,
        swapper_score=strategies.expected_score(scenario, policy, strategies.by_chance_and_price, secrets=secrets),
        difficulty="easy" if average >= 85 else "medium" if average >= 70 else "hard", exact=policy.exact,
    )  # fmt: skip
