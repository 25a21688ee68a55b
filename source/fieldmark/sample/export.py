"""The company's files as its systems write them: column names of their own, mixed formats, and some dirt.

Every row of dirt is added, none replaces a good row, so that what a load must keep is known to the row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fieldmark.sample import world
from fieldmark.sample.comments import comment
from fieldmark.sample.dirt import DIRT, ROW, dirty
from fieldmark.sample.roster import Roster
from fieldmark.sample.simulate import History, Tickets

Texts = NDArray[np.object_]
Times = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file to write: its name, header and columns of text, and how many rows of which dirt it has."""

    name: str
    columns: Mapping[str, Texts]
    encoding: str = "utf-8"
    dirt: Mapping[str, int] | None = None

    def to_bytes(self) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(zip(*(column.tolist() for column in self.columns.values()), strict=True))
        return out.getvalue().encode(self.encoding)


def sheets(roster: Roster, history: History, months: int, rng: np.random.Generator) -> list[Sheet]:
    """All files of the inbox."""
    end = (world.START + months).astype("M8[m]")
    numbers = _numbered("SR-", len(history.tickets), 6)
    return [
        _engineers(roster),
        _training(roster, history),
        _tickets(roster, history.tickets, numbers, end, rng),
        _surveys(history.tickets, numbers, end, rng),
    ]


# --- text ----------------------------------------------------------------------------------------------------


def _numbered(prefix: str, count: int, digits: int) -> Texts:
    return np.array([f"{prefix}{i:0{digits}d}" for i in range(1, count + 1)], dtype=object)


def _picked(names: Sequence[str], index: NDArray[np.generic]) -> Texts:
    return np.asarray(np.array(names, dtype=object)[index.astype(int)], dtype=object)


def _times(when: NDArray[np.datetime64]) -> Texts:
    """2026-03-01 14:05; empty where there is none."""
    text = np.datetime_as_string(when.astype("M8[m]")).astype(object)
    return np.array(["" if t == "NaT" else t.replace("T", " ") for t in text], dtype=object)


def _european(text: str) -> str:
    """2026-03-01 14:05 as 01/03/2026 14:05."""
    return f"{text[8:10]}/{text[5:7]}/{text[:4]}{text[10:]}" if text else ""


def _yes_no(flags: NDArray[np.generic]) -> Texts:
    return _picked(("No", "Yes"), flags.astype(bool))


def _whole(numbers: NDArray[np.generic]) -> Texts:
    return np.array([str(int(n)) for n in numbers.tolist()], dtype=object)


def _money(numbers: NDArray[np.generic]) -> Texts:
    return np.array([f"{n:.2f}" for n in numbers.tolist()], dtype=object)


# --- registers ---------------------------------------------------------------------------------------------


def _engineers(roster: Roster) -> Sheet:
    north = roster.region == 0
    return Sheet(
        "engineers.csv",
        {
            "Employee ID": np.array(roster.users, dtype=object),
            "Full name": np.array(roster.names, dtype=object),
            "Region": _picked(world.REGIONS, roster.region),
            "Team": _picked(world.TEAMS, roster.team),
            "Product line": _picked(world.LINES, roster.line),
            "Training manager": np.where(north, "manager.north", "manager").astype(object),
            "Hire date": np.datetime_as_string(roster.hired).astype(object),
        },
    )


def _training(roster: Roster, history: History) -> Sheet:
    rows = [
        (
            roster.users[member],
            world.COURSE,
            cohort.id,
            str(cohort.held),
            "16",
            "No" if member in cohort.absent else "Yes",
            "Rota" if cohort.chosen_by == "rota" else "Weak results",
            str(cohort.window_months),
        )
        for cohort in sorted(history.cohorts, key=lambda c: c.held)
        for member in sorted(cohort.members)
    ]
    header = ("Employee ID", "Course", "Cohort", "Training date", "Hours", "Attended", "Chosen by", "Window (months)")
    return Sheet("training.csv", {h: np.array([r[i] for r in rows], dtype=object) for i, h in enumerate(header)})


