"""The panel: means by engineer and month, and the case mix taken out without taking anything else."""

import numpy as np
import pandas as pd
import pytest
from unit.field.test_kpis import DONE, kit, tickets

from fieldmark.field.kpis import kpis
from fieldmark.field.panel import Cases, by_cell
from fieldmark.store.tables import read_table

COURSE = """\
id: vfd
groups:
  - id: g
    skills:
      - {id: a, fault_classes: [trip, noise]}
      - {id: b, fault_classes: [trip]}
"""


def simulated(seed=1, engineers=40, months=10, mean=30):
    """Engineers whose mix of hard and easy cases differs by ability and by month; what each month is truly like."""
    rng = np.random.default_rng(seed)
    cells = engineers * months
    truth = rng.normal(0, 1, cells)
    mixed = np.clip(0.5 + 0.2 * truth + rng.normal(0, 0.15, cells), 0.05, 0.95)  # the able get the hard cases
    cell = np.repeat(np.arange(cells), rng.poisson(mean, cells) + 1)
    hard = (rng.random(len(cell)) < mixed[cell]).astype(np.int64)
    value = truth[cell] - 3.0 * hard + rng.normal(0, 1, len(cell))
    return Cases(cell, value, np.ones(len(cell)), (hard,)), truth, hard


def test_adjusting_recovers_the_months_that_a_plain_mean_distorts():
    cases, truth, hard = simulated()
    value, adjusted = by_cell(cases)
    wanted = truth - 3.0 * hard.mean()  # everyone with the company's average mix
    assert np.abs(adjusted - wanted).mean() < 0.2
    assert np.abs(value - wanted).mean() > 0.4
    assert abs(np.corrcoef(adjusted, truth)[0, 1]) > 0.95


def test_the_mean_over_all_cases_stays():
    cases, _, _ = simulated(2)
    value, adjusted = by_cell(cases)
    n = np.bincount(cases.cell)
    assert np.average(adjusted, weights=n) == pytest.approx(np.average(value, weights=n))


def test_weights_make_ratios():
    cases = Cases(
        np.array([0, 0, 1]), np.array([0.0, 1.0, 0.5]), np.array([3.0, 1.0, 2.0]), (np.zeros(3, dtype=np.int64),)
    )
    value, adjusted = by_cell(cases)
    assert value.tolist() == adjusted.tolist() == [0.25, 0.5]


def test_one_case_mix_for_all_leaves_the_values_alone():
    cases, _, _ = simulated(3)
    same = Cases(cases.cell, cases.value, cases.weight, (np.zeros(len(cases.cell), dtype=np.int64),) * 3)
    value, adjusted = by_cell(same)
    assert np.array_equal(value, adjusted)


@pytest.fixture
def ws(tmp_path):
    return kit.workspace(tmp_path)


def panel_of(ws, **options):
    kpis(ws, **options)
    return read_table(ws, "panel").set_index(["engineer", "month", "kpi"])


def test_only_tickets_of_trained_fault_classes_count(ws):
    classes = ["trip", "trip", "noise", "mechanical"]
    tickets(ws, *[DONE | {"engineer": "e001", "fault_class": c, "visits": 1, "reopened": "no"} for c in classes])
    key = ("e001", "2026-01", "first_time_fix")
    assert panel_of(ws).loc[key, "n"] == 4  # no course says what it trains
    (ws.courses / "vfd").mkdir()
    (ws.courses / "vfd" / "course.yaml").write_text(COURSE, "utf-8")
    assert panel_of(ws).loc[key, "n"] == 3
    assert panel_of(ws, fault_classes=["mechanical"]).loc[key, "n"] == 1


def test_months_not_yet_followed_show_no_repeats(ws):
    same = {"customer": "C", "asset": "A", "fault_class": "trip", "engineer": "e001"}
    opened = ["2026-01-10", "2026-02-01", "2026-02-20", "2026-03-02", "2026-03-31"]
    tickets(ws, *[same | {"opened": day} for day in opened])
    found = panel_of(ws).loc[("e001", slice(None), "repeat_fault"), "value"]
    # January and February were followed to the end, March was not
    assert found.droplevel([0, 2]).to_dict() == {"2026-01": 1.0, "2026-02": 1.0}


def test_tickets_without_engineer_and_an_empty_panel(ws):
    tickets(ws, DONE | {"visits": 1})
    assert panel_of(ws).empty
    assert isinstance(read_table(ws, "panel"), pd.DataFrame)
