"""Submitted notebooks to marks: nothing is executed, and nothing that is not a positive verdict earns points."""

import json
import math
from dataclasses import replace

import papers
import pytest

from fieldmark.marking import points
from fieldmark.marking.cell import mark as cell_mark
from fieldmark.marking.points import clamped, scored
from fieldmark.marking.sheet import Unreadable, answer_in, marked, opened, slots_for_people
from fieldmark.model.score import Mark
from fieldmark.paper.assemble import assemble
from fieldmark.paper.collect import filled
from fieldmark.paper.notebook import source_notebook, to_text
from fieldmark.paper.versions import seal


@pytest.fixture(scope="module")
def sealed():
    (paper, _), _ = assemble(papers.blueprint(), papers.content())
    return seal(paper, papers.content(), "5e" * 32)


def submitted(sealed, answers, engineer="e001"):
    return filled(to_text(source_notebook(sealed, 1)), sealed, papers.submission(sealed, engineer, answers))


def sheet(sealed, notebook, engineer="e001"):
    return marked(notebook, sealed, engineer, slots_for_people(sealed))


def with_cell(notebook, name, source):
    cells = [{**c, "source": source} if c["id"] == name else c for c in notebook["cells"]]
    return {**notebook, "cells": cells}


def test_right_answers_earn_all_points_and_the_long_one_waits_for_a_person(sealed):
    answers = {s.name: papers.right_answer(sealed, s, "e001") for s in sealed.paper.slots}
    made = sheet(sealed, submitted(sealed, answers))
    assert [(s.slot, s.auto, s.manual) for s in made.slots if s.kind == "long"] == [("q08", None, True)]
    assert all(s.auto == s.most and not s.manual for s in made.slots if s.kind != "long")
    assert not made.flagged


def test_an_empty_sheet_is_nought_at_once_and_nobody_has_to_look(sealed):
    made = sheet(sealed, submitted(sealed, {}))
    assert {(s.auto, s.manual, s.blank) for s in made.slots} == {(0.0, False, True)}


def test_another_engineers_variant_does_not_count(sealed):
    answers = {s.name: papers.right_answer(sealed, s, "e001") for s in sealed.paper.slots}
    mine = sheet(sealed, submitted(sealed, answers))
    theirs = sheet(sealed, submitted(sealed, answers, "e002"), "e002")
    assert sum(s.auto or 0 for s in theirs.slots) < sum(s.auto or 0 for s in mine.slots)


def test_source_as_a_list_of_lines_reads_the_same(sealed):
    notebook = submitted(sealed, {"q01": papers.right_answer(sealed, sealed.paper.slots[0], "e001")})
    lines = {**notebook, "cells": [{**c, "source": c["source"].splitlines(True)} for c in notebook["cells"]]}
    assert sheet(sealed, lines) == sheet(sealed, notebook)


@pytest.mark.parametrize(
    "source",
    [
        "ANSWER = {'choice': 'a'}",  # Python, not JSON
        'ANSWER = {"choice": chr(97)}',
        'ANSWER = {"choice": "a"}; import os',
        'ANSWER = {"choice": "a"}\nANSWER["choice"] = "b"',
        'ANSWER = [{"choice": "a"}]',
        'ANSWER = {"value": NaN}',
        'ANSWER = {"value": 1' + "0" * 5000 + "}",
        'ANSWER = {"choice": "a"',
        "import os; os._exit(0)",
        "",
        "ANSWER = " + '{"a":' * 100_000 + "1" + "}" * 100_000,
    ],
)
def test_what_is_not_one_json_literal_is_never_read_as_an_answer(source):
    assert answer_in(source) == ({}, "unreadable")


def test_a_damaged_answer_is_nought_and_flagged_and_the_others_count(sealed):
    answers = {s.name: papers.right_answer(sealed, s, "e001") for s in sealed.paper.slots}
    made = sheet(sealed, with_cell(submitted(sealed, answers), "q02-answer", "ANSWER = {oops"))
    by_name = {s.slot: s for s in made.slots}
    assert (by_name["q02"].auto, by_name["q02"].flag, by_name["q02"].blank) == (0.0, "unreadable", False)
    assert by_name["q01"].auto == by_name["q01"].most
    assert made.flagged


