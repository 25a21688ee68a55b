"""People mark: what waits, who may mark, two markers and a third, undo, and marks in nbgrader's gradebook."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import mixed
import papers
import pytest

from fieldmark.marking import desk
from fieldmark.marking.hands import Standing
from fieldmark.marking.mark import mark
from fieldmark.marking.outside import refuse_unnoticed
from fieldmark.marking.policy import MarkingPolicy
from fieldmark.marking.publish import publish_feedback
from fieldmark.marking.release import release
from fieldmark.marking.tasks import land_all, report, tasks
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.sitting import Event
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect
from fieldmark.sitting.record import record
from fieldmark.store.acts import read_acts
from fieldmark.store.files import read_json, write_text
from fieldmark.store.gradebook import gradebook
from fieldmark.store.journal import Journal
from fieldmark.store.sealed import read_sealed, write_sealed
from fieldmark.store.tables import read_table

PAPER = "basics-before"
ONE, TWO = MarkingPolicy(), MarkingPolicy(markers=2)
NOW = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """Marked: e001 and e002 wrote a long text, e003 left it empty."""
    monkeypatch.delenv("FIELDMARK_JOURNAL", raising=False)
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    made = papers.workspace(tmp_path / "w")
    build(made, papers.content())
    sealed = read_sealed(made, PAPER)
    with closing(Journal.open(made)) as journal:
        for engineer in ("e001", "e002", "e003"):
            answers = {s.name: papers.right_answer(sealed, s, engineer) for s in sealed.paper.slots}
            if engineer == "e003":
                del answers["q08"]
            record(journal, sealed, engineer, answers, papers.START, papers.START + timedelta(minutes=20))
    collect(made)
    assert not mark(made).problems
    return made


def task(workspace, engineer="e001"):
    return next(t for t in tasks(workspace, [PAPER]) if t.engineer == engineer)


def act(workspace, decided):
    assert not isinstance(decided, Problem), decided
    with closing(Journal.open(workspace)) as journal:
        journal.append(decided)


def give(workspace, marker, policy=ONE, engineer="e001", **sent):
    act(workspace, desk.grade(task(workspace, engineer), marker, sent, policy, NOW))


def landed(workspace, policy=ONE):
    with gradebook(workspace, papers.COURSE) as engine:
        return land_all(engine, workspace, read_sealed(workspace, PAPER), 1, policy, NOW)


def row(workspace, engineer="e001", slot="q08"):
    """Automatic, manual, extra, waits."""
    rows = papers.read_gradebook(workspace.gradebook(papers.COURSE))["grades"]
    return next(r[3:] for r in rows if (r[1], r[2]) == (engineer, slot))


def in_formgrader(workspace, values, slot="q08"):
    """As formgrader writes it: past the desk, into a row of e001's, by default the long text."""
    import sqlite3

    with closing(sqlite3.connect(workspace.gradebook(papers.COURSE))) as book, book:
        book.execute(f"update grade set {values} where {OF_E001}", {"slot": slot})  # noqa: S608


OF_E001 = """cell_id in (select id from base_cell where name = :slot) and notebook_id in (select n.id from
    submitted_notebook n join submitted_assignment s on s.id = n.assignment_id where s.student_id = 'e001')"""


def test_what_waits_is_listed_without_names(workspace):
    rows = desk.listed(tasks(workspace, [PAPER]), "t01", ONE)
    assert [(r["slot"], r["state"]) for r in rows] == [("q08", "open")] * 2
    shown = desk.shown(task(workspace), "t01", ONE)
    flat = json.dumps([rows, shown])
    assert not [e for e in ("e001", "e002", "e003") if e in flat]
    assert [r["points"] for r in shown["rubric"]] == [1.0, 1.0]
    assert "安全第一" in shown["answer"]["en"]


def test_a_mark_lands_in_the_gradebook_and_the_table(workspace):
    give(workspace, "t01", levels={"clear": 1.0, "safe": 0.5}, comment="Say where to measure.")
    landed(workspace)
    assert row(workspace) == (None, 1.5, None, 0)
    comments = papers.read_gradebook(workspace.gradebook(papers.COURSE))["comments"]
    assert [c[4] for c in comments if c[1:3] == ("e001", "q08")] == ["Say where to measure."]
    assert not mark(workspace).problems
    table = read_table(workspace, "responses").set_index(["engineer", "slot"])
    assert table.loc[("e001", "q08"), "points"] == 1.5
    assert desk.state(task(workspace), "t01", ONE) == "own"
    assert desk.state(task(workspace), "t02", ONE) == "done"


