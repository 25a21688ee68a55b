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


def raw_values(
    facts: dict[str, Any], months: pd.DataFrame, formulas: tuple[Formula, ...], policy: Catalogue
) -> pd.DataFrame:
    """kpi, grouping, group, period, n, value, low, high, nothing masked. `facts`: Ibis tables by source; `months`: of
    the workload. The company stands there with n = 0 for a KPI without a case, other groups do not."""
    import pandas as pd

    parts = [_by_company(facts, formulas)]
    for grouping in GROUPINGS:
        for monthly in (False, True):
            by = ([grouping] if grouping != "company" else []) + (["month"] if monthly else [])
            if by:
                parts += [_aggregated(facts[s], s, formulas, by) for s in facts]
            if WORKLOAD in policy.kpis:
                parts.append(_shaped(workload(months, by), WORKLOAD, by))
    return pd.concat([p for p in parts if len(p)], ignore_index=True)


def _by_company(facts: dict[str, Any], formulas: tuple[Formula, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat([_aggregated(facts[s], s, formulas, []) for s in facts], ignore_index=True)


def _aggregated(table: Any, source: str, formulas: tuple[Formula, ...], by: list[str]) -> pd.DataFrame:
    """All formulas over one source by the columns `by`: long, with n, value, low, high."""
    import pandas as pd

    chosen = [f for f in formulas if f.source == source]
    known = table.filter([table[c].notnull() for c in by]) if by else table
    sums = {name: made for f in chosen for name, made in _sums(known, f).items()}
    wide = (known.group_by(by).aggregate(**sums) if by else known.aggregate(**sums)).to_pyarrow().to_pandas()
    long = []
    for formula in chosen:
        n = wide[f"n_{formula.kpi}"].fillna(0).to_numpy(float)
        value = wide[f"v_{formula.kpi}"].to_numpy(float)
        if formula.kind == "share":
            low, high = wilson(value, n)
        else:
            low, high = student(value, wide[f"s_{formula.kpi}"].to_numpy(float), n)
        made = wide[by].assign(n=n, value=value, low=low, high=high)
        long.append(_shaped(made[made["n"] > 0] if by else made, formula.kpi, by))
    return pd.concat(long, ignore_index=True)


def _sums(table: Any, formula: Formula) -> dict[str, Any]:
    """n (the sum of weights), v (the weighted mean) and, for means, s (the sample variance)."""
    x = table[f"x_{formula.kpi}"]
    if formula.weight is not None:
        weight = table[f"w_{formula.kpi}"]
        n = weight.sum(where=x.notnull())
        return {f"n_{formula.kpi}": n, f"v_{formula.kpi}": (weight * x).sum() / n.nullif(0.0)}
    sums = {f"n_{formula.kpi}": x.count(), f"v_{formula.kpi}": x.mean()}
    if formula.kind == "mean":
        sums[f"s_{formula.kpi}"] = x.var(how="sample")
    return sums


def _shaped(made: pd.DataFrame, kpi: str, by: list[str]) -> pd.DataFrame:
    """With the key columns of KPI_VALUES instead of the grouping's own."""
    grouping = next((c for c in by if c != "month"), "company")
    return made.assign(
        kpi=kpi,
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
