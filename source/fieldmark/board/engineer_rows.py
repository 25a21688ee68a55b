"""The rows of one engineer, and of the team beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldmark.board import values
from fieldmark.board.published import Published
from fieldmark.board.scope import Unit
from fieldmark.board.values import Kpi, Value

if TYPE_CHECKING:
    import pandas as pd


def mine(frame: pd.DataFrame, person: Any) -> pd.DataFrame:
    mine: pd.DataFrame = frame[frame["engineer"] == person.engineer]
    return mine


def team(published: Published, person: Any) -> set[str]:
    people = published["people"]
    return set(people.loc[people["team"] == person.team, "engineer"])


def quarter(published: Published, person: Any, kpi: Kpi) -> Value:
    rows = published["values"]
    own = values.of_unit(published, Unit("engineer"), person.engineer)
    return values.bounded(values.pooled(values.series(own, kpi.id, values.months(rows)[-3:])), kpi.unit)


def team_quarter(published: Published, person: Any, kpi: Kpi) -> Value:
    rows = published["values"]
    team = values.of_unit(published, Unit("team", person.team))
    return values.pooled(values.series(team, kpi.id, values.months(rows)[-3:]))


def attended(published: Published, person: Any) -> pd.DataFrame:
    held = mine(published["training"], person)
    return held[held["attended"].astype(bool)]
