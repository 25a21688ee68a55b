"""Scenarios, dialogues and the marking policy as text."""

import re

import pytest
from unit.bank.cases import content, parse, workspace

from fieldmark.bank import read
from fieldmark.bank.practicals.values import read_chance
from fieldmark.model.fault import Cost, Weights
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace

SCENARIO = "assignments/c/faults/f.yaml"
DIALOGUE = "assignments/c/dialogues/d.yaml"
SOUND = """id: silent
title: {en: Silent pump, zh: 水泵不转}
skills: [measuring]
points: 8
difficulty: 4
source: KB-7
shows: {safety: safety, measurement: measuring}
explanation: {en: Look at the fuse., zh: 先看熔断器。}
report: {en: It does not start., zh: 启动不了。}
labour_rate: 60
time_limit: 30
true_fault: coil
states:
  - {id: on, title: {en: Live, zh: 通电}}
  - {id: off, title: {en: Safe, zh: 无电}}
start: on
repair: off
changes:
  - {id: lock, from: on, to: off, cost: 2, title: {en: Lock out, zh: 上锁}}
  - {id: restore, from: off, to: on, cost: 3 min, title: {en: Restore, zh: 送电}}
faults:
  - {id: fuse, prior: 1/2, cost: 5, title: {en: Fuse, zh: 熔断器}, repair: {en: Change it, zh: 更换}, point: box}
  - {id: coil, prior: 40 %, cost: {money: 20, minutes: 10}, title: {en: Coil, zh: 线圈}, ticket_class: no-start}
  - {id: motor, prior: 0.1, cost: 90, title: {en: Motor, zh: 电机}}
tests:
  - id: volts
    title: {en: Voltage, zh: 电压}
    instrument: voltmeter
    state: on
    cost: 2 min
    point: out
    outcomes: {fuse: 0 V, others: 24 V}
  - id: hum
    title: {en: Listen, zh: 听}
    instrument: listen
    cost: 1
    readings: {yes: {en: It hums, zh: 有嗡嗡声}, no: {en: Nothing, zh: 无声}}
    outcomes:
      motor: {yes: 80 %, no: 1/5}
      others: no
rules:
  - {id: bare, acts: [repairs, "tests:off"], states: [on], severity: 100 %, title: {en: Live work, zh: 带电作业}}
proof:
  - {id: first, acts: [lock], before: [fuse, "replace:coil"], title: {en: Locked out, zh: 已上锁}}
  - {id: told, order: cause, title: {en: Cause, zh: 原因}}
layout:
  width: 600
  components: [{id: box, x: 1, y: 2, w: 3, h: 4.5, title: {en: Box, zh: 电柜}}]
  points: [{id: out, x: 10, y: 20, title: {en: Output, zh: 输出}}]
  wires: [[[1, 2], [3, 4], [5, 6]]]
"""


def only(folder, **files):
    found = content(folder, **files)
    assert [p.render() for p in found.problems] == []
    (item,) = found.items
    return item


def test_a_scenario_with_everything(tmp_path):
    item = only(tmp_path, **{SCENARIO: SOUND})
    assert (item.kind, item.id, item.course, item.points, item.difficulty) == ("fault", "silent", "c", 8, 4)
    assert item.shows == {"safety": "safety", "measurement": "measuring"}
    assert item.prompt == Text("It does not start.", "启动不了。")
    s = item.scenario
    assert (s.minutes, s.labour_rate, s.fault, s.start, s.check_state, s.repair_state) == (
        30, 60, "coil", "on", "on", "off",
    )  # fmt: skip
    assert [(f.id, f.prior, f.cost, f.point) for f in s.faults] == [
        ("fuse", 0.5, Cost(5), "box"), ("coil", 0.4, Cost(20, 10), ""), ("motor", 0.1, Cost(90), ""),
    ]  # fmt: skip
    volts, hum = s.tests
    assert volts.outcomes == {"fuse": {"0 V": 1}, "coil": {"24 V": 1}, "motor": {"24 V": 1}}
    assert (volts.cost, volts.state, hum.state, hum.noisy) == (Cost(minutes=2), "on", "", True)
    assert hum.outcomes["motor"] == {"yes": 0.8, "no": 0.2}
    assert hum.readings["no"] == Text("Nothing", "无声")
    assert s.rules[0].acts == ("replace:fuse", "replace:coil", "replace:motor")
    assert s.rules[0].severity == 1
    assert s.proof[0].before == ("replace:fuse", "replace:coil")
    assert s.proof[1].order == "cause"
    assert s.layout.wires == (((1, 2), (3, 4), (5, 6)),)
    assert s.layout.components[0].height == 4.5
    assert s.at("volts") == (SCENARIO, SOUND.split("  - id: volts")[0].count("\n") + 1)


