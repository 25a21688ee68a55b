"""The best policy of a fault scenario: least expected cost until the unit works, by dynamic programming.

A state of knowledge is (set of faults still possible, readings of the noisy tests so far, state of the unit).
Values are kept unnormalised, W = P(state) V(state), which makes every equation linear:

    W(S, h, u) = min over acts of  price · P(S, h) + sum over outcomes W(S', h', u')

Sets only shrink and readings only grow, so one sweep by size settles all. Source: Q* and V* of the design's
reference numbers; the recursion is the AO* formulation of Pattipati and Alexandridis (1990) with repairs.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from fieldmark.faults.network import Act, Network

History = tuple[int, ...]
"""For each noisy test the outcome that was read, or -1."""


@dataclass(frozen=True)
class Knowledge:
    """What is known at one moment: candidates as a bit set, the noisy readings, the unit's state."""

    candidates: int
    history: History
    unit: int


@dataclass(frozen=True)
class Policy:
    """The solved scenario. `value` is an exact least expected cost where `exact`, else an upper bound."""

    network: Network
    histories: dict[History, int]
    weights: np.ndarray  # P(S, h), shape (histories, sets)
    worth: np.ndarray  # W, shape (histories, states of the unit, sets)
    exact: bool = True

    def start(self) -> Knowledge:
        return Knowledge(self.network.everything, (-1,) * len(self.network.noisy), self.network.start)

    def belief(self, at: Knowledge) -> np.ndarray:
        """Posterior over the faults, shape (faults,)."""
        net = self.network
        b = np.where([(at.candidates >> i) & 1 for i in range(len(net.faults))], net.prior, 0.0)
        for test, reading in zip(net.noisy, at.history, strict=True):
            if reading >= 0 and test.likelihood is not None:
                b = b * test.likelihood[:, reading]
        total = b.sum()
        return b / total if total > 0 else b

    def value(self, at: Knowledge) -> float:
        """V*: what is still to be spent in expectation."""
        h = self.histories[at.history]
        weight = self.weights[h, at.candidates]
        return float(self.worth[h, at.unit, at.candidates] / weight) if weight > 0 else 0.0

    def quality(self, act: Act, at: Knowledge, *, paid: float | None = None) -> float:
        """Q*: cost of the act and of the best that can follow. `paid` replaces the act's price and change of
        state by what was really paid, with the act done in the present state of the unit."""
        price = self.price(act, at) if paid is None else paid
        return float(price + sum(p * self.value(after) for p, after in self.outcomes(act, at, stay=paid is not None)))

    def price(self, act: Act, at: Knowledge) -> float:
        """The act's price with the cheapest change to the state it needs."""
        return act.price + (0.0 if act.state < 0 else float(self.network.moves[at.unit, act.state]))

    def outcomes(self, act: Act, at: Knowledge, *, stay: bool = False) -> list[tuple[float, Knowledge]]:
        """What may follow: (probability, knowledge) for each reading; the end of the work is left out."""
        unit = at.unit if stay or act.state < 0 else act.state
        b = self.belief(at)
        if act.is_repair:
            rest = at.candidates & ~(1 << act.fault)
            return [(float(1.0 - b[act.fault]), Knowledge(rest, at.history, self.network.check_state))] if rest else []
        return [(p, self.reading(act, k, at, unit)) for k, p in enumerate(self.chances(act, at, b)) if p > 0]

    def chances(self, act: Act, at: Knowledge, b: np.ndarray | None = None) -> list[float]:
        """Probability of each reading of a test. A noisy one already read shows the same again."""
        b = self.belief(at) if b is None else b
        if act.noisy >= 0 and at.history[act.noisy] >= 0:
            return [float(k == at.history[act.noisy]) for k in range(len(act.outcomes))]
        if act.likelihood is not None:
            return [float(x) for x in b @ act.likelihood]
        return [float(sum(b[i] for i in range(len(b)) if (mask >> i) & 1)) for mask in act.masks]

    def reading(self, act: Act, outcome: int, at: Knowledge, unit: int) -> Knowledge:
        """The knowledge after a test showed its `outcome`."""
        if act.noisy >= 0:
            history = (*at.history[: act.noisy], outcome, *at.history[act.noisy + 1 :])
            return Knowledge(at.candidates, history, unit)
        return Knowledge(at.candidates & act.masks[outcome], at.history, unit)

    def gain(self, act: Act, at: Knowledge) -> float:
        """Expected information gain in bits: H(b) - sum P(o) H(b given o). A repair is a test too."""
        b = self.belief(at)
        if act.is_repair:
            p = float(b[act.fault])
            rest = b.copy()
            rest[act.fault] = 0.0
            return entropy(b) - (1 - p) * entropy(rest / rest.sum()) if p < 1 else 0.0
        return entropy(b) - sum(p * entropy(self.belief(after)) for p, after in self.outcomes(act, at))

    def best(self, at: Knowledge) -> Act:
        """The act with the least Q*; the first of equals in the scenario's order."""
        return min(self.network.acts, key=lambda a: (round(self.quality(a, at), 9), self.network.acts.index(a)))

    def best_rate(self, at: Knowledge) -> float:
        """The most bits that one unit of money can buy now."""
        rates = [self.gain(a, at) / self.price(a, at) for a in self.network.acts if self.price(a, at) > 0]
        return max(rates, default=0.0)

    def isolated(self, at: Knowledge, threshold: float = 0.95) -> bool:
        """One candidate is left; with noisy tests also: the most likely one has at least `threshold`."""
        b = self.belief(at)
        return int((b > 0).sum()) <= 1 or (bool(self.network.noisy) and float(b.max()) >= threshold - 1e-12)


