"""A slip in one entry of people.json: who is locked out, who is not, and what is told of it."""

import json

import pytest

from fieldmark.model.person import Person
from fieldmark.model.problem import Refused
from fieldmark.site.doctor import doctor
from fieldmark.site.enter import import_list, listed
from fieldmark.site.people import People as SitePeople
from fieldmark.sitting.papers import People
from fieldmark.store.people import looked_over, read_people, write_people
from fieldmark.store.workspace import Workspace

TWO = [Person("e013", "Li", "engineer", extra_time=0.25), Person("e014", "Wu", "engineer")]
SLIPS = {"extra_time": "25 %", "breaks": -3, "break_clock": "halt", "text_size": "big"}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "courses").mkdir()
    workspace = Workspace(tmp_path)
    write_people(workspace, TWO)
    return workspace


def mistype(place, **slips):
    path = place.site / "people.json"
    first, *others = json.loads(path.read_text())
    path.write_text(json.dumps([{**first, **slips}, *others]))


def test_a_mistyped_allowance_locks_nobody_out(place):
    mistype(place, **SLIPS)
    people, found = looked_over(place)
    assert people == {"e013": Person("e013", "Li", "engineer"), "e014": TWO[1]}
    told = [problem.render("en") for problem in found]
    assert len(told) == len(SLIPS)
    for name, said in SLIPS.items():
        assert any("e013" in line and name in line and str(said) in line for line in told)
    assert any("stops, runs" in line for line in told)


@pytest.mark.parametrize("slips", [{"role": "enginer"}, {"name": 7}, {"units": "*"}, {"extra_time": True}, SLIPS])
def test_who_was_known_stays_as_last_readable(place, slips):
    caches = People(place), lambda: site.all()
    site = SitePeople(place)
    assert [dict(read()) for read in caches] == [{p.user: p for p in TWO}] * 2
    mistype(place, **slips)
    assert [dict(read()) for read in caches] == [{p.user: p for p in TWO}] * 2
    (place.site / "people.json").write_text('[{"user": "e013",')
    assert [dict(read()) for read in caches] == [{p.user: p for p in TWO}] * 2


def test_a_faulty_role_leaves_out_that_person_alone(place):
    mistype(place, role="enginer")
    assert list(read_people(place)) == ["e014"]


def test_the_list_and_the_doctor_name_it(place):
    mistype(place, extra_time="25 %")
    assert [row["user"] for row in listed(place).rows] == ["e013", "e014"]
    assert [p.code for p in listed(place).problems] == ["W007"]
    assert "W007" in {p.code for p in doctor(place).problems}
    (place.site / "people.json").write_text("[")
    assert "W004" in {p.code for p in doctor(place).problems}


def test_nothing_is_written_over_a_faulty_entry(place):
    mistype(place, extra_time="25 %")
    before = (place.site / "people.json").read_bytes()
    (place.root / "more.csv").write_text("user,name,role\ne015,Hu,engineer\n")
    with pytest.raises(Refused, match="W007"):
        import_list(place, place.root / "more.csv")
    assert (place.site / "people.json").read_bytes() == before
