"""Who sees what: a published set cut down to a manager's units, before any view is made of it.

A manager sees the people, teams and values of the own unit, the company's own totals as the thing to compare
with, and the training's effects, which are estimated over the whole company and name nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldmark.board.published import Published

if TYPE_CHECKING:
    import pandas as pd

EVERYTHING = "*"
GROUPINGS = ("region", "team", "product_line")
_OF_PEOPLE = ("mastery", "retraining", "training", "attempts")


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A part of the company; the whole company has an empty name."""

    grouping: str
    name: str = ""

    @property
    def id(self) -> str:
        return f"{self.grouping}:{self.name}" if self.name else self.grouping


COMPANY = Unit("company")


def parse(text: str) -> Unit | None:
    """ "region:North" as a Unit; None where it names no grouping that is known."""
    grouping, _, name = text.partition(":")
    if text in (EVERYTHING, "company"):
        return COMPANY
    return Unit(grouping, name) if grouping in GROUPINGS and name else None


def limit(published: Published, units: Sequence[str]) -> Published:
    """Only what the holder of `units` may see; nothing of people where no unit is known."""
    seen = tuple(unit for text in units if (unit := parse(text)))
    if COMPANY in seen:
        return published
    people = published["people"]
    mine = people[_within(people, seen)].reset_index(drop=True)
    names = set(mine["engineer"])
    frames = {table: _only(published[table], names) for table in _OF_PEOPLE}
    return published.with_frames({**frames, "people": mine, "values": _values(published["values"], seen, mine)})


def offered(published: Published, units: Sequence[str]) -> tuple[Unit, ...]:
    """The units that a page offers to choose from, the widest first: the own units and the teams within them."""
    seen = tuple(dict.fromkeys(unit for text in units if (unit := parse(text))))
    people = published["people"]
    if COMPANY in seen:
        regions = tuple(Unit("region", r) for r in sorted(people["region"].dropna().unique()))
        return (COMPANY, *regions, *_teams(people))
    return tuple(dict.fromkeys((*seen, *_teams(people[_within(people, seen)]))))


def members(published: Published, unit: Unit) -> pd.DataFrame:
    """The people of a unit."""
    people = published["people"]
    return people if unit == COMPANY else people[people[unit.grouping] == unit.name]


def parts(published: Published, unit: Unit) -> tuple[Unit, ...]:
    """The units that a unit divides into: regions of the company, teams of a region; none below that."""
    people = members(published, unit)
    if unit == COMPANY:
        return tuple(Unit("region", r) for r in sorted(people["region"].dropna().unique()))
    return _teams(people) if unit.grouping == "region" else ()


def _teams(people: pd.DataFrame) -> tuple[Unit, ...]:
    return tuple(Unit("team", t) for t in sorted(people["team"].dropna().unique()))


def _within(people: pd.DataFrame, units: Sequence[Unit]) -> pd.Series:
    import pandas as pd

    inside = pd.Series(False, index=people.index)
    for unit in units:
        inside |= people[unit.grouping] == unit.name
    return inside


def _only(frame: pd.DataFrame, engineers: set[str]) -> pd.DataFrame:
    return frame[frame["engineer"].isin(engineers)].reset_index(drop=True)


def _values(values: pd.DataFrame, units: Sequence[Unit], mine: pd.DataFrame) -> pd.DataFrame:
    """KPI values of the company, of the own units, of the teams that lie wholly within them, and of own people.

    A whole team is visible where the unit is its region; of a product line, teams and regions are not, since
    their values hold other people's tickets too.
    """
    allowed = {(u.grouping, u.name) for u in units}
    for unit in units:
        if unit.grouping == "region":
            teams = mine.loc[mine["region"] == unit.name, "team"].dropna().unique()
            allowed |= {("team", team) for team in teams}
    pairs = list(zip(values["grouping"], values["group"], strict=True))
    names = set(mine["engineer"])
    keep = [
        grouping == "company" or (grouping, group) in allowed or (grouping == "engineer" and group in names)
        for grouping, group in pairs
    ]
    return values[keep].reset_index(drop=True)
