"""What the oscilloscope of a fault bench shows, as JSON: lines of what was measured, and of nothing else."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from fieldmark.faults import play, trace
from fieldmark.model.fault import Test
from fieldmark.model.trace import Channel, Screen


def traces(session: play.Session, seed: str) -> dict[str, Any]:
    """Test id to its screen, for the tests that were made and draw. The name of a shape is never told."""
    tests = {t.id: t for t in session.scenario.tests}
    made = {s.act.id: s.outcome for s in session.seen if s.act.kind == "test" and not s.refused}
    return {
        name: _screen(tests[name], outcome, seed) for name, outcome in made.items() if outcome in tests[name].traces
    }


def _screen(test: Test, outcome: str, seed: str) -> dict[str, Any]:
    """{time, time_unit, low, high, unit, lines: [{name, points, low, high}]}."""
    screen = test.screen or Screen(1.0, 0.0, 1.0)
    own = hmac.digest(seed.encode(), f"trace {test.id}".encode(), hashlib.sha256).hex()
    lines = [_line(screen, _hashable(c), f"{own} {n}") for n, c in enumerate(test.traces[outcome])]
    return {"time": screen.time, "time_unit": screen.time_unit, "low": screen.low, "high": screen.high,
            "unit": screen.unit, "lines": lines}  # fmt: skip


def _hashable(c: Channel) -> tuple[str, tuple[tuple[str, float], ...], tuple[tuple[float, float], ...], str]:
    return c.shape, tuple(c.settings.items()), c.points, c.name


@lru_cache(maxsize=1024)
def _line(screen: Screen, channel: Any, seed: str) -> dict[str, Any]:
    """Drawn once, since every step tells how all stands. Shared: not to be changed."""
    shape, settings, points, name = channel
    drawn = trace.drawn(screen, Channel(shape, dict(settings), points, name), seed)
    return {"name": name, "points": [list(p) for p in drawn.line], "low": drawn.low, "high": drawn.high}
