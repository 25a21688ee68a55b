"""Group-time effects by the library diff-diff: Callaway and Sant'Anna (2021), doubly robust.

The library knows one month as base, the last before the training; so the mean of a cohort's base months is handed
to it as that month.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fieldmark.outcome.design import Cell, Design

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def group_time(outcome: Floats, starts: Ints, *, controls: str, base_period: str) -> dict[tuple[int, int], float]:
    """Effect of each (start, month). outcome: (n, months), nan where missing; starts: (n,), beyond the last month
    for never.

    `controls`: never_treated or not_yet_treated. `base_period`: varying or universal. Effects that cannot be
    computed are nan.
    """
    from diff_diff import CallawaySantAnna

    model = CallawaySantAnna(control_group=controls, base_period=base_period)
    with warnings.catch_warnings():
        # months in which an engineer had no ticket: the library says that it compares those present in both
        warnings.filterwarnings("ignore", message="Unbalanced panel detected")
        warnings.filterwarnings("ignore", message=".*zero treated.*")
        # small companies: the cell is missing from the answer, and what needs it says so
        warnings.filterwarnings("ignore", message=".*could not be estimated.*")
        fit = model.fit(_frame(outcome, starts), outcome="outcome", unit="unit", time="month", first_treat="start")
    return {(int(g) - 1, int(t) - 1): float(found["effect"]) for (g, t), found in fit.group_time_effects.items()}


def _frame(outcome: Floats, starts: Ints) -> pd.DataFrame:
    """Long form; months from 1, since the library reads 0 as never. Trained after the last month is never, too."""
    import pandas as pd

    units, months = outcome.shape
    frame = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), months),
            "month": np.tile(np.arange(1, months + 1), units),
            "outcome": outcome.ravel(),
            "start": np.repeat(np.where(starts >= months, 0, starts + 1), months),
        }
    )
    return frame.dropna(subset=["outcome"])


def effects(outcome: Floats, design: Design, cells: Sequence[Cell]) -> Floats:
    """The effect of each cell (cells,), nan where nobody can be compared."""
    made = np.full(len(cells), np.nan)
    for cohort in {c.cohort for c in cells}:
        chosen = [i for i, c in enumerate(cells) if c.cohort == cohort]
        start = design.cohorts[cohort].start
        starts = design.starts[design.label]
        inside = (design.label == cohort) | (starts > start)
        months = _with_base(outcome, start, cells[chosen[0]])
        found = group_time(months[inside], starts[inside] + 1, controls="not_yet_treated", base_period="universal")
        for i in chosen:
            month = cells[i].month
            made[i] = found.get((start + 1, month + (month >= start)), np.nan)
    return made


def _with_base(outcome: Floats, start: int, cell: Cell) -> Floats:
    """(n, months + 1): the mean of the base months put in as a month of its own just before the training."""
    return np.column_stack([outcome[:, :start], cell.start_from(outcome), outcome[:, start:]])
