"""What nbgrader reads as full marks although nothing says so: here no points and a flag for a person; and with
`strict_compat` as nbgrader has it, row by row."""

import shutil

import handwritten as hw
import papers
import pytest

from fieldmark.marking.handwritten.jail import why_not
from fieldmark.marking.handwritten.mark import mark_notebooks
from fieldmark.store.workspace import Workspace

pytestmark = pytest.mark.slow
CELLS = [
    hw.solution(
        "answer", "import warnings\ndef points():\n    ### BEGIN SOLUTION\n    return 2.0\n    ### END SOLUTION"
    ),
    hw.graded("scored", "points()", 4),
    hw.graded("nothing-in-it", "# a comment alone", 3),
    hw.graded("told", "assert points() is not None", 2),
]
RETURNS = {
    "half": "2.0", "whole": "4", "negative": "-5.0", "nan": "float('nan')", "true": "True", "quoted": "'3'",
    "numpy": "__import__('numpy').float64(1.5)", "warned": "warnings.warn('look') or 4.0",
}  # fmt: skip
FAIL_OPEN = ("negative", "nan", "true", "quoted", "numpy")


def _answer(value: str) -> str:
    return f"import warnings\ndef points():\n    return {value}"


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """A workspace that we marked, one that stock nbgrader marked, and one that we marked strictly compatible."""
    if why_not():
        pytest.skip(f"no jail here: {why_not()}")
    made = hw.workspace(tmp_path_factory.mktemp("ours") / "w", scores=CELLS)
    for student, value in RETURNS.items():
        hw.submit(made, student, "scores", hw.answered(made, "scores", {"answer": _answer(value)}))
    stock, compatible = (Workspace(tmp_path_factory.mktemp(name) / "w") for name in ("stock", "compatible"))
    for each in (stock, compatible):
        shutil.copytree(made.root, each.root)
    report = mark_notebooks(made)
    hw.mark_stock(stock)
    mark_notebooks(compatible, strict_compat=True)
    return made, stock, compatible, report


def test_nothing_but_a_plain_number_earns_points(three):
    grades = hw.grades(three[0])
    assert grades["half", "scored"] == (2.0, False)
    for student in FAIL_OPEN:
        assert grades[student, "scored"] == (0.0, True), student
    assert grades["warned", "scored"] == (0.0, False)  # a word on stderr is zero for nbgrader too
    assert {grades[student, "nothing-in-it"] for student in RETURNS} == {(0.0, True)}


def test_each_doubt_is_told_with_its_reason_in_both_languages(three):
    doubts = [p for p in three[3].problems if p.code == "N013"]
    told = "\n".join(p.message.en for p in doubts)
    assert "negative, “scores”, cell scores/scored: the test's result is not a number" in told
    assert "cell scores/nothing-in-it: the test holds no statement" in told
    assert all("单元" in p.message.zh for p in doubts)


def test_stock_reads_them_as_full_marks_which_is_why(three):
    grades = hw.grades(three[1])
    assert {grades[student, "scored"][0] for student in FAIL_OPEN} == {4.0}
    assert {grades[student, "nothing-in-it"][0] for student in RETURNS} == {3.0}


def test_strictly_compatible_has_the_points_of_stock(three):
    mine, theirs = hw.grades(three[2]), hw.grades(three[1])
    assert {k: points for k, (points, _) in mine.items()} == {k: points for k, (points, _) in theirs.items()}


def test_the_way_of_reading_is_remembered(three):
    assert "0 newly" in mark_notebooks(three[2], strict_compat=True).summary.en
    strict = hw.grades(three[2])
    assert "8 newly" in mark_notebooks(three[2]).summary.en
    assert hw.grades(three[2]) == hw.grades(three[0]) != strict
    assert papers.read_gradebook(three[2].gradebook(hw.COURSE))["grades"]
