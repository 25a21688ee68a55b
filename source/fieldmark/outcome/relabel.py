"""How sure: standard errors that hold in small groups, and intervals from exchanging labels.

A group-time effect without covariates is the mean change of the trained minus that of the comparison engineers
(Callaway and Sant'Anna 2021, J. of Econometrics 225), so that every aggregate is a weighted sum of such cells
and each engineer's influence on it is known. The analytic test rejects true nulls too often below about fifty
engineers; exchanging labels at random, with the studentised effect as the statistic, does not (Lehmann and
Romano 2005, section 15.2; MacKinnon and Webb 2020, J. of Econometrics 218).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fieldmark.outcome.design import NEVER, Cell, Design, is_control

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    estimate: float
    se: float
    low: float
    high: float
    p: float
    df: float


def estimates(
    outcome: Floats, design: Design, cells: Sequence[Cell], weights: Floats, labels: Ints
) -> tuple[Floats, Floats]:
    """Weighted sums of cell effects under each labelling, and each engineer's influence on them.

    outcome: (n, months), nan where missing. weights: (F, cells). labels: (P, n). Returns (P, F), (P, F, n).
    Influences carry the factor n / (n - 1) of each group, so that their sum of squares is the variance, unbiased
    for equal spread within a group.
    """
    made = np.zeros((len(labels), len(weights)))
    influence = np.zeros((len(labels), len(weights), labels.shape[1]))
    for index, cell in enumerate(cells):
        used = np.flatnonzero(weights[:, index])
        if not len(used):
            continue
        change = cell.change(outcome)
        known = np.isfinite(change)
        filled = np.where(known, change, 0.0)
        trained, trained_part = _mean((labels == cell.cohort) & known, filled)
        others, others_part = _mean(is_control(design, cell)[labels] & known, filled)
        for f in used:
            made[:, f] += weights[f, index] * (trained - others)
            influence[:, f] += weights[f, index] * (trained_part - others_part)
    return made, influence


def _mean(chosen: NDArray[np.bool_], values: Floats) -> tuple[Floats, Floats]:
    """Means of `values` (n,) over `chosen` (P, n), and each member's share in their error (P, n)."""
    count = np.maximum(chosen.sum(axis=1), 1)
    mean = (chosen @ values) / count
    scale = 1 / np.sqrt(count * np.maximum(count - 1.0, 1.0))
    return mean, np.where(chosen, (values - mean[:, None]) * scale[:, None], 0.0)


def welch(estimate: float, influence: Floats, label: Ints, confidence: float) -> Estimate:
    """Interval by Student's t with Satterthwaite's degrees of freedom over the label groups."""
    from scipy.stats import t

    parts = np.array([(influence[label == k] ** 2).sum() for k in np.unique(label)])
    sizes = np.array([(label == k).sum() for k in np.unique(label)])
    se = float(np.sqrt(parts.sum()))
    if se == 0:
        return Estimate(estimate, 0.0, estimate, estimate, 1.0, np.inf)
    df = float(parts.sum() ** 2 / (parts**2 / np.maximum(sizes - 1, 1)).sum())
    reach = float(t.ppf(0.5 + confidence / 2, df)) * se
    return Estimate(estimate, se, estimate - reach, estimate + reach, float(2 * t.sf(abs(estimate) / se, df)), df)


def exchanged(design: Design, cohorts: Sequence[int], draws: int, seed: int) -> Iterator[Ints]:
    """Random labellings in chunks (P, n): labels move among these cohorts and the never trained; others stay."""
    rng = np.random.default_rng(seed)
    movable = np.flatnonzero(np.isin(design.label, [*cohorts, len(design.cohorts)]))
    for begin in range(0, draws, CHUNK):
        labels = np.tile(design.label, (min(CHUNK, draws - begin), 1))
        labels[:, movable] = rng.permuted(labels[:, movable], axis=1)
        yield labels


def randomised(
    outcome: Floats,
    design: Design,
    cells: Sequence[Cell],
    weights: Floats,
    observed: Estimate,
    draws: Iterator[Ints],
    confidence: float,
) -> Estimate:
    """`observed` with the p value and interval of the randomisation test: all effects that it does not reject.

    weights: (cells,). An effect tau is tested by taking it off the trained months and comparing the observed t
    with those under other labels; both are simple in tau, so that each labelling is worked out once.
    """
    exposed = exposure(design)
    sums = np.concatenate([_sums(outcome, exposed, design, cells, weights, labels) for labels in draws])
    p = _p_value(0.0, observed, sums)
    low = _edge(observed, sums, 1 - confidence, -1.0)
    high = _edge(observed, sums, 1 - confidence, 1.0)
    return Estimate(observed.estimate, observed.se, low, high, p, observed.df)


def exposure(design: Design) -> Floats:
    """(n, months): 1 in the months from an engineer's training on."""
    starts = design.starts[design.label]
    return (np.arange(design.months) >= np.minimum(starts, NEVER)[:, None]).astype(float)


def _sums(
    outcome: Floats, exposed: Floats, design: Design, cells: Sequence[Cell], weights: Floats, labels: Ints
) -> Floats:
    """(P, 5): effect on outcome and on exposure, and the three sums of which the variance at tau is made."""
    effect, part = estimates(outcome, design, cells, weights[None], labels)
    taken, taken_part = estimates(np.where(np.isfinite(outcome), exposed, np.nan), design, cells, weights[None], labels)
    a, b = part[:, 0], taken_part[:, 0]
    return np.stack([effect[:, 0], taken[:, 0], (a * a).sum(axis=1), (a * b).sum(axis=1), (b * b).sum(axis=1)], axis=1)


def _p_value(tau: float, observed: Estimate, sums: Floats) -> float:
    """Share of labellings at least as far from tau as the observed one, which counts itself."""
    effect, taken, aa, ab, bb = sums.T
    variance = np.maximum(aa - 2 * tau * ab + tau * tau * bb, 1e-300)
    far = np.abs(effect - tau * taken) / np.sqrt(variance)
    own = abs(observed.estimate - tau) / max(observed.se, 1e-150)
    return float((1 + (far >= own * (1 - 1e-9)).sum()) / (1 + len(sums)))


def _edge(observed: Estimate, sums: Floats, alpha: float, side: float) -> float:
    """End of the interval by bisection; infinite where too few labellings exist to reject anything."""
    near, far = observed.estimate, observed.estimate + side * 20 * observed.se
    if observed.se == 0 or _p_value(far, observed, sums) > alpha:
        return side * np.inf if observed.se else observed.estimate
    for _ in range(50):
        middle = (near + far) / 2
        near, far = (middle, far) if _p_value(middle, observed, sums) > alpha else (near, middle)
    return (near + far) / 2
