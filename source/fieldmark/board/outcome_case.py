"""One training, KPI and way of choosing, with all that was estimated of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldmark.board import words
from fieldmark.board.published import Published
from fieldmark.board.values import Kpi

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Case:
    """One course, KPI and way of choosing: its verdict and its estimates."""

    kpi: Kpi
    course: str
    chosen_by: str
    verdict: Any
    events: pd.DataFrame
    naive: float
    treated: int
    control: int
    window: int
    sure: str
    language: str

    @property
    def known(self) -> bool:
        return self.verdict.verdict != "refused" and not math.isnan(self.verdict.estimate)


def case_of(published: Published, row: Any, kpi: Kpi, language: str) -> Case:
    effects, training = published["effects"], published["training"]
    mine = _matching(effects, row)
    events = mine[mine["estimand"] == "event"]
    events = events.assign(at=events["at"].astype(int)).sort_values("at")
    naive = mine.loc[mine["estimand"] == "naive", "estimate"]
    overall = mine[mine["estimand"] == "overall"]
    counts = overall if len(overall) else mine
    window = training.loc[
        (training["course"] == row.course) & (training["chosen_by"] == row.chosen_by), "window_months"
    ]
    return Case(
        kpi,
        row.course,
        row.chosen_by,
        row,
        events,
        float(naive.iloc[0]) if len(naive) else math.nan,
        int(counts["n_treated"].max()) if len(counts) else 0,
        int(counts["n_control"].max()) if len(counts) else 0,
        int(window.max()) if len(window) else 0,
        words.amount_whole(published.policy.outcome_sure, language),
        language,
    )


def _matching(effects: pd.DataFrame, row: Any) -> pd.DataFrame:
    same = (effects["course"] == row.course) & (effects["kpi"] == row.kpi) & (effects["chosen_by"] == row.chosen_by)
    mine: pd.DataFrame = effects[same]
    return mine
