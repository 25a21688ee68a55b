"""The shipped fault scenarios: sound, solvable, worth diagnosing, and complete in both languages."""

import itertools
import re
from dataclasses import replace

import pytest
import yaml

from fieldmark.faults import check, network, play, policy, process, strategies
from fieldmark.model.fault import (
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
)
from fieldmark.model.text import Text

CHINESE = re.compile(r"[\u3400-\u9fff]")
SCENARIOS = (
    "communication-loss", "earth-fault-after-rain", "encoder-loss", "input-phase-intermittent", "no-start",
    "overcurrent-at-ramp", "overtemperature", "overvoltage-on-stopping",
)  # fmt: skip
INSTRUMENTS = {
    "clamp", "diode", "display", "insulation", "listen", "look", "ohmmeter", "oscilloscope", "parameters", "thermal",
    "tool", "voltmeter",
}  # fmt: skip


def scenario(data):
    """A scenario from the YAML of docs/trainer/faults.md."""
    faults = tuple(
        Fault(f["id"], _text(f), f["prior"], Cost(**f["cost"]), Text(**f["repair"]), f["point"], f["ticket_class"])
        for f in data["faults"]
    )
    tests = tuple(_test(t, faults) for t in data["tests"])
    groups = _groups(faults, tests)
    return Scenario(
        id=data["id"], course="vfd", title=_text(data), report=Text(**data["report"]), skills=tuple(data["skills"]),
        faults=faults, tests=tests, states=tuple(UnitState(s["id"], _text(s)) for s in data["states"]),
        changes=tuple(Change(c["id"], _text(c), c["from"], c["to"], Cost(**c["cost"])) for c in data["changes"]),
        start=data["start"], check_state=data["check"], repair_state=data["repair"],
        rules=tuple(
            SafetyRule(r["id"], _text(r), _acts(r["acts"], groups), tuple(r["states"]), r["severity"])
            for r in data["rules"]
        ),
        proof=tuple(
            ProofPoint(p["id"], _text(p), _acts(p.get("acts", ()), groups), _acts(p.get("before", ()), groups),
                       p.get("order", ""))
            for p in data["proof"]
        ),
        labour_rate=data["labour_rate"], minutes=data["time_limit"], layout=_layout(data["layout"]),
    )  # fmt: skip


def _text(data):
    return Text(**data["title"])


def _test(data, faults):
    shown = data["outcomes"]
    outcomes = {f.id: shown[f.id] if f.id in shown else shown["others"] for f in faults}
    sure = {f: o if isinstance(o, dict) else {o: 1.0} for f, o in outcomes.items()}
    readings = {name: Text(**words) for name, words in data["readings"].items()}
    assert set(shown) <= {*outcomes, "others"}, data["id"]
    assert {o for shares in sure.values() for o in shares} == set(readings), data["id"]
    return Test(data["id"], _text(data), data["instrument"], Cost(**data["cost"]), sure, data.get("state", ""),
                data["point"], readings)  # fmt: skip


def _groups(faults, tests):
    groups = {"repairs": tuple(f"replace:{f.id}" for f in faults)}
    for state in {t.state for t in tests}:
        groups[f"tests:{state}"] = tuple(t.id for t in tests if t.state == state)
    return groups


def _acts(written, groups):
    return tuple(act for name in written for act in groups.get(name, (name,)))


def _layout(data):
    boxes = tuple(Component(c["id"], _text(c), c["x"], c["y"], c["w"], c["h"]) for c in data["components"])
    points = tuple(Point(p["id"], _text(p), p["x"], p["y"]) for p in data["points"])
    wires = tuple(tuple(map(tuple, wire)) for wire in data["wires"])
    return Layout(data["width"], data["height"], boxes, points, wires)


@pytest.fixture(scope="module", params=SCENARIOS)
def data(root, request):
    path = root / "assignments" / "vfd" / "faults" / f"{request.param}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(data):
    return scenario(data)


@pytest.fixture(scope="module")
def solved(made):
    return policy.solve(network.network(made))


def test_the_checker_finds_nothing(made):
    assert [p.render() for p in check.check(made)] == []


def test_size_and_places(made):
    assert 5 <= len(made.faults) <= 8
    assert 7 <= len(made.tests) <= 12
    assert {t.instrument for t in made.tests} <= INSTRUMENTS
    assert {t.point for t in made.tests} <= {p.id for p in made.layout.points}
    assert {f.point for f in made.faults} <= {c.id for c in made.layout.components}


def test_sure_tests_alone_tell_every_pair_of_faults_apart(made):
    sure = [t for t in made.tests if not t.noisy]
    for one, other in itertools.combinations(made.faults, 2):
        assert any(t.outcomes[one.id] != t.outcomes[other.id] for t in sure), (one.id, other.id)


def test_skills_and_classes_are_those_of_the_course(made, sample):
    course = sample.course("vfd")
    assert set(made.skills) <= {s.id for s in course.skills}
    classes = {c for s in course.skills for c in s.fault_classes} | {"mechanical"}
    assert {f.ticket_class for f in made.faults} <= classes


def test_every_word_stands_in_both_languages(data):
    for node in _texts(data):
        assert set(node) == {"en", "zh"}
        assert not CHINESE.search(node["en"]), node
        assert node["en"].strip()
        assert node["zh"].strip()
        assert CHINESE.search(node["zh"]) or len(node["zh"]) <= 32, node


def _texts(node):
    if isinstance(node, dict):
        if "en" in node or "zh" in node:
            yield node
        else:
            yield from itertools.chain.from_iterable(map(_texts, node.values()))
    elif isinstance(node, list):
        yield from itertools.chain.from_iterable(map(_texts, node))


def test_the_drawing_fits_its_frame_and_nothing_lies_on_top_of_another(made):
    layout = made.layout
    for box in layout.components:
        assert 0 <= box.x <= layout.width - box.width, box.id
        assert 0 <= box.y <= layout.height - box.height, box.id
    for a, b in itertools.combinations(layout.components, 2):
        apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        assert apart, (a.id, b.id)
    for p, q in itertools.combinations(layout.points, 2):
        assert max(abs(p.x - q.x), abs(p.y - q.y)) >= 24, (p.id, q.id)  # a finger can touch one of them


def test_the_best_way_scores_full_points_whatever_is_broken(made, solved):
    for fault in made.faults:
        played = strategies.session(made, solved, strategies.best, true=fault.id, secret="s")
        assert not [s for s in played.seen if s.violations or s.refused]
        filled = replace(played, order=dict.fromkeys(play.WORK_ORDER, "done"))
        assert play.score(filled, solved).score == 100.0, fault.id
        assert process.deviations(filled) == (), f"{fault.id}: {played.minutes} of {made.minutes} min"


def test_swapping_parts_costs_more_than_diagnosing(made, solved):
    swapping = strategies.swapping_only(solved)
    assert swapping.value(swapping.start()) > 1.15 * solved.value(solved.start())


def test_two_scenarios_and_more_have_a_test_that_can_err(root):
    folder = root / "assignments" / "vfd" / "faults"
    made = [scenario(yaml.safe_load(p.read_text(encoding="utf-8"))) for p in sorted(folder.glob("*.yaml"))]
    assert {s.id for s in made} == set(SCENARIOS)
    assert 2 <= sum(any(t.noisy for t in s.tests) for s in made) < len(made)


def test_the_guides_scenario_is_sound(root):
    guide = (root / "docs" / "trainer" / "faults.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", guide, re.M | re.S)
    assert [p.render() for p in check.check(scenario(yaml.safe_load(example)))] == []
    assert all(f"`{name}`" in guide for name in INSTRUMENTS)
