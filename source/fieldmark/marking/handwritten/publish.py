"""What engineers are told of their hand-written assignments: points and comments cell by cell, as the policy releases
them. Never a cell's source, a test or a value: of the gradebook only names, points and people's words are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fieldmark.marking import problems
from fieldmark.marking.handwritten import rows
from fieldmark.marking.handwritten.build import built
from fieldmark.marking.handwritten.released import Rows, structure_rows, submission_rows
from fieldmark.marking.policy import MarkingPolicy, read_marking_policy
from fieldmark.model.problem import Refused
from fieldmark.model.report import StepReport
from fieldmark.model.sitting import Event
from fieldmark.model.text import Text
from fieldmark.store import uploads
from fieldmark.store.acts import opened, read_acts
from fieldmark.store.feedback import folder, notebook_key, place, withdraw_feedback, write_feedback
from fieldmark.store.files import only_one, read_json
from fieldmark.store.gradebook import exists, gradebook
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection

FORMAT = 1
Order = Sequence[tuple[str, str]]
"""(notebook, cell) as they stand in what engineers got."""
Place = tuple[str, str]
"""Course and assignment."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A submission as the gradebook has it. `submission`: hash of what was marked; `handed`: when it was handed in, ISO
    8601 or ""; `cells`: as in `cells`."""

    engineer: str
    submission: str
    handed: str
    cells: Sequence[Mapping[str, Any]]

    @property
    def open(self) -> int:
        """How many cells wait for a person."""
        return sum(c["points"] is None for c in self.cells if "points" in c)


def publish_notebooks(workspace: Workspace, now: datetime | None = None) -> StepReport:
    """Write what is released and changed, take away what is not released (any more)."""
    at, policy = now or datetime.now(UTC), read_marking_policy(workspace)
    with only_one(workspace.lock("feedback"), "fieldmark feedback"):
        released = _released(workspace)
        made = [_publish(workspace, policy, each, released, at) for each in places(workspace)]
    counts = {name: sum(int(r[name]) for r in made) for name in ("written", "released", "held")}
    said = Text(
        "Feedback on notebooks: {written} written, {released} released, {held} held back.",
        "笔记本作业反馈：写入 {written} 份，已发布 {released} 份，暂不发布 {held} 份。",
    )
    return StepReport(said.fill(**counts), made)


def release_notebooks(workspace: Workspace, where: Place, by: str, now: datetime) -> StepReport:
    """Note in the journal that what is marked now may be read, then publish. Refused (M020) where nothing is marked."""
    course, name = where
    found, known = marked(workspace, where), _released(workspace)
    if not found:
        raise Refused(problems.NOBODY_SAT.at(paper=name))
    new = [m for m in found if (course, name, m.engineer, m.submission) not in known]
    with opened(workspace) as journal:
        journal.append(
            [
                Event("", m.engineer, "released", now, by,
                      data={"course": course, "assignment": name, "submission": m.submission})
                for m in new
            ]
        )  # fmt: skip
    published = publish_notebooks(workspace, now)
    said = Text(f"{len(new)} submissions of {name} released.", f"已发布 {name} 的 {len(new)} 份作业反馈。")
    return StepReport(said, published.rows)


def find(workspace: Workspace, name: str) -> Place | None:
    """The assignment NAME or COURSE/NAME; None where there is none, or several courses have one of that name."""
    found = [(course, own) for course, own in places(workspace) if name in (own, f"{course}/{own}")]
    return found[0] if len(found) == 1 else None


def places(workspace: Workspace) -> list[Place]:
    """Every hand-written assignment that is built, of courses with a gradebook."""
    courses = sorted(p.parent.name for p in (workspace.state / "nbgrader").glob("*/handwritten.json"))
    return [(c, name) for c in courses if exists(workspace, c) for name in sorted(built(workspace, c))]


def marked(workspace: Workspace, where: Place) -> list[Marked]:
    """Every marked submission of the assignment, by engineer."""
    course, name = where
    order = _order(workspace, where)
    with gradebook(workspace, course) as engine:
        rows.prepare(engine)
        with engine.begin() as connection:
            return list(_marked(connection, name, order))


def waiting(workspace: Workspace, taught: Callable[[str], bool]) -> int:
    """How many answers in hand-written assignments wait for a person, of the courses that are `taught`."""
    found = 0
    for course in sorted({course for course, _ in places(workspace) if taught(course)}):
        with gradebook(workspace, course) as engine, engine.begin() as connection:
            found += rows.waiting(connection, built(workspace, course))
    return found


def _marked(connection: Connection, name: str, order: Order) -> Iterator[Marked]:
    structure = structure_rows(connection, name)
    for engineer, (submission, _) in sorted(rows.ledger(connection, name).items()):
        own = submission_rows(connection, structure["assignment"][0]["id"], engineer)
        at = own["submitted_assignment"][0]["timestamp"]
        handed = at.replace(tzinfo=UTC).isoformat() if at else ""
        yield Marked(engineer, submission, handed, cells(structure, own, order))


def cells(structure: Rows, own: Rows, order: Order = ()) -> list[dict[str, Any]]:
    """What counts in a submission, in `order`: notebook, cell, comment (a person's); where it has points also points
    (None while a person has to look) and most. Pure."""
    notebooks = {r["id"]: r["name"] for r in structure["notebook"]}
    most = {r["id"]: r["max_score"] for table in ("grade_cells", "task_cells") for r in structure[table]}
    grades = {r["cell_id"]: r for r in own["grade"]}
    words = {r["cell_id"]: (r["manual_comment"] or "").strip() for r in own["comment"]}
    found = []
    for row in structure["base_cell"]:
        said = {"notebook": notebooks[row["notebook_id"]], "cell": row["name"], "comment": words.get(row["id"], "")}
        if row["id"] in most:
            said |= {"points": _points(grades.get(row["id"])), "most": most[row["id"]]}
        if said["comment"] or said.get("most") or said.get("points"):
            found.append(said)
    at = {cell: n for n, cell in enumerate(order)}
    return sorted(found, key=lambda c: (at.get((c["notebook"], c["cell"]), len(at)), c["notebook"], c["cell"]))


def _points(row: Mapping[str, Any] | None) -> float | None:
    """A mark by hand that waits again is of an earlier submission."""
    if row is None:
        return 0.0
    if row["needs_manual_grade"]:
        return None
    given = row["auto_score"] if row["manual_score"] is None else row["manual_score"]
    return round(float(given or 0.0) + float(row["extra_credit"] or 0.0), 4)


def _order(workspace: Workspace, where: Place) -> list[tuple[str, str]]:
    found = []
    for path in uploads.released(workspace, *where).values():
        if path.suffix == ".ipynb":
            read = json.loads(path.read_bytes())
            found += [(path.stem, c.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")) for c in read["cells"]]
    return found


def _publish(
    workspace: Workspace, policy: MarkingPolicy, where: Place, released: frozenset[tuple[str, ...]], at: datetime
) -> dict[str, Any]:
    key, found = notebook_key(*where), marked(workspace, where)
    told = written = 0
    for each in found:
        path = place(workspace, key, each.engineer)
        known = read_json(path) if path.exists() else {}
        by_hand = (*where, each.engineer, each.submission) in released
        if not by_hand and (policy.release != "marked" or each.open):
            withdraw_feedback(workspace, key, each.engineer)
            continue
        said = feedback(where, each, policy) | {"visible": known.get("visible", at.isoformat())}
        told += 1
        if said != known:
            write_feedback(workspace, key, each.engineer, said)
            written += 1
    for path in (folder(workspace) / key).glob("*.json"):
        if path.stem not in {m.engineer for m in found}:
            path.unlink()
    return {"assignment": where[1], "released": told, "held": len(found) - told, "written": written}


def feedback(where: Place, of: Marked, policy: MarkingPolicy) -> dict[str, Any]:
    """JSON for the assignments page; without points where the policy shows none. Pure."""
    shown = "points" in policy.show
    graded = [c for c in of.cells if "points" in c]
    total = {
        "points": round(sum(c["points"] or 0.0 for c in graded), 4),
        "most": round(sum(c["most"] for c in graded), 4),
        "open": of.open,
    }
    without = [{k: c[k] for k in ("notebook", "cell", "comment")} for c in of.cells if c["comment"]]
    return {
        "format": FORMAT,
        "engineer": of.engineer,
        "course": where[0],
        "assignment": where[1],
        "handed": of.handed,
        "total": total if shown else {},
        "cells": [dict(c) for c in of.cells] if shown else without,
    }


def _released(workspace: Workspace) -> frozenset[tuple[str, ...]]:
    """(course, assignment, engineer, submission) of all that a trainer released."""
    acts = (s.event for s in read_acts(workspace, kinds=("released",)))
    return frozenset(
        (e.data["course"], e.data["assignment"], e.engineer, e.data["submission"])
        for e in acts
        if "assignment" in e.data
    )
