"""A practical from the first step at the service to mastery: each skill that it shows is evidence, and is used."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import papers
import pytest

from fieldmark import bank
from fieldmark.faults import strategies
from fieldmark.items import evidence, variant
from fieldmark.items.fault import policy
from fieldmark.marking.mark import mark
from fieldmark.measure.measure import measure
from fieldmark.model.content import Content
from fieldmark.model.paper import Blueprint, Draw, Form
from fieldmark.model.sitting import WINDOW
from fieldmark.model.text import Text
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect
from fieldmark.sitting.engine import Exam
from fieldmark.store.files import write_text
from fieldmark.store.journal import Journal
from fieldmark.store.sealed import read_sealed
from fieldmark.store.tables import read_table
from fieldmark.store.workspace import Workspace

PAPER, SLOT, BENCH = "bench-a", "q01", "earth-fault-after-rain"
SHOWS = {
    "safety": "isolation", "measurement": "insulation-test", "isolation": "insulation-test", "parts": "power-section",
    "process": "process",
}  # fmt: skip
ORDER = {"action": "repaired", "verification": "it runs", "sign_off": "shown to the customer"}
SWAPS = ("lock-out", "discharge"), ("winding", "output-module", "cable", "service-switch", "terminal-box")


@pytest.fixture
def place(root, tmp_path, monkeypatch):
    """A paper whose one question is a bench of the shipped course."""
    monkeypatch.delenv("FIELDMARK_JOURNAL", raising=False)
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    made = papers.workspace(tmp_path / "w")
    write_text(made.grading / "mastery.yaml", "least_answers: 1\n")
    shipped = bank.read(Workspace(root))
    bench = next(i for i in shipped.items if i.id == BENCH)
    (course,) = (c for c in shipped.courses if c.id == "vfd")
    draws = (Draw(1, 10.0, items=(BENCH,)),)
    blueprint = Blueprint("bench", "vfd", Text("Bench", "实操"), 60, draws, (Form("a", Text("A", "甲"), 1),))
    report = build(made, Content((course,), (bench,), (blueprint,)))
    assert [r["paper"] for r in report.rows] == [PAPER], report.problems
    return made


def best(sealed, engineer):
    """The acts of the best way, with what a good engineer writes down before the work order is closed."""
    item, drawn = variant(sealed, sealed.paper.slots[0], engineer)
    true = strategies.play.begin(item.scenario, drawn.seed).true
    done = strategies.session(item.scenario, policy(item.scenario), strategies.best, true=true, secret=drawn.seed)
    *worked, closed = [{s.act.kind: s.act.id} for s in done.seen]
    return [*worked, {"order": {"cause": true, **ORDER}}, closed]


def swapped(sealed, engineer):
    """A test on the live drive, part after part replaced, a wrong cause named, nothing written down."""
    states, parts = SWAPS
    item, drawn = variant(sealed, sealed.paper.slots[0], engineer)
    true = strategies.play.begin(item.scenario, drawn.seed).true
    wrong = [p for p in parts if p != true]
    live = [{"test": "diode-output"}]
    return [*live, *({"state": s} for s in states), *({"replace": p} for p in wrong), {"declare": wrong[0]}]


async def sit(exam, engineer, acts):
    sitting = (await exam.open(engineer, PAPER)).id
    for number, act in enumerate(acts, start=1):
        _, came = await exam.step(sitting, engineer, SLOT, WINDOW + number, act)
        assert not came.refused, came.refused
    await exam.submit(sitting, engineer)


def test_a_practical_speaks_for_each_skill_that_it_shows_up_to_mastery(place):
    sealed = read_sealed(place, PAPER)
    work = {"e001": best(sealed, "e001"), "e002": swapped(sealed, "e002"), "e003": best(sealed, "e003")}
    times = iter(papers.START + timedelta(seconds=n) for n in range(10_000))
    exam = Exam(place, Journal.open(place), lambda: next(times), lambda submission: None)
    for engineer, acts in work.items():
        asyncio.run(sit(exam, engineer, acts))
    exam.close()
    assert not collect(place).problems
    assert not mark(place).problems

    rows = read_table(place, "responses").set_index("engineer")
    for engineer in work:
        item, drawn = variant(sealed, sealed.paper.slots[0], engineer)
        seen = evidence(item, drawn, json.loads(rows.loc[engineer].answer))
        told = json.loads(rows.loc[engineer].shows)
        assert {aspect: skill for aspect, skill, _, _ in told} == SHOWS
        assert [share for _, _, share, _ in told] == pytest.approx([e.share for e in seen], abs=1e-4)
        assert all(weight > 0 for *_, weight in told)
    shares = {who: {a: s for a, _, s, _ in json.loads(rows.loc[who].shows)} for who in work}
    assert shares["e001"] == dict.fromkeys(SHOWS, 1.0)
    assert all(shares["e002"][aspect] < 1 for aspect in SHOWS)

    measure(place)
    found = read_table(place, "mastery").set_index(["engineer", "skill"])
    assert set(found.index) == {(who, skill) for who in work for skill in SHOWS.values()}
    assert found.loc[("e001", "insulation-test"), "n"] == 2, "what the measuring shows, and whether the cause was found"
    assert found.loc[("e001", "isolation"), "n"] == 1
    for skill in set(SHOWS.values()):
        good, poor = found.loc[("e001", skill)], found.loc[("e002", skill)]
        assert good.low < good.mastery < good.high
        assert good.mastery > poor.mastery, skill