@pytest.mark.parametrize(
    ("written", "value"),
    [("0.28", 0.28), ("28 %", 0.28), ("28%", 0.28), ("1/4", 0.25), ("0", 0), ("1", 1), ("100 %", 1), ("0,5", 0.5),
     ("２８％", 0.28), ("28", None), ("1/0", None), ("5/4", None), ("-0.1", None), ("half", None), ("", None)],
)  # fmt: skip
def test_probabilities(written, value):
    assert read_chance(written) == (pytest.approx(value) if value is not None else None)


def test_names_that_are_not_known_are_told_with_what_is_meant(tmp_path):
    changes = {
        "start: on": "start: onn", "true_fault: coil": "true_fault: coyl", "to: off": "to: of",
        "instrument: voltmeter": "instrument: voltmetre", "point: out": "point: uot", "fuse: 0 V": "fuze: 0 V",
        "others: no\n": "others: nno\n", "acts: [lock]": "acts: [lok]", "order: cause": "order: couse",
        "safety: safety": "safety: safty", "states: [on]": "states: [no]",
    }  # fmt: skip
    text = SOUND
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    found = content(tmp_path, **{SCENARIO: text})
    told = {p.line: p.hint for p in found.problems if p.code in {"Q410", "Q104", "Q117", "Q113"} or "mean" in p.hint.en}
    lines = {n for n, (a, b) in enumerate(zip(SOUND.split("\n"), text.split("\n"), strict=True), start=1) if a != b}
    assert set(told) == lines
    for hint in told.values():
        assert "Did you mean" in hint.en or "Known" in hint.en
        assert "是否应为" in hint.zh or "可用的有" in hint.zh
    assert found.items == ()


def test_what_stands_in_one_language_only_is_a_warning(tmp_path):
    text = SOUND.replace("{en: Voltage, zh: 电压}", "Voltage").replace(
        "fuse: 0 V, others: 24 V", "fuse: dead, others: live"
    )
    found = content(tmp_path, **{SCENARIO: text})
    assert {(p.code, p.severity) for p in found.problems} == {("Q301", "warning")}
    lines = text.split("\n")
    assert [lines[p.line - 1].strip() for p in found.problems] == [
        "title: Voltage", "outcomes: {fuse: dead, others: live}",
    ]  # fmt: skip
    assert len(found.items) == 1


def test_the_marking_policy_goes_with_each_bench(tmp_path):
    policy = "faults:\n  weights: {isolation: 0.5, regret: 0.3, efficiency: 0.1, proof: 0.1}\n  good_part: 7\n"
    item = only(tmp_path, **{SCENARIO: SOUND, "grading/marking.yaml": policy})
    assert item.weights == Weights(isolation=0.5, regret=0.3, efficiency=0.1, proof=0.1, good_part=7)


def test_the_marking_policy_is_read_strictly(tmp_path):
    policy = (
        "feedback:\n  release: markd\n  show: [points, anser]\n  appeal_days: -1\nfaults:\n  good_parts: 5\n"
        "  certain: 80\nfault: {}\n"
    )
    found = content(tmp_path, **{"grading/marking.yaml": policy})
    assert [(p.code, p.line) for p in found.problems] == [
        ("Q410", 2), ("Q410", 3), ("Q405", 4), ("Q104", 6), ("Q405", 7), ("Q104", 8),
    ]  # fmt: skip


