"""Workload: resolved tickets, weighted by fault class, per engineer and working day.

An engineer counts in the months in which they resolved a ticket, with all working days (Monday to Friday; holidays
are not known) of the month that the data cover. Groups are the engineer's own: region, team and main product line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from fieldmark.field.intervals import Z

if TYPE_CHECKING:
    import pandas as pd

GROUPS = ("region", "team", "product_line", "engineer")


def engineer_months(tickets: Any, engineers: Any, weights: Mapping[str, float], hours: float) -> pd.DataFrame:
    """One row an engineer and month of solution: month, the groups, n (tickets), total and squares (sums of their
    weights and of the squares), days (working days)."""
    import ibis

    people = engineers.select("engineer", "team", home="region", main="product_line")
    solved = tickets.filter(tickets.resolved.notnull() & tickets.engineer.notnull())
    joined = solved.left_join(people, "engineer").drop("engineer_right")
    local = joined.resolved + ibis.interval(minutes=round(hours * 60)) if hours else joined.resolved
    weight = ibis.literal(1.0)
    if weights:
        weight = ibis.cases(*((joined.fault_class == k, float(v)) for k, v in weights.items()), else_=1.0)
    table = joined.mutate(
        month=local.strftime("%Y-%m"),
        day=local,
        weight=weight,
        region=ibis.coalesce(joined.home, joined.region),
        product_line=ibis.coalesce(joined.main, joined.product_line),
    )
    made = table.group_by("engineer", "month").aggregate(
        region=table.region.min(),
        team=table.team.min(),
        product_line=table.product_line.min(),
        n=table.count(),
        total=table.weight.sum(),
        squares=(table.weight * table.weight).sum(),
        first=table.day.min(),
        last=table.day.max(),
    )
    frame: pd.DataFrame = made.order_by("engineer", "month").to_pyarrow().to_pandas()
    if not len(frame):
        frame["days"] = 0.0
        return frame
    frame["days"] = _working_days(frame["month"], frame["first"].min(), frame["last"].max())
    return frame


def _working_days(months: pd.Series, begin: Any, end: Any) -> Any:
    """Monday to Friday within each month, of what lies between the first and the last solution."""
    starts = months.to_numpy(dtype="M8[M]")
    first = np.maximum(starts.astype("M8[D]"), np.datetime64(begin, "D"))
    after = np.minimum((starts + 1).astype("M8[D]"), np.datetime64(end, "D") + 1)
    return np.maximum(np.busday_count(first, after), 1).astype(float)


def workload(months: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Per group of `by` columns (rows without one left out): n, value, low, high. The interval takes tickets to
    come at random (compound Poisson)."""
    known = months.dropna(subset=by) if by else months
    keys: Any = by or np.zeros(len(known))
    summed = known.groupby(keys, sort=True)[["n", "total", "squares", "days"]].sum().reset_index()
    value = summed["total"] / summed["days"]
    half = Z * np.sqrt(summed["squares"]) / summed["days"]
    return summed[by].assign(n=summed["n"], value=value, low=(value - half).clip(lower=0), high=value + half)
