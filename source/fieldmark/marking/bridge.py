"""Marked sheets into nbgrader's gradebook: rows as `nbgrader autograde` leaves them, in bulk, with our ledger of
what is marked in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, MetaData, String, Table, Text, bindparam, delete, select

from fieldmark.marking.sheet import Sheet, SlotMark
from fieldmark.marking.structure import Structure
from fieldmark.store import gradebook as book

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

LEDGER = Table(
    "fieldmark_marked",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("notebook", String(64)),  # hash of the submitted notebook that was marked
    Column("paper", String(64)),  # digest of the sealed paper it was marked against
    Column("submitted", String(40)),  # ISO 8601
    Column("autograded", String(130)),  # notebook and paper that the autograded notebook was written for
    Column("slots", Text),  # JSON: per slot item, kind, skills, most, answer, answered, seconds, flag
)
_CHUNK = 500  # names in one IN (…)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet on its way into the gradebook."""

    sheet: Sheet
    notebook: str
    paper: str
    submitted: datetime
    timestamp: datetime | None  # UTC without offset, as nbgrader keeps it; None where timestamp.txt is missing


def prepare(engine: Engine) -> None:
    """Make the ledger's table where it is missing; nbgrader does not mind one more."""
    LEDGER.create(engine, checkfirst=True)


def ledger(connection: Connection, assignment: str) -> dict[str, tuple[str, str]]:
    """Student -> (notebook, paper) of what is marked and still in the gradebook."""
    there = (
        select(book.submitted_assignment.c.student_id)
        .join(book.assignment, book.assignment.c.id == book.submitted_assignment.c.assignment_id)
        .where(book.assignment.c.name == assignment)
    )
    own = select(LEDGER).where(LEDGER.c.assignment == assignment, LEDGER.c.student.in_(there))
    columns = own.with_only_columns(LEDGER.c.student, LEDGER.c.notebook, LEDGER.c.paper)
    return {r.student: (r.notebook, r.paper) for r in connection.execute(columns)}


def write(connection: Connection, assignment: str, cells: Structure, batch: Sequence[Marked]) -> None:
    """One batch of an assignment's sheets, new or marked again. Marks given by hand are kept, and ask to be looked
    at again, as nbgrader does it, where the answer is another."""
    names = [m.sheet.engineer for m in batch]
    _students(connection, names)
    have = _submissions(connection, cells, names)
    fresh = [m for m in batch if m.sheet.engineer not in have]
    again = [m for m in batch if m.sheet.engineer in have]
    _insert(connection, cells, fresh)
    if again:
        _update(connection, cells, again, have, _answers(connection, assignment, [m.sheet.engineer for m in again]))
    _note(connection, assignment, batch)


def autograded(connection: Connection, assignment: str) -> dict[str, bool]:
    """Student -> whether the autograded notebook of the present marking was written."""
    own = select(LEDGER.c.student, LEDGER.c.autograded == LEDGER.c.notebook + ":" + LEDGER.c.paper)
    rows = connection.execute(own.where(LEDGER.c.assignment == assignment).order_by(LEDGER.c.student))
    return {student: bool(done) for student, done in rows}


def automatic(connection: Connection, cells: Structure, students: Sequence[str]) -> dict[str, dict[str, float | None]]:
    """Student -> slot -> automatic points in the gradebook."""
    slots = {cell: name for name, cell in cells.grades.items()}
    query = (
        select(book.submitted_assignment.c.student_id, book.grade.c.cell_id, book.grade.c.auto_score)
        .join(book.submitted_notebook, book.submitted_notebook.c.assignment_id == book.submitted_assignment.c.id)
        .join(book.grade, book.grade.c.notebook_id == book.submitted_notebook.c.id)
        .where(book.submitted_assignment.c.assignment_id == cells.assignment)
    )
    found: dict[str, dict[str, float | None]] = {name: {} for name in students}
    for chunk in _chunks(students):
        for student, cell, points in connection.execute(query.where(book.submitted_assignment.c.student_id.in_(chunk))):
            found[student][slots[cell]] = points
    return found


def note_autograded(connection: Connection, assignment: str, students: Sequence[str]) -> None:
    """Note that the autograded notebooks of these students are written."""
    for chunk in _chunks(students):
        own = (LEDGER.c.assignment == assignment) & LEDGER.c.student.in_(chunk)
        connection.execute(LEDGER.update().where(own).values(autograded=LEDGER.c.notebook + ":" + LEDGER.c.paper))


