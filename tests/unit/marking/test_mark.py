"""`fieldmark mark`: rows, autograded notebooks and the responses table; failures and kills."""

import errno
import json
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import papers
import pytest
from click.testing import CliRunner

from fieldmark.cli import main
from fieldmark.marking import bridge, notebooks, submissions
from fieldmark.marking import mark as marking
from fieldmark.marking.mark import mark
from fieldmark.model.paper import Draw
from fieldmark.model.person import Person
from fieldmark.model.problem import Refused
from fieldmark.model.tables import RESPONSES
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect, collect_one
from fieldmark.store.people import write_people
from fieldmark.store.sealed import read_sealed, write_sealed
from fieldmark.store.tables import read_table
from fieldmark.store.workspace import Workspace

NAME = "basics-before-a1"
OF_E002 = """(select n.id from submitted_notebook n join submitted_assignment s on s.id = n.assignment_id
             where s.student_id = 'e002')"""
FLAGGED = """select s.student_id from submitted_notebook n join submitted_assignment s on s.id = n.assignment_id
             where n.flagged"""
TEAM = [f"e{n:03}" for n in range(1, 8)]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A built course with seven submissions: right, partly right and empty ones."""
    made = papers.workspace(tmp_path_factory.mktemp("template") / "w")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(publish, "generate", papers.generate_quickly)
        build(made, papers.content(), secret=lambda: "5e" * 32)
    sealed = read_sealed(made, "basics-before")
    for n, engineer in enumerate(TEAM):
        how = (papers.right_answer, papers.partly, lambda *_: {})[n % 3]
        answers = {s.name: how(sealed, s, engineer) for s in sealed.paper.slots}
        collect_one(made, papers.submission(sealed, engineer, answers))
    return made


@pytest.fixture
def workspace(template, tmp_path, monkeypatch):
    """A copy of the template, to do with as the test likes."""
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    shutil.copytree(template.root, tmp_path / "w")
    return Workspace(tmp_path / "w")


def book(workspace):
    return workspace.gradebook(papers.COURSE)


def rows(workspace):
    return papers.read_gradebook(book(workspace))


def change(workspace, statement, *values):
    with sqlite3.connect(book(workspace)) as connection:
        connection.execute(statement, values)
    connection.close()


def submitted(workspace, engineer):
    return workspace.nbgrader(papers.COURSE) / "submitted" / engineer / NAME / f"{NAME}.ipynb"


def recollect(workspace, engineer, answers):
    sealed = read_sealed(workspace, "basics-before")
    collect_one(workspace, papers.submission(sealed, engineer, answers))


def end_state(workspace):
    """All that marking leaves: rows, notebooks, table."""
    root = workspace.nbgrader(papers.COURSE) / "autograded"
    files = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    with sqlite3.connect(book(workspace)) as connection:
        ledger = connection.execute("select * from fieldmark_marked order by assignment, student").fetchall()
    connection.close()
    return rows(workspace), files, ledger, read_table(workspace, "responses").to_csv()


def test_every_slot_of_every_submission_has_its_row(workspace):
    report = mark(workspace)
    assert not report.problems
    assert [(r["submissions"], r["marked"]) for r in report.rows] == [(7, 7)]
    made = rows(workspace)
    assert len(made["grades"]) == len(made["comments"]) == 7 * 9
    assert [s[0] for s in made["students"]] == TEAM
    assert {(r[4], r[5]) for r in made["grades"]} == {(None, None)}
    assert {r[1] for r in made["grades"] if r[6]} == {e for n, e in enumerate(TEAM) if n % 3 != 2}
    assert {r[3] for r in made["comments"] if r[1] == "e003"} == {"No response."}


def test_marking_again_changes_nothing(workspace):
    mark(workspace)
    before = end_state(workspace)
    stamps = {p: p.stat().st_mtime_ns for p in workspace.state.glob("nbgrader/*/autograded/*/*/*")}
    report = mark(workspace)
    assert [r["marked"] for r in report.rows] == [0]
    assert end_state(workspace) == before
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps


def test_the_responses_table_has_one_row_a_slot(workspace):
    mark(workspace)
    table = read_table(workspace, "responses")
    assert tuple(table.columns) == RESPONSES.names
    assert len(table) == 63
    first = table[table.engineer == "e001"].set_index("slot")
    assert first.loc["q01", ["course", "paper", "form", "attempt"]].tolist() == [
        papers.COURSE,
        "basics-before",
        "before",
        1,
    ]
    assert first.points.dropna().tolist() == [1, 1.5, 2, 2.5, 3, 3.5, 4, 3]
    assert first.points.isna().sum() == 1  # the long one waits for a person
    assert list(first.loc["q01", "skills"]) == ["ratings"]
    assert first.loc["q01", "seconds"] == 12.5
    assert json.loads(first.loc["q04", "answer"])["unit"] == "V"
    assert not table[table.engineer == "e003"].answered.any()


def test_marks_given_by_hand_count_from_then_on(workspace):
    mark(workspace)
    change(workspace, "update grade set manual_score = 1.5, needs_manual_grade = 0 where auto_score is null")
    mark(workspace)
    table = read_table(workspace, "responses")
    assert set(table[(table.slot == "q08") & table.answered].points) == {1.5}


def test_changed_answers_are_marked_again_and_hand_marks_stay_to_be_looked_at(workspace):
    mark(workspace)
    change(workspace, "update grade set manual_score = 0.5, needs_manual_grade = 0 where auto_score = 1.5")
    sealed = read_sealed(workspace, "basics-before")
    recollect(workspace, "e001", {"q02": papers.partly(sealed, sealed.paper.slots[1], "e001")})
    report = mark(workspace)
    assert [r["marked"] for r in report.rows] == [1]
    mine = {r[2]: r[3:] for r in rows(workspace)["grades"] if r[1] == "e001"}
    assert mine["q02"] == (1.0, 0.5, None, 1)  # the new automatic score beside the old mark by hand
    assert mine["q01"] == (0.0, None, None, 0)
    assert mine["q08"] == (0.0, None, None, 0)


def test_autograded_notebooks_show_points_and_released_cells(workspace):
    path = submitted(workspace, "e001")
    tampered = json.loads(path.read_text(encoding="utf-8"))
    for cell in tampered["cells"]:
        if cell["id"] == "q01":
            cell["source"] = "1.0"
    path.write_text(json.dumps(tampered), encoding="utf-8")
    mark(workspace)
    made = json.loads((workspace.nbgrader(papers.COURSE) / "autograded/e001" / NAME / f"{NAME}.ipynb").read_text())
    cells = {c["id"]: c for c in made["cells"]}
    assert cells["q01"]["source"].endswith('float(mark("q01", ANSWER))')
    assert cells["q01"]["outputs"][0]["data"] == {"text/plain": "1.0"}
    assert cells["q08"]["outputs"] == []
    assert [c["execution_count"] for c in made["cells"] if c["cell_type"] == "code"] == list(range(1, 19))


def test_a_missing_autograded_notebook_is_written_again(workspace):
    mark(workspace)
    before = end_state(workspace)
    shutil.rmtree(workspace.nbgrader(papers.COURSE) / "autograded" / "e002")
    mark(workspace)
    assert end_state(workspace) == before


def test_a_submission_removed_from_the_gradebook_is_marked_again(workspace):
    mark(workspace)
    before = end_state(workspace)
    for place in ("grade where notebook_id", "comment where notebook_id", "submitted_notebook where id"):
        change(workspace, " ".join(("delete from", place, "in", OF_E002)))
    change(workspace, "delete from submitted_assignment where student_id = 'e002'")
    assert [r["marked"] for r in mark(workspace).rows] == [1]
    assert end_state(workspace) == before


# --- what is wrong with one submission stops no other -----------------------------------------------------


def test_bad_submissions_are_named_left_alone_and_the_rest_is_marked(workspace):
    submitted(workspace, "e001").unlink()
    submitted(workspace, "e002").write_text("{")
    shutil.copy(submitted(workspace, "e004"), submitted(workspace, "e003"))
    old = submitted(workspace, "e005")
    old.write_text(old.read_text().replace(read_sealed(workspace, "basics-before").digest, "0" * 64))
    report = mark(workspace)
    assert [(p.code, p.message.en.split("'")[0].split()[0]) for p in report.problems] == [
        ("M001", "e001"), ("M002", "e002"), ("M008", "The"), ("M005", "e005"),
    ]  # fmt: skip
    assert {r[1] for r in rows(workspace)["grades"]} == {"e004", "e006", "e007"}
    assert submitted(workspace, "e002").read_text() == "{"  # the evidence stays
    assert all(p.message.zh and p.hint.zh for p in report.problems)


def test_a_damaged_answer_is_reported_and_flagged_in_formgrader(workspace):
    path = submitted(workspace, "e001")
    path.write_text(path.read_text().replace('ANSWER = {\\"choices\\"', 'ANSWER = print({\\"choices\\"'))
    report = mark(workspace)
    assert [p.code for p in report.problems] == ["M003"]
    with sqlite3.connect(book(workspace)) as connection:
        flagged = connection.execute(FLAGGED).fetchall()
    connection.close()
    assert flagged == [("e001",)]
    table = read_table(workspace, "responses")
    assert table[table.flag != ""][["engineer", "slot", "points"]].values.tolist() == [["e001", "q02", 0.0]]


@pytest.mark.parametrize("minutes", [-1, 60 * 24 * 365 * 80], ids=["ended before it began", "not yet"])
def test_clocks_that_disagree_are_told_and_it_is_marked(workspace, minutes):
    sealed = read_sealed(workspace, "basics-before")
    collect_one(workspace, papers.submission(sealed, "e001", {}, minutes=minutes))
    report = mark(workspace)
    assert [(p.code, "e001" in p.message.zh) for p in report.problems] == [("M010", True)]
    assert [r["marked"] for r in report.rows] == [7]


def test_a_submission_that_the_disk_does_not_give_is_told_with_the_reason(workspace, monkeypatch):
    real = Path.read_bytes

    def broken(path):
        if path == submitted(workspace, "e002"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", broken)
    report = mark(workspace)
    assert [p.code for p in report.problems] == ["M002"]
    assert "Input/output error" in report.problems[0].message.en
    assert [r["marked"] for r in report.rows] == [6]


@pytest.mark.parametrize("at", [1, 2, 5, 8])
def test_a_disk_that_fills_in_the_middle_is_told_and_the_next_run_goes_on(workspace, monkeypatch, at):
    undisturbed = papers.workspace(workspace.root.parent / "undisturbed")
    shutil.copytree(workspace.state, undisturbed.state, dirs_exist_ok=True)
    mark(undisturbed)
    left = iter([False] * (at - 1) + [True] * 999)

    def full(real):
        def write(*arguments, **more):
            if next(left):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*arguments, **more)

        return write

    with monkeypatch.context() as patched:
        patched.setattr(notebooks, "_read_only", full(notebooks._read_only))
        patched.setattr(marking, "write_columns", full(marking.write_columns))
        said = CliRunner().invoke(main, ["mark", "--workspace", str(workspace.root)])
    assert (said.exit_code, "Traceback" in said.output) == (1, False)
    assert "Free some space" in said.output
    assert not list((workspace.nbgrader(papers.COURSE)).glob("marking/*"))
    mark(workspace)
    assert end_state(workspace) == end_state(undisturbed)


def test_what_a_killed_run_left_half_made_is_swept(workspace):
    half = workspace.nbgrader(papers.COURSE) / "marking" / ("0" * 32)
    half.mkdir(parents=True)
    (half / "x.ipynb").touch(mode=0o444)
    os.utime(half, (0, 0))
    mark(workspace)
    assert not half.exists()


def test_an_unknown_engineer_is_marked_and_named(workspace):
    write_people(workspace, [Person(e, e, "engineer") for e in TEAM[1:]])
    report = mark(workspace)
    assert [p.code for p in report.problems] == ["M004"]
    assert len(rows(workspace)["students"]) == 7


def test_a_missing_key_says_who_waits_and_nothing_is_lost(workspace):
    sealed = read_sealed(workspace, "basics-before")
    (workspace.sealed / "basics-before.json").unlink()
    report = mark(workspace)
    assert [p.code for p in report.problems] == ["M006"]
    assert "7" in report.problems[0].message.en
    write_sealed(workspace, sealed)
    assert [r["marked"] for r in mark(workspace).rows] == [7]


def test_assignments_written_by_hand_are_not_this_lanes(workspace):
    place = workspace.nbgrader(papers.COURSE) / "submitted" / "e001" / "wiring" / "wiring.ipynb"
    place.parent.mkdir(parents=True)
    place.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    report = mark(workspace)
    assert not report.problems
    assert [r["assignment"] for r in report.rows] == [NAME]


def test_a_fault_of_the_program_in_one_submission_stops_no_other(workspace, monkeypatch):
    real = submissions.marked

    def broken(notebook, sealed, engineer, people_mark):
        if engineer == "e004":
            raise ZeroDivisionError("oops")
        return real(notebook, sealed, engineer, people_mark)

    monkeypatch.setattr(submissions, "marked", broken)
    report = mark(workspace)
    assert [(p.code, "ZeroDivisionError" in p.message.en) for p in report.problems] == [("M009", True)]
    assert [r["marked"] for r in report.rows] == [6]


def test_a_gradebook_that_does_not_fit_the_paper_is_refused(workspace):
    q03 = """select b.id from base_cell b join notebook n on n.id = b.notebook_id
             where b.name = 'q03' and n.name = 'basics-before-a1'"""
    change(workspace, f"update grade_cells set max_score = 9 where id in ({q03})")  # noqa: S608
    report = mark(workspace)
    assert [p.code for p in report.problems] == ["M007"]
    assert "q03" in report.problems[0].message.en
    assert rows(workspace)["grades"] == []


def test_a_damaged_or_missing_gradebook_is_refused_and_left_as_it_is(workspace):
    whole = book(workspace).read_bytes()
    for bad in (b"not a database" * 100, b""):
        book(workspace).write_bytes(bad)
        with pytest.raises(Refused, match="W030"):
            mark(workspace)
        assert book(workspace).read_bytes() == bad
    book(workspace).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="W030"):
        mark(workspace)
    book(workspace).unlink()
    with pytest.raises(Refused, match="W031"):
        mark(workspace)
    book(workspace).write_bytes(whole)
    assert [r["marked"] for r in mark(workspace).rows] == [7]


def test_a_gradebook_of_another_version_is_refused(workspace):
    change(workspace, "alter table grade drop column extra_credit")
    with pytest.raises(Refused, match="extra_credit"):
        mark(workspace)


def test_a_paper_without_submissions_needs_nothing(tmp_path):
    empty = papers.workspace(tmp_path / "empty")
    assert mark(empty).summary.en.startswith("0 submissions")
    assert not (empty.tables / "responses.parquet").exists()


# --- stopped anywhere, and run again ----------------------------------------------------------------------


class Stop(BaseException):
    """The process is killed here."""


@pytest.mark.parametrize("at", range(1, 15))
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_run_killed_anywhere_is_finished_by_the_next(workspace, monkeypatch, at, after):
    undisturbed = papers.workspace(workspace.root.parent / "undisturbed")
    shutil.copytree(workspace.state, undisturbed.state, dirs_exist_ok=True)
    for module in (marking, notebooks):
        monkeypatch.setattr(module, "BATCH", 3)
    mark(undisturbed)
    steps = {"n": 0}

    def counted(module, name):
        real = getattr(module, name)

        def step(*arguments, **more):
            steps["n"] += 1
            if steps["n"] == at and not after:
                raise Stop
            done = real(*arguments, **more)
            if steps["n"] == at:
                raise Stop
            return done

        monkeypatch.setattr(module, name, step)

    for module, name in (
        (bridge, "_students"), (bridge, "_insert"), (bridge, "_note"), (bridge, "note_autograded"),
        (notebooks, "put"), (marking, "write_columns"),
    ):  # fmt: skip
        counted(module, name)
    with pytest.raises(Stop):
        mark(workspace)
    with monkeypatch.context() as patched:
        patched.undo()
        for module in (marking, notebooks):
            patched.setattr(module, "BATCH", 3)
        mark(workspace)
    assert end_state(workspace) == end_state(undisturbed)


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_any_number_of_workers_leaves_the_same_rows(workspace, monkeypatch, workers):
    undisturbed = papers.workspace(workspace.root.parent / "undisturbed")
    shutil.copytree(workspace.state, undisturbed.state, dirs_exist_ok=True)
    mark(undisturbed)
    for module in (marking, notebooks):
        monkeypatch.setattr(module, "BATCH", 2)
    with ThreadPoolExecutor(workers) as pool:
        mark(workspace, workers=pool)
    assert end_state(workspace) == end_state(undisturbed)


def test_a_locked_gradebook_and_a_full_disk_say_so_and_take_back_what_was_begun(workspace, monkeypatch):
    def full(connection, *_):
        connection.exec_driver_sql("pragma max_page_count = 1")
        connection.exec_driver_sql("create table too_much (x)")
        connection.exec_driver_sql("insert into too_much select zeroblob(10000000)")

    with monkeypatch.context() as patched:
        patched.setattr(bridge, "_note", full)
        with pytest.raises(Refused, match="W032"):
            mark(workspace)
    assert rows(workspace)["grades"] == []
    assert [r["marked"] for r in mark(workspace).rows] == [7]


def test_a_second_run_at_once_is_refused(workspace):
    from fieldmark.store.files import only_one

    with only_one(workspace.lock("mark"), "fieldmark mark"), pytest.raises(Refused, match="W003"):
        mark(workspace)


def test_all_attempts_stand_in_the_table(workspace):
    build(workspace, replace(papers.content(), blueprints=(papers.blueprint(attempts=2),)))
    sealed = read_sealed(workspace, "basics-before")
    again = papers.submission(sealed, "e001", {"q01": papers.right_answer(sealed, sealed.paper.slots[0], "e001")}, 2)
    collect(workspace, submissions=[again])
    mark(workspace)
    table = read_table(workspace, "responses")
    assert sorted(table[table.engineer == "e001"].attempt.unique()) == [1, 2]


def test_a_paper_of_long_texts_alone_is_marked_by_people(workspace):
    essays = papers.blueprint(id="essays", draws=(Draw(2, 2.0, kinds=("long",)),))
    build(workspace, replace(papers.content(), blueprints=(papers.blueprint(), essays)))
    sealed = read_sealed(workspace, "essays-before")
    collect_one(workspace, papers.submission(sealed, "e001", {"q01": {"text": "words"}}))
    mark(workspace)
    mine = {r[2]: r[3:] for r in rows(workspace)["grades"] if r[0] == "essays-before-a1"}
    assert mine == {"q01": (None, None, None, 1), "q02": (0.0, None, None, 0)}
