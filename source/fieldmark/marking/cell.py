"""What a paper's locked test cells call when stock `nbgrader autograde` runs them: `float(mark("q01", ANSWER))`.

nbgrader tells a kernel nothing but the folder it runs in, `…/<step>/<engineer>/<assignment>`; the key is found by
walking up to `.fieldmark`. Whatever is wrong raises, and nbgrader gives an error 0 points.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fieldmark.marking.points import scored
from fieldmark.model.paper import SealedPaper
from fieldmark.store.sealed import read_sealed, sealed_papers
from fieldmark.store.workspace import Workspace

_seen: list[object] = [None]


def mark(slot: str, answer: object) -> float:
    """Points of the answer, 0..the slot's points. ValueError where the same object comes twice: then the cell that
    should hold this answer failed, and the name still has the answer before."""
    if answer is _seen[0]:
        raise ValueError(f"no new answer for {slot}")
    _seen[0] = answer
    folder = Path.cwd()
    sealed = _sealed(folder)
    wanted = next(s for s in sealed.paper.slots if s.name == slot)
    points = scored(sealed, wanted, folder.parent.name, answer).points
    if points is None:
        raise ValueError(f"{slot} has to be marked by a person")
    return points


@lru_cache(maxsize=1)
def _sealed(folder: Path) -> SealedPaper:
    """The sealed paper of the assignment that `folder` is named after. LookupError where there is none."""
    state = next((p for p in folder.parents if p.name == ".fieldmark"), None)
    if state is None:
        raise LookupError(f"{folder} is not below a .fieldmark folder")
    workspace = Workspace(state.parent)
    for name in sealed_papers(workspace):
        if folder.name.startswith(f"{name}-a"):
            sealed = read_sealed(workspace, name)
            if folder.name in {sealed.paper.assignment(n) for n in range(1, sealed.paper.attempts + 1)}:
                return sealed
    raise LookupError(f"no sealed paper for {folder.name}")
