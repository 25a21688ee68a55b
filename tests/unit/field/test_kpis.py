"""Each KPI by hand, and how groups, months, masks, targets and missing columns are treated."""

import math

import numpy as np
import pandas as pd
import pytest
from unit.field import kit

from fieldmark.field.catalogue import read_catalogue
from fieldmark.field.facts import FORMULAS, by_id
from fieldmark.field.intervals import student, wilson
from fieldmark.field.kpis import kpis
from fieldmark.model.problem import Refused
from fieldmark.model.tables import TABLES
from fieldmark.store.tables import read_table
from fieldmark.store.warehouse import arrow

TICKETS = """\
id: crm
table: tickets
columns:
  {columns}
"""
NAMES = [c.name for c in TABLES["tickets"].columns]
SURVEYS = (
    "id: calls\ntable: surveys\ncolumns: {survey: survey, ticket: ticket, answered: answered, csat: csat, nps: nps}\n"
)
POLICY = """\
least_cell: 1
kpis:
"""
IDS = [*(f.kpi for f in FORMULAS if f.kpi != "problem_solved"), "workload"]
UNITS = {"first_response": "min", "handling_time": "h", "csat": "score", "nps": "nps", "cost_per_ticket": "money"}


@pytest.fixture
def ws(tmp_path):
    made = kit.workspace(tmp_path)
    units = {kpi: UNITS.get(kpi, "count" if kpi == "workload" else "share") for kpi in IDS}
    lines = [f"  {k}: {{title: {{en: {k}, zh: 指标}}, unit: {u}, better: higher}}\n" for k, u in units.items()]
    kit.policy(made, "kpis.yaml", POLICY + "".join(lines))
    return made


def tickets(ws, *rows, **common):
    """Load tickets given as dicts of our columns; what is not said is missing."""
    used = [n for n in NAMES if any(n in row for row in rows) or n in common]
    lines = [",".join(used)]
    for number, row in enumerate(rows, start=1):
        said = {"ticket": f"T{number}", "opened": "2026-01-05 08:00"} | common | row
        lines.append(",".join(str(said.get(n, "")) for n in dict.fromkeys(["ticket", "opened", *used])))
    lines[0] = ",".join(dict.fromkeys(["ticket", "opened", *used]))
    names = lines[0].split(",")
    text = TICKETS.format(columns="\n  ".join(f"{n}: {n}" for n in names))
    kit.loaded(ws, "\n".join(lines) + "\n", text, name="tickets.csv")


@pytest.fixture(scope="module")
def counted():
    """(n, value) of a KPI over tickets given as dicts, by its formula alone."""
    import ibis

    connection = ibis.duckdb.connect()

    def count(kpi, rows):
        said = [{"ticket": f"T{i}", "opened": "2026-01-05 08:00"} | row for i, row in enumerate(rows)]
        frame = pd.DataFrame(said)
        for column in TABLES["tickets"].columns:
            if column.name in frame and column.type == "time":
                frame[column.name] = pd.to_datetime(frame[column.name], format="ISO8601")
        facts = ibis.memtable(arrow(TABLES["tickets"], frame))
        formula = by_id(kpi)
        x = formula.value(facts)
        w = formula.weight(facts) if formula.weight else ibis.literal(1.0)
        shown = connection.to_pyarrow(facts.select(x=x, w=w)).to_pandas().dropna(subset=["x"])
        return shown["w"].sum(), (shown["w"] * shown["x"]).sum() / shown["w"].sum()

    yield count
    connection.disconnect()


def company(ws, kpi):
    """(n, value) of the company over all months."""
    kpis(ws)
    values = read_table(ws, "kpi_values")
    row = values[(values.kpi == kpi) & (values.grouping == "company") & (values.period == "all")]
    return int(row["n"].iloc[0]), float(row["value"].iloc[0])


DONE = {"resolved": "2026-01-06 08:00"}


