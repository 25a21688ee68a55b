"""Sums over answers by person and by the skills that their items show, without touching the skills that they do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which skills each answer shows, and which pairs of skills: few of S and S^2, so only these are touched."""

    row: Ints  # of an answer, once for each skill that it shows
    skill: Ints
    load: Floats
    pair_row: Ints  # of an answer, once for each pair of skills (a skill with itself too)
    first: Ints
    second: Ints
    product: Floats

    def logits(self, mean: Floats, person: Ints) -> Floats:
        """(R,) mean ability over the skills of each answer's item."""
        return _sums(self.row, self.load * mean[person[self.row], self.skill], len(person))

    def variances(self, cover: Floats, person: Ints) -> Floats:
        """(R,) variance of that mean."""
        of_pair = self.product * cover[person[self.pair_row], self.first, self.second]
        return _sums(self.pair_row, of_pair, len(person))

    def slopes(self, values: Floats, person: Ints, shape: tuple[int, int]) -> Floats:
        """(P, S): sums of `values` (R,) times load by person and skill."""
        at = person[self.row] * shape[1] + self.skill
        return _sums(at, values[self.row] * self.load, shape[0] * shape[1]).reshape(shape)

    def curves(self, weight: Floats, person: Ints, shape: tuple[int, int]) -> Floats:
        """(P, S, S): sums of `weight` (R,) times the product of loads by person and pair of skills."""
        people, skills = shape
        at = (person[self.pair_row] * skills + self.first) * skills + self.second
        values = weight[self.pair_row] * self.product
        return _sums(at, values, people * skills * skills).reshape(people, skills, skills)


def shown_by(answers: Ints, loading: Floats) -> Shown:
    """answers: (R,) item of each; loading: (J, S)."""
    item, skill = np.nonzero(loading)
    row, at = _joined(answers, item, len(loading))
    both = loading[:, :, None] * loading[:, None, :]
    pair_item, first, second = np.nonzero(both)
    pair_row, pair = _joined(answers, pair_item, len(loading))
    return Shown(
        row,
        skill[at],
        loading[item, skill][at],
        pair_row,
        first[pair],
        second[pair],
        both[pair_item, first, second][pair],
    )


def _joined(answers: Ints, table: Ints, items: int) -> tuple[Ints, Ints]:
    """Answers (R,) by item joined with a table sorted by item: row of the answer, row of the table."""
    count = np.bincount(table, minlength=items)
    start = np.cumsum(count) - count
    many = count[answers]
    row = np.repeat(np.arange(len(answers)), many)
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return row, np.repeat(start[answers], many) + within


def _sums(at: Ints, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(at, values, size), dtype=np.float64)
