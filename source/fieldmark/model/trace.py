"""What an oscilloscope draws: a screen, and on it one line for each channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

REQUIRED = float("nan")
"""A setting without a default."""

SHAPES: Mapping[str, Mapping[str, float]] = {
    "flat": {"level": 0.0},
    "sine": {"level": 0.0, "size": REQUIRED, "period": REQUIRED, "phase": 0.0},
    "pulses": {"low": 0.0, "high": REQUIRED, "period": REQUIRED, "duty": 0.5, "phase": 0.0, "missing": 0.0},
    "pwm": {"size": REQUIRED, "period": REQUIRED, "carrier": REQUIRED},
    "six-pulse": {"peak": REQUIRED, "period": 20.0, "sag": 0.0},
    "decay": {"from": REQUIRED, "level": 0.0, "constant": REQUIRED},
    "points": {},
}
"""Shape to its settings with their defaults. Times are in the screen's unit of time, heights in its unit: `size` from
the middle to the top, `period` and `carrier` of one wave, `phase` and `duty` as parts of a period, `missing` = every
how many pulses one is left out, `sag` = how much the voltage of a capacitor falls in a unit of time between peaks."""

EVERYWHERE: Mapping[str, float] = {
    "begins": 0.0, "lost_from": 0.0, "lost_to": 0.0, "noise": 0.0, "spikes": 0.0, "every": 0.0,
}  # fmt: skip
"""Settings of every shape: until `begins` the line is at rest; from `lost_from` to `lost_to` the signal is gone (of
six-pulse: one phase); `noise` is its size, `spikes` theirs, one `every` so much time."""

TIME_UNITS = ("s", "ms", "µs")


@dataclass(frozen=True, slots=True)
class Screen:
    """What the axes show: from 0 to `time`, from `low` to `high`."""

    time: float
    low: float
    high: float
    time_unit: str = "ms"
    unit: str = "V"


@dataclass(frozen=True, slots=True)
class Channel:
    """One line: a shape with its settings, or `points` (time, height). `name` as on the drawing: A, U-V, DC."""

    shape: str
    settings: Mapping[str, float] = field(default_factory=dict)
    points: tuple[tuple[float, float], ...] = ()
    name: str = ""

    def setting(self, name: str) -> float:
        """As written, else its default. KeyError where the shape has no such setting."""
        return self.settings.get(name, {**SHAPES[self.shape], **EVERYWHERE}[name])
