"""Faults that come back are seen only afterwards: which months were followed long enough to be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldmark.field.facts import REPEAT_DAYS

if TYPE_CHECKING:
    import pandas as pd

FOLLOWED = ("repeat_fault",)
"""KPIs whose cases are settled only REPEAT_DAYS after they were opened."""


def followed(months: pd.Series, last: pd.Timestamp) -> pd.Series:
    """True for months (YYYY-MM) whose every ticket was followed for the REPEAT_DAYS; `last` is when the last ticket
    was opened. Later months would show too few repeats."""
    import pandas as pd

    end: pd.Series = pd.to_datetime(months, format="%Y-%m") + pd.offsets.MonthEnd(1)
    return end <= last - pd.Timedelta(days=REPEAT_DAYS)


def settled(values: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """The values (columns kpi, period) without those of months that are not settled yet; `all` stays."""
    open_yet = values["kpi"].isin(FOLLOWED) & (values["period"] != "all")
    months = values["period"].where(open_yet, "1970-01")
    return values[~open_yet | followed(months, last)]
