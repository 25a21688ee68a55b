"""Ways of working, to hold engineers and scenarios against: the best, the greedy, the parts-swapper, the random."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from fieldmark.faults import play
from fieldmark.faults.network import Act
from fieldmark.faults.policy import Knowledge, Policy, solve
from fieldmark.faults.score import SessionScore
from fieldmark.model.fault import Scenario, Weights

Strategy = Callable[[Policy, Knowledge, Sequence[str]], Act]
"""Chooses the next act from what is known and the acts done so far."""


def best(policy: Policy, at: Knowledge, done: Sequence[str] = ()) -> Act:
    return policy.best(at)


def greedy(policy: Policy, at: Knowledge, done: Sequence[str] = ()) -> Act:
    """Most bits for the money; when isolated, the likeliest repair for its price."""
    if policy.isolated(at):
        return by_chance_and_price(policy, at)
    return max(policy.network.acts, key=lambda a: policy.gain(a, at) / max(policy.price(a, at), 1e-9))


def by_chance_and_price(policy: Policy, at: Knowledge, done: Sequence[str] = ()) -> Act:
    """The parts-swapper: replace what is likely and cheap first (p/C order, optimal among swapping orders without
    changes of state)."""
    b = policy.belief(at)
    repairs = [a for a in policy.network.acts if a.is_repair and b[a.fault] > 0]
    return max(repairs, key=lambda a: b[a.fault] / max(a.price, 1e-9))


def by_tests(order: Sequence[str], threshold: float = 0.95) -> Strategy:
    """Make the tests one after the other as in `order`, whatever they can still tell, until isolated; then p/C."""

    def choose(policy: Policy, at: Knowledge, done: Sequence[str] = ()) -> Act:
        left = [name for name in order if name not in done]
        if left and not policy.isolated(at, threshold):
            return policy.network.by_id[left[0]]
        return by_chance_and_price(policy, at)

    return choose


def at_random(seed: int) -> Strategy:
    """An act that is not yet settled, by lot: tests that can still tell something and repairs not yet made."""
    luck = np.random.default_rng(seed)

    def choose(policy: Policy, at: Knowledge, done: Sequence[str] = ()) -> Act:
        b = policy.belief(at)
        acts = [a for a in policy.network.acts if (b[a.fault] > 0 if a.is_repair else policy.gain(a, at) > 1e-12)]
        return acts[int(luck.integers(len(acts)))]

    return choose


def average(seed: int, skill: float = 0.6, certain: float = 0.8) -> Strategy:
    """A simulated engineer of middling method: picks the most telling test for its price with probability `skill`,
    else any act that is not settled, and repairs once a fault has probability `certain`."""
    luck = np.random.default_rng(seed)
    wandering = at_random(seed + 1)

    def choose(policy: Policy, at: Knowledge, done: Sequence[str] = ()) -> Act:
        if float(policy.belief(at).max()) >= certain:
            return by_chance_and_price(policy, at)
        return greedy(policy, at) if luck.random() < skill else wandering(policy, at, done)

    return choose


def expected_cost(policy: Policy, strategy: Strategy, at: Knowledge | None = None, done: tuple[str, ...] = ()) -> float:
    """What the strategy spends in expectation until the unit works (or the fault is isolated, without repairs)."""
    at = at or policy.start()
    if policy.value(at) == 0.0:
        return 0.0
    act = strategy(policy, at, done)
    return policy.price(act, at) + sum(
        p * expected_cost(policy, strategy, after, (*done, act.id)) for p, after in policy.outcomes(act, at) if p > 0
    )


def session(scenario: Scenario, policy: Policy, strategy: Strategy, *, true: str, secret: str = "") -> play.Session:
    """A whole session played by the strategy, until the unit works; its work order is filled in."""
    filled = dict.fromkeys(play.WORK_ORDER, "done")
    state = replace(play.begin(scenario, secret), true=true, order=filled)
    at = policy.start()
    done: list[str] = []
    while not state.works:
        act = strategy(policy, at, done)
        done.append(act.id)
        state = _go(state, policy, act)
        at = _learn(policy, at, act, state)
    return play.perform(state, play.Act("declare", true))


def expected_score(
    scenario: Scenario,
    policy: Policy,
    strategy: Strategy,
    *,
    secrets: Iterable[str] = ("",),
    weights: Weights | None = None,
) -> float:
    """Mean score over the priors (and over `secrets`, which settle what noisy tests show)."""
    secrets = tuple(secrets)
    total = 0.0
    for fault, prior in zip(policy.network.faults, policy.network.prior, strict=True):
        scores = [_score(scenario, policy, strategy, fault, secret, weights).score for secret in secrets]
        total += float(prior) * sum(scores) / len(scores)
    return total


def _score(
    scenario: Scenario, policy: Policy, strategy: Strategy, fault: str, secret: str, weights: Weights | None
) -> SessionScore:
    return play.score(session(scenario, policy, strategy, true=fault, secret=secret), policy, weights)


def _go(state: play.Session, policy: Policy, act: Act) -> play.Session:
    """Change the unit to the state that the act needs, by the cheapest way, and do it."""
    state = brought_to(state, policy, act.state)
    if act.is_repair:
        return play.perform(state, play.Act("replace", policy.network.faults[act.fault]))
    return play.perform(state, play.Act("test", act.id))


def brought_to(state: play.Session, policy: Policy, goal: int) -> play.Session:
    """The session with the unit in the state `goal` (an index, -1 for any), by the cheapest changes; as it was
    where no change leads there."""
    net = policy.network
    while goal >= 0 and state.unit != net.states[goal]:
        if not np.isfinite(net.moves[net.states.index(state.unit), goal]):
            return state
        state = play.perform(state, play.Act("state", _next_change(state, policy, goal)))
    return state


def _next_change(state: play.Session, policy: Policy, goal: int) -> str:
    net, scenario = policy.network, state.scenario
    ways = [c for c in scenario.changes if c.start == state.unit]
    return min(ways, key=lambda c: scenario.price(c.cost) + net.moves[net.states.index(c.end), goal]).id


def _learn(policy: Policy, at: Knowledge, act: Act, state: play.Session) -> Knowledge:
    shown = state.seen[-1]
    unit = policy.network.states.index(shown.unit)
    if act.is_repair:
        left = 1 << act.fault if state.works else at.candidates & ~(1 << act.fault)
        return Knowledge(left, at.history, unit)
    return policy.reading(act, act.outcomes.index(shown.outcome), at, unit)


def swapping_only(policy: Policy) -> Policy:
    """The best that can be done by replacing parts alone, without any test."""
    net = policy.network
    return solve(replace(net, acts=tuple(a for a in net.acts if a.is_repair)))
