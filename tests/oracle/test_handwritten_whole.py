"""Marking hand-written notebooks ends the same however it is done: by one process or many, killed at each step, two
runs at once, gradebook here or in PostgreSQL."""

import hashlib
import os
import select
import shutil
import signal
import subprocess
import sys
from concurrent.futures import Executor, Future
from pathlib import Path

import handwritten as hw
import papers
import postgresql
import pytest

from fieldmark.marking.handwritten.build import build_notebooks
from fieldmark.marking.handwritten.jail import why_not
from fieldmark.marking.handwritten.mark import mark_notebooks
from fieldmark.model.problem import Refused
from fieldmark.store import gradebook as book
from fieldmark.store.files import only_one
from fieldmark.store.workspace import Workspace

pytestmark = pytest.mark.slow
CELLS = [
    hw.solution("solve", "def ohm(volts, amps):\n    ### BEGIN SOLUTION\n    return v / a\n    ### END SOLUTION"),
    hw.graded("asserts", "assert ohm(10, 4) == 2.5\nassert ohm(9, 3) == 3", 2),
    hw.graded("number", "float(3 * (ohm(9, 3) == 3))", 3),
    hw.text("Say why.", "words", grade=True, solution=True, points=2),
]
ANSWERS = {
    "e1": "def ohm(volts, amps):\n    return volts / amps",
    "e2": "def ohm(volts, amps):\n    return volts * amps",
    "e3": "def ohm(volts, amps):\n    return 3.0",
    "e4": "import os\nos._exit(0)",
}
RUN = """
import os, sys
from pathlib import Path
from fieldmark.marking.handwritten import mark
from fieldmark.store.workspace import Workspace

place, when, count = mark._place, sys.argv[2], [0]
def die(*_, **__):
    count[0] += 1
    if count[0] == 2:
        os.kill(os.getpid(), 9)
def around(function, before):
    def done(*rest, **named):
        if before:
            die()
        said = function(*rest, **named)
        if not before:
            die()
        return said
    return done
if __name__ == "__main__":
    if when == "placing":
        mark._place = around(mark._place, True)
    elif when == "placed":
        mark._place = around(mark._place, False)
    elif when == "rows":
        mark.rows.write = around(mark.rows.write, False)
    elif when == "noted":
        mark.rows.note = around(mark.rows.note, False)
    elif when == "settled":
        mark._settle = around(mark._settle, False)
    mark.mark_notebooks(Workspace(Path(sys.argv[1])), processes=1)
"""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A workspace with submissions, not marked yet."""
    if why_not():
        pytest.skip(f"no jail here: {why_not()}")
    made = hw.workspace(tmp_path_factory.mktemp("handed-in") / "w", ohm=CELLS)
    for student, code in ANSWERS.items():
        hw.submit(made, student, "ohm", hw.answered(made, "ohm", {"solve": code, "words": f"Because of {student}."}))
    return made


@pytest.fixture
def copy(handed_in, tmp_path):
    shutil.copytree(handed_in.root, tmp_path / "w")
    return Workspace(tmp_path / "w")


def state(workspace):
    """Rows of the gradebook, and cells of the autograded notebooks without what differs from run to run."""
    notebooks = {}
    for path in sorted(workspace.nbgrader(hw.COURSE).glob("autograded/*/*/*.ipynb")):
        text = "".join(line for line in path.read_text().splitlines() if '"iopub' not in line and '"shell.' not in line)
        notebooks[str(path.relative_to(workspace.root))] = hashlib.sha256(text.encode()).hexdigest()
    return papers.read_gradebook(workspace.gradebook(hw.COURSE)), sorted(notebooks)


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory):
    calm = Workspace(tmp_path_factory.mktemp("calm") / "w")
    shutil.copytree(handed_in.root, calm.root)
    report = mark_notebooks(calm, processes=1)
    assert [(r["assignment"], r["submissions"], r["marked"]) for r in report.rows] == [
        ("ohm", len(ANSWERS), len(ANSWERS))
    ]
    made = state(calm)
    assert len(made[0]["grades"]) == 3 * len(ANSWERS)
    assert len(made[1]) == len(ANSWERS)
    return made


@pytest.mark.parametrize("processes", [2, 8])
def test_the_same_rows_from_any_number_of_processes(copy, undisturbed, processes):
    mark_notebooks(copy, processes=processes)
    assert state(copy) == undisturbed


@pytest.mark.parametrize("when", ["placing", "placed", "rows", "noted", "settled"])
def test_killed_at_any_step_the_next_run_ends_the_same(copy, undisturbed, tmp_path, when):
    script = tmp_path / "run.py"
    script.write_text(RUN)
    with (tmp_path / "said").open("w+b") as said:
        command = [sys.executable, str(script), str(copy.root), when]
        done = subprocess.run(command, stdout=said, stderr=said, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, (tmp_path / "said").read_text()[-2000:]
    assert not _jails_of(copy)
    mark_notebooks(copy, processes=1)
    assert state(copy) == undisturbed
    assert not list((copy.state / "notebooks").glob("*"))


def _jails_of(workspace):
    """Jails that still serve the workspace, once they had 10 s to notice that their parent is gone."""
    wanted = str(workspace.state).encode()
    for _ in range(200):
        found = [line for line in map(_command_line, Path("/proc").glob("[0-9]*/cmdline")) if wanted in line]
        if not [line for line in found if b"bwrap" in line]:
            return []
        select.select([], [], [], 0.05)
    return found


def _command_line(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


class Dying(Executor):
    """Its workers die of everything."""

    def submit(self, function, /, *rest, **named):
        future = Future()
        future.set_exception(RuntimeError("the worker is gone"))
        return future


def test_where_workers_die_the_work_is_done_here(copy, undisturbed):
    assert mark_notebooks(copy, workers=Dying()).problems
    assert state(copy) == undisturbed


def test_two_runs_at_once_do_no_harm(copy, undisturbed):
    with only_one(copy.lock("mark"), "fieldmark mark"), pytest.raises(Refused) as refused:
        mark_notebooks(copy)
    assert [p.code for p in refused.value.problems] == ["W003"]
    command = [sys.executable, "-c", f"{RUN.split('place, when')[0]}mark.mark_notebooks(Workspace(Path(sys.argv[1])))"]
    runs = [subprocess.Popen([*command, str(copy.root)], stderr=subprocess.PIPE) for _ in range(2)]
    said = [run.communicate()[1] for run in runs]
    assert 0 in {run.returncode for run in runs}, said
    mark_notebooks(copy)
    assert state(copy) == undisturbed


def test_the_same_rows_in_postgresql(tmp_path, monkeypatch, undisturbed):
    if postgresql.programs() is None:
        pytest.skip("no PostgreSQL on this machine")
    with postgresql.running(postgresql.programs()) as server:
        monkeypatch.setenv(book.ADDRESS, server.url)
        made = hw.workspace(tmp_path / "w", ohm=CELLS)
        assert not made.gradebook(hw.COURSE).exists()
        for student, code in ANSWERS.items():
            answers = {"solve": code, "words": f"Because of {student}."}
            hw.submit(made, student, "ohm", hw.answered(made, "ohm", answers))
        assert build_notebooks(made).rows[0]["state"] == "unchanged"
        mark_notebooks(made)
        again = mark_notebooks(made)
        assert "0 newly" in again.summary.en
        row = {"assignment": "ohm", "course": hw.COURSE, "submissions": len(ANSWERS), "marked": 0}
        assert again.rows == [row]
        engine = book.connect(server.url)
        with engine.begin() as connection:
            rows = [tuple(r) for r in connection.exec_driver_sql(papers.GRADES)]
        engine.dispose()
        assert server.url in (made.nbgrader(hw.COURSE) / "nbgrader_config.py").read_text(encoding="utf-8")
    plain = {tuple(int(v) if isinstance(v, bool) else v for v in row) for row in rows}
    assert plain == set(map(tuple, undisturbed[0]["grades"]))


def test_nbgraders_own_tools_see_what_is_released(handed_in, tmp_path):
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    exchange = f"--Exchange.root={handed_in.state / 'exchange'}"
    command = [sys.executable, "-m", "nbgrader", "fetch_assignment", "ohm", "--course", hw.COURSE, exchange]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    release = handed_in.nbgrader(hw.COURSE) / "release/ohm/ohm.ipynb"
    assert (tmp_path / "ohm/ohm.ipynb").read_bytes() == release.read_bytes()
