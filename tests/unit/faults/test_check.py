"""The checker says what is wrong with a scenario, where, and how hard it is."""

from dataclasses import replace

import pytest
from scenarios import conveyor, swaps_only

from fieldmark.faults.check import check, outlook
from fieldmark.faults.network import network
from fieldmark.faults.policy import solve
from fieldmark.model.fault import Change, Cost, Fault, SafetyRule, Test, UnitState
from fieldmark.model.item import Place
from fieldmark.model.text import Text


def codes(scenario):
    return [p.code for p in check(scenario)]


def test_a_sound_scenario_has_no_problem():
    assert codes(conveyor()) == []


def test_priors_that_do_not_add_up():
    faults = conveyor().faults
    bad = conveyor()
    bad = replace(
        bad, faults=(replace(faults[0], prior=0.5), *faults[1:]), place=Place("f.yaml", 3), lines={"faults": 9}
    )
    [problem] = check(bad)
    assert (problem.code, problem.file, problem.line) == ("F001", "f.yaml", 9)
    assert "1.3" in problem.message.en


def test_readings_that_do_not_add_up():
    base = conveyor()
    test = replace(base.tests[0], outcomes={**base.tests[0].outcomes, "fuse": {"no": 0.7, "yes": 0.2}})
    assert codes(replace(base, tests=(test, *base.tests[1:]))) == ["F002"]


def test_faults_that_nothing_tells_apart_and_tests_that_never_help():
    base = conveyor()
    twin = Fault("twin", Text("twin"), 0.0, Cost(1))
    tests = tuple(replace(t, outcomes={**t.outcomes, "twin": t.outcomes["motor"]}) for t in base.tests)
    deaf = Test("listen", Text("listen"), "ear", Cost(1), {f.id: {"hum": 1.0} for f in (*base.faults, twin)})
    assert set(codes(replace(base, faults=(*base.faults, twin), tests=(*tests, deaf)))) == {"F003", "F004"}


def test_states_and_rules():
    base = conveyor()
    assert codes(replace(base, states=(*base.states, UnitState("moon", Text("moon"))))) == ["F006"]
    rule = SafetyRule("r", Text("r"), ("no such act",), ("on",), 0.5)
    assert codes(replace(base, rules=(rule,))) == ["F005"]


def test_nothing_to_diagnose_and_no_way_to_repair():
    one = swaps_only()
    assert codes(replace(one, faults=(replace(one.faults[0], prior=1.0),))) == ["F007"]
    oneway = replace(conveyor(), changes=(Change("restore", Text("r"), "off", "on", Cost(3)),))
    assert "F006" in codes(oneway)


def test_outlook():
    scenario = conveyor()
    view = outlook(scenario, solve(network(scenario)), simulations=4)
    assert (view.first_step, view.best_cost, view.swapping_cost) == (
        "pull-in",
        pytest.approx(44.3),
        pytest.approx(79.25),
    )
    assert view.swapper_score < view.average_score < 100
