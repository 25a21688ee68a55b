"""Chance that can be repeated: a stream of HMAC-SHA256 blocks, the same on every machine and Python version.

    seed     = HMAC(secret, JSON list of the words that name what is drawn)
    block i  = HMAC(seed, i as 8 bytes, big end first)
    number   = the next 8 bytes of the blocks, big end first

Whoever does not hold the secret cannot foretell a draw; whoever does can repeat it from the names alone.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
_name = json.JSONEncoder(separators=(",", ":")).encode  # made once: making one costs more than what it writes
_RANGE = 1 << 64


class Chance:
    """Draws named by `words`; two different lists of words give unrelated draws."""

    def __init__(self, secret: str, *words: str) -> None:
        self._seed = hmac.digest(secret.encode(), _name(words).encode(), "sha256")
        self._numbers = self._stream()

    def _stream(self) -> Iterator[int]:
        block = 0
        while True:
            data = hmac.digest(self._seed, block.to_bytes(8, "big"), "sha256")
            for start in range(0, len(data), 8):
                yield int.from_bytes(data[start : start + 8], "big")
            block += 1

    def below(self, n: int) -> int:
        """A whole number in 0..n-1, each as likely (what would favour the small ones is thrown away)."""
        if n < 1:
            raise ValueError("nothing to choose from")
        fair = _RANGE - _RANGE % n
        return next(number for number in self._numbers if number < fair) % n

    def word(self) -> str:
        """16 hex digits, to seed further chance with."""
        return f"{next(self._numbers):016x}"

    def pick(self, values: Sequence[T]) -> T:
        return values[self.below(len(values))]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in an order drawn at random (Fisher and Yates, in Durstenfeld's form, CACM 7:420, 1964)."""
        out = list(values)
        for last in range(len(out) - 1, 0, -1):
            other = self.below(last + 1)
            out[last], out[other] = out[other], out[last]
        return out
