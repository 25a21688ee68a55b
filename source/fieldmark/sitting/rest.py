"""Breaks of a person who needs them: the questions are away, and the clock stops or runs as was agreed. Pure.

Where it stops, the whole break is added to the deadline at once and what was not used is taken off on the return: so
the deadline stands in the journal whatever happens to the page meanwhile, and a break ends by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldmark.model.person import Person
from fieldmark.model.problem import Problem
from fieldmark.model.sitting import Event, Sitting
from fieldmark.sitting import problems

SHORTEST = 30.0  # seconds; less is no break


@dataclass(frozen=True, slots=True)
class Breaks:
    """What a person may take in a sitting. `count` breaks of at most `minutes` each; where `count` is 0, as many as fit
    in `minutes` together."""

    count: int = 0
    minutes: float = 0.0
    stops: bool = True  # the clock, meanwhile

    def left(self, sitting: Sitting) -> float:
        """Seconds of the next break; 0 where there is none."""
        if self.count:
            return self.minutes * 60 if sitting.rests < self.count else 0.0
        left = self.minutes * 60 - sitting.rested
        return left if left >= SHORTEST else 0.0


NO_BREAKS = Breaks()


def breaks(person: Person | None) -> Breaks:
    return Breaks(person.breaks, person.break_minutes, person.break_clock == "stops") if person else NO_BREAKS


def resting(sitting: Sitting, now: datetime) -> bool:
    return sitting.rest_until is not None and now < sitting.rest_until and not sitting.over


def stands(sitting: Sitting, now: datetime) -> datetime | None:
    """Until when the clock stands still in a break; None where it runs."""
    return sitting.rest_until if sitting.rest_credit and resting(sitting, now) else None


def take(sitting: Sitting, allowed: Breaks, now: datetime) -> list[Event] | Problem:
    """Begin a break; nothing where one is under way. Not within the sitting's last moments."""
    if sitting.status != "running" or sitting.deadline is None or now >= sitting.deadline:
        return problems.NOT_RUNNING.at(status=sitting.status)
    if resting(sitting, now):
        return []
    seconds = allowed.left(sitting)
    if not seconds:
        return problems.NO_BREAK.at()
    length = timedelta(seconds=seconds)
    credit = length if allowed.stops else timedelta(0)
    deadline = sitting.deadline + credit
    until = min(now + length, deadline)
    data = {
        "until": until.isoformat(),
        "seconds": seconds,
        "credit": credit.total_seconds(),
        "deadline": deadline.isoformat(),
    }
    return [Event(sitting.id, sitting.engineer, "rested", now, sitting.engineer, data=data)]


def back(sitting: Sitting, now: datetime, actor: str = "") -> list[Event]:
    """End the break early; what was not used of the time that it gave goes off the deadline again. Nothing where none
    is under way."""
    if sitting.rest_until is None or sitting.deadline is None or not resting(sitting, now):
        return []
    unused = sitting.rest_until - now
    deadline = sitting.deadline - min(unused, timedelta(seconds=sitting.rest_credit))
    data = {"unused": round(unused.total_seconds(), 3), "deadline": deadline.isoformat()}
    return [Event(sitting.id, sitting.engineer, "returned", now, actor or sitting.engineer, data=data)]
