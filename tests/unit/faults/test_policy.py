"""The best policy: properties that must hold for any scenario."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenarios import conveyor

from fieldmark.faults import play, strategies
from fieldmark.faults.bound import Bound
from fieldmark.faults.network import network
from fieldmark.faults.policy import solve
from fieldmark.faults.score import best_diagnosis_cost
from fieldmark.model.fault import Change, Cost, Fault, Scenario, Test, UnitState
from fieldmark.model.text import Text


@st.composite
def scenarios(draw):
    """Small scenarios over two states, with sure and noisy tests."""
    n = draw(st.integers(2, 5))
    faults = [f"f{i}" for i in range(n)]
    price = st.integers(1, 40).map(float)
    tests = []
    for k in range(draw(st.integers(1, 4))):
        if draw(st.booleans()) and sum(t.noisy for t in tests) < 2:
            shares = {f: draw(st.sampled_from([0.1, 0.5, 0.9])) for f in faults}
            outcomes = {f: {"y": p, "n": 1 - p} for f, p in shares.items()}
        else:
            outcomes = {f: {draw(st.sampled_from("abc")): 1.0} for f in faults}
        state = draw(st.sampled_from(["on", "off", ""]))
        tests.append(Test(f"t{k}", Text("t"), "meter", Cost(draw(price)), outcomes, state))
    return Scenario(
        id="s", course="c", title=Text("s"), report=Text("r"), skills=(), start="on", check_state="on",
        repair_state="off", tests=tuple(tests),
        faults=tuple(Fault(f, Text(f), draw(st.sampled_from([0.1, 0.3, 0.6])), Cost(draw(price))) for f in faults),
        states=(UnitState("on", Text("on")), UnitState("off", Text("off"))),
        changes=(Change("out", Text("o"), "on", "off", Cost(3)), Change("in", Text("i"), "off", "on", Cost(2))),
    )  # fmt: skip


@given(scenarios(), st.text(max_size=4))
@settings(max_examples=40, deadline=None)
def test_the_best_policy_has_no_regret_whatever_is_true_and_however_luck_falls(scenario, secret):
    policy = solve(network(scenario))
    for fault in scenario.faults:
        session = strategies.session(scenario, policy, strategies.best, true=fault.id, secret=secret)
        result = play.score(session, policy)
        assert result.regrets == pytest.approx(0, abs=1e-6)
        assert result.good_parts == 0


@given(scenarios())
@settings(max_examples=40, deadline=None)
def test_nobody_is_cheaper_than_the_best_policy(scenario):
    policy = solve(network(scenario))
    best = strategies.expected_cost(policy, strategies.best)
    assert best == pytest.approx(policy.value(policy.start()))
    for way in (strategies.greedy, strategies.by_chance_and_price):
        assert strategies.expected_cost(policy, way) >= best - 1e-9


@given(scenarios())
@settings(max_examples=30, deadline=None)
def test_regrets_are_never_negative_and_scores_stay_in_range(scenario):
    policy = solve(network(scenario))
    start = policy.start()
    for act in policy.network.acts:
        assert policy.quality(act, start) >= policy.value(start) - 1e-9
        assert policy.gain(act, start) >= -1e-9
    for fault in scenario.faults:
        session = strategies.session(scenario, policy, strategies.at_random(1), true=fault.id)
        assert 0 <= play.score(session, policy).score <= 100


@given(scenarios())
@settings(max_examples=25, deadline=None)
def test_the_bound_is_a_bound(scenario):
    exact, bound = solve(network(scenario)), Bound(network(scenario))
    assert bound.value(bound.start()) >= exact.value(exact.start()) - 1e-9
    assert not bound.exact


def test_a_scenario_beyond_the_exact_limits_gets_a_bound():
    rng = np.random.default_rng(0)
    base = conveyor()
    faults = tuple(Fault(f"f{i}", Text(f"f{i}"), 1.0, Cost(float(rng.uniform(5, 60)))) for i in range(18))
    tests = tuple(
        Test(f"t{k}", Text("t"), "m", Cost(2), {f.id: {str(rng.integers(3)): 1.0} for f in faults}, "on")
        for k in range(12)
    )
    policy = solve(network(replace(base, faults=faults, tests=tests)))
    assert not policy.exact
    assert policy.value(policy.start()) > 0


def test_the_same_acts_show_the_same_readings_again():
    scenario = conveyor()
    session = play.begin(scenario, "secret")
    acts = [play.Act("test", "V fuse"), play.Act("state", "lock out"), play.Act("test", "R estop")]
    once, again = session, session
    for act in acts:
        once = play.perform(once, act)
    for act in acts:
        again = play.perform(again, act)
    assert once == again


def test_an_impossible_step_is_refused_and_free():
    session = play.perform(play.begin(conveyor(), "s"), play.Act("test", "R estop"))
    assert session.seen[-1].refused == "not-possible"
    assert session.cost == 0
    unknown = play.perform(session, play.Act("test", "no such test"))
    assert unknown.seen[-1].refused == "unknown"


def test_locking_out_for_nothing_costs_its_price():
    scenario, policy = conveyor(), solve(network(conveyor()))
    session = replace(play.begin(scenario, "s"), true="cable")
    for act in (("state", "lock out"), ("state", "restore"), ("test", "pull-in")):
        session = play.perform(session, play.Act(*act))
    assert [s.regret for s in play.score(session, policy).steps] == [pytest.approx(6.0)]


def test_the_true_fault_follows_the_priors():
    scenario = conveyor()
    drawn = [play.draw_fault(scenario, str(i)) for i in range(2000)]
    for fault in scenario.faults:
        assert drawn.count(fault.id) / 2000 == pytest.approx(fault.prior, abs=0.04)


def test_d_star_is_what_finding_out_costs():
    policy = solve(network(conveyor()))
    assert best_diagnosis_cost(policy) == pytest.approx(44.3 - 34.5)
