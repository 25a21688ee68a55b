"""A scenario as arrays: what the policy needs, and nothing else."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fieldmark.model.fault import ANY_STATE, Scenario

if TYPE_CHECKING:  # every kernel and page that knows a question imports this; numpy comes with the first arrays
    import numpy as np

EXACT_FAULTS = 16
EXACT_NOISY = 3
EXACT_CELLS = 18_000_000
"""Most (readings so far, state of the unit, set of faults) that are solved for: 150 MB, some seconds."""


@dataclass(frozen=True)
class Act:
    """A test or a repair. `masks` (sure readings) has a bit set of faults for each outcome; `likelihood`, shape
    (faults, outcomes), is for noisy tests. A repair has `fault` >= 0 and no outcomes of its own."""

    id: str
    price: float
    state: int  # needed state, -1 for any
    outcomes: tuple[str, ...] = ()
    masks: tuple[int, ...] = ()
    likelihood: np.ndarray | None = None
    fault: int = -1
    noisy: int = -1  # which of the noisy tests it is

    @property
    def is_repair(self) -> bool:
        return self.fault >= 0


@dataclass(frozen=True)
class Network:
    """`prior` has shape (faults,); `moves` (states, states) holds the least price of changing the unit's state,
    inf where it cannot be reached."""

    faults: tuple[str, ...]
    prior: np.ndarray
    states: tuple[str, ...]
    moves: np.ndarray
    start: int
    check_state: int
    acts: tuple[Act, ...]

    @cached_property
    def noisy(self) -> tuple[Act, ...]:
        return tuple(sorted((a for a in self.acts if a.noisy >= 0), key=lambda a: a.noisy))

    @cached_property
    def by_id(self) -> dict[str, Act]:
        return {a.id: a for a in self.acts}

    @property
    def everything(self) -> int:
        """The bit set of all faults."""
        return (1 << len(self.faults)) - 1

    @property
    def repairable(self) -> bool:
        """Without repairs the task is to isolate the fault: the cost ends when one candidate is left."""
        return any(a.is_repair for a in self.acts)

    @property
    def exact(self) -> bool:
        if len(self.faults) > EXACT_FAULTS or len(self.noisy) > EXACT_NOISY:
            return False
        histories = math.prod(len(act.outcomes) + 1 for act in self.noisy)
        return histories * len(self.states) * (self.everything + 1) <= EXACT_CELLS


def network(scenario: Scenario, *, repairs: bool = True) -> Network:
    """The arrays of a scenario. With `repairs` False the task is only to isolate."""
    import numpy as np

    states = tuple(s.id for s in scenario.states)
    faults = tuple(f.id for f in scenario.faults)
    counter = itertools.count()
    acts = [_test(scenario, i, faults, states, counter) for i in range(len(scenario.tests))]
    if repairs:
        need = states.index(scenario.repair_state)
        acts += [Act(repair_id(f.id), scenario.price(f.cost), need, fault=i) for i, f in enumerate(scenario.faults)]
    prior = np.array([f.prior for f in scenario.faults])
    return Network(
        faults,
        prior / prior.sum(),
        states,
        _moves(scenario, states),
        states.index(scenario.start),
        states.index(scenario.check_state),
        tuple(acts),
    )


def repair_id(fault: str) -> str:
    """A repair's id among the acts; tests keep their own."""
    return f"replace:{fault}"


def _test(
    scenario: Scenario, index: int, faults: Sequence[str], states: Sequence[str], counter: itertools.count[int]
) -> Act:
    import numpy as np

    test = scenario.tests[index]
    outcomes = tuple(dict.fromkeys(o for f in faults for o, p in test.outcomes[f].items() if p > 0))
    likelihood = np.array([[test.outcomes[f].get(o, 0.0) for o in outcomes] for f in faults])
    state = states.index(test.state) if test.state != ANY_STATE else -1
    price = scenario.price(test.cost)
    if test.noisy:
        return Act(test.id, price, state, outcomes, likelihood=likelihood, noisy=next(counter))
    masks = tuple(int(sum(1 << i for i in np.flatnonzero(likelihood[:, k]))) for k in range(len(outcomes)))
    return Act(test.id, price, state, outcomes, masks)


def _moves(scenario: Scenario, states: Sequence[str]) -> np.ndarray:
    """Cheapest ways between states (Floyd-Warshall)."""
    import numpy as np

    n = len(states)
    moves = np.full((n, n), np.inf)
    np.fill_diagonal(moves, 0.0)
    for change in scenario.changes:
        i, j = states.index(change.start), states.index(change.end)
        moves[i, j] = min(moves[i, j], scenario.price(change.cost))
    for k in range(n):
        moves = np.minimum(moves, moves[:, k, None] + moves[None, k, :])
    return moves
