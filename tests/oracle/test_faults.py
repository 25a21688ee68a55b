"""Reference numbers of fault diagnosis (published, or computed independently)."""

from dataclasses import replace

import pytest
from scenarios import CONVEYOR_TESTS, conveyor, noisy, pattipati, swaps_only

from fieldmark.faults import play, strategies
from fieldmark.faults.network import network
from fieldmark.faults.policy import entropy, solve
from fieldmark.faults.score import best_diagnosis_cost, score_session
from fieldmark.model.fault import ProofPoint, SafetyRule
from fieldmark.model.text import Text


@pytest.fixture(scope="module")
def policy():
    return solve(network(conveyor()))


def test_test_sequencing_of_pattipati_and_alexandridis():
    p = solve(network(pattipati(), repairs=False))
    start = p.start()
    assert entropy(p.belief(start)) == pytest.approx(1.454873, abs=5e-7)
    assert [round(p.gain(a, start), 4) for a in p.network.acts] == [0.8415, 0.6801, 0.5842, 0.7950, 0.4999]
    assert p.value(start) == pytest.approx(2.18)
    assert p.best(start).id == "t2"
    assert strategies.expected_cost(p, strategies.greedy) == pytest.approx(2.86)


def test_swapping_by_probability_over_cost():
    p = solve(network(swaps_only()))
    assert p.value(p.start()) == pytest.approx(10.40)
    assert strategies.expected_cost(p, strategies.by_chance_and_price) == pytest.approx(10.40)
    for order, cost in (("ABCD", 12.95), ("CBDA", 11.65), ("DABC", 15.95)):
        in_order = lambda policy, at, done, order=order: policy.network.by_id[f"replace:{order[len(done)]}"]  # noqa: E731
        assert strategies.expected_cost(p, in_order) == pytest.approx(cost)


def test_a_noisy_test():
    p = solve(network(noisy()))
    start, probe = p.start(), p.network.by_id["probe"]
    assert p.gain(probe, start) == pytest.approx(0.397313, abs=5e-7)
    positive = p.reading(probe, probe.outcomes.index("+"), start, 0)
    assert p.belief(positive)[0] == pytest.approx(0.818182, abs=5e-7)
    assert p.gain(probe, positive) == pytest.approx(0)  # repeating it shows the same


def test_conveyor_values(policy):
    start = policy.start()
    assert entropy(policy.belief(start)) == pytest.approx(2.503702, abs=5e-7)
    assert policy.value(start) == pytest.approx(44.3)
    assert best_diagnosis_cost(policy) == pytest.approx(9.8)
    assert strategies.swapping_only(policy).value(start) == pytest.approx(79.25)
    expected = {
        "pull-in": 44.3, "plc LED": 44.5, "V fuse": 45.9, "V coil": 46.8, "R estop": 48.2, "replace:fuse": 48.3,
        "R cable": 49.1, "R motor": 51.4, "replace:estop": 54.9, "replace:contactor": 66.0, "replace:cable": 69.0,
        "replace:plc": 118.2, "replace:motor": 153.4,
    }  # fmt: skip
    assert {a.id: round(policy.quality(a, start), 6) for a in policy.network.acts} == expected


@pytest.mark.parametrize("fault", ["fuse", "estop", "contactor", "plc", "cable", "motor"])
def test_the_best_policy_scores_100_whatever_is_true(policy, fault):
    session = strategies.session(conveyor(), policy, strategies.best, true=fault)
    assert play.score(session, policy).score == 100


SESSIONS = [
    ("estop", "V fuse, V coil, plc LED, R estop, replace estop", (1, 1),
     [1.6, 2.375, 0, 4, 0], 0, 0.5513, 0.1679, 71.82),
    ("estop", "replace contactor, replace fuse, replace estop", (1, 1),
     [21.7, 3.5294, 10.1538], 0, 0.2169, 0.0463, 48.29),
    ("cable", "pull-in, declare cable", (1, 2), [0, 6], 0, 0.6203, 0.2647, 50.68),
    ("cable", "pull-in, declare motor", (1, 2), [0, 77], 33, 0.0818, 0.0726, 8.95),
    ("cable", "declare fuse", (0, 1), [4], 50.375, 0.1527, 0.1024, 6.88),
    ("estop", "replace fuse, pull-in, plc LED, R estop, replace estop", (1, 1),
     [4, 0, 0, 0, 0], 0, 0.7101, 0.5776, 78.52),
]  # fmt: skip


@pytest.mark.parametrize(("true", "steps", "proof", "regrets", "left", "r", "e", "score"), SESSIONS)
def test_conveyor_sessions(policy, true, steps, proof, regrets, left, r, e, score):
    done, required = proof
    # the table states the proof points as counts: points that a line of the work order gives, filled in or not
    points = tuple(ProofPoint(str(i), Text(str(i)), order=o) for i, o in enumerate(("cause", "action")[:required]))
    session = written_session(conveyor(proof=points), true, steps)
    session = replace(session, order=dict.fromkeys(("cause", "action")[:done], "done"))
    result = play.score(session, policy)
    assert [round(s.regret, 4) for s in result.steps] == pytest.approx(regrets)
    assert result.left_broken == pytest.approx(left)
    assert (round(result.regret_ratio, 4), round(result.efficiency, 4), result.score) == (r, e, score)


def test_a_violation_of_severity_one_leaves_nothing(policy):
    unsafe = conveyor(rules=(SafetyRule("live", Text("live"), ("pull-in",), ("on",), 1.0),))
    session = written_session(unsafe, "cable", "pull-in, R cable, replace cable")
    result = play.score(session, policy)
    assert (result.safety, result.score) == (0, 0)


@pytest.mark.parametrize(("order", "score"), [
    (None, 52.77),
    ("pull-in, plc LED, R estop, V fuse, R cable, R motor", 85.27),
    ("pull-in, V coil, plc LED, R estop, V fuse, R cable", 81.34),
    ("V fuse, V coil, plc LED, R estop, R cable, R motor", 76.28),
])  # fmt: skip
def test_expected_scores_of_ways_of_working(policy, order, score):
    way = strategies.by_tests(order.split(", ")) if order else strategies.by_chance_and_price
    assert round(strategies.expected_score(conveyor(), policy, way), 2) == score


def written_session(scenario, true, steps):
    """A session as the table writes it: changes of state happen where a step needs them."""
    session = replace(play.begin(scenario, ""), true=true)
    for step in steps.split(", "):
        kind, name = ("test", step) if step in CONVEYOR_TESTS else step.split()
        need = CONVEYOR_TESTS[step][1] if kind == "test" else {"replace": "off"}.get(kind, session.unit)
        if session.unit != need:
            session = play.perform(session, play.Act("state", "lock out" if need == "off" else "restore"))
        session = play.perform(session, play.Act(kind, name))
        assert not session.seen[-1].refused
    return session


def test_score_session_counts_moves_that_lead_to_nothing(policy):
    result = score_session(policy, [], true="cable", declared="", proof=(0, 0), unused_moves=6.0)
    assert result.regrets == pytest.approx(6.0 + 44.3)
