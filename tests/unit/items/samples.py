"""One item of each kind, and hypothesis strategies for any."""

from __future__ import annotations

from hypothesis import strategies as st

from fieldmark import items
from fieldmark.model.item import (
    Choice,
    Criterion,
    LongText,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    ShortText,
    TrueFalse,
)
from fieldmark.model.score import Variant
from fieldmark.model.text import Text


def common(**more):
    return {
        "id": "item",
        "course": "c",
        "title": Text("Title", "标题"),
        "prompt": Text("What is *asked*?", "问什么？"),
        "skills": ("s",),
        **more,
    }


def options(marks, texts=None):
    texts = texts or [f"option {n}" for n in range(len(marks))]
    return tuple(
        Option("abcdefghijklmnopqrstuvwxyz"[n], Text(texts[n], f"选项 {n}"), right) for n, right in enumerate(marks)
    )


CHOICE = Choice(**common(), options=options([True, False, False, False]))
MULTIPLE = MultipleChoice(**common(), options=options([True, True, False, False]))
TRUEFALSE = TrueFalse(**common(), right=False)
NUMERIC = Numeric(
    **common(parameters={"u": (380.0, 400.0, 415.0)}), key="{u} * 1.414", unit="V", tolerance=0.03, relative=True
)
ORDERING = Ordering(**common(), steps=tuple(Text(f"step {n}", f"步骤 {n}") for n in range(5)))
MATCHING = Matching(**common(), pairs=tuple((Text(f"l{n}", f"左{n}"), Text(f"r{n}", f"右{n}")) for n in range(4)))
SHORT = ShortText(**common(), accepted=("auto*tun*|self-tuning", "自整定"))
LONG = LongText(**common(), rubric=(Criterion("clear", Text("clear", "清楚"), 1.0),))
ALL = (CHOICE, MULTIPLE, TRUEFALSE, NUMERIC, ORDERING, MATCHING, SHORT, LONG)


def drawn(item, engineer="e001", slot="q01") -> Variant:
    return items.draw(item, secret="00ff", engineer=engineer, slot=slot)


_words = st.text(alphabet="abcdefgh 中文", min_size=1, max_size=12).map(str.strip).filter(bool)


def _lists(least, most):
    return st.lists(_words, min_size=least, max_size=most, unique=True)


@st.composite
def any_item(draw):
    """An item of any kind, sound as the bank lets it through."""
    kind = draw(st.sampled_from(["choice", "multiple", "truefalse", "numeric", "ordering", "matching", "short"]))
    return draw(_MAKERS[kind])


@st.composite
def _choice(draw):
    texts = draw(_lists(2, 8))
    right = draw(st.integers(0, len(texts) - 1))
    return Choice(**common(), options=options([n == right for n in range(len(texts))], texts))


@st.composite
def _multiple(draw):
    texts = draw(_lists(2, 8))
    marks = draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)).filter(any))
    return MultipleChoice(**common(), options=options(marks, texts))


@st.composite
def _numeric(draw):
    values = draw(st.lists(st.floats(-1e6, 1e6).map(lambda x: float(f"{x:.5g}")), min_size=1, max_size=5, unique=True))
    unit = draw(st.sampled_from(["V", "kΩ", "min", "°C", "%", "台", ""]))
    return Numeric(**common(parameters={"u": tuple(values)}), key="u / 2 + 1", unit=unit, tolerance=0.02, relative=True)


_MAKERS = {
    "choice": _choice(),
    "multiple": _multiple(),
    "truefalse": st.booleans().map(lambda right: TrueFalse(**common(), right=right)),
    "numeric": _numeric(),
    "ordering": _lists(2, 8).map(lambda w: Ordering(**common(), steps=tuple(Text(x, x) for x in w))),
    "matching": st.tuples(_lists(2, 8), _words).map(
        lambda t: Matching(**common(), pairs=tuple((Text(x, x), Text(x[::-1] + t[1], "")) for x in t[0]))
    ),
    "short": _lists(1, 4).map(lambda w: ShortText(**common(), accepted=tuple(w))),
}


def right_answer(item, variant):
    """The right answer, found without `items.score`."""
    shown = dict(zip("abcdefghijklmnopqrstuvwxyz", variant.order, strict=False))
    match item:
        case Choice():
            return {"choice": next(k for k, n in shown.items() if item.options[n].right)}
        case MultipleChoice():
            return {"choices": [k for k, n in shown.items() if item.options[n].right]}
        case TrueFalse():
            return {"choice": str(item.right).lower()}
        case Numeric():
            return {"value": repr(variant.parameters["u"] / 2 + 1), "unit": item.unit}
        case Ordering():
            return {"order": sorted(shown, key=lambda k: shown[k])}
        case Matching():
            numbers = {item.pairs[n][1]: str(i) for i, n in enumerate(variant.order, start=1)}
            left = zip("abcdefghijklmnopqrstuvwxyz", item.pairs, strict=False)
            return {"pairs": {key: numbers[pair[1]] for key, pair in left}}
        case ShortText():
            return {"text": item.accepted[0]}
    raise AssertionError(item)
