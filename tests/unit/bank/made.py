"""Hypothesis strategy for any fault bench that trainers could write."""

from __future__ import annotations

from hypothesis import strategies as st

from fieldmark.bank.practicals import acts
from fieldmark.model.fault import (
    INSTRUMENTS,
    Change,
    Component,
    Cost,
    Fault,
    Layout,
    Point,
    ProofPoint,
    SafetyRule,
    Scenario,
    Test,
    UnitState,
    Weights,
)  # fmt: skip
from fieldmark.model.item import FaultBench
from fieldmark.model.text import Text

_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn"))
_WORDS = st.text(_LETTERS, min_size=1, max_size=12) | st.sampled_from(
    [
        "=1+1",
        "yes",
        "1.10",
        '"',
        "a: b",
        "; x",
        "- no",
        "#",
        "{u}",
        "24 V",
        "~",
        "0x1",
        "'",
        "中文：二",
        "@x",
        "a\nb",
        "|",
    ]
)
_words = _WORDS.map(str.strip).filter(bool)
_texts = st.builds(Text, _words, _words)
_ids = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9_-]{0,5}[A-Za-z0-9])?", fullmatch=True)
_money = st.integers(0, 2000).map(lambda n: n / 4) | st.just(0.1)
_costs = st.builds(Cost, _money, _money)
_chances, _classes = st.sampled_from([0.5, 0.25, 0.1, 1.0, 1 / 3]), st.sampled_from(["", "no-start"])
_places = st.integers(0, 800).map(float)
_across, _down = st.integers(0, 600).map(float), st.integers(0, 300).map(float)


@st.composite
def benches(draw):
    """A bench whose text is sound; whether its matter is sound is another thing."""
    taken = {"others", "tests", "changes", "repairs"}
    names = draw(st.lists(_ids.filter(lambda n: n not in taken), min_size=12, max_size=12, unique=True))
    fault_ids, test_ids, change_ids = (
        names[: draw(st.integers(1, 5))],
        names[5:8],
        names[8 : 8 + draw(st.integers(0, 4))],
    )
    state_ids = draw(st.lists(_ids, min_size=1, max_size=3, unique=True))
    drawn = draw(st.lists(_ids, max_size=3, unique=True))
    some = st.sampled_from(state_ids)
    faults = tuple(
        Fault(f, draw(_texts), draw(_chances), draw(_costs),
              draw(_texts | st.just(Text())), draw(st.sampled_from(["", *drawn])), draw(_classes))
        for f in fault_ids
    )  # fmt: skip
    tests = tuple(draw(_tests(t, fault_ids, state_ids, drawn)) for t in test_ids)
    changes = tuple(Change(c, draw(_texts), draw(some), draw(some), draw(_costs)) for c in change_ids)
    named = acts.groups(state_ids, tests, changes, faults)
    every = acts.everything(named)
    picked = st.lists(st.sampled_from(every), min_size=1, unique=True).map(lambda a: acts.expanded(a, _single(every)))
    rules = tuple(
        SafetyRule(f"r{n}", draw(_texts), draw(picked), (draw(some),), draw(st.sampled_from([0.0, 0.5, 1.0])))
        for n in range(draw(st.integers(0, 2)))
    )
    proof = tuple(
        ProofPoint(
            f"p{n}", draw(_texts), draw(picked), draw(picked | st.just(())), draw(st.sampled_from(["", "cause"]))
        )
        for n in range(draw(st.integers(0, 2)))
    )
    scenario = Scenario(
        id=draw(_ids), course="c", title=draw(_texts), report=draw(_texts), skills=("measuring",), faults=faults,
        tests=tests, states=tuple(UnitState(s, draw(_texts)) for s in state_ids), changes=changes, start=draw(some),
        check_state=draw(some), repair_state=draw(some), rules=rules, proof=proof, labour_rate=draw(_money),
        minutes=draw(_money), fault=draw(st.sampled_from(["", *fault_ids])), layout=draw(_layouts(drawn)),
    )  # fmt: skip
    return FaultBench(
        id=scenario.id, course="c", title=scenario.title, prompt=scenario.report, skills=("measuring",),
        points=draw(st.sampled_from([0.5, 1.0, 10.0])), difficulty=draw(st.integers(1, 5)), scenario=scenario,
        shows=draw(st.sampled_from([{}, {"safety": "safety"}])), weights=Weights(),
        explanation=draw(_texts | st.just(Text())), source=draw(_words | st.just("")),
    )  # fmt: skip


def _single(every):
    named = {act: (act,) for act in every}
    return {**named, "tests": every, "changes": (), "repairs": ()}


@st.composite
def _tests(draw, name, faults, states, drawn):
    shown = draw(st.lists(_words, min_size=1, max_size=3, unique=True))
    outcomes = {}
    for fault in faults:
        if len(shown) > 1 and draw(st.booleans()):
            outcomes[fault] = {shown[0]: 0.75, shown[1]: 0.25}
        else:
            outcomes[fault] = {draw(st.sampled_from(shown)): 1.0}
    readings = {word: draw(_texts) for word in shown} if draw(st.booleans()) else {}
    return Test(
        name, draw(_texts), draw(st.sampled_from(sorted(INSTRUMENTS))), draw(_costs), outcomes,
        draw(st.sampled_from(["", *states])), draw(st.sampled_from(["", *drawn])), readings,
    )  # fmt: skip


@st.composite
def _layouts(draw, drawn):
    points = tuple(Point(p, draw(_texts), draw(_across), draw(_down)) for p in drawn[:1])
    boxes = tuple(Component(c, draw(_texts), *(draw(_places) for _ in range(4)), draw(st.sampled_from(["", "motor"])))
                  for c in drawn[1:])  # fmt: skip
    corners = st.lists(st.tuples(_places, _places), min_size=2, max_size=4).map(tuple)
    return Layout(600.0, 300.5, boxes, points, tuple(draw(st.lists(corners, max_size=2))))