def test_the_shipped_policy_says_what_the_program_does_by_itself(root):
    from fieldmark.bank.marking import read_marking
    from fieldmark.bank.source import load

    source, _ = load(root / "grading/marking.yaml", "grading/marking.yaml", 10**6)
    assert read_marking(source) == (Weights(), ())


PAPER = """id: p
title: {{en: P, zh: 卷}}
minutes: 60
draws:
  - {{count: 1, points: 8{more}}}
forms:
  - {{id: a, title: {{en: A, zh: 甲}}, seed: 1}}
"""


def test_blueprints_draw_practicals_only_where_they_are_named(tmp_path):
    for more, codes in {
        "": ["Q502"],
        ", kinds: [fault]": [],
        ", items: [silent]": [],
        ", kinds: [dialogue]": ["Q502"],
    }.items():
        files = {SCENARIO: SOUND, "assignments/c/papers/p.yaml": PAPER.format(more=more)}
        assert [p.code for p in content(tmp_path, **files).problems] == codes, more


def test_a_draft_is_read_and_never_drawn_and_its_faults_stop_nothing(tmp_path):
    files = {SCENARIO: SOUND.replace("points: 8", "draft: yes").replace("prior: 0.1", "prior: 0.3"),
             "assignments/c/papers/p.yaml": PAPER.format(more=", kinds: [fault]")}  # fmt: skip
    found = content(tmp_path, **files)
    assert found.items == ()
    assert {(p.code, p.severity) for p in found.problems} == {
        ("Q127", "warning"), ("F001", "warning"), ("Q502", "error"),
    }  # fmt: skip
    item = "## T\nid: a\nskills: measuring\npoints: 1\ndraft: yes\n\nWhat?\n\n- [ ] a\n\n## U\nid: a\npoints: x\n"
    found = content(tmp_path / "items", item)
    assert {p.severity for p in found.problems if p.line < 11} == {"warning"}
    assert {p.severity for p in found.problems if p.line > 11} >= {"error"}


def test_ids_of_practicals_and_items_differ(tmp_path):
    item = "## T\nid: silent\nskills: measuring\npoints: 1\n\nSo?\n\n= true\n\n### zh 题\n对吗？\n"
    (problem,) = content(tmp_path, item, **{SCENARIO: SOUND}).problems
    assert (problem.code, problem.file) == ("Q103", SCENARIO)


def test_a_scenario_that_cannot_be_read_brings_no_complaint_about_missing_items(tmp_path):
    files = {SCENARIO: b"\xff", "assignments/c/papers/p.yaml": PAPER.format(more=", items: [silent]").encode()}
    assert [p.code for p in read(workspace(tmp_path, files)).problems] == ["Q002"]


def test_a_dialogue_with_everything(tmp_path):
    files, _ = parse(_case("T002"))
    text = files[DIALOGUE].decode().rsplit("  - {id: never", 1)[0]
    text = text.replace(
        "skills: [safety]", "skills: [safety]\npoints: 3\nshows: {listening: safety}\nmood: -2\nminutes: 6"
    )
    item = only(
        tmp_path, **{DIALOGUE: text.replace("to: solved\n", "to: solved\n        comment: {en: Good, zh: 好}\n")}
    )
    d = item.dialogue
    assert (item.kind, item.points, item.shows, d.mood, d.minutes) == ("dialogue", 3, {"listening": "safety"}, -2, 6)
    opening = d.start
    assert opening.free
    ask, other = opening.replies
    assert ask.patterns == ("what|when", "怎么|什么时候")
    assert ask.points == {"listening": 2, "clarity": 1, "attitude": 1, "solution": 1}
    assert ask.comment == Text("Good", "好")
    assert [(b.turn, b.at_most) for b in other.branches] == [("lost", -2), ("solved", None)]
    assert d.turn("solved").value == 1


