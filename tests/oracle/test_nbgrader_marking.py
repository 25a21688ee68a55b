"""The same submissions marked by stock `nbgrader autograde` and by the answers lane: every row is the same."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import papers
import practicals
import pytest

from fieldmark.items import variant
from fieldmark.items.kind import letters
from fieldmark.marking.mark import mark
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect_one
from fieldmark.paper.leak import told
from fieldmark.store.sealed import read_sealed
from fieldmark.store.workspace import Workspace

pytestmark = pytest.mark.slow
NAME = "basics-before-a1"
SUBMISSIONS = int(os.environ.get("FIELDMARK_STOCK", "36"))  # 200 takes stock nbgrader several minutes
SLOTS = 11
ODD = {"text": "\ud800 \x00 \u2028 'quoted' \"twice\" \\n {x} 😀 安全 $x$ <b>"}


OFF = {"state": "lock out"}
PLAYED = (
    {"steps": [{"test": "pull-in"}, {"test": "V fuse"}, OFF, {"test": "R estop"}, {"declare": "estop"}]},
    {"steps": [{"test": "pull-in"}, OFF, {"replace": "fuse"}], "order": {"cause": "保险丝"}},
    {"steps": []},
    {"steps": [{"declare": "motor"}]},
    {"steps": [{"test": "plc LED"}, {"test": "plc LED"}, {"declare": "plc"}], "order": {"sign_off": "Li"}},
)
TALKED = ({"said": [{"reply": "a"}]}, {"said": [{"reply": "b"}]}, {"said": []}, {"said": [{"reply": "b"}]}, {})


def everyone(sealed):
    """Engineer -> answers: right, partly right, missing, by lot, malformed and odd ones; every kind that a machine
    marks, and long texts."""
    slots = sealed.paper.slots
    plain = slots[:9]
    team = {e: {s.name: papers.right_answer(sealed, s, e) for s in plain} for e in ("e001", "e009", "e010", "e011")}
    team["e002"] = {s.name: papers.partly(sealed, s, "e002") for s in plain}
    team["e003"] = {}
    for engineer in ("e004", "e005"):
        lot = random.Random(engineer)
        team[engineer] = {s.name: by_lot(sealed, s, engineer, lot) for s in slots if lot.random() < 0.9}
    team["e006"] = {
        "q01": {"choice": "z"},
        "q02": {"choices": "a"},
        "q03": {},
        "q04": {"value": "much"},
        "q05": {"order": []},
        "q06": {"pairs": {"a": "9"}},
        "q07": ODD,
        "q08": ODD,
        "q09": {"value": 5, "other": 1},
    }
    team["e007"] = {
        "q02": {"choices": []},
        "q04": {"value": "0,5", "unit": "kV"},
        "q05": {"order": ["a"]},
        "q06": {"pairs": {}},
        "q07": {"text": "ZWISCHENKREIS "},
        "q08": {"text": " "},
        "q09": {"value": "", "unit": "V"},
    }
    team["e008"] = {"q08": {"text": "one\ntwo"}}
    team["e012"] = {"q04": {"value": 540}, "q09": {"value": "5.4e2 V", "unit": "kV"}}
    for n, engineer in enumerate(("e001", "e002", "e004", "e005", "e007")):
        team[engineer] |= {"q10": PLAYED[n], "q11": TALKED[n]}
    team["e006"] |= {"q10": {"steps": [{"replace": "fuse"}]}, "q11": {"said": [{"reply": "z"}]}}
    for n in range(13, SUBMISSIONS + 1):
        engineer = f"e{n:03}"
        lot = random.Random(engineer)
        team[engineer] = {s.name: by_lot(sealed, s, engineer, lot) for s in slots if lot.random() < 0.9}
    return team


def by_lot(sealed, slot, engineer, lot):
    item, drawn = variant(sealed, slot, engineer)
    keys = list(letters(drawn.order))
    match item.kind:
        case "fault":
            return lot.choice(PLAYED)
        case "dialogue":
            return lot.choice(TALKED)
        case "multiple":
            return {"choices": [k for k in keys if lot.random() < 0.5]}
        case "ordering":
            return {"order": lot.sample(keys, len(keys))}
        case "matching":
            return {"pairs": {k: lot.choice("1234") for k in "abcd"}}
    return lot.choice((papers.right_answer, papers.partly))(sealed, slot, engineer)


def edit(folder: Path, **sources):
    """Change sources of cells, as a careless or dishonest hand might."""
    notebook = folder / f"{NAME}.ipynb"
    data = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in data["cells"]:
        cell["source"] = sources.get(cell["id"].replace("-", "_"), cell["source"])
    notebook.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course built by nbgrader with its submissions, marked by us, and a copy marked by stock nbgrader."""
    ours = papers.workspace(tmp_path_factory.mktemp("ours") / "w")
    build(ours, practicals.content())
    sealed = read_sealed(ours, "basics-before")
    for engineer, answers in everyone(sealed).items():
        collect_one(ours, papers.submission(sealed, engineer, answers))
    folder = ours.nbgrader(papers.COURSE) / "submitted"
    edit(folder / "e009" / NAME, q02_answer="ANSWER = {oops", q04_answer="", q06_answer="ANSWER = [1]")
    edit(folder / "e010" / NAME, q01="99.0", q03="True", setup="mark = lambda *_: 99.0", title="# 99")
    edit(folder / "e011" / NAME, q01_answer='ANSWER = {"choice": true}', q03_answer='ANSWER = {"a": NaN}')
    stock = Workspace(tmp_path_factory.mktemp("stock") / "w")
    shutil.copytree(ours.root, stock.root)
    mark(ours)
    script = Path(__file__).with_name("nbgrader_stock.py")
    folders = [str(w.nbgrader(papers.COURSE)) for w in (stock, ours)]
    done = subprocess.run([sys.executable, str(script), *folders], capture_output=True, text=True, check=False)
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
