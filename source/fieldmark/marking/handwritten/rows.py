"""Rows between gradebooks: an assignment's structure from the one that nbgrader made beside, and graded submissions
from their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, MetaData, String, Table, delete, func, select

from fieldmark.marking.bridge import identity
from fieldmark.marking.handwritten.released import Rows, structure_rows
from fieldmark.store import gradebook as book

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

LEDGER = Table(
    "fieldmark_notebooks",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("submission", String(64)),  # hash of what was handed in
    Column("marked_as", String(80)),  # digest of the assignment, its values and the way of reading
)


def prepare(engine: Engine) -> None:
    """Make the ledger's table where it is missing; nbgrader does not mind one more."""
    LEDGER.create(engine, checkfirst=True)


def ledger(connection: Connection, assignment: str) -> dict[str, tuple[str, str]]:
    """Student -> what was marked, and as what, of the submissions that are still in the gradebook."""
    there = (
        select(book.submitted_assignment.c.student_id)
        .join(book.assignment, book.assignment.c.id == book.submitted_assignment.c.assignment_id)
        .where(book.assignment.c.name == assignment)
    )
    query = select(LEDGER).where(LEDGER.c.assignment == assignment, LEDGER.c.student.in_(there))
    return {r.student: (r.submission, r.marked_as) for r in connection.execute(query)}


def waiting(connection: Connection, assignments: Collection[str]) -> int:
    """How many graded cells of these assignments a person has to look at."""
    query = (
        select(func.count())
        .select_from(book.grade)
        .join(book.submitted_notebook, book.submitted_notebook.c.id == book.grade.c.notebook_id)
        .join(book.submitted_assignment, book.submitted_assignment.c.id == book.submitted_notebook.c.assignment_id)
        .join(book.assignment, book.assignment.c.id == book.submitted_assignment.c.assignment_id)
        .where(book.assignment.c.name.in_(assignments), book.grade.c.needs_manual_grade.is_(True))
    )
    return int(connection.execute(query).scalar_one())


def note(connection: Connection, assignment: str, student: str, submission: str, marked_as: str) -> None:
    own = (LEDGER.c.assignment == assignment) & (LEDGER.c.student == student)
    connection.execute(delete(LEDGER).where(own))
    row = {"assignment": assignment, "student": student, "submission": submission, "marked_as": marked_as}
    connection.execute(LEDGER.insert(), [row])


# --- a graded submission ----------------------------------------------------------------------------------


def write(connection: Connection, rows: Rows, flagged: set[str]) -> None:
    """A graded submission into the gradebook: what is automatic replaces what was; what people gave stays.
    `flagged`: names of notebooks that a person should look at."""
    for student in rows["student"]:
        _put(connection, book.student, {"id": student["id"]}, student, ())
    ids: dict[str, str] = {}
    for row in rows["submitted_assignment"]:
        key = {"assignment_id": row["assignment_id"], "student_id": row["student_id"]}
        own = {**row, "id": identity("submission", *key.values())}
        ids[row["id"]] = _put(connection, book.submitted_assignment, key, own, ("timestamp",))
    names = {r.id: r.name for r in connection.execute(select(book.notebook.c.id, book.notebook.c.name))}
    for row in rows["submitted_notebook"]:
        key = {"assignment_id": ids[row["assignment_id"]], "notebook_id": row["notebook_id"]}
        own = {**row, **key, "id": identity("notebook", *key.values())}
        doubtful = names[row["notebook_id"]] in flagged
        own["flagged"] = bool(row["flagged"]) or doubtful
        own_columns = ("late_submission_penalty", *(("flagged",) if doubtful else ()))
        ids[row["id"]] = _put(connection, book.submitted_notebook, key, own, own_columns)
    automatic: tuple[str, ...]
    for table, automatic in ((book.grade, ("auto_score", "needs_manual_grade")), (book.comment, ("auto_comment",))):
        for row in rows[table.name]:
            key = {"notebook_id": ids[row["notebook_id"]], "cell_id": row["cell_id"]}
            _put(connection, table, key, {**row, **key, "id": identity(table.name, *key.values())}, automatic)


