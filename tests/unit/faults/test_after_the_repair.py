"""Once the unit works, every further step costs its price, and every part replaced is a good one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenarios import conveyor

from fieldmark.faults import play, strategies
from fieldmark.faults.network import network
from fieldmark.faults.policy import solve
from fieldmark.faults.replay import replay
from fieldmark.model.fault import Scenario

SCENARIO = conveyor()
POLICY = solve(network(SCENARIO))
FAULTS = [f.id for f in SCENARIO.faults]
ACTS = [("test", t.id) for t in SCENARIO.tests] + [("replace", f) for f in FAULTS]

acts = st.lists(st.sampled_from(ACTS), max_size=5)


def worked(session: play.Session, *done: tuple[str, str]) -> play.Session:
    """The session with these tests and repairs, the unit brought into the state that each needs."""
    for kind, name in done:
        act = POLICY.network.by_id[f"replace:{name}" if kind == "replace" else name]
        session = play.perform(strategies.brought_to(session, POLICY, act.state), play.Act(kind, name))
        assert not session.seen[-1].refused
    return session


def begun(true: str, scenario: Scenario = SCENARIO) -> play.Session:
    return play.Session(scenario, true, "", scenario.start)


def closed(session: play.Session) -> play.Session:
    return play.perform(session, play.Act("declare", session.true))


@settings(deadline=None, max_examples=60)
@given(true=st.sampled_from(FAULTS), before=acts, after=acts)
def test_what_follows_the_repair_costs_its_price_and_changes_nothing_else(true, before, after):
    repaired = worked(begun(true), *before, ("replace", true))
    longer = worked(repaired, *after)
    once, more = play.score(closed(repaired), POLICY), play.score(closed(longer), POLICY)
    extra = longer.cost - repaired.cost
    assert more.regrets == pytest.approx(once.regrets + extra)
    assert more.weighed == pytest.approx(once.weighed + extra)
    assert more.good_parts == once.good_parts + sum(kind == "replace" for kind, _ in after)
    assert (more.isolation, more.left_broken) == (1.0, 0.0)
    tail = more.steps[len(once.steps) :]
    assert [(s.regret, s.quality, s.bits, s.best) for s in tail] == [(s.cost, 0.0, 0.0, "") for s in tail]
    assert more.steps[: len(once.steps)] == once.steps
    assert more.score <= once.score
    assert not after or more.score < once.score


@settings(deadline=None, max_examples=60)
@given(true=st.sampled_from(FAULTS), done=acts)
def test_the_score_keeps_its_bounds_and_its_sums(true, done):
    session = worked(begun(true), *done)
    for ended in (session, *(play.perform(session, play.Act("declare", f)) for f in FAULTS)):
        result = play.score(ended, POLICY)
        assert 0 <= result.score <= 100
        assert all(s.regret >= 0 and (s.quality is None or 0 <= s.quality <= 1) for s in result.steps)
        assert result.weighed == pytest.approx(sum(s.cost for s in result.steps if s.quality is not None))
        assert result.regrets == pytest.approx(sum(s.regret for s in result.steps) + result.left_broken)
        assert result.good_parts <= sum(kind == "replace" for kind, _ in done)


def best(true: str) -> play.Session:
    """The best way, with the work order still open."""
    return worked(begun(true), *((s.act.kind, s.act.id) for s in _steps(true)))


def _steps(true):
    whole = strategies.session(SCENARIO, POLICY, strategies.best, true=true)
    return [s for s in whole.seen if s.act.kind in ("test", "replace")]


def test_the_right_part_replaced_again_is_a_good_part_lost():
    again = worked(best("estop"), ("replace", "estop"))
    result = play.score(closed(again), POLICY)
    assert (result.good_parts, round(result.regrets, 6)) == (1, 18)  # the part 15, locking out again 3
    assert result.isolation == 1
    assert result.score == pytest.approx(100 * (0.4 + 0.35 * 9.8 / 27.8 + 0.15 * 9 / 27 + 0.1) - 5, abs=0.005)


def test_a_good_part_swapped_after_the_repair_leaves_the_proof_standing():
    result = play.score(closed(worked(best("estop"), ("replace", "motor"))), POLICY)
    assert (result.isolation, result.good_parts, round(result.regrets, 6)) == (1, 1, 123)
    assert result.steps[-1].quality == 0
    assert result.efficiency < 1


def test_the_replay_calls_it_what_it_is():
    told = replay(worked(best("estop"), ("replace", "estop"), ("test", "pull-in")), POLICY)
    assert "right repair" in told.frames[-4].words.en
    for frame in (told.frames[-2], told.frames[-1]):
        assert "worked already" in frame.words.en
        assert not frame.best
