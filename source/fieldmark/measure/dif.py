"""Differential item functioning: does an item treat two groups of equal ability alike?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """`delta` is on the ETS scale; `category` A negligible, B moderate, C large."""

    odds_ratio: float
    chi2: float  # with continuity correction, one degree of freedom
    p: float
    delta: float

    @property
    def category(self) -> str:
        """A simplification of the ETS rule (Zieky 1993), which tests B against 0 and C against 1."""
        if self.p >= 0.05 or abs(self.delta) < 1:
            return "A"
        return "B" if abs(self.delta) < 1.5 else "C"


def mantel_haenszel(tables: Floats) -> MantelHaenszel:
    """Common odds ratio of `tables` (strata, 2, 2): rows are groups, columns right and wrong.

    Source: Mantel and Haenszel (1959), JNCI 22; delta = -2.35 ln(odds ratio), Holland and Thayer (1988).
    """
    from scipy.stats import chi2 as chi2_distribution

    used = tables[tables.sum(axis=(1, 2)) > 1]
    a, b, c, d = used[:, 0, 0], used[:, 0, 1], used[:, 1, 0], used[:, 1, 1]
    n = a + b + c + d
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = float(np.divide((a * d / n).sum(), (b * c / n).sum()))
        variance = ((a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))).sum()
        distance = max(0.0, abs(float((a - (a + b) * (a + c) / n).sum())) - 0.5)
        chi2 = float(np.divide(distance**2, variance))
        delta = -2.35 * float(np.log(odds))
    return MantelHaenszel(odds, chi2, float(chi2_distribution.sf(chi2, 1)), delta)


def strata(right: Floats, group: NDArray[np.bool_], matching: Floats) -> Floats:
    """2 x 2 tables of an item, one for each value of the `matching` score; the reference group (False) first."""
    tables = np.zeros((len(np.unique(matching)), 2, 2))
    for index, score in enumerate(np.unique(matching)):
        for row, member in enumerate((False, True)):
            chosen = right[(matching == score) & (group == member)]
            tables[index, row] = (chosen.sum(), len(chosen) - chosen.sum())
    return tables
