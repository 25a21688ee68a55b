"""From tables to arrays: the training register to a design, the panel to outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fieldmark.outcome.analysis import Outcome
from fieldmark.outcome.design import Cohort, Design

if TYPE_CHECKING:
    import pandas as pd


def months_of(panel: pd.DataFrame) -> pd.PeriodIndex:
    """All months from the first to the last of the panel."""
    import pandas as pd

    return pd.period_range(panel["month"].min(), panel["month"].max(), freq="M")


def design_of(training: pd.DataFrame, engineers: list[str], months: pd.PeriodIndex) -> Design:
    """Who was trained when in one course, among `engineers`.

    Left out: who was on the list and did not come (neither trained nor a fair comparison), and who was trained
    before the second month of the panel (there is no month before to start from).
    """
    import pandas as pd

    rows = training[training["engineer"].isin(engineers)].sort_values("held").drop_duplicates("engineer")
    start = pd.PeriodIndex(pd.to_datetime(rows["held"]), freq="M").astype("int64") - months.astype("int64")[0]
    rows = rows.assign(start=start)
    gone = set(rows.loc[~rows["attended"].astype(bool) | (rows["start"] < 1), "engineer"])
    kept = rows[~rows["engineer"].isin(gone)]
    key = ["start", "cohort", "chosen_by", "window_months"]
    cohorts = [
        Cohort(str(c), int(s), str(k), int(w)) for s, c, k, w in sorted(set(zip(*(kept[k] for k in key), strict=True)))
    ]
    of = {
        e: cohorts.index(Cohort(str(c), int(s), str(k), int(w)))
        for e, s, c, k, w in zip(kept["engineer"], *(kept[k] for k in key), strict=True)
    }
    stay = [e for e in engineers if e not in gone]
    label = np.array([of.get(e, len(cohorts)) for e in stay], dtype=np.int64)
    return Design(tuple(stay), len(months), tuple(cohorts), label)


def outcome_of(panel: pd.DataFrame, engineers: tuple[str, ...], months: pd.PeriodIndex) -> Outcome:
    """One KPI's rows of the panel as arrays over the design's engineers."""
    names = [str(m) for m in months]

    def array(column: str) -> NDArray[np.float64]:
        wide = panel.pivot(index="engineer", columns="month", values=column)
        return wide.reindex(index=list(engineers), columns=names).to_numpy(float)

    return Outcome(array("value"), array("adjusted"), array("n"))
