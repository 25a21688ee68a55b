"""Marking: stock `nbgrader autograde` and the answers lane on the same submissions of a 40-question paper.

The questions are the sample course's. CPU is that of the marking process and its children; nbgrader's start and import
(2 to 5 s) are left out of its figure, ours are left in.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from measure import Taken, watch

ROOT = Path(__file__).resolve().parents[2]
SLOTS, STOCK, OURS = 40, 20, 10_000
QUICK_STOCK, QUICK_OURS = 3, 200
GRADES = """
    select 'grade', s.student_id, b.name, x.auto_score, x.manual_score, x.extra_credit, x.needs_manual_grade
    from grade x join base_cell b on b.id = x.cell_id join submitted_notebook n on n.id = x.notebook_id
    join submitted_assignment s on s.id = n.assignment_id
"""
COMMENTS = """
    select 'comment', s.student_id, b.name, x.auto_comment, x.manual_comment
    from comment x join base_cell b on b.id = x.cell_id join submitted_notebook n on n.id = x.notebook_id
    join submitted_assignment s on s.id = n.assignment_id
"""
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def run(*, quick: bool) -> dict[str, Any]:
    """`answers_ratio`: CPU per submission of stock over ours (rows alone); `notebooks_cpu_ms` and `rows_cpu_ms`: ours
    per submission; `stock_cpu_ms`; `per_second`: submissions marked a second, rows and responses table;
    `rows_differ`: grade and comment rows that stock has otherwise; `peak_mb` of the marker. And what
    `marking_notebooks` says of hand-written assignments."""
    import marking_notebooks

    stock, ours = (QUICK_STOCK, QUICK_OURS) if quick else (STOCK, OURS)
    by_hand = marking_notebooks.run(quick=quick)
    with tempfile.TemporaryDirectory() as folder:
        sealed = paper(Path(folder) / "ours")
        names = [f"e{n:05}" for n in range(ours)]
        submit(Path(folder) / "ours", sealed, names)
        _copy(Path(folder) / "ours", Path(folder) / "stock", names[:stock])
        theirs = _process("stock", Path(folder) / "stock")
        rows = _ours("rows", Path(folder) / "ours")
        second = _ours("notebooks", Path(folder) / "ours")
        differ = _differ(Path(folder) / "ours", Path(folder) / "stock", set(names[:stock]))
    return {
        **by_hand,
        "answers_ratio": round(theirs["cpu"] / stock / (rows.cpu_seconds / ours), 1),
        "rows_differ": differ + by_hand["rows_differ"],
        "per_second": round(ours / rows.seconds, 1),
        "peak_mb": round(max(rows.peak_mb, second.peak_mb)),
        "stock_cpu_ms": round(theirs["cpu"] / stock * 1000, 1),
        "rows_cpu_ms": round(rows.cpu_seconds / ours * 1000, 2),
        "notebooks_cpu_ms": round(second.cpu_seconds / ours * 1000, 2),
        "submissions": ours,
        "stock_submissions": stock,
        "questions": SLOTS,
    }


def paper(root: Path) -> Any:
    """A workspace with one built paper of 40 questions of the sample course."""
    from dataclasses import replace

    from fieldmark.bank import read
    from fieldmark.model.content import Content
    from fieldmark.model.item import PRACTICALS, SAT
    from fieldmark.model.paper import Blueprint, Draw, Form
    from fieldmark.model.text import Text
    from fieldmark.paper.build import build
    from fieldmark.store.sealed import read_sealed
    from fieldmark.store.workspace import Workspace, open_workspace

    content = read(Workspace(ROOT))
    kinds = sorted({i.kind for i in content.items} & set(SAT) - {"long", *PRACTICALS})
    items = tuple(i for i in content.items if i.kind in (*kinds, "long"))
    counts = [(k, min(sum(i.kind == k for i in items), SLOTS // len(kinds))) for k in kinds]
    draws = [Draw(n, 1.0, kinds=(k,)) for k, n in counts if n]
    draws += [Draw(2, 2.0, kinds=("long",))]
    draws += [Draw(SLOTS - sum(d.count for d in draws), 1.0, kinds=tuple(kinds))]
    blueprint = Blueprint(
        "bench", content.courses[0].id, Text("Bench"), 60, tuple(draws), (Form("one", Text("One"), 1),)
    )
    (root / "courses").mkdir(parents=True)
    workspace = open_workspace(root)
    build(workspace, replace(Content(content.courses, items), blueprints=(blueprint,)))
    return read_sealed(workspace, "bench-one")


def submit(root: Path, sealed: Any, names: list[str]) -> None:
    """Submissions as `collect` leaves them, without its syncing of every file; by a process for each core."""
    from concurrent.futures import ProcessPoolExecutor
    from functools import partial
    from multiprocessing import get_context

    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        list(pool.map(partial(_submit_one, root, sealed), names, chunksize=50))


def _submit_one(root: Path, sealed: Any, name: str) -> None:
    from fieldmark.paper.collect import filled
    from fieldmark.paper.notebook import to_line

    assignment = sealed.paper.assignment(1)
    course = root / ".fieldmark/nbgrader" / sealed.paper.course
    release = (course / "release" / assignment / f"{assignment}.ipynb").read_text()
    folder = course / "submitted" / name / assignment
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2026-03-02 09:20:00.000000 UTC")
    (folder / f"{assignment}.ipynb").write_text(to_line(filled(release, sealed, _submission(sealed, name))))


def _submission(sealed: Any, name: str) -> Any:
    from fieldmark.items import variant
    from fieldmark.model.sitting import Submission

    lot = random.Random(name)  # noqa: S311
    answers = {s.name: dict(_answer(*variant(sealed, s, name), lot)) for s in sealed.paper.slots if lot.random() > 0.05}
    end = START + timedelta(minutes=20)
    return Submission(
        f"s-{name}", sealed.paper.id, 1, name, START, end, answers, dict.fromkeys(answers, 20.0), digest=sealed.digest
    )


def _answer(item: Any, drawn: Any, lot: random.Random) -> Iterator[tuple[str, Any]]:
    """An answer by lot; numbers and texts are right half of the time."""
    from fieldmark.items import public, right

    seen = public(item, drawn)
    keys = [o["key"] for o in seen.get("options", [])]
    known = right(item, drawn).en if lot.random() < 0.5 else "7 A"
    if item.kind in ("choice", "truefalse"):
        yield "choice", lot.choice(keys)
    elif item.kind == "multiple":
        yield "choices", [k for k in keys if lot.random() < 0.5]
    elif item.kind == "ordering":
        yield "order", lot.sample(keys, len(keys))
    elif item.kind == "matching":
        yield "pairs", {o["key"]: lot.choice(seen["right"])["key"] for o in seen["left"]}
    elif item.kind == "numeric":
        yield "value", known.split(" ")[0]
        yield "unit", item.unit
    else:
        yield "text", known


def _copy(ours: Path, stock: Path, names: list[str]) -> None:
    """The same course with the first submissions alone, for stock nbgrader."""
    shutil.copytree(ours, stock, ignore=shutil.ignore_patterns("submitted"))
    for name in names:
        for course in (ours / ".fieldmark/nbgrader").glob("*/submitted"):
            shutil.copytree(course / name, stock / course.relative_to(ours) / name)


def _ours(what: str, root: Path) -> Taken:
    """The answers lane in a process of its own, its start and its workers counted."""
    return watch([sys.executable, __file__, what, str(root)], cwd=ROOT)


def _process(what: str, root: Path) -> dict[str, float]:
    """Run one of `main`'s jobs in a process of its own; CPU seconds of the job alone."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, __file__, what, str(root)],
        capture_output=True, text=True, check=False, env={**os.environ, "PATH": path},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _differ(ours: Path, stock: Path, names: set[str]) -> int:
    """Grade and comment rows of `names` that are not the same in both gradebooks."""
    mine, theirs = ({r for r in gradebook_rows(root) if r[1] in names} for root in (ours, stock))
    return len(mine ^ theirs)


def gradebook_rows(root: Path) -> list[tuple[Any, ...]]:
    [book] = (root / ".fieldmark/nbgrader").glob("*/gradebook.db")
    with sqlite3.connect(book) as connection:
        return [tuple(row) for query in (GRADES, COMMENTS) for row in connection.execute(query)]


# --- in processes of their own ----------------------------------------------------------------------------


def main(what: str, root: Path) -> None:
    import resource

    def cpu() -> float:
        used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(u.ru_utime + u.ru_stime for u in used)

    if what != "stock":
        from fieldmark.marking.mark import mark
        from fieldmark.store.workspace import Workspace

        mark(Workspace(root), notebooks=what == "notebooks")
        return
    grader = autograde(next((root / ".fieldmark/nbgrader").glob("*/gradebook.db")).parent)
    before = cpu()
    grader.start()
    sys.stdout.write(json.dumps({"cpu": cpu() - before}) + "\n")


def autograde(course: Path) -> Any:
    """nbgrader's Autograde of the one assignment, imported and configured."""
    import logging

    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import PyFileConfigLoader

    logging.disable(logging.WARNING)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    name = next((course / "release").iterdir()).name
    return Autograde(coursedir=CourseDirectory(config=config, assignment_id=name), config=config)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