@pytest.mark.parametrize(
    ("kpi", "rows", "n", "value"),
    [
        ("first_response", [{"first_response": "2026-01-05 08:12"}, {"first_response": "2026-01-05 08:18"}, {}], 2, 15),
        ("response_on_time", [{"response_met": True}, {"response_met": False}, {}], 2, 0.5),
        ("handling_time", [DONE, {"resolved": "2026-01-05 20:00"}, {}], 2, 18),
        (
            "overdue",
            [DONE | {"due": "2026-01-06 07:59"}, DONE | {"due": "2026-01-06 08:00"}, {"due": "2026-01-06"}],
            2,
            0.5,
        ),
        ("overdue", [{"sla_met": False}, {"sla_met": True}, {"sla_met": True}, {"visits": 1}], 3, 1 / 3),
        (
            "first_time_fix",
            [
                DONE | {"visits": 1, "reopened": False},
                DONE | {"visits": 2, "reopened": False},
                DONE | {"visits": 1, "reopened": True},
                DONE | {"remote": True, "reopened": False},
                {"visits": 1, "reopened": False},  # not resolved
                DONE | {"visits": 1},  # not known whether reopened
                DONE | {"reopened": True},  # not known how many visits
            ],
            4,
            0.5,
        ),
        ("resolution", [DONE, {}, {}, {}], 4, 0.25),
        (
            "complaint_closure",
            [
                {"kind": "complaint", "closed": "2026-01-07", "called_back": True},
                {"kind": "complaint", "closed": "2026-01-07", "called_back": False},
                {"kind": "complaint"},
                {"kind": "repair", "closed": "2026-01-07", "called_back": False},
            ],
            3,
            1 / 3,
        ),
        (
            "remote_fix",
            [
                DONE | {"remote": True, "remote_suitable": True},
                DONE | {"remote": False, "remote_suitable": True},
                DONE | {"remote": False, "remote_suitable": False},
                {"remote": False, "remote_suitable": True},
            ],
            2,
            0.5,
        ),
        (
            "misdiagnosis",  # parts, not tickets
            [{"parts_replaced": 3, "parts_good": 0}, {"parts_replaced": 1, "parts_good": 1}, {"parts_replaced": 0}],
            4,
            0.25,
        ),
        ("cost_per_ticket", [{"labour_cost": 100, "parts_cost": 50}, {"labour_cost": 30}, {}], 2, 90),
        ("knowledge_use", [{"knowledge_used": True}, {"knowledge_used": False}, {}], 2, 0.5),
        ("process_deviation", [{"steps_skipped": 0}, {"steps_skipped": 2}, {}], 2, 0.5),
    ],
)
def test_formula(counted, kpi, rows, n, value):
    assert counted(kpi, rows) == (n, pytest.approx(value))


def test_repeat_fault_counts_the_earlier_of_two_within_thirty_days(counted):
    same = {"customer": "C", "asset": "A", "fault_class": "trip"}
    rows = [
        same | {"opened": "2026-01-01 00:00"},  # followed after exactly 30 days
        same | {"opened": "2026-01-31 00:00"},  # followed after 30 days and a minute
        same | {"opened": "2026-03-02 00:01"},  # not followed
        same | {"opened": "2026-01-02", "asset": "B"},
        same | {"opened": "2026-01-02", "fault_class": "noise"},
        same | {"opened": "2026-01-02", "customer": None},  # whose it was is not known
    ]
    assert counted("repeat_fault", rows) == (5, pytest.approx(1 / 5))


def test_surveys_count_with_their_ticket(ws):
    tickets(ws, {"region": "North"}, {"region": "South"})
    text = "survey,ticket,answered,csat,nps\n" + (
        "1,T1,2026-02-01,80,10\n2,T1,2026-02-02,90,9\n3,T2,2026-02-01,100,6\n4,T2,2026-02-01,,7\n5,gone,2026-02-01,0,0\n"
    )
    kit.loaded(ws, text, SURVEYS, name="calls.csv")
    assert company(ws, "csat") == (3, pytest.approx(90))
    assert company(ws, "nps") == (4, pytest.approx(25))
    values = read_table(ws, "kpi_values").set_index(["kpi", "grouping", "group", "period"])
    assert values.loc[("csat", "region", "North", "2026-01"), "value"] == pytest.approx(85)  # the ticket's month


