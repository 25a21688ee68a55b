"""Which of the hub's sessions still stand: asked for many at once and ahead of need, so that an answer written by
thousands waits for no hub. What is said of a session was true at most ten seconds ago; while the hub is away, a
session stands."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

FRESH = 10.0  # seconds for which the hub's answer is believed
AHEAD = 5.0  # seconds after which it is asked for again, where the session is in use
IDLE = 45.0  # seconds without a request after which a session is asked about only once it comes back
ROUND = 0.5  # seconds between looks for answers that grow old
PATIENCE = 3.0  # seconds that the hub has to answer; past them our own session counts
MOST = 500  # sessions in one question
KEPT = 50_000  # sessions remembered

Ask = Callable[[Sequence[str]], Awaitable[Sequence[bool]]]
log = logging.getLogger("fieldmark.sitting")


class HubAway(Exception):
    """The hub does not answer, or not sensibly."""


@dataclass(slots=True)
class _Known:
    stands: bool = True
    at: float = float("-inf")  # when the hub was asked for what `stands` says
    used: float = float("-inf")
    coming: asyncio.Task[None] | None = None  # the question that is under way


class Sessions:
    """`ask` gives one answer a token, in order, or raises HubAway."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, _Known] = {}
        self._waiting: list[str] = []
        self._next: asyncio.Task[None] | None = None

    async def stands(self, token: str) -> bool:
        known, now = self._of(token), time.monotonic()
        known.used = now
        if now - known.at >= FRESH:
            await asyncio.shield(known.coming or self._soon(token, known))
        return known.stands

    def begun(self, token: str) -> None:
        """The hub has just given us this one."""
        known = self._of(token)
        known.stands, known.at = True, time.monotonic()

    async def ahead(self) -> None:
        """Ask for those in use whose answer grows old."""
        now = time.monotonic()
        old = [t for t, k in self._known.items() if now - k.at >= AHEAD and now - k.used < IDLE and not k.coming]
        for first in range(0, len(old), MOST):
            await self._learn(old[first : first + MOST])

    def _of(self, token: str) -> _Known:
        known = self._known.get(token)
        if known is None:
            if len(self._known) >= KEPT:
                self._forget()
            known = self._known[token] = _Known()
        return known

    def _forget(self) -> None:
        """The half that was used longest ago."""
        latest = sorted(self._known.items(), key=lambda entry: entry[1].used)
        self._known = dict(latest[len(latest) // 2 :])

    def _soon(self, token: str, known: _Known) -> asyncio.Task[None]:
        """Those who come while the loop turns once share one question."""
        if self._next is None:
            self._next = asyncio.create_task(self._gathered())
        self._waiting.append(token)
        known.coming = self._next
        return self._next

    async def _gathered(self) -> None:
        await asyncio.sleep(0)
        tokens, self._waiting, self._next = self._waiting, [], None
        await asyncio.gather(*(self._learn(tokens[n : n + MOST]) for n in range(0, len(tokens), MOST)))

    async def _learn(self, tokens: Sequence[str]) -> None:
        asked = time.monotonic()
        answers: Sequence[bool | None] = [None] * len(tokens)
        try:
            answers = await asyncio.wait_for(self._ask(tokens), PATIENCE)
        except (HubAway, TimeoutError) as error:
            log.warning("the hub does not answer (%s); sessions go on by themselves", error)
        finally:
            for token, answer in zip(tokens, answers, strict=True):
                known = self._of(token)
                known.at, known.coming = asked, None
                known.stands = known.stands if answer is None else answer
