"""Submissions into nbgrader's submitted/."""

import ast
import json
import os
from dataclasses import replace
from datetime import timedelta

import papers
import pytest

from fieldmark.model.problem import Refused
from fieldmark.paper import collect as collecting
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect, collect_one, filled, literal
from fieldmark.store.sealed import read_sealed

NAME = "basics-before-a1"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    made = papers.workspace(tmp_path / "w")
    build(made, papers.content())
    return made


@pytest.fixture
def sealed(workspace):
    return read_sealed(workspace, "basics-before")


def answered(sealed, engineer="e001", **changes):
    answers = {s.name: papers.right_answer(sealed, s, engineer) for s in sealed.paper.slots}
    return replace(papers.submission(sealed, engineer, answers), **changes)


def place(workspace, engineer="e001"):
    return workspace.nbgrader(papers.COURSE) / "submitted" / engineer / NAME


def cells(workspace, engineer="e001"):
    notebook = json.loads((place(workspace, engineer) / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    return {c["id"]: c["source"] for c in notebook["cells"]}


def test_a_submission_lands_in_nbgraders_layout(workspace, sealed):
    assert collect_one(workspace, answered(sealed)) == ()
    assert sorted(p.name for p in place(workspace).iterdir()) == [f"{NAME}.ipynb", "timestamp.txt"]
    assert (place(workspace) / "timestamp.txt").read_text() == "2026-03-02 09:20:00.000000 UTC"


def test_solution_cells_hold_the_answers_and_the_cell_above_says_them_in_words(workspace, sealed):
    submission = answered(sealed)
    collect_one(workspace, submission)
    made = cells(workspace)
    assert made["q01-answer"] == f'ANSWER = {{"choice": "{submission.answers["q01"]["choice"]}"}}'
    for name, answer in submission.answers.items():
        source = made.get(f"{name}-answer") or made[name]
        assert ast.literal_eval(source.removeprefix("ANSWER = ")) == answer
    assert "choice question" in made["q01-shown"]
    assert "{u}" not in made["q01-shown"]  # the engineer's own variant


def test_what_an_engineer_types_cannot_act_in_the_trainers_browser(workspace, sealed):
    nasty = "<script>alert(1)</script></pre><img src=x onerror=alert(1)>"
    collect_one(workspace, answered(sealed, answers={"q08": {"text": nasty}, "q07": {"text": nasty}}))
    for name in ("q07-shown", "q08-shown"):
        assert "<script" not in cells(workspace)[name]
        assert "<img" not in cells(workspace)[name]


def test_no_answer_leaves_the_cell_as_it_was_released(workspace, sealed):
    collect_one(workspace, answered(sealed, answers={"q01": {}, "q08": {"text": " \n"}}))
    assert {cells(workspace)[n] for n in ("q01-answer", "q02-answer", "q08")} == {"ANSWER = {}"}


def test_odd_characters_survive_as_python_and_json(workspace, sealed):
    odd = {"text": "\ud800 \x00 \u2028 'quoted' \"twice\" \\n {x} 😀 安全"}
    source = literal(odd)
    assert ast.literal_eval(source.removeprefix("ANSWER = ")) == odd
    assert json.loads(source.removeprefix("ANSWER = ")) == odd
    collect_one(workspace, answered(sealed, answers={"q07": odd}))
    assert cells(workspace)["q07-answer"] == source


def test_the_variant_in_the_notebook_is_the_engineers_own(workspace, sealed):
    release = (workspace.nbgrader(papers.COURSE) / "release" / NAME / f"{NAME}.ipynb").read_text()
    shown = {e: filled(release, sealed, answered(sealed, e)) for e in ("e001", "e002", "e003", "e004")}
    texts = {json.dumps([c["source"] for c in nb["cells"] if c["id"] == "q01-shown"]) for nb in shown.values()}
    assert len(texts) > 1


def test_collecting_again_changes_nothing_and_counts_nothing(workspace, sealed):
    both = [answered(sealed, e) for e in ("e001", "e002")]
    assert collect(workspace, submissions=both).summary.en.startswith("2 submissions, 2 newly")
    before = {p: p.stat().st_mtime_ns for p in place(workspace).iterdir()}
    assert collect(workspace, submissions=both).summary.en.startswith("2 submissions, 0 newly")
    (workspace.state / "nbgrader" / "collected.json").unlink()
    assert collect(workspace, submissions=both).summary.en.startswith("2 submissions, 0 newly")
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_answers_accepted_late_replace_what_was_collected(workspace, sealed):
    collect(workspace, submissions=[answered(sealed, answers={"q01": {"choice": "a"}})])
    late = answered(sealed, answers={"q01": {"choice": "a"}, "q02": {"choices": ["b"]}})
    assert collect(workspace, submissions=[late]).summary.en.startswith("1 submissions, 1 newly")
    assert cells(workspace)["q02-answer"] == 'ANSWER = {"choices": ["b"]}'


def test_one_that_cannot_be_collected_stops_no_other(workspace, sealed):
    strange = answered(sealed, "e009", answers={"q01": {"choice": "a"}, "q99": {"choice": "a"}})
    many = [
        answered(sealed, "e001", paper="unknown"),
        answered(sealed, "e006", paper="unknown"),  # said once
        answered(sealed, "e002", digest="0" * 64),
        answered(sealed, "../e003"),
        answered(sealed, "e004", attempt=7),
        strange,
        answered(sealed, "e005"),
    ]
    report = collect(workspace, submissions=many)
    assert [p.code for p in report.problems] == ["W010", "P009", "P012", "P009", "P010"]
    collected = sorted(p.parent.name for p in workspace.state.glob("nbgrader/*/submitted/*/*"))
    assert collected == ["e005", "e009"]


def test_a_notebook_that_a_build_left_half_is_not_used(workspace, sealed):
    ledger = workspace.nbgrader(papers.COURSE) / "built.json"
    ledger.write_text("{}")
    with pytest.raises(Refused, match="P009"):
        collect_one(workspace, answered(sealed))
    assert not place(workspace).exists()


def test_killed_while_writing_nothing_half_is_in_submitted(workspace, sealed, monkeypatch):
    real = collecting.write_text

    def stop(path, text):
        real(path, text)
        raise KeyboardInterrupt

    monkeypatch.setattr(collecting, "write_text", stop)
    with pytest.raises(KeyboardInterrupt):
        collect(workspace, submissions=[answered(sealed)])
    assert not list(workspace.state.glob("nbgrader/*/submitted/**/*.txt"))
    monkeypatch.undo()
    assert collect(workspace, submissions=[answered(sealed)]).summary.en.startswith("1 submissions, 1 newly")


def test_what_a_killed_collection_left_is_swept_and_a_living_one_is_not(workspace, sealed):
    half = workspace.nbgrader(papers.COURSE) / "collecting"
    old, young = half / ("0" * 32), half / ("1" * 32)
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text("half")
    os.utime(old, (0, 0))
    collect(workspace, submissions=[answered(sealed)])
    assert [p.name for p in half.iterdir()] == [young.name]


def test_two_processes_collecting_the_same_submission_both_succeed(workspace, sealed, monkeypatch):
    first = answered(sealed)
    collect_one(workspace, first)
    collect_one(workspace, replace(first, submitted=first.submitted + timedelta(minutes=1)))
    assert (place(workspace) / "timestamp.txt").read_text().startswith("2026-03-02 09:21")
    assert not list((workspace.nbgrader(papers.COURSE) / "collecting").iterdir())
