"""How much one account may ask: enough for any page of ours, too little to take the service from the others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

BURST = 300  # requests at once
A_SECOND = 50.0  # requests a second in the long run; a page sends one or two
HELD = 50  # requests of one account that wait to be refused; more than these are cut off
PAUSE = 1.0  # seconds until a refusal is told, so that asking again at once gains nothing


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float  # seconds of any steady clock
    held: int = 0


class Rate:
    """A token bucket an account; the `keep` latest accounts are remembered."""

    def __init__(self, burst: float = BURST, a_second: float = A_SECOND, keep: int = 20_000) -> None:
        self.burst, self.a_second, self.keep = burst, a_second, keep
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def allows(self, account: Hashable, now: float) -> bool:
        """Whether this request may be served; it is counted if so."""
        bucket = self._of(account, now)
        bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.a_second)
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def hold(self, account: Hashable, now: float) -> bool:
        """Whether there is room for one more refusal that waits; `let_go` of it afterwards."""
        bucket = self._of(account, now)
        if bucket.held >= HELD:
            return False
        bucket.held += 1
        return True

    def let_go(self, account: Hashable, now: float) -> None:
        bucket = self._of(account, now)
        bucket.held = max(0, bucket.held - 1)

    def _of(self, account: Hashable, now: float) -> _Bucket:
        bucket = self._buckets.get(account)
        if bucket is None:
            bucket = self._buckets[account] = _Bucket(self.burst, now)
        self._buckets.move_to_end(account)
        while len(self._buckets) > self.keep:
            self._buckets.popitem(last=False)
        return bucket
