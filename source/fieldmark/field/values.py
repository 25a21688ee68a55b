"""KPIs by group and month: facts aggregated in the warehouse, with intervals, targets and masks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fieldmark.field.catalogue import WORKLOAD, Catalogue
from fieldmark.field.facts import GROUPS, Formula
from fieldmark.field.intervals import bounded, student, wilson
from fieldmark.field.workload import workload
from fieldmark.model.tables import KPI_VALUES

if TYPE_CHECKING:
    import pandas as pd

GROUPINGS = ("company", *GROUPS)


def long_facts(facts: dict[str, Any], formulas: tuple[Formula, ...]) -> Any:
    """One row a counted case: kpi, x (value), w (how often it counts), month and the groups. Few and plain columns,
    so that every aggregate below is the same three sums."""
    import ibis

    parts = []
    for formula in formulas:
        table = facts[formula.source]
        weight = table[f"w_{formula.kpi}"] if formula.weight else ibis.literal(1.0)
        part = table.select(*GROUPS, "month", kpi=ibis.literal(formula.kpi), x=table[f"x_{formula.kpi}"], w=weight)
        parts.append(part.filter(part.x.notnull()))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def raw_values(long: Any, months: pd.DataFrame, formulas: tuple[Formula, ...], policy: Catalogue) -> pd.DataFrame:
    """kpi, grouping, group, period, n, value, low, high, nothing masked. `long`: of `long_facts`; `months`: of the
    workload. The company stands there with n = 0 for a KPI without a case, other groups do not."""
    import pandas as pd

    parts = []
    for grouping in GROUPINGS:
        for monthly in (False, True):
            by = ([grouping] if grouping != "company" else []) + (["month"] if monthly else [])
            parts.append(_shaped(_aggregated(long, formulas, by), by))
            if WORKLOAD in policy.kpis:
                parts.append(_shaped(workload(months, by).assign(kpi=WORKLOAD), by))
    found = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    return pd.concat([found, _empty(policy, found)], ignore_index=True)


def _empty(policy: Catalogue, found: pd.DataFrame) -> pd.DataFrame:
    """The company's rows of KPIs without a case."""
    import pandas as pd

    present = set(found["kpi"].unique())
    absent = [kpi for kpi in policy.kpis if kpi not in present]
    known = pd.DataFrame({"kpi": absent}, dtype="str")
    return known.assign(grouping="company", group="", period="all", n=0.0, value=np.nan, low=np.nan, high=np.nan)


def _aggregated(long: Any, formulas: tuple[Formula, ...], by: list[str]) -> pd.DataFrame:
    """By KPI and the columns `by`: n (the sum of weights), value (the weighted mean), low, high."""
    known = long.filter([long[c].notnull() for c in by]) if by else long
    summed = known.group_by("kpi", *by).aggregate(
        n=known.w.sum(), total=(known.w * known.x).sum(), variance=known.x.var(how="sample")
    )
    frame: pd.DataFrame = summed.filter(summed.n > 0).to_pyarrow().to_pandas()
    n, value = frame["n"].to_numpy(float), (frame["total"] / frame["n"]).to_numpy(float)
    is_share = frame["kpi"].isin([f.kpi for f in formulas if f.kind == "share"]).to_numpy()
    variance = frame["variance"].to_numpy(float)
    low, high = (np.where(is_share, a, b) for a, b in zip(wilson(value, n), student(value, variance, n), strict=True))
    return frame.assign(value=value, low=low, high=high)


def _shaped(made: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """With the key columns of KPI_VALUES instead of the grouping's own."""
    grouping = next((c for c in by if c != "month"), "company")
    return made.assign(
        grouping=grouping,
        group=made[grouping] if grouping != "company" else "",
        period=made["month"] if "month" in by else "all",
    )[["kpi", "grouping", "group", "period", "n", "value", "low", "high"]]


def judged(values: pd.DataFrame, policy: Catalogue) -> pd.DataFrame:
    """The KPI_VALUES table, sorted by its key: with target, attainment and mask; what is masked shows nothing but n.
    Rounded to nine places, since the order in which a warehouse adds up is not fixed."""
    import pandas as pd

    values = values.assign(n=values["n"].round().astype("int64"))
    low, high = values["low"].to_numpy(float, copy=True), values["high"].to_numpy(float, copy=True)
    for kpi, noun in policy.kpis.items():
        here = (values["kpi"] == kpi).to_numpy()
        low[here], high[here] = bounded(low[here], high[here], noun.unit)
    masked = (values["n"] < policy.least_cell).to_numpy()
    numbers = pd.DataFrame({"value": values["value"], "low": low, "high": high}, index=values.index)
    numbers = numbers.astype(float).round(9).mask(pd.Series(masked, index=values.index), np.nan)
    targets = {kpi: noun.target for kpi, noun in policy.kpis.items()}
    attained = [
        policy.attainment(kpi, None if np.isnan(v) else float(v))
        for kpi, v in zip(values["kpi"], numbers["value"], strict=True)
    ]
    judged = values.assign(
        value=numbers["value"],
        low=numbers["low"],
        high=numbers["high"],
        target=values["kpi"].map(targets).astype(float),
        attainment=pd.Series(attained, index=values.index, dtype=float).round(9),
        masked=masked,
    )
    return judged.sort_values(list(KPI_VALUES.key), ignore_index=True)[list(KPI_VALUES.names)]
