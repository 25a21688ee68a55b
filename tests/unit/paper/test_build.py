"""`fieldmark build`: idempotent, never under a sitting, whole or made whole."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import papers
import pytest

from fieldmark.model.paper import Draw, Form
from fieldmark.model.problem import Refused
from fieldmark.paper import problems, publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect_one
from fieldmark.store.sealed import read_sealed, sealed_papers

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path):
    return papers.workspace(tmp_path / "w")


@pytest.fixture
def runs(monkeypatch):
    """Assignments that nbgrader was asked for, a list a run."""
    asked = []

    def generate(folder: Path) -> str:
        asked.append(sorted(p.name for p in (folder / "source").iterdir()))
        return papers.generate_quickly(folder)

    monkeypatch.setattr(publish, "generate", generate)
    return asked


def made(workspace, content=None, **changes):
    return build(workspace, content or papers.content(), now=lambda: NOW, **changes)


def files(workspace) -> dict[str, bytes]:
    """Everything built except secrets' consequences: path -> content."""
    kept = [p for p in workspace.state.rglob("*") if p.is_file() and p.suffix in (".ipynb", ".py", ".json")]
    return {str(p.relative_to(workspace.state)): p.read_bytes() for p in kept}


def changed(item_id="choice-1", **changes):
    items = tuple(replace(i, **changes) if i.id == item_id else i for i in papers.items())
    return replace(papers.content(), items=items)


def first_item(workspace, paper="basics-before"):
    return read_sealed(workspace, paper).paper.slots[0].items[0]


def sit(workspace, paper="basics-before", engineer="e001"):
    sealed = read_sealed(workspace, paper)
    answers = {s.name: papers.right_answer(sealed, s, engineer) for s in sealed.paper.slots}
    collect_one(workspace, papers.submission(sealed, engineer, answers))


def test_a_first_build_makes_every_form_and_its_key(workspace, runs):
    report = made(workspace)
    assert [r["paper"] for r in report.rows] == ["basics-after", "basics-before"]
    assert sealed_papers(workspace) == ("basics-after", "basics-before")
    assert runs == [["basics-after-a1", "basics-before-a1"]]
    assert (workspace.sealed / "basics-after.json").stat().st_mode & 0o777 == 0o600
    config = (workspace.nbgrader(papers.COURSE) / "nbgrader_config.py").read_text()
    compile(config, "nbgrader_config.py", "exec")
    assert f'course_id = "{papers.COURSE}"' in config


def test_unchanged_content_is_not_built_again_and_nothing_is_written(workspace, runs):
    made(workspace)
    before = {p: p.stat().st_mtime_ns for p in workspace.state.rglob("*") if p.is_file() and "locks" not in p.parts}
    report = made(workspace)
    assert [r["state"] for r in report.rows] == ["unchanged", "unchanged"]
    assert len(runs) == 1
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_changed_item_rebuilds_the_papers_that_hold_it_and_keeps_their_secret(workspace, runs):
    made(workspace)
    secret = read_sealed(workspace, "basics-before").secret
    report = made(workspace, changed(first_item(workspace), prompt=papers.text("Asked otherwise")))
    assert {r["paper"]: r["state"] for r in report.rows} == {"basics-before": "built", "basics-after": "unchanged"}
    assert runs[1] == ["basics-before-a1"]
    assert read_sealed(workspace, "basics-before").secret == secret
    assert "Asked otherwise" in next(workspace.state.glob("nbgrader/*/release/basics-before-a1/*.ipynb")).read_text()


def test_a_paper_that_was_sat_stays_and_says_so(workspace, runs):
    made(workspace)
    sit(workspace)
    before = files(workspace)
    report = made(workspace, changed(first_item(workspace), prompt=papers.text("Asked otherwise")))
    assert [p.code for p in report.problems] == ["P004"]
    assert len(runs) == 1
    assert files(workspace) == before


def test_times_and_title_of_a_sat_paper_still_follow_the_blueprint(workspace, runs):
    made(workspace)
    sit(workspace)
    forms = (Form("before", papers.text("Before"), 1, closes=NOW), Form("after", papers.text("After"), 2))
    report = made(workspace, replace(papers.content(), blueprints=(papers.blueprint(forms=forms, minutes=99),)))
    sealed = read_sealed(workspace, "basics-before")
    assert (sealed.paper.closes, sealed.paper.minutes) == (NOW, 99)
    assert not report.problems
    assert runs[1:] == [["basics-after-a1"]]  # its title cell says how many minutes; the sat one's is left alone


def test_a_sat_paper_can_get_another_attempt(workspace, runs):
    made(workspace)
    sit(workspace)
    made(workspace, replace(papers.content(), blueprints=(papers.blueprint(attempts=2),)))
    assert runs[1] == ["basics-after-a2", "basics-before-a2"]


def test_a_sitting_in_the_journal_freezes_a_paper_too(workspace, runs, monkeypatch):
    made(workspace)
    monkeypatch.setattr("fieldmark.paper.build.sat_papers", lambda _: {"basics-after"})
    report = made(workspace, changed(first_item(workspace, "basics-after"), points=2.0))
    assert [p.code for p in report.problems] == ["P004"]


def test_a_lost_key_is_never_replaced(workspace, runs):
    made(workspace)
    sit(workspace)
    (workspace.sealed / "basics-before.json").unlink()
    with pytest.raises(Refused) as refused:
        made(workspace)
    assert [p.code for p in refused.value.problems] == ["P005"]
    assert not (workspace.sealed / "basics-before.json").exists()


