"""What each kind scores."""

import itertools

import pytest
from unit.items.samples import (
    ALL,
    LONG,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SHORT,
    common,
    drawn,
    options,
    right_answer,
)

from fieldmark import items
from fieldmark.items.matching import share as matching_share
from fieldmark.items.multiple import share as multiple_share
from fieldmark.items.ordering import tau
from fieldmark.model.item import Choice, Numeric, Option
from fieldmark.model.text import Text


@pytest.mark.parametrize("item", ALL, ids=lambda i: i.kind)
def test_no_answer_is_worth_nothing_and_is_no_fault(item):
    mark = items.score(item, drawn(item), {})
    assert (mark.share, mark.flag) == (0.0, "")
    assert items.problem_with(item, drawn(item), {}) == ""


def test_choice_gives_the_comment_of_the_option_chosen():
    wrong = Option("b", Text("b"), False, Text("Not with {u} V.", "{u} V 时不行。"))
    item = Choice(**common(parameters={"u": (400.0,)}), options=(Option("a", Text("a"), True), wrong))
    variant = drawn(item)
    key = "ab"[variant.order.index(1)]
    mark = items.score(item, variant, {"choice": key})
    assert mark.share == 0.0
    assert mark.comment == Text("Not with 400 V.", "400 V 时不行。")


@pytest.mark.parametrize(
    ("chosen", "share"),
    [((0, 1), 1.0), ((0,), 0.5), ((0, 1, 2), 0.5), ((0, 2), 0.0), ((2, 3), 0.0), ((0, 1, 2, 3), 0.0), ((), 0.0)],
)
def test_multiple_choice_share(chosen, share):
    variant = drawn(MULTIPLE)
    letters = ["abcd"[variant.order.index(n)] for n in chosen]
    assert items.score(MULTIPLE, variant, {"choices": letters}).share == share


@pytest.mark.parametrize("n", range(2, 7))
def test_multiple_choice_guessing_brings_nothing_on_average(n):
    """Before the floor at 0; ticking all brings exactly 0."""
    for right in range(1, n):
        marks = set(range(right))
        assert multiple_share(set(range(n)), marks, n) == 0.0
        sets = [set(c) for size in range(n + 1) for c in itertools.combinations(range(n), size)]
        raw = [len(c & marks) / right - len(c - marks) / (n - right) for c in sets]
        assert sum(raw) == pytest.approx(0)


def test_ordering_counts_pairs():
    assert tau([0, 1, 2, 3], 4) == 1.0
    assert tau([1, 0, 2, 3], 4) == pytest.approx(4 / 6)
    assert tau([0, 1, 3, 2], 4) == pytest.approx(4 / 6)
    assert tau([3, 2, 1, 0], 4) == 0.0
    assert tau([0, 1], 4) == pytest.approx(1 / 6), "steps left out bring nothing"


def test_ordering_of_equal_steps_does_not_matter():
    steps = (Text("wait"), Text("check"), Text("wait"), Text("open"))
    item = type(ORDERING)(**common(), steps=steps)
    variant = drawn(item)
    letter = {n: "abcd"[variant.order.index(n)] for n in range(4)}
    one, other = [0, 1, 2, 3], [2, 1, 0, 3]
    scores = [items.score(item, variant, {"order": [letter[n] for n in order]}).share for order in (one, other)]
    assert scores[0] == scores[1]


def test_matching_takes_chance_off():
    assert [matching_share(n, 4, 1) for n in range(5)] == pytest.approx([0, 0, 1 / 3, 2 / 3, 1])
    assert matching_share(2, 4, 2) == 0.0
    assert matching_share(4, 4, 4) == 1.0
    variant = drawn(MATCHING)
    for number in "1234":
        assert items.score(MATCHING, variant, {"pairs": dict.fromkeys("abcd", number)}).share == 0.0
    half = dict(list(right_answer(MATCHING, variant)["pairs"].items())[:2])
    assert items.score(MATCHING, variant, {"pairs": half}).share == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("value", "unit", "share"),
    [
        ("565.6", "V", 1.0),
        ("0,5656", "kV", 1.0),
        ("565 600 mV", "V", 1.0),
        ("５６６", "", 1.0),
        ("565.6伏", "", 1.0),
        (566, "V", 1.0),
        (565.6, "", 1.0),
        ("548.7", "V", 1.0),
        ("548.5", "V", 0.0),
        ("582.5", "V", 1.0),
        ("565.6", "mV", 0.0),
        ("565.6", "A", 0.0),
        ("565.6", "furlong", 0.0),
        ("", "V", 0.0),
    ],
)
def test_numeric(value, unit, share):
    variant = drawn(NUMERIC)
    at_400 = type(variant)(variant.item, {"u": 400.0})
    mark = items.score(NUMERIC, at_400, {"value": value, "unit": unit})
    assert (mark.share, mark.flag) == (share, "")


