"""Item and paper statistics from the responses table: first attempts, marked answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from fieldmark.measure.advice import advice
from fieldmark.measure.classical import Classical, classical, correlation, cronbach_alpha

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
LEAST_MARKED = 0.5  # a slot that is marked for fewer than this share of the sittings waits


def first_attempts(responses: pd.DataFrame) -> pd.DataFrame:
    """The first attempt of each engineer at each paper: a repeated paper says less about its items."""
    first = responses.groupby(["engineer", "paper"])["attempt"].transform("min")
    return responses[responses["attempt"] == first]


def paper_statistics(responses: pd.DataFrame, cuts: Mapping[str, float], least: int) -> tuple[list[Row], list[Row]]:
    """Rows of `item_stats` and `paper_stats`. `cuts` maps a paper to the share needed to pass."""
    items: list[Row] = []
    papers: list[Row] = []
    for paper, rows in first_attempts(responses).groupby("paper", sort=True):
        matrix = _matrix(rows)
        items += _items(rows, matrix, least)
        papers.append(_paper(str(paper), rows, matrix, cuts.get(str(paper), np.nan)))
    return items, papers


def _matrix(rows: pd.DataFrame) -> pd.DataFrame:
    """Points by engineer and slot; slots that mostly wait for a person are left out."""
    matrix = rows.pivot(index="engineer", columns="slot", values="points")
    return matrix.loc[:, matrix.notna().mean() >= LEAST_MARKED]


def _paper(paper: str, rows: pd.DataFrame, matrix: pd.DataFrame, cut: float) -> Row:
    whole = matrix.dropna()
    possible = rows.groupby("slot")["max_points"].first()
    found: Classical = classical(whole.to_numpy(float), possible[whole.columns].to_numpy(float))
    settled = rows.groupby("engineer").agg(points=("points", lambda p: p.sum(skipna=False)), of=("max_points", "sum"))
    shares = (settled["points"] / settled["of"]).dropna()
    return {
        "course": rows["course"].iloc[0],
        "paper": paper,
        "n": len(settled),
        "items": rows["item"].nunique(),
        "mean": found.mean,
        "sd": found.sd,
        "alpha": found.alpha,
        "sem": found.sem,
        "passed": float((shares >= cut - 1e-9).mean()) if len(shares) and np.isfinite(cut) else np.nan,
    }


def _items(rows: pd.DataFrame, matrix: pd.DataFrame, least: int) -> list[Row]:
    """Statistics of each item over those who got it; the rest score is their mean share of the other slots."""
    possible = rows.groupby("slot")["max_points"].first()
    shares = matrix / possible[matrix.columns]
    total, count = shares.sum(axis=1), shares.notna().sum(axis=1)
    without = {slot: _alpha_without(matrix, slot) for slot in matrix.columns}
    made = []
    for item, given in rows[rows["slot"].isin(matrix.columns)].dropna(subset=["points"]).groupby("item", sort=True):
        slot, who = given["slot"].iloc[0], given["engineer"]
        own = (given["points"] / given["max_points"]).to_numpy(float)
        others = np.maximum(count.loc[who].to_numpy(float) - 1, 1)
        rest = (total.loc[who].to_numpy(float) - own) / others
        facility, separation = float(own.mean()), correlation(own, rest)
        said = advice(len(own), facility, separation, least)
        made.append(
            {
                **{name: given[name].iloc[0] for name in ("course", "paper", "kind", "skills")},
                "item": item,
                "n": len(own),
                "facility": facility,
                "discrimination": separation,
                "alpha_if_deleted": without[slot],
                "advice_en": said.en,
                "advice_zh": said.zh,
            }
        )
    return made


def _alpha_without(matrix: pd.DataFrame, slot: str) -> float:
    return cronbach_alpha(matrix.dropna().drop(columns=slot).to_numpy(float))
