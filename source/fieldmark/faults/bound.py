"""A scenario too large for the exact policy: values from following the greedy way, an upper bound on V*."""

from __future__ import annotations

import numpy as np

from fieldmark.faults.network import Act, Network
from fieldmark.faults.policy import Knowledge, Policy


class Bound(Policy):
    """A Policy whose `value` is the expected cost of the greedy way of working: most bits for the money until one
    fault has 95 %, then the likeliest repair for its price. Q of an act looks one step further than that."""

    def __init__(self, network: Network) -> None:
        super().__init__(network, {}, np.empty(0), np.empty(0), exact=False)
        object.__setattr__(self, "_values", {})

    def value(self, at: Knowledge) -> float:
        values: dict[Knowledge, float] = self.__dict__["_values"]
        if at not in values:
            values[at] = self._follow(at)
        return values[at]

    def _follow(self, at: Knowledge) -> float:
        act = self._greedy(at)
        if act is None:
            return 0.0
        return self.price(act, at) + sum(p * self.value(after) for p, after in self.outcomes(act, at) if p > 1e-9)

    def _greedy(self, at: Knowledge) -> Act | None:
        b = self.belief(at)
        if not b.any() or (not self.network.repairable and (b > 0).sum() <= 1):
            return None
        if not self.isolated(at):
            act = max(self.network.acts, key=lambda a: self.gain(a, at) / max(self.price(a, at), 1e-9))
            if self.gain(act, at) > 1e-9:
                return act
        repairs = [a for a in self.network.acts if a.is_repair and b[a.fault] > 0]
        return max(repairs, key=lambda a: b[a.fault] / max(self.price(a, at), 1e-9), default=None)
