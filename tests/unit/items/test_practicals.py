"""Practicals: one act at a time, nothing hidden in what is shown, scored from the acts alone."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenarios import conveyor

from fieldmark.faults import play, strategies, talk
from fieldmark.items import draw, evidence, is_practical, problem_with, public, readable, right, score, step, view
from fieldmark.items.fault import policy
from fieldmark.model.codec import from_data, to_data
from fieldmark.model.dialogue import Branch, Dialogue, Reply, Turn
from fieldmark.model.fault import Cost, SafetyRule, Test
from fieldmark.model.item import AnyItem, Conversation, FaultBench
from fieldmark.model.text import Text
from fieldmark.sitting import practice

SHOWS = {"safety": "isolation", "measurement": "measurement", "isolation": "fault-codes", "process": "process"}
BENCH = FaultBench(
    id="conveyor", course="c", title=Text("Conveyor", "输送机"), prompt=Text("It does not start.", "无法启动。"),
    skills=("measurement",), points=10, scenario=conveyor(), shows=SHOWS,
)  # fmt: skip


def _reply(name, to, mood=0, **points):
    return Reply(name, Text(f"I {name}", f"我{name}"), (Branch(to),), points, mood)


TALK = Conversation(
    id="complaint", course="c", title=Text("Complaint"), prompt=Text("A customer calls."), skills=("communication",),
    shows={"listening": "communication"},
    dialogue=Dialogue(
        id="complaint", course="c", title=Text("t"), situation=Text("s"), customer=Text("c"), skills=("communication",),
        turns=(
            Turn("first", Text("Again!"), (_reply("listen", "good", 2, listening=2), _reply("blame", "bad", -2))),
            Turn("good", Text("Thanks."), outcome=Text("kept"), value=1.0),
            Turn("bad", Text("Bye."), outcome=Text("lost")),
        ),
    ),
)  # fmt: skip


def drawn(item, engineer="e001"):
    return draw(item, secret="ab" * 32, engineer=engineer, slot="q01")


def worked(item, variant, *acts):
    answer = {}
    for act in acts:
        done = step(item, variant, answer, act)
        assert not done.refused, done.refused
        answer = done.answer
    return answer


def test_the_best_way_scores_all_points_for_every_engineer():
    for engineer in ("e001", "e002", "e003", "e004"):
        variant = drawn(BENCH, engineer)
        true = play.begin(BENCH.scenario, variant.seed).true
        session = strategies.session(BENCH.scenario, policy(BENCH.scenario), strategies.best, true=true)
        answer = worked(BENCH, variant, *({s.act.kind: s.act.id} for s in session.seen))
        assert score(BENCH, variant, answer).share == 1.0
        assert right(BENCH, variant).en == true


def test_a_step_shows_its_reading_and_nothing_hidden():
    variant = drawn(BENCH)
    done = step(BENCH, variant, {}, {"test": "V fuse"})
    assert done.answer == {"steps": [{"test": "V fuse"}]}
    assert done.reply["reading"]["en"] in {"0", "24"}
    assert done.reply["cost"] == 4
    shown = json.dumps(public(BENCH, variant))
    for hidden in ("outcomes", "prior", "closed", "24", variant.seed):
        assert hidden not in shown


def test_what_is_shown_is_the_same_whatever_fault_is_true():
    fixed = [replace(BENCH, scenario=replace(BENCH.scenario, fault=f.id)) for f in BENCH.scenario.faults]
    assert len({json.dumps(public(item, drawn(item))) for item in fixed}) == 1


def test_impossible_and_forged_steps_are_refused_in_words_and_change_nothing():
    variant = drawn(BENCH)
    for act in (
        {"test": "R estop"},
        {"test": "crystal ball"},
        {"teleport": "x"},
        {},
        {"test": 3},
        {"state": "restore"},
    ):
        done = step(BENCH, variant, {}, act)
        assert done.refused.en
        assert done.refused.zh
        assert done.answer == {}
    finished = worked(BENCH, variant, {"declare": "fuse"})
    assert step(BENCH, variant, finished, {"test": "V fuse"}).refused


def test_a_forged_answer_is_malformed():
    variant = drawn(BENCH)
    impossible = {"steps": [{"test": "R estop"}]}
    assert problem_with(BENCH, variant, impossible) == "refused-step"
    mark = score(BENCH, variant, impossible)
    assert (mark.share, mark.flag) == (0.0, "malformed")


def test_after_a_reload_the_session_goes_on_where_it_was():
    variant = drawn(BENCH)
    answer = worked(BENCH, variant, {"test": "pull-in"}, {"state": "lock out"}, {"order": {"cause": "cable"}})
    seen = view(BENCH, variant, answer)
    assert [s["id"] for s in seen["steps"]] == ["pull-in", "lock out"]
    assert (seen["unit"], seen["cost"], seen["order"]) == ("off", 4.0, {"cause": "cable"})


NOISY = replace(
    BENCH,
    scenario=replace(
        BENCH.scenario,
        tests=(
            *BENCH.scenario.tests,
            *(
                Test(n, Text(n), "listen", Cost(1), {f.id: {"hum": 0.6, "quiet": 0.4} for f in BENCH.scenario.faults})
                for n in ("hear one", "hear two")
            ),
        ),
    ),
)


def heard(engineer, *tests):
    """What each test showed, and the price of all."""
    variant = drawn(NOISY, engineer)
    answer = worked(NOISY, variant, *({"test": t} for t in tests))
    seen = view(NOISY, variant, answer)
    return [s["reading"]["en"] for s in seen["steps"]], seen["cost"]


def test_a_noisy_reading_is_drawn_once_for_each_engineer_and_test():
    """Asked again it shows the same and costs its price again; tests and engineers are drawn independently."""
    people = [f"e{n:03}" for n in range(400)]
    first = {p: heard(p, "hear one", "hear two")[0] for p in people}
    assert heard("e001", "hear one", "hear two", "hear one") == ([*first["e001"], first["e001"][0]], 3)
    assert heard("e001", "hear two", "hear one")[0] == first["e001"][::-1], "whatever the order"
    hums = [sum(r[i] == "hum" for r in first.values()) / len(people) for i in (0, 1)]
    assert all(abs(share - 0.6) < 0.1 for share in hums)  # 4 standard errors
    both = sum(r == ["hum", "hum"] for r in first.values()) / len(people)
    assert abs(both - hums[0] * hums[1]) < 0.1


@given(
    engineer=st.sampled_from(["e001", "e002", "e003"]),
    acts=st.lists(st.sampled_from([{"test": "hear one"}, {"test": "hear two"}, {"test": "pull-in"}]), max_size=6),
)
def test_marking_recomputes_every_reading_from_the_acts_alone(engineer, acts):
    """What was shown step by step is what the whole answer gives when it is played again, and its cost adds up."""
    variant, answer, told = drawn(NOISY, engineer), {}, []
    for act in acts:
        done = step(NOISY, variant, answer, act)
        answer, told = done.answer, [*told, dict(done.reply)]
    again = view(NOISY, drawn(NOISY, engineer), json.loads(json.dumps(answer)))
    assert again["steps"] == told
    assert again["cost"] == len(acts)
    assert score(NOISY, variant, answer) == score(NOISY, drawn(NOISY, engineer), answer)


def test_an_unsafe_step_is_carried_out_and_counts():
    live = SafetyRule("live", Text("Measured live", "带电测量"), ("R motor",), ("on",), 0.5)
    item = replace(BENCH, scenario=replace(BENCH.scenario, rules=(live,)))
    variant = drawn(item)
    true = play.begin(item.scenario, variant.seed).true
    safe = worked(item, variant, {"state": "lock out"}, {"test": "R motor"}, {"replace": true}, {"declare": true})
    done = step(item, variant, {}, {"test": "R motor"})
    assert done.reply["reading"]["en"] in {"ok", "bad"}
    unsafe = worked(item, variant, {"test": "R motor"}, {"state": "lock out"}, {"replace": true}, {"declare": true})
    kept = {e.aspect: e.share for e in evidence(item, variant, safe)}
    lost = {e.aspect: e.share for e in evidence(item, variant, unsafe)}
    assert (kept["safety"], lost["safety"]) == (1.0, 0.5)
    assert score(item, variant, unsafe).share <= 0.5 < score(item, variant, safe).share


def test_a_session_shows_several_skills():
    shown = evidence(BENCH, drawn(BENCH), {"steps": [{"test": "pull-in"}, {"declare": "fuse"}]})
    assert {e.aspect: e.skill for e in shown} == SHOWS
    assert all(0 <= e.share <= 1 and e.weight > 0 for e in shown)


def test_a_talk_is_played_by_letters_that_tell_nothing():
    variant = drawn(TALK)
    start = view(TALK, variant, {})
    letters = {r["text"]["en"]: r["id"] for r in start["replies"]}
    assert set(letters.values()) == {"a", "b"}
    best = worked(TALK, variant, {"reply": letters["I listen"]})
    assert score(TALK, variant, best).share == 1.0
    assert score(TALK, variant, worked(TALK, variant, {"reply": letters["I blame"]})).share == 0.0
    assert view(TALK, variant, best)["over"] == "yes"
    assert "I listen" in readable(TALK, variant, best).en
    assert step(TALK, variant, best, {"reply": "a"}).refused
    orders = {tuple(r["text"]["en"] for r in view(TALK, drawn(TALK, f"e{i}"), {})["replies"]) for i in range(20)}
    assert len(orders) == 2


def test_what_cannot_be_said_is_refused_in_the_words_of_a_talk():
    refused = step(TALK, drawn(TALK), {}, {"reply": "zz"}).refused
    assert "unit" not in refused.en
    assert "设备" not in refused.zh
    assert refused.zh


@pytest.mark.parametrize(("said", "judged"), [("I listen", "kept"), ("I blame", "lost")])
def test_a_talk_tells_how_it_was_judged_in_practice_alone(said, judged):
    variant = drawn(TALK)
    letter = next(r["id"] for r in view(TALK, variant, {})["replies"] if r["text"]["en"] == said)
    came = step(TALK, variant, {}, {"reply": letter})
    for sent in (came.reply, view(TALK, variant, came.answer)):
        assert sent["over"] == "yes"
        assert not {"outcome", "mood"} & set(sent)
        assert judged not in json.dumps(sent)
    assert practice.view(TALK, variant, came.answer)["outcome"]["en"] == judged
    assert "outcome" not in practice.view(TALK, variant, {})


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["steps", "order", "said", "test", "reply", "words", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON, JSON, st.sampled_from([BENCH, TALK]))
def test_nothing_sent_can_raise(answer, act, item):
    variant = drawn(item)
    assert is_practical(item)
    assert 0 <= (score(item, variant, answer).share or 0) <= 1
    step(item, variant, answer, act)
    evidence(item, variant, answer)


@pytest.mark.parametrize("item", [BENCH, TALK])
def test_practicals_travel_through_the_sealed_file(item):
    assert from_data(json.loads(json.dumps(to_data(item))), AnyItem) == item


def test_the_best_talk_is_the_right_one():
    assert right(TALK, drawn(TALK)).en == "I listen"
    assert talk.best_way(TALK.dialogue).turn == "good"
