"""Item analysis, IRT, DIF, agreement and standard setting against published numbers."""

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from fieldmark.measure.classical import classical
from fieldmark.measure.dif import mantel_haenszel
from fieldmark.measure.irt import negative_loglik, one_parameter, rasch, two_parameter
from fieldmark.measure.raters import intraclass, kappa
from fieldmark.measure.standard import angoff, borderline_regression

DATA = Path(os.environ.get("FIELDMARK_DATA", Path(__file__).parents[2] / ".." / "shared" / "data"))


@pytest.fixture(scope="module")
def lsat6():
    """Patterns (30, 5) and how many of the 1,000 gave each."""
    path = DATA / "LSAT6.csv"
    if not path.exists():
        pytest.skip(f"{path} is not here (set FIELDMARK_DATA)")
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    return table[:, :5], table[:, 5]


def test_classical_statistics_of_lsat6(lsat6):
    patterns, counts = lsat6
    found = classical(np.repeat(patterns, counts.astype(int), axis=0), np.ones(5))
    assert found.n == 1000
    assert_allclose(found.facility, [0.924, 0.709, 0.553, 0.763, 0.870], atol=5e-4)
    assert_allclose(found.discrimination, [0.1128, 0.1532, 0.1728, 0.1444, 0.1216], atol=5e-5)
    assert_allclose(found.alpha, 0.2950, atol=5e-5)
    assert_allclose(found.alpha_if_deleted, [0.2754, 0.2376, 0.2168, 0.2459, 0.2663], atol=5e-5)
    assert_allclose([found.mean, found.sd, found.sem], [3.819, 1.0350, 0.8691], atol=5e-5)


def test_two_parameter_model_of_lsat6(lsat6):
    fit = two_parameter(*lsat6)
    assert fit.converged
    assert_allclose(fit.difficulty, [-3.3597, -1.3696, -0.2799, -1.8659, -3.1236], atol=2.5e-3)
    assert_allclose(fit.slope, [0.8254, 0.7229, 0.8905, 0.6886, 0.6575], atol=7e-4)
    assert_allclose(fit.loglik, -2466.653, atol=5e-4)


def test_one_parameter_and_rasch_model_of_lsat6(lsat6):
    fit = one_parameter(*lsat6)
    assert_allclose(fit.slope, 0.7551, atol=5e-5)
    assert_allclose(fit.loglik, -2466.938, atol=5e-4)
    free = rasch(*lsat6)
    assert_allclose(free.difficulty, [-2.7306, -0.9989, -0.2399, -1.3068, -2.0999], atol=7e-4)
    assert_allclose(free.variance, 0.57, atol=5e-3)


def test_fits_are_at_the_top_of_the_likelihood(lsat6):
    """The packages stop 1e-5 below the maximum, where the last digit of a difficulty is not settled yet."""
    slope = np.array([0.8254, 0.7229, 0.8905, 0.6886, 0.6575])
    published = np.array([-3.3597, -1.3696, -0.2799, -1.8659, -3.1236])
    value, gradient = negative_loglik(np.concatenate([-slope * published, slope]), *lsat6)
    assert 0 < value + two_parameter(*lsat6).loglik < 5e-5
    fit = two_parameter(*lsat6)
    _, at_ours = negative_loglik(np.concatenate([-fit.slope * fit.difficulty, fit.slope]), *lsat6)
    assert np.abs(at_ours).max() < 1e-4 < np.abs(gradient).max()


def test_irt_does_not_need_every_answer(lsat6):
    patterns, counts = lsat6
    holes = np.vstack([patterns, np.full((1, 5), np.nan)])
    assert_allclose(rasch(holes, np.append(counts, 9.0)).difficulty, rasch(patterns, counts).difficulty, atol=1e-4)


def test_mantel_haenszel_rabbits():
    """Penicillin and rabbits (Mantel 1963): rows are delay none and 1.5 h, columns cured and died."""
    tables = np.array(
        [[[0, 6], [0, 5]], [[3, 3], [0, 6]], [[6, 0], [2, 4]], [[5, 1], [6, 0]], [[2, 0], [5, 0]]], dtype=float
    )
    found = mantel_haenszel(tables)
    assert_allclose([found.odds_ratio, found.chi2, found.p], [7.0, 3.92857, 0.04747], atol=5e-6)
    assert found.category == "C"


def test_mantel_haenszel_berkeley_admissions():
    """Bickel et al. (1975): rows are admitted and rejected, columns men and women, six departments."""
    tables = np.array(
        [
            [[512, 89], [313, 19]],
            [[353, 17], [207, 8]],
            [[120, 202], [205, 391]],
            [[138, 131], [279, 244]],
            [[53, 94], [138, 299]],
            [[22, 24], [351, 317]],
        ],
        dtype=float,
    )
    found = mantel_haenszel(tables)
    assert_allclose([found.odds_ratio, found.chi2], [0.9046968, 1.42695], atol=5e-6)
    assert_allclose(found.delta, -2.35 * np.log(0.9046968), atol=1e-6)
    assert found.category == "A"


def test_intraclass_correlations_of_shrout_and_fleiss():
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
    found = intraclass(ratings)
    assert_allclose(found.single, (0.17, 0.29, 0.71), atol=5e-3)
    assert_allclose(found.mean, (0.44, 0.62, 0.91), atol=5e-3)


def test_kappa_of_cohen_1968():
    table = np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]])
    weights = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]], dtype=float)
    assert_allclose([kappa(table), kappa(table, weights)], [0.492, 0.348], atol=5e-4)


def test_angoff_cut():
    judges = np.array([[0.80, 0.60, 0.90, 0.50, 0.70], [0.75, 0.55, 0.85, 0.60, 0.65], [0.85, 0.65, 0.95, 0.40, 0.75]])
    found = angoff(judges)
    assert_allclose([found.cut, found.se], [3.50, 0.0577], atol=5e-5)


def test_borderline_regression_cut():
    grades = np.array([1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5], dtype=float)
    scores = np.array([38, 42, 50, 47, 53, 60, 62, 57, 70, 68, 80, 77], dtype=float)
    found = borderline_regression(grades, scores, 2)
    assert_allclose([found.slope, found.intercept, found.cut], [9.5936, 30.6853, 49.8725], atol=5e-5)
