"""Engineer x month x KPI: what the outcome room compares, with the case mix taken out.

`adjusted` answers: what would this engineer's month have been with the company's average mix of priority, product
line and fault class? Ticket by ticket, value = engineer-month + case-mix coefficients; the coefficients are
estimated within engineer-months (both sides less their engineer-month mean), so that neither ability nor season nor
training gets into them; what they explain is taken out around the company's average mix. The calendar month is not
taken out: the comparison of cohorts needs it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fieldmark.field.facts import CASE_MIX, by_id
from fieldmark.field.follow import FOLLOWED, followed

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

KPIS = (
    "first_time_fix",
    "repeat_fault",
    "handling_time",
    "csat",
    "misdiagnosis",
    "process_deviation",
    "first_response",
)
"""What training may change; the first response is there as the control that it should not change."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The counted cases of one KPI: arrays of equal length; `cell` numbers the engineer-months."""

    cell: NDArray[np.int64]
    value: Floats
    weight: Floats
    mix: tuple[NDArray[np.int64], ...]  # codes of each case-mix column


def panel(facts: Mapping[str, Any], *, fault_classes: Collection[str] = ()) -> pd.DataFrame:
    """The PANEL table, sorted by its key. `facts`: Ibis tables of ticket and survey facts (see facts.py).

    `fault_classes`: only tickets of these count (those that the courses train); empty: all. `n` counts cases
    (tickets, surveys, tickets with parts replaced). A KPI that the data do not hold has no rows.
    """
    import pandas as pd

    frames = {source: _fetched(facts[source], fault_classes) for source in facts}
    parts = [_of_kpi(kpi, frames[by_id(kpi).source]) for kpi in KPIS]
    whole = pd.concat([p for p in parts if len(p)] or parts, ignore_index=True)
    ordered: pd.DataFrame = whole.sort_values(["engineer", "month", "kpi"], ignore_index=True)
    return ordered


def _fetched(facts: Any, fault_classes: Collection[str]) -> pd.DataFrame:
    wanted = [c for kpi in KPIS for c in (f"x_{kpi}", f"w_{kpi}") if c in facts.columns]
    named = facts.select("ticket", "opened", "month", "engineer", *CASE_MIX, *wanted)
    chosen = named.filter(named.engineer.notnull())
    if fault_classes:
        chosen = chosen.filter(chosen.fault_class.isin(sorted(fault_classes)))
    frame: pd.DataFrame = chosen.order_by("ticket").to_pyarrow().to_pandas()
    return frame


def _of_kpi(kpi: str, facts: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    known = facts[facts[f"x_{kpi}"].notna()]
    if kpi in FOLLOWED and len(known):
        known = known[followed(known["month"], facts["opened"].max())]
    if not len(known):
        return pd.DataFrame({"engineer": [], "month": [], "kpi": [], "n": [], "value": [], "adjusted": []})
    cells = known.groupby(["engineer", "month"], sort=True)
    cell = np.asarray(cells.ngroup(), dtype=np.int64)
    names = cells.size().index.to_frame(index=False)
    weight = known[f"w_{kpi}"] if f"w_{kpi}" in known else pd.Series(1.0, index=known.index)
    mix = tuple(np.asarray(pd.factorize(known[c], use_na_sentinel=False)[0], dtype=np.int64) for c in CASE_MIX)
    cases = Cases(cell, np.asarray(known[f"x_{kpi}"], dtype=np.float64), np.asarray(weight, dtype=np.float64), mix)
    value, adjusted = by_cell(cases)
    return pd.DataFrame(
        {
            "engineer": names["engineer"],
            "month": names["month"],
            "kpi": kpi,
            "n": np.bincount(cell),
            "value": value.round(9),
            "adjusted": adjusted.round(9),
        }
    )


def by_cell(cases: Cases) -> tuple[Floats, Floats]:
    """(value, adjusted) of each engineer-month: weighted means, before and after the case mix is taken out."""
    cells = int(cases.cell.max()) + 1
    total = np.bincount(cases.cell, cases.weight, cells)

    def mean(x: Floats) -> Floats:
        return np.asarray(np.bincount(cases.cell, cases.weight * x, cells) / total)

    value = mean(cases.value)
    explained = _explained(cases, mean, value)
    return value, value - mean(explained)


def _explained(cases: Cases, mean: Any, value: Floats) -> Floats:
    """What each case's mix adds, around the average over all cases; coefficients by least squares within cells."""
    design = _dummies(cases.mix)
    if not design.shape[1]:
        return np.zeros(len(cases.value))
    within = np.column_stack([column - mean(column)[cases.cell] for column in design.T])
    root = np.sqrt(cases.weight)
    target = (cases.value - value[cases.cell]) * root
    # normal equations: a few dozen columns; lstsq settles those that coincide
    moments = (within * root[:, None]).T
    coefficients = np.linalg.lstsq(moments @ moments.T, moments @ target, rcond=1e-10)[0]
    explained = design @ coefficients
    return np.asarray(explained - np.average(explained, weights=cases.weight))


def _dummies(mix: tuple[NDArray[np.int64], ...]) -> Floats:
    """(cases, columns): an indicator for every value but the first of each column of the case mix."""
    columns = [codes == value for codes in mix for value in range(1, int(codes.max()) + 1)]
    return np.column_stack(columns).astype(float) if columns else np.empty((len(mix[0]), 0))


def trained_classes(courses: Mapping[str, Any]) -> frozenset[str]:
    """The fault classes that stand under a skill, from the content of course.yaml files."""
    return frozenset(
        str(name)
        for course in courses.values()
        for group in course.get("groups") or ()
        for skill in group.get("skills") or ()
        for name in skill.get("fault_classes") or ()
    )
