"""An assignment as it was released: what the gradebook and the release folder know of its notebooks and cells."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldmark.store import gradebook as book

if TYPE_CHECKING:
    from sqlalchemy import Connection

Rows = dict[str, list[dict[str, Any]]]
"""Table name to rows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One nbgrader cell. `source`: with hidden tests; `released`: as engineers got it."""

    name: str
    kind: str  # "code" or "markdown"
    source: str
    released: str
    checksum: str
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float

    @property
    def test(self) -> bool:
        """Whether running it decides points."""
        return self.grade and not self.solution and self.kind == "code"

    def metadata(self) -> dict[str, Any]:
        """The cell's nbgrader metadata, version 3 of its format."""
        made = {"grade": self.grade, "solution": self.solution, "locked": self.locked, "task": self.task}
        own = {"grade_id": self.name, "checksum": self.checksum, "cell_type": self.kind, "schema_version": 3}
        return {**made, **own, **({"points": self.points} if self.grade or self.task else {})}


@dataclass(frozen=True, slots=True)
class Notebook:
    """A released notebook; cells in their order."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def tests(self) -> dict[str, str]:
        return {cell.name: cell.source for cell in self.cells if cell.test}


@dataclass(frozen=True, slots=True)
class Released:
    """A released assignment. `rows`: its part of the gradebook; `digest` changes when anything of it does."""

    name: str
    notebooks: tuple[Notebook, ...]
    rows: Rows
    digest: str


def released(connection: Connection, course: Path, name: str) -> Released | None:
    """None where the gradebook or the release folder of the nbgrader course `course` lacks it."""
    rows = structure_rows(connection, name)
    notebooks = []
    for row in rows["notebook"]:
        path = course / "release" / name / f"{row['name']}.ipynb"
        if not path.exists():
            return None
        texts = _texts(json.loads(path.read_text(encoding="utf-8")))
        notebooks.append(Notebook(row["name"], _cells(rows, row["id"], texts)))
    if not notebooks:
        return None
    said = json.dumps({t: r for t, r in rows.items() if t != "course"}, sort_keys=True, default=str)
    return Released(name, tuple(notebooks), rows, blake2b(said.encode(), digest_size=20).hexdigest())


def structure_rows(connection: Connection, name: str) -> Rows:
    """All rows that make up an assignment, parents first."""
    found: Rows = {"course": _rows(connection, book.course)}
    found["assignment"] = _rows(connection, book.assignment, name=[name])
    found["notebook"] = _rows(connection, book.notebook, assignment_id=_ids(found["assignment"]))
    notebooks = _ids(found["notebook"])
    found["base_cell"] = _rows(connection, book.base_cell, notebook_id=notebooks)
    for table in (book.grade_cells, book.solution_cells, book.task_cells):
        found[table.name] = _rows(connection, table, id=_ids(found["base_cell"]))
    found["source_cell"] = _rows(connection, book.source_cell, notebook_id=notebooks)
    return found


def submission_rows(connection: Connection, assignment: str, student: str) -> Rows:
    """What the gradebook has of a student's submission of the assignment (its id); empty lists where nothing."""
    found: Rows = {"student": _rows(connection, book.student, id=[student])}
    found["submitted_assignment"] = _rows(
        connection, book.submitted_assignment, assignment_id=[assignment], student_id=[student]
    )
    own = _ids(found["submitted_assignment"])
    found["submitted_notebook"] = _rows(connection, book.submitted_notebook, assignment_id=own)
    for table in (book.grade, book.comment):
        found[table.name] = _rows(connection, table, notebook_id=_ids(found["submitted_notebook"]))
    return found


def _rows(connection: Connection, table: Any, **among: Sequence[str]) -> list[dict[str, Any]]:
    query = select(table).order_by(table.c.id)
    for column, values in among.items():
        query = query.where(table.c[column].in_(list(values)))
    return [dict(row._mapping) for row in connection.execute(query)]


def _ids(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def _texts(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Cell name to released text, in the notebook's order."""
    found = {}
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name:
            source = cell["source"]
            found[name] = source if isinstance(source, str) else "".join(source)
    return found


def _cells(rows: Rows, notebook: str, texts: Mapping[str, str]) -> tuple[Cell, ...]:
    names = {row["id"]: row["name"] for row in rows["base_cell"] if row["notebook_id"] == notebook}
    points = {
        names[r["id"]]: r["max_score"] for t in ("grade_cells", "task_cells") for r in rows[t] if r["id"] in names
    }
    grade, solution, task = (
        {names[r["id"]] for r in rows[t] if r["id"] in names} for t in ("grade_cells", "solution_cells", "task_cells")
    )
    place = {name: n for n, name in enumerate(texts)}
    own = [row for row in rows["source_cell"] if row["notebook_id"] == notebook]
    made = [
        Cell(
            row["name"], row["cell_type"], row["source"] or "", texts.get(row["name"], ""), row["checksum"] or "",
            bool(row["locked"]), row["name"] in grade, row["name"] in solution, row["name"] in task,
            float(points.get(row["name"], 0)),
        )
        for row in own
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda cell: place.get(cell.name, len(place))))
