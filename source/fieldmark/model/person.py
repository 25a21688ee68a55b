"""People who log in, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["engineer", "trainer", "manager", "administrator"]
LIMITS: Mapping[str, tuple[float, float]] = {
    "extra_time": (0, 3),
    "text_size": (1, 2),
    "breaks": (0, 50),
    "break_minutes": (0, 240),
}
"""The least and the most of each allowance."""


@dataclass(frozen=True, slots=True)
class Person:
    """`units` limits what a manager sees: "region:North", "team:N1", or "*" for the whole company; for a
    trainer it names courses. `password` is an argon2 hash, empty where the company's own login is used."""

    user: str
    name: str
    role: Role
    units: tuple[str, ...] = ()
    language: str = "en"
    password: str = ""
    extra_time: float = 0.0  # share of a paper's minutes added for this person
    text_size: float = 1.0  # letters on the exam pages, as a multiple of the usual size: 1 to 2
    breaks: int = 0  # how many in a sitting; 0 with break_minutes: as many as fit in these minutes
    break_minutes: float = 0.0  # the longest of each break, or of all together where breaks is 0
    break_clock: Literal["stops", "runs"] = "stops"  # the sitting's clock during a break
