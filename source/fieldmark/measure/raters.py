"""How far several raters agree: intraclass correlation and kappa."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Intraclass:
    """Shrout and Fleiss's six: one rater's reliability (`single`) and that of the mean of k (`mean`).

    Order in each: raters differ by subject (1), random raters rate all (2), these raters and no others (3).
    """

    single: tuple[float, float, float]
    mean: tuple[float, float, float]


def intraclass(ratings: Floats) -> Intraclass:
    """ICC of `ratings` (n subjects, k raters), complete. Source: Shrout and Fleiss (1979), Psych. Bulletin 86."""
    n, k = ratings.shape
    grand = ratings.mean()
    subjects = k * ((ratings.mean(axis=1) - grand) ** 2).sum()
    raters = n * ((ratings.mean(axis=0) - grand) ** 2).sum()
    total = ((ratings - grand) ** 2).sum()
    bms, jms = subjects / (n - 1), raters / (k - 1)
    wms = (total - subjects) / (n * (k - 1))
    ems = (total - subjects - raters) / ((n - 1) * (k - 1))
    single = (
        (bms - wms) / (bms + (k - 1) * wms),
        (bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n),
        (bms - ems) / (bms + (k - 1) * ems),
    )
    mean = ((bms - wms) / bms, (bms - ems) / (bms + (jms - ems) / n), (bms - ems) / bms)
    return Intraclass(_plain(single), _plain(mean))


def _plain(values: tuple[float, float, float]) -> tuple[float, float, float]:
    return (float(values[0]), float(values[1]), float(values[2]))


def kappa(table: Floats, disagreement: Floats | None = None) -> float:
    """Chance-corrected agreement of two raters from their (c, c) table of counts or shares.

    `disagreement` (c, c) weighs each pair of categories, 0 = agree; by default every disagreement counts 1.
    Source: Cohen (1960) and (1968), Psychological Bulletin 70.
    """
    shares = table / table.sum()
    weights = 1 - np.eye(len(table)) if disagreement is None else disagreement
    by_chance = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    return float(1 - (weights * shares).sum() / (weights * by_chance).sum())
