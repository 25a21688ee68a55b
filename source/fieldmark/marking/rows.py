"""The gradebook's rows of an assignment as one reads them: automatic points, and what a person gave or wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from fieldmark.store import gradebook as book

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Grade:
    """A slot of a submission in the gradebook, with the ids of its rows."""

    student: str
    slot: str
    auto: float | None
    manual: float | None
    extra: float | None
    waiting: bool
    comment: str | None  # by a person
    grade_id: str
    comment_id: str | None

    @property
    def touched(self) -> bool:
        """Whether a person left anything here, at the desk or in formgrader."""
        return self.manual is not None or bool(self.extra) or bool(self.comment)

    @property
    def points(self) -> float | None:
        """What counts now; None while a person has to mark. Extra credit is not in it."""
        if self.manual is not None:
            return self.manual
        return None if self.waiting else self.auto


def grades(connection: Connection, assignment: str, student: str | None = None) -> Iterator[Grade]:
    """Ordered by student and slot. A person's words stand with the slot's solution cell."""
    words = _comments(connection, assignment, student)
    query = (
        select(
            book.submitted_assignment.c.student_id,
            book.base_cell.c.name,
            book.grade.c.auto_score,
            book.grade.c.manual_score,
            book.grade.c.extra_credit,
            book.grade.c.needs_manual_grade,
            book.grade.c.id,
        )
        .join(book.assignment, book.assignment.c.id == book.submitted_assignment.c.assignment_id)
        .join(book.submitted_notebook, book.submitted_notebook.c.assignment_id == book.submitted_assignment.c.id)
        .join(book.grade, book.grade.c.notebook_id == book.submitted_notebook.c.id)
        .join(book.base_cell, book.base_cell.c.id == book.grade.c.cell_id)
        .where(book.assignment.c.name == assignment)
        .order_by(book.submitted_assignment.c.student_id, book.base_cell.c.name)
    )
    if student is not None:
        query = query.where(book.submitted_assignment.c.student_id == student)
    for who, slot, auto, manual, extra, waiting, own in connection.execute(query):
        said, said_id = words.get((who, slot)) or words.get((who, f"{slot}-answer")) or (None, None)
        yield Grade(who, slot, auto, manual, extra, bool(waiting), said, own, said_id)


def _comments(
    connection: Connection, assignment: str, student: str | None
) -> dict[tuple[str, str], tuple[str | None, str]]:
    """(student, name of the solution cell) -> a person's words, and the row's id."""
    query = (
        select(
            book.submitted_assignment.c.student_id,
            book.base_cell.c.name,
            book.comment.c.manual_comment,
            book.comment.c.id,
        )
        .join(book.submitted_notebook, book.submitted_notebook.c.id == book.comment.c.notebook_id)
        .join(book.submitted_assignment, book.submitted_assignment.c.id == book.submitted_notebook.c.assignment_id)
        .join(book.assignment, book.assignment.c.id == book.submitted_assignment.c.assignment_id)
        .join(book.base_cell, book.base_cell.c.id == book.comment.c.cell_id)
        .where(and_(book.assignment.c.name == assignment))
    )
    if student is not None:
        query = query.where(book.submitted_assignment.c.student_id == student)
    return {(who, cell): (words, own) for who, cell, words, own in connection.execute(query)}
