"""A jump of definition is pointed at; work that gets better or worse is not."""

import pandas as pd

from fieldmark.field.drift import find_drift

POLICY = {"points": 0.1, "factor": 5, "from_cases": 200}


def months(**values):
    """kpi -> [(month, n, share)]"""
    rows = [(kpi, period, n, value) for kpi, said in values.items() for period, n, value in said]
    return pd.DataFrame(rows, columns=["kpi", "period", "n", "value"])


def test_a_collapse_is_found_with_its_quarter_and_month():
    said = [("2026-01", 300, 0.9), ("2026-02", 300, 0.88), ("2026-03", 300, 0.05), ("2026-04", 400, 0.02)]
    (found,) = find_drift(months(knowledge_use=said), POLICY)
    assert (found.kpi, found.quarter_before, found.quarter, found.month) == (
        "knowledge_use",
        "2026-Q1",
        "2026-Q2",
        "2026-03",
    )
    assert (round(found.before, 4), found.after, found.n_before, found.n_after) == (0.61, 0.02, 900, 400)


def test_a_rise_is_found_too_and_a_thin_quarter_does_not_hide_it():
    said = [("2025-12", 500, 0.0), ("2026-02", 30, 0.5), ("2026-05", 500, 0.4)]
    (found,) = find_drift(months(reopened=said), POLICY)
    assert (found.quarter_before, found.quarter) == ("2025-Q4", "2026-Q2")


def test_training_and_season_are_no_drift():
    better = [(f"2026-{m:02d}", 3000, 0.74 + 0.01 * m) for m in range(1, 13)]
    halved = [("2026-01", 3000, 0.08), ("2026-04", 3000, 0.04)]
    assert find_drift(months(first_time_fix=better, repeat_fault=halved), POLICY) == []


def test_chance_in_few_cases_is_no_drift():
    assert find_drift(months(remote_fix=[("2026-01", 20, 1.0), ("2026-04", 20, 0.0)]), POLICY) == []
