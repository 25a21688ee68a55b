"""Effects against published numbers and against an independent package."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import ttest_ind

from fieldmark.outcome.design import NEVER, Cell, Cohort, Design, Span, cells
from fieldmark.outcome.group_time import effects, group_time
from fieldmark.outcome.pretrend import hotelling
from fieldmark.outcome.relabel import estimates, exchanged, randomised, welch

DATA = Path(os.environ.get("FIELDMARK_DATA", Path(__file__).parents[2] / ".." / "shared" / "data"))


def table(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not here (set FIELDMARK_DATA)")
    return pd.read_csv(path)


@pytest.fixture(scope="module")
def mpdta():
    """Log employment (500 counties, 2003 to 2007) and the first year of treatment as an index."""
    frame = table("mpdta.csv")
    outcome = frame.pivot(index="countyreal", columns="year", values="lemp").to_numpy(float)
    first = frame.groupby("countyreal")["first.treat"].first().to_numpy(int)
    return outcome, np.where(first == 0, NEVER, first - 2003)


def average(found, starts, chosen):
    """Cells for which `chosen(start, month)`, weighted by the size of their group."""
    cells = [c for c in found if chosen(*c)]
    return np.average([found[c] for c in cells], weights=[(starts == g).sum() for g, _ in cells])


def test_never_treated_controls(mpdta):
    outcome, starts = mpdta
    found = group_time(outcome, starts, controls="never_treated", base_period="varying")
    assert_allclose(average(found, starts, lambda g, t: t >= g), -0.03995, atol=5e-6)
    events = [average(found, starts, lambda g, t, e=e: t - g == e) for e in range(-3, 4)]
    assert_allclose(events, [0.03051, -0.00056, -0.02446, -0.01993, -0.05096, -0.13726, -0.10081], atol=5e-6)
    assert_allclose(np.mean(events[3:]), -0.07724, atol=5e-6)
    groups = {g: np.mean([v for (of, t), v in found.items() if of == g and t >= g]) for g in (1, 3, 4)}
    assert_allclose(list(groups.values()), [-0.07975, -0.02291, -0.02605], atol=6e-6)
    sizes = [(starts == g).sum() for g in groups]
    assert_allclose(np.average(list(groups.values()), weights=sizes), -0.03102, atol=5e-6)


def test_not_yet_treated_controls(mpdta):
    outcome, starts = mpdta
    found = group_time(outcome, starts, controls="not_yet_treated", base_period="varying")
    assert_allclose(average(found, starts, lambda g, t: t >= g), -0.03976, atol=5e-6)


def design_of(starts, months):
    """The design in which each start is a cohort chosen by rota."""
    first = sorted(set(starts[starts < NEVER]))
    cohorts = tuple(Cohort(f"c{g}", int(g), "rota", 0) for g in first)
    label = np.array([first.index(s) if s < NEVER else len(first) for s in starts])
    return Design(tuple(map(str, range(len(starts)))), months, cohorts, label)


def overall(design, made):
    """Weights of the simple aggregate over the cells after the training."""
    weights = np.array([design.size(c.cohort) * (c.since >= 0) for c in made], dtype=float)
    return weights / weights.sum()


def test_our_standard_error_on_mpdta(mpdta):
    """Analytic, not-yet-treated: .01205; ours holds the shares of the groups as given, and has n / (n - 1)."""
    outcome, starts = mpdta
    design = design_of(starts, 5)
    made = cells(design, range(3), Span(10, 1))
    weights = overall(design, made)
    estimate, influence = estimates(outcome, design, made, weights[None], design.label[None])
    assert_allclose(estimate[0, 0], -0.03976, atol=5e-6)
    assert_allclose(np.sqrt((influence**2).sum()), 0.01205, rtol=0.02)


def test_relabelling_agrees_with_the_formula_on_a_large_sample(mpdta):
    outcome, starts = mpdta
    design = design_of(starts, 5)
    made = cells(design, range(3), Span(10, 1))
    weights = overall(design, made)
    estimate, influence = estimates(outcome, design, made, weights[None], design.label[None])
    formula = welch(estimate[0, 0], influence[0, 0], design.label, 0.95)
    exact = randomised(outcome, design, made, weights, formula, exchanged(design, range(3), 499, 1), 0.95)
    assert_allclose([exact.low, exact.high], [formula.low, formula.high], atol=0.12 * (formula.high - formula.low))
    assert exact.p < 0.01


@pytest.mark.parametrize(("missing", "base"), [(0.0, 1), (0.15, 1), (0.15, 3)])
def test_own_sums_agree_with_the_library(missing, base):
    """The estimate shown is the library's, its uncertainty ours: both must be of the same quantity."""
    draw = np.random.default_rng(4)
    months = 12
    starts = np.repeat([3, 5, 8, 20, NEVER], [6, 5, 7, 6, 12])
    outcome = draw.normal(size=(len(starts), months))
    outcome[draw.random(outcome.shape) < missing] = np.nan
    cohorts = (
        Cohort("a", 3, "rota", 0),
        Cohort("b", 5, "weakness", 2),
        Cohort("c", 8, "rota", 0),
        Cohort("d", 20, "rota", 0),
    )
    design = Design(tuple(map(str, range(len(starts)))), months, cohorts, np.repeat(range(5), [6, 5, 7, 6, 12]))
    made = cells(design, (0, 1, 2), Span(6, base))
    own, _ = estimates(outcome, design, made, np.eye(len(made)), design.label[None])
    assert_allclose(own[0], effects(outcome, design, made), atol=1e-12)