def test_a_mark_can_be_taken_back_and_the_history_stays(workspace):
    give(workspace, "t01", points=2.0)
    landed(workspace)
    act(workspace, desk.undo(task(workspace), "t01", NOW))
    landed(workspace)
    assert row(workspace) == (None, None, None, 1)
    shown = desk.shown(task(workspace), "t01", ONE)
    assert [(h["points"], h["undone"]) for h in shown["history"]] == [(2.0, 1)]
    assert shown["state"] == "open"
    refused = desk.undo(task(workspace), "t01", NOW)
    assert isinstance(refused, Problem)
    assert refused.code == "M032"


@pytest.mark.parametrize(
    "sent",
    [{}, {"points": -1}, {"points": 2.1}, {"points": float("nan")}, {"points": True}, {"points": "2"},
     {"levels": {"clear": 1.0}}, {"levels": {"clear": 9, "safe": 0}}, {"levels": {"clear": 1, "safe": 1, "x": 0}},
     {"points": 1, "comment": "x" * 4001}, {"levels": [1], "points": 1}],
)  # fmt: skip
def test_what_is_no_mark_is_refused(workspace, sent):
    refused = desk.grade(task(workspace), "t01", sent, ONE, NOW)
    assert isinstance(refused, Problem)
    assert refused.code == "M031"


def test_two_markers_do_not_see_each_other_and_their_mean_counts(workspace):
    give(workspace, "t01", TWO, points=2.0, comment="Good.")
    assert landed(workspace, TWO).written == 0
    shown = desk.shown(task(workspace), "t02", TWO)
    assert "others" not in shown
    assert "Good." not in json.dumps(shown)
    give(workspace, "t02", TWO, points=1.5)
    landed(workspace, TWO)
    assert row(workspace) == (None, 1.75, None, 0)
    assert desk.pairs(tasks(workspace, [PAPER])) == [(1.0, 0.75)]
    assert desk.state(task(workspace), "t03", TWO) == "done"
    refused = desk.grade(task(workspace), "t03", {"points": 1}, TWO, NOW)
    assert isinstance(refused, Problem)
    assert refused.code == "M030"


def test_where_two_differ_a_third_settles_it(workspace):
    give(workspace, "t01", TWO, points=2.0)
    give(workspace, "t02", TWO, points=0.5)
    assert landed(workspace, TWO).written == 0
    assert [desk.state(task(workspace), m, TWO) for m in ("t01", "t02", "t03")] == ["own", "own", "apart"]
    assert [o["points"] for o in desk.shown(task(workspace), "t03", TWO)["others"]] == [2.0, 0.5]
    give(workspace, "t03", TWO, points=1.0)
    landed(workspace, TWO)
    assert row(workspace)[1] == 1.0
    assert desk.progress(tasks(workspace, [PAPER]), TWO) == {
        "all": 2, "done": 1, "apart": 0, "appeals": 0, "markers": {"t01": 1, "t02": 1}
    }  # fmt: skip


def test_an_appeal_is_answered_and_told(workspace):
    sitting = task(workspace).sitting
    appealed = Event(sitting, "e001", "appealed", NOW, "e001", data={"slot": "q01", "reason": "I was right."})
    act(workspace, [appealed])
    waiting = next(t for t in tasks(workspace, [PAPER]) if t.appeal)
    assert desk.state(waiting, "t01", ONE) == "appeal"
    sent = {"outcome": "changed", "text": "You were.", "points": 0.5}
    for bad in ({**sent, "text": " "}, {**sent, "outcome": "perhaps"}, {**sent, "points": 9}):
        assert isinstance(desk.decide(waiting, "t01", bad, ONE, NOW), Problem)
    act(workspace, desk.decide(waiting, "t01", sent, ONE, NOW))
    landed(workspace)
    assert row(workspace, slot="q01")[1] == 0.5
    assert outcomes(workspace) == [("lowered", 0.5)]  # the machine had given the whole point
    assert not [t for t in tasks(workspace, [PAPER]) if t.appeal]
    with closing(Journal.open(workspace)) as journal:
        assert journal.verify() == []


def outcomes(workspace):
    return [(s.event.data["outcome"], s.event.data.get("points")) for s in read_acts(workspace, PAPER, ("decided",))]


def appealed_against(workspace, marker="t01"):
    """The long text, marked by one who was appealed against."""
    give(workspace, marker, points=1.0)
    landed(workspace)
    data = {"slot": "q08", "reason": "I named the points."}
    act(workspace, [Event(task(workspace).sitting, "e001", "appealed", NOW, "e001", data=data)])
    return task(workspace)


def code_of(decided):
    return decided.code if isinstance(decided, Problem) else [e.kind for e in decided]


