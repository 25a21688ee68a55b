"""What engineers are told of hand-written assignments: points and words as released, and nothing of how they came."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldmark.marking.handwritten import rows
from fieldmark.marking.handwritten.publish import find, publish_notebooks, waiting
from fieldmark.marking.release import release
from fieldmark.model.problem import Refused
from fieldmark.store import gradebook as book
from fieldmark.store.erasure import erase
from fieldmark.store.feedback import notebook_key, place, read_feedback
from fieldmark.store.files import write_json, write_text
from fieldmark.store.workspace import open_workspace

COURSE, NAME = "vfd", "pump-curve"
KEY = notebook_key(COURSE, NAME)
HIDDEN = "assert ohm(7, 2) == 3.5"
T0 = datetime(2026, 3, 2, 12, tzinfo=UTC)
CELLS = {"solve": None, "powers": 6.0, "words": 4.0}  # the solution, a test, a text that a person marks


@pytest.fixture
def workspace(tmp_path):
    """Marked: e1's text waits for a person, e2 has all points."""
    (tmp_path / "courses").mkdir()
    made = open_workspace(tmp_path)
    write_json(made.nbgrader(COURSE) / "handwritten.json", {NAME: "digest"})
    engine = book.connect(f"sqlite:///{made.gradebook(COURSE)}")
    book.metadata.create_all(engine)
    rows.prepare(engine)
    with engine.begin() as c:
        c.execute(book.course.insert(), [{"id": COURSE}])
        c.execute(book.assignment.insert(), [{"id": "a", "name": NAME, "course_id": COURSE}])
        c.execute(book.notebook.insert(), [{"id": "n", "name": NAME, "assignment_id": "a"}])
        for cell, most in CELLS.items():
            c.execute(book.base_cell.insert(), [{"id": cell, "name": cell, "notebook_id": "n", "type": "x"}])
            if most is not None:
                c.execute(book.grade_cells.insert(), [{"id": cell, "max_score": most, "cell_type": "code"}])
        source = {
            "id": "s",
            "name": "powers",
            "cell_type": "code",
            "locked": True,
            "source": HIDDEN,
            "notebook_id": "n",
        }
        c.execute(book.source_cell.insert(), [source])
        for who in ("e1", "e2"):
            hand_in(c, who)
    engine.dispose()
    change(made, "e2words", needs_manual_grade=False, manual_score=4.0)
    return made


def hand_in(c, who):
    own = {"id": who, "assignment_id": "a", "student_id": who, "timestamp": datetime(2026, 3, 1, 9)}
    c.execute(book.student.insert(), [{"id": who}])
    c.execute(book.submitted_assignment.insert(), [own])
    c.execute(book.submitted_notebook.insert(), [{"id": f"{who}n", "assignment_id": who, "notebook_id": "n"}])
    for cell, auto in (("powers", 6.0), ("words", None)):
        grade = {"id": f"{who}{cell}", "notebook_id": f"{who}n", "cell_id": cell, "auto_score": auto}
        c.execute(book.grade.insert(), [{**grade, "needs_manual_grade": auto is None}])
    said = {"id": f"{who}c", "notebook_id": f"{who}n", "cell_id": "solve", "manual_comment": "Mind the units."}
    c.execute(book.comment.insert(), [{**said, "auto_comment": f"traceback: {HIDDEN}"}])
    rows.note(c, NAME, who, "first", "digest")


def change(workspace, grade, submission=None, **values):
    engine = book.connect(f"sqlite:///{workspace.gradebook(COURSE)}")
    with engine.begin() as c:
        c.execute(book.grade.update().where(book.grade.c.id == grade).values(**values))
        if submission:
            rows.note(c, NAME, grade[:2], submission, "digest")
    engine.dispose()


def read(workspace, who, now=T0):
    return read_feedback(workspace, KEY, who, now)


def test_published_once_nothing_waits_and_not_written_twice(workspace):
    assert publish_notebooks(workspace, T0).rows[0] == {"assignment": NAME, "released": 1, "held": 1, "written": 1}
    assert read(workspace, "e1") is None
    said = read(workspace, "e2")
    assert said["total"] == {"points": 10.0, "most": 10.0, "open": 0}
    assert said["handed"] == "2026-03-01T09:00:00+00:00"
    assert {c["cell"]: (c.get("points"), c.get("most"), c["comment"]) for c in said["cells"]} == {
        "solve": (None, None, "Mind the units."),
        "powers": (6.0, 6.0, ""),
        "words": (4.0, 4.0, ""),
    }
    assert publish_notebooks(workspace, T0 + timedelta(days=1)).rows[0]["written"] == 0


def test_a_changed_mark_is_told_anew_and_a_new_doubt_takes_the_feedback_away(workspace):
    publish_notebooks(workspace, T0)
    change(workspace, "e2words", manual_score=1.0)
    publish_notebooks(workspace, T0)
    assert read(workspace, "e2")["total"]["points"] == 7.0
    change(workspace, "e2words", submission="second", needs_manual_grade=True)  # handed in again: the old mark waits
    publish_notebooks(workspace, T0)
    assert read(workspace, "e2") is None


def test_a_trainer_releases_what_is_marked_now_with_what_still_waits(workspace):
    write_text(workspace.grading / "marking.yaml", "feedback:\n  release: trainer\n")
    publish_notebooks(workspace, T0)
    assert read(workspace, "e2") is None
    assert find(workspace, f"{COURSE}/{NAME}") == find(workspace, NAME) == (COURSE, NAME)
    release(workspace, NAME, "t01", T0)
    said = read(workspace, "e1")
    assert said["total"] == {"points": 6.0, "most": 10.0, "open": 1}
    assert [c["points"] for c in said["cells"] if c["cell"] == "words"] == [None]
    assert "0 submissions" in release(workspace, NAME, "t01", T0).summary.en
    change(workspace, "e1powers", submission="second", auto_score=0.0)
    publish_notebooks(workspace, T0)
    assert read(workspace, "e1") is None  # what came later was not released
    assert read(workspace, "e2") is not None


def test_without_points_only_words_are_shown(workspace):
    write_text(workspace.grading / "marking.yaml", "feedback:\n  show: [answer]\n")
    publish_notebooks(workspace, T0)
    said = read(workspace, "e2")
    assert said["total"] == {}
    assert said["cells"] == [{"notebook": NAME, "cell": "solve", "comment": "Mind the units."}]


def test_nothing_of_a_test_is_published_and_erasing_takes_the_file(workspace):
    publish_notebooks(workspace, T0)
    assert "ohm(" not in place(workspace, KEY, "e2").read_text(encoding="utf-8")
    erase(workspace, "e2", T0, "admin", "asked for it", do=True)
    assert not place(workspace, KEY, "e2").exists()


def test_what_waits_is_counted_for_those_who_teach_the_course(workspace):
    assert waiting(workspace, COURSE.__eq__) == 1
    assert waiting(workspace, "other".__eq__) == 0
    change(workspace, "e1words", needs_manual_grade=False, manual_score=2.0)
    assert waiting(workspace, COURSE.__eq__) == 0


def test_who_left_the_gradebook_leaves_no_feedback_and_an_unknown_name_is_refused(workspace):
    publish_notebooks(workspace, T0)
    book.forget(workspace, COURSE, "e2")
    publish_notebooks(workspace, T0)
    assert not place(workspace, KEY, "e2").exists()
    with pytest.raises(Refused):
        release(workspace, "no-such", "t01", T0)
