"""Who is compared with whom, from the training register alone: cohorts, base months, selection windows, cells.

Picking the weak picks bad luck too, and luck does not stay: their numbers rise without any training. So a month
that a selection looked at may be no starting point, and not only for those whom it picked: the others were, by
not being picked, the lucky ones of that month. A cohort's base therefore lies in the last months before its
training that no selection looked at. Once every candidate of a selection stays in the comparison, picked or not, its
months do no harm; hence only selections whose engineers drop out of the comparison within the horizon count.

The base is the mean of a few such months, not of the last alone: it is taken off every later month, so that its
noise is in all of them (three months make an interval over six months a quarter narrower).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER = 10**6
"""Start of who is never trained: a month that never comes."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Engineers trained in one month. `start` counts months from the first of the panel; `window`: the months
    before it that their selection looked at (0 for rota)."""

    id: str
    start: int
    chosen_by: str
    window: int

    @property
    def looked_at(self) -> range:
        return range(self.start - self.window, self.start)


@dataclass(frozen=True, slots=True)
class Design:
    """`label[i]` is the cohort of engineer i, an index into `cohorts`; the last index, len(cohorts), = never."""

    engineers: tuple[str, ...]
    months: int
    cohorts: tuple[Cohort, ...]
    label: Ints

    @property
    def starts(self) -> Ints:
        """First month of the training, by label."""
        return np.array([*(c.start for c in self.cohorts), NEVER])

    def size(self, cohort: int) -> int:
        return int((self.label == cohort).sum())

    def of_kind(self, chosen_by: str) -> tuple[int, ...]:
        """Cohorts of this kind that were trained within the panel, with a month before."""
        return tuple(k for k, c in enumerate(self.cohorts) if c.chosen_by == chosen_by and 0 < c.start < self.months)


@dataclass(frozen=True, slots=True)
class Span:
    """How far a comparison reaches: `horizon` months after the training, `base` months at most to start from."""

    horizon: int
    base: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One comparison: how `cohort` changed from the mean of the months `base` to `month`, against engineers not
    trained by then."""

    cohort: int
    month: int
    base: tuple[int, ...]
    since: int  # months since the training, negative before
    clean: bool  # no selection looked at the month

    def start_from(self, outcome: Floats) -> Floats:
        """(n,) mean of the base months of `outcome` (n, months) that are known; nan where none is."""
        base = outcome[:, self.base]
        known = np.isfinite(base)
        count = np.where(known.any(axis=1), known.sum(axis=1), np.nan)
        return np.asarray(np.where(known, base, 0.0).sum(axis=1) / count, dtype=np.float64)

    def change(self, outcome: Floats) -> Floats:
        """(n,) nan where the month, or every base month, is missing."""
        return np.asarray(outcome[:, self.month] - self.start_from(outcome), dtype=np.float64)


def clean_months(design: Design, cohort: int, horizon: int) -> list[int]:
    """Months before the training that may be started from. Spoilt are those that a selection looked at whose
    engineers leave the comparison within the horizon."""
    last = min(design.cohorts[cohort].start + horizon, design.months - 1)
    spoilt = {month for c in design.cohorts if c.start <= last for month in c.looked_at}
    return [m for m in range(design.cohorts[cohort].start) if m not in spoilt]


def base_months(clean: Sequence[int], most: int) -> tuple[int, ...]:
    """The last clean months, at most `most` and at most half of them (rounded up): the others are left to check
    that both groups ran alike."""
    return tuple(clean[-min(most, (len(clean) + 1) // 2) :]) if clean else ()


def cells(design: Design, cohorts: Sequence[int], span: Span) -> list[Cell]:
    """All comparisons of these cohorts, before and after; none for a cohort without a month to start from."""
    made = []
    for k in cohorts:
        start, clean = design.cohorts[k].start, clean_months(design, k, span.horizon)
        base = base_months(clean, span.base)
        if base:
            months = range(min(start + span.horizon + 1, design.months))
            made += [Cell(k, m, base, m - start, m >= start or m in clean) for m in months]
    return made


def is_control(design: Design, cell: Cell) -> NDArray[np.bool_]:
    """By label: whether it serves as comparison in this cell: trained later than the cell's month and the cohort."""
    return design.starts > max(cell.month, design.cohorts[cell.cohort].start)
