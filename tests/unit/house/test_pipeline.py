"""What is out of date, and what stopping half-way leaves behind."""

import os

import pytest

from fieldmark import pipeline
from fieldmark.model.problem import Refused
from fieldmark.model.report import StepReport
from fieldmark.model.text import Text
from fieldmark.pipeline import Step
from fieldmark.store.files import only_one
from fieldmark.store.problems import MISSING_TABLE, NO_WORKSPACE
from fieldmark.store.workspace import init_workspace, open_workspace


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "courses").mkdir()
    return open_workspace(tmp_path)


@pytest.fixture
def steps(monkeypatch):
    """Two steps that note what they did; the second reads what the first writes."""
    done = []

    def first(workspace, progress):
        done.append("first")
        (workspace.state / "middle").write_text((workspace.root / "courses" / "a").read_text(), encoding="utf-8")
        return StepReport(Text("first"))

    def second(workspace, progress):
        done.append("second")
        return StepReport(Text("second"))

    monkeypatch.setattr(pipeline, "STEPS", (
        Step("first", Text("first"), ("courses/*",), first),
        Step("second", Text("second"), (".fieldmark/middle",), second),
    ))  # fmt: skip
    return done


def test_only_what_is_out_of_date_runs(workspace, steps):
    source = workspace.courses / "a"
    source.write_text("1", encoding="utf-8")
    assert [s.name for s, report in pipeline.run(workspace) if report] == ["first", "second"]
    assert [s.name for s, report in pipeline.run(workspace) if report] == []
    source.write_text("22", encoding="utf-8")
    assert [s.name for s, report in pipeline.run(workspace) if report] == ["first", "second"]


def test_a_stop_half_way_is_made_good_by_the_next_run(workspace, steps):
    (workspace.courses / "a").write_text("1", encoding="utf-8")
    running = pipeline.run(workspace)
    next(running)
    running.close()  # stopped after the first step ended, before it was told to go on
    list(pipeline.run(workspace))
    assert steps[-1] == "second"
    assert list(pipeline.run(workspace))[1][1] is None


def test_a_step_without_its_input_waits_and_is_not_counted_as_done(workspace, monkeypatch):
    def waits(workspace, progress):
        raise Refused(MISSING_TABLE.at(table="tickets"))

    monkeypatch.setattr(pipeline, "STEPS", (Step("kpis", Text("kpis"), (), waits),))
    for _ in range(2):
        [(_, report)] = pipeline.run(workspace)
        assert report.summary == pipeline.NOTHING_YET


def test_another_refusal_stops_the_run(workspace, monkeypatch):
    def refuses(workspace, progress):
        raise Refused(NO_WORKSPACE.at(path="x"))

    monkeypatch.setattr(pipeline, "STEPS", (Step("x", Text("x"), (), refuses),))
    with pytest.raises(Refused, match="W001"):
        list(pipeline.run(workspace))


def test_two_at_once_are_refused_and_the_lock_ends_with_its_holder(workspace):
    with only_one(workspace.lock("work"), "run"):
        with pytest.raises(Refused) as refused, only_one(workspace.lock("work"), "load"):
            pass
        assert str(os.getpid()) in refused.value.problems[0].message.en
    with only_one(workspace.lock("work"), "load"):
        pass


def test_a_workspace_of_a_newer_program_is_left_alone(workspace):
    marker = workspace.state / "workspace.json"
    marker.write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(Refused, match="W002"):
        open_workspace(workspace.root)
    assert marker.read_text(encoding="utf-8") == '{"format": 99}'


def test_init_makes_a_workspace_and_never_into_a_full_folder(tmp_path):
    made = init_workspace(tmp_path / "new")
    assert (made.courses / "vfd" / "course.yaml").exists()
    with pytest.raises(Refused, match="W006"):
        init_workspace(made.root)


def test_a_folder_that_is_no_workspace_is_refused(tmp_path):
    with pytest.raises(Refused, match="W001"):
        open_workspace(tmp_path)
