"""What the score promises holds on every scenario that ships: luck does not count, and method beats swapping parts."""

import random
import time

import pytest

from fieldmark.bank import read
from fieldmark.faults import play, strategies
from fieldmark.faults.network import network
from fieldmark.faults.policy import solve
from fieldmark.store.workspace import Workspace


@pytest.fixture(scope="module")
def solved(root):
    """(scenario, policy) of each, with the seconds that solving took."""
    found = []
    for item in read(Workspace(root)).items:
        if item.kind == "fault":
            start = time.process_time()
            found.append((item.scenario, solve(network(item.scenario)), time.process_time() - start))
    assert len(found) >= 8
    return found


def test_they_are_solved_exactly_and_quickly(solved):
    assert all(policy.exact and seconds < 3 for _, policy, seconds in solved)


def test_at_least_two_have_a_test_that_can_err(solved):
    assert sum(any(test.noisy for test in scenario.tests) for scenario, _, _ in solved) >= 2


def test_the_best_way_scores_100_whatever_is_true_and_whatever_noisy_tests_show(solved):
    for scenario, policy, _ in solved:
        for fault in scenario.faults:
            for secret in "abc":
                session = strategies.session(scenario, policy, strategies.best, true=fault.id, secret=secret)
                assert play.score(session, policy).score == 100, (scenario.id, fault.id, secret)


def in_order(order):
    def choose(policy, at, done=()):
        return policy.network.by_id[next(act for act in order if act not in done)]

    return choose


def test_in_expectation_no_order_of_swapping_parts_beats_testing_until_isolated(solved):
    luck = random.Random(1)
    for scenario, policy, _ in solved:
        faults = sorted(scenario.faults, key=lambda f: scenario.price(f.cost))
        likely = sorted(scenario.faults, key=lambda f: -f.prior)
        swaps = [[f"replace:{f.id}" for f in order] for order in (faults, likely, *_shuffled(luck, faults, 3))]
        swapping = [strategies.by_chance_and_price, *(in_order(order) for order in swaps)]
        testing = [strategies.by_tests([t.id for t in order]) for order in _shuffled(luck, scenario.tests, 5)]
        secrets = ("a", "b") if policy.network.noisy else ("a",)
        best_swap = max(strategies.expected_score(scenario, policy, way, secrets=("a",)) for way in swapping)
        worst_test = min(strategies.expected_score(scenario, policy, way, secrets=secrets) for way in testing)
        assert best_swap < worst_test, scenario.id


def _shuffled(luck, things, times):
    return [luck.sample(list(things), len(things)) for _ in range(times)]