def entropy(b: np.ndarray) -> float:
    """Bits."""
    positive = b[b > 0]
    return float(-(positive * np.log2(positive)).sum()) + 0.0


def solve(net: Network) -> Policy:
    """The best policy: exact where Network.exact, else a bound from above, and the policy says so."""
    if not net.exact:
        from fieldmark.faults.bound import Bound

        return Bound(net)
    histories = histories_of(net)
    weights = _weights(net, histories)
    sets = net.everything + 1
    worth = np.full((len(histories), len(net.states), sets), np.inf)
    worth[:, :, 0] = 0.0
    by_size = _sets_by_size(len(net.faults))
    if not net.repairable:
        worth[:, :, by_size[1]] = 0.0
    order = sorted(histories, key=lambda h: -sum(k >= 0 for k in h))
    for _, group in itertools.groupby(order, key=lambda h: sum(k >= 0 for k in h)):
        rows = [histories[h] for h in group]
        _sweep(net, histories, rows, weights, worth, by_size)
    return Policy(net, histories, weights, worth)


def histories_of(net: Network) -> dict[History, int]:
    """Every combination of readings of the noisy tests, and its row."""
    each = [range(-1, len(t.outcomes)) for t in net.noisy]
    return {h: i for i, h in enumerate(itertools.product(*each))}


def _weights(net: Network, histories: dict[History, int]) -> np.ndarray:
    """P(S, h) for every set and history, by adding one fault at a time."""
    weights = np.zeros((len(histories), net.everything + 1))
    for history, row in histories.items():
        p = net.prior.copy()
        for test, reading in zip(net.noisy, history, strict=True):
            if reading >= 0 and test.likelihood is not None:
                p = p * test.likelihood[:, reading]
        for i, share in enumerate(p):
            weights[row, 1 << i : 2 << i] = weights[row, : 1 << i] + share
    return weights


def _sets_by_size(n: int) -> list[np.ndarray]:
    sets = np.arange(1 << n)
    sizes = np.zeros(1 << n, dtype=np.int8)
    for i in range(n):
        sizes += ((sets >> i) & 1).astype(np.int8)
    return [sets[sizes == k] for k in range(n + 1)]


def _sweep(
    net: Network,
    histories: dict[History, int],
    rows: list[int],
    weights: np.ndarray,
    worth: np.ndarray,
    by_size: list[np.ndarray],
) -> None:
    """Settle all sets for the histories `rows`, smallest sets first."""
    index = np.array(rows)
    done = list(histories)
    for sets in by_size[1 if net.repairable else 2 :]:
        weight = weights[np.ix_(index, sets)]
        least = [np.full(weight.shape, np.inf) for _ in net.states]
        for act in net.acts:
            after = _after(net, act, index, [done[r] for r in rows], histories, worth, sets)
            for unit in range(len(net.states)):
                move = 0.0 if act.state < 0 else net.moves[unit, act.state]
                if np.isfinite(move):
                    then = after[unit] if act.state < 0 else after[act.state]
                    np.minimum(least[unit], (act.price + move) * weight + then, out=least[unit])
        for unit, costs in enumerate(least):
            worth[index[:, None], unit, sets] = costs


def _after(
    net: Network,
    act: Act,
    index: np.ndarray,
    rows: list[History],
    histories: dict[History, int],
    worth: np.ndarray,
    sets: np.ndarray,
) -> dict[int, np.ndarray]:
    """W after the act, by the state in which the unit was for it; inf where it tells nothing."""
    if act.is_repair:
        has = (sets >> act.fault) & 1
        follow = np.where(has, worth[index[:, None], net.check_state, sets & ~(1 << act.fault)], np.inf)
        return {act.state: follow}
    units = range(len(net.states)) if act.state < 0 else (act.state,)
    if act.noisy >= 0:
        return {u: _after_noisy(act, rows, histories, worth, sets, u) for u in units}
    return {u: np.sum([worth[index[:, None], u, sets & m] for m in act.masks], axis=0) for u in units}


def _after_noisy(
    act: Act, rows: list[History], histories: dict[History, int], worth: np.ndarray, sets: np.ndarray, unit: int
) -> np.ndarray:
    follow = np.full((len(rows), len(sets)), np.inf)
    for i, history in enumerate(rows):
        if history[act.noisy] < 0:
            nexts = [(*history[: act.noisy], k, *history[act.noisy + 1 :]) for k in range(len(act.outcomes))]
            follow[i] = np.sum([worth[histories[h], unit, sets] for h in nexts], axis=0)
    return follow
