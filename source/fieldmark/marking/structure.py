"""How the gradebook knows an assignment: ids of its notebook and cells, and their locked sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from fieldmark.model.paper import SealedPaper
from fieldmark.store import gradebook as book

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Source:
    """A cell as it was released."""

    cell_type: str
    locked: bool
    source: str
    checksum: str


@dataclass(frozen=True, slots=True)
class Structure:
    """An assignment in the gradebook. `grades` and `comments` map a cell's name to its id."""

    assignment: str
    notebook: str
    kernelspec: str
    grades: Mapping[str, str]
    most: Mapping[str, float]
    comments: Mapping[str, str]
    sources: Mapping[str, Source]


def structure(connection: Connection, name: str) -> Structure | None:
    """None where the gradebook does not know the assignment, or not its notebook."""
    row = connection.execute(
        select(book.assignment.c.id, book.notebook.c.id, book.notebook.c.kernelspec)
        .join(book.notebook, book.notebook.c.assignment_id == book.assignment.c.id)
        .where(book.assignment.c.name == name, book.notebook.c.name == name)
    ).first()
    if row is None:
        return None
    assignment, notebook, kernelspec = row
    here = book.base_cell.c.notebook_id == notebook
    names = select(book.base_cell.c.name, book.base_cell.c.id)
    graded = names.add_columns(book.grade_cells.c.max_score).join(
        book.grade_cells, book.grade_cells.c.id == book.base_cell.c.id
    )
    solved = names.join(book.solution_cells, book.solution_cells.c.id == book.base_cell.c.id)
    grades = connection.execute(graded.where(here)).all()
    sources = connection.execute(select(book.source_cell).where(book.source_cell.c.notebook_id == notebook))
    return Structure(
        assignment,
        notebook,
        kernelspec or "{}",
        {r.name: r.id for r in grades},
        {r.name: r.max_score for r in grades},
        {r.name: r.id for r in connection.execute(solved.where(here))},
        {r.name: Source(r.cell_type, bool(r.locked), r.source or "", r.checksum or "") for r in sources},
    )


def weigh(connection: Connection, structure: Structure, sealed: SealedPaper) -> Structure:
    """The gradebook's weights as the corrected paper has them; the structure with them."""
    want = {s.name: float(s.points) for s in sealed.paper.slots}
    if set(want) != set(structure.most):
        return structure
    for name, points in want.items():
        if structure.most[name] != points:
            own = book.grade_cells.c.id == structure.grades[name]
            connection.execute(book.grade_cells.update().where(own).values(max_score=points))
    return replace(structure, most=want)


def mismatch(structure: Structure | None, sealed: SealedPaper) -> str:
    """Why the gradebook's assignment is not the sealed paper's; "" where it is."""
    if structure is None:
        return "not there"
    want = {s.name: float(s.points) for s in sealed.paper.slots}
    have = {name: float(points) for name, points in structure.most.items()}
    if want == have:
        return ""
    different = sorted(n for n in want.keys() | have.keys() if want.get(n) != have.get(n))
    return f"cells {', '.join(different[:3])}"
