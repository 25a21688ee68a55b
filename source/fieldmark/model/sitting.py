"""An engineer's sitting of a paper, as the rooms hand it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fieldmark.model.score import Answer


@dataclass(frozen=True, slots=True)
class Submission:
    """A sitting that was submitted: the last acknowledged answer of each slot."""

    sitting: str
    paper: str
    attempt: int
    engineer: str
    opened: datetime
    submitted: datetime
    answers: Mapping[str, Answer]
    seconds: Mapping[str, float] = field(default_factory=dict)  # time spent a slot, where known
    automatic: bool = False  # the deadline submitted it
    receipt: str = ""  # checksum that the engineer keeps
