"""How a ticket goes: what depends on the engineer, the month, the case and, on trained faults, on the training.

Each chance is drawn once and holds with and without the training, so that the difference between the two, kept in
the columns `d_<kpi>`, is the planted truth of that ticket.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fieldmark.sample import world
from fieldmark.sample.roster import Floats

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """What a ticket's outcome rests on, arrays over tickets: `skill` and `luck` in SD (ability in the fault class;
    the engineer's month), `hard` of the class, `reach` = share of the training's effect, 0 where it has none."""

    skill: Floats
    luck: Floats
    hard: Floats
    reach: Floats
    priority: NDArray[np.int64]
    season: float

    def share(self, level: float, skill: float, luck: float, hard: float, bounds: tuple[float, float]) -> Floats:
        """A probability without the training, kept so far inside 0..1 that an effect is never cut off."""
        chance = level + skill * self.skill + luck * self.luck + hard * self.hard
        return np.clip(chance, *bounds)


def settle(rows: Columns, case: Case, rng: np.random.Generator) -> None:
    """Add the outcomes of these tickets to `rows`."""
    count = len(case.skill)
    rows["priority"] = case.priority
    rows["kind"] = rng.choice(3, count, p=(0.86, 0.05, 0.09))  # repair, complaint, inquiry
    rows["channel"] = rng.choice(len(world.CHANNELS), count, p=(0.46, 0.18, 0.14, 0.22))
    _response(rows, case, rng)
    _fix(rows, case, rng)
    _time(rows, case, rng)
    _parts(rows, case, rng)
    _process(rows, case, rng)
    _survey(rows, case, rng)


def _response(rows: Columns, case: Case, rng: np.random.Generator) -> None:
    """Minutes to the first answer: the dispatch desk's work, which no training of engineers touches."""
    by_channel = np.array([7.0, 16.0, 26.0, 10.0])[rows["channel"].astype(int)]
    urgent = np.array([0.6, 0.8, 1.0, 1.2])[case.priority]
    rows["response"] = np.ceil(by_channel * urgent * rng.lognormal(0, 0.55, len(urgent)))
    rows["in_time"] = rows["response"] <= world.RESPONSE_MINUTES[case.priority]


def _fix(rows: Columns, case: Case, rng: np.random.Generator) -> None:
    """Fixed first time (one visit or one remote session, not reopened), and whether the fault comes back."""
    count = len(case.skill)
    rush = np.array([-0.04, -0.01, 0.0, 0.02])[case.priority]
    without = case.share(0.745 - 0.02 * case.season, 0.045, 0.06, -0.07, (0.08, 0.88))
    without = np.clip(without + rush, 0.05, 0.90)
    planted = world.effect("first_time_fix").points * case.reach
    chance = rng.random(count)
    rows["d_first_time_fix"] = planted
    rows["fixed"] = chance < without + planted
    rows["surprise"] = rows["fixed"] - (without + planted)  # mean 0 with and without the training
    suited = np.array([c.remote for c in world.CLASSES])[rows["fault"].astype(int)]
    rows["remote_suitable"] = rng.random(count) < suited
    rows["remote"] = rows["remote_suitable"] & (rng.random(count) < np.clip(0.68 + 0.05 * case.skill, 0.3, 0.95))
    failed = ~rows["fixed"].astype(bool)
    rows["reopened"] = failed & (rows["remote"].astype(bool) | (rng.random(count) < 0.3))
    again = failed & ~rows["reopened"].astype(bool)
    rows["visits"] = np.where(rows["remote"], 0, np.where(again, 2 + (rng.random(count) < 0.15), 1))
    # the time goes by how it would have gone untrained, so that its effect is the planted factor and no more
    rows["slow"] = (chance >= without) & ~rows["remote"].astype(bool)
    without = case.share(0.075, -0.010, -0.012, 0.012, (0.04, 0.30))
    planted = world.effect("repeat_fault").points * case.reach
    rows["d_repeat_fault"] = planted
    rows["repeats"] = rng.random(count) < without + planted


