"""Did both groups run alike before the training? Three looks: their level, their drift, and every month at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fieldmark.outcome.comparison import Comparison
from fieldmark.outcome.relabel import Estimate, estimates

Floats = NDArray[np.float64]
EACH = 2
"""Trained engineers that each month tested at once must have: with fewer the test rejects too often (with 6 for 10
months at 5 % in 15 of 100 companies where nothing is wrong)."""
FAINT = 1e-8
"""Share of the largest variance below which a direction of the months counts as fixed by the others."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A test that all months before are zero: F of `months` (free directions) and `df` degrees of freedom."""

    f: float
    months: int
    df: float
    p: float


@dataclass(frozen=True, slots=True)
class Pretrend:
    """`level`: how far the trained stood from their base, on average over the clean months before it; `slope`: how
    they drifted a month; `joint`: all these months at once, which sees a hump that level and slope cancel out. Each
    beside the comparison engineers."""

    level: Estimate
    slope: Estimate | None
    joint: Joint | None

    @property
    def p(self) -> float:
        """Of any, allowing for looking several times (Bonferroni)."""
        found = [look.p for look in (self.level, self.slope, self.joint) if look]
        return min(1.0, len(found) * min(found))


def pretrend(found: Comparison, confidence: float) -> Pretrend | None:
    """None where no clean month lies before any base."""
    before = {k: [c for c in found.cells if c.cohort == k and c.since < 0 and c.clean] for k in found.cohorts}
    counted = {k: chosen for k, chosen in before.items() if any(c.month < min(c.base) for c in chosen)}
    if not counted:
        return None
    total = sum(found.design.size(k) for k in counted)
    level, slope = np.zeros(len(found.cells)), np.zeros(len(found.cells))
    for at, cell in enumerate(found.cells):
        chosen = counted.get(cell.cohort, [])
        if cell in chosen:
            share = found.design.size(cell.cohort) / total
            earlier = [c for c in chosen if c.month < min(c.base)]
            level[at] = share / len(earlier) if cell in earlier else 0.0
            slope[at] = share * _slope(cell.month, [c.month for c in chosen])
    drift = found.measured(slope, confidence) if np.any(slope) else None
    return Pretrend(found.measured(level, confidence), drift, joint(found))


def _slope(month: int, months: Sequence[int]) -> float:
    """Weight of the month in the least-squares slope over `months`; 0 for fewer than three."""
    if len(months) < 3:
        return 0.0
    apart = np.array(months) - np.mean(months)
    return float((month - np.mean(months)) / (apart @ apart))


def joint(found: Comparison) -> Joint | None:
    """All clean months before the training at once, against zero; None where there are too few engineers for that.
    Where engineers are few, neighbouring months are taken together.

    Hotelling's T2 for groups of unequal spread, with the degrees of freedom of Krishnamoorthy and Yu (2004),
    Statistics and Probability Letters 66.
    """
    since = sorted({c.since for c in found.cells if c.since < 0 and c.clean})
    label = found.design.label
    most = int(np.isin(label, found.cohorts).sum()) // EACH
    if not since or not most:
        return None
    spans = np.array_split(since, min(len(since), most))
    weights = np.array([found.where(lambda c, s=s: c.clean and c.since in s) for s in spans])  # type: ignore[misc]
    _, influence = estimates(found.adjusted, found.design, found.cells, weights, label[None])
    return hotelling(weights @ found.effects, influence[0], label)


def hotelling(means: Floats, influence: Floats, label: NDArray[np.int64]) -> Joint | None:
    """Are all of `means` (F,) zero? influence: (F, n) of engineer i in group label[i]; the sum of their products is
    the covariance. Means that follow from others (months of one base sum to zero) count once."""
    from scipy.stats import f

    variance, axes = np.linalg.eigh(influence @ influence.T)
    free = variance > FAINT * max(variance.max(), 0.0)
    months = int(free.sum())
    if not months:
        return None
    whitened = (axes[:, free] / np.sqrt(variance[free])).T
    distance = float(((whitened @ means) ** 2).sum())
    df = _freedom(whitened @ influence, label)
    if df - months + 1 < 2:
        return None
    size = distance * (df - months + 1) / (months * df)
    return Joint(size, months, df, float(f.sf(size, months, df - months + 1)))


def _freedom(whitened: Floats, label: NDArray[np.int64]) -> float:
    """Degrees of freedom of a covariance that is the sum of the groups' own; `whitened`: (q, n), whose is 1."""
    spent = 0.0
    for k in np.unique(label):
        part = whitened[:, label == k] @ whitened[:, label == k].T
        spent += (np.trace(part @ part) + np.trace(part) ** 2) / max((label == k).sum() - 1, 1)
    q = len(whitened)
    return float((q + q**2) / spent)
