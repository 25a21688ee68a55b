"""The `responses` table: every slot of every marked submission, with the points that the gradebook has now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldmark.marking.bridge import LEDGER
from fieldmark.model.paper import Paper
from fieldmark.model.tables import TABLES
from fieldmark.store import gradebook as book

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    Points = dict[str, float | None]


def responses(connection: Connection, papers: dict[str, tuple[Paper, int]]) -> Iterator[dict[str, Any]]:
    """Rows of the assignments in `papers` (name -> paper, attempt), ordered by assignment, engineer and slot.

    Points are those given by hand where there are such, else the automatic ones; missing while a person has to mark.
    Extra credit is not counted: it says nothing about the skill.
    """
    for name, (paper, attempt) in sorted(papers.items()):
        points = _points(connection, name)
        marked = select(LEDGER.c.student, LEDGER.c.submitted, LEDGER.c.slots).where(LEDGER.c.assignment == name)
        for row in connection.execute(marked.order_by(LEDGER.c.student)):
            given = points.get(row.student)
            if given is not None:
                yield from _rows(row, paper, attempt, given)


def columns(rows: Iterator[dict[str, Any]]) -> dict[str, list[Any]]:
    """As the columns of the table, built one by one to keep memory low."""
    made: dict[str, list[Any]] = {name: [] for name in TABLES["responses"].names}
    append = [(name, values.append) for name, values in made.items()]
    for row in rows:
        for name, add in append:
            add(row[name])
    return made


def _points(connection: Connection, assignment: str) -> dict[str, Points]:
    """Student -> slot -> points that count now."""
    query = (
        select(
            book.submitted_assignment.c.student_id,
            book.base_cell.c.name,
            book.grade.c.auto_score,
            book.grade.c.manual_score,
            book.grade.c.needs_manual_grade,
        )
        .join(book.assignment, book.assignment.c.id == book.submitted_assignment.c.assignment_id)
        .join(book.submitted_notebook, book.submitted_notebook.c.assignment_id == book.submitted_assignment.c.id)
        .join(book.grade, book.grade.c.notebook_id == book.submitted_notebook.c.id)
        .join(book.base_cell, book.base_cell.c.id == book.grade.c.cell_id)
        .where(book.assignment.c.name == assignment)
    )
    found: dict[str, Points] = {}
    for student, slot, auto, manual, waiting in connection.execute(query):
        points = manual if manual is not None else (None if waiting else auto)
        found.setdefault(student, {})[slot] = points
    return found


def _rows(row: Row[Any, Any, Any], paper: Paper, attempt: int, given: Points) -> Iterator[dict[str, Any]]:
    submitted = datetime.fromisoformat(row.submitted)
    for slot, item, kind, skills, most, answer, seconds, flag, shows in json.loads(row.slots):
        yield {
            "engineer": row.student,
            "course": paper.course,
            "paper": paper.id,
            "form": paper.form,
            "attempt": attempt,
            "slot": slot,
            "item": item,
            "kind": kind,
            "skills": skills,
            "shows": json.dumps(shows, ensure_ascii=False),
            "points": given.get(slot),
            "max_points": most,
            "answered": answer != "{}",
            "answer": answer,
            "submitted": submitted,
            "seconds": seconds,
            "flag": flag,
        }
