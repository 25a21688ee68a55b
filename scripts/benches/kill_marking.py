"""Marking killed at random instants, again and again until it is through, against a run that nobody disturbed."""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import marking

SUBMISSIONS, KILLS = 300, 300
QUICK_SUBMISSIONS, QUICK_KILLS = 100, 12
LEDGER = "select 'ledger', assignment, student, notebook, paper, autograded, slots from fieldmark_marked"


def run(*, quick: bool) -> dict[str, Any]:
    """`kills`: runs ended by SIGKILL; `rows_differ`: grade, comment, ledger rows, autograded notebooks and rows of the
    responses table that are not as in the undisturbed run."""
    submissions, wanted = (QUICK_SUBMISSIONS, QUICK_KILLS) if quick else (SUBMISSIONS, KILLS)
    lot = random.Random(1)  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="fieldmark-bench-") as folder:
        template, calm, killed = (Path(folder) / name for name in ("template", "calm", "killed"))
        sealed = marking.paper(template)
        marking.submit(template, sealed, [f"e{n:05}" for n in range(submissions)])
        shutil.copytree(template, calm)
        length = _mark(calm)
        want, kills, differ = _state(calm), 0, 0
        while kills < wanted:
            shutil.rmtree(killed, ignore_errors=True)
            shutil.copytree(template, killed)
            while kills < wanted and _killed(killed, lot.uniform(0, length)):
                kills += 1
            _mark(killed)
            differ += len(_state(killed) ^ want)
    return {"kills": kills, "rows_differ": differ, "submissions": submissions}


def _command(root: Path) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name("marking.py")), "notebooks", str(root)]


def _mark(root: Path) -> float:
    """Mark to the end; seconds."""
    started = time.monotonic()
    subprocess.run(_command(root), check=True, capture_output=True)
    return time.monotonic() - started


def _killed(root: Path, after: float) -> bool:
    """Whether the run was killed after so many seconds; False where it was through before."""
    with subprocess.Popen(_command(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return True
    return False


def _state(root: Path) -> set[tuple[Any, ...]]:
    """All that marking leaves."""
    import pandas as pd

    [book] = (root / ".fieldmark/nbgrader").glob("*/gradebook.db")
    with sqlite3.connect(book) as connection:
        rows = {tuple(r) for q in (marking.GRADES, marking.COMMENTS, LEDGER) for r in connection.execute(q)}
    files = (root / ".fieldmark/nbgrader").glob("*/autograded/*/*/*")
    rows |= {(str(f.relative_to(root)), hashlib.sha256(f.read_bytes()).hexdigest()) for f in files}
    table = pd.read_parquet(root / ".fieldmark/tables/responses.parquet")
    return rows | {tuple(map(str, r)) for r in table.itertuples()}
