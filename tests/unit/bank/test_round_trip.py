"""Text, workbook and data say the same: written and read again, a practical is what it was."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from unit.bank.made import benches

from fieldmark.bank import read
from fieldmark.bank.practicals.document import scenario_document, talk_document
from fieldmark.bank.practicals.read import read_practical
from fieldmark.bank.practicals.read_workbook import read_workbook
from fieldmark.bank.practicals.sheets import read_shares, write_shares
from fieldmark.bank.practicals.write_workbook import write_workbook
from fieldmark.bank.practicals.write_yaml import write_yaml
from fieldmark.bank.source import decode
from fieldmark.model.fault import Weights
from fieldmark.model.place import Place
from fieldmark.store.workspace import Workspace


def bare(item):
    """Without the places in the text."""
    inner = "scenario" if item.kind == "fault" else "dialogue"
    return replace(item, place=Place(), **{inner: replace(getattr(item, inner), place=Place(), lines={})})


def from_yaml(text, folder="faults", course="c"):
    source, unreadable = decode(text.encode(), "f.yaml")
    assert unreadable == ()
    practical, wrong = read_practical(source, course, folder, Weights())
    assert [p.render() for p in wrong if p.severity == "error"] == []
    return practical.item


def from_workbook(data):
    book = read_workbook(data, "f.xlsx")
    assert [p.render() for p in book.problems if p.severity == "error" and p.code[0] == "Q"] == []
    return book.practical.item


@given(benches())
@settings(max_examples=60, deadline=None)
def test_any_bench_as_yaml(bench):
    assert bare(from_yaml(write_yaml(scenario_document(bench)))) == bench


@given(benches())
@settings(max_examples=25, deadline=None)
def test_any_bench_as_a_workbook(bench):
    assert bare(from_workbook(write_workbook(bench))) == bench


@pytest.fixture(scope="module")
def shipped(root):
    return [i for i in read(Workspace(root)).items if i.kind in ("fault", "dialogue")]


def test_what_ships_as_workbook_and_back_as_yaml(shipped):
    for item in shipped:
        if item.kind == "fault":
            again = from_workbook(write_workbook(item))
            assert bare(from_yaml(write_yaml(scenario_document(again)), course="vfd")) == bare(item), item.id
        else:
            assert bare(from_yaml(write_yaml(talk_document(item)), "dialogues", "vfd")) == bare(item), item.id


def test_other_readers_of_yaml_read_the_same(shipped):
    import yaml

    for item in shipped:
        if item.kind == "fault":
            data = yaml.safe_load(write_yaml(scenario_document(item)))
            assert [t["id"] for t in data["tests"]] == [t.id for t in item.scenario.tests]
            assert set(data["tests"][0]["readings"]) == set(item.scenario.tests[0].readings)


def test_cells_of_the_table():
    for shares in (
        {"0 V": 1.0},
        {"a": 0.8, "b": 0.2},
        {"a: b": 0.5, 'c; "d"': 0.5},
        {"x：y": 1.0},
        {"中": 0.1, "文": 0.9},
    ):
        cell = write_shares(shares)
        again = read_shares(cell)
        assert ({cell: 1.0} if again is None else {n: float(p) for n, p in again.items()}) == shares
    assert read_shares("burnt： 80 %； clean: 1/5") == {"burnt": "80 %", "clean": "1/5"}


def changed(item, cells):
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(item)))
    for place, value in cells.items():
        sheet, cell = place.split("!")
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_is_wrong_in_a_workbook_is_told_with_sheet_and_cell(shipped, root):
    courses = read(Workspace(root)).courses
    item = next(i for i in shipped if i.id == "no-start")
    wrong = {
        "faults!D3": "half", "tests!D2": "voltmetre", "tests!E3": "energized", "table!C2": "nonsense",
        "rules!B2": "repair",
        "changes!D2": "cheap", "points!B2": "left", "states!C1": "titel zh", "scenario!B8": "fault-cods",
        "table!A1": "tset",
    }  # fmt: skip
    for place, value in wrong.items():
        told = read_workbook(changed(item, {place: value}), "f.xlsx", courses).problems
        assert told, place
        if place != "table!A1":
            assert told[0].file == f"f.xlsx[{place}]", (place, told[0].render())
            assert told[0].line == 0
            assert told[0].excerpt == value


def test_problems_of_the_matter_have_their_cell_too(shipped):
    item = next(i for i in shipped if i.id == "no-start")
    (problem,) = read_workbook(changed(item, {"faults!D3": 0.9}), "f.xlsx").problems
    assert (problem.code, problem.file) == ("F001", "f.xlsx[faults!A1]")


@pytest.mark.parametrize("data", [b"", b"id: x", b"PK\x03\x04 nothing", "一".encode()])
def test_what_is_no_workbook(data):
    (problem,) = read_workbook(data, "f.xlsx").problems
    assert problem.code == "Q701"


def test_a_workbook_of_something_else():
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    book.active["A1"] = "hello"
    out = io.BytesIO()
    book.save(out)
    codes = {p.code for p in read_workbook(out.getvalue(), "f.xlsx").problems}
    assert {"Q410", "Q404"} <= codes
