"""Photos of observations: kept by their content, found again, gone with the person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from observed import checklist, jpeg, name, observe

from fieldmark.model.fold import submission
from fieldmark.model.person import Person
from fieldmark.store import photos
from fieldmark.store.erasure import erase
from fieldmark.store.journal import Journal
from fieldmark.store.people import write_people
from fieldmark.store.workspace import Workspace

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEAT = ("e001", "s1", 1)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.delenv("FIELDMARK_JOURNAL", raising=False)
    return Workspace(tmp_path)


def test_kept_once_by_their_content_and_readable_by_the_service_alone(place):
    assert photos.keep_photo(place, *SEAT, jpeg()) == photos.keep_photo(place, *SEAT, jpeg()) == name(jpeg())
    photos.keep_photo(place, "e001", "s1", 2, jpeg(width=9))
    assert photos.photos(place, *SEAT) == {name(jpeg())}
    assert photos.photo(place, "e001", "s1", name(jpeg(width=9))) == jpeg(width=9)
    assert photos.photo(place, "e002", "s1", name(jpeg())) is None
    assert {p.stat().st_mode & 0o777 for p in place.state.rglob("*.jpg")} == {0o600}


def test_what_was_taken_off_the_list_is_forgotten(place):
    photos.keep_photo(place, *SEAT, jpeg())
    photos.keep_photo(place, *SEAT, jpeg(width=9))
    photos.drop_photos(place, *SEAT, {name(jpeg())})
    assert photos.photos(place, *SEAT) == {name(jpeg())}


@pytest.mark.parametrize("bad", ["../e002", "", ".", "a/b", "e001\0"])
def test_no_name_leads_outside(place, bad):
    with pytest.raises(ValueError, match="not a name"):
        photos.keep_photo(place, bad, "s1", 1, jpeg())
    with pytest.raises(ValueError, match="not a name"):
        photos.photo(place, "e001", bad, "0" * 64)


@pytest.mark.parametrize("who", ["e001", "t01"])
def test_a_person_who_is_erased_goes_from_observations(place, who):
    write_people(place, [Person("e001", "Maria", "engineer"), Person("t01", "Tan", "trainer")])
    photos.keep_photo(place, *SEAT, jpeg())
    marks = {"isolates": {"level": 2, "note": "as Maria does"}, "explains": 1, "signs": 1}
    with Journal.open(place) as journal:
        sitting = observe(journal, checklist(), "e001", NOW, t01=marks)
    erase(place, who, NOW, "a01", "asked for it", do=True)
    with Journal.open(place) as journal:
        assert journal.verify() == []
        left = submission(journal.sitting(sitting)).answers["q01"]["examiners"][0]
        told = list(journal.submissions())
    engineer = who == "e001"
    assert bool(list(place.state.rglob("*.jpg"))) is not engineer
    assert (left["notes"] == {}, told == []) == (engineer, engineer)  # an engineer's is marked no more
    assert left["by"] == ("t01" if engineer else "examiner 1")