# --- tickets ------------------------------------------------------------------------------------------------


def _tickets(roster: Roster, tickets: Tickets, numbers: Texts, end: np.datetime64, rng: np.random.Generator) -> Sheet:
    columns = _ticket_columns(roster, tickets, numbers, end)
    _mixed_habits(columns, tickets, roster, rng)
    dirt: dict[str, int] = {}
    extra = [made for kind, share, spoil in DIRT if (made := dirty(columns, kind, share, spoil, dirt, rng))]
    whole = {name: np.concatenate([column, *(e[name] for e in extra)]) for name, column in columns.items()}
    count = len(numbers)
    late = rng.integers(0, count, len(next(iter(whole.values()))) - count) + 0.5  # in between, after their originals
    order = np.argsort(np.concatenate([np.arange(count), np.maximum(late, _origin(extra, count))]), kind="stable")
    return Sheet("tickets.csv", {n: c[order] for n, c in whole.items() if n != ROW}, dirt=dirt)


def _origin(extra: list[dict[str, Texts]], count: int) -> NDArray[np.float64]:
    rows = [float(r) + 0.5 for e in extra for r in e[ROW]]
    return np.asarray(np.minimum(np.array(rows), count - 0.5), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Moments:
    """When what happened on each ticket, to the minute; NaT where it has not."""

    opened: Times
    answered: Times
    arrived: Times
    solved: Times
    closed: Times
    due: Times


def _moments(tickets: Tickets, end: np.datetime64) -> Moments:
    """Nothing is known of what comes after `end`."""
    opened = tickets["opened"].astype("M8[m]")
    answered = opened + tickets["response"].astype("m8[m]")
    solved = opened + np.ceil(tickets["hours"].astype(float) * 60).astype("m8[m]")
    none = np.datetime64("NaT", "m")
    solved = np.where(tickets["stays_open"].astype(bool) | (solved >= end), none, solved)
    answered = np.where(answered >= end, none, answered)
    closed = solved + np.ceil(tickets["closing"].astype(float) * 60).astype("m8[m]")
    closed = np.where(closed >= end, none, closed)
    on_the_way = (solved - answered).astype("m8[m]").astype(float) * 0.6
    visited = (tickets["visits"].astype(int) > 0) & ~np.isnat(solved)
    arrived = np.where(visited, answered + np.where(visited, on_the_way, 0).astype("m8[m]"), none)
    due = opened + (world.SLA_HOURS[tickets["priority"].astype(int)] * 60).astype("m8[m]")
    return Moments(opened, answered, arrived, solved, closed, due)


def _ticket_columns(roster: Roster, tickets: Tickets, numbers: Texts, end: np.datetime64) -> dict[str, Texts]:
    """The CRM's columns of the good rows."""
    when = _moments(tickets, end)
    return {
        ROW: np.arange(len(numbers)).astype(object),
        "Service request": numbers,
        "Created on": _times(when.opened),
        "First reply": _times(when.answered),
        "Arrived on site": _times(when.arrived),
        "Solved on": _times(when.solved),
        "Closed on": _times(when.closed),
        "Due by": _times(when.due),
        **_what_it_is(roster, tickets),
        **_what_was_done(tickets, when),
    }


def _what_it_is(roster: Roster, tickets: Tickets) -> dict[str, Texts]:
    return {
        "Owner": _picked(roster.users, tickets["engineer"]),
        "Account": np.array([f"C{c:05d}" for c in tickets["customer"].tolist()], dtype=object),
        "Serial number": np.array([f"FD{a:06d}" for a in tickets["asset"].tolist()], dtype=object),
        "Product line": _picked(world.LINES, tickets["line"]),
        "Region": _picked(world.REGIONS, tickets["region"]),
        "Channel": _picked(("Phone", "Web form", "E-mail", "WeChat"), tickets["channel"]),
        "Severity": _picked(("1 critical", "2 high", "3 moderate", "4 low"), tickets["priority"]),
        "Type": _picked(("Repair", "Complaint", "Inquiry"), tickets["kind"]),
        "Fault class": _picked([c.id for c in world.CLASSES], tickets["fault"]),
    }


def _what_was_done(tickets: Tickets, when: Moments) -> dict[str, Texts]:
    """Most of it is known once the ticket is solved."""
    is_open = np.isnat(when.solved)

    def once_solved(text: Texts) -> Texts:
        return np.where(is_open, "N/A", text)

    return {
        "Solved remotely": once_solved(_yes_no(tickets["remote"])),
        "Suited to remote": _yes_no(tickets["remote_suitable"]),
        "Visits": once_solved(_whole(tickets["visits"])),
        "Reopened": once_solved(_yes_no(tickets["reopened"])),
        "SLA kept": once_solved(_yes_no(when.solved <= when.due)),
        "Reply in time": np.where(np.isnat(when.answered), "N/A", _yes_no(tickets["in_time"])),
        "Handed on": _whole(tickets["handed_on"]),
        "Work (h)": once_solved(np.array([f"{m / 60:.4f}" for m in tickets["handson"].tolist()], dtype=object)),
        "Labour cost": once_solved(_money(tickets["labour_cost"])),
        "Parts cost": once_solved(_money(tickets["parts_cost"])),
        "Travel cost": once_solved(_money(tickets["travel_cost"])),
        "Parts replaced": once_solved(_whole(tickets["parts"])),
        "Parts returned good": once_solved(_whole(tickets["good_parts"])),
        "Article used": _yes_no(tickets["knowledge"]),
        "Steps skipped": once_solved(_whole(tickets["skipped"])),
        "Call back done": once_solved(_yes_no(tickets["called"])),
    }


_TIMES = ("Created on", "First reply", "Arrived on site", "Solved on", "Closed on", "Due by")


def _mixed_habits(columns: dict[str, Texts], tickets: Tickets, roster: Roster, rng: np.random.Generator) -> None:
    """What is no mistake but not uniform: the South's system writes dates the European way, and owners are entered
    by name or in capitals now and then."""
    south = np.flatnonzero(tickets["region"].astype(int) == 2)
    for name in _TIMES:
        column = columns[name]
        column[south] = [_european(text) for text in column[south]]
    owner, who = columns["Owner"], tickets["engineer"].astype(int)
    for row in np.flatnonzero(rng.random(len(owner)) < 0.02):
        owner[row] = f" {owner[row].upper()}"
    for row in np.flatnonzero(rng.random(len(owner)) < 0.03):
        owner[row] = roster.names[who[row]]


# --- surveys -------------------------------------------------------------------------------------------------


def _surveys(tickets: Tickets, numbers: Texts, end: np.datetime64, rng: np.random.Generator) -> Sheet:
    """The survey tool is Chinese and writes GB18030."""
    opened = tickets["opened"].astype("M8[m]")
    minutes = tickets["hours"].astype(float) * 60 + tickets["survey_after"].astype(float) * 60
    answered = opened + minutes.astype("m8[m]")
    asked = tickets["surveyed"].astype(bool) & ~tickets["stays_open"].astype(bool) & (answered < end)
    chosen = np.flatnonzero(asked)
    chinese = rng.random(len(chosen)) < 0.6
    scores = tickets["csat"][chosen].astype(float)
    words = tickets["comment"][chosen].astype(int)
    told = [
        comment(int(word), float(score), "zh" if zh else "en")
        for word, score, zh in zip(words, scores, chinese, strict=True)
    ]
    columns = {
        "问卷编号": _numbered("Q", len(chosen), 6),
        "工单号": numbers[chosen],
        "填写时间": _times(answered[chosen]),
        "满意度": _whole(scores),
        "问题解决满意度": _whole(tickets["solved_score"][chosen]),
        "推荐意愿": _whole(tickets["nps"][chosen]),
        "客户留言": np.array(told, dtype=object),
        "语言": _picked(("英文", "中文"), chinese),
    }
    copies = round(0.002 * len(chosen))
    whole = {name: np.concatenate([column, column[:copies]]) for name, column in columns.items()}
    return Sheet("surveys.csv", whole, encoding="gb18030", dirt={"D105": copies})
