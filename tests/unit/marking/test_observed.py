"""Observations from the journal into gradebook, responses and feedback, as any paper."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import observed
import papers
import pytest

from fieldmark.marking import desk
from fieldmark.marking.mark import mark
from fieldmark.marking.policy import MarkingPolicy
from fieldmark.marking.publish import publish_feedback
from fieldmark.marking.revise import regrade
from fieldmark.marking.tasks import land_all, tasks
from fieldmark.model.content import Content
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect
from fieldmark.store.feedback import read_feedback
from fieldmark.store.gradebook import gradebook
from fieldmark.store.journal import Journal
from fieldmark.store.sealed import read_sealed
from fieldmark.store.tables import read_table

PAPER = "site-visit-observed"
NOW = datetime(2026, 3, 3, tzinfo=UTC)
GOOD = {"isolates": 2, "explains": 3, "signs": 3}
ITEM = replace(observed.ITEM, course=papers.COURSE, examiners=2)


def content(item=ITEM) -> Content:
    plain = papers.content()
    return replace(plain, items=(*plain.items, item))


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.delenv("FIELDMARK_JOURNAL", raising=False)
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    made = papers.workspace(tmp_path / "w")
    build(made, content())
    return made


def watch(place, engineer, **sheets):
    with closing(Journal.open(place)) as journal:
        observed.observe(journal, read_sealed(place, PAPER), engineer, papers.START, **sheets)


def marked(place):
    assert not collect(place).problems
    assert not mark(place).problems
    return read_table(place, "responses").set_index(["engineer", "attempt"])


def test_it_is_built_as_a_paper_of_its_own_and_no_paper_draws_it(place):
    sealed = read_sealed(place, PAPER)
    assert (sealed.observed, sealed.paper.attempts, sealed.paper.points) == (True, 2, 10.0)
    assert not read_sealed(place, "basics-before").observed
    again = build(place, content())
    assert {r["paper"]: r["state"] for r in again.rows}[PAPER] == "unchanged"


def test_it_becomes_a_row_with_points_and_evidence_for_each_skill(place):
    watch(place, "e001", t01=GOOD, t03={**GOOD, "isolates": 1, "signs": "not seen"})
    watch(place, "e001", t01=GOOD, t03=GOOD)  # observed again
    table = marked(place)
    first, second = table.loc[("e001", 1)], table.loc[("e001", 2)]
    assert (first.kind, first.form, first.max_points) == ("observation", "observed", 10.0)
    assert first.points == pytest.approx(10 * (2 * 0.75 + 1 + 1) / 4)
    assert second.points == 10.0
    assert [(aspect, skill, share) for aspect, skill, share, _ in json.loads(first.shows)] == [
        ("isolates", "isolation", 0.75),
        ("explains", "communication", 1.0),
        ("signs", "handover", 1.0),
    ]
    with gradebook(place, papers.COURSE):
        rows = papers.read_gradebook(place.gradebook(papers.COURSE))["grades"]
    assert [(r[0], r[1], r[2]) for r in rows if r[0].startswith(PAPER)] == [
        (f"{PAPER}-a1", "e001", "q01"),
        (f"{PAPER}-a2", "e001", "q01"),
    ]


def test_where_they_differ_another_settles_it_at_the_desk_and_then_it_is_told(place):
    watch(place, "e001", t01={**GOOD, "explains": {"level": 3, "note": "in his words"}}, t03={**GOOD, "explains": 0})
    waiting = marked(place).loc[("e001", 1)]
    assert (waiting.flag, bool(waiting.points >= 0)) == ("examiners-differ", False)
    publish_feedback(place, NOW)
    assert read_feedback(place, f"{PAPER}-a1", "e001", NOW) is None
    policy = MarkingPolicy()
    (task,) = tasks(place, [PAPER])
    shown = desk.shown(task, "t05", policy)
    assert "Says what it was: Explained – in his words" in shown["answer"]["en"]
    with closing(Journal.open(place)) as journal:
        journal.append(desk.grade(task, "t05", {"points": 8, "comment": "The customer confirms it."}, policy, NOW))
    with gradebook(place, papers.COURSE) as engine:
        land_all(engine, place, read_sealed(place, PAPER), 1, policy, NOW)
    assert marked(place).loc[("e001", 1)].points == 8.0
    publish_feedback(place, NOW)
    told = read_feedback(place, f"{PAPER}-a1", "e001", NOW)
    assert told["questions"][0]["marker"] == "The customer confirms it."
    assert told["total"]["points"] == 8.0


def test_a_corrected_weight_reaches_it_by_a_regrade_and_an_edited_list_does_not(place):
    watch(place, "e001", t01={**GOOD, "signs": 0}, t03={**GOOD, "signs": 0})
    assert marked(place).loc[("e001", 1)].points == pytest.approx(7.5)
    lines = (*ITEM.watched[:2], replace(ITEM.watched[2], weight=5.0))
    heavier = content(replace(ITEM, watched=lines))
    report = build(place, heavier)
    assert [p.code for p in report.problems] == ["P020"]
    assert marked(place).loc[("e001", 1)].points == pytest.approx(7.5)
    regrade(place, heavier, PAPER, why="the signature counts more", by="t01", apply=True, now=NOW)
    assert marked(place).loc[("e001", 1)].points == pytest.approx(10 * 3 / 8)