def test_workload_is_per_engineer_and_working_day(ws):
    kit.policy(ws, "kpis.yaml", (ws.grading / "kpis.yaml").read_text("utf-8") + "workload_weights: {trip: 2}\n")
    days = [f"2026-01-{day:02d} 10:00" for day in range(5, 17)]  # Monday to the Friday after next: ten working days
    rows = [{"engineer": "e001", "resolved": day, "fault_class": "trip"} for day in days]
    rows += [{"engineer": "e002", "resolved": "2026-01-16 10:00", "fault_class": "noise"}]
    tickets(ws, *rows)
    # 12 tickets of weight 2 and one of weight 1, by two engineers over ten working days
    assert company(ws, "workload") == (13, pytest.approx(25 / 20))


def test_groups_come_from_the_ticket_or_the_register_and_unknown_ones_are_left_out(ws):
    register = "id: hr\ntable: engineers\ncolumns: {engineer: ID, name: Name, region: Region, team: Team}\n"
    from fieldmark.field.load import load

    people = "ID,Name,Region,Team\ne001,A,North,N1\ne002,B,South,S1\n"
    load(ws, [kit.put(ws, "people.csv", people)], kit.mapping(ws, register, "hr"))
    tickets(
        ws,
        {"engineer": "e001", "region": "East", "knowledge_used": "yes"},
        {"engineer": "e002", "knowledge_used": "yes", "opened": "2026-02-05"},
        {"knowledge_used": "no"},
    )
    kpis(ws)
    values = read_table(ws, "kpi_values")
    known = values[(values.kpi == "knowledge_use") & (values.period == "all")]
    assert {(r.grouping, r.group, r.n) for r in known.itertuples()} == {
        ("company", "", 3),
        ("region", "East", 1),
        ("region", "South", 1),
        ("team", "N1", 1),
        ("team", "S1", 1),
        ("engineer", "e001", 1),
        ("engineer", "e002", 1),
    }
    assert set(values.period) == {"all", "2026-01", "2026-02"}


def test_the_companys_clock_decides_the_month(ws):
    kit.policy(ws, "kpis.yaml", (ws.grading / "kpis.yaml").read_text("utf-8") + "utc_hours: 8\n")
    tickets(ws, {"opened": "2026-01-31 16:00", "knowledge_used": "yes"})
    kpis(ws)
    assert set(read_table(ws, "kpi_values").period) == {"all", "2026-02"}


def test_few_cases_are_masked_with_nothing_but_their_number(ws):
    text = (ws.grading / "kpis.yaml").read_text("utf-8").replace("least_cell: 1", "least_cell: 3")
    kit.policy(ws, "kpis.yaml", text.replace("better: higher}\n", "better: higher, target: 0.5}\n"))
    tickets(ws, *[{"region": "North", "knowledge_used": "yes"}] * 2, *[{"region": "South", "knowledge_used": "no"}] * 3)
    kpis(ws)
    values = read_table(ws, "kpi_values").set_index(["kpi", "group", "period"]).loc["knowledge_use"]
    north, south = values.loc[("North", "all")], values.loc[("South", "all")]
    assert (north["n"], north["masked"], south["n"], south["masked"]) == (2, True, 3, False)
    assert [math.isnan(north[c]) for c in ("value", "low", "high", "attainment")] == [True] * 4
    assert [math.isnan(south[c]) for c in ("value", "low", "high", "attainment")] == [False] * 4


def test_missing_columns_are_told_and_do_not_stop_the_rest(ws):
    tickets(ws, {"knowledge_used": "yes"})
    report = kpis(ws)
    empty = {r["id"] for r in report.rows if r["what"] == "kpi" and not r["n"]}
    assert empty == set(IDS) - {"resolution", "knowledge_use"}
    notes = read_table(ws, "kpi_notes")
    assert set(notes.kpi[notes.note == "missing"]) == set(IDS) - {"knowledge_use"}
    assert {p.code for p in report.problems} == {"D021"}


