"""Hidden tests in the outputs of a submission's own cells: found line by line, and taken out. What was encoded first
cannot be found; so hidden tests that stay in use should not hold what must not be known."""

from __future__ import annotations

import json
from typing import Any

from fieldmark.marking.handwritten.released import Notebook

SHORTEST = 12  # characters of a line that say where it comes from
TAKEN_OUT = "[taken out: parts of hidden tests / 已移除：隐藏测试的内容]"


def hidden_lines(notebook: Notebook) -> set[str]:
    """Lines that only the marker knows. Pure."""
    shown = "\n".join(cell.released for cell in notebook.cells)
    lines = {line.strip() for cell in notebook.cells if cell.locked for line in cell.source.splitlines()}
    return {line for line in lines if len(line) >= SHORTEST and line not in shown}


def redact(notebook: Any, released: Notebook) -> bool:
    """Replace outputs of cells that are not locked where they hold hidden lines; whether there were any."""
    lines = hidden_lines(released)
    locked = {cell.name for cell in released.cells if cell.locked}
    found = False
    for cell in notebook.cells if lines else ():
        if cell.cell_type != "code" or cell.metadata.get("nbgrader", {}).get("grade_id") in locked:
            continue
        for n, output in enumerate(cell.outputs):
            text = json.dumps(output, ensure_ascii=False)
            if any(json.dumps(line, ensure_ascii=False)[1:-1] in text for line in lines):
                cell.outputs[n] = type(output)({"output_type": "stream", "name": "stdout", "text": TAKEN_OUT})
                found = True
    return found
