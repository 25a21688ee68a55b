"""Observations: one or two examiners, the mean of their levels, and a word where they differ."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldmark.items import draw, evidence, is_practical, problem_with, public, readable, right, score
from fieldmark.model.codec import from_data, to_data
from fieldmark.model.item import AnyItem, Differ, Observation, Watched
from fieldmark.model.paper import Draw
from fieldmark.model.text import Text

LEVELS = tuple(Text(f"level {n}", f"等级 {n}") for n in range(4))
SHEET = Observation(
    id="visit", course="c", title=Text("Visit", "上门"), prompt=Text("Watch.", "观察。"), skills=("process",), points=8,
    watched=(
        Watched("isolates", Text("Locks out", "上锁"), "safety", LEVELS[:3], 2, critical=True),
        Watched("explains", Text("Explains", "说明"), "communication", LEVELS),
        Watched("signs", Text("Signed", "签字"), "process", LEVELS),
    ),
)  # fmt: skip
VARIANT = draw(SHEET, secret="00", engineer="e001", slot="q01")


def filled(*sheets, **more):
    """An answer from the levels that each examiner gave, in the order of the lines."""
    names = [w.id for w in SHEET.watched]
    return {"examiners": [{"by": f"t{n:03}", "levels": dict(zip(names, levels, strict=False)), **more}
                          for n, levels in enumerate(sheets, start=1)]}  # fmt: skip


def test_one_examiner():
    mark = score(SHEET, VARIANT, filled((2, 3, 0)))
    assert mark.share == pytest.approx((2 * 1 + 1 + 0) / 4)
    assert mark.flag == ""
    assert score(SHEET, VARIANT, filled((2, 3, 3))).share == 1


def test_two_examiners_count_with_their_mean():
    assert score(SHEET, VARIANT, filled((2, 3, 1), (1, 2, 2))).share == pytest.approx((2 * 0.75 + 2.5 / 3 + 0.5) / 4)


def test_examiners_who_differ_by_two_levels_are_settled_by_a_person():
    mark = score(SHEET, VARIANT, filled((2, 3, 1), (2, 1, 1)))
    assert (mark.share, mark.flag) == (None, "examiners-differ")
    shown = evidence(SHEET, VARIANT, filled((2, 3, 1), (2, 1, 1)))
    assert [e.aspect for e in shown] == ["isolates", "signs"]  # what is not settled shows no skill
    assert "Explains" in mark.comment.en
    assert "说明" in mark.comment.zh
    assert score(SHEET, VARIANT, filled((2, 3, 1), (2, 2, 1))).flag == ""


def test_the_house_may_let_the_mean_count_and_choose_the_bound():
    def by(differ, *sheets):
        return score(replace(SHEET, differ=differ), VARIANT, filled(*sheets))

    mark = by(Differ(settle="mean"), (2, 3, 1), (2, 1, 1))
    assert (mark.share, mark.flag) == (pytest.approx((2 + 2 / 3 + 1 / 3) / 4), "examiners-differ")
    assert by(Differ(settle="mean"), (0, 3, 3), (2, 3, 3)).share == 0
    assert by(Differ(apart=1), (2, 3, 1), (2, 2, 1)).share is None
    assert by(Differ(apart=3), (2, 3, 1), (2, 1, 1)).flag == ""


def test_what_could_not_be_seen_is_left_out():
    assert score(SHEET, VARIANT, filled((2, "not seen", 0))).share == pytest.approx(2 / 3)
    assert score(SHEET, VARIANT, filled((2, "not seen", 3), (2, 3, 3))).share == 1
    mark = score(SHEET, VARIANT, filled(("not seen",) * 3))
    assert (mark.share, mark.flag) == (None, "nothing-seen")


def test_an_unfinished_list_waits_for_a_person():
    assert score(SHEET, VARIANT, filled((2, 3))).flag == "unfinished"
    two = from_data({**to_data(SHEET), "examiners": 2}, AnyItem)
    mark = score(two, VARIANT, filled((2, 3, 3)))
    assert (mark.share, mark.flag) == (None, "unfinished")


def test_the_lowest_level_of_what_must_not_go_wrong_leaves_nothing():
    mark = score(SHEET, VARIANT, filled((0, 3, 3)))
    assert (mark.share, mark.flag) == (0, "")
    assert "Locks out" in mark.comment.en
    assert score(SHEET, VARIANT, filled((0, 3, 3), (1, 3, 3))).share == 0
    disputed = score(SHEET, VARIANT, filled((0, 3, 3), (2, 3, 3)))
    assert (disputed.share, disputed.flag) == (None, "examiners-differ")


def test_each_line_speaks_for_its_skill():
    shown = evidence(SHEET, VARIANT, filled((1, 3, "not seen")))
    assert [(e.skill, e.share, e.weight) for e in shown] == [("safety", 0.5, 4.0), ("communication", 1.0, 2.0)]


def test_what_examiners_see_and_read():
    shown = public(SHEET, VARIANT)
    assert [w["id"] for w in shown["watched"]] == ["isolates", "explains", "signs"]
    answer = filled((2, 3, "not seen"), notes={"explains": "in two sentences"}, photos={"signs": ["3fa9"]})
    assert problem_with(SHEET, VARIANT, answer) == ""
    said = readable(SHEET, VARIANT, answer)
    assert "Explains: level 3 – in two sentences" in said.en
    assert "Examiner 1 (t001):" in said.en
    assert "签字：未观察到［照片 1 张］" in said.zh
    assert right(SHEET, VARIANT).zh.startswith("上锁：等级 2")
    assert not is_practical(SHEET)


@pytest.mark.parametrize(
    "sheet",
    [{}, {"by": ""}, {"by": "t", "levels": {"isolates": 3}}, {"by": "t", "levels": {"x": 1}}, {"by": "t", "x": 1},
     {"by": "t", "levels": {"isolates": True}}, {"by": "t", "notes": {"signs": 5}},
     {"by": "t", "photos": {"signs": "a"}},
     {"by": "t", "notes": {"signs": "x" * 3000}}, {"by": "t", "photos": {"signs": ["a"] * 11}}, [], "t"],
)  # fmt: skip
def test_what_is_no_sheet_is_malformed(sheet):
    answer = {"examiners": [sheet]}
    assert problem_with(SHEET, VARIANT, answer)
    assert score(SHEET, VARIANT, answer).flag == "malformed"


def test_the_same_examiner_counts_once_and_three_are_too_many():
    twice = {"examiners": filled((2, 3, 3))["examiners"] * 2}
    assert problem_with(SHEET, VARIANT, twice) == "twice"
    assert problem_with(SHEET, VARIANT, filled(*[(2, 3, 3)] * 3)) == "too-long"


LEVEL = st.integers(0, 3) | st.just("not seen")


@given(st.lists(st.tuples(st.integers(0, 2) | st.just("not seen"), LEVEL, LEVEL), min_size=1, max_size=2))
def test_any_filled_list_has_a_share_and_better_never_counts_less(sheets):
    mark = score(SHEET, VARIANT, filled(*sheets))
    if mark.share is None:
        assert mark.flag in {"nothing-seen", "examiners-differ"}
        return
    assert 0 <= mark.share <= 1
    best = [
        tuple(top if level != "not seen" else level for level, top in zip(s, (2, 3, 3), strict=True)) for s in sheets
    ]
    assert score(SHEET, VARIANT, filled(*best)).share == pytest.approx(1)


def test_it_travels_as_json_and_is_in_no_paper():
    assert from_data(json.loads(json.dumps(to_data(SHEET))), AnyItem) == SHEET
    assert not Draw(1, 8).admits("observation", "visit")
    assert not Draw(1, 8, kinds=("observation",)).admits("observation", "visit")
    assert not Draw(1, 8, items=("visit",)).admits("observation", "visit")
