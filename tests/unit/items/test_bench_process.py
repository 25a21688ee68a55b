"""What a bench is evidence of, and the process around it: the work order, the time limit, the replay's sums."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenarios import conveyor

from fieldmark.faults import play
from fieldmark.items import draw, evidence, score, step, view
from fieldmark.items.replay import hint, replay_data
from fieldmark.model.fault import Cost, ProofPoint
from fieldmark.model.item import FaultBench
from fieldmark.model.text import Text

ASPECTS = ("safety", "measurement", "isolation", "parts", "process")
LINES = {"cause": "cable", "action": "replaced", "verification": "runs", "sign_off": "Lee"}


def bench(**more):
    return FaultBench(
        id="conveyor", course="c", title=Text("Conveyor", "输送机"), prompt=Text("It does not start.", "无法启动。"),
        skills=("s",), points=10, scenario=conveyor(fault="cable", **more), shows={a: a for a in ASPECTS},
    )  # fmt: skip


ITEM = bench()
VARIANT = draw(ITEM, secret="ab" * 32, engineer="e001", slot="q01")
REPAIR = [{"test": "pull-in"}, {"state": "lock out"}, {"test": "R cable"}, {"replace": "cable"}]


def shown(*steps, order=None, item=ITEM):
    return {e.aspect: e.share for e in evidence(item, VARIANT, {"steps": list(steps), "order": order or {}})}


def test_doing_nothing_shows_no_skill():
    assert shown(order=LINES) == {"isolation": 0.0, "process": 0.0}
    assert set(shown({"declare": "motor"}, order=LINES)) == {"isolation", "process", "measurement"}
    assert shown({"declare": "motor"})["measurement"] < 0.1, "a guess is scored as the repair that it asks for"
    assert shown({"state": "lock out"}) == {"isolation": 0.0, "process": 0.0}


def test_what_was_done_shows_what_it_can():
    assert set(shown({"test": "pull-in"})) == {"isolation", "process", "measurement", "safety"}
    assert shown(*REPAIR, {"declare": "cable"}, order=LINES) == dict.fromkeys(ASPECTS, 1.0)
    assert shown(*REPAIR, {"state": "lock out"}, {"replace": "motor"})["parts"] == 0.5


def test_empty_lines_and_lost_time_are_process_deviations():
    done = [*REPAIR, {"declare": "cable"}]
    asked = bench(proof=(ProofPoint("verified", Text("Verified"), order="verification"),))
    late = replace(asked, scenario=replace(asked.scenario, minutes=5))
    tests = tuple(replace(t, cost=Cost(t.cost.money, 3)) for t in late.scenario.tests)
    late = replace(late, scenario=replace(late.scenario, tests=tests))
    order = LINES | {"sign_off": "  "}
    for item, lines, share, count in (
        (asked, LINES, 1.0, 0),
        (asked, order, 3 / 4, 1),
        (late, LINES, 4 / 5, 1),
        (late, {}, 0.0, 5),
    ):
        answer = {"steps": done, "order": lines}
        mark = score(item, VARIANT, answer)
        assert shown(*done, order=lines, item=item)["process"] == pytest.approx(share)
        assert (f"Process deviations {count}:" in mark.comment.en) is bool(count)
        assert (f"流程偏差 {count} 项" in mark.comment.zh) is bool(count)
        assert len(replay_data(item, VARIANT, answer, told=False)["deviations"]) == count
    assert score(asked, VARIANT, {"steps": done, "order": order}).share == 1.0, "proof is what the scenario asks"


def test_a_closed_work_order_stays_as_it_is():
    closed = step(ITEM, VARIANT, {"order": {"action": "replaced"}}, {"declare": "cable"}).answer
    done = step(ITEM, VARIANT, closed, {"order": {"verification": "runs"}})
    assert (done.answer, "finished" in done.refused.en) == (closed, True)


def test_the_cause_is_one_of_the_unit():
    for cause in ("cable", ""):
        assert step(ITEM, VARIANT, {}, {"order": {"cause": cause}}).answer == {"order": {"cause": cause}}
    for cause in ("<img src=x>", "the moon", "cable "):
        done = step(ITEM, VARIANT, {}, {"order": {"cause": cause, "action": "x"}})
        assert (done.answer, bool(done.refused.zh)) == ({}, True)


ACTS = st.lists(
    st.sampled_from(
        [{"test": t.id} for t in ITEM.scenario.tests]
        + [{"replace": f.id} for f in ITEM.scenario.faults]
        + [{"state": c.id} for c in ITEM.scenario.changes]
        + [{"declare": f.id} for f in ITEM.scenario.faults]
    ),
    max_size=9,
)


@settings(deadline=None, max_examples=80)
@given(acts=ACTS, hints=st.integers(0, 2))
def test_the_replay_shows_every_act_and_its_prices_add_up(acts, hints):
    answer = {}
    for act in acts:
        answer = step(ITEM, VARIANT, answer, act).answer
    asked = dict(answer) | {"hints": [0] * hints} if hints else answer
    told, now = replay_data(ITEM, VARIANT, asked), view(ITEM, VARIANT, answer)
    frames = [s for s in now["steps"] if s["kind"] != "declare" or now["works"] == "no"]
    assert [f["kind"] for f in told["you"]] == [s["kind"] for s in frames]
    assert sum(f["cost"] for f in told["you"]) == pytest.approx(told["spent"]) == pytest.approx(now["cost"])
    assert told["hints"] == 10 * hints
    assert (told["still"] == 0) is (now["works"] == "yes")
    assert sum(f["cost"] for f in told["best"]) == pytest.approx(told["best_spent"])
    assert all(sum(f["belief"].values()) == pytest.approx(1, abs=0.001) for f in told["you"])


def test_what_is_still_to_be_spent_is_said():
    wrong = replay_data(ITEM, VARIANT, {"steps": [{"test": "pull-in"}, {"declare": "motor"}]})
    assert (wrong["spent"], wrong["left_broken"], wrong["still"]) == (1, 33, 33)
    right = replay_data(ITEM, VARIANT, {"steps": [{"test": "pull-in"}, {"declare": "cable"}]})
    assert (right["spent"], right["left_broken"], right["still"]) == (1, 0, 33)  # the repair, locked out
    guess = right["you"][-1]
    assert (guess["kind"], guess["cost"]) == ("declare", 0)
    assert "counts as that repair, for 33.0. It had a chance of 67%" in guess["words"]["en"]


def test_once_the_unit_works_the_hint_is_to_close():
    assert "close" in hint(ITEM, VARIANT, {"steps": REPAIR})["words"]["en"]
    assert play.begin(ITEM.scenario, "").true == "cable"
