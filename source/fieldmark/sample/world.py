"""The sample company's fixed facts: where it works, what it services, how faults differ. No randomness here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

START = np.datetime64("2025-05", "M")
COURSE = "vfd"

REGIONS = ("North", "East", "South", "West")
TEAMS = ("N1", "N2", "E1", "E2", "S1", "S2", "W1", "W2")
"""Two teams a region, in the order of REGIONS."""

LINES = ("Compact drives", "Industrial drives", "Servo systems")
CHANNELS = ("phone", "web", "mail", "chat")
PRIORITIES = ("critical", "high", "moderate", "low")
SLA_HOURS = np.array([12, 24, 48, 96])
RESPONSE_MINUTES = np.array([15, 30, 60, 60])

SKILLS = (
    *("ratings", "power-section", "parameters"),
    *("isolation", "dc-link-discharge", "measuring-safely"),
    *("fault-codes", "measurement", "insulation-test"),
    *("process", "communication", "handover"),
)
"""Three a group: product, safety, diagnosis, service."""


@dataclass(frozen=True, slots=True)
class FaultClass:
    """A class of tickets. `share`: of all tickets by product line; `hard`: how much harder than the average (in
    units that outcomes.py turns into points and hours); `summer`: share swing over the year, +1 = twice in July;
    `remote`: share suited to remote help; `skills`: what it needs, empty where the course does not train it."""

    id: str
    share: tuple[float, float, float]
    hard: float
    summer: float
    remote: float
    skills: tuple[str, ...]


CLASSES = (
    FaultClass("overvoltage-trip", (0.14, 0.12, 0.06), 0.2, 0.0, 0.45, ("power-section", "parameters", "fault-codes")),
    FaultClass("overcurrent-trip", (0.13, 0.15, 0.08), 0.5, 0.1, 0.25, ("power-section", "measurement", "fault-codes")),
    FaultClass(
        "earth-fault", (0.08, 0.11, 0.06), 0.9, 0.2, 0.05, ("isolation", "dc-link-discharge", "insulation-test")
    ),
    FaultClass("no-start", (0.14, 0.10, 0.10), -0.2, 0.0, 0.50, ("parameters", "isolation", "process")),
    FaultClass("encoder-loss", (0.04, 0.06, 0.22), 0.6, 0.0, 0.15, ("fault-codes", "measurement")),
    FaultClass("overtemperature", (0.12, 0.12, 0.08), -0.1, 0.6, 0.30, ("ratings", "power-section", "fault-codes")),
    FaultClass(
        "communication-loss", (0.10, 0.09, 0.16), 0.1, 0.0, 0.65, ("parameters", "measurement", "communication")
    ),
    FaultClass("phase-loss", (0.06, 0.08, 0.04), 0.0, -0.1, 0.10, ("measuring-safely", "fault-codes", "measurement")),
    FaultClass("parameter-error", (0.11, 0.07, 0.10), -0.7, 0.0, 0.80, ("ratings", "parameters", "handover")),
    FaultClass("mechanical", (0.08, 0.10, 0.10), 0.3, 0.0, 0.05, ()),
)
TRAINED = tuple(c.id for c in CLASSES if c.skills)


@dataclass(frozen=True, slots=True)
class Effect:
    """What the training changes on a ticket of a trained class once it has taken hold. `points` is added (to a
    probability or a score), `factor` multiplies (hours)."""

    kpi: str
    points: float = 0.0
    factor: float = 1.0
    unit: str = "share"


EFFECTS = (
    Effect("first_time_fix", points=0.08),
    Effect("repeat_fault", points=-0.03),
    Effect("handling_time", factor=0.85, unit="h"),
    Effect("misdiagnosis", points=-0.05),
    Effect("process_deviation", points=-0.04),
    Effect("csat", points=4.0, unit="score"),
    Effect("first_response", unit="min"),  # a true null: nothing about it is trained
)
RAMP = (1 / 3, 2 / 3, 1.0)
"""Share of the effect in the month of the training, the next, and from then on."""


def effect(kpi: str) -> Effect:
    return next(e for e in EFFECTS if e.kpi == kpi)


def season(month: int) -> float:
    """+1 in the hottest month (July), -1 in the coldest; `month` counts from START."""
    calendar = (int(START.astype(int)) + month) % 12  # 0 = January
    return float(np.cos(2 * np.pi * (calendar - 6) / 12))
