"""Whatever engineers, examiners and clocks do, a sitting keeps its promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sittings import START, sealed

from fieldmark.model.fold import apply, submission
from fieldmark.model.problem import Problem
from fieldmark.model.sitting import WINDOW, Event, Sitting, StoredEvent
from fieldmark.sitting import rest, state

RULE = state.rules(sealed())
MINUTE = timedelta(minutes=1)
BREAKS = rest.Breaks(2, 5)


def entry(n: int, slot: str = "q01", choice: str = "a", window: int = 1) -> state.Entry:
    return state.Entry(window * WINDOW + n, slot, {"choice": choice}, seconds=5)


def fold(events: list[Event], sitting: Sitting | None = None, first: int = 1) -> Sitting:
    for number, event in enumerate(events, start=first):
        sitting = apply(sitting, StoredEvent(number, f"{number:064x}", event))
    assert sitting
    return sitting


def running(rule: state.Rules = RULE) -> Sitting:
    return fold(state.start("s1", "e001", 1, rule, START))


def then(sitting: Sitting, decision: state.Decision) -> Sitting:
    assert not isinstance(decision, Problem), decision
    return fold(decision, sitting, sitting.last + 1)


def wrote(sitting: Sitting, now, *entries: state.Entry) -> Sitting:
    written = state.write(sitting, RULE, now, entries, {})
    assert not written.refused
    return fold(written.events, sitting, sitting.last + 1)


def test_a_paper_opens_in_its_window_and_as_often_as_it_allows():
    rule = state.rules(sealed(attempts=1, opens=START, closes=START + 60 * MINUTE))
    assert state.attempt([], rule, START - MINUTE).code == "E001"
    assert state.attempt([], rule, START) == 1
    assert state.attempt([], rule, START + 60 * MINUTE).code == "E002"
    sitting = running(rule)
    assert state.attempt([sitting], rule, START + 90 * MINUTE) == 1  # one that runs goes on
    done = then(sitting, state.submit(sitting, START + MINUTE, "c"))
    assert state.attempt([done], rule, START + 2 * MINUTE).code == "E003"
    voided = then(done, state.void(done, START + 3 * MINUTE, "t01", "power cut"))
    assert state.attempt([voided], rule, START + 4 * MINUTE) == 2


@pytest.mark.parametrize(
    ("extra", "closes", "minutes"), [(0, None, 30), (0.25, None, 37.5), (0, 10, 10), (0.25, 10, 17.5)]
)
def test_the_deadline_follows_from_minutes_extra_time_and_closing(extra, closes, minutes):
    times = {"closes": START + closes * MINUTE} if closes else {}
    assert state.rules(sealed(**times), extra).deadline(START) == START + minutes * MINUTE


def test_the_servers_clock_decides_at_every_write():
    sitting = running()
    in_time = state.write(sitting, RULE, START + 30 * MINUTE - timedelta(microseconds=1), [entry(1)], {})
    assert [e.kind for e in in_time.events] == ["answered"]
    late = state.write(sitting, RULE, START + 30 * MINUTE, [entry(1)], {})
    assert [e.kind for e in late.events] == ["kept"]
    assert late.refused[WINDOW + 1].code == "E005"


def test_what_was_kept_over_the_deadline_counts_only_when_accepted():
    sitting = wrote(running(), START + MINUTE, entry(1, "q01", "a"))
    late = state.write(sitting, RULE, START + 40 * MINUTE, [entry(2, "q01", "b"), entry(3, "q02", "c")], {})
    kept = fold(late.events, sitting, sitting.last + 1)
    assert kept.kept[0].since == (START + MINUTE).isoformat()
    done = then(kept, state.lapse(kept, START + 41 * MINUTE, "c"))
    assert submission(done).answers == {"q01": {"choice": "a"}}
    again = state.write(done, RULE, START + 42 * MINUTE, [entry(2, "q01", "b")], {})
    assert again.events == []  # kept once
    accepted = then(done, state.accept(done, START + 50 * MINUTE, "t01", done.kept[0].number))
    assert submission(accepted).answers == {"q01": {"choice": "b"}, "q02": {"choice": "c"}}
    assert state.accept(accepted, START + 51 * MINUTE, "t01", done.kept[0].number).code == "E017"


def test_an_acknowledgement_lost_on_the_line_is_given_again_after_the_deadline():
    sitting = wrote(running(), START + MINUTE, entry(1))
    again = state.write(sitting, RULE, START + 40 * MINUTE, [entry(1)], {})
    assert again.refused == {}
    assert again.events == []


@pytest.mark.parametrize(
    ("client", "slot", "code"),
    [
        (WINDOW * 2 + 1, "q01", "E008"),
        (WINDOW, "q01", "E008"),
        (1, "q01", "E008"),
        (-5, "q01", "E008"),
        (WINDOW + 1, "q99", "E009"),
    ],
)
def test_forged_numbers_and_slots_are_refused(client, slot, code):
    written = state.write(running(), RULE, START, [state.Entry(client, slot, {"choice": "a"})], {})
    assert written.events == []
    assert written.refused[client].code == code


def test_one_bad_answer_does_not_hold_up_the_others():
    written = state.write(running(), RULE, START, [entry(1), entry(2, "q02")], {WINDOW + 1: "unknown-option"})
    assert [e.client for e in written.events] == [WINDOW + 2]
    assert written.refused[WINDOW + 1].code == "E010"


def test_a_later_window_wins_over_an_earlier_one_that_comes_back():
    sitting = running()
    sitting = fold(state.window(sitting, START + MINUTE), sitting, sitting.last + 1)
    sitting = wrote(sitting, START + 2 * MINUTE, entry(1, "q01", "b", window=2))
    sitting = wrote(sitting, START + 3 * MINUTE, entry(9, "q01", "a", window=1), entry(10, "q02", "c", window=1))
    assert {s: a.answer["choice"] for s, a in sitting.answers.items()} == {"q01": "b", "q02": "c"}


def test_a_pause_stops_the_clock_and_nothing_else():
    sitting = then(running(), state.pause(running(), START + 10 * MINUTE, "t01", "fire alarm"))
    assert state.write(sitting, RULE, START + 12 * MINUTE, [entry(1)], {}).refused[WINDOW + 1].code == "E006"
    assert state.submit(sitting, START + 12 * MINUTE, "c").code == "E006"
    assert state.lapse(sitting, START + 90 * MINUTE, "c") == []
    on = then(sitting, state.resume(sitting, START + 25 * MINUTE, "t01"))
    assert on.deadline == START + 45 * MINUTE


def test_extension_void_and_submission_by_the_examiner():
    sitting = then(running(), state.extend(running(), START + MINUTE, "t01", 10))
    assert sitting.deadline == START + 40 * MINUTE
    assert state.extend(sitting, START + MINUTE, "t01", 0).code == "E018"
    assert state.void(sitting, START + MINUTE, "t01", "  ").code == "E019"
    done = then(sitting, state.submit(sitting, START + 2 * MINUTE, "c", actor="t01"))
    assert submission(done).submitted == START + 2 * MINUTE
    assert state.submit(done, START + 3 * MINUTE, "c") == []
    assert state.extend(done, START + 3 * MINUTE, "t01", 5).code == "E012"
    voided = then(done, state.void(done, START + 4 * MINUTE, "t01", "someone else sat it"))
    assert submission(voided) is None
    refused = state.submit(voided, START + 5 * MINUTE, "c")
    assert "someone else" in refused.message.en


def test_time_spent_is_never_more_than_the_sitting_lasted():
    written = state.write(running(), RULE, START + MINUTE, [state.Entry(WINDOW + 1, "q01", {}, seconds=9e9)], {})
    assert written.events[0].data["seconds"] == 60


class Sat(RuleBasedStateMachine):
    """Any order of acts by engineer, examiner and clock, with messages lost, repeated and swapped."""

    @initialize()
    def begin(self) -> None:
        self.now = START
        self.sitting = running()
        self.sent: list[state.Entry] = []
        self.counts: dict[str, tuple[int, str]] = {}  # what must count, by slot
        self.number = 0

    def take(self, decision: state.Decision) -> None:
        if not isinstance(decision, Problem) and decision:
            self.sitting = fold(decision, self.sitting, self.sitting.last + 1)

    @rule(seconds=st.integers(1, 900))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(slot=st.sampled_from(["q01", "q02", "q03"]), choice=st.sampled_from("abc"), lost=st.booleans())
    def answer(self, slot: str, choice: str, lost: bool) -> None:
        self.number += 1
        made = entry(self.number, slot, choice, self.sitting.window)
        self.sent.append(made)
        if not lost:
            self.send(made)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        self.send(data.draw(st.sampled_from(self.sent)))

    def send(self, made: state.Entry) -> None:
        before = self.sitting
        written = state.write(before, RULE, self.now, [made], {})
        for event in written.events:
            assert event.kind == "kept" or (before.status == "running" and self.now < before.deadline)
            assert event.kind == "kept" or not rest.resting(before, self.now)
            if event.kind == "answered" and self.counts.get(made.slot, (0, ""))[0] < made.client:
                self.counts[made.slot] = (made.client, made.answer["choice"])
        self.take(written.events)

    @rule()
    def another_window(self) -> None:
        self.take(state.window(self.sitting, self.now))

    @rule()
    def rest(self) -> None:
        self.take(rest.take(self.sitting, BREAKS, self.now))

    @rule()
    def come_back(self) -> None:
        self.take(rest.back(self.sitting, self.now))

    @rule(by=st.sampled_from(["", "t01"]))
    def submit(self, by: str) -> None:
        self.take(state.submit(self.sitting, self.now, "c", by))

    @rule()
    def sweep(self) -> None:
        self.take(state.lapse(self.sitting, self.now, "c"))

    @rule(what=st.sampled_from(["pause", "resume", "extend", "void"]))
    def examiner(self, what: str) -> None:
        acts = {
            "pause": lambda: state.pause(self.sitting, self.now, "t01"),
            "resume": lambda: state.resume(self.sitting, self.now, "t01"),
            "extend": lambda: state.extend(self.sitting, self.now, "t01", 5),
            "void": lambda: state.void(self.sitting, self.now, "t01", "reason"),
        }
        self.take(acts[what]())

    @invariant()
    def what_was_acknowledged_counts(self) -> None:
        held = {slot: (saved.client, saved.answer["choice"]) for slot, saved in self.sitting.answers.items()}
        assert held == self.counts

    @invariant()
    def breaks_give_no_more_time_than_they_last(self) -> None:
        assert self.sitting.rests <= BREAKS.count
        assert 0 <= self.sitting.rested <= BREAKS.count * BREAKS.minutes * 60
        assert self.sitting.deadline >= START + 30 * MINUTE

    @invariant()
    def an_end_is_an_end(self) -> None:
        made = submission(self.sitting)
        assert (made is None) == (self.sitting.status not in {"submitted", "auto-submitted"})
        if made:
            assert made.opened <= made.submitted
            assert not made.automatic or made.submitted == self.sitting.deadline


TestSat = Sat.TestCase
TestSat.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
