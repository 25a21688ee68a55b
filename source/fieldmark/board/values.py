"""KPI values read from the published table: of months, of quarters, against the target."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldmark.board.published import Published, rows_of
from fieldmark.board.scope import Unit

if TYPE_CHECKING:
    import pandas as pd

SURE = 0.95
Z = 1.959964  # 95 % of a normal distribution lie within this many standard errors
State = Literal["met", "missed", "near", "none", "masked"]


@dataclass(frozen=True, slots=True)
class Kpi:
    """What a KPI is called in the reader's language, and how it reads."""

    id: str
    title: str
    definition: str
    unit: str
    better: str
    target: float | None


@dataclass(frozen=True, slots=True)
class Value:
    """One KPI of one unit over a period, with its 95 % interval; `masked` = fewer cases than may be shown."""

    n: int
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    masked: bool = False

    @property
    def se(self) -> float:
        return (self.high - self.low) / (2 * Z)


@dataclass(frozen=True, slots=True)
class Difference:
    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """The interval leaves out zero."""
        return self.low > 0 or self.high < 0


NONE = Value(0)


def kpis(published: Published, language: str) -> dict[str, Kpi]:
    """KPIs by id, in the order of the policy file."""
    frame = published["kpis"].sort_values("position")
    return {
        row.kpi: Kpi(
            row.kpi,
            getattr(row, f"title_{language}"),
            getattr(row, f"definition_{language}"),
            row.unit,
            row.better,
            None if math.isnan(row.target) else float(row.target),
        )
        for row in rows_of(frame)
    }


def of_unit(published: Published, unit: Unit, name: str | None = None) -> pd.DataFrame:
    """All values of a unit, or of one engineer (`name`)."""
    values = published["values"]
    if name is not None:
        return values[(values["grouping"] == "engineer") & (values["group"] == name)]
    if not unit.name:
        return values[values["grouping"] == "company"]
    return values[(values["grouping"] == unit.grouping) & (values["group"] == unit.name)]


def months(values: pd.DataFrame) -> list[str]:
    return sorted(p for p in values["period"].unique() if p != "all")


def series(values: pd.DataFrame, kpi: str, periods: Sequence[str]) -> list[Value]:
    """The KPI's values in these months; NONE where there is no row."""
    rows = values[values["kpi"] == kpi]
    found = {
        r.period: Value(int(r.n), float(r.value), float(r.low), float(r.high), bool(r.masked)) for r in rows_of(rows)
    }
    return [found.get(period, NONE) for period in periods]


def pooled(parts: Iterable[Value]) -> Value:
    """Months put together, each with the weight of its cases; the interval follows from theirs.

    Masked months are left out, and all are masked where nothing else is left.
    """
    everything = [p for p in parts if p.n]
    known = [p for p in everything if not p.masked and not math.isnan(p.value)]
    n = sum(p.n for p in known)
    if not n:
        return Value(sum(p.n for p in everything), masked=any(p.masked for p in everything))
    value = sum(p.n * p.value for p in known) / n
    se = math.sqrt(sum((p.n * p.se) ** 2 for p in known)) / n
    return Value(n, value, value - Z * se, value + Z * se)


def bounded(value: Value, unit: str) -> Value:
    """The interval held within what the unit allows: a share lies within 0..1, a duration is not negative."""
    floor = 0.0 if unit in ("share", "min", "h", "money", "count", "score") else -math.inf
    ceiling = 1.0 if unit == "share" else 100.0 if unit == "score" else math.inf
    return Value(value.n, value.value, max(value.low, floor), min(value.high, ceiling), value.masked)


def difference(now: Value, before: Value) -> Difference | None:
    """Now minus before, with the interval of independent values; None where one of them is missing."""
    if any(math.isnan(v) for v in (now.value, before.value, now.low, before.low)):
        return None
    half = Z * math.hypot(now.se, before.se)
    gap = now.value - before.value
    return Difference(gap, gap - half, gap + half)


def attainment(value: float, kpi: Kpi) -> float:
    """Actual / target, or target / actual where lower is better; nan where that means nothing."""
    if kpi.target is None or math.isnan(value) or not kpi.target or kpi.unit == "nps":
        return math.nan
    if kpi.better == "lower":
        return kpi.target / value if value > 0 else math.nan
    return value / kpi.target


def state(value: Value, kpi: Kpi) -> State:
    """Against the target: met; missed (the whole interval misses it); near (missed, but not surely)."""
    if value.masked:
        return "masked"
    if kpi.target is None or kpi.better not in ("higher", "lower") or math.isnan(value.value):
        return "none"
    sign = 1 if kpi.better == "higher" else -1
    if sign * (value.value - kpi.target) >= 0:
        return "met"
    best = value.high if sign > 0 else value.low
    return "near" if math.isnan(best) or sign * (best - kpi.target) >= 0 else "missed"


def better(change: Difference, kpi: Kpi) -> bool | None:
    """Whether a change is one for the better; None where it is not clear or the KPI has no better way."""
    if not change.clear or kpi.better not in ("higher", "lower"):
        return None
    return (change.value > 0) == (kpi.better == "higher")
