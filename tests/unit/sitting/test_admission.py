"""Who gets in, with which code, and after how many tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sittings import SECRET, START
from unit.sitting.test_state import MINUTE, RULE, fold, then

from fieldmark.sitting import admission

CODE = replace(RULE, admission="code")
SEEN = replace(RULE, admission="examiner", closes=START + 60 * MINUTE)


def waiting(rule=CODE):
    return fold(admission.wait("s1", "e001", 1, rule, START, "exam"))


def test_the_code_is_the_days_and_the_papers():
    codes = {admission.code(SECRET, paper, START + timedelta(days=day)) for paper in ("a-a", "b-a") for day in range(3)}
    assert len(codes) == 6
    assert all(len(c) == 8 and c.isdecimal() for c in codes)
    right = admission.code(SECRET, "a-a", START)
    assert admission.fits(SECRET, "a-a", START, f" {right[:4]} {right[4:]} ")
    assert not admission.fits(SECRET, "a-a", START + timedelta(days=1), right)
    assert not admission.fits(SECRET, "a-a", START, "")
    assert not admission.fits(SECRET, "a-a", START, "１２３４５６７８")


@pytest.mark.parametrize(("hour", "fits"), [(2, True), (4, False)])
def test_an_exam_over_midnight_keeps_its_code_for_a_while(hour, fits):
    evening = datetime(2026, 3, 2, 23, 50, tzinfo=UTC)
    told = admission.code(SECRET, "a-a", evening)
    assert admission.fits(SECRET, "a-a", datetime(2026, 3, 3, hour, tzinfo=UTC), told) == fits


def test_the_clock_starts_when_one_goes_in_not_when_one_is_let_in():
    sitting = waiting(SEEN)
    assert admission.enter(sitting, SEEN, START + MINUTE) == []
    sitting = then(sitting, admission.admit(sitting, START + 5 * MINUTE, "t01"))
    assert sitting.status == "invited"
    inside = then(sitting, admission.enter(sitting, SEEN, START + 7 * MINUTE))
    assert (inside.status, inside.deadline) == ("running", START + 37 * MINUTE)
    assert admission.admit(inside, START + 8 * MINUTE, "t01").code == "E012"
    assert admission.enter(sitting, SEEN, START + 60 * MINUTE).code == "E002"


def test_wrong_codes_go_on_record_and_are_limited():
    sitting = waiting()
    told = []
    for _ in range(admission.MOST_TRIES):
        sitting = then(sitting, admission.knock(sitting, CODE, START, False))
        told.append(admission.wrong(sitting).code)
    assert told == ["E031"] * (admission.MOST_TRIES - 1) + ["E032"]  # no more tries: the advice is another
    assert admission.knock(sitting, CODE, START, True).code == "E032"  # even the right one
    assert admission.enter(sitting, CODE, START) == []
    seen = then(sitting, admission.admit(sitting, START, "t01"))
    assert admission.enter(seen, CODE, START)


def test_a_right_code_lets_in_and_a_paper_without_one_takes_none():
    sitting = waiting()
    inside = then(sitting, admission.knock(sitting, CODE, START, True))
    assert inside.admitted
    assert admission.knock(inside, CODE, START, False) == []
    assert admission.knock(waiting(SEEN), SEEN, START, True).code == "E030"
