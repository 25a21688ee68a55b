"""Observations: seats, marks, finishing once, and what two examiners make together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from observed import checklist, jpeg, segment
from sittings import START

from fieldmark.model.fold import apply, submission
from fieldmark.model.problem import Problem
from fieldmark.model.sitting import WINDOW, Sitting, StoredEvent
from fieldmark.sitting import jpeg as pictures
from fieldmark.sitting import observing, state

TWO, ONE = checklist(2), checklist(1)
GOOD = {"isolates": {"level": 2}, "explains": {"level": 3, "note": "twice"}, "signs": {"level": "not seen"}}
PHOTO = "ab" * 32


class Kept:
    """A sitting and all its events, as the journal would fold them."""

    def __init__(self, sealed=ONE):
        self.sealed, self.now, self.number = sealed, None, 0
        self.take(observing.begin([], sealed, "s1", "e001", "t01", START))

    def take(self, decision):
        assert not isinstance(decision, Problem), decision
        for event in decision:
            self.number += 1
            self.now = apply(self.now, StoredEvent(self.number, "0" * 64, event))
        return self.now

    def sit(self, who):
        return self.take(observing.sit_down(self.now, observing.checklist(self.sealed), who, START))

    def mark(self, who, marks, first=1):
        window = self.now.watches[observing.seat_of(self.now, who)].windows[-1]
        sent = [state.Entry(window * WINDOW + n, line, mark) for n, (line, mark) in enumerate(marks.items(), first)]
        written = observing.mark(self.now, self.sealed, who, START, sent)
        self.take(written.events)
        return [p.code for p in written.refused.values()]

    def finish(self, who, photos=()):
        return observing.finish(self.now, self.sealed, who, START + timedelta(hours=1), photos)


def filled(sealed, *examiners):
    kept = Kept(sealed)
    for who, marks in examiners:
        kept.sit(who)
        assert kept.mark(who, marks) == []
        kept.take(kept.finish(who))
    return kept


def codes(decision):
    return decision.code if isinstance(decision, Problem) else [e.kind for e in decision]


def test_one_examiner_finishes_and_it_is_handed_on_like_any_submission():
    kept = filled(ONE, ("t01", GOOD))
    made = submission(kept.now)
    assert (made.engineer, made.paper, made.attempt, made.digest) == ("e001", "site-visit-observed", 1, "d1")
    (sheet,) = made.answers["q01"]["examiners"]
    assert sheet["by"] == "t01"
    assert sheet["levels"] == {"isolates": 2, "explains": 3, "signs": "not seen"}
    assert sheet["notes"] == {"explains": "twice"}
    assert codes(kept.finish("t01")) == []  # finished once


def test_two_examiners_each_on_their_own_and_handed_in_by_the_second():
    kept = Kept(TWO)
    kept.sit("t01")
    kept.sit("t03")
    assert [w.by for w in kept.now.watches.values()] == ["t01", "t03"]
    kept.mark("t01", GOOD)
    kept.take(kept.finish("t01"))
    assert kept.now.status == "running"
    assert observing.agreement(kept.now, TWO) == []  # told to nobody before both are done
    kept.mark("t03", {**GOOD, "explains": {"level": 1}})
    kept.take(kept.finish("t03"))
    assert kept.now.status == "submitted"
    told = {row["line"]: (row["distance"], row["apart"]) for row in observing.agreement(kept.now, TWO)}
    assert told == {"isolates": (0, 0), "explains": (2, 1), "signs": (0, 0)}
    assert len(submission(kept.now).answers["q01"]["examiners"]) == 2


def test_there_is_no_seat_for_a_third_and_none_twice():
    kept = Kept(TWO)
    for who in ("t01", "t03", "t01"):
        kept.sit(who)
    assert [w.by for w in kept.now.watches.values()] == ["t01", "t03"]
    assert kept.now.watches[1].windows == (1, 3)
    item = observing.checklist(TWO)
    assert codes(observing.sit_down(kept.now, item, "t04", START)) == "E074"
    assert codes(observing.begin([kept.now], TWO, "s2", "e001", "t04", START)) == "E074"
    assert codes(observing.begin([kept.now], TWO, "s2", "e001", "t03", START)) == []  # goes on with theirs


def test_what_does_not_fit_is_refused_and_the_rest_is_kept():
    kept = Kept()
    kept.sit("t01")
    bad = (
        {"level": 3},
        {"level": True},
        {"photos": ["../x"]},
        {"photos": [PHOTO] * 2},
        {"photos": [PHOTO] * 11},
        {"x": 1},
    )
    for mark in (*bad, {"note": "x" * 2001}, {"note": 5}):
        assert kept.mark("t01", {"isolates": mark}) == ["E077"], mark
    assert kept.mark("t01", {"nowhere": {"level": 1}}) == ["E077"]
    assert kept.mark("t01", {"isolates": {"level": 1}, "signs": {"level": 9}}) == ["E077"]
    assert kept.now.answers["q01"].answer["examiners"][0]["levels"] == {"isolates": 1}


def test_nobody_writes_in_anothers_list_or_window():
    kept = Kept(TWO)
    kept.sit("t01")
    kept.sit("t03")
    forged = [state.Entry(1 * WINDOW + 1, "isolates", {"level": 0})]  # the first one's window
    assert [p.code for p in observing.mark(kept.now, TWO, "t03", START, forged).refused.values()] == ["E008"]
    stranger = observing.mark(kept.now, TWO, "t09", START, forged)
    assert [p.code for p in stranger.refused.values()] == ["E013"]
    assert codes(kept.finish("t09")) == "E013"


def test_the_newest_mark_of_a_line_counts_whatever_the_order():
    kept = Kept()
    kept.sit("t01")
    kept.mark("t01", {"isolates": {"level": 2}}, first=5)
    kept.mark("t01", {"isolates": {"level": 0}}, first=2)  # left behind by a lost line
    assert kept.now.watches[1].lines["isolates"].answer == {"level": 2}


def test_finishing_waits_for_every_line_and_every_photo():
    kept = Kept()
    kept.sit("t01")
    kept.mark("t01", {"isolates": {"level": 2, "photos": [PHOTO]}, "explains": {"note": "later"}})
    refused = kept.finish("t01")
    assert refused.code == "E078"
    assert "Says what it was, Work order signed" in refused.message.en
    kept.mark("t01", {"explains": {"level": 1}, "signs": {"level": 1}}, first=5)
    assert kept.finish("t01").code == "E079"
    kept.take(kept.finish("t01", {PHOTO}))
    assert kept.now.status == "submitted"


def test_nothing_is_written_once_it_is_finished_void_or_paused():
    kept = filled(ONE, ("t01", GOOD))
    assert kept.mark("t01", {"signs": {"level": 0}}, first=9) == ["E075"]
    two = Kept(TWO)
    two.sit("t01")
    two.mark("t01", GOOD)
    two.take(two.finish("t01"))
    assert two.mark("t01", {"signs": {"level": 0}}, first=9) == ["E075"]  # though the other still fills in theirs
    for act, code in (
        (state.void(two.now, START, "t01", "wrong person"), "E007"),
        (state.pause(two.now, START, "t01"), "E006"),
    ):
        after = Kept(TWO)
        after.sit("t01")
        after.take(act)
        assert after.mark("t01", {"signs": {"level": 0}}) == [code]


def test_attempts_are_counted_and_a_void_one_is_not():
    done = filled(ONE, ("t01", GOOD)).now
    again = observing.begin([done], ONE, "s2", "e001", "t01", START)
    assert again[0].data["attempt"] == 2
    assert codes(observing.begin([done, done], ONE, "s3", "e001", "t01", START)) == "E073"
    void = replace(done, status="voided")
    assert codes(observing.begin([done, void], ONE, "s3", "e001", "t01", START)) == ["opened"]


def test_a_list_that_was_edited_meanwhile_takes_no_more():
    kept = Kept()
    kept.sit("t01")
    kept.sealed = checklist(digest="d2")
    assert kept.mark("t01", {"signs": {"level": 1}}) == ["E076"]
    assert codes(kept.finish("t01")) == "E076"


def test_photos_are_seen_by_their_examiner_and_by_others_once_all_is_over():
    kept = Kept(TWO)
    kept.sit("t01")
    kept.sit("t03")
    kept.mark("t01", {"isolates": {"photos": [PHOTO]}})
    assert observing.may_see(kept.now, "t01", PHOTO)
    assert not observing.may_see(kept.now, "t03", PHOTO)
    over = replace(kept.now, status="submitted")
    assert observing.may_see(over, "t09", PHOTO)
    assert not observing.may_see(over, "t09", "cd" * 32)


def test_an_erased_person_leaves_a_list_without_marks_and_without_a_name():
    kept = Kept()
    kept.sit("t01")
    kept.mark("t01", GOOD)
    erased: Sitting | None = None
    for number, event in enumerate(events(kept), start=1):
        data = {} if event.kind == "watched" else event.data
        erased = apply(erased, StoredEvent(number, "0" * 64, replace(event, engineer="", actor="", data=data)))
    assert erased.answers["q01"].answer["examiners"] == [{"by": "examiner 1", "levels": {}, "notes": {}, "photos": {}}]


def events(kept):
    fresh = Kept()
    made = observing.begin([], ONE, "s1", "e001", "t01", START)
    made += observing.sit_down(fresh.now, observing.checklist(ONE), "t01", START)
    return made + observing.mark(kept.now, ONE, "t01", START, [state.Entry(WINDOW + 9, "signs", {"level": 1})]).events


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a JPEG"), (b"GIF89a" + bytes(50), "not a JPEG"), (b"\x89PNG\r\n\x1a\n" + bytes(50), "not a JPEG"),
        (jpeg()[:-2], "not a JPEG"), (jpeg(tail=b"<script>alert(1)</script>"), "not a JPEG"),
        (jpeg(tail=b"PK\x03\x04\xff\xd9"), "not a JPEG"), (b"\xff\xd8\xff\xd9", "not a JPEG"),
        (jpeg(bits=b"\x12\xff\xe1\x00\x04GPS"), "camera"), (jpeg(segment(0xC0, b"\x08" + bytes(9))), "larger"),
        (jpeg(segment(0xE1, b"Exif\0\0II*\0GPS")), "camera or the place"), (jpeg(segment(0xFE, b"home")), "camera"),
        (jpeg(segment(0xE2, b"ICC_PROFILE")), "camera"), (jpeg(segment(0xE0, b"JFXX\0thumb")), "camera"),
        (jpeg(width=4000), "larger"), (jpeg(height=0), "larger"),
    ],
)  # fmt: skip
def test_only_a_plain_picture_is_kept(data, why):
    assert why in pictures.wrong_with(data).en


def test_a_plain_picture_is_one():
    assert pictures.wrong_with(jpeg()) is None
    assert pictures.wrong_with(jpeg(bits=b"\x01\xff\xd0\x02\xff\x00", width=1600, height=1200)) is None
