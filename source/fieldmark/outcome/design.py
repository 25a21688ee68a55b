"""Who is compared with whom, from the training register alone: cohorts, base months, selection windows, cells.

Picking the weak picks bad luck too, and luck does not stay: their numbers rise without any training. So a month
that a selection looked at may be no starting point, and not only for those whom it picked: the others were, by
not being picked, the lucky ones of that month. A cohort's base is therefore the last month before its training
that no selection looked at. Once every candidate of a selection stays in the comparison, picked or not, its
months do no harm; hence only selections whose engineers drop out of the comparison within the horizon count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
class Cell:
    """One comparison: how `cohort` changed from month `base` to `month`, against engineers not trained by then."""

    cohort: int
    month: int
    base: int
    since: int  # months since the training, negative before
    clean: bool  # no selection looked at the month


def looked_at(design: Design, cohort: int, horizon: int) -> set[int]:
    """Months spoilt as a start for this cohort: looked at by a selection whose engineers leave the comparison."""
    last = min(design.cohorts[cohort].start + horizon, design.months - 1)
    return {month for c in design.cohorts if c.start <= last for month in c.looked_at}


def base_month(design: Design, cohort: int, horizon: int) -> int | None:
    """The last month before the training that no selection looked at; None where there is none."""
    spoilt = looked_at(design, cohort, horizon)
    return max((m for m in range(design.cohorts[cohort].start) if m not in spoilt), default=None)


def cells(design: Design, cohorts: Sequence[int], horizon: int) -> list[Cell]:
    """All comparisons of these cohorts, before and after; none for a cohort without a base month."""
    made = []
    for k in cohorts:
        start, base, spoilt = design.cohorts[k].start, base_month(design, k, horizon), looked_at(design, k, horizon)
        if base is not None:
            months = (m for m in range(min(start + horizon + 1, design.months)) if m != base)
            made += [Cell(k, m, base, m - start, m >= start or m not in spoilt) for m in months]
    return made


def is_control(design: Design, cell: Cell) -> NDArray[np.bool_]:
    """By label: whether it serves as comparison in this cell: trained later than the cell's month and the cohort."""
    return design.starts > max(cell.month, design.cohorts[cell.cohort].start)