def identity(*words: str) -> str:
    """An id that follows from what it names, in nbgrader's form: the same run or another, the same rows."""
    return blake2b("\0".join(words).encode(), digest_size=16).hexdigest()


def _students(connection: Connection, names: Sequence[str]) -> None:
    known: set[str] = set()
    for chunk in _chunks(names):
        query = select(book.student.c.id).where(book.student.c.id.in_(chunk))
        known |= set(connection.execute(query).scalars())
    missing = [{"id": n} for n in dict.fromkeys(names) if n not in known]
    if missing:
        connection.execute(book.student.insert(), missing)


def _submissions(connection: Connection, cells: Structure, names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Student -> ids of the submitted assignment and its notebook, for those that are there."""
    submitted, notebook = book.submitted_assignment.c, book.submitted_notebook.c
    query = (
        select(submitted.student_id, submitted.id, notebook.id)
        .join(book.submitted_notebook, notebook.assignment_id == submitted.id)
        .where(submitted.assignment_id == cells.assignment, notebook.notebook_id == cells.notebook)
    )
    found: dict[str, tuple[str, str]] = {}
    for chunk in _chunks(names):
        found.update({s: (a, n) for s, a, n in connection.execute(query.where(submitted.student_id.in_(chunk)))})
    return found


def _insert(connection: Connection, cells: Structure, batch: Sequence[Marked]) -> None:
    rows: dict[Table, list[dict[str, Any]]] = {
        t: [] for t in (book.submitted_assignment, book.submitted_notebook, book.grade, book.comment)
    }
    for marked in batch:
        engineer = marked.sheet.engineer
        own = identity("submission", cells.assignment, engineer)
        nb = identity("notebook", cells.notebook, engineer)
        rows[book.submitted_assignment].append(_submission_row(own, cells, marked))
        rows[book.submitted_notebook].append(_notebook_row(nb, own, cells, marked))
        rows[book.grade].extend(_grade_row(nb, cells, slot) for slot in marked.sheet.slots)
        rows[book.comment].extend(_comment_row(nb, cells, slot) for slot in marked.sheet.slots)
    for table, new in rows.items():
        if new:
            connection.execute(table.insert(), new)


def _submission_row(own: str, cells: Structure, marked: Marked) -> dict[str, Any]:
    return {
        "id": own,
        "assignment_id": cells.assignment,
        "student_id": marked.sheet.engineer,
        "timestamp": marked.timestamp,
        "extension": None,
    }


def _notebook_row(nb: str, own: str, cells: Structure, marked: Marked) -> dict[str, Any]:
    return {
        "id": nb,
        "assignment_id": own,
        "notebook_id": cells.notebook,
        "flagged": marked.sheet.flagged,
        "late_submission_penalty": None,
    }


def _grade_row(nb: str, cells: Structure, slot: SlotMark) -> dict[str, Any]:
    return {
        "id": identity("grade", nb, slot.slot),
        "notebook_id": nb,
        "cell_id": cells.grades[slot.slot],
        "auto_score": slot.auto,
        "manual_score": None,
        "extra_credit": None,
        "needs_manual_grade": slot.manual,
    }


def _comment_row(nb: str, cells: Structure, slot: SlotMark) -> dict[str, Any]:
    return {
        "id": identity("comment", nb, slot.slot),
        "notebook_id": nb,
        "cell_id": cells.comments[solution_cell(slot, cells)],
        "auto_comment": _comment(slot),
        "manual_comment": None,
    }


def _update(
    connection: Connection,
    cells: Structure,
    batch: Sequence[Marked],
    have: Mapping[str, tuple[str, str]],
    before: Mapping[tuple[str, str], str],
) -> None:
    """`before`: student and slot -> the answer that was marked last, as the ledger has it."""
    times = [{"own": have[m.sheet.engineer][0], "time": m.timestamp} for m in batch]
    own = book.submitted_assignment.update().where(book.submitted_assignment.c.id == bindparam("own"))
    connection.execute(own.values(timestamp=bindparam("time")), times)
    by_hand = _marked_by_hand(connection, [nb for _, nb in have.values()])
    grades, comments, flags = [], [], []
    for marked in batch:
        nb = have[marked.sheet.engineer][1]
        if marked.sheet.flagged:
            flags.append({"nb": nb})
        for slot in marked.sheet.slots:
            cell = cells.grades[slot.slot]
            same = before.get((marked.sheet.engineer, slot.slot)) == _answer(slot)
            waits = by_hand.get((nb, cell))
            look = slot.manual if waits is None else waits or not same
            grades.append({"nb": nb, "cell": cell, "auto": slot.auto, "look": look})
            comments.append({"nb": nb, "cell": cells.comments[solution_cell(slot, cells)], "said": _comment(slot)})
    place = (book.grade.c.notebook_id == bindparam("nb")) & (book.grade.c.cell_id == bindparam("cell"))
    change = book.grade.update().where(place)
    connection.execute(change.values(auto_score=bindparam("auto"), needs_manual_grade=bindparam("look")), grades)
    place = (book.comment.c.notebook_id == bindparam("nb")) & (book.comment.c.cell_id == bindparam("cell"))
    connection.execute(book.comment.update().where(place).values(auto_comment=bindparam("said")), comments)
    if flags:
        flag = book.submitted_notebook.update().where(book.submitted_notebook.c.id == bindparam("nb"))
        connection.execute(flag.values(flagged=True), flags)


def _marked_by_hand(connection: Connection, notebooks: Sequence[str]) -> dict[tuple[str, str], bool]:
    """Notebook and cell of each mark by hand -> whether it asks to be looked at."""
    found: dict[tuple[str, str], bool] = {}
    columns = book.grade.c.notebook_id, book.grade.c.cell_id, book.grade.c.needs_manual_grade
    query = select(*columns).where(book.grade.c.manual_score.is_not(None))
    for chunk in _chunks(notebooks):
        rows = connection.execute(query.where(book.grade.c.notebook_id.in_(chunk)))
        found |= {(r.notebook_id, r.cell_id): bool(r.needs_manual_grade) for r in rows}
    return found


def _answers(connection: Connection, assignment: str, names: Sequence[str]) -> dict[tuple[str, str], str]:
    """Student and slot -> the answer in the ledger, as JSON text."""
    found: dict[tuple[str, str], str] = {}
    query = select(LEDGER.c.student, LEDGER.c.slots).where(LEDGER.c.assignment == assignment)
    for chunk in _chunks(names):
        for student, slots in connection.execute(query.where(LEDGER.c.student.in_(chunk))):
            found |= {(student, slot[0]): slot[5] for slot in json.loads(slots)}
    return found


def _note(connection: Connection, assignment: str, batch: Sequence[Marked]) -> None:
    for chunk in _chunks([m.sheet.engineer for m in batch]):
        old = (LEDGER.c.assignment == assignment) & LEDGER.c.student.in_(chunk)
        connection.execute(delete(LEDGER).where(old))
    rows = [
        {
            "assignment": assignment,
            "student": m.sheet.engineer,
            "notebook": m.notebook,
            "paper": m.paper,
            "submitted": m.submitted.isoformat(),
            "autograded": "",
            "slots": json.dumps([_slot(s) for s in m.sheet.slots], ensure_ascii=False, separators=(",", ":")),
        }
        for m in batch
    ]
    connection.execute(LEDGER.insert(), rows)


def _slot(slot: SlotMark) -> list[Any]:
    answer = _answer(slot)
    return [slot.slot, slot.item, slot.kind, list(slot.skills), slot.most, answer, slot.seconds, slot.flag, slot.shows]


def _answer(slot: SlotMark) -> str:
    return _whole(json.dumps(slot.answer, ensure_ascii=False, sort_keys=True)) if slot.answer else "{}"


def _whole(text: str) -> str:
    """JSON text that any database can hold: half a surrogate pair becomes an escape."""
    return text.encode("utf-8", "backslashreplace").decode()


def solution_cell(slot: SlotMark, cells: Structure) -> str:
    """Name of the solution cell: the slot's own where a person marks it."""
    return slot.slot if slot.slot in cells.comments else f"{slot.slot}-answer"


def _comment(slot: SlotMark) -> str | None:
    return "No response." if slot.blank else None


def _chunks(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[n : n + _CHUNK] for n in range(0, len(names), _CHUNK))
