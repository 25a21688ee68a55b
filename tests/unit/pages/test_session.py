"""One reader's conversation: what the environment says counts, what the page says is checked."""

from __future__ import annotations

import json
import shutil

import pytest
from unit.board import company

from fieldmark.board.publish import publish
from fieldmark.pages.session import Session, parse, reader
from fieldmark.store.tables import read_table, write_table
from fieldmark.store.workspace import Workspace, open_workspace


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Workspace:
    made = company.workspace(tmp_path_factory.mktemp("company") / "w", engineers=24)
    publish(made)
    return made


def environment(place: Workspace, **more: str) -> dict[str, str]:
    return {
        "FIELDMARK_WORKSPACE": str(place.root),
        "FIELDMARK_USER": "m01",
        "FIELDMARK_NAME": "Li Wei",
        "FIELDMARK_UNITS": '["region:North"]',
        "FIELDMARK_LANGUAGE": "zh",
        **more,
    }


def test_the_first_view_is_the_readers(place):
    told = Session.from_environment(environment(place)).show()
    assert told["shell"]["person"] == "Li Wei"
    assert told["shell"]["language"] == "zh"
    assert told["view"]["page"] == "overview"
    assert "North大区" in told["view"]["context"]


@pytest.mark.parametrize(
    "more",
    [{"FIELDMARK_UNITS": text} for text in ("", "[]", "{}", "null", "[1]", "*", '["galaxy:1"]', "[[]]", '"*"')],
)
def test_without_a_unit_nothing_is_shown(place, more):
    told = Session.from_environment(environment(place, **more)).show({"page": "engineer", "engineer": "e001"})
    assert told["view"]["blocks"][0]["kind"] == "nothing"
    assert "B004" in json.dumps(told["view"])
    assert "e001" not in json.dumps(told["view"])


def test_without_any_environment_nothing_is_shown():
    assert reader({}).units == ()


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "x",
        7,
        {},
        {"page": "nowhere"},
        {"page": ["skills"]},
        {"unit": {"a": 1}},
        {"unit": "x" * 10_000},
        {"units": ["*"], "user": "administrator"},
        {"engineer": "../../etc/passwd", "page": "engineer"},
        {"language": "fr"},
        {"kpi": None, "course": 3.5},
    ],
)
def test_whatever_a_page_asks_gets_a_view_of_the_own_unit(place, wanted):
    told = Session.from_environment(environment(place)).show(wanted)
    assert told["view"]["sentence"]
    units = [o["value"] for c in told["view"]["controls"] if c["name"] == "unit" for o in c["options"]]
    assert all(u in ("region:North", "team:N1", "team:N2") for u in units)
    assert told["shell"]["language"] == "zh"


@pytest.mark.parametrize("message", [None, [], "ping", 3, {}, {"do": "execute"}, {"do": ["show"]}, {"id": "x"}])
def test_a_message_that_is_none_of_ours_gets_nothing(place, message):
    assert not Session.from_environment(environment(place)).answer(message).keys() - {"id"}


def test_an_answer_carries_the_number_of_its_question(place):
    session = Session.from_environment(environment(place))
    assert session.answer({"do": "ping", "id": 7}) == {"id": 7, "newer": False}
    assert session.answer({"do": "show", "id": 8, "choice": {"page": "skills"}})["view"]["page"] == "skills"


def test_a_newer_set_is_told_and_shown_when_asked_for(place, tmp_path):
    shutil.copytree(place.root, tmp_path / "w")
    own = open_workspace(tmp_path / "w")
    session = Session.from_environment(environment(own))
    session.show()
    write_table(own, "retraining", read_table(own, "retraining").iloc[:0])
    publish(own)
    assert session.answer({"do": "ping", "id": 1})["newer"]
    told = json.dumps(session.show({"page": "skills"})["view"], ensure_ascii=False)
    assert "名单为空" in told
    assert not session.newer()


def test_nothing_published_says_what_to_do(tmp_path):
    told = Session.from_environment(environment(Workspace(tmp_path))).show()
    assert told["view"]["blocks"][0]["command"] == "fieldmark run"


def test_a_fault_of_ours_is_logged_and_told_and_nothing_hangs(place, monkeypatch, caplog):
    from fieldmark.pages import session as module

    def broken(*_):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(module.PAGES, "skills", broken)
    told = Session.from_environment(environment(place)).show({"page": "skills"})
    assert told["view"]["sentence"] == "无法生成该页面。"
    assert "secret" not in json.dumps(told)
    assert "ZeroDivisionError" in caplog.text


def test_parse_keeps_only_short_strings_of_known_fields():
    choice = parse({"page": "skills", "unit": "region:North", "kpi": 3, "nonsense": "x"})
    assert (choice.page, choice.unit, choice.kpi) == ("skills", "region:North", "")
