"""Breaks: the clock as was agreed, nothing written meanwhile, no more than was agreed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sittings import START
from unit.sitting.test_state import MINUTE, RULE, entry, running, then

from fieldmark.model.sitting import WINDOW
from fieldmark.sitting import rest, state

TWO = rest.Breaks(2, 10)
POOL = rest.Breaks(0, 10)
RUNS = rest.Breaks(1, 10, stops=False)


def on_break(allowed=TWO, at=5, sitting=None):
    sitting = sitting or running()
    return then(sitting, rest.take(sitting, allowed, START + at * MINUTE))


def test_the_clock_stands_still_as_long_as_the_break_lasts():
    sitting = on_break()
    assert sitting.deadline == START + 40 * MINUTE
    back = then(sitting, rest.back(sitting, START + 8 * MINUTE))
    assert back.deadline == START + 33 * MINUTE
    assert rest.back(back, START + 9 * MINUTE) == []


def test_a_break_ends_by_itself_and_gives_no_more_than_its_length():
    sitting = on_break()
    assert rest.resting(sitting, START + 14 * MINUTE)
    assert not rest.resting(sitting, START + 15 * MINUTE)
    assert rest.back(sitting, START + 20 * MINUTE) == []
    assert [e.kind for e in state.lapse(sitting, START + 40 * MINUTE, "c")] == ["auto-submitted"]


def test_where_it_was_agreed_the_clock_runs_on():
    sitting = on_break(RUNS)
    assert sitting.deadline == START + 30 * MINUTE
    assert then(sitting, rest.back(sitting, START + 8 * MINUTE)).deadline == START + 30 * MINUTE
    late = on_break(RUNS, at=25)
    assert late.rest_until == late.deadline


def test_on_a_break_nothing_is_written_or_handed_in():
    sitting, now = on_break(), START + 6 * MINUTE
    assert state.write(sitting, RULE, now, [entry(1)], {}).refused[WINDOW + 1].code == "E034"
    assert state.submit(sitting, now, "c").code == "E034"
    assert [e.kind for e in state.submit(sitting, now, "c", actor="t01")] == ["submitted"]


def test_there_are_no_more_breaks_than_were_agreed():
    sitting = running()
    for at in (1, 12):
        sitting = on_break(TWO, at, sitting)
        assert rest.take(sitting, TWO, START + (at + 1) * MINUTE) == []  # one at a time
    assert rest.take(sitting, TWO, START + 23 * MINUTE).code == "E033"
    assert rest.take(running(), rest.NO_BREAKS, START + MINUTE).code == "E033"


def test_minutes_alone_are_shared_out_as_one_likes():
    first = on_break(POOL, 1)
    first = then(first, rest.back(first, START + 5 * MINUTE))
    assert POOL.left(first) == pytest.approx(6 * 60)
    second = on_break(POOL, 10, first)
    assert second.rest_until == START + 16 * MINUTE
    assert rest.take(second, POOL, START + 17 * MINUTE).code == "E033"


def test_an_examiners_pause_ends_the_break_and_neither_is_counted_twice():
    sitting = on_break()
    paused = then(sitting, state.pause(sitting, START + 6 * MINUTE, "t01"))
    assert paused.deadline == START + 31 * MINUTE
    on = then(paused, state.resume(paused, START + 16 * MINUTE, "t01"))
    assert on.deadline == START + 41 * MINUTE
    assert timedelta(seconds=on.rested) == MINUTE