def test_who_marked_neither_answers_nor_overrules_an_appeal_against_it(workspace):
    waiting = appealed_against(workspace)
    assert [desk.state(waiting, m, ONE) for m in ("t01", "t02")] == ["against", "appeal"]
    kept = {"outcome": "kept", "text": "It stays."}
    for marker in ("t01", "t02"):
        assert code_of(desk.grade(waiting, marker, {"points": 0}, ONE, NOW)) == "M030"
    assert code_of(desk.undo(waiting, "t01", NOW)) == "M030"
    assert code_of(desk.decide(waiting, "t01", kept, ONE, NOW)) == "M030"
    taken_back = replace(waiting.standing.history[0], undone=True)  # as it was before the appeal
    assert code_of(desk.decide(replace(waiting, standing=Standing((taken_back,))), "t01", kept, ONE, NOW)) == "M030"
    act(workspace, desk.decide(waiting, "t02", kept, ONE, NOW))
    assert [desk.state(task(workspace), m, ONE) for m in ("t01", "t02")] == ["done", "done"]
    assert code_of(desk.grade(task(workspace), "t01", {"points": 0}, ONE, NOW)) == "M030"


def test_what_was_told_of_an_appeal_is_what_happened_and_stands(workspace):
    waiting = appealed_against(workspace)
    changed = {"outcome": "changed", "text": "Looked again."}
    assert code_of(desk.decide(waiting, "t02", {**changed, "points": 1}, ONE, NOW)) == "M044"
    kept = {"outcome": "kept", "text": "Nothing to keep."}
    assert code_of(desk.decide(replace(waiting, standing=Standing(), points=None), "t02", kept, ONE, NOW)) == "M044"
    act(workspace, desk.decide(waiting, "t02", {**changed, "points": 2}, ONE, NOW))
    landed(workspace)
    assert (outcomes(workspace), row(workspace)[1]) == ([("raised", 2.0)], 2.0)
    for marker in ("t01", "t02"):
        assert code_of(desk.undo(task(workspace), marker, NOW)) == "M030"


def test_what_is_changed_in_formgrader_is_noticed_once_and_counts(workspace):
    in_formgrader(workspace, "manual_score = 1.25, needs_manual_grade = 0")
    first = mark(workspace)
    assert [p.code for p in first.problems] == ["M034"]
    assert "e001" in first.problems[0].message.en
    assert [p.code for p in mark(workspace).problems] == ["M034"]  # shown as long as it stands
    noted = read_acts(workspace, PAPER, ("outside",))
    assert [(s.event.engineer, s.event.data["manual"]) for s in noted] == [("e001", 1.25)]
    assert row(workspace)[1] == 1.25
    give(workspace, "t01", points=2.0)
    assert not mark(workspace).problems  # the desk's later mark counts
    assert row(workspace)[1] == 2.0


def test_with_two_markers_formgrader_is_for_reading(workspace):
    write_text(workspace.grading / "marking.yaml", "desk: {markers: 2}\n")
    in_formgrader(workspace, "manual_score = 1.25, needs_manual_grade = 0")
    assert [p.code for p in mark(workspace).problems] == ["M035"]
    assert row(workspace) == (None, None, None, 1)
    assert len(read_acts(workspace, PAPER, ("outside",))) == 1
    assert not mark(workspace).problems


def test_extra_credit_is_told(workspace):
    in_formgrader(workspace, "extra_credit = 1")
    assert [p.code for p in mark(workspace).problems] == ["M036"]
    assert len(read_acts(workspace, PAPER, ("outside",))) == 1
    mark(workspace)
    assert len(read_acts(workspace, PAPER, ("outside",))) == 1


def feedback_of(workspace, engineer="e001"):
    path = workspace.state / "feedback" / f"{PAPER}-a1" / f"{engineer}.json"
    return read_json(path)["questions"][7]["points"] if path.exists() else None


def test_what_formgrader_changed_is_shown_before_it_is_published(workspace):
    give(workspace, "t01", points=0.5)
    mark(workspace)
    assert not publish_feedback(workspace, NOW).problems
    assert feedback_of(workspace) == 0.5
    in_formgrader(workspace, "manual_score = 1.25")
    told = publish_feedback(workspace, NOW)
    assert [p.code for p in told.problems] == ["M037"]
    assert "e001" in told.problems[0].message.en
    assert feedback_of(workspace) == 0.5  # what was told stands until a person has looked
    assert publish_feedback(workspace, NOW).problems == told.problems
    assert desk.shown(task(workspace), "t02", ONE)["outside"] == {"points": 1.25, "extra": None, "comment": ""}
    assert [p.code for p in release(workspace, PAPER, "t01", NOW).problems] == ["M047"]
    assert feedback_of(workspace) == 1.25
    assert "outside" not in desk.shown(task(workspace), "t02", ONE)
    assert not publish_feedback(workspace, NOW).problems
    in_formgrader(workspace, "manual_score = 1.75")  # again, after the release
    assert [p.code for p in publish_feedback(workspace, NOW).problems] == ["M037"]
    assert feedback_of(workspace) == 1.25


