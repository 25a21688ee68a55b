"""The sample company sits its papers: all before the training, the trained again after it.

Whether an answer is right follows the three-parameter logistic model: guess + (1 - guess) / (1 + exp(-a (theta - b))),
with theta the mean of the engineer's abilities in the question's skills (inbox/truth.json), higher after the training.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from fieldmark import items
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import SealedPaper
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.score import Answer
from fieldmark.model.text import Text
from fieldmark.sample.answers import answer, guess
from fieldmark.sample.world import SKILLS
from fieldmark.store.files import read_json
from fieldmark.store.journal import Journal
from fieldmark.store.sealed import read_sealed, sealed_papers
from fieldmark.store.workspace import Workspace

BEFORE, AFTER = "basics-before", "basics-after"
GAIN = 0.9  # what the training adds to theta, in SD
SLOPE = 1.3
OPEN = 0.04  # share of what is not known that is left open rather than answered wrong


@dataclass(frozen=True, slots=True)
class Sat:
    """Who sits which paper when, and how able they are then."""

    engineer: str
    paper: str
    opened: datetime
    theta: Mapping[str, float]  # by skill


def make_sittings(workspace: Workspace, *, seed: int = 1, progress: Progress = quiet) -> StepReport:
    """Enter the sittings of the sample company in inbox/truth.json into the journal, all in one transaction; those
    that are there already stay as they are. Papers that are not built are left out. Refused (W004) without a
    sample company."""
    from fieldmark.sitting.record import record

    built = {name: read_sealed(workspace, name) for name in (BEFORE, AFTER) if name in sealed_papers(workspace)}
    planned = [sat for sat in plan(read_json(workspace.inbox / "truth.json")) if sat.paper in built]
    journal, done = Journal.open(workspace), 0
    try:
        with journal.transaction() as entered:
            for number, sat in enumerate(planned):
                progress(number, len(planned), Text("sitting the papers", "模拟作答"))
                if not entered.of(sat.engineer, sat.paper):
                    answers, seconds = sit(built[sat.paper], sat, seed)
                    end = sat.opened + timedelta(seconds=sum(seconds.values()) + 60)
                    record(entered, built[sat.paper], sat.engineer, answers, sat.opened, end, seconds=seconds)
                    done += 1
    finally:
        journal.close()
    progress(len(planned), len(planned), Text("sat", "作答完成"))
    return StepReport(
        Text(f"{done} sittings entered ({len(planned)} in all).", f"新增 {done} 份作答（共 {len(planned)} 份）。")
    )


def plan(truth: Mapping[str, Any]) -> Iterator[Sat]:
    """All before the first training; those who were trained again three to five weeks after theirs, but for the
    first on the list: with that account a newcomer finds a paper open."""
    first = min(date.fromisoformat(cohort["held"]) for cohort in truth["cohorts"])
    skills, newcomer = truth["skills"], next(iter(truth["theta"]))
    ability = {user: dict(zip(skills, theta, strict=True)) for user, theta in truth["theta"].items()}
    for number, (user, theta) in enumerate(ability.items()):
        yield Sat(user, BEFORE, _at(first, -14 + number % 10, number), theta)
    for cohort in truth["cohorts"]:
        held = date.fromisoformat(cohort["held"])
        stay = {*cohort["absent"], newcomer}
        for number, user in enumerate(u for u in cohort["members"] if u not in stay):
            better = {skill: theta + GAIN for skill, theta in ability[user].items()}
            yield Sat(user, AFTER, _at(held, 21 + number % 14, number), better)


def _at(day: date, days: int, number: int) -> datetime:
    """Around nine in the morning of a working day, not all at once."""
    on = day + timedelta(days=days)
    on += timedelta(days=max(0, on.weekday() - 4) and 7 - on.weekday())
    return datetime(on.year, on.month, on.day, 1, tzinfo=UTC) + timedelta(minutes=7 * (number % 12), seconds=number)


def sit(sealed: SealedPaper, sat: Sat, seed: int) -> tuple[dict[str, Answer], dict[str, float]]:
    """(answers, seconds) by slot."""
    rng = np.random.default_rng((seed, zlib.crc32(f"{sat.engineer} {sat.paper}".encode())))
    answers: dict[str, Answer] = {}
    seconds: dict[str, float] = {}
    longest = sealed.paper.minutes * 60 * 0.9 / len(sealed.paper.slots)
    for slot in sealed.paper.slots:
        item, variant = items.variant(sealed, slot, sat.engineer)
        knows = rng.random() < chance(item, sat.theta)
        seconds[slot.name] = round(min(longest, 25 + 12 * item.difficulty * float(rng.lognormal(0, 0.4))), 1)
        if knows or rng.random() >= OPEN:
            answers[slot.name] = answer(item, variant, knows, rng)
    return {slot: given for slot, given in answers.items() if given}, seconds


def chance(item: AnyItem, theta: Mapping[str, float]) -> float:
    """Of a right answer. Difficulty b: -1.3 for the trainer's 1 up to 1.5 for 5, give or take half an SD by item."""
    own = np.random.default_rng(zlib.crc32(item.id.encode())).normal(0, 0.5)
    b = -2.0 + 0.7 * item.difficulty + own
    able = float(np.mean([theta.get(skill, 0.0) for skill in item.skills if skill in SKILLS] or [0.0]))
    return float(guess(item) + (1 - guess(item)) / (1 + np.exp(-SLOPE * (able - b))))
