"""What an administrator asks of the journal."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta

import pytest
from sittings import ANSWERS, START, sealed

from fieldmark.sitting import audit, record
from fieldmark.sitting.receipt import receipt
from fieldmark.store.journal import Journal
from fieldmark.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


@pytest.fixture
def held(workspace, tmp_path):
    """The receipt that the engineer of the only sitting saved."""
    with Journal.open(workspace) as journal:
        record(journal, sealed(), "e001", ANSWERS, START, START + timedelta(minutes=20))
        (made,) = journal.submissions()
        saved = receipt(journal.sitting(made.sitting))
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(saved))
    return path


def change(workspace, sql: str) -> None:
    with sqlite3.connect(workspace.journal) as connection:
        connection.executescript(sql)


def codes(report) -> list[str]:
    return [p.code for p in report.problems]


def test_a_whole_journal_holds_against_itself_its_head_and_a_receipt(workspace, held):
    head = audit.head(workspace).rows[0]["head"]
    report = audit.verify(workspace, head=head, receipt=held)
    assert codes(report) == []
    assert report.rows[0]["events"] == 12
    assert "12" in report.summary.zh


def test_a_receipt_shows_a_cut_tail(workspace, held):
    change(workspace, "delete from events where number > 8; update sittings set status = 'running'")
    assert codes(audit.verify(workspace)) == []
    assert "J003" in codes(audit.verify(workspace, receipt=held))


def test_a_receipt_shows_answers_that_were_rewritten(workspace, held):
    (workspace.journal).unlink()
    with Journal.open(workspace) as journal:
        record(journal, sealed(), "e001", {**ANSWERS, "q01": {"choice": "b"}}, START, START + timedelta(minutes=20))
    found = codes(audit.verify(workspace, receipt=held))
    assert "J004" in found
    assert "E023" in found


@pytest.mark.parametrize("head", ["", "12", "12:xyz", "x:" + "0" * 64, "-1:" + "0" * 64])
def test_what_is_no_head_is_said_to_be_none(workspace, held, head):
    assert codes(audit.verify(workspace, head=head)) == ["J007"]
