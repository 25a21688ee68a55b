"""The lines that an oscilloscope draws, as points. Pure: noise comes from a seed, so that the same step of the same
engineer always draws the same line."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from fieldmark.model.trace import Channel, Screen

Line = tuple[tuple[float, float], ...]
Wave = Callable[[Channel, float], float]

SAMPLES = 400
LEAST_WAVES = 4  # samples that a wave needs to be seen as one


@dataclass(frozen=True, slots=True)
class Drawn:
    """A channel as drawn, with what the instrument measures of it."""

    name: str
    line: Line
    low: float
    high: float


def drawn(screen: Screen, channel: Channel, seed: str) -> Drawn:
    """The channel's line across the screen; steps of pulses are upright."""
    line = _line(screen, channel, seed)
    heights = [v for _, v in line]
    return Drawn(channel.name, line, _short(min(heights), 3), _short(max(heights), 3))


def off_screen(screen: Screen, channel: Channel) -> float:
    """How much of the line lies above or below the screen: 0 nothing, 1 all."""
    line = _line(screen, channel, "check")
    out = sum(not screen.low <= v <= screen.high for _, v in line)
    return out / len(line)


def finest(channel: Channel) -> float:
    """The shortest time within which the line repeats; 0 where it does not."""
    times = [channel.settings[name] for name in ("period", "carrier", "every") if channel.settings.get(name, 0.0) > 0]
    return min(times, default=0.0)


def _line(screen: Screen, channel: Channel, seed: str) -> Line:
    times = [screen.time * i / SAMPLES for i in range(SAMPLES + 1)]
    if channel.shape == "points":
        heights = [_between(channel.points, t) for t in times]
    elif channel.shape == "six-pulse":
        heights = _six_pulse(channel, times)
    else:
        heights = [_height(channel, t) for t in times]
    heights = [v + d for v, d in zip(heights, _disturbed(channel, times, seed), strict=True)]
    upright = channel.shape in ("pulses", "pwm")
    return _thinned([(_short(t), _short(v)) for t, v in zip(times, heights, strict=True)], upright)


def _height(channel: Channel, t: float) -> float:
    gone = channel.setting("lost_from") <= t < channel.setting("lost_to")
    return (
        REST[channel.shape](channel, t) if gone or t < channel.setting("begins") else WAVES[channel.shape](channel, t)
    )


def _sine(c: Channel, t: float) -> float:
    turn = t / c.setting("period") + c.setting("phase")
    return c.setting("level") + c.setting("size") * math.sin(2 * math.pi * turn)


def _pulses(c: Channel, t: float) -> float:
    turn = t / c.setting("period") + c.setting("phase") + 1e-9
    every = int(c.setting("missing"))
    left_out = every > 0 and int(turn) % every == every - 1
    return c.setting("high") if turn % 1 < c.setting("duty") and not left_out else c.setting("low")


def _pwm(c: Channel, t: float) -> float:
    """Two levels, the longer at the upper one the higher the sine that is made (compared with a triangle)."""
    wanted = 0.9 * math.sin(2 * math.pi * t / c.setting("period"))
    triangle = 4 * abs((t / c.setting("carrier")) % 1 - 0.5) - 1
    return c.setting("size") if wanted > triangle else -c.setting("size")


def _decay(c: Channel, t: float) -> float:
    since = t - c.setting("begins")
    return c.setting("level") + (c.setting("from") - c.setting("level")) * math.exp(-since / c.setting("constant"))


def _six_pulse(c: Channel, times: list[float]) -> list[float]:
    """A three-phase rectifier with a capacitor behind it: the highest voltage between two phases charges it, the load
    empties it by `sag`. While L3 is lost only L1 and L2 are left: two pulses a period in the place of six."""
    step = times[1] - times[0]
    before = math.ceil(c.setting("period") / step)  # as it is long after it was switched on
    fall = c.setting("sag") * step if c.setting("sag") > 0 else math.inf
    heights = [0.0]
    for t in [*(step * (i - before) for i in range(before)), *times]:
        lost = c.setting("lost_from") <= t < c.setting("lost_to")
        level = _rectified(t / c.setting("period"), 2 if lost else 3) * c.setting("peak")
        heights.append(max(level, heights[-1] - fall))
    return heights[-len(times) :]


def _rectified(turn: float, phases: int) -> float:
    """The highest voltage between two of the phases, as a part of its peak."""
    each = [math.cos(2 * math.pi * (turn - k / 3)) / math.sqrt(3) for k in range(phases)]
    return max(each) - min(each)


WAVES: Mapping[str, Wave] = {
    "flat": lambda c, _: c.setting("level"), "sine": _sine, "pulses": _pulses, "pwm": _pwm, "decay": _decay,
}  # fmt: skip
REST: Mapping[str, Wave] = {
    "flat": lambda c, _: 0.0,
    "sine": lambda c, _: c.setting("level"),
    "pulses": lambda c, _: c.setting("low"),
    "pwm": lambda c, _: 0.0,
    "decay": lambda c, _: c.setting("from"),
}
"""Where the line is before its signal begins, and while it is lost."""


def _disturbed(c: Channel, times: list[float], seed: str) -> list[float]:
    """Noise and spikes at each time. A spike is one sample wide, upwards and downwards in turn."""
    noise, size, every = c.setting("noise"), c.setting("spikes"), c.setting("every")
    luck = _luck(seed, len(times)) if noise else [0.0] * len(times)
    found = [noise * x for x in luck]
    if size and every > 0:
        for i, (before, now) in enumerate(pairwise(times), start=1):
            n = math.floor(now / every - 0.37)
            if n > math.floor(before / every - 0.37):
                found[i] += size if n % 2 else -size
    return found


def _luck(seed: str, n: int) -> list[float]:
    """Numbers in -1 … 1 that the seed settles."""
    blocks = (hashlib.sha256(f"{seed} {i}".encode()).digest() for i in range(n // 16 + 1))
    return [int.from_bytes(b[k : k + 2], "big") / 32767.5 - 1 for b in blocks for k in range(0, 32, 2)][:n]


def _between(points: Line, t: float) -> float:
    """The height at a time on the straight lines through the points; flat before the first and after the last."""
    for (t0, v0), (t1, v1) in pairwise(points):
        if t0 <= t < t1:
            return v0 + (v1 - v0) * (t - t0) / (t1 - t0)
    return points[0][1] if t < points[0][0] else points[-1][1]


def _thinned(line: list[tuple[float, float]], upright: bool) -> Line:
    """The same line with fewer points: what lies straight between its neighbours is left out."""
    if upright:
        line = [p for a, b in pairwise([line[0], *line]) for p in ((b[0], a[1]), b)]
    kept = [line[0]]
    for here, after in pairwise(line[1:]):
        if not _straight(kept[-1], here, after):
            kept.append(here)
    return (*kept, line[-1])


def _straight(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) < 1e-9


def _short(value: float, digits: int = 5) -> float:
    """As many digits as a screen can show."""
    return float(f"{value:.{digits}g}") + 0.0