def test_a_wrong_dimension_is_said_in_words():
    mark = items.score(NUMERIC, drawn(NUMERIC), {"value": "565", "unit": "A"})
    assert mark.comment.en == "“A” is not a unit of voltage; the answer is asked in V."
    assert mark.comment.zh == "“A”不是电压的单位；本题要求以 V 作答。"


def test_the_edge_of_a_tolerance_counts():
    item = Numeric(**common(), key="0.3", unit="V", tolerance=0.1)
    assert items.score(item, drawn(item), {"value": "0.4"}).share == 1.0
    assert items.score(item, drawn(item), {"value": "0.2"}).share == 1.0
    assert items.score(item, drawn(item), {"value": "0.41"}).share == 0.0


def test_temperatures_convert_with_their_offset():
    item = Numeric(**common(), key="40", unit="°C", tolerance=0.5)
    assert items.score(item, drawn(item), {"value": "104", "unit": "°F"}).share == 1.0
    assert items.score(item, drawn(item), {"value": "313.15", "unit": "K"}).share == 1.0


def test_a_key_that_fails_goes_to_a_person():
    item = Numeric(**common(), key="1 / 0", unit="V")
    mark = items.score(item, drawn(item), {"value": "1"})
    assert (mark.share, mark.flag) == (None, "bad-key")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Auto tuning", 1.0),
        ("ＡＵＴＯ－ＴＵＮＩＮＧ", 1.0),
        ("  self-tuning. ", 1.0),
        ("自整定。", 1.0),
        ("tuning", 0.0),
        ("self tuning", 0.0),
        (" ", 0.0),
    ],
)
def test_short_text(text, share):
    assert items.score(SHORT, drawn(SHORT), {"text": text}).share == share


def test_long_text_waits_for_a_person():
    variant = drawn(LONG)
    assert items.score(LONG, variant, {"text": "I would measure first."}).share is None
    assert items.score(LONG, variant, {"text": " \n "}).share == 0.0


@pytest.mark.parametrize(
    ("item", "answer", "reason"),
    [
        (ALL[0], {"choice": "z"}, "unknown-option"),
        (ALL[0], {"choice": ["a"]}, "unknown-option"),
        (ALL[0], {"choice": "a", "points": 99}, "fields"),
        (MULTIPLE, {"choices": ["a", "a"]}, "twice"),
        (MULTIPLE, {"choices": "abcd"}, "fields"),
        (ALL[2], {"choice": True}, "unknown-option"),
        (NUMERIC, {"value": True}, "not-a-number"),
        (NUMERIC, {"value": "inf"}, "not-a-number"),
        (NUMERIC, {"value": 10**5000}, "not-a-number"),
        (NUMERIC, {"value": float("nan")}, "not-a-number"),
        (NUMERIC, {"value": "1", "unit": 3}, "unit"),
        (ORDERING, {"order": ["a", "b", "a"]}, "twice"),
        (MATCHING, {"pairs": {"a": 1}}, "unknown-option"),
        (MATCHING, {"pairs": {"": "1"}}, "unknown-option"),
        (SHORT, {"text": "x" * 501}, "too-long"),
        (LONG, {"text": None}, "too-long"),
        (LONG, [], "object"),
        (LONG, None, "object"),
        (LONG, {1: 2}, "object"),
    ],
)
def test_a_wrong_shape_is_flagged_and_brings_nothing(item, answer, reason):
    variant = drawn(item)
    assert items.problem_with(item, variant, answer) == reason
    mark = items.score(item, variant, answer)
    assert (mark.share, mark.flag) == (0.0, "malformed")
    assert items.readable(item, variant, answer).en == "(the answer could not be read)"


def test_answers_in_words():
    variant = drawn(ALL[0])
    shown = options([True, False, False, False])[variant.order[1]].text.en
    assert items.readable(ALL[0], variant, {"choice": "b"}).en == f"b) {shown}"
    assert items.readable(NUMERIC, drawn(NUMERIC), {"value": "1,5", "unit": "kV"}).zh == "1.5 kV"
    assert items.readable(MATCHING, drawn(MATCHING), {"pairs": {}}).zh == "（未作答）"
    assert items.right(SHORT, drawn(SHORT)) == Text("self-tuning", "自整定")
    assert items.right(ORDERING, drawn(ORDERING)).zh.startswith("1. 步骤 0；2. 步骤 1")
    assert items.right(NUMERIC, type(variant)("item", {"u": 400.0})).en == "565.6 V ± 3 %"
