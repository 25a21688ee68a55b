"""Shares whose level jumps between quarters as work does not: a change of definition or of recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Drift:
    """`quarter` (YYYY-Qn) against the one before it; `month` (YYYY-MM) is where the step is greatest."""

    kpi: str
    quarter_before: str
    quarter: str
    before: float
    after: float
    n_before: int
    n_after: int
    month: str


def find_drift(monthly: pd.DataFrame, policy: Mapping[str, float]) -> list[Drift]:
    """`monthly`: kpi, period (YYYY-MM), n, value of shares, for the company; n and value of every month, unmasked.

    Quarters with fewer than `from_cases` are skipped, so that the neighbours on both sides of a thin one meet.
    """
    found = []
    for kpi, months in monthly.groupby("kpi", sort=True):
        counted = months.assign(sum=months["n"] * months["value"], quarter=_quarters(months["period"]))
        quarters = counted.groupby("quarter", sort=True)[["n", "sum"]].sum()
        thick = quarters[quarters["n"] >= policy["from_cases"]]
        shares = thick["sum"] / thick["n"]
        for before, after in pairwise(str(q) for q in thick.index):
            p, q = float(shares[before]), float(shares[after])
            if abs(p - q) >= policy["points"] and _odds_ratio(p, q) >= policy["factor"]:
                n_before, n_after = int(thick["n"][before]), int(thick["n"][after])
                month = _greatest_step(counted, before, after, up=q > p)
                found.append(Drift(str(kpi), before, after, p, q, n_before, n_after, month))
    return found


def _quarters(periods: pd.Series) -> pd.Series:
    number = (periods.str[5:7].astype(int) + 2) // 3
    return periods.str[:4] + "-Q" + number.astype(str)


def _odds_ratio(p: float, q: float) -> float:
    """At least 1; a share of 0 or 1 is taken as half a thousandth from there."""
    p, q = (min(max(x, 0.0005), 0.9995) for x in (p, q))
    ratio = (p / (1 - p)) / (q / (1 - q))
    return max(ratio, 1 / ratio)


def _greatest_step(months: pd.DataFrame, before: str, after: str, *, up: bool) -> str:
    """The month that differs most from the one before it, weighed by how many cases both have."""
    span = months[months["quarter"].isin([before, after])].sort_values("period")
    step = span["value"].diff() * (1 if up else -1) * span["n"].rolling(2).min()
    return str(span["period"].iloc[int(step.fillna(-np.inf).to_numpy().argmax())])
