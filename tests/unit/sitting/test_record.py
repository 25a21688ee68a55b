"""Sittings entered with given times are like any other."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sittings import ANSWERS, START, sealed

from fieldmark.model.problem import Refused
from fieldmark.sitting import record
from fieldmark.store.journal import Journal
from fieldmark.store.workspace import Workspace


@pytest.fixture
def journal(tmp_path):
    journal = Journal.open(Workspace(tmp_path))
    yield journal
    journal.close()


def test_a_recorded_sitting_is_a_submission(journal):
    stored = record(journal, sealed(), "e001", ANSWERS, START, START + timedelta(minutes=20))
    (made,) = journal.submissions()
    assert made.answers == ANSWERS
    assert (made.opened, made.submitted) == (START, START + timedelta(minutes=20))
    assert made.receipt == stored.head
    assert not made.automatic
    assert journal.verify() == []


def test_a_second_one_is_the_next_attempt(journal):
    for day in range(2):
        record(journal, sealed(), "e001", ANSWERS, START + timedelta(days=day), START + timedelta(days=day, minutes=9))
    assert [s.attempt for s in journal.submissions()] == [1, 2]
    with pytest.raises(Refused, match="E003"):
        record(journal, sealed(), "e001", ANSWERS, START + timedelta(days=3), START + timedelta(days=3, minutes=9))


def test_a_wrong_answer_is_refused_whole(journal):
    with pytest.raises(Refused, match="E010"):
        record(journal, sealed(), "e001", {"q01": {"choice": "z"}}, START, START + timedelta(minutes=20))
    assert journal.sittings() == []


def test_two_hundred_and_forty_take_seconds(journal):
    paper = sealed()
    begun = time.perf_counter()
    with journal.transaction() as transaction:
        for n in range(240):
            record(transaction, paper, f"e{n:03}", ANSWERS, START, START + timedelta(minutes=20))
    assert time.perf_counter() - begun < 8
    assert len(journal.sittings()) == 240
