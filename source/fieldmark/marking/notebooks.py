"""The second pass: autograded notebooks, as `nbgrader autograde` leaves them, for formgrader, export and feedback."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from fieldmark.marking import bridge
from fieldmark.marking.sheet import Unreadable, opened
from fieldmark.marking.structure import Structure, structure
from fieldmark.marking.submissions import Assignment
from fieldmark.marking.workers import Hands, in_order
from fieldmark.store.files import sweep

if TYPE_CHECKING:
    from sqlalchemy import Engine

BATCH = 250  # notebooks between two notes in the ledger


Points = dict[str, dict[str, float | None]]
"""Engineer -> slot -> automatic points."""


def write_autograded(engine: Engine, assignment: Assignment, hands: Hands, say: Callable[[int], None]) -> None:
    """Write the autograded notebooks that are missing, or of an earlier marking."""
    with engine.begin() as connection:
        cells = structure(connection, assignment.name)
        written = bridge.autograded(connection, assignment.name) if cells else {}
    due = [n for n in assignment.engineers if n in written and not (written[n] and _there(assignment, n))]
    say(len(assignment.engineers) - len(due))
    sweep(assignment.folder / "marking", time())
    if cells is None:
        return
    for done, tried in in_order(hands.enough_for(len(due)), write_batch, _batches(engine, assignment, cells, due)):
        os.sync()  # on the disk before the ledger says so
        with engine.begin() as connection:
            bridge.note_autograded(connection, assignment.name, done)
        say(tried)


def write_batch(job: tuple[Assignment, Structure, Points]) -> tuple[list[str], int]:
    """Write the notebooks of one batch; who was done, and how many were tried."""
    assignment, cells, points = job
    return [name for name, own in points.items() if _write(assignment, cells, name, own)], len(points)


def _batches(
    engine: Engine, assignment: Assignment, cells: Structure, due: list[str]
) -> Iterator[tuple[Assignment, Structure, Points]]:
    alone = replace(assignment, engineers=())
    for start in range(0, len(due), BATCH):
        with engine.begin() as connection:
            points = bridge.automatic(connection, cells, due[start : start + BATCH])
        yield alone, cells, points


def _there(assignment: Assignment, engineer: str) -> bool:
    return (assignment.autograded(engineer) / f"{assignment.name}.ipynb").exists()


def _write(assignment: Assignment, cells: Structure, engineer: str, points: Mapping[str, float | None]) -> bool:
    """False where the submission went away or broke since it was marked; the next marking says so."""
    folder = assignment.submitted(engineer)
    try:
        notebook = opened((folder / f"{assignment.name}.ipynb").read_bytes())
    except (OSError, Unreadable):
        return False
    put(autograded(notebook, cells, points), folder, assignment.autograded(engineer))
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
    try:
        text = json.dumps(notebook, ensure_ascii=False, sort_keys=True) + "\n"
        _read_only(made / f"{place.name}.ipynb", text.encode("utf-8", "backslashreplace"))
        stamp = submitted / "timestamp.txt"
        if stamp.exists():
            _read_only(made / "timestamp.txt", stamp.read_bytes())
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            shutil.rmtree(place)
        made.rename(place)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _read_only(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0o444)