def _put(
    connection: Connection, table: Table, key: Mapping[str, str], row: Mapping[str, Any], automatic: tuple[str, ...]
) -> str:
    """Insert the row, or update the `automatic` columns of the one with this key; its id."""
    query = select(table).where(*(table.c[name] == value for name, value in key.items()))
    there = connection.execute(query).first()
    if there is None:
        connection.execute(table.insert(), [dict(row)])
        return str(row["id"])
    change = {name: row[name] for name in automatic}
    if table is book.grade and there.manual_score is not None:
        change["needs_manual_grade"] = True
    if change:
        connection.execute(table.update().where(table.c.id == there.id).values(change))
    return str(there.id)


# --- an assignment's structure ----------------------------------------------------------------------------


def put_structure(connection: Connection, made: Connection, name: str) -> str:
    """The assignment `name` of the gradebook `made` into ours. Where it was handed in already its cells keep their
    ids and take the new texts and points; which cells differ in kind, "" where it could be done."""
    new, old = structure_rows(made, name), structure_rows(connection, name)
    if not handed_in(connection, name):
        drop(connection, name)
        _insert(connection, new, old)
        return ""
    before, after = _cells(old), _cells(new)
    different = sorted({name for _, name, _ in before.keys() ^ after.keys()})
    if different:
        return ", ".join(different[:5])
    _update(connection, old, new)
    return ""


def handed_in(connection: Connection, name: str) -> bool:
    query = (
        select(book.submitted_assignment.c.id)
        .join(book.assignment, book.assignment.c.id == book.submitted_assignment.c.assignment_id)
        .where(book.assignment.c.name == name)
    )
    return connection.execute(query.limit(1)).first() is not None


def drop(connection: Connection, name: str) -> None:
    """Remove the structure of an assignment that nobody handed in."""
    rows = structure_rows(connection, name)
    for table in reversed(book.STRUCTURE):
        ids = [row["id"] for row in rows[table.name]]
        connection.execute(delete(table).where(table.c.id.in_(ids)))


def _insert(connection: Connection, new: Rows, old: Rows) -> None:
    courses = {row["id"] for row in old["course"]}
    due = {row["name"]: row["duedate"] for row in old["assignment"]}
    rows = {
        **new,
        "course": [row for row in new["course"] if row["id"] not in courses],
        "assignment": [{**row, "duedate": due.get(row["name"])} for row in new["assignment"]],
    }
    for table in (book.course, *book.STRUCTURE):
        if rows[table.name]:
            connection.execute(table.insert(), rows[table.name])


def _cells(rows: Rows) -> dict[tuple[str, str, str], dict[str, Any]]:
    """(notebook, cell, kind of cell) to row, over all that makes up an assignment's cells."""
    notebooks = {row["id"]: row["name"] for row in rows["notebook"]}
    found = {(notebooks[r["notebook_id"]], r["name"], r["type"]): r for r in rows["base_cell"]}
    sources = {(notebooks[r["notebook_id"]], r["name"], f"source {r['cell_type']}"): r for r in rows["source_cell"]}
    return {**found, **sources}


def _update(connection: Connection, old: Rows, new: Rows) -> None:
    points = {row["id"]: row["max_score"] for table in ("grade_cells", "task_cells") for row in new[table]}
    before = _cells(old)
    for key, row in _cells(new).items():
        ours = before[key]["id"]
        if key[2].startswith("source"):
            change = {name: row[name] for name in ("locked", "source", "checksum")}
            connection.execute(book.source_cell.update().where(book.source_cell.c.id == ours).values(change))
        elif row["id"] in points:
            for table in (book.grade_cells, book.task_cells):
                connection.execute(table.update().where(table.c.id == ours).values(max_score=points[row["id"]]))
    kernels = {row["name"]: row["kernelspec"] for row in new["notebook"]}
    for row in old["notebook"]:
        change = {"kernelspec": kernels[row["name"]]}
        connection.execute(book.notebook.update().where(book.notebook.c.id == row["id"]).values(change))
