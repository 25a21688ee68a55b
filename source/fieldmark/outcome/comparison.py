"""The cells that can be compared, their effects, and any weighted sum of them with its error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fieldmark.outcome.design import Cell, Design
from fieldmark.outcome.relabel import Estimate, estimates, welch

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cells that can be compared and their effects (cells,)."""

    adjusted: Floats
    design: Design
    cells: tuple[Cell, ...]
    effects: Floats

    @property
    def cohorts(self) -> tuple[int, ...]:
        return tuple(sorted({c.cohort for c in self.cells}))

    def where(self, condition: Callable[[Cell], bool]) -> Floats:
        """Weights over the cells: those of the condition by the size of their cohort, in all 1; all 0 where none."""
        weights = np.array([self.design.size(c.cohort) if condition(c) else 0 for c in self.cells], dtype=float)
        return np.asarray(weights / max(weights.sum(), 1.0), dtype=np.float64)

    def measured(self, weights: Floats, confidence: float) -> Estimate:
        """A weighted sum of effects, with our standard error and Student's t."""
        estimate = float(weights @ self.effects)
        _, influence = estimates(self.adjusted, self.design, self.cells, weights[None], self.design.label[None])
        return welch(estimate, influence[0, 0], self.design.label, confidence)
