"""The same submissions marked by stock `nbgrader autograde` and by the answers lane: every row is the same."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import papers
import practicals
import pytest
from mixed import NAME, everyone, tamper

from fieldmark.marking.mark import mark
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect_one
from fieldmark.paper.leak import told
from fieldmark.site.lab import SHARE
from fieldmark.store.sealed import read_sealed
from fieldmark.store.workspace import Workspace

pytestmark = pytest.mark.slow
SUBMISSIONS, SLOTS = 16, 11


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course built by nbgrader with its submissions, marked by us, and a copy marked by stock nbgrader."""
    ours = papers.workspace(tmp_path_factory.mktemp("ours") / "w")
    build(ours, practicals.content())
    sealed = read_sealed(ours, "basics-before")
    for engineer, answers in everyone(sealed, SUBMISSIONS).items():
        collect_one(ours, papers.submission(sealed, engineer, answers))
    tamper(ours.nbgrader(papers.COURSE) / "submitted")
    stock = Workspace(tmp_path_factory.mktemp("stock") / "w")
    shutil.copytree(ours.root, stock.root)
    mark(ours)
    script = Path(__file__).with_name("nbgrader_stock.py")
    folders = [str(w.nbgrader(papers.COURSE)) for w in (stock, ours)]
    environment = {**os.environ, "JUPYTER_PATH": str(SHARE)}  # as trainers' servers have it
    done = subprocess.run(
        [sys.executable, str(script), *folders], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return ours, stock, json.loads(done.stdout.strip().splitlines()[-1])


def test_every_row_is_as_stock_nbgrader_leaves_it(course):
    ours, stock, _ = course
    mine, theirs = (papers.read_gradebook(w.gradebook(papers.COURSE)) for w in (ours, stock))
    assert len(theirs["grades"]) == len(theirs["comments"]) == SUBMISSIONS * SLOTS
    for name, rows in theirs.items():
        assert mine[name] == rows, name


def test_the_comparison_has_every_kind_with_full_partial_and_no_points(course):
    ours, _, _ = course
    rows = papers.read_gradebook(ours.gradebook(papers.COURSE))["grades"]
    sealed = read_sealed(ours, "basics-before")
    most = {s.name: s.points for s in sealed.paper.slots}
    seen = {name: {r[3] for r in rows if r[2] == name} for name in most}
    assert all(0.0 in scores for scores in seen.values())
    assert all(most[n] in scores for n, scores in seen.items() if n not in ("q08", "q10"))
    for name in ("q02", "q05", "q06", "q10"):  # the kinds that know partial credit
        assert any(0 < score < most[name] for score in seen[name]), name
    assert None in seen["q08"]


def test_autograded_notebooks_are_what_stock_writes(course):
    ours, stock, _ = course
    for engineer in ("e001", "e002", "e003", "e010"):
        mine, theirs = (notebook(w, engineer) for w in (ours, stock))
        assert mine == theirs, engineer


def notebook(workspace, engineer):
    """Of the autograded notebook what does not tell of the kernel that ran."""
    path = workspace.nbgrader(papers.COURSE) / "autograded" / engineer / NAME / f"{NAME}.ipynb"
    assert path.stat().st_mode & 0o777 == 0o444
    made = nbformat.read(path, as_version=4)
    nbformat.validate(made)
    for cell in made.cells:
        cell.metadata.pop("execution", None)
    return made.cells, made.metadata.kernelspec, made.metadata.fieldmark, made.nbformat_minor


def test_formgraders_pages_get_the_same_from_both(course):
    _, _, said = course

    def without_ids(rows):
        if isinstance(rows, list):
            return [without_ids(r) for r in rows]
        return (
            {k: v for k, v in rows.items() if k not in ("id", "index", "flagged")} if isinstance(rows, dict) else rows
        )

    for name, rows in said["stock"].items():
        assert without_ids(said["ours"][name]) == without_ids(rows), name
    assert [a[:3] for a in said["ours"]["assignments"]] == [
        ["basics-after-a1", "draft", 0],
        [NAME, "draft", SUBMISSIONS],
    ]
    assert all(r["autograded"] for r in said["ours"]["manage"])


def test_nbgraders_feedback_of_our_notebooks_can_be_made(course):
    _, _, said = course
    assert "basics-before" in said["feedback"]
    assert "choice question" in said["feedback"]
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=.(?:https?:)?//[^>]+", said["feedback"])


def test_no_key_reaches_anything_that_nbgrader_released(course):
    ours, _, _ = course
    folder = ours.nbgrader(papers.COURSE)
    for paper in ("basics-before", "basics-after"):
        sealed = read_sealed(ours, paper)
        for step in ("source", "release"):
            [path] = (folder / step / f"{paper}-a1").glob("*.ipynb")
            assert told(path.read_text(encoding="utf-8"), sealed) == []
        for path in (p for p in folder.rglob("*") if p.is_file()):
            assert sealed.secret.encode() not in path.read_bytes(), path


def test_the_course_folder_can_be_generated_again_by_a_trainer_in_formgrader(course):
    """The released notebook is what `nbgrader generate_assignment` makes with the course's own configuration."""
    ours, _, _ = course
    release = ours.nbgrader(papers.COURSE) / "release" / NAME / f"{NAME}.ipynb"
    cells = {c.id: c for c in nbformat.read(release, as_version=4).cells}
    assert cells["q01-answer"].source == cells["q08"].source == "ANSWER = {}"
    assert cells["q01"].metadata.nbgrader.checksum
    assert not cells["q01"].metadata.editable
