"""95 % intervals, as plain formulas over arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Z = 1.959963984540054


def wilson(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Of a share of n cases (Wilson 1927): inside 0..1 and honest for few cases and for shares near 0 or 1.

    NaN where n is 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = Z * Z / n
        centre = (share + spread / 2) / (1 + spread)
        half = Z * np.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def student(mean: Floats, variance: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Of a mean of n cases with sample variance: mean -+ t sqrt(variance / n), n - 1 degrees of freedom.

    For skewed values such as hours it rests on the central limit theorem: read it with care below some 30 cases.
    NaN where n is below 2.
    """
    from scipy.special import stdtrit

    freedom = np.where(n > 1, n - 1, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = stdtrit(freedom, 0.975) * np.sqrt(variance / n)
    return mean - half, mean + half


def bounded(low: Floats, high: Floats, unit: str) -> tuple[Floats, Floats]:
    """Ends of an interval kept to what the unit can be."""
    least: dict[str, Any] = {"share": (0, 1), "score": (0, 100), "nps": (-100, 100)}
    ends = least.get(unit, (0, np.inf))
    return np.clip(low, *ends), np.clip(high, *ends)
