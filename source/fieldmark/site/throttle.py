"""Guessing passwords made slow: after a few wrong ones, each further try has to wait."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(slots=True)
class _Count:
    wrong: int
    last: float


class Throttle:
    """Counts wrong tries by key; `now` is in seconds of any steady clock.

    The wait doubles from `first` seconds with each wrong try beyond `free`, up to `longest`; a right password
    or `forget` seconds without a try clear the count. At most `keep` keys are remembered, the latest.
    """

    def __init__(
        self, free: int = 5, first: float = 5.0, longest: float = 300.0, forget: float = 1800.0, keep: int = 20_000
    ) -> None:
        self.free, self.first, self.longest, self.forget, self.keep = free, first, longest, forget, keep
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Seconds until the next try of this key may be made; 0 = now."""
        count = self._counts.get(key)
        if count is None or count.wrong < self.free:
            return 0.0
        pause = min(self.longest, self.first * 2.0 ** min(count.wrong - self.free, 30))
        return max(0.0, count.last + pause - now)

    def wrong(self, key: str, now: float) -> None:
        count = self._counts.pop(key, None)
        if count is None or now - count.last > self.forget:
            count = _Count(0, now)
        self._counts[key] = _Count(count.wrong + 1, now)
        while len(self._counts) > self.keep:
            self._counts.popitem(last=False)

    def right(self, key: str) -> None:
        self._counts.pop(key, None)
