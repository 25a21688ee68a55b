"""Mastery read from the published table: the skill tree, groups of engineers, cells of a heat map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from fieldmark.board import words
from fieldmark.board.published import Published, rows_of
from fieldmark.board.values import Value
from fieldmark.board.view import Cell

if TYPE_CHECKING:
    import pandas as pd

LEAST = 3
"""The fewest engineers whose mean is shown: of two, each could work out the other."""


@dataclass(frozen=True, slots=True)
class Skill:
    id: str
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class Group:
    """A skill's mean over engineers; `value.n` counts the engineers."""

    skill: str
    value: Value


def courses(published: Published, language: str) -> dict[str, str]:
    """Course id to title, those first that somebody was examined in."""
    known = published["skills"].sort_values("position")
    examined = set(published["mastery"]["course"])
    titles = dict(zip(known["course"], known[f"course_{language}"], strict=True))
    return dict(sorted(titles.items(), key=lambda pair: pair[0] not in examined))


def tree(published: Published, course: str, language: str) -> tuple[Skill, ...]:
    """The course's skills in the trainers' order."""
    rows = published["skills"]
    rows = rows[rows["course"] == course].sort_values("position")
    titles = zip(rows["skill"], rows[f"skill_{language}"], rows[f"group_{language}"], strict=True)
    return tuple(Skill(*row) for row in titles)


def group(rows: pd.DataFrame, skill: str, sure: float) -> Group:
    """The mean of the engineers' mastery of a skill, with a 95 % interval; masked below LEAST engineers.

    It covers who happened to be measured (the spread of the engineers' values) and how exactly each was (their own
    intervals, which hold the truth in `sure` of the cases): Student's t on the root of (spread² + mean of the
    errors²) / engineers. Estimates drawn to the mean spread too little by themselves.
    """
    found = rows[(rows["skill"] == skill) & rows["mastery"].notna()]
    n = len(found)
    if n < LEAST:
        return Group(skill, Value(n, masked=n > 0))
    mean = float(found["mastery"].mean())
    errors = (found["high"] - found["low"]) / (2 * NormalDist().inv_cdf((1 + sure) / 2))
    half = student(n - 1) * math.sqrt((float(found["mastery"].var()) + float((errors**2).mean())) / n)
    return Group(skill, Value(n, mean, max(0.0, mean - half), min(1.0, mean + half)))


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t by Abramowitz and Stegun 26.7.5: 0.8 % off at 2 degrees of freedom, 0.01 % at 5.

    A page should not load SciPy for one number.
    """
    z = 1.959964
    z3, z5, z7 = z**3, z**5, z**7
    g1 = (z3 + z) / 4
    g2 = (5 * z5 + 16 * z3 + 3 * z) / 96
    g3 = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / 92160
    return z + g1 / freedom + g2 / freedom**2 + g3 / freedom**3 + g4 / freedom**4


def by_engineer(rows: pd.DataFrame) -> dict[tuple[str, str], Value]:
    """(engineer, skill) to its value; `n` counts answers."""
    return {(r.engineer, r.skill): Value(int(r.n), r.mastery, r.low, r.high) for r in rows_of(rows)}


def levels(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(engineer, skill) to its level: strong, adequate, weak, unknown."""
    return {(r.engineer, r.skill): r.level for r in rows_of(rows)}


def cell(value: Value, hint: str) -> Cell:
    """A cell of the heat map: the value in percent, shaded, with its interval."""
    shade = min(5, int(value.value * 5) + 1)
    return Cell(words.number(value.value * 100), value.value * 100, value.low, value.high, shade, hint=hint)


def span(value: Value, language: str) -> str:
    """An interval in whole percent."""
    if math.isnan(value.low):
        return words.NOTHING
    low, high = words.number(value.low * 100), words.number(value.high * 100)
    return f"{low}{'至' if language == 'zh' else ' to '}{high}{words.suffix('share', language)}"
