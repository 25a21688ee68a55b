"""From the clean tables to KPI values, the panel, and copies of the registers for the rooms that read no warehouse."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldmark.field import problems, summary
from fieldmark.field.catalogue import WORKLOAD, Catalogue, read_catalogue
from fieldmark.field.drift import Drift, find_drift
from fieldmark.field.facts import FORMULAS, Formula, survey_facts, ticket_facts
from fieldmark.field.follow import settled
from fieldmark.field.panel import panel, trained_classes
from fieldmark.field.settings import read_settings
from fieldmark.field.values import judged, long_facts, raw_values
from fieldmark.field.workload import engineer_months
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.tables import ENGINEERS, KPI_NOTES, PANEL, QUARANTINE, SURVEYS, TABLES, TICKETS, TRAINING, Table
from fieldmark.model.text import Text
from fieldmark.store import warehouse as store
from fieldmark.store.tables import write_table
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd


def kpis(
    workspace: Workspace, *, fault_classes: Collection[str] | None = None, progress: Progress = quiet
) -> StepReport:
    """Write the tables kpi_values, kpi_notes, panel, engineers, training and quarantine.

    `fault_classes`: tickets that count in the panel; None: those that stand under a skill in courses/*/course.yaml
    (all, where no course names any). Refused (W005) where no tickets were loaded, (D009) where grading/kpis.yaml
    cannot be used. Rows: see `field.summary`.
    """
    policy = read_catalogue(workspace)
    classes = course_classes(workspace) if fault_classes is None else fault_classes
    formulas = tuple(f for f in FORMULAS if f.kpi in policy.kpis)
    with store.warehouse(workspace) as connection:
        store.read(connection, TICKETS.name)
        progress(0, 3, Text("computing KPIs", "计算指标"))
        tables = {t.name: _table(connection, t) for t in (TICKETS, SURVEYS, ENGINEERS, TRAINING, QUARANTINE)}
        tickets, surveys, engineers = tables["tickets"], tables["surveys"], tables["engineers"]
        by_ticket = ticket_facts(tickets, engineers, FORMULAS, policy.utc_hours)
        by_survey = survey_facts(surveys, tickets, engineers, FORMULAS, policy.utc_hours)
        facts = {
            "tickets": store.rest(connection, "ticket_facts", by_ticket),
            "surveys": store.rest(connection, "survey_facts", by_survey),
        }
        months = engineer_months(tickets, engineers, policy.weights, policy.utc_hours)
        long = store.rest(connection, "long_facts", long_facts(facts, formulas))
        raw = settled(raw_values(long, months, formulas, policy), _last_opened(facts["tickets"]))
        values = judged(raw, policy)
        missing = _missing(tables, formulas, policy)
        drifts = find_drift(_monthly_shares(raw, formulas), policy.drift)
        progress(1, 3, Text("engineers by month", "按工程师和月份汇总"))
        by_month = panel(facts, fault_classes=classes)
        said = summary.rows(connection, facts, values, formulas, {k: n.unit for k, n in policy.kpis.items()}, drifts)
        registers = {n: _sorted(tables[n], TABLES[n]) for n in ("engineers", "training", "quarantine")}
    progress(2, 3, Text("writing tables", "写出数据表"))
    notes = [*missing, *(_drift_note(d, policy) for d in drifts)]
    written = {"kpi_values": values, KPI_NOTES.name: _notes(notes), PANEL.name: by_month, **registers}
    for name, frame in written.items():
        write_table(workspace, name, frame)
    progress(3, 3, Text("KPIs computed", "指标已计算"))
    return StepReport(_told(values, policy), said, [n.problem for n in notes])


def _last_opened(facts: Any) -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp(facts.opened.max().to_pyarrow().as_py())


def course_classes(workspace: Workspace) -> frozenset[str]:
    """Fault classes that a course of the workspace trains. What is wrong in a course is the bank's to report."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(workspace.courses.glob("*/course.yaml")):
        try:
            found[path.parent.name] = read_settings(path, workspace.relative(path)).data
        except Refused:
            continue
    return trained_classes(found)


def _table(connection: store.Connection, table: Table) -> Any:
    """The table's own columns, without rows where it was never loaded."""
    import ibis
    import pandas as pd

    if store.has(connection, table.name):
        return connection.table(table.name).select(*table.names)
    return ibis.memtable(store.arrow(table, pd.DataFrame()))


def _sorted(rows: Any, table: Table) -> pd.DataFrame:
    by = list(table.key) or ["file", "line", "code"]
    frame: pd.DataFrame = rows.order_by(by).to_pyarrow().to_pandas()
    return frame


def _monthly_shares(raw: pd.DataFrame, formulas: Sequence[Formula]) -> pd.DataFrame:
    shares = [f.kpi for f in formulas if f.kind == "share"]
    return raw[(raw["grouping"] == "company") & (raw["period"] != "all") & raw["kpi"].isin(shares)]


# --- what must be known before a KPI is read ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A row of KPI_NOTES and the problem that says it."""

    kpi: str
    note: str
    period: str
    problem: Problem


def _missing(tables: Mapping[str, Any], formulas: Sequence[Formula], policy: Catalogue) -> list[Note]:
    """A D021 for each KPI whose columns are empty."""
    full: dict[str, set[str]] = {}
    for source in ("tickets", "surveys"):
        table = tables[source]
        counted = table.aggregate(**{c: table[c].count() for c in table.columns}).to_pyarrow().to_pylist()[0]
        full[source] = {c for c, n in counted.items() if n}
    needs = [(f.kpi, f.source, f.needs) for f in formulas]
    if WORKLOAD in policy.kpis:
        needs.append((WORKLOAD, "tickets", ("resolved", "engineer")))
    found = []
    for kpi, source, columns in needs:
        absent = [c.replace("|", " / ") for c in columns if not set(c.split("|")) & full[source]]
        if absent:
            named = ", ".join(absent) if full[source] else source
            told = problems.NO_DATA.at(title=policy.kpis[kpi].title, missing=named)
            found.append(Note(kpi, "missing", "", told))
    return found


def _drift_note(drift: Drift, policy: Catalogue) -> Note:
    told = problems.DRIFT.at(
        title=policy.kpis[drift.kpi].title,
        before=f"{drift.before:.1%}",
        after=f"{drift.after:.1%}",
        n_before=drift.n_before,
        n_after=drift.n_after,
        quarter_before=drift.quarter_before,
        quarter=drift.quarter,
        month=drift.month,
    )
    return Note(drift.kpi, "drift", drift.quarter, told)


def _notes(notes: Sequence[Note]) -> pd.DataFrame:
    import pandas as pd

    rows = [(n.kpi, n.note, n.period, n.problem.message.en, n.problem.message.zh) for n in notes]
    frame = pd.DataFrame(rows, columns=list(KPI_NOTES.names), dtype="str")
    return frame.sort_values(list(KPI_NOTES.key), ignore_index=True)


def _told(values: pd.DataFrame, policy: Catalogue) -> Text:
    """How many KPIs have values, and how many of those with a target reach it."""
    company = values[(values["grouping"] == "company") & (values["period"] == "all") & (values["n"] > 0)]
    judged = company[company["attainment"].notna()]
    reached = int((judged["attainment"] >= 1).sum())
    return Text(
        f"{len(company)} of {len(policy.kpis)} KPIs have values; {reached} of {len(judged)} with a target reach it.",
        f"{len(policy.kpis)} 项指标中有 {len(company)} 项有数值；{len(judged)} 项有目标的指标中 {reached} 项达标。",
    )
