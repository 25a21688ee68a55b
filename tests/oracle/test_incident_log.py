"""The service-desk log of a real company (UCI 498): the figures that must come out of `fieldmark kpis --json`.

Computed independently from the last event of each incident by (sys_mod_count, sys_updated_at, row); durations are
resolved_at - opened_at in hours.
"""

import json
import os
import subprocess
import sys

import pytest

from fieldmark.store.tables import read_table
from fieldmark.store.workspace import Workspace

LOG = "incident_event_log.csv.gz"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, real_data):
    folder = tmp_path_factory.mktemp("desk")
    (folder / "courses").mkdir()
    command(folder, "load", str(real_data(LOG)), "--mapping", "servicenow")
    return folder


@pytest.fixture(scope="module")
def told(workspace):
    return command(workspace, "kpis")


@pytest.fixture(scope="module")
def rows(told):
    return {(r["what"], r["id"], r["period"]): r for r in told["rows"]}


def command(folder, *words):
    """What a command of Fieldmark prints as JSON."""
    run = subprocess.run(
        [sys.executable, "-m", "fieldmark.cli", *words, "--workspace", str(folder), "--json"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout)


def test_incidents_resolution_times(rows):
    handling = rows["kpi", "handling_time", "all"]
    assert rows["count", "tickets", "all"]["count"] == 24_918
    assert handling["n"] == rows["count", "resolved", "all"]["count"] == 23_362
    assert rows["count", "unresolved", "all"]["count"] == 1_556
    assert handling["median"] == pytest.approx(22.1, abs=1e-9)
    assert handling["p90"] == pytest.approx(381.548, abs=5e-4)
    assert handling["value"] == pytest.approx(178.172, abs=5e-4)
    assert handling["unit"] == "h"


@pytest.mark.parametrize(
    ("name", "count", "share"),
    [
        ("sla_met", 15_803, 0.6342),
        ("reopened", 275, 0.01104),
        ("reassignments", 23_414, 0.93964),
        ("never_reassigned", 13_549, 0.54374),
        ("knowledge_used", 3_551, 0.14251),
        ("without_engineer", 99, 0.00397),
        ("set_aside", 0, 0),
        ("negative_durations", 0, 0),
    ],
)
def test_counts(rows, name, count, share):
    row = rows["count", name, "all"]
    assert (row["count"], row["n"]) == (count, 24_918)
    assert row["value"] == pytest.approx(share, abs=5e-5)


def test_resolvers_and_events_in_a_state_without_a_name(rows):
    assert rows["count", "engineers", "all"]["count"] == 216
    assert rows["count", "servicenow.rows", "all"]["count"] == 141_712
    odd = rows["count", "servicenow.state_unknown", "all"]
    assert (odd["count"], odd["n"]) == (5, 141_712)


def test_repeated_within_thirty_days(rows):
    repeat = rows["kpi", "repeat_fault", "all"]
    assert (repeat["count"], repeat["n"]) == (5_269, 24_907)


def test_shares_that_are_kpis_too(rows):
    knowledge, overdue = rows["kpi", "knowledge_use", "all"], rows["kpi", "overdue", "all"]
    assert knowledge["value"] == pytest.approx(0.14251, abs=5e-6)
    assert knowledge["low"] < knowledge["value"] < knowledge["high"]
    assert (overdue["count"], overdue["n"]) == (24_918 - 15_803, 24_918)


def test_the_change_of_definition_is_pointed_at(rows, told, workspace):
    before, after = rows["drift", "knowledge_use", "2016-Q1"], rows["drift", "knowledge_use", "2016-Q2"]
    assert (round(before["value"], 3), round(after["value"], 3)) == (0.378, 0.005)
    drifts = [p for p in told["problems"] if p["code"] == "D022"]
    assert len(drifts) == 1
    assert "37.8%" in drifts[0]["message"]["en"]
    assert "0.5%" in drifts[0]["message"]["zh"]
    notes = read_table(Workspace(workspace), "kpi_notes")
    assert notes[notes.note == "drift"][["kpi", "period"]].values.tolist() == [["knowledge_use", "2016-Q2"]]


def test_what_the_log_does_not_hold_has_no_value_and_a_reason(rows, told):
    empty = {name for (what, name, _), row in rows.items() if what == "kpi" and row["n"] == 0}
    assert empty == {
        *("first_response", "response_on_time", "first_time_fix", "csat", "problem_solved", "nps", "complaint_closure"),
        *("remote_fix", "misdiagnosis", "cost_per_ticket", "process_deviation"),
    }
    assert sum(p["code"] == "D021" for p in told["problems"]) == len(empty)


def test_loading_it_again_changes_nothing(workspace, real_data):
    (row,) = command(workspace, "load", str(real_data(LOG)), "--mapping", "servicenow")["rows"]
    assert (row["rows"], row["loaded"], row["set_aside"], row["changed"]) == (141_712, 24_918, 0, False)
