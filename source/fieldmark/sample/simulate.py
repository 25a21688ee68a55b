"""Month by month: which tickets come in, to whom, and how they go, with and without what the training changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fieldmark.sample import world
from fieldmark.sample.outcomes import Case, Columns, settle
from fieldmark.sample.roster import Cohort, Floats, Ints, Plan, Roster, choose_weak

REPEAT_WITHIN = (2.0, 28.0)  # days after which a fault comes back
HARDER = 0.35  # trained engineers are given harder tickets: weight exp(HARDER x hard)


@dataclass(slots=True)
class Tickets:
    """Columns of equal length, in order of `opened`: what is known of a ticket (see `_fresh` and outcomes.py), and
    the truth: `event` (months since the training where it can have an effect, else -1) and `d_<kpi>`."""

    column: Columns

    def __getitem__(self, name: str) -> NDArray[np.generic]:
        return self.column[name]

    def __len__(self) -> int:
        return len(self.column["opened"])


@dataclass(frozen=True, slots=True)
class History:
    tickets: Tickets
    cohorts: tuple[Cohort, ...]


@dataclass(frozen=True, slots=True)
class _Park:
    """Installed units: arrays over assets."""

    customer: Ints
    region: Ints
    line: Ints


def simulate(roster: Roster, planned: Plan, tickets: int, months: int, rng: np.random.Generator) -> History:
    """`tickets` in all over `months`. Faults that come back are tickets of later days; those of the last month's
    tickets are not in yet."""
    park = _park(tickets, rng)
    ability, shocks = roster.ability(), rng.normal(size=(len(roster), months))
    weights = np.array([1 + 0.08 * world.season(m) for m in range(months)])
    first_hand = (0.93 * tickets * weights / weights.sum()).round().astype(int)
    cohorts, done, waiting = list(planned.rota), list[Columns](), _empty()
    for month in range(months):
        if month in planned.weak_months:
            fixed = _fixed(done[-planned.window :], len(roster))
            taken = {m for c in cohorts for m in c.members}
            cohorts.append(choose_weak(1 + planned.weak_months.index(month), month, planned, taken, fixed))
        held = _training(cohorts, roster)
        due = waiting["month"] == month
        last = month == months - 1
        left = tickets - sum(len(d["opened"]) for d in done) - int(due.sum())
        count = left if last else min(int(first_hand[month]), left)
        rows = _stacked([_fresh(month, max(count, 0), roster, park, held, rng), _where(waiting, due)])
        waiting = _where(waiting, ~due)
        while len(rows["opened"]):
            settle(rows, _case(rows, month, ability, shocks, held, rng), rng)
            done.append(rows)
            back = _returns(rows, months, roster, rng) if not last else _empty()
            rows = _where(back, back["month"] == month)  # soon enough to be of the same month
            waiting = _stacked([waiting, _where(back, back["month"] != month)])
        done = [*done[: -_lots(done, month)], _stacked(done[-_lots(done, month) :])]
    whole = _stacked(done)
    order = np.lexsort((whole["draw"], whole["opened"]))[:tickets]
    return History(Tickets(_where(whole, order)), tuple(cohorts))


def _lots(done: list[Columns], month: int) -> int:
    """How many of the last lots belong to this month."""
    return sum(bool(len(d["month"])) and int(d["month"][0]) == month for d in done)


def _case(
    rows: Columns,
    month: int,
    ability: Floats,
    shocks: Floats,
    held: NDArray[np.datetime64],
    rng: np.random.Generator,
) -> Case:
    who, fault = rows["engineer"].astype(int), rows["fault"].astype(int)
    event = month - (held[who].astype("M8[M]") - world.START).astype(int)
    reached = np.array(world.RAMP)[np.clip(event, 0, len(world.RAMP) - 1)]
    trains = np.array([bool(c.skills) for c in world.CLASSES])[fault]
    treated = trains & (held[who] <= rows["opened"].astype("M8[D]"))
    rows["event"] = np.where(treated, event, -1)
    return Case(
        skill=ability[who, fault],
        luck=shocks[who, month],
        hard=np.array([c.hard for c in world.CLASSES])[fault],
        reach=np.where(treated, reached, 0.0),
        priority=_priority(fault, rng),
        season=world.season(month),
    )


def _priority(fault: Ints, rng: np.random.Generator) -> Ints:
    """Hard faults are urgent more often."""
    hard = np.array([c.hard for c in world.CLASSES])[fault]
    urge = rng.normal(0, 1, len(fault)) + 0.3 * hard
    return np.asarray(3 - np.searchsorted([-0.9, 0.65, 1.6], urge), dtype=np.int64)


def _where(rows: Columns, chosen: NDArray[np.generic]) -> Columns:
    return {k: v[chosen] for k, v in rows.items()}


def _park(tickets: int, rng: np.random.Generator) -> _Park:
    assets = max(200, int(0.6 * tickets))
    customers = max(20, assets // 12)
    owner_region = rng.choice(4, customers, p=(0.3, 0.3, 0.22, 0.18))
    customer = rng.integers(0, customers, assets)
    line = rng.choice(len(world.LINES), assets, p=(0.42, 0.34, 0.24))
    return _Park(customer, owner_region[customer], line)


def _training(cohorts: list[Cohort], roster: Roster) -> NDArray[np.datetime64]:
    """Day of the training by engineer; NaT for who was not trained (yet)."""
    days = np.full(len(roster), np.datetime64("NaT"), dtype="M8[D]")
    for cohort in cohorts:
        days[list(cohort.trained)] = cohort.held
    return days


# --- which tickets ----------------------------------------------------------------------------------------


def _empty() -> Columns:
    kinds = {"opened": "M8[m]", "draw": "f8"}
    names = ("month", "opened", "engineer", "asset", "customer", "region", "line", "fault", "draw")
    return {n: np.empty(0, dtype=kinds.get(n, "i8")) for n in names}


def _stacked(parts: list[Columns]) -> Columns:
    return {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}


def _fresh(
    month: int, count: int, roster: Roster, park: _Park, held: NDArray[np.datetime64], rng: np.random.Generator
) -> Columns:
    """Faults that are new: a unit anywhere, an engineer of its region, rather one who knows the product line."""
    asset = rng.integers(0, len(park.customer), count)
    line, region = park.line[asset], park.region[asset]
    engineer = _assign(region, line, roster, rng)
    opened = _when(month, count, rng)
    trained = held[engineer] <= opened.astype("M8[D]")
    fault = _faults(line, month, trained, rng)
    return {
        "month": np.full(count, month),
        "opened": opened,
        "engineer": engineer,
        "asset": asset,
        "customer": park.customer[asset],
        "region": region,
        "line": line,
        "fault": fault,
        "draw": rng.random(count),
    }


def _assign(region: Ints, line: Ints, roster: Roster, rng: np.random.Generator) -> Ints:
    """An engineer of the region; three times as likely one whose main line it is."""
    engineer = np.zeros(len(region), dtype=np.int64)
    for r in range(len(world.REGIONS)):
        for product in range(len(world.LINES)):
            here = np.flatnonzero((region == r) & (line == product))
            able = np.flatnonzero(roster.region == r)
            able = able if len(able) else np.arange(len(roster))
            weight = np.where(roster.line[able] == product, 3.0, 1.0)
            engineer[here] = rng.choice(able, len(here), p=weight / weight.sum())
    return engineer


def _when(month: int, count: int, rng: np.random.Generator) -> NDArray[np.datetime64]:
    """Minutes within the month: few on weekends, most in working hours."""
    first = (world.START + month).astype("M8[D]")
    days = np.arange(first, (world.START + month + 1).astype("M8[D]"))
    weight = np.where(np.is_busday(days), 1.0, 0.25)
    day = rng.choice(days, count, p=weight / weight.sum())
    minute = np.clip(rng.normal(12.5 * 60, 3.2 * 60, count), 0, 24 * 60 - 1).astype("m8[m]")
    return np.asarray(day.astype("M8[m]") + minute)


def _faults(line: Ints, month: int, trained: NDArray[np.bool_], rng: np.random.Generator) -> Ints:
    """The fault class by product line and season; the trained are given harder ones."""
    share = np.array([c.share for c in world.CLASSES]).T  # (lines, classes)
    swing = 1 + world.season(month) * np.array([c.summer for c in world.CLASSES])
    hard = np.exp(HARDER * np.array([c.hard for c in world.CLASSES]))
    weight = share[line] * swing * np.where(trained[:, None], hard, 1.0)
    reach = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)
    drawn = (rng.random(len(line))[:, None] > reach).sum(axis=1)
    return np.asarray(np.minimum(drawn, len(world.CLASSES) - 1), dtype=np.int64)


def _returns(rows: Columns, months: int, roster: Roster, rng: np.random.Generator) -> Columns:
    """The faults that come back: same customer, unit and class; half of the time another engineer of the region."""
    back = {k: rows[k][rows["repeats"].astype(bool)] for k in _empty()}
    count = len(back["opened"])
    days = rng.uniform(*REPEAT_WITHIN, count)
    back["opened"] = back["opened"] + (days * 24 * 60).astype("m8[m]")
    back["month"] = (back["opened"].astype("M8[M]") - world.START).astype(np.int64)
    other = _assign(back["region"].astype(np.int64), back["line"].astype(np.int64), roster, rng)
    back["engineer"] = np.where(rng.random(count) < 0.5, other, back["engineer"])
    back["draw"] = rng.random(count)
    return _where(back, back["month"] < months)


def _fixed(done: list[Columns], engineers: int) -> Floats:
    """Share fixed first time by engineer over these months; NaN where there was no ticket."""
    window = _stacked([{k: d[k] for k in ("engineer", "fixed")} for d in done])
    who = window["engineer"].astype(np.int64)
    with np.errstate(invalid="ignore"):
        return np.bincount(who, window["fixed"].astype(float), engineers) / np.bincount(who, minlength=engineers)