def test_assignments_written_by_hand_are_left_alone(workspace, runs):
    made(workspace)
    place = workspace.nbgrader(papers.COURSE) / "submitted" / "e001" / "wiring-a1" / "wiring-a1.ipynb"
    place.parent.mkdir(parents=True)
    place.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    assert not made(workspace).problems
    assert place.exists()


def test_content_with_errors_is_refused_whole(workspace, runs):
    broken = replace(papers.content(), problems=(problems.TWICE.at(paper="x"),))
    with pytest.raises(Refused) as refused:
        made(workspace, broken)
    assert [p.code for p in refused.value.problems] == ["P001", "P006"]
    assert not workspace.sealed.exists()
    assert runs == []


def test_two_blueprints_with_one_paper_id_are_refused(workspace, runs):
    with pytest.raises(Refused, match="P006"):
        made(workspace, replace(papers.content(), blueprints=(papers.blueprint(), papers.blueprint())))


def test_a_blueprint_that_cannot_be_filled_is_refused_before_anything_is_made(workspace, runs):
    wide = papers.blueprint(id="wide", draws=(Draw(50, 1.0),))
    with pytest.raises(Refused, match="P002"):
        made(workspace, replace(papers.content(), blueprints=(papers.blueprint(), wide)))
    assert not workspace.sealed.exists()


def test_a_failing_nbgrader_leaves_everything_as_it_was(workspace, runs, monkeypatch):
    made(workspace)
    before = files(workspace)
    monkeypatch.setattr(publish, "generate", lambda _: "it broke")
    with pytest.raises(Refused, match="P007"):
        made(workspace, changed(first_item(workspace), points=2.0, prompt=papers.text("Other")))
    assert files(workspace) == before
    assert not list(workspace.state.glob("building/*"))


def test_a_paper_taken_out_of_its_blueprint_goes_unless_it_was_sat(workspace, runs):
    made(workspace)
    sit(workspace)
    forms = (Form("late", papers.text("Late"), 7),)
    report = made(workspace, replace(papers.content(), blueprints=(papers.blueprint(forms=forms),)))
    assert [p.code for p in report.problems] == ["P011"]
    assert sealed_papers(workspace) == ("basics-before", "basics-late")
    assert read_sealed(workspace, "basics-before").paper.closes == NOW
    course = workspace.nbgrader(papers.COURSE)
    assert sorted(p.name for p in (course / "release").iterdir()) == ["basics-before-a1", "basics-late-a1"]
    assert publish.gradebook_assignments(workspace, papers.COURSE) == {"basics-before-a1", "basics-late-a1"}


class Stop(BaseException):
    """The process is killed here."""


@pytest.mark.parametrize("at", range(1, 10))
def test_a_build_killed_anywhere_is_made_whole_by_the_next(workspace, runs, monkeypatch, at):
    """Killed at the `at`th write, rename or removal; then built again: the state of an undisturbed build."""
    secret = {"secret": lambda: "5e" * 32}
    made(workspace, **secret)
    other = changed(first_item(workspace), prompt=papers.text("Asked otherwise"))
    steps = {"n": 0}

    def counted(name):
        real = getattr(publish, name)

        def step(*arguments, **more):
            steps["n"] += 1
            if steps["n"] == at:
                raise Stop
            return real(*arguments, **more)

        return step

    for name in ("write_json", "write_text", "_swap", "_merge", "_forget", "_configure"):
        monkeypatch.setattr(publish, name, counted(name))
    killed = False
    try:
        made(workspace, other, **secret)
    except Stop:
        killed = True
    monkeypatch.undo()
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    made(workspace, other, **secret)
    fresh = papers.workspace(workspace.root.parent / "fresh")
    made(fresh, other, **secret)
    assert killed
    assert files(workspace) == files(fresh)
    assert publish.gradebook_assignments(workspace, papers.COURSE) == {"basics-after-a1", "basics-before-a1"}
    stamps = json.loads((workspace.nbgrader(papers.COURSE) / "built.json").read_text())
    assert stamps["basics-before-a1"]["digest"] == read_sealed(workspace, "basics-before").digest


def with_practice(*items: str):
    """The content, and a practice blueprint that names these items."""
    content = papers.content()
    first = content.blueprints[0]
    draws = tuple(Draw(1, 1.0, items=(item,)) for item in items)
    form = (Form("a", first.title, seed=3),)
    practice = replace(first, id="drill", draws=draws, forms=form, practice=True)
    return replace(content, blueprints=(*content.blueprints, practice))


def test_practice_shares_no_item_with_an_exam_and_is_no_assignment(workspace, runs):
    made(workspace)
    item = first_item(workspace)
    made(workspace, with_practice(item))
    held = {i.id for name in ("basics-before", "basics-after") for i in read_sealed(workspace, name).items}
    assert item not in held  # exams leave out what practice names
    assert read_sealed(workspace, "drill-a").paper.practice
    assert not any("drill" in name for run in runs for name in run)


def test_practice_refuses_an_item_of_an_exam_that_was_sat(workspace, runs):
    made(workspace)
    sit(workspace)
    with pytest.raises(Refused) as refused:
        made(workspace, with_practice(first_item(workspace)))
    assert [p.code for p in refused.value.problems] == [problems.PRACTICE_IN_USE.name]


def test_an_exam_that_becomes_practice_leaves_nbgrader(workspace, runs):
    made(workspace)
    blueprints = tuple(replace(b, practice=True) for b in papers.content().blueprints)
    made(workspace, replace(papers.content(), blueprints=blueprints))
    assert not (workspace.nbgrader(papers.COURSE) / "release" / "basics-before-a1").exists()
