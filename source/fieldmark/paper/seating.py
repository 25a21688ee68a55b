"""Bipartite matching that stays complete while choices are made: everybody seated, one item a seat.

Kuhn's augmenting paths (H. W. Kuhn, 1955), with choices fixed one by one: a choice is accepted only where all
other seats can still be filled.
"""

from __future__ import annotations

from collections.abc import Sequence


class Seating:
    """Seats 0..n-1, each with the items that may sit there."""

    def __init__(self, allowed: Sequence[Sequence[str]]) -> None:
        self._allowed = [list(items) for items in allowed]
        self._seat_of: dict[str, int] = {}
        self._fixed: set[str] = set()
        self.unseated = tuple(n for n in range(len(self._allowed)) if not self._augment(n, set()))

    @property
    def full(self) -> bool:
        return not self.unseated

    def fix(self, seat: int, item: str) -> bool:
        """Settle `item` on `seat` for good; False, and nothing changes, where others could then not be seated."""
        if item in self._fixed or item not in self._allowed[seat]:
            return False
        before = dict(self._seat_of)
        displaced = self._seat_of.pop(item, None)
        for mine in [i for i, s in self._seat_of.items() if s == seat]:
            del self._seat_of[mine]
        self._seat_of[item] = seat
        self._fixed.add(item)
        if displaced is None or displaced == seat or self._augment(displaced, set()):
            return True
        self._fixed.discard(item)
        self._seat_of = before
        return False

    def _augment(self, seat: int, tried: set[str]) -> bool:
        for item in self._allowed[seat]:
            if item in tried or item in self._fixed:
                continue
            tried.add(item)
            holder = self._seat_of.get(item)
            if holder is None or self._augment(holder, tried):
                self._seat_of[item] = seat
                return True
        return False
