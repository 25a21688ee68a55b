"""Classical test theory: how hard an item is, how well it separates, how reliable a paper is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classical:
    """Statistics of a complete score matrix of n people and k items; nan where they are not defined."""

    n: int
    facility: Floats  # (k,) mean share of the points
    discrimination: Floats  # (k,) correlation of the item with the sum of the others
    alpha: float  # Cronbach's alpha
    alpha_if_deleted: Floats  # (k,)
    mean: float  # of the totals, points
    sd: float  # of the totals, points; divisor n - 1
    sem: float  # sd * sqrt(1 - alpha), points


def classical(scores: Floats, points: Floats) -> Classical:
    """Item analysis of `scores` (n, k), in points, where item j is worth `points[j]`.

    Source: Lord and Novick (1968), Statistical Theories of Mental Test Scores; alpha: Cronbach (1951).
    """
    totals = scores.sum(axis=1)
    alpha, sd = cronbach_alpha(scores), _sd(totals)
    return Classical(
        n=len(scores),
        facility=scores.mean(axis=0) / points if len(scores) else np.full(len(points), np.nan),
        discrimination=np.array([correlation(scores[:, j], totals - scores[:, j]) for j in range(len(points))]),
        alpha=alpha,
        alpha_if_deleted=np.array([cronbach_alpha(np.delete(scores, j, axis=1)) for j in range(len(points))]),
        mean=float(totals.mean()) if len(scores) else np.nan,
        sd=sd,
        sem=sd * float(np.sqrt(1 - min(alpha, 1.0))),
    )


def cronbach_alpha(scores: Floats) -> float:
    """k / (k - 1) * (1 - sum of item variances / variance of the total); nan for one item or no spread."""
    k = scores.shape[1]
    if k < 2 or len(scores) < 2:
        return np.nan
    spread = float(scores.sum(axis=1).var(ddof=1))
    if spread <= 0:
        return np.nan
    return float(k / (k - 1) * (1 - scores.var(axis=0, ddof=1).sum() / spread))


def correlation(x: Floats, y: Floats) -> float:
    """Pearson's r over the pairs where both are there; nan for fewer than three pairs or no spread."""
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return np.nan
    return float(np.corrcoef(x, y)[0, 1])


def _sd(values: Floats) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else np.nan
