"""Marks by people into nbgrader's gradebook (manual_score and comment, which formgrader shows), and what was changed
there past the desk: noticed, noted in the journal once, and put back where two people have to mark."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Float, MetaData, String, Table, Text, delete, select

from fieldmark.marking import problems
from fieldmark.marking.hands import Settled
from fieldmark.marking.policy import MarkingPolicy
from fieldmark.marking.rows import Grade, grades
from fieldmark.model.problem import Problem
from fieldmark.model.sitting import Event
from fieldmark.store import gradebook as book

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

HANDS = Table(
    "fieldmark_hands",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("slot", String(64), primary_key=True),
    Column("manual", Float),  # what we wrote last; None where nothing
    Column("words", Text),
    Column("outside", Text),  # what formgrader left there when it was noted last, as JSON
)

Key = tuple[str, str]
"""Student and slot."""


@dataclass(frozen=True, slots=True)
class Landed:
    """Rows written, what was changed outside (with the events that note it), and what to tell."""

    written: int
    events: tuple[Event, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Ours:
    manual: float | None = None
    words: str | None = None
    outside: str = ""


def prepare(engine: Engine) -> None:
    HANDS.create(engine, checkfirst=True)


def land(
    connection: Connection,
    assignment: str,
    given: Mapping[Key, Settled],
    sittings: Mapping[str, str],
    policy: MarkingPolicy,
    now: datetime,
    student: str | None = None,
) -> Landed:
    """Bring the gradebook's marks by people in line with the desk's. `given`: what the desk settled; `sittings`:
    engineer -> sitting, for the journal; `student`: only this one."""
    ours = _ours(connection, assignment, student)
    rows = {
        (r.student, r.slot): r
        for r in grades(connection, assignment, student)
        if r.touched or (r.student, r.slot) in ours or (r.student, r.slot) in given
    }
    written, events, changed, extra = 0, [], [], []
    for key in sorted(rows):
        row, last, wanted = rows[key], ours.get(key, _Ours()), given.get(key)
        seen = _outside(row, last)
        if row.extra:
            extra.append(key[0])
        target = (wanted.points, wanted.comment or None) if wanted else (None, None)
        moved = target != (last.manual, last.words)
        new = bool(seen) and seen != last.outside
        if new or (seen and not moved):
            changed.append(key[0])
        if new and key[0] in sittings:
            data = {"slot": key[1], "manual": _n(row.manual), "extra": _n(row.extra), "comment": row.comment or ""}
            events.append(Event(sittings[key[0]], key[0], "outside", now, "", data=data))
        if moved or (seen and policy.markers > 1):
            _write(connection, row, target)
            last, seen, written = _Ours(target[0], target[1]), "", written + 1
        now_ours = replace(last, outside=seen)
        if now_ours != ours.get(key, _Ours()):
            _note(connection, assignment, key, now_ours)
    return Landed(written, tuple(events), tuple(_said(assignment, changed, extra, policy)))


def left_outside(connection: Connection, assignment: str) -> dict[Key, dict[str, Any]]:
    """What formgrader left and still stands, as far as it was noticed: points, extra, comment."""
    query = select(HANDS.c.student, HANDS.c.slot, HANDS.c.outside)
    rows = connection.execute(query.where(HANDS.c.assignment == assignment, HANDS.c.outside != ""))
    names = ("points", "extra", "comment")
    return {(r.student, r.slot): dict(zip(names, json.loads(r.outside), strict=True)) for r in rows}


def _outside(row: Grade, last: _Ours) -> str:
    """What the gradebook has that we did not write, as JSON; "" where nothing."""
    same = (row.manual, row.comment or None) == (last.manual, last.words or None)
    if same and not row.extra:
        return ""
    return json.dumps([row.manual, row.extra, row.comment or ""], ensure_ascii=False)


def _said(assignment: str, changed: Sequence[str], extra: Sequence[str], policy: MarkingPolicy) -> Iterable[Problem]:
    outside = [name for name in changed if name not in set(extra)] or (list(changed) if not extra else [])
    if outside:
        kind = problems.PUT_BACK if policy.markers > 1 else problems.OUTSIDE
        yield kind.at(n=len(outside), assignment=assignment, engineers=some(outside))
    if extra:
        yield problems.EXTRA_CREDIT.at(n=len(set(extra)), assignment=assignment, engineers=some(extra))


def some(names: Sequence[str]) -> str:
    """The first five names."""
    unique = list(dict.fromkeys(names))
    return ", ".join(unique[:5]) + (" …" if len(unique) > 5 else "")


def _ours(connection: Connection, assignment: str, student: str | None) -> dict[Key, _Ours]:
    query = select(HANDS).where(HANDS.c.assignment == assignment)
    if student is not None:
        query = query.where(HANDS.c.student == student)
    return {(r.student, r.slot): _Ours(r.manual, r.words, r.outside or "") for r in connection.execute(query)}


def _write(connection: Connection, row: Grade, target: tuple[float | None, str | None]) -> None:
    """A mark taken back leaves the answer as the machine left it: waiting where it gave nothing."""
    points, words = target
    waits = points is None and row.auto is None
    own = book.grade.update().where(book.grade.c.id == row.grade_id)
    connection.execute(own.values(manual_score=points, needs_manual_grade=waits))
    if row.comment_id:
        said = book.comment.update().where(book.comment.c.id == row.comment_id)
        connection.execute(said.values(manual_comment=words))


def _note(connection: Connection, assignment: str, key: Key, ours: _Ours) -> None:
    student, slot = key
    here = (HANDS.c.assignment == assignment) & (HANDS.c.student == student) & (HANDS.c.slot == slot)
    connection.execute(delete(HANDS).where(here))
    said = {"manual": ours.manual, "words": ours.words, "outside": ours.outside}
    connection.execute(HANDS.insert(), [{"assignment": assignment, "student": student, "slot": slot, **said}])


def _n(value: float | None) -> float | str:
    """A number, or "" for none, since events hold no null."""
    return "" if value is None else float(value)
