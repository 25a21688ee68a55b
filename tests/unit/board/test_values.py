"""Quarters from months, states against targets, changes with their intervals."""

from __future__ import annotations

import math

import pytest

from fieldmark.board import values
from fieldmark.board.values import Kpi, Value

HIGHER = Kpi("first_time_fix", "", "", "share", "higher", 0.85)
LOWER = Kpi("handling_time", "", "", "h", "lower", 24.0)


def at(n: int, value: float, half: float) -> Value:
    return Value(n, value, value - half, value + half)


def test_months_are_pooled_by_their_cases():
    pooled = values.pooled([at(100, 0.8, 0.08), at(300, 0.9, 0.04)])
    assert pooled.n == 400
    assert pooled.value == pytest.approx(0.875)
    # se: sqrt((100*.04082)² + (300*.02041)²) / 400
    assert pooled.high - pooled.value == pytest.approx(math.hypot(100 * 0.08, 300 * 0.04) / 400)


def test_a_proportion_pooled_from_months_has_the_interval_of_all_cases():
    """Three months of a share with Wald intervals give the Wald interval of all their cases, nearly."""
    parts = [at(n, p, values.Z * math.sqrt(p * (1 - p) / n)) for n, p in ((200, 0.8), (250, 0.82), (150, 0.79))]
    n = 600
    p = sum(v.n * v.value for v in parts) / n
    assert values.pooled(parts).high - p == pytest.approx(values.Z * math.sqrt(p * (1 - p) / n), rel=0.01)


def test_masked_months_are_left_out_and_all_masked_is_masked():
    masked = Value(3, masked=True)
    assert values.pooled([masked, at(50, 0.7, 0.1)]).n == 50
    nothing = values.pooled([masked, masked])
    assert nothing.masked
    assert nothing.n == 6
    assert math.isnan(nothing.value)


def test_no_cases_at_all_is_not_masked():
    assert not values.pooled([values.NONE]).masked


@pytest.mark.parametrize(
    ("value", "kpi", "state"),
    [
        (at(99, 0.86, 0.05), HIGHER, "met"),
        (at(99, 0.85, 0.05), HIGHER, "met"),
        (at(99, 0.83, 0.05), HIGHER, "near"),
        (at(99, 0.78, 0.05), HIGHER, "missed"),
        (at(99, 23.0, 2.0), LOWER, "met"),
        (at(99, 25.0, 2.0), LOWER, "near"),
        (at(99, 27.0, 2.0), LOWER, "missed"),
        (Value(3, masked=True), HIGHER, "masked"),
        (at(99, 0.5, 0.1), Kpi("workload", "", "", "count", "context", 0.85), "none"),
        (at(99, 0.5, 0.1), Kpi("x", "", "", "share", "higher", None), "none"),
    ],
)
def test_state_against_the_target(value, kpi, state):
    assert values.state(value, kpi) == state


def test_attainment_turns_round_where_lower_is_better():
    assert values.attainment(12.0, Kpi("first_response", "", "", "min", "lower", 15.0)) == pytest.approx(1.25)
    assert values.attainment(0.765, HIGHER) == pytest.approx(0.9)
    assert math.isnan(values.attainment(0.0, LOWER))
    assert math.isnan(values.attainment(34.0, Kpi("nps", "", "", "nps", "higher", 0.0)))


def test_a_change_is_clear_only_where_its_interval_leaves_out_zero():
    change = values.difference(at(9, 0.90, 0.03), at(9, 0.85, 0.04))
    assert change is not None
    assert change.value == pytest.approx(0.05)
    assert (change.low, change.high) == (pytest.approx(0.0), pytest.approx(0.1))
    assert values.better(values.Difference(2.0, 1.0, 3.0), LOWER) is False
    assert values.better(values.Difference(-2.0, -3.0, -1.0), LOWER) is True
    assert values.better(values.Difference(-2.0, -5.0, 1.0), LOWER) is None
    assert values.difference(at(9, 0.9, 0.03), values.NONE) is None


def test_intervals_stay_within_what_the_unit_allows():
    bounded = values.bounded(at(9, 0.97, 0.1), "share")
    assert bounded.high == 1.0
    assert values.bounded(at(9, 2.0, 5.0), "min").low == 0.0
    assert values.bounded(at(9, -5.0, 5.0), "nps").low == -10.0
