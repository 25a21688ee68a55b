"""The same notebooks marked by stock `nbgrader autograde` and in the jail: honest ones get exactly the same rows."""

import json
import re
import shutil
from pathlib import Path

import handwritten as hw
import nbformat
import nbgrader
import papers
import pytest

from fieldmark.marking.handwritten.build import build_notebooks
from fieldmark.marking.handwritten.jail import why_not
from fieldmark.marking.handwritten.mark import mark_notebooks
from fieldmark.store.workspace import Workspace, open_workspace

pytestmark = pytest.mark.slow
EXAMPLE = Path(nbgrader.__file__).parent / "docs/source/user_guide"  # what `nbgrader quickstart` unpacks
SECONDS = 2

SHAPES = [
    hw.text("# Fault log 故障日志", "intro", locked=True),
    hw.code("import warnings\nimport pandas as pd\nlog = pd.read_csv('log.csv')", "setup", locked=True),
    hw.solution(
        "count-codes",
        "def count(code):\n    ### BEGIN SOLUTION\n    return int((log['code'] == code).sum())\n    ### END SOLUTION",
    ),
    hw.graded("counted", "assert count('F0030') == 2\nassert count('F9999') == 0", 2),
    hw.graded("in-parts", "float(sum(count(c) == n for c, n in (('F0030', 2), ('F0001', 1), ('F7', 0))))", 3),
    hw.graded(
        "hidden", "assert callable(count)\n### BEGIN HIDDEN TESTS\nassert count('F0001') == 1\n### END HIDDEN TESTS"
    ),
    hw.solution(
        "worst", "def worst(frame):\n    ### BEGIN SOLUTION\n    return frame['code'].mode()[0]\n    ### END SOLUTION"
    ),
    hw.graded("with-words", "print('looking', worst(log))\nassert worst(log) == 'F0030', worst(log)", 1.5),
    hw.graded("rounded", "round(1.5 * (worst(log) == 'F0030'), 1)", 1.5),
    hw.graded("in-a-frame", "import numpy as np\nassert np.isclose(log['volts'].mean(), 571.0)\nlog.shape[0] * 0.5", 2),
    hw.code("pass", "own-code", grade=True, solution=True, points=3),
    hw.text("Say why.", "own-words", grade=True, solution=True, points=2),
    hw.text("Draw the circuit.", "task", task=True, locked=True, points=4),
    hw.graded("last", "assert 'log' in globals()"),
]
RIGHT = {
    "count-codes": "def count(code):\n    return int((log['code'] == code).sum())",
    "worst": "def worst(frame):\n    return frame['code'].value_counts().index[0]",
}
ANSWERS = {
    "right": {**RIGHT, "own-code": "x = 3", "own-words": "Because."},
    "untouched": {},
    "half": {**RIGHT, "worst": "def worst(frame)\n    return 1"},
    "raises": {
        **RIGHT,
        "count-codes": "def count(code):\n    raise RuntimeError('no')\nraise ValueError('at once')",
        "own-code": "from IPython.display import HTML, SVG, Markdown, display\n"
        "display(HTML('<b>x</b>'), Markdown('*y*'))\n"
        "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'))\n"
        "import plotly.graph_objects as go\nprint('a' * 3000)\nlog.describe()",
    },
    "warns": {**RIGHT, "worst": "def worst(frame):\n    warnings.warn('careful')\n    return 'F0030'"},
    "magic": {
        **RIGHT,
        "own-code": "%time x = 1\n!echo from a shell\n%%capture\nprint(1)",
        "worst": "import asyncio, subprocess, threading, tempfile, pathlib, multiprocessing\n"
        "await asyncio.sleep(0)\n"
        "done = threading.Thread(target=lambda: None); done.start(); done.join()\n"
        "echoed = subprocess.run(['echo', 'F0030'], capture_output=True, text=True).stdout\n"
        "pathlib.Path('mine.txt').write_text(echoed)\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n    found = pool.map(len, ['ab', 'c'])\n"
        "tempfile.NamedTemporaryFile().close()\n"
        "class Code(str):\n    def __eq__(self, other):\n        return str(self) == other\n"
        "    __hash__ = str.__hash__\n"
        "def worst(frame):\n    return Code(pathlib.Path('mine.txt').read_text().strip())",
    },
    "asks": {**RIGHT, "own-code": "input('how?')", "own-words": "x", "worst": "import sys\nsys.exit(0)"},
    "loops": {**RIGHT, "worst": "def worst(frame):\n    while True:\n        pass"},
}
TWO = {
    "first": [
        hw.solution("a", "def a(): ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"),
        hw.graded("a1", "assert a() == 1"),
    ],
    "second": [hw.code("b = 2", "b", grade=True, solution=True, points=2), hw.graded("b1", "float(b == 2)")],
}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A workspace that we marked, and a copy that stock nbgrader marked."""
    if why_not():
        pytest.skip(f"no jail here: {why_not()}")
    root = tmp_path_factory.mktemp("ours") / "w"
    notebooks = root / "assignments" / hw.COURSE / "notebooks"
    shutil.copytree(EXAMPLE / "source" / "ps1", notebooks / "ps1")
    hw.put(notebooks / "shapes/shapes.ipynb", hw.notebook(SHAPES))
    hw.put(notebooks / "shapes/log.csv", "code,volts\nF0030,570\nF0001,566\nF0030,577\n")
    for name, cells in TWO.items():
        hw.put(notebooks / f"two/{name}.ipynb", hw.notebook(cells))
    hw.put(root / "grading/notebooks.yaml", f"cell_seconds: {SECONDS}\n")
    (root / "courses").mkdir()
    ours = open_workspace(root)
    assert not build_notebooks(ours).problems
    _submit(ours)
    stock = Workspace(tmp_path_factory.mktemp("stock") / "w")
    shutil.copytree(ours.root, stock.root)
    with (stock.nbgrader(hw.COURSE) / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Execute.timeout = {SECONDS}\n")
    report = mark_notebooks(ours)
    hw.mark_stock(stock)
    return ours, stock, report


def _submit(ours):
    course = ours.nbgrader(hw.COURSE)
    shutil.copytree(EXAMPLE / "submitted", course / "submitted")
    for student, answers in ANSWERS.items():
        hw.submit(ours, student, "shapes", hw.answered(ours, "shapes", answers))
    folder = hw.submit(ours, "right", "two", "")
    (folder / "two.ipynb").unlink()
    shutil.copy(course / "release/two/second.ipynb", folder)  # the first is missing
    old = hw.answered(ours, "shapes", RIGHT)  # as editors before cell ids wrote it, sources as lists of lines
    old["nbformat_minor"] = 4
    for cell in old["cells"]:
        del cell["id"]
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    hw.submit(ours, "older", "shapes", old)


def test_every_row_is_as_stock_nbgrader_leaves_it(both):
    ours, stock, report = both
    mine, theirs = (papers.read_gradebook(w.gradebook(hw.COURSE)) for w in (ours, stock))
    assert len({r[1] for r in theirs["grades"]}) == len(ANSWERS) + 3
    for name, rows in theirs.items():
        assert set(mine[name]) ^ set(rows) == set(), name
    assert report.problems == ()


def test_the_notebooks_are_of_many_shapes(both):
    rows = {r[1:4] for r in papers.read_gradebook(both[1].gradebook(hw.COURSE))["grades"]}
    for student, cell, points in (
        ("right", "in-parts", 3.0), ("half", "rounded", 0.0), ("untouched", "counted", 0.0), ("untouched", "last", 1.0),
        ("right", "own-code", None), ("untouched", "own-code", 0.0), ("warns", "with-words", 0.0),
        ("loops", "with-words", 0.0), ("loops", "last", 1.0), ("magic", "with-words", 1.5), ("right", "a1", 0.0),
        ("raises", "in-a-frame", 1.5), ("older", "counted", 2.0), ("hacker", "correct_squares", 1.0),
    ):  # fmt: skip
        assert (student, cell, points) in rows, (student, cell)


def test_autograded_notebooks_hold_the_same_cells_and_are_read_only(both):
    ours, stock, _ = both
    for name in ("right", "raises", "warns", "magic"):
        place = f"autograded/{name}/shapes/shapes.ipynb"
        mine, theirs = (w.nbgrader(hw.COURSE) / place for w in (ours, stock))
        assert mine.stat().st_mode & 0o777 == 0o444
        made = nbformat.read(mine, as_version=4)
        nbformat.validate(made)
        other = nbformat.read(theirs, as_version=4)
        assert [c.source for c in made.cells] == [c.source for c in other.cells]
        assert [_said(c) for c in made.cells] == [_said(c) for c in other.cells], name


def _said(cell):
    """A cell's outputs, without times and places of the run."""
    kept = [o for o in cell.get("outputs", []) if o.output_type != "error"]
    errors = [o.ename for o in cell.get("outputs", []) if o.output_type == "error"]
    said = [json.dumps(o.get("data") or o.get("text")) for o in kept if "time" not in str(o)]
    return [re.sub(r"ipykernel_\d+", "ipykernel", words) for words in said], errors


def test_marking_again_does_nothing_and_keeps_what_people_gave(both):
    from sqlalchemy import update

    from fieldmark.store import gradebook as book

    ours, _, _ = both
    assert "0 newly" in mark_notebooks(ours).summary.en
    with book.gradebook(ours, hw.COURSE) as engine, engine.begin() as connection:
        connection.execute(update(book.grade).values(manual_score=0.25).where(book.grade.c.auto_score == 2.0))
    shutil.rmtree(ours.nbgrader(hw.COURSE) / "autograded/half")
    assert "1 newly" in mark_notebooks(ours).summary.en
    again = {r[2]: r[3:] for r in papers.read_gradebook(ours.gradebook(hw.COURSE))["grades"] if r[1] == "half"}
    assert again["counted"] == (2.0, 0.25, None, 1)
    assert again["in-parts"] == (3.0, None, None, 0)
