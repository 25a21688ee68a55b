"""Lessons: stored without outputs, their code runs, and they practise questions that exist."""

import json
import re

import pytest

PRACTISE = re.compile(r'practise\("([^"]+)"\)')


@pytest.fixture(scope="module")
def lessons(root):
    paths = sorted((root / "courses" / "vfd" / "lessons").glob("*.ipynb"))
    return {path.name: json.loads(path.read_text(encoding="utf-8"))["cells"] for path in paths}


def test_lessons_are_stored_without_outputs(lessons):
    for name, cells in lessons.items():
        assert all(c["outputs"] == [] and c["execution_count"] is None for c in cells if c["cell_type"] == "code"), name


def test_lessons_practise_questions_that_exist(lessons, sample):
    known = {item.id for item in sample.items_of("vfd")}
    for name, cells in lessons.items():
        asked = {item for cell in cells for item in PRACTISE.findall("".join(cell["source"]))}
        assert asked, name
        assert asked <= known, name


def test_the_discharge_lesson_shows_what_it_says(lessons, capsys):
    names = {}
    for cell in lessons["01-dc-link.ipynb"]:
        if cell["cell_type"] == "code" and not PRACTISE.search("".join(cell["source"])):
            exec("".join(cell["source"]), names)  # noqa: S102  our own lesson
    assert [trace.name for trace in names["figure"].data] == list(names["UNITS"])
    shown = capsys.readouterr().out.splitlines()
    volts = [int(re.search(r": (\d+) V", line)[1]) for line in shown]
    assert volts == [31, 133, 548]  # only the unit in order is below 60 V after the label's time
