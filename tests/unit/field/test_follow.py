"""A month counts towards repeat faults once all its tickets were followed for 30 days."""

import pandas as pd

from fieldmark.field.follow import followed, settled


def test_a_month_counts_once_its_last_ticket_was_followed():
    months = pd.Series(["2026-08", "2026-09", "2026-10"])
    assert list(followed(months, pd.Timestamp("2026-10-31 12:00"))) == [True, True, False]
    assert list(followed(months, pd.Timestamp("2026-10-29"))) == [True, False, False]


def test_only_kpis_that_look_ahead_wait_and_the_whole_time_stays():
    values = pd.DataFrame(
        {"kpi": ["repeat_fault"] * 3 + ["csat"], "period": ["2026-09", "2026-10", "all", "2026-10"], "value": 1.0}
    )
    kept = settled(values, pd.Timestamp("2026-10-31"))
    assert list(zip(kept["kpi"], kept["period"], strict=True)) == [
        ("repeat_fault", "2026-09"),
        ("repeat_fault", "all"),
        ("csat", "2026-10"),
    ]
