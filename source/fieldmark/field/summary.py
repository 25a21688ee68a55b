"""The figures of the field in one list: KPIs of the company, counts behind them, drifts, what was set aside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fieldmark.field.drift import Drift
from fieldmark.field.facts import Formula
from fieldmark.field.ledger import read_ledger
from fieldmark.store import warehouse as store

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
COLUMNS = (
    "what",
    "id",
    "period",
    "n",
    "value",
    "unit",
    "low",
    "high",
    "target",
    "attainment",
    "median",
    "p90",
    "count",
)


def rows(
    connection: store.Connection,
    facts: Mapping[str, Any],
    values: pd.DataFrame,
    formulas: Sequence[Formula],
    units: Mapping[str, str],
    drifts: Sequence[Drift],
) -> list[Row]:
    """What `fieldmark kpis` prints; every row has COLUMNS.

    what = kpi: the company over all months. `value` is the mean, share or score, with its interval; `median` and
    `p90` for durations; `count` the cases that make a share.
    what = count: `count` of `n` cases, `value` = count / n (for reassignments the mean); nothing for mere numbers.
    what = drift: two rows a jump, the quarter before and the quarter after.
    """
    return [*_kpis(facts, values, formulas, units), *_counts(connection), *_drifts(drifts)]


def _row(what: str, name: str, **known: Any) -> Row:
    made = dict.fromkeys(COLUMNS) | {"what": what, "id": name, "period": "all"} | known
    return {k: None if isinstance(v, float) and v != v else v for k, v in made.items()}


def _kpis(
    facts: Mapping[str, Any], values: pd.DataFrame, formulas: Sequence[Formula], units: Mapping[str, str]
) -> list[Row]:
    company = values[(values["grouping"] == "company") & (values["period"] == "all")]
    by_kpi: dict[str, dict[str, Any]] = {str(r["kpi"]): r for r in company.to_dict("records")}  # type: ignore[misc]
    spread = _spreads(facts, [f for f in formulas if units.get(f.kpi) in ("h", "min")])
    kinds = {f.kpi: f.kind for f in formulas}
    made = []
    for kpi, unit in units.items():
        if kpi in by_kpi:
            said = by_kpi[kpi]
            known = {c: float(said[c]) for c in ("value", "low", "high", "target", "attainment")}
            median, p90 = spread.get(kpi, (None, None))
            shown = not said["masked"]
            count = round(said["value"] * said["n"]) if shown and kinds.get(kpi) == "share" else None
            extra = {"median": median, "p90": p90} if shown else {}
            made.append(_row("kpi", kpi, n=int(said["n"]), unit=unit, count=count, **known, **extra))
        else:
            made.append(_row("kpi", kpi, n=0, unit=unit))
    return made


def _spreads(facts: Mapping[str, Any], formulas: Sequence[Formula]) -> dict[str, tuple[float, float]]:
    """Median and 90th percentile (linear between cases) of the durations, over the company."""
    if not formulas:
        return {}
    table = facts["tickets"]
    asked = {}
    for f in formulas:
        asked[f"m_{f.kpi}"] = table[f"x_{f.kpi}"].quantile(0.5)
        asked[f"p_{f.kpi}"] = table[f"x_{f.kpi}"].quantile(0.9)
    got = table.aggregate(**asked).to_pyarrow().to_pylist()[0]
    found = {f.kpi: (got[f"m_{f.kpi}"], got[f"p_{f.kpi}"]) for f in formulas}
    return {kpi: (round(m, 9), round(p, 9)) for kpi, (m, p) in found.items() if m is not None}


def _counts(connection: store.Connection) -> list[Row]:
    t = connection.table("tickets")

    def yes(condition: Any) -> Any:
        return condition.fill_null(False).sum()

    asked = {
        "tickets": t.count(),
        "resolved": t.resolved.count(),
        "unresolved": yes(t.resolved.isnull()),
        "sla_met": yes(t.sla_met),
        "reopened": yes(t.reopened),
        "reassignments": t.reassignments.sum(),
        "never_reassigned": yes(t.reassignments == 0),
        "knowledge_used": yes(t.knowledge_used),
        "engineers": t.engineer.nunique(),
        "without_engineer": yes(t.engineer.isnull()),
    }
    bases = {
        "sla_met": t.sla_met.count(),
        "reopened": t.reopened.count(),
        "reassignments": t.reassignments.count(),
        "never_reassigned": t.reassignments.count(),
        "knowledge_used": t.knowledge_used.count(),
    }
    got = t.aggregate(**asked, **{f"of_{k}": v for k, v in bases.items()}).to_pyarrow().to_pylist()[0]
    made = [_count(name, got[name], got.get(f"of_{name}", got["tickets"])) for name in asked if name != "engineers"]
    made.insert(0, _row("count", "engineers", count=got["engineers"], unit="count"))
    return [*made, *_set_aside(connection), *_counters(connection)]


def _count(name: str, count: int | None, of: int) -> Row:
    known = int(count or 0)
    return _row("count", name, n=int(of), count=known, value=round(known / of, 9) if of else None, unit="count")


def _set_aside(connection: store.Connection) -> list[Row]:
    """Rows in quarantine, in all and for times in the wrong order (a negative duration)."""
    entries = read_ledger(connection)
    read = sum(e.loaded + e.set_aside for e in entries)
    quarantine = connection.table("quarantine")
    wrong = quarantine.filter(quarantine.code == "D106").count().to_pyarrow().as_py()
    return [_count("set_aside", sum(e.set_aside for e in entries), read), _count("negative_durations", wrong, read)]


def _counters(connection: store.Connection) -> list[Row]:
    """Rows of the files, and what the mappings count."""
    made = []
    for entry in read_ledger(connection):
        made.append(_row("count", f"{entry.mapping}.rows", count=entry.rows, unit="count"))
        for name, count in json.loads(entry.counts).items():
            made.append(_count(f"{entry.mapping}.{name}", count, entry.rows))
    return made


def _drifts(drifts: Sequence[Drift]) -> list[Row]:
    made = []
    for d in drifts:
        made.append(_row("drift", d.kpi, period=d.quarter_before, n=d.n_before, value=round(d.before, 9), unit="share"))
        made.append(_row("drift", d.kpi, period=d.quarter, n=d.n_after, value=round(d.after, 9), unit="share"))
    return made
