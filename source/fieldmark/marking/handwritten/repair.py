"""A submitted notebook made sound: its own cells as they are, everything that was locked as it was released. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fieldmark.marking.handwritten.released import Cell, Notebook

_KINDS = ("code", "markdown", "raw")
MOST_CELLS = 5000


class Unreadable(Exception):
    """The bytes are no notebook."""


def opened(raw: bytes) -> dict[str, Any]:
    """The notebook in `raw`. Unreadable: what it is instead."""
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("it is not text in UTF-8") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"it is not JSON: {error}"[:200]) from None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise Unreadable("it has no cells")
    if data.get("nbformat") != 4:
        raise Unreadable("it is not of notebook format 4")
    if len(data["cells"]) > MOST_CELLS:
        raise Unreadable(f"it has more than {MOST_CELLS} cells")
    return data


def repaired(submitted: Mapping[str, Any], released: Notebook) -> tuple[dict[str, Any], dict[str, str]]:
    """The notebook to run, in format 4.5, and what a person should know: cell name to "duplicate" or "deleted".

    Of a cell that stands there several times the last counts, as for nbgrader; the others are plain cells. A graded
    cell that is missing comes back at its place. Which kernel runs it is nbgrader's to say.
    """
    known = {cell.name: cell for cell in released.cells}
    cells = [_plain(cell) for cell in submitted["cells"]]
    last: dict[str, int] = {}
    notes: dict[str, str] = {}
    for n, (_, name) in enumerate(cells):
        if name in known:
            if name in last and (known[name].grade or known[name].locked):
                notes[name] = "duplicate"
            last[name] = n
    made = [
        (_restored(cell, known[name]) if last.get(name) == n else cell, name) for n, (cell, name) in enumerate(cells)
    ]
    order = [name if last.get(name) == n else "" for n, (_, name) in enumerate(made)]
    for cell in released.cells:
        if cell.name not in last and (cell.grade or cell.task):
            place = _place(cell.name, order, [c.name for c in released.cells])
            made.insert(place, (_restored({"source": cell.released}, cell), cell.name))
            order.insert(place, cell.name)
            notes[cell.name] = "deleted"
    whole = [{**cell, "id": f"c{n}"} for n, (cell, _) in enumerate(made)]
    return {"cells": whole, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, notes


def _plain(cell: Any) -> tuple[dict[str, Any], str]:
    """A cell without outputs and nbgrader's marks, and the name that it claims."""
    if not isinstance(cell, dict):
        raise Unreadable("a cell is not a cell")
    metadata = cell.get("metadata")
    metadata = dict(metadata) if isinstance(metadata, dict) else {}
    marks = metadata.pop("nbgrader", None)
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    kind = cell.get("cell_type")
    made = _typed({"source": _text(cell.get("source"))}, kind if kind in _KINDS else "raw")
    tags = metadata.get("tags")
    kept = [str(tag) for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return {**made, "metadata": {"tags": kept} if kept else {}}, name if isinstance(name, str) else ""


def _typed(cell: dict[str, Any], kind: str) -> dict[str, Any]:
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {**cell, "cell_type": kind, **code}


def _restored(cell: Mapping[str, Any], known: Cell) -> dict[str, Any]:
    """A cell of the release: of the right kind, with its marks; with its own text where it is locked."""
    source = known.source if known.locked else cell["source"]
    tags = {} if known.locked else cell.get("metadata", {})
    return {**_typed({"source": source}, known.kind), "metadata": {**tags, "nbgrader": known.metadata()}}


def _text(source: Any) -> str:
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    text = source if isinstance(source, str) else ""
    return text.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair stays an escape


def _place(name: str, there: list[str], order: list[str]) -> int:
    """Where a missing cell belongs: after the one released before it, else before the one released after it."""
    at = order.index(name)
    for before in reversed(order[:at]):
        if before in there:
            return there.index(before) + 1
    return min((there.index(after) for after in order[at + 1 :] if after in there), default=len(there))
