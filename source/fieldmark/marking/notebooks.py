"""The second pass: autograded notebooks, as `nbgrader autograde` leaves them, for formgrader, export and feedback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from fieldmark.marking import bridge
from fieldmark.marking.sheet import Unreadable, marked, opened, slots_for_people
from fieldmark.marking.structure import Structure, structure
from fieldmark.marking.submissions import Assignment

if TYPE_CHECKING:
    from sqlalchemy import Engine

BATCH = 250  # notebooks between two notes in the ledger


def write_autograded(engine: Engine, assignment: Assignment, say: Callable[[int], None]) -> None:
    """Write the autograded notebooks that are missing, or of an earlier marking."""
    with engine.begin() as connection:
        cells = structure(connection, assignment.name)
        written = bridge.autograded(connection, assignment.name) if cells else {}
    due = [n for n in assignment.engineers if n in written and not (written[n] and _there(assignment, n))]
    say(len(assignment.engineers) - len(due))
    for start in range(0, len(due), BATCH):
        names = due[start : start + BATCH]
        done = [name for name in names if cells and _write(assignment, cells, name)]
        with engine.begin() as connection:
            bridge.note_autograded(connection, assignment.name, done)
        say(len(names))


def _there(assignment: Assignment, engineer: str) -> bool:
    return (assignment.autograded(engineer) / f"{assignment.name}.ipynb").exists()


def _write(assignment: Assignment, cells: Structure, engineer: str) -> bool:
    """False where the submission went away or broke since it was marked; the next marking says so."""
    folder = assignment.submitted(engineer)
    try:
        notebook = opened((folder / f"{assignment.name}.ipynb").read_bytes())
        sheet = marked(notebook, assignment.sealed, engineer, slots_for_people(assignment.sealed))
    except (OSError, Unreadable):
        return False
    put(autograded(notebook, cells, {s.slot: s.auto for s in sheet.slots}), folder, assignment.autograded(engineer))
    return True


def autograded(submitted: Mapping[str, Any], cells: Structure, points: Mapping[str, float | None]) -> dict[str, Any]:
    """The submitted notebook with locked cells as released, and each test cell's points as its result. Pure."""
    counted = 0
    made = []
    for cell in submitted["cells"]:
        counted += cell.get("cell_type") == "code"
        made.append(_cell(cell, cells, points, counted))
    metadata = dict(submitted.get("metadata", {}))
    metadata["kernelspec"] = json.loads(cells.kernelspec) or metadata.get("kernelspec", {})
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(cell: Mapping[str, Any], cells: Structure, points: Mapping[str, float | None], count: int) -> dict[str, Any]:
    meta = cell.get("metadata", {}).get("nbgrader", {})
    name = meta.get("grade_id", "")
    source = cells.sources.get(name)
    made = {**cell, "metadata": {**cell.get("metadata", {})}}
    if source:
        made["metadata"]["nbgrader"] = {**meta, "checksum": source.checksum, "locked": source.locked}
        if source.locked:
            made["source"] = source.source
    if made["cell_type"] == "code":
        made["execution_count"] = count
        made["outputs"] = []
        if source and source.locked and name in cells.grades:
            made["outputs"] = [_result(points.get(name) or 0.0, count)]
    return made


def _result(points: float, count: int) -> dict[str, Any]:
    return {
        "data": {"text/plain": repr(float(points))},
        "execution_count": count,
        "metadata": {},
        "output_type": "execute_result",
    }


def put(notebook: Mapping[str, Any], submitted: Path, place: Path) -> None:
    """Write the folder `place` (autograded/<student>/<assignment>) whole; read-only, as nbgrader leaves it."""
    made = place.parents[2] / "marking" / uuid4().hex
    made.mkdir(parents=True)
    target = made / f"{place.name}.ipynb"
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    target.write_bytes(text.encode("utf-8", "backslashreplace"))
    target.chmod(0o444)
    stamp = submitted / "timestamp.txt"
    if stamp.exists():
        (made / "timestamp.txt").write_bytes(stamp.read_bytes())
        (made / "timestamp.txt").chmod(0o444)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        shutil.rmtree(place)
    made.rename(place)
