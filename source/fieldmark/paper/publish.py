"""Assignments into the nbgrader course: folders, gradebook rows, sealed keys. Each assignment is whole once it
stands in `built.json`; whatever was interrupted is made again from the sealed paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Refused
from fieldmark.paper import problems
from fieldmark.paper.generate import CONFIG, generate
from fieldmark.paper.notebook import source_notebook, to_text
from fieldmark.store import gradebook as book
from fieldmark.store.files import read_json, write_bytes, write_json, write_text
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Assignment:
    """One nbgrader assignment that is to be as its sealed paper says."""

    name: str
    attempt: int
    sealed: SealedPaper

    def notebook(self) -> dict[str, Any]:
        return source_notebook(self.sealed, self.attempt)

    def stamp(self) -> dict[str, str]:
        """What `built.json` says of it once it is whole."""
        return {"digest": self.sealed.digest, "public": self.notebook()["metadata"]["fieldmark"]["public"]}


def assignments(sealed: SealedPaper) -> list[Assignment]:
    attempts = range(1, sealed.paper.attempts + 1)
    return [Assignment(sealed.paper.assignment(n), n, sealed) for n in attempts]


def built(workspace: Workspace, course: str) -> dict[str, dict[str, str]]:
    """Assignments that are whole, with their stamps."""
    path = _ledger(workspace, course)
    return read_json(path) if path.exists() else {}


def is_whole(workspace: Workspace, course: str, name: str, rows: set[str]) -> bool:
    """Whether the files and the gradebook rows (`rows`: names of assignments there) of an assignment are there."""
    folder = workspace.nbgrader(course)
    return name in rows and all((folder / step / name / f"{name}.ipynb").exists() for step in ("source", "release"))


def gradebook_assignments(workspace: Workspace, course: str) -> set[str]:
    """Names of the assignments that the gradebook knows; empty where there is none yet."""
    if not book.exists(workspace, course):
        return set()
    with book.gradebook(workspace, course) as engine, engine.begin() as connection:
        return set(connection.execute(select(book.assignment.c.name)).scalars())


def publish(workspace: Workspace, course: str, wanted: Iterable[Assignment]) -> None:
    """Make the assignments with nbgrader beside the course, then put them in their places.

    Refused (P007) before anything is touched where nbgrader fails, (W030) where the gradebook cannot be written.
    """
    todo = list(wanted)
    staged = workspace.state / "building" / course
    shutil.rmtree(staged, ignore_errors=True)
    _stage(staged, course, todo)
    why = generate(staged)
    if why:
        shutil.rmtree(staged, ignore_errors=True)
        raise Refused(problems.NBGRADER_FAILED.at(course=course, why=why))
    _forget(workspace, course, [a.name for a in todo])
    _configure(workspace, course)
    for step in ("source", "release"):
        for each in todo:
            _swap(staged / step / each.name, workspace.nbgrader(course) / step / each.name)
    _rows(workspace, course, staged / "gradebook.db", [a.name for a in todo])
    write_json(_ledger(workspace, course), {**built(workspace, course), **{a.name: a.stamp() for a in todo}})
    shutil.rmtree(staged, ignore_errors=True)


def withdraw(workspace: Workspace, course: str, names: list[str]) -> None:
    """Take assignments that nobody sat out of the course."""
    _forget(workspace, course, names)
    if book.exists(workspace, course):
        with book.gradebook(workspace, course) as engine, engine.begin() as connection:
            for name in names:
                _drop(connection, name)
    for step in ("source", "release"):
        for name in names:
            shutil.rmtree(workspace.nbgrader(course) / step / name, ignore_errors=True)


def _stage(staged: Path, course: str, todo: Iterable[Assignment]) -> None:
    write_text(staged / "nbgrader_config.py", CONFIG.format(course=course))
    for each in todo:
        write_text(staged / "source" / each.name / f"{each.name}.ipynb", to_text(each.notebook()))


def _configure(workspace: Workspace, course: str) -> None:
    """nbgrader_config.py of the course, and the exchange folder that it names."""
    path = workspace.nbgrader(course) / "nbgrader_config.py"
    text = CONFIG.format(course=course)
    if book.elsewhere(course):
        text += f"c.CourseDirectory.db_url = {book.elsewhere(course)!r}\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)
    (workspace.state / "exchange").mkdir(parents=True, exist_ok=True)


def _ledger(workspace: Workspace, course: str) -> Path:
    return workspace.nbgrader(course) / "built.json"


def _forget(workspace: Workspace, course: str, names: Iterable[str]) -> None:
    before = built(workspace, course)
    after = {name: stamp for name, stamp in before.items() if name not in set(names)}
    if after != before:
        write_json(_ledger(workspace, course), after)


def _swap(new: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        shutil.rmtree(place)
    new.rename(place)


def _rows(workspace: Workspace, course: str, scratch: Path, names: list[str]) -> None:
    """The assignments' rows as nbgrader made them, from its scratch gradebook into the course's, in one
    transaction; a course's first gradebook is nbgrader's own file."""
    if not book.exists(workspace, course):
        if not book.elsewhere(course):
            write_bytes(workspace.gradebook(course), scratch.read_bytes(), mode=0o660)
            return
        book.make_tables(book.elsewhere(course))
    made = book.connect(f"sqlite:///{scratch}")
    try:
        with made.begin() as source:
            rows = {
                t.name: [dict(r._mapping) for r in source.execute(select(t))] for t in (book.course, *book.STRUCTURE)
            }
    finally:
        made.dispose()
    with book.gradebook(workspace, course) as engine, engine.begin() as connection:
        _merge(connection, rows, names)


def _merge(connection: Connection, rows: Mapping[str, list[dict[str, Any]]], names: list[str]) -> None:
    known = set(connection.execute(select(book.course.c.id)).scalars())
    due = {r.name: r.duedate for r in connection.execute(select(book.assignment))}
    for name in names:
        if not _has_submissions(connection, name):
            _drop(connection, name)
    there = set(connection.execute(select(book.assignment.c.name)).scalars())
    fresh = {r["id"]: {**r, "duedate": due.get(r["name"])} for r in rows["assignment"] if r["name"] not in there}
    notebooks = {r["id"]: r for r in rows["notebook"] if r["assignment_id"] in fresh}
    cells = {r["id"]: r for r in rows["base_cell"] if r["notebook_id"] in notebooks}
    keep = {
        "course": [r for r in rows["course"] if r["id"] not in known],
        "assignment": list(fresh.values()),
        "notebook": list(notebooks.values()),
        "base_cell": list(cells.values()),
        "source_cell": [r for r in rows["source_cell"] if r["notebook_id"] in notebooks],
        **{n: [r for r in rows[n] if r["id"] in cells] for n in ("grade_cells", "solution_cells", "task_cells")},
    }
    for table in (book.course, *book.STRUCTURE):
        if keep[table.name]:
            connection.execute(table.insert(), keep[table.name])


def _has_submissions(connection: Connection, name: str) -> bool:
    query = (
        select(book.submitted_assignment.c.id)
        .join(book.assignment, book.assignment.c.id == book.submitted_assignment.c.assignment_id)
        .where(book.assignment.c.name == name)
    )
    return connection.execute(query.limit(1)).first() is not None


def _drop(connection: Connection, name: str) -> None:
    """Remove an assignment's structure; nothing where a submission hangs on it."""
    if _has_submissions(connection, name):
        return
    ids = select(book.assignment.c.id).where(book.assignment.c.name == name)
    notebooks = select(book.notebook.c.id).where(book.notebook.c.assignment_id.in_(ids))
    cells = select(book.base_cell.c.id).where(book.base_cell.c.notebook_id.in_(notebooks))
    for table in (book.grade_cells, book.solution_cells, book.task_cells):
        connection.execute(delete(table).where(table.c.id.in_(cells)))
    for table in (book.base_cell, book.source_cell):
        connection.execute(delete(table).where(table.c.notebook_id.in_(notebooks)))
    connection.execute(delete(book.notebook).where(book.notebook.c.assignment_id.in_(ids)))
    connection.execute(delete(book.assignment).where(book.assignment.c.name == name))