def test_without_any_tickets_there_is_nothing_to_compute(ws):
    with pytest.raises(Refused, match="W005"):
        kpis(ws)
    kit.register(ws)
    with pytest.raises(Refused, match="W005"):
        kpis(ws)


def test_done_again_the_tables_are_the_same_to_the_byte(ws):
    tickets(ws, *[{"engineer": f"e{i % 7}", "resolved": f"2026-01-06 08:{i:02d}", "visits": 1} for i in range(50)])
    kpis(ws)
    first = {p.name: p.read_bytes() for p in ws.tables.iterdir()}
    kpis(ws)
    assert {p.name: p.read_bytes() for p in ws.tables.iterdir()} == first
    names = {p.removesuffix(".parquet") for p in first}
    assert names == {"kpi_values", "kpi_notes", "panel", "engineers", "training", "quarantine"}


# --- attainment, intervals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("better", "target", "value", "attained"),
    [
        ("lower", 15, 12.0, 1.25),
        ("higher", 0.8, 0.6, 0.75),
        ("lower", 0.05, 0.0, 10),
        ("higher", 0.1, 5.0, 10),
        ("higher", 0, 12.0, None),
        ("higher", None, 12.0, None),
        ("context", 3, 12.0, None),
        ("lower", 15, None, None),
    ],
)
def test_attainment(ws, better, target, value, attained):
    said = f"target: {target}" if target is not None else ""
    kit.policy(
        ws,
        "kpis.yaml",
        f"most_attainment: 10\nkpis:\n  nps: {{title: {{en: x, zh: y}}, unit: nps, better: {better}, {said}}}\n",
    )
    assert read_catalogue(ws).attainment("nps", value) == (None if attained is None else pytest.approx(attained))


def test_wilson_interval_as_published():
    # Newcombe, Statistics in Medicine 17:857 (1998), table I, method 3
    low, high = wilson(np.array([81 / 263, 15 / 148, 0 / 20, 1 / 29]), np.array([263.0, 148, 20, 29]))
    assert low.round(4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert high.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_student_interval_by_hand():
    low, high = student(np.array([10.0, 3.0]), np.array([4.0, np.nan]), np.array([5.0, 1.0]))
    assert (low[0], high[0]) == (pytest.approx(10 - 2.776445 * 2 / 5**0.5), pytest.approx(10 + 2.776445 * 2 / 5**0.5))
    assert np.isnan(low[1])


def test_shipped_kpis_are_complete_in_both_languages(root):
    from fieldmark.field.catalogue import IDS as KNOWN
    from fieldmark.store.workspace import Workspace

    policy = read_catalogue(Workspace(root))
    assert list(policy.kpis)
    assert set(policy.kpis) == set(KNOWN)
    for kpi in policy.kpis.values():
        assert all((kpi.title.en, kpi.title.zh, kpi.definition.en, kpi.definition.zh)), kpi.id
    assert policy.kpis["first_response"].target == 15


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kpis: {}\n", 1),
        ("kpis:\n  speed: {title: {en: x, zh: y}}\n", 2),
        ("kpis:\n  csat: {unit: score, better: higher}\n", 2),
        ("kpis:\n  csat:\n    title: {en: x, zh: y}\n    unit: stars\n    better: higher\n", 4),
        ("kpis:\n  csat:\n    title: {en: x, zh: y}\n    unit: score\n    better: up\n", 5),
        ("kpis:\n  csat:\n    title: {en: x, zh: y}\n    unit: score\n    better: higher\n    target: much\n", 6),
        ("least_cell: few\nkpis:\n  csat: {title: {en: x, zh: y}, unit: score, better: higher}\n", 1),
    ],
)
def test_wrong_kpi_policy_is_told_at_its_line(ws, text, line):
    kit.policy(ws, "kpis.yaml", text)
    with pytest.raises(Refused) as refused:
        read_catalogue(ws)
    assert [(p.code, p.line) for p in refused.value.problems] == [("D009", line)]
