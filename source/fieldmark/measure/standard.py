"""Standard setting: where the line between pass and fail lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Angoff:
    cut: float  # points
    se: float  # points, over judges


def angoff(judgements: Floats, points: Floats | None = None) -> Angoff:
    """Cut score from `judgements` (judges, items): the chance that a borderline engineer has each item right.

    `points` (items,) weighs the items, 1 each by default. Source: Angoff (1971), Educational Measurement.
    """
    weights = np.ones(judgements.shape[1]) if points is None else points
    by_judge = judgements @ weights
    se = float(by_judge.std(ddof=1) / np.sqrt(len(by_judge))) if len(by_judge) > 1 else float("nan")
    return Angoff(float(by_judge.mean()), se)


@dataclass(frozen=True, slots=True)
class Borderline:
    slope: float  # points a grade
    intercept: float
    cut: float  # points


def borderline_regression(grades: Floats, scores: Floats, borderline: float) -> Borderline:
    """Score expected at the examiner's `borderline` grade: least squares of scores on global grades.

    Source: Kramer et al. (2003), Medical Education 37. ValueError where all grades are equal.
    """
    spread = grades - grades.mean()
    if not np.any(spread):
        raise ValueError("all grades are equal: no line can be drawn")
    slope = float(spread @ scores / (spread @ spread))
    intercept = float(scores.mean() - slope * grades.mean())
    return Borderline(slope, intercept, intercept + slope * borderline)
