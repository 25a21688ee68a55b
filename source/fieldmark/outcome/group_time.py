"""Group-time effects by the library diff-diff: Callaway and Sant'Anna (2021), doubly robust.

Months are handed to the library in an order of their own: a cohort's base month last before its training, since
the library knows only the month before as base. That leaves every effect what it is, a change against the base.
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
        start, order = design.cohorts[cohort].start, _order(design, cells[chosen[0]])
        place = {month: at for at, month in enumerate(order)}
        inside = (design.label == cohort) | (design.starts[design.label] > start)
        found = group_time(
            outcome[inside][:, order],
            design.starts[design.label[inside]],
            controls="not_yet_treated",
            base_period="universal",
        )
        for i in chosen:
            made[i] = found.get((start, place[cells[i].month]), np.nan)
    return made


def _order(design: Design, cell: Cell) -> list[int]:
    """Months with the base moved to the place just before the training."""
    start = design.cohorts[cell.cohort].start
    return [*(m for m in range(start) if m != cell.base), cell.base, *range(start, design.months)]
