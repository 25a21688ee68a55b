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
from fieldmark.model.person import Person
from fieldmark.model.sitting import Event
from fieldmark.pages.marking_desk import judged
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


def test_examiners_do_not_settle_their_own_difference(place):
    watch(place, "e001", t01=GOOD, t03={**GOOD, "explains": 0})
    marked(place)
    policy, sent = MarkingPolicy(), {"points": 8, "comment": "The customer confirms it."}
    (task,) = tasks(place, [PAPER])
    assert {m: desk.state(task, m, policy) for m in ("t01", "t03", "t05")} == {
        "t01": "watched", "t03": "watched", "t05": "open",
    }  # fmt: skip
    for marker in ("t01", "t03"):
        assert desk.grade(task, marker, sent, policy, NOW).code == "M039"
    given = desk.grade(task, "t05", sent, policy, NOW)
    with closing(Journal.open(place)) as journal:
        journal.append(given)
    (task,) = tasks(place, [PAPER])
    assert desk.state(task, "t01", policy) == "done"
    assert desk.grade(task, "t01", sent, policy, NOW).code == "M039"


def test_where_nobody_else_can_mark_an_examiner_settles_it_with_a_reason(place):
    watch(place, "e001", t01=GOOD, t03={**GOOD, "explains": 0})
    marked(place)
    policy, (task,) = MarkingPolicy(), tasks(place, [PAPER])
    examiners = [Person(user, user, "trainer", (papers.COURSE,)) for user in ("t01", "t03")]
    elsewhere = Person("t04", "t04", "trainer", ("pumps",))
    alone = judged(task, [*examiners, elsewhere])
    assert desk.state(alone, "t01", policy) == "open"
    assert desk.shown(alone, "t01", policy)["reason"] == 1
    assert desk.grade(alone, "t01", {"points": 8, "comment": " "}, policy, NOW).code == "M042"
    (event,) = desk.grade(alone, "t01", {"points": 8, "comment": "I asked the customer."}, policy, NOW)
    assert (event.actor, event.data["comment"]) == ("t01", "I asked the customer.")
    for other in (replace(elsewhere, units=("*",)), Person("a01", "a01", "administrator")):
        assert desk.state(judged(task, [*examiners, other]), "t01", policy) == "watched"


def test_an_appeal_is_not_decided_by_who_examined(place):
    watch(place, "e001", t01=GOOD, t03=GOOD)
    marked(place)
    asked = {"slot": "q01", "reason": "I did sign."}
    with closing(Journal.open(place)) as journal:
        (row,) = journal.sittings(paper=PAPER)
        journal.append([Event(row.id, "e001", "appealed", NOW, "e001", data=asked)])
    (task,) = tasks(place, [PAPER])
    kept = {"outcome": "kept", "text": "The form is empty."}
    assert desk.decide(task, "t01", kept, MarkingPolicy(), NOW).code == "M039"
    assert [e.kind for e in desk.decide(task, "t05", kept, MarkingPolicy(), NOW)] == ["decided"]


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
