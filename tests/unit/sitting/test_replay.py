"""The replay and the hints: what they tell follows the acts, and following the hints finds the fault."""

from __future__ import annotations

import json

import pytest
from scenarios import conveyor

from fieldmark.faults.play import begin
from fieldmark.items import draw, score, step
from fieldmark.items.replay import hint, replay_data
from fieldmark.model.item import FaultBench
from fieldmark.model.text import Text
from fieldmark.sitting import practice
from fieldmark.sitting.widgets import Question

FAULTS = [f.id for f in conveyor().faults]


def bench(fault: str) -> FaultBench:
    scenario = conveyor(fault=fault, labour_rate=60)
    return FaultBench(
        id="c", course="c", title=Text("Conveyor"), prompt=Text("?"), skills=("s",), points=10, scenario=scenario
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_following_the_hints_is_the_best_way(fault):
    item = bench(fault)
    variant = draw(item, secret="ab" * 32, engineer="e1", slot="q01")
    names = {f"Best now: replace {f}.": {"replace": f} for f in FAULTS} | {
        f"Best now: {t.id}.": {"test": t.id} for t in item.scenario.tests
    }
    answer, asked = {}, 0
    while "declare" not in str(answer):
        act = names[hint(item, variant, answer)["words"]["en"]]
        came = step(item, variant, answer, act)
        if came.refused:  # the hint names the measurement; how to get there is the engineer's
            unit = "lock out" if len(answer.get("steps", [])) < 9 else "restore"
            came = step(item, variant, answer, {"state": unit})
            if came.refused:
                came = step(item, variant, answer, {"state": "restore"})
        answer, asked = came.answer, asked + 1
        if came.reply.get("works") == "yes":
            answer = step(item, variant, answer, {"declare": act["replace"]}).answer
        assert asked < 20
    assert score(item, variant, answer).share == pytest.approx(1.0)
    told = replay_data(item, variant, answer)
    assert told["true"] == fault == begin(item.scenario, variant.seed).true
    assert told["left_broken"] == 0
    assert [f["title"] for f in told["you"]] == [f["title"] for f in told["best"]]
    assert all(sum(f["belief"].values()) == pytest.approx(1, abs=0.001) for f in told["you"])


def test_a_hint_has_its_price_and_an_exam_has_none():
    question = Question(bench("cable"))
    question.act = {"hint": "1"}
    assert question.view["cost"] == question.view["hint"]["price"] == 10
    exam = Question(bench("cable"), practice=False)
    exam.act = {"hint": "1"}
    assert exam.reply["refused"]["zh"]
    assert "hint" not in exam.view


def test_what_may_not_be_told_is_left_out():
    item = bench("cable")
    variant = draw(item, secret="ab" * 32, engineer="e1", slot="q01")
    answer = step(item, variant, {"steps": [{"test": "pull-in"}]}, {"declare": "motor"}).answer
    told, own = replay_data(item, variant, answer), replay_data(item, variant, answer, told=False)
    assert set(told) - set(own) == {"true", "exact", "best_spent", "still", "left_broken", "faults", "best"}
    assert [set(f) for f in own["you"]] == [{"kind", "title", "reading", "cost", "unsafe"}] * 2
    assert "cable" not in json.dumps(own)
    assert replay_data(item, variant, {"steps": "x"}) == {}


def test_a_hint_is_told_again_after_a_reload_and_paid_for_once():
    item = bench("cable")
    variant = draw(item, secret="ab" * 32, engineer="e1", slot="q01")
    answer = practice.step(item, variant, {}, {"test": "pull-in"}).answer
    for _ in range(2):
        answer = practice.step(item, variant, answer, {"hint": "1"}).answer
    assert answer["hints"] == [1]
    answer = practice.step(item, variant, answer, {"test": "plc LED"}).answer
    shown = practice.view(item, variant, json.loads(json.dumps(answer)))
    assert [h["after"] for h in shown["hints"]] == [1]
    assert shown["hints"][0]["words"] == hint(item, variant, {"steps": answer["steps"][:1]})["words"]
    assert shown["cost"] == 2 + 10
    forged = {"steps": answer["steps"], "hints": [7]}
    assert practice.step(item, variant, forged, {"hint": "1"}).refused


def test_the_replay_comes_after_the_end_and_in_practice_alone():
    for told in (True, False):
        question = Question(bench("cable"), practice=told)
        question.act = {"test": "pull-in"}
        assert "replay" not in question.view
        question.act = {"test": "pull-in"}  # the same again is a step of its own
        assert len(question.answer["steps"]) == 2
        question.act = {"declare": "motor"}
        assert ("replay" in question.view) is told
    assert question.view["declared"] == "motor"