OBSERVATION = "assignments/c/observations/o.yaml"
CHECKLIST = """id: visit
title: {en: Visit, zh: 上门}
skills: [measuring]
points: 4
setting: visit
minutes: 90
examiners: 2
task: {en: Watch., zh: 观察。}
levels: [{en: No, zh: 否}, {en: Partly, zh: 部分}, {en: Yes, zh: 是}]
watched:
  - {id: locks, title: {en: Locks, zh: 上锁}, skill: safety, weight: 2, critical: yes}
  - {id: reads, title: {en: Reads, zh: 读数}, skill: measuring, levels: [{en: Wrong, zh: 错}, {en: Right, zh: 对}]}
"""


def test_an_observation_with_everything(tmp_path):
    item = only(tmp_path, **{OBSERVATION: CHECKLIST})
    assert (item.kind, item.setting, item.minutes, item.examiners, item.points) == ("observation", "visit", 90, 2, 4)
    locks, reads = item.watched
    assert (locks.skill, locks.weight, locks.critical) == ("safety", 2, True)
    assert [level.zh for level in locks.levels] == ["否", "部分", "是"]
    assert (reads.weight, reads.critical, reads.levels[1]) == (1, False, Text("Right", "对"))


def test_the_policy_for_examiners_who_differ_goes_with_the_checklist(tmp_path):
    from fieldmark.model.item import Differ

    policy = "observation:\n  apart: 3\n  settle: mean\n"
    assert only(tmp_path, **{OBSERVATION: CHECKLIST + "attempts: 3\n"}).attempts == 3
    assert only(tmp_path, **{OBSERVATION: CHECKLIST, "grading/marking.yaml": policy}).differ == Differ(3, "mean")
    bad = {OBSERVATION: CHECKLIST, "grading/marking.yaml": policy.replace("mean", "dice").replace("3", "9")}
    assert [p.line for p in content(tmp_path, **bad).problems] == [2, 3]


def test_what_is_wrong_with_an_observation(tmp_path):
    text = CHECKLIST.replace("setting: visit", "setting: visits").replace("skill: safety", "skill: safty")
    text = text.replace("id: reads", "id: locks").replace("{en: Watch., zh: 观察。}", "Watch.")
    found = content(tmp_path, **{OBSERVATION: text})
    assert [(p.code, p.line) for p in found.problems] == [("Q410", 5), ("Q301", 8), ("Q116", 11), ("Q408", 12)]
    assert found.items == ()


def test_no_paper_draws_an_observation(tmp_path):
    for more, code in {", kinds: [observation]": "Q501", ", items: [visit]": "Q501", "": "Q502"}.items():
        paper = PAPER.format(more=more).replace("points: 8", "points: 4")
        files = {OBSERVATION: CHECKLIST, "assignments/c/papers/p.yaml": paper}
        assert code in [p.code for p in content(tmp_path, **files).problems], more


def _case(name):
    from unit.bank.cases import FOLDER

    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_the_shipped_practicals_have_no_problem_and_show_skills(root):
    found = read(Workspace(root))
    practicals = [i for i in found.items if i.kind in ("fault", "dialogue")]
    assert [p.render() for p in found.problems if "/faults/" in p.file or "/dialogues/" in p.file] == []
    assert len([i for i in practicals if i.kind == "fault"]) >= 8
    assert len([i for i in practicals if i.kind == "dialogue"]) >= 3
    assert all(len(i.shows) == 5 for i in practicals)


@pytest.mark.parametrize(
    ("page", "folder"),
    [("faults.md", "faults"), ("dialogues.md", "dialogues"), ("observations.md", "observations")],
)
def test_the_guides_examples_are_sound(root, tmp_path, page, folder):
    text = (root / "docs/trainer" / page).read_text(encoding="utf-8")
    for n, example in enumerate(re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S)):
        path = tmp_path / f"assignments/c/{folder}/{n}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"\b(seals|communication)\b", "measuring", example), encoding="utf-8")
    found = read(workspace(tmp_path, {}))
    assert [p.render() for p in found.problems] == []
    assert len(found.items) >= 1
