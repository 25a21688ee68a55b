"""A manager sees the own unit: nothing of other people, regions or teams is left in what views are made of."""

from __future__ import annotations

import json

import pytest

from fieldmark.board import scope
from fieldmark.board.engineer import engineer
from fieldmark.board.outcome import outcome
from fieldmark.board.overview import overview
from fieldmark.board.scope import COMPANY, Unit
from fieldmark.board.skills import skills
from fieldmark.board.view import Choice, as_data

VIEWS = (overview, skills, outcome, engineer)
UNITS = (["region:North"], ["team:S1"], ["team:W1", "region:East"], ["product_line:Servo"])


@pytest.mark.parametrize("units", UNITS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_of_another_unit_is_in_any_view(published, units, language):
    mine = scope.limit(published, units)
    inside = set(mine["people"]["name"])
    others = set(published["people"]["name"]) - inside
    ids = set(published["people"]["engineer"]) - set(mine["people"]["engineer"])
    assert inside
    assert others
    for view in VIEWS:
        for wanted in (Choice(), Choice(engineer=sorted(ids)[0], unit="region:West"), Choice(unit="company")):
            told = json.dumps(as_data(view(mine, wanted, units, language)), ensure_ascii=False)
            assert not [name for name in others if f'"{name}' in told], view.__name__
            assert not [user for user in ids if user in told], view.__name__


@pytest.mark.parametrize("units", UNITS)
def test_no_row_of_another_unit_is_in_the_tables(published, units):
    mine = scope.limit(published, units)
    people = set(mine["people"]["engineer"])
    for table in ("mastery", "retraining", "training", "attempts"):
        assert set(mine[table]["engineer"]) <= people, table
    values = mine["values"]
    assert set(values.loc[values["grouping"] == "engineer", "group"]) <= people


def test_values_of_units(published):
    values = scope.limit(published, ["region:North"])["values"]
    seen = {(g, n) for g, n in zip(values["grouping"], values["group"], strict=True) if g != "engineer"}
    assert seen == {("company", ""), ("region", "North"), ("team", "N1"), ("team", "N2")}


def test_a_team_does_not_open_its_region(published):
    values = scope.limit(published, ["team:N1"])["values"]
    assert "North" not in set(values["group"])
    assert scope.offered(scope.limit(published, ["team:N1"]), ["team:N1"]) == (Unit("team", "N1"),)


@pytest.mark.parametrize("units", [[], ["nonsense"], ["region:"], ["planet:Mars"], ["region:Nowhere"]])
def test_unknown_units_see_nobody(published, units):
    mine = scope.limit(published, units)
    assert mine["people"].empty
    assert mine["mastery"].empty


def test_the_whole_company(published):
    assert scope.limit(published, ["*"]) is published
    offered = scope.offered(published, ["*"])
    assert offered[0] == COMPANY
    assert len(offered) == 1 + 4 + 8
    assert scope.parts(published, Unit("region", "North")) == (Unit("team", "N1"), Unit("team", "N2"))
