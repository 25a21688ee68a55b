"""Mastery of each skill from few answers, with an interval that is honest.

Model: logit P(point) = level of the form + mean of the item's skills' abilities - difficulty of the item. An
engineer's abilities over the S skills are normal with mean 0, variance s2_general + s2_specific and covariance
s2_general, so that every answer tells a little about every skill. Difficulties are normal around 0, drawn alike
for every form: so a paper drawn easy or hard does not move the result, and a form taken after a training may
find better engineers although it shares no item with the one before. Partial credit counts as a fraction of a
success. Variances, difficulties and levels come from all sittings together (empirical Bayes).

Source: Rasch model as a generalised linear mixed model, De Boeck and Wilson (2004), Explanatory Item Response
Models; fitted by EM with Gaussian variational posteriors, Ormerod and Wand (2012), JCGS 21. Coverage is shown by
simulation in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fieldmark.measure.shown import Shown, shown_by

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PRIOR_VARIANCE, PRIOR_WEIGHT = 0.8, 10.0  # what a variance is taken for before data, worth this many people
LEVEL_VARIANCE = 4.0  # of a form's level before data: nearly anything
ROUNDS, TOLERANCE = 200, 1e-4


@dataclass(frozen=True, slots=True)
class Evidence:
    """R answers of P people to J items over S skills; people sat one of G forms."""

    person: Ints  # (R,)
    item: Ints  # (R,)
    share: Floats  # (R,) share of the points, 0..1
    loading: Floats  # (J, S) 1/k for each of an item's k skills, else 0
    form: Ints  # (P,)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is common to all: levels (G,) of forms, difficulties (J,), on the logit scale."""

    level: Floats
    difficulty: Floats
    level_variance: Floats  # (G,) uncertainty of the levels


@dataclass(frozen=True, slots=True)
class Abilities:
    """Posterior of P people's abilities over S skills, the form's level included, and what was learnt on the way."""

    mean: Floats  # (P, S) logits
    sd: Floats  # (P, S)
    fixed: Fixed
    general: float  # variance that an engineer's skills share
    specific: float  # variance of one skill beside it


@dataclass(frozen=True, slots=True)
class Interval:
    """Expected share of the points over all items of a skill: mean and ends, each (P, S)."""

    mean: Floats
    low: Floats
    high: Floats


def abilities(evidence: Evidence) -> Abilities:
    """Fit the model. Needs at least one answer."""
    people, (items, skills) = len(evidence.form), evidence.loading.shape
    groups = int(evidence.form.max()) + 1
    fixed = Fixed(np.zeros(groups), np.zeros(items), np.full(groups, LEVEL_VARIANCE))
    spread, general, specific = PRIOR_VARIANCE, PRIOR_VARIANCE / 2, PRIOR_VARIANCE / 2
    mean, shown = np.zeros((people, skills)), shown_by(evidence.item, evidence.loading)
    for _ in range(ROUNDS):
        before = np.array([general, specific, spread, *fixed.level])
        mean, cover = _posterior(evidence, shown, fixed, _covariance(general, specific, skills), mean)
        fixed, left = _fixed(evidence, shown, fixed, mean, cover, spread)
        spread = _shrunk(float((fixed.difficulty**2 + left).sum()), items)
        general, specific = _variances(mean, cover)
        if np.abs(np.array([general, specific, spread, *fixed.level]) - before).max() < TOLERANCE:
            break
    variance = np.diagonal(cover, axis1=1, axis2=2) + fixed.level_variance[evidence.form][:, None]
    return Abilities(mean + fixed.level[evidence.form][:, None], np.sqrt(variance), fixed, general, specific)


def mastery(found: Abilities, loading: Floats, confidence: float) -> Interval:
    """Each skill's expected share over the items that show it, with the `confidence` interval.

    The share rises with ability, so that its quantiles are those of the ability.
    """
    from scipy.stats import norm

    tail = float(norm.ppf(0.5 + confidence / 2))
    grid, mass = np.polynomial.hermite_e.hermegauss(15)
    shape = found.mean.shape
    low, mid, high = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, np.nan)
    for skill in range(shape[1]):
        of_skill = found.fixed.difficulty[loading[:, skill] > 0]
        centre, sd = found.mean[:, skill], found.sd[:, skill]
        if len(of_skill):
            low[:, skill], high[:, skill] = (_share(centre + s * tail * sd, of_skill) for s in (-1, 1))
            mid[:, skill] = sum(m * _share(centre + z * sd, of_skill) for z, m in zip(grid, mass, strict=True))
    return Interval(mid / mass.sum(), low, high)