def test_difference_in_means_of_nsw():
    frame = table("nsw_dw.csv")
    treated = frame["treat"].to_numpy() == 1
    outcome = np.column_stack([np.zeros(len(frame)), frame["re78"]])
    design = Design(tuple(map(str, range(len(frame)))), 2, (Cohort("t", 1, "rota", 0),), np.where(treated, 0, 1))
    estimate, influence = estimates(outcome, design, [Cell(0, 1, (0,), 0, True)], np.ones((1, 1)), design.label[None])
    assert_allclose(estimate[0, 0], 1794.3, atol=0.05)
    assert_allclose(np.sqrt((influence**2).sum()), 671.0, atol=0.05)  # HC2: the variance of each group by itself


def test_joint_test_of_one_month_is_welch_and_of_two_fixed_ones_too():
    """With one month Hotelling's T2 is the square of Welch's t; a month that mirrors another adds nothing."""
    draw = np.random.default_rng(5)
    label = np.repeat([0, 1], [9, 14])
    change = draw.normal(size=(23, 1)) * np.where(label == 0, 2.0, 1.0)[:, None]
    change[label == 0] += 0.9
    design = Design(tuple(map(str, range(23))), 2, (Cohort("t", 1, "rota", 0),), label)
    outcome = np.concatenate([np.zeros((23, 1)), change], axis=1)
    estimate, influence = estimates(outcome, design, [Cell(0, 1, (0,), 0, True)], np.ones((1, 1)), design.label[None])
    oracle = ttest_ind(change[label == 0, 0], change[label == 1, 0], equal_var=False)
    one = hotelling(estimate[0], influence[0], label)
    assert_allclose([one.f, one.p, one.df], [oracle.statistic**2, oracle.pvalue, oracle.df], rtol=1e-9)
    mirrored = hotelling(np.array([1, -1]) * estimate[0], np.array([[1], [-1]]) * influence[0], label)
    assert mirrored.months == 1
    assert_allclose(mirrored.p, one.p, rtol=1e-9)


def test_small_groups_are_not_called_significant_too_often():
    """Twelve engineers, nothing happens: at 5 % the analytic test of the library rejects about twice as often."""
    draw = np.random.default_rng(7)
    starts = np.repeat([4, 6, NEVER], [3, 3, 6])
    design = design_of(starts, 8)
    made = cells(design, (0, 1), Span(6, 1))
    weights = overall(design, made)
    analytic = exact = 0
    runs = 300
    for run in range(runs):
        outcome = draw.normal(size=(12, 8))
        estimate, influence = estimates(outcome, design, made, weights[None], design.label[None])
        plain = influence[0, 0] @ influence[0, 0] * (2 / 3)  # without n / (n - 1): as the analytic formula has it
        analytic += abs(estimate[0, 0]) > 1.96 * np.sqrt(plain)
        observed = welch(estimate[0, 0], influence[0, 0], design.label, 0.95)
        exact += (
            randomised(outcome, design, made, weights, observed, exchanged(design, (0, 1), 199, run), 0.95).p <= 0.05
        )
    assert analytic / runs > 0.08
    assert 0.025 < exact / runs < 0.075
