"""Engineers, their abilities, and who is trained when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fieldmark.sample import names, world

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Roster:
    """`engineers` people, in arrays of that length. `theta`: (engineers, skills), before any training."""

    users: tuple[str, ...]
    names: tuple[str, ...]
    region: Ints
    team: Ints
    line: Ints
    hired: NDArray[np.datetime64]
    theta: Floats

    def __len__(self) -> int:
        return len(self.users)

    def ability(self) -> Floats:
        """(engineers, classes): mean theta of the skills that a class needs (of all, where none), SD about 1."""
        skills = [[world.SKILLS.index(s) for s in (c.skills or world.SKILLS)] for c in world.CLASSES]
        means = np.stack([self.theta[:, chosen].mean(axis=1) for chosen in skills], axis=1)
        return np.asarray(means / means.std(axis=0, keepdims=True), dtype=np.float64)


def enlist(engineers: int, rng: np.random.Generator) -> Roster:
    """Draw the people. Abilities on the 12 skills correlate: a general part, one a group, one of its own."""
    place = np.arange(engineers) % len(world.TEAMS)
    general, group = rng.normal(size=(engineers, 1)), rng.normal(size=(engineers, 4)).repeat(3, axis=1)
    own = rng.normal(size=(engineers, len(world.SKILLS)))
    theta = 0.7 * general + 0.45 * group + 0.55 * own
    days = rng.integers(200, 6000, engineers)
    return Roster(
        users=tuple(f"e{i:03d}" for i in range(1, engineers + 1)),
        names=names.draw(engineers, rng),
        region=place // 2,
        team=place,
        line=rng.choice(len(world.LINES), engineers, p=(0.4, 0.35, 0.25)),
        hired=world.START.astype("M8[D]") - days.astype("m8[D]"),
        theta=theta,
    )


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group trained together. `month` counts from the start; `members`: positions in the roster; those in
    `absent` were on the list but did not come."""

    id: str
    month: int
    chosen_by: str
    window_months: int
    members: tuple[int, ...]
    absent: tuple[int, ...] = ()

    @property
    def held(self) -> np.datetime64:
        """The first Monday of the month."""
        first = (world.START + self.month).astype("M8[D]")
        return np.datetime64(np.busday_offset(first, 0, roll="forward", weekmask="Mon"))

    @property
    def trained(self) -> tuple[int, ...]:
        return tuple(m for m in self.members if m not in self.absent)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who will be trained when. Rota cohorts are drawn at the start; the others are chosen when their month has
    come, as the weakest in first-time fix over the `window` months before, of all who are on no list yet."""

    rota: tuple[Cohort, ...]
    weak_months: tuple[int, ...]
    weak_size: int
    window: int = 3


def plan(engineers: int, months: int, rng: np.random.Generator) -> Plan:
    """Half of the engineers by rota in three cohorts, a fifth by weakness in two, the rest never.

    Months follow the 18 of the standard company in proportion; a base month of a rota cohort (the one before its
    training) falls in no selection window there, and each weak cohort has months before its window.
    """
    at = [max(1, round(m * months / 18)) for m in (7, 9, 11)]
    size = engineers // 6
    drawn = rng.permutation(engineers)
    rota = tuple(
        Cohort(f"rota-{i + 1}", at[i], "rota", 0, *_attendance(drawn[i * size : (i + 1) * size])) for i in range(3)
    )
    weak = tuple(max(5, round(m * months / 18)) for m in (6, 14))
    return Plan(rota, weak, engineers // 10)


def _attendance(members: Ints) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(all, those who did not come): one of a cohort of ten or more."""
    everyone = tuple(int(m) for m in members)
    return everyone, everyone[:1] if len(everyone) >= 10 else ()


def choose_weak(number: int, month: int, planned: Plan, taken: set[int], fixed: Floats) -> Cohort:
    """The weakest by `fixed`: (engineers,) share fixed first time over the window, NaN where there was no ticket."""
    order = np.argsort(np.where(np.isnan(fixed), np.inf, fixed), kind="stable")
    free = [int(e) for e in order if int(e) not in taken]
    members = np.array(free[: planned.weak_size])
    return Cohort(f"weak-{number}", month, "weakness", planned.window, *_attendance(members[::-1]))
