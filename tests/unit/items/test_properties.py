"""What holds for every item and every answer."""

import dataclasses
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.items.samples import ALL, CHOICE, ORDERING, any_item, common, drawn, right_answer

from fieldmark import items
from fieldmark.model.item import KINDS, Choice, Matching, MultipleChoice, Numeric, Ordering, ShortText, TrueFalse
from fieldmark.model.paper import Paper, SealedPaper, Slot
from fieldmark.model.text import Text

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
_keys = st.sampled_from(["a", "b", "c", "d", "z", "1", "2", "", "ab", "true"])
_near = st.one_of(
    st.fixed_dictionaries({"choice": _keys | _json}),
    st.fixed_dictionaries({"choices": st.lists(_keys, max_size=5) | _json}),
    st.fixed_dictionaries({"order": st.lists(_keys, max_size=5) | _json}),
    st.fixed_dictionaries({"pairs": st.dictionaries(_keys, _keys, max_size=5) | _json}),
    st.fixed_dictionaries({"value": st.text(max_size=70) | st.floats() | st.integers(), "unit": st.text(max_size=25)}),
    st.fixed_dictionaries({"text": st.text(max_size=600)}),
)


def test_the_samples_are_of_registered_kinds():
    from fieldmark.items.registry import REGISTRY

    assert {i.kind for i in ALL} <= set(REGISTRY) <= set(KINDS)


@given(st.sampled_from(ALL), _json | _near)
@settings(max_examples=400, deadline=None)
def test_no_answer_raises_or_leaves_the_range(item, answer):
    variant = drawn(item)
    mark = items.score(item, variant, answer)
    assert mark.share is None or 0.0 <= mark.share <= 1.0
    items.readable(item, variant, answer)
    if items.problem_with(item, variant, answer):
        assert (mark.share, mark.flag) == (0.0, "malformed")


@given(any_item(), st.text(max_size=8))
@settings(max_examples=200, deadline=None)
def test_the_right_answer_scores_one(item, engineer):
    variant = drawn(item, engineer)
    answer = right_answer(item, variant)
    assert items.problem_with(item, variant, answer) == ""
    assert items.score(item, variant, answer).share == 1.0
    json.loads(json.dumps(answer))


@given(any_item(), st.text(max_size=8))
@settings(max_examples=100, deadline=None)
def test_variants_and_public_parts_are_stable_json(item, engineer):
    one, other = drawn(item, engineer), drawn(item, engineer)
    assert one == other
    assert json.dumps(items.public(item, one)) == json.dumps(items.public(item, other))


def _rekeyed(item):
    """The same item with every other key that it could have."""
    match item:
        case Choice() | MultipleChoice():
            for marks in itertools.product([True, False], repeat=len(item.options)):
                pairs = zip(item.options, marks, strict=True)
                yield dataclasses.replace(item, options=tuple(dataclasses.replace(o, right=m) for o, m in pairs))
        case TrueFalse():
            yield dataclasses.replace(item, right=not item.right)
        case Numeric():
            yield dataclasses.replace(item, key="7", tolerance=5.0, relative=False)
        case Ordering():
            for steps in itertools.permutations(item.steps):
                yield dataclasses.replace(item, steps=steps)
        case Matching():
            left, right = [p[0] for p in item.pairs], [p[1] for p in item.pairs]
            for other in itertools.permutations(right):
                yield dataclasses.replace(item, pairs=tuple(zip(left, other, strict=True)))
        case ShortText():
            yield dataclasses.replace(item, accepted=("other",))
        case _:
            yield dataclasses.replace(item, rubric=())


@pytest.mark.parametrize("item", ALL, ids=lambda i: i.kind)
def test_what_is_shown_does_not_depend_on_the_key(item):
    item = dataclasses.replace(item, explanation=Text("because", "因为"))
    shown = items.public(item, drawn(item))
    others = list(_rekeyed(item))
    assert others
    for other in others:
        other = dataclasses.replace(other, explanation=Text())
        assert items.public(other, drawn(other)) == shown


def test_explanations_and_comments_are_not_shown():
    secret = Text("SECRET", "机密")
    for item in ALL:
        item = dataclasses.replace(item, explanation=secret, source="SECRET")
        if isinstance(item, Choice):
            item = dataclasses.replace(
                item, options=tuple(dataclasses.replace(o, comment=secret) for o in item.options)
            )
        assert "SECRET" not in json.dumps(items.public(item, drawn(item)))


def test_draws_are_the_same_for_ever():
    """Golden values: were they to change, papers already sat could not be marked again."""
    assert drawn(CHOICE, "e001").order == GOLDEN_ORDER
    item = dataclasses.replace(ORDERING, parameters={"u": (1.0, 2.0, 3.0), "f": (50.0, 60.0)})
    assert dict(drawn(item, "e002", "q07").parameters) == GOLDEN_PARAMETERS


GOLDEN_ORDER = (1, 2, 3, 0)
GOLDEN_PARAMETERS = {"f": 50.0, "u": 1.0}


def test_orders_parameters_and_pool_are_drawn_evenly():
    orders = [drawn(CHOICE, f"e{n:04d}").order for n in range(2400)]
    counts = {order: orders.count(order) for order in set(orders)}
    assert len(counts) == 24
    assert sum((n - 100) ** 2 / 100 for n in counts.values()) < 49.7, "chi-square, 23 degrees of freedom, p = .001"


def test_one_more_parameter_leaves_the_others_and_the_order_alone():
    one = Choice(**common(parameters={"u": (1.0, 2.0, 3.0, 4.0)}), options=CHOICE.options)
    two = dataclasses.replace(one, parameters={**one.parameters, "a": (1.0, 2.0)})
    for n in range(20):
        assert drawn(two, f"e{n}").parameters["u"] == drawn(one, f"e{n}").parameters["u"]
        assert drawn(two, f"e{n}").order == drawn(one, f"e{n}").order


def test_no_shuffle_keeps_the_order():
    item = dataclasses.replace(CHOICE, shuffle=False)
    assert drawn(item).order == (0, 1, 2, 3)


def test_a_pool_gives_each_engineer_one_item_for_good():
    pool = tuple(dataclasses.replace(CHOICE, id=f"i{n}") for n in range(3))
    slot = Slot("q01", 1.0, ("i0", "i1", "i2"))
    paper = Paper("p-f", "c", "p", "f", Text("P"), 10, (slot,))
    sealed = SealedPaper(paper, "ab" * 32, pool)
    got = {f"e{n}": items.variant(sealed, slot, f"e{n}")[0].id for n in range(60)}
    assert set(got.values()) == {"i0", "i1", "i2"}
    assert all(items.variant(sealed, slot, e)[0].id == item for e, item in got.items())
    other = dataclasses.replace(sealed, secret="cd" * 32)
    assert [items.variant(other, slot, e)[0].id for e in got] != list(got.values())
    with pytest.raises(KeyError, match="i9"):
        items.variant(sealed, Slot("q02", 1.0, ("i9",)), "e1")