def _share(ability: Floats, difficulty: Floats) -> Floats:
    share: Floats = _expit(ability[:, None] - difficulty).mean(axis=1)
    return share


def _expit(x: Floats) -> Floats:
    share: Floats = 0.5 * (1 + np.tanh(0.5 * x))
    return share


def _covariance(general: float, specific: float, skills: int) -> Floats:
    return np.full((skills, skills), general) + specific * np.eye(skills)


def _posterior(evidence: Evidence, shown: Shown, fixed: Fixed, prior: Floats, start: Floats) -> tuple[Floats, Floats]:
    """Normal approximation of each person's abilities beside the level: mean (P, S) and covariance (P, S, S).

    Newton steps on the likelihood averaged over the approximation itself; the plain mode lies short of the mean
    of a skewed posterior, and variances between people would come out too small.
    """
    precision, mean = np.linalg.inv(prior), start.copy()
    cover = np.broadcast_to(prior, (len(mean), *prior.shape))
    shape = (len(mean), len(prior))
    for _ in range(50):
        expected, weight = _averaged(evidence, shown, fixed, mean, cover)
        slope = shown.slopes(evidence.share - expected, evidence.person, shape) - mean @ precision
        cover = np.linalg.inv(shown.curves(weight, evidence.person, shape) + precision)
        step = np.einsum("pst,pt->ps", cover, slope)
        mean += step * np.minimum(1.0, 2.0 / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-12))
        if np.abs(step).max() < 1e-4:
            break
    return mean, cover


def _averaged(evidence: Evidence, shown: Shown, fixed: Fixed, mean: Floats, cover: Floats) -> tuple[Floats, Floats]:
    """Expected share of each answer and its slope in the logit (R,), over normal abilities.

    E expit(x) = expit(m / sqrt(1 + pi v / 8)) for x ~ N(m, v): MacKay (1992), Neural Computation 4.
    """
    person = evidence.person
    flat = 1 / np.sqrt(1 + np.pi * shown.variances(cover, person) / 8)
    logit = shown.logits(mean, person) + fixed.level[evidence.form[person]] - fixed.difficulty[evidence.item]
    expected = _expit(flat * logit)
    return expected, flat * expected * (1 - expected)


def _fixed(
    evidence: Evidence, shown: Shown, fixed: Fixed, mean: Floats, cover: Floats, spread: float
) -> tuple[Fixed, Floats]:
    """One Newton step for levels and difficulties together, and the variance left of each difficulty.

    Together, because a form's level and its items' difficulties trade off: apart, they would crawl.
    """
    expected, weight = _averaged(evidence, shown, fixed, mean, cover)
    form, item = evidence.form[evidence.person], evidence.item
    groups, items = len(fixed.level), len(fixed.difficulty)
    miss = evidence.share - expected
    slope = np.concatenate(
        [
            np.bincount(form, miss, groups) - fixed.level / LEVEL_VARIANCE,
            -np.bincount(item, miss, items) - fixed.difficulty / spread,
        ]
    )
    curve = np.diag(
        np.concatenate(
            [np.bincount(form, weight, groups) + 1 / LEVEL_VARIANCE, np.bincount(item, weight, items) + 1 / spread]
        )
    )
    cross = np.bincount(form * items + item, weight, groups * items).reshape(groups, items)
    curve[:groups, groups:], curve[groups:, :groups] = -cross, -cross.T
    inverse = np.linalg.inv(curve)
    step = np.clip(inverse @ slope, -1, 1)
    left = np.diag(inverse)
    return Fixed(fixed.level + step[:groups], fixed.difficulty + step[groups:], left[:groups]), left[groups:]


def _variances(mean: Floats, cover: Floats) -> tuple[float, float]:
    """General and specific variance from the second moments, averaged over people (method of moments M-step)."""
    people, skills = mean.shape
    moments = mean.T @ mean + cover.sum(axis=0)
    if skills == 1:
        total = _shrunk(float(moments[0, 0]), people)
        return total / 2, total / 2
    shared = (moments.sum() - np.trace(moments)) / (skills * (skills - 1))
    own = np.trace(moments) / skills - shared
    half = PRIOR_WEIGHT * PRIOR_VARIANCE / 2
    general = (shared + half) / (people + PRIOR_WEIGHT)
    specific = (own + half) / (people + PRIOR_WEIGHT)
    return max(float(general), 0.01), max(float(specific), 0.01)


def _shrunk(total: float, size: int) -> float:
    return (total + PRIOR_WEIGHT * PRIOR_VARIANCE) / (size + PRIOR_WEIGHT)
