"""Hand-written nbgrader assignments and submissions of them, for the tests of the notebook lane.

Run as a program it marks a course folder with stock `nbgrader autograde`, in a process of its own:

    python handwritten.py COURSE
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

COURSE = "drives"


def code(source: str, name: str = "", **marks: object) -> dict:
    return _cell("code", source, name, marks)


def text(source: str, name: str = "", **marks: object) -> dict:
    return _cell("markdown", source, name, marks)


def solution(name: str, source: str) -> dict:
    return code(source, name, solution=True)


def graded(name: str, source: str, points: float = 1) -> dict:
    return code(source, name, grade=True, locked=True, points=points)


def _cell(kind: str, source: str, name: str, marks: Mapping[str, object]) -> dict:
    own = {"grade": False, "solution": False, "locked": False, "task": False, "grade_id": name, "schema_version": 3}
    metadata = {"nbgrader": {**own, **marks}} if name else {}
    made = {"cell_type": kind, "metadata": metadata, "source": source}
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made


def notebook(cells: Sequence[dict]) -> str:
    whole = [{"id": f"n{n}", **cell} for n, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    data = {"cells": whole, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(data)


def workspace(folder: Path, **assignments: Sequence[dict]):
    """A workspace with these assignments, built."""
    from fieldmark.marking.handwritten.build import build_notebooks
    from fieldmark.store.workspace import open_workspace

    for name, cells in assignments.items():
        put(folder / "assignments" / COURSE / "notebooks" / name / f"{name}.ipynb", notebook(cells))
    (folder / "courses").mkdir(parents=True)
    made = open_workspace(folder)
    report = build_notebooks(made)
    assert not report.problems, report.problems
    return made


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def release(workspace, name: str) -> dict:
    """The released notebook, as an engineer gets it."""
    path = workspace.nbgrader(COURSE) / "release" / name / f"{name}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


def answered(workspace, name: str, answers: Mapping[str, str]) -> dict:
    """The released notebook with other sources in the cells named."""
    made = release(workspace, name)
    for cell in made["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(grade_id, cell["source"])
    return made


def submit(workspace, student: str, name: str, data: dict | str | bytes, **files: str | bytes) -> Path:
    """Hand a notebook in, with other files beside it."""
    folder = workspace.nbgrader(COURSE) / "submitted" / student / name
    put(folder / f"{name}.ipynb", json.dumps(data) if isinstance(data, dict) else data)
    put(folder / "timestamp.txt", "2026-03-02 09:20:00.000000 UTC")
    for file, content in files.items():
        put(folder / file, content)
    return folder


def grades(workspace) -> dict[tuple[str, str], tuple]:
    """(student, cell) to automatic points and whether a person should look."""
    import papers

    rows = papers.read_gradebook(workspace.gradebook(COURSE))["grades"]
    return {(r[1], r[2]): (r[3], bool(r[6])) for r in rows}


def mark_stock(workspace) -> str:
    """Mark everything that was handed in with stock nbgrader; what it said."""
    done = subprocess.run(
        [sys.executable, __file__, str(workspace.nbgrader(COURSE))], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def main(course: Path) -> None:
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import PyFileConfigLoader

    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    for assignment in sorted({p.name for p in course.glob("submitted/*/*")}):
        try:
            Autograde(coursedir=CourseDirectory(config=config, assignment_id=assignment), config=config).start()
        except NbGraderException as error:  # of some submissions; the others are marked
            sys.stderr.write(f"{error}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