def test_a_release_says_that_a_paper_without_an_end_keeps_the_right_answers_back(workspace):
    give(workspace, "t01", points=0.5)
    mark(workspace)
    (kept,) = release(workspace, PAPER, "t01", NOW).problems
    assert (kept.code, kept.severity) == ("M047", "warning")
    sealed = read_sealed(workspace, PAPER)
    write_sealed(workspace, replace(sealed, paper=replace(sealed.paper, closes=NOW + timedelta(hours=1))))
    assert release(workspace, PAPER, "t01", NOW).problems == ()
    told = read_json(workspace.state / "feedback" / f"{PAPER}-a1" / "e001.json")["questions"]
    assert {q["until"] for q in told} == {(NOW + timedelta(hours=1)).isoformat()}
    release(workspace, PAPER, "t01", NOW + timedelta(hours=2))
    told = read_json(workspace.state / "feedback" / f"{PAPER}-a1" / "e001.json")["questions"]
    assert {q["hidden"] for q in told} == {""}


def test_feedback_names_skills_as_the_course_does(workspace):
    def skills():
        said = read_json(workspace.state / "feedback" / f"{PAPER}-a1" / "e003.json")["skills"]
        return {s["skill"]: (s["title"]["en"], s["title"]["zh"]) for s in said}

    publish_feedback(workspace, NOW)
    assert skills()["isolation"] == ("isolation", "isolation")
    tree = "id: drives\ngroups: [{id: safety, skills: [{id: isolation, title: {en: Isolation, zh: 断电隔离}}]}]\n"
    write_text(workspace.courses / "drives" / "course.yaml", tree)
    publish_feedback(workspace, NOW)
    assert skills()["isolation"] == ("Isolation", "断电隔离")
    write_text(workspace.courses / "drives" / "course.yaml", "groups: [")
    assert not publish_feedback(workspace, NOW).problems


def test_a_machine_marked_answer_that_formgrader_changed_comes_to_the_desk(workspace):
    in_formgrader(workspace, "manual_score = 0", slot="q01")
    assert [p.code for p in publish_feedback(workspace, NOW).problems] == ["M037"]
    rows = desk.listed(tasks(workspace, [PAPER]), "t01", ONE)
    assert [r["slot"] for r in rows] == ["q01", "q08", "q08"]
    assert desk.progress(tasks(workspace, [PAPER]), ONE)["all"] == 3
    release(workspace, PAPER, "t01", NOW)
    assert len(tasks(workspace, [PAPER])) == 2


def test_photos_of_an_observation_are_listed_with_their_lines():
    sheet = {"by": "t01", "levels": {"isolates": 1}, "photos": {"isolates": ["a" * 64, "b" * 64]}}
    found = desk.photos(mixed.checklist(), {"examiners": [sheet]})
    assert [(p["photo"][0], p["title"]["zh"]) for p in found] == [
        ("a", "Locks out（中文）"),
        ("b", "Locks out（中文）"),
    ]
    assert desk.photos(papers.item("choice", 1), {"choice": "a"}) == []


def test_a_release_tells_first_what_nobody_saw_yet(workspace):
    in_formgrader(workspace, "manual_score = 1.25, needs_manual_grade = 0")
    with pytest.raises(Refused) as refused:
        release(workspace, PAPER, "t01", NOW)
    assert [p.code for p in refused.value.problems] == ["M038", "M034"]
    assert feedback_of(workspace) is None
    assert read_acts(workspace, PAPER, ("released",)) == []
    release(workspace, PAPER, "t01", NOW)
    assert feedback_of(workspace) == 1.25


def test_the_dashboard_is_not_published_before_a_change_was_told(workspace):
    in_formgrader(workspace, "manual_score = 1.25, needs_manual_grade = 0")
    with pytest.raises(Refused, match="M038"):
        refuse_unnoticed(workspace, NOW)
    refuse_unnoticed(workspace, NOW)


def test_a_mark_at_the_desk_settles_what_formgrader_changed(workspace):
    in_formgrader(workspace, "manual_score = 1.25, needs_manual_grade = 0")
    assert [p.code for p in publish_feedback(workspace, NOW).problems] == ["M037"]
    give(workspace, "t01", points=2.0)
    mark(workspace)
    assert not publish_feedback(workspace, NOW).problems
    assert feedback_of(workspace) == 2.0


def test_the_command_says_what_waits(workspace):
    assert report(workspace, ONE).rows == [
        {"paper": PAPER, "all": 2, "done": 0, "apart": 0, "appeals": 0, "markers": ""}
    ]
