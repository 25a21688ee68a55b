"""Notebooks: stock `nbgrader autograde` and the notebook lane on the same submissions of the sample course's
hand-written assignment.

CPU is that of the marking process, its kernels and the jail. The import of nbgrader (2 to 5 s) is left out of both
figures; the start of the jail's warm parent is left in.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NAME = "brake-resistor"
STOCK, OURS = 20, 200
QUICK_STOCK, QUICK_OURS = 2, 48
WRONG = {
    "trips": "def trips(log):\n    return {}",
    "highest": "def highest_while_stopping(log):\n    return log['dc_volts'].max()",
    "braking": "def braking(inertia, rpm, seconds, every):\n    return 1 / 0",
}


def run(*, quick: bool) -> dict[str, Any]:
    """`notebooks_ratio`: CPU per submission of stock over ours; `rows_differ`: grade and comment rows that stock has
    otherwise; `notebook_cpu_ms`, `stock_notebook_cpu_ms`: CPU per submission."""
    stock, ours = (QUICK_STOCK, QUICK_OURS) if quick else (STOCK, OURS)
    with tempfile.TemporaryDirectory(prefix="fieldmark-bench-") as folder:
        mine, theirs = Path(folder) / "ours", Path(folder) / "stock"
        course = _course(mine)
        names = [f"e{n:05}" for n in range(ours)]
        _submit(course, names)
        shutil.copytree(mine, theirs, ignore=shutil.ignore_patterns(*names[stock:]))
        taken = {what: _process(what, root) for what, root in (("stock", theirs), ("ours", mine))}
        differ = _differ(mine, theirs, set(names[:stock]))
    per = {"stock": taken["stock"] / stock * 1000, "ours": taken["ours"] / ours * 1000}
    return {
        "notebooks_ratio": round(per["stock"] / per["ours"], 1),
        "rows_differ": differ,
        "stock_notebook_cpu_ms": round(per["stock"], 1),
        "notebook_cpu_ms": round(per["ours"], 1),
        "notebooks": ours,
        "stock_notebooks": stock,
    }


def _course(root: Path) -> Path:
    """A workspace with the one assignment, built; its nbgrader course. Without its values.yaml, which stock nbgrader
    has no notion of: what the values say is asserted there instead."""
    from fieldmark.marking.handwritten.build import build_notebooks
    from fieldmark.store.workspace import open_workspace

    source = next((ROOT / "assignments").glob(f"*/notebooks/{NAME}"))
    folder = root / "assignments" / source.parents[1].name / "notebooks" / NAME
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("values.yaml"))
    notebook = json.loads((folder / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in CHECKED:
            cell["source"] = "".join(cell["source"]).rstrip() + CHECKED[cell["metadata"]["nbgrader"]["grade_id"]]
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    (root / "courses").mkdir()
    report = build_notebooks(open_workspace(root))
    if report.problems:
        raise RuntimeError(report.problems[0].message.en)
    return next((root / ".fieldmark/nbgrader").iterdir())


CHECKED = {
    "counted": " == [3, 1, 2]\nfloat(3 * (found.get('overcurrent') == 3))",
    "highest-value": " == 744\nfloat(2 * (highest_while_stopping(other) == 744))",
    "powers": "\nassert abs(peak - 5764) < 58, peak\nassert abs(mean - 384.3) < 4, mean",
}


def _submit(course: Path, names: list[str]) -> None:
    """Right answers, and ones with a mistake; each third writes a text for a person to read."""
    source = json.loads((course / "source" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    release = (course / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    right = dict(_solutions(source))
    for n, name in enumerate(names):
        answers = {**right, "on-site": "The line first." if n % 3 == 0 else "*Your answer 您的回答*"}
        for mistake in [key for bit, key in enumerate(WRONG) if n % 4 == bit]:
            answers[mistake] = WRONG[mistake]
        made = json.loads(release)
        for cell in made["cells"]:
            own = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            cell["source"] = answers.get(own, cell["source"])
        folder = course / "submitted" / name / NAME
        shutil.copytree(course / "release" / NAME, folder)
        (folder / f"{NAME}.ipynb").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-03-02 09:20:00.000000 UTC", encoding="ascii")


def _solutions(source: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for cell in source["cells"]:
        own = cell["metadata"].get("nbgrader", {})
        if own.get("solution") and cell["cell_type"] == "code":
            lines = "".join(cell["source"]).splitlines()
            yield own["grade_id"], "\n".join(line for line in lines if "###" not in line)


def _process(what: str, root: Path) -> float:
    """CPU seconds of one job of `main` in a process of its own."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, __file__, what, str(root)],
        capture_output=True, text=True, check=False, env={**os.environ, "PATH": path},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return float(done.stdout.strip().splitlines()[-1])


def _differ(ours: Path, stock: Path, names: set[str]) -> int:
    from marking import gradebook_rows

    mine, theirs = ({r for r in gradebook_rows(root) if r[1] in names} for root in (ours, stock))
    if not theirs:
        raise RuntimeError("stock nbgrader left no rows")
    return len(mine ^ theirs)


# --- in processes of their own ----------------------------------------------------------------------------


def main(what: str, root: Path) -> None:
    spent = _stock(root) if what == "stock" else _ours(root)
    sys.stdout.write(f"{spent}\n")


def _cpu() -> float:
    import resource

    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def _stock(root: Path) -> float:
    import marking

    autograde = marking.autograde(next((root / ".fieldmark/nbgrader").iterdir()))
    before = _cpu()
    autograde.start()
    return _cpu() - before


def _ours(root: Path) -> float:
    """The whole lane. One process grades, so that the jail's own account, which nothing outside of it keeps, can be
    read at its end."""
    from concurrent.futures import ThreadPoolExecutor

    import nbgrader.apps  # noqa: F401

    from fieldmark.marking.handwritten import jail
    from fieldmark.marking.handwritten.mark import mark_notebooks
    from fieldmark.store.workspace import Workspace

    opened: list[jail.Jail] = []
    make = jail.Jail._wait

    def remembered(self: jail.Jail) -> None:
        opened.append(self)
        make(self)

    jail.Jail._wait = remembered  # type: ignore[method-assign]
    before = _cpu()
    with ThreadPoolExecutor(1) as one:
        report = mark_notebooks(Workspace(root), workers=one)
        inside = sum(one.submit(each.close).result() for each in opened)

    if report.problems or not inside:
        raise RuntimeError(f"not marked: {report.problems[:1]}")
    return _cpu() - before + inside


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
