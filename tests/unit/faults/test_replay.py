"""The replay tells, step by step, what was believed, what it cost and what would have been better."""

from dataclasses import replace

import pytest
from scenarios import conveyor

from fieldmark.faults import play
from fieldmark.faults.network import network
from fieldmark.faults.policy import solve
from fieldmark.faults.replay import replay
from fieldmark.model.fault import SafetyRule
from fieldmark.model.text import Text


@pytest.fixture(scope="module")
def told():
    rule = SafetyRule("live", Text("resistance on a live circuit", "带电测电阻"), ("R estop",), ("on",), 0.5)
    scenario = conveyor(rules=(rule,))
    session = replace(play.begin(scenario, ""), true="estop")
    for kind, name in (("state", "lock out"), ("replace", "contactor"), ("test", "pull-in"), ("test", "pull-in"),
                       ("test", "R estop"), ("state", "lock out"), ("replace", "estop")):  # fmt: skip
        session = play.perform(session, play.Act(kind, name))
    return replay(session, solve(network(scenario)))


def test_each_step_says_what_it_cost_and_what_was_better(told):
    off, swap, pull_in, again, unsafe, off_again, repair = told.frames
    assert (off.kind, off.regret, off_again.reading.en) == ("state", 0, "The unit is now: off")
    assert swap.regret == pytest.approx(21.7)
    assert "pull-in" in swap.words.en
    assert "15%" in swap.words.en
    assert pull_in.bits > 0.5
    assert "nothing new" in again.words.en
    assert unsafe.unsafe[0].zh == "不安全：带电测电阻。"
    assert "right repair" in repair.words.en


def test_belief_moves_towards_the_fault(told):
    likeliest, chance = told.frames[-1].belief[0]
    assert (likeliest.en, chance) == ("estop", pytest.approx(1.0))
    assert sum(p for _, p in told.frames[0].belief) == pytest.approx(1.0)


def test_the_best_way_is_shown_beside_it(told):
    assert told.best_spent < told.spent
    assert all(f.regret == pytest.approx(0, abs=1e-9) for f in told.best_way)
    assert told.true.en == "estop"
