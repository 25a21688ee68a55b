"""Rows that a load must set aside, made from good ones: each kind by the problem code that it must meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]

ROW = "row"
"""Place of the good row that a dirty one was made from; not written."""

Spoil = Callable[[dict[str, Any], int], None]
"""Spoils one row (column to text) in the way of its kind; the number counts the rows of the kind."""


def dirty(
    columns: dict[str, Texts], kind: str, share: float, spoil: Spoil, dirt: dict[str, int], rng: np.random.Generator
) -> dict[str, Texts]:
    """Rows copied from good, solved ones and spoilt; all but duplicates get numbers of their own."""
    solved = np.flatnonzero(columns["Solved on"] != "")
    count = min(round(share * len(columns[ROW])), len(solved))
    if not count:
        return {}
    rows = []
    for number, source in enumerate(rng.choice(solved, count, replace=False)):
        row = {name: column[source] for name, column in columns.items()}
        if kind != "D105":
            row["Service request"] = f"SR-X{kind[1:]}{number:04d}"
        spoil(row, number)
        rows.append(row)
    dirt[kind] = dirt.get(kind, 0) + count
    return {name: np.array([row[name] for row in rows], dtype=object) for name in columns}


def _as_it_is(row: dict[str, Any], number: int) -> None:
    """An exact copy."""


def _solved_too_early(row: dict[str, Any], number: int) -> None:
    row["Solved on"] = row["Closed on"] = "2025-01-15 08:00"
    row["Arrived on site"] = ""


def _no_such_day(row: dict[str, Any], number: int) -> None:
    row["Created on"] = ("2026-02-30 10:15", "31/04/2026 09:00", "next Tuesday", "2026-13-01 08:00")[number % 4]


def _nobody(row: dict[str, Any], number: int) -> None:
    row["Owner"] = ("Temp staff 3", "e999", "外包人员", "Hotline")[number % 4]


def _no_date(row: dict[str, Any], number: int) -> None:
    row["Created on"] = ""


def _out_of_range(row: dict[str, Any], number: int) -> None:
    row["Work (h)"] = ("9999", "-4")[number % 2]


def _no_number(row: dict[str, Any], number: int) -> None:
    row["Parts cost"] = ("see invoice", "#REF!")[number % 2]


DIRT: tuple[tuple[str, float, Spoil], ...] = (
    ("D105", 0.003, _as_it_is),
    ("D106", 0.001, _solved_too_early),
    ("D102", 0.0006, _no_such_day),
    ("D108", 0.0006, _nobody),
    ("D101", 0.0005, _no_date),
    ("D107", 0.0004, _out_of_range),
    ("D103", 0.0003, _no_number),
)
"""Problem code, share of the rows, how."""
