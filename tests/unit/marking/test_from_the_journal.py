"""From the journal of sittings to the responses table, as `fieldmark mark` does it."""

from dataclasses import replace
from datetime import timedelta

import papers
import pytest

from fieldmark.marking.mark import mark
from fieldmark.paper import publish
from fieldmark.paper.build import build, sat_papers
from fieldmark.paper.collect import collect
from fieldmark.sitting.record import record
from fieldmark.store.journal import Journal
from fieldmark.store.sealed import read_sealed
from fieldmark.store.tables import read_table


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.delenv("FIELDMARK_JOURNAL", raising=False)
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    made = papers.workspace(tmp_path / "w")
    build(made, papers.content())
    return made


def sit(workspace, engineer, **answers):
    """The engineer's whole sitting of the paper `before`: right answers, or those given."""
    sealed = read_sealed(workspace, "basics-before")
    answers = answers or {s.name: papers.right_answer(sealed, s, engineer) for s in sealed.paper.slots}
    journal = Journal.open(workspace)
    try:
        record(journal, sealed, engineer, answers, papers.START, papers.START + timedelta(minutes=20))
    finally:
        journal.close()


def test_every_submitted_sitting_ends_in_the_table(workspace):
    sit(workspace, "e001")
    sit(workspace, "e002", q01={"choice": "a"})
    assert not collect(workspace).problems
    assert not mark(workspace).problems
    table = read_table(workspace, "responses").set_index(["engineer", "slot"])
    assert table.loc["e001"].points.fillna(2).sum() == 22.5  # all points; the long text's two are not given yet
    assert table.loc["e002"].answered.sum() == 1
    assert str(table.loc[("e001", "q01"), "submitted"]) == "2026-03-02 09:20:00+00:00"
    assert table.loc[("e001", "q01"), "seconds"] == 120.0


def test_a_paper_with_a_sitting_in_the_journal_is_kept_as_it_is(workspace):
    sit(workspace, "e001")
    assert sat_papers(workspace) == {"basics-before"}
    items = tuple(replace(i, prompt=papers.text("Asked otherwise")) for i in papers.items())
    report = build(workspace, replace(papers.content(), items=items))
    assert [(p.code, "before" in p.message.en) for p in report.problems] == [("P004", True)]
    assert {r["paper"]: r["state"] for r in report.rows} == {"basics-before": "unchanged", "basics-after": "built"}
    assert not collect(workspace).problems
    assert [r["marked"] for r in mark(workspace).rows] == [1]