@pytest.mark.parametrize("answer", [{"choice": True}, {"choice": None}, {"choice": ["a"]}, {"choice": "z"}, {"x": 1}])
def test_an_answer_of_a_wrong_shape_is_nought_and_flagged(sealed, answer):
    made = sheet(sealed, with_cell(submitted(sealed, {}), "q01-answer", f"ANSWER = {json.dumps(answer)}"))
    assert (made.slots[0].auto, made.slots[0].flag) == (0.0, "malformed")


@pytest.mark.parametrize("share", [-5.0, math.nan, math.inf, -math.inf, 7.0])
def test_readings_that_nbgrader_takes_for_full_marks_cannot_leave_the_lane(sealed, monkeypatch, share):
    """nbgrader 0.9.6 gives full marks for negative and nan, and raises above the maximum."""
    slot = sealed.paper.slots[0]
    monkeypatch.setattr(points, "score", lambda *_: Mark(share))
    result = scored(sealed, slot, "e001", {"choice": "a"}).points
    assert type(result) is float
    assert 0.0 <= result <= slot.points
    assert result == (slot.points if share == 7.0 else 0.0)
    assert float(repr(result)) == result


def test_points_are_plain_floats_of_four_digits():
    assert clamped(2 / 3, 1.0) == 0.6667
    assert clamped(1.00000001, 1) == 1.0
    assert type(clamped(1, 1)) is float


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"cells": 3}', b"\xff\xfe", b"[" * 200_000, b"0" * 20_000_001])
def test_what_is_no_notebook_says_so(raw):
    with pytest.raises(Unreadable):
        opened(raw)


def test_missing_and_doubled_cells_are_refused(sealed):
    notebook = submitted(sealed, {})
    missing = {**notebook, "cells": [c for c in notebook["cells"] if c["id"] != "q03-answer"]}
    with pytest.raises(Unreadable, match="q03-answer"):
        sheet(sealed, missing)
    with pytest.raises(Unreadable, match="twice"):
        sheet(sealed, {**notebook, "cells": [*notebook["cells"], notebook["cells"][3]]})


# --- the function that stock nbgrader calls ---------------------------------------------------------------


@pytest.fixture
def folder(sealed, tmp_path, monkeypatch):
    """Where nbgrader would run the notebook of e001."""
    from fieldmark.store.sealed import write_sealed

    workspace = papers.workspace(tmp_path / "w")
    write_sealed(workspace, sealed)
    place = workspace.nbgrader(papers.COURSE) / "autograded" / "e001" / "basics-before-a1"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    return place


def test_the_test_cell_finds_engineer_paper_and_key_by_the_folder(sealed, folder):
    for slot in sealed.paper.slots:
        if slot.name != "q08":
            result = cell_mark(slot.name, papers.right_answer(sealed, slot, "e001"))
            assert (type(result), result) == (float, slot.points)
    assert cell_mark("q01", {}) == 0.0


def test_an_answer_cell_that_failed_does_not_pass_on_the_answer_before(sealed, folder):
    answer = papers.right_answer(sealed, sealed.paper.slots[0], "e001")
    cell_mark("q01", answer)
    with pytest.raises(ValueError, match="no new answer"):
        cell_mark("q02", answer)


def test_the_test_cell_raises_where_it_cannot_be_sure(sealed, folder, tmp_path, monkeypatch):
    with pytest.raises(StopIteration):
        cell_mark("q99", {})
    with pytest.raises(ValueError, match="by a person"):
        cell_mark("q08", {"text": "words"})
    for elsewhere in (tmp_path, folder.parent.parent / "e001" / "basics-before-a2"):
        elsewhere.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(elsewhere)
        with pytest.raises(LookupError):
            cell_mark("q01", {"choice": "a"})


def test_a_kind_that_a_pool_gives_is_drawn_anew_for_the_engineer(sealed):
    slot = replace(sealed.paper.slots[0], items=("choice-1", "choice-2", "choice-3"))
    everything = replace(sealed, items=papers.items())
    drawn = {scored(everything, slot, f"e{n}", {}).item.id for n in range(40)}
    assert drawn == {"choice-1", "choice-2", "choice-3"}