def _time(rows: Columns, case: Case, rng: np.random.Generator) -> None:
    """Hours from the request to the solution, minutes of work, hours until closing; a few stay open."""
    count = len(case.skill)
    urgent = np.array([0.45, 0.75, 1.0, 1.35])[case.priority]
    pull = -0.10 * case.skill - 0.09 * case.luck + 0.10 * case.hard + 0.06 * case.season
    spread = rng.lognormal(-0.2, 0.63, count)  # mean 1
    away = np.where(rows["remote"], 0.35, 1.0) * np.where(rows["slow"], 1.5, 1.0)
    without = 21.0 * urgent * away * np.exp(pull) * spread
    factor = 1 - (1 - world.effect("handling_time").factor) * case.reach
    least = rows["response"].astype(float) / 60 + 0.25
    rows["hours"] = np.maximum(without * factor, least)
    rows["d_handling_time"] = rows["hours"] - np.maximum(without, least)
    work = np.where(rows["remote"], 38.0, 105.0) * np.exp(0.6 * pull) * rng.lognormal(-0.08, 0.4, count)
    rows["handson"] = np.maximum(np.round(work * factor), 5)
    rows["closing"] = rng.exponential(20.0, count)
    rows["stays_open"] = rng.random(count) < 0.012
    rows["handed_on"] = rng.poisson(np.clip(0.35 + 0.15 * case.hard - 0.05 * case.skill, 0.05, 2))


def _parts(rows: Columns, case: Case, rng: np.random.Generator) -> None:
    """Parts replaced, and how many of them were not at fault."""
    count = len(case.skill)
    on_site = ~rows["remote"].astype(bool)
    repair = np.isin(rows["kind"], 0) & on_site
    parts = np.where(repair, rng.binomial(3, np.clip(0.32 + 0.05 * case.hard, 0.1, 0.6), count), 0)
    without = case.share(0.19, -0.03, -0.025, 0.03, (0.08, 0.55))
    planted = world.effect("misdiagnosis").points * case.reach
    rows["d_misdiagnosis"] = planted
    rows["parts"] = parts
    rows["good_parts"] = rng.binomial(parts, without + planted)
    rows["parts_cost"] = np.round(parts * rng.lognormal(5.2, 0.6, count), 2)
    rows["travel_cost"] = np.round(rows["visits"].astype(float) * rng.lognormal(3.9, 0.5, count), 2)
    rows["labour_cost"] = np.round(rows["handson"].astype(float) * 1.1, 2)


def _process(rows: Columns, case: Case, rng: np.random.Generator) -> None:
    """Steps of the service process that were skipped; use of the knowledge base; the call after closing."""
    count = len(case.skill)
    without = case.share(0.125, -0.02, -0.02, 0.01, (0.06, 0.45))
    planted = world.effect("process_deviation").points * case.reach
    rows["d_process_deviation"] = planted
    rows["skipped"] = np.where(rng.random(count) < without + planted, 1 + (rng.random(count) < 0.25), 0)
    rows["knowledge"] = rng.random(count) < np.clip(0.42 + 0.03 * case.hard, 0, 1)
    rows["called"] = rng.random(count) < np.where(rows["kind"].astype(int) == 1, 0.93, 0.40)


def _survey(rows: Columns, case: Case, rng: np.random.Generator) -> None:
    """A third answer a survey: satisfaction in whole points, would they recommend, a comment."""
    count = len(case.skill)
    mood = 78 + 1.8 * case.skill + 2.2 * case.luck - 1.0 * case.hard - 1.0 * case.season
    mood = mood + 7 * rows["surprise"].astype(float) + rng.normal(0, 7, count)
    planted = world.effect("csat").points * case.reach
    rows["csat"] = np.clip(np.round(mood + planted), 0, 100)
    rows["d_csat"] = rows["csat"] - np.clip(np.round(mood), 0, 100)
    rows["solved_score"] = np.clip(np.round(mood + planted + 3 + rng.normal(0, 5, count)), 0, 100)
    rows["nps"] = np.clip(np.round((rows["csat"].astype(float) - 5) / 9.2 + rng.normal(0, 0.8, count)), 0, 10)
    rows["surveyed"] = rng.random(count) < 0.34
    rows["survey_after"] = rng.uniform(12, 120, count)  # hours after the solution
    rows["comment"] = rng.integers(0, 1 << 20, count)
