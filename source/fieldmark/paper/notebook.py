"""A paper as nbgrader's source notebook. Pure: paper and items in, notebook (nbformat 4.5, as data) out.

A slot is three cells:
- `q01-shown`, plain Markdown without nbgrader metadata: what this engineer saw and answered, filled on submission;
- `q01-answer`, a solution cell holding `ANSWER = {…}`, a JSON literal that is a Python literal too;
- `q01`, a locked test cell: the public part as comments, then `float(mark("q01", ANSWER))`.
Where a person marks, the solution cell is `q01` itself (grade and solution) and the public part is the locked
Markdown cell `q01-question`. No key, secret or explanation goes in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from fieldmark.model.item import AnyItem
from fieldmark.model.paper import Paper, SealedPaper, Slot
from fieldmark.model.text import Text
from fieldmark.paper.statement import harmless, question, statement

EMPTY = "ANSWER = {}"
"""What a solution cell holds before it is answered; also nbgrader's stub for it."""

SETUP = "from fieldmark.marking.cell import mark"

Notebook = dict[str, Any]


def source_notebook(sealed: SealedPaper, attempt: int) -> Notebook:
    """The source notebook of one attempt's assignment."""
    paper = sealed.paper
    cells = [_title(paper), _setup()]
    for slot in paper.slots:
        cells.extend(_slot([sealed.item(i) for i in slot.items], slot))
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "fieldmark": {"paper": paper.id, "assignment": paper.assignment(attempt), "public": public_digest(cells)},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def public_digest(cells: Sequence[Notebook]) -> str:
    """Of what the notebook shows: equal where two papers look the same, whatever their keys."""
    return hashlib.sha256(json.dumps([c["source"] for c in cells]).encode()).hexdigest()[:32]


def to_text(notebook: Notebook) -> str:
    """As nbformat writes it: keys sorted, one space, a newline at the end."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def to_line(notebook: Notebook) -> str:
    """The same in one line, which json writes ten times faster."""
    return json.dumps(notebook, ensure_ascii=False, sort_keys=True) + "\n"


def by_person(slot: Slot, items: Sequence[AnyItem]) -> bool:
    """Whether a person marks the slot (its pool is never mixed)."""
    return any(i.kind == "long" for i in items if i.id in slot.items)


def answer_cell_id(name: str, manual: bool) -> str:
    return name if manual else f"{name}-answer"


def shown_cell_id(name: str) -> str:
    return f"{name}-shown"


def _title(paper: Paper) -> Notebook:
    lines = [
        f"# {_joined(paper.title)}",
        f"{len(paper.slots)} questions, {paper.points:g} points, {paper.minutes} minutes.",
        f"共 {len(paper.slots)} 题，{paper.points:g} 分，{paper.minutes} 分钟。",
    ]
    return _markdown("title", harmless("\n\n".join(lines)), _meta("title", locked=True))


def _setup() -> Notebook:
    return _code("setup", SETUP, _meta("setup", locked=True))


def _slot(items: Sequence[AnyItem], slot: Slot) -> list[Notebook]:
    manual = by_person(slot, items)
    answer = answer_cell_id(slot.name, manual)
    shown = _markdown(
        shown_cell_id(slot.name),
        f"**{slot.name}**\n\nThe question as the engineer saw it, and the answer, are written here on submission.\n\n"
        "提交时，此处写入工程师看到的题目及其作答。",
        None,
    )
    items = sorted(items, key=lambda i: i.id)
    if manual:
        public = "\n\n".join(question(i) for i in items)
        return [
            shown,
            _code(answer, EMPTY, _meta(answer, grade=True, solution=True, points=slot.points)),
            _markdown(f"{slot.name}-question", public, _meta(f"{slot.name}-question", locked=True)),
        ]
    lines = [f"{slot.name} · {slot.points:g}", *(line for i in items for line in (*statement(i), ""))][:-1]
    comment = "\n".join(f"# {line}".rstrip() for line in lines)
    test = f'{comment}\nfloat(mark("{slot.name}", ANSWER))'
    return [
        shown,
        _code(answer, EMPTY, _meta(answer, solution=True)),
        _code(slot.name, test, _meta(slot.name, grade=True, locked=True, points=slot.points)),
    ]


def _joined(text: Text) -> str:
    return " / ".join(dict.fromkeys(w for w in (text.en, text.zh) if w))


def _meta(
    grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False, points: float | None = None
) -> Notebook:
    meta: Notebook = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return meta if points is None else {**meta, "points": points}


def _markdown(cell_id: str, source: str, meta: Notebook | None) -> Notebook:
    return {
        "cell_type": "markdown",
        "id": cell_id,
        "metadata": {"nbgrader": meta} if meta else {},
        "source": source,
    }


def _code(cell_id: str, source: str, meta: Notebook) -> Notebook:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": {"nbgrader": meta},
        "outputs": [],
        "source": source,
    }
