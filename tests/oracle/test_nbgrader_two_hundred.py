"""Two hundred submissions over every kind, practicals and observations too: stock `nbgrader autograde` and the answers
lane leave the same grade and comment rows. Stock marks in as many processes as fit here, each some of the engineers."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import papers
import practicals
import pytest
from mixed import checklist, everyone, some, tamper

from fieldmark.marking.mark import mark
from fieldmark.model.item import KINDS
from fieldmark.model.paper import OBSERVED, Draw, Form
from fieldmark.model.text import Text
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect_one
from fieldmark.store.sealed import read_sealed
from fieldmark.store.tables import read_table
from fieldmark.store.workspace import Workspace

pytestmark = pytest.mark.slow
SUBMISSIONS, WHOLE = 200, 30
SHORT = (
    ("choice", "matching", "long"),
    ("numeric", "ordering", "fault"),
    ("multiple", "truefalse", "short", "dialogue"),
)
FORM = Form("one", Text("One"), 1)


def part(ours, place, names):
    """A copy of the course with the submissions of `names` alone."""
    shutil.copytree(ours.root, place, ignore=shutil.ignore_patterns("submitted"))
    for name in names:
        there = ours.nbgrader(papers.COURSE) / "submitted" / name
        shutil.copytree(there, Workspace(place).nbgrader(papers.COURSE) / "submitted" / name)
    return Workspace(place)


def autograde(courses, home):
    """Stock nbgrader over all courses at once; each kernel history in a folder of its own."""
    script = Path(__file__).with_name("nbgrader_autograde.py")
    with ExitStack() as stack:
        running = []
        for n, course in enumerate(courses):
            environment = {**os.environ, "IPYTHONDIR": str(home / f"ipython-{n}")}
            log = stack.enter_context((home / f"stock-{n}.log").open("w+"))
            command = [sys.executable, str(script), str(course.nbgrader(papers.COURSE))]
            running.append((subprocess.Popen(command, stdout=log, stderr=log, env=environment), log))
        for process, log in running:
            if process.wait(600):
                log.seek(0)
                raise AssertionError(log.read()[-3000:])


def rows(workspace, what):
    return papers.read_gradebook(workspace.gradebook(papers.COURSE))[what]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The whole paper for some, short ones for many: a workspace, and who submitted what."""
    ours = papers.workspace(tmp_path_factory.mktemp("ours") / "w")
    content = practicals.content()
    short = [
        papers.blueprint(id=f"short{n}", draws=tuple(Draw(1, 2.0, kinds=(kind,)) for kind in kinds), forms=(FORM,))
        for n, kinds in enumerate(SHORT)
    ]
    watched = checklist()
    build(ours, replace(content, items=(*content.items, watched), blueprints=(*content.blueprints, *short)))
    whole = read_sealed(ours, "basics-before")
    given = {engineer: (whole, answers) for engineer, answers in everyone(whole, WHOLE).items()}
    others = [*(f"short{n}-one" for n in range(len(SHORT))), f"{watched.id}-{OBSERVED}"]
    for n in range(WHOLE + 1, SUBMISSIONS + 1):
        sealed = read_sealed(ours, others[n % len(others)])
        given[f"e{n:03}"] = (sealed, some(sealed, f"e{n:03}"))
    for engineer, (sealed, answers) in given.items():
        collect_one(ours, papers.submission(sealed, engineer, answers))
    tamper(ours.nbgrader(papers.COURSE) / "submitted")
    return ours, {engineer: sealed for engineer, (sealed, _) in given.items()}


def for_examiners(ours, sat):
    """Rows of observations that examiners have to finish or settle. Stock gives 0, since its test cells cannot ask for
    a person; ours gives 0 and asks."""
    table = read_table(ours, "responses")
    waits = table[(table.kind == "observation") & table.points.isna()]
    return {(sat[r.engineer].paper.assignment(1), r.engineer, r.slot) for r in waits.itertuples()}


def asking(row):
    assert row[3:] == (0.0, None, None, 0)
    return (*row[:6], 1)


def test_two_hundred_submissions_over_all_kinds_get_the_rows_of_stock_nbgrader(course, tmp_path):
    ours, sat = course
    hands = len(os.sched_getaffinity(0)) + 1
    stock = [part(ours, tmp_path / f"stock-{n}", sorted(sat)[n::hands]) for n in range(hands)]
    autograde(stock, tmp_path)
    mark(ours, notebooks=False)
    slots = sum(len(sealed.paper.slots) for sealed in sat.values())
    open_ = for_examiners(ours, sat)
    assert open_
    for what, count in (
        ("grades", slots),
        ("comments", slots),
        ("submissions", SUBMISSIONS),
        ("students", SUBMISSIONS),
    ):
        theirs = sorted((asking(r) if r[:3] in open_ else r for w in stock for r in rows(w, what)), key=lambda r: r[:3])
        mine = sorted(rows(ours, what), key=lambda r: r[:3])
        assert len(mine) == count
        assert mine == theirs, what


def test_they_cover_every_kind_many_times(course):
    _, sat = course
    kinds = Counter(s.item(slot.items[0]).kind for s in sat.values() for slot in s.paper.slots)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= (SUBMISSIONS - WHOLE) // (len(SHORT) + 1)
