"""A corrected key, weight or cut score: shown first, applied with a reason, kept as a revision."""

from dataclasses import replace
from datetime import timedelta

import papers
import pytest

from fieldmark.items import variant
from fieldmark.items.kind import letters
from fieldmark.marking.mark import mark
from fieldmark.marking.publish import publish_feedback
from fieldmark.marking.revise import regrade, revision
from fieldmark.model.content import Content
from fieldmark.model.item import Choice
from fieldmark.model.problem import Refused
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect
from fieldmark.sitting.record import record
from fieldmark.store.acts import read_acts
from fieldmark.store.files import read_json, write_text
from fieldmark.store.journal import Journal
from fieldmark.store.sealed import read_sealed
from fieldmark.store.tables import read_table

PAPER = "basics-before"
WHY = "Option keyed wrong"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A sat and marked paper: e001 all right; e002 chose option b of the first question; e003 handed in nothing."""
    monkeypatch.delenv("FIELDMARK_JOURNAL", raising=False)
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    made = papers.workspace(tmp_path / "w")
    build(made, papers.content())
    sealed = read_sealed(made, PAPER)
    journal = Journal.open(made)
    for engineer, answers in (
        ("e001", {s.name: papers.right_answer(sealed, s, "e001") for s in sealed.paper.slots}),
        ("e002", {"q01": {"choice": letter(sealed, "e002", wrong(sealed))}}),
        ("e003", {}),
    ):
        record(journal, sealed, engineer, answers, papers.START, papers.START + timedelta(minutes=20))
    journal.close()
    collect(made)
    assert not mark(made).problems
    return made


def first(sealed) -> Choice:
    return sealed.item(sealed.paper.slots[0].items[0])


def wrong(sealed) -> int:
    """Place of an option that is keyed wrong."""
    return next(i for i, o in enumerate(first(sealed).options) if not o.right)


def letter(sealed, engineer, place):
    _, drawn = variant(sealed, sealed.paper.slots[0], engineer)
    return next(k for k, i in letters(drawn.order).items() if i == place)


def rekeyed(sealed) -> Content:
    """The trainers' files with the first question's key moved to the option that e002 chose."""
    item, place = first(sealed), wrong(sealed)
    options = tuple(replace(o, right=i == place) for i, o in enumerate(item.options))
    return having(replace(item, options=options))


def having(new, **changes) -> Content:
    items = tuple(new if i.id == new.id else i for i in papers.items())
    return replace(papers.content(**changes), items=items)


def points(workspace, slot="q01"):
    table = read_table(workspace, "responses")
    return dict(table[table.slot == slot][["engineer", "points"]].itertuples(index=False))


def test_what_would_change_is_shown_and_nothing_is_changed(workspace):
    sealed, before = read_sealed(workspace, PAPER), points(workspace)
    report = regrade(workspace, rekeyed(sealed), PAPER, why=WHY, by="t01")
    assert {(r["engineer"], r["after"] - r["before"], r["slots"]) for r in report.rows} == {
        ("e001", -1.0, "q01"),
        ("e002", 1.0, "q01"),
    }
    assert "2 of 3" in report.summary.en
    assert "--apply" in report.summary.en
    assert read_sealed(workspace, PAPER) == sealed
    assert points(workspace) == before
    assert read_acts(workspace, PAPER) == []


def test_applied_it_is_marked_anew_audited_and_the_old_is_kept(workspace):
    sealed = read_sealed(workspace, PAPER)
    report = regrade(workspace, rekeyed(sealed), PAPER, why=WHY, by="t01", apply=True)
    assert len(report.rows) == 2
    assert points(workspace) == {"e001": 0.0, "e002": 1.0, "e003": 0.0}
    now = read_sealed(workspace, PAPER)
    assert (now.revision, now.digest, now.secret) == (1, sealed.digest, sealed.secret)
    assert read_json(revision(workspace, PAPER, 0))["items"] != []
    kept = read_json(revision(workspace, PAPER, 0, "marks.json"))
    assert (kept["why"], kept["by"], len(kept["submissions"])) == (WHY, "t01", 3)
    noted = read_acts(workspace, PAPER, ("regraded",))
    assert {(s.event.engineer, s.event.actor, s.event.data["why"]) for s in noted} == {
        ("e001", "t01", WHY),
        ("e002", "t01", WHY),
    }
    journal = Journal.open(workspace)
    assert journal.verify() == []
    journal.close()


def test_applied_twice_it_is_the_same_as_once(workspace):
    content = rekeyed(read_sealed(workspace, PAPER))
    regrade(workspace, content, PAPER, why=WHY, by="t01", apply=True)
    book = papers.read_gradebook(workspace.gradebook(papers.COURSE))
    again = regrade(workspace, content, PAPER, why=WHY, by="t01", apply=True)
    assert (again.rows, read_sealed(workspace, PAPER).revision) == ([], 1)
    assert papers.read_gradebook(workspace.gradebook(papers.COURSE)) == book


def test_killed_after_the_key_the_next_marking_finishes_it(workspace, monkeypatch):
    content = rekeyed(read_sealed(workspace, PAPER))
    with monkeypatch.context() as patched:
        patched.setattr("fieldmark.marking.revise.mark", killed)
        with pytest.raises(KeyboardInterrupt):
            regrade(workspace, content, PAPER, why=WHY, by="t01", apply=True)
    assert mark(workspace).rows[0]["marked"] == 3
    assert points(workspace)["e002"] == 1.0
    regrade(workspace, content, PAPER, why=WHY, by="t01", apply=True)
    assert len(read_acts(workspace, PAPER, ("regraded",))) == 2


def killed(*_, **__):
    raise KeyboardInterrupt


def test_a_cut_score_changes_who_passes_only_by_a_regrade(workspace):
    content = papers.content(cut=0.95)
    build(workspace, content)
    assert read_sealed(workspace, PAPER).paper.cut == 0.6
    report = regrade(workspace, content, PAPER, why="The board raised it", by="t01", apply=True)
    assert [(r["engineer"], r["verdict"]) for r in report.rows] == [("e001", "passed → open")]
    assert read_sealed(workspace, PAPER).paper.cut == 0.95
    assert not build(workspace, content).problems


def test_a_regrade_asks_for_no_mark_by_hand_again(workspace):
    import sqlite3

    with sqlite3.connect(workspace.gradebook(papers.COURSE)) as book:
        book.execute("update grade set manual_score = 2.0, needs_manual_grade = 0 where needs_manual_grade = 1")
    book.close()
    regrade(workspace, papers.content(cut=0.95), PAPER, why="Raised", by="t01", apply=True)
    long = [r[3:] for r in papers.read_gradebook(workspace.gradebook(papers.COURSE))["grades"] if r[4] is not None]
    assert long == [(None, 2.0, None, 0)]


def test_a_weight_is_followed_by_gradebook_and_table(workspace):
    lines = papers.blueprint().draws
    content = papers.content(draws=(replace(lines[0], points=5.0), *lines[1:]))
    regrade(workspace, content, PAPER, why="Worth more", by="t01", apply=True)
    assert points(workspace)["e001"] == 5.0
    table = read_table(workspace, "responses")
    assert set(table[table.slot == "q01"].max_points) == {5.0}
    assert not mark(workspace).problems
    assert not build(workspace, content).problems


def test_what_engineers_were_shown_cannot_be_changed_after_them(workspace):
    sealed = read_sealed(workspace, PAPER)
    item = first(sealed)
    changed = having(replace(item, prompt=papers.text("Something else?")))
    turned = having(replace(item, options=item.options[::-1]))
    for content in (changed, turned):
        report = regrade(workspace, content, PAPER, why=WHY, by="t01", apply=True)
        assert [p.code for p in report.problems] == ["M021"]
        assert read_sealed(workspace, PAPER) == sealed


def given(sealed, kind):
    """The slot of a kind, and its question."""
    slot = next(s for s in sealed.paper.slots if sealed.item(s.items[0]).kind == kind)
    return slot.name, sealed.item(slot.items[0])


def test_steps_put_into_another_order_are_marked_by_it(workspace):
    sealed = read_sealed(workspace, PAPER)
    slot, item = given(sealed, "ordering")
    mended = replace(item, steps=item.steps[::-1])
    report = regrade(workspace, having(mended), PAPER, why="The steps stood upside down", by="t01", apply=True)
    assert not report.problems
    assert [(r["engineer"], r["slots"]) for r in report.rows] == [("e001", slot)]
    assert points(workspace, slot)["e001"] == 0.0  # it was all right by the old order, and is all wrong by the new one
    regrade(workspace, having(item), PAPER, why="They did not", by="t01", apply=True)
    assert points(workspace, slot)["e001"] > 0
    assert (read_sealed(workspace, PAPER).revision, not build(workspace, having(item)).problems) == (2, True)


def test_pairs_put_right_are_marked_by_it(workspace):
    sealed = read_sealed(workspace, PAPER)
    slot, item = given(sealed, "matching")
    (a, x), (b, y), *others = item.pairs
    mended = replace(item, pairs=((a, y), (b, x), *others))
    before = points(workspace, slot)["e001"]
    report = regrade(workspace, having(mended), PAPER, why="Two were mixed up", by="t01", apply=True)
    assert not report.problems
    assert points(workspace, slot)["e001"] < before
    turned = replace(item, pairs=item.pairs[::-1])  # the left sides would stand otherwise
    assert [p.code for p in regrade(workspace, having(turned), PAPER, why=WHY, by="t01").problems] == ["M021"]


def test_the_weight_of_what_people_mark_stays(workspace):
    lines = papers.blueprint().draws
    content = papers.content(draws=(*lines[:7], replace(lines[7], points=4.0), *lines[8:]))
    report = regrade(workspace, content, PAPER, why=WHY, by="t01", apply=True)
    assert ([p.code for p in report.problems], report.rows) == (["M023"], [])


def test_without_a_reason_or_a_paper_it_is_refused(workspace):
    for paper, why, code in ((PAPER, " ", "M024"), ("nothing-before", WHY, "W010")):
        with pytest.raises(Refused) as refused:
            regrade(workspace, papers.content(), paper, why=why, by="t01")
        assert refused.value.problems[0].code == code
    with pytest.raises(Refused) as refused:
        regrade(workspace, replace(papers.content(), blueprints=()), PAPER, why=WHY, by="t01")
    assert refused.value.problems[0].code == "M025"


def test_feedback_follows_a_regrade(workspace):
    publish_feedback(workspace, papers.START)
    before = {p.stem for p in (workspace.state / "feedback" / f"{PAPER}-a1").glob("e*.json")}
    assert before == {"e002", "e003"}  # the long text of e001 waits for a person
    regrade(workspace, rekeyed(read_sealed(workspace, PAPER)), PAPER, why=WHY, by="t01", apply=True)
    said = read_json(workspace.state / "feedback" / f"{PAPER}-a1" / "e002.json")
    assert said["questions"][0]["state"] == "right"
    (told,) = said["regrades"]
    assert (told["why"], told["after"] - told["before"], told["verdict"]) == (WHY, 1.0, ["failed", "failed"])
    write_text(workspace.grading / "marking.yaml", "feedback: {show: [answer]}\n")
    publish_feedback(workspace, papers.START)
    said = read_json(workspace.state / "feedback" / f"{PAPER}-a1" / "e002.json")
    assert [sorted(r) for r in said["regrades"]] == [["at", "why"]]
