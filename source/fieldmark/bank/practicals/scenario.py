"""faults/*.yaml, or a workbook, to a fault bench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldmark.bank.fields import Fields
from fieldmark.bank.practicals import acts
from fieldmark.bank.practicals.drawing import POINT, read_layout
from fieldmark.bank.practicals.measurements import read_tests
from fieldmark.bank.practicals.practical import HEAD, Ids, Practical, entries, head, practical, shown
from fieldmark.bank.practicals.values import MOST_MINUTES, chance, cost
from fieldmark.bank.source import Source
from fieldmark.bank.yamls import Node
from fieldmark.faults.play import WORK_ORDER
from fieldmark.model.fault import Change, Fault, ProofPoint, SafetyRule, Scenario, UnitState, Weights
from fieldmark.model.item import FaultBench
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

ASPECTS = ("safety", "measurement", "isolation", "parts", "process")
"""What a session at the bench shows, each of a skill."""

FIELDS = (
    *HEAD, "report", "labour_rate", "time_limit", "true_fault", "states", "start", "check", "repair", "changes",
    "faults", "tests", "rules", "proof", "layout",
)  # fmt: skip
POINTS = 10.0
MOST_FAULTS, MOST_STATES, MOST_CHANGES, MOST_RULES, MOST_RATE = 24, 10, 40, 60, 1e5
SCENARIO, STATE, CHANGE = Text("the scenario", "场景"), Text("state", "状态"), Text("change of state", "状态切换")
FAULT, RULE, PROOF = Text("fault", "故障"), Text("safety rule", "安全规则"), Text("proof point", "规范动作")
ACT, SAID = Text("test, change or fault", "测试、切换或故障"), Text("rule or proof point", "规则或规范动作")
LINE = Text("line of the work order", "工单栏目")


def read_scenario(source: Source, node: Node | None, course: str, weights: Weights) -> tuple[Practical, list[Problem]]:
    """The bench as far as it could be read, and what is wrong with its text."""
    wrong: list[Problem] = []
    fields = Fields(source, node, SCENARIO, FIELDS, wrong)
    fields.required("report", "states", "start", "faults", "tests")
    common = head(fields, course, points=POINTS)
    scenario = _scenario(fields, common)
    shows, placed = shown(fields, ASPECTS)
    item = FaultBench(**common, prompt=scenario.report, scenario=scenario, weights=weights, shows=shows)
    return practical(fields, item, placed), wrong


def _scenario(fields: Fields, common: Mapping[str, Any]) -> Scenario:
    said, used, places = Ids(SAID), Ids(ACT), Ids(STATE)
    states = _states(fields, places)
    names = [s.id for s in states]
    layout = read_layout(fields)
    drawn = [*(p.id for p in layout.points), *(c.id for c in layout.components)]
    faults = _faults(fields, used, drawn)
    tests = read_tests(fields, used, [f.id for f in faults], names, drawn)
    changes = _changes(fields, used, names)
    named = acts.groups(names, tests, changes, faults)
    start = fields.one_of("start", names, STATE)
    return Scenario(
        id=common["id"], course=common["course"], title=common["title"], skills=common["skills"],
        report=fields.text("report"), faults=faults, tests=tests, states=states, changes=changes, start=start,
        check_state=fields.one_of("check", names, STATE, start),
        repair_state=fields.one_of("repair", names, STATE, start),
        rules=_rules(fields, said, named, names), proof=_proof(fields, said, named),
        labour_rate=fields.number("labour_rate", 0.0, 0.0, MOST_RATE),
        minutes=fields.number("time_limit", 0.0, 0.0, MOST_MINUTES),
        fault=fields.one_of("true_fault", [f.id for f in faults], FAULT), layout=layout, place=common["place"],
        lines={"faults": fields.line_of("faults"), **places.lines, **said.lines, **used.lines},
    )  # fmt: skip


def _states(fields: Fields, ids: Ids) -> tuple[UnitState, ...]:
    found = []
    for entry in entries(fields, "states", STATE, ("id", "title"), MOST_STATES):
        entry.required("title")
        found.append(UnitState(ids.take(entry), entry.text("title")))
    return tuple(state for state in found if state.id)


def _changes(fields: Fields, ids: Ids, states: Sequence[str]) -> tuple[Change, ...]:
    found = []
    for entry in entries(fields, "changes", CHANGE, ("id", "title", "from", "to", "cost"), MOST_CHANGES):
        entry.required("title", "from", "to")
        start, end = entry.one_of("from", states, STATE), entry.one_of("to", states, STATE)
        found.append(Change(ids.take(entry), entry.text("title"), start, end, cost(entry)))
    return tuple(change for change in found if change.id)


def _faults(fields: Fields, ids: Ids, drawn: Sequence[str]) -> tuple[Fault, ...]:
    known = ("id", "title", "prior", "repair", "cost", "point", "ticket_class")
    found = []
    for entry in entries(fields, "faults", FAULT, known, MOST_FAULTS):
        entry.required("title", "prior", "cost")
        found.append(
            Fault(
                ids.take(entry),
                entry.text("title"),
                chance(entry, "prior"),
                cost(entry),
                entry.text("repair"),
                entry.one_of("point", drawn, POINT),
                entry.words("ticket_class"),
            )
        )
    return tuple(fault for fault in found if fault.id)


def _rules(
    fields: Fields, ids: Ids, named: Mapping[str, Sequence[str]], states: Sequence[str]
) -> tuple[SafetyRule, ...]:
    found = []
    for entry in entries(fields, "rules", RULE, ("id", "title", "acts", "states", "severity"), MOST_RULES):
        entry.required("title", "acts", "states", "severity")
        done, where = _acts(entry, "acts", named), entry.names("states", states, STATE)
        severity = chance(entry, "severity")
        found.append(SafetyRule(ids.take(entry), entry.text("title"), done, where, severity))
    return tuple(rule for rule in found if rule.id)


def _proof(fields: Fields, ids: Ids, named: Mapping[str, Sequence[str]]) -> tuple[ProofPoint, ...]:
    found = []
    for entry in entries(fields, "proof", PROOF, ("id", "title", "acts", "before", "order"), MOST_RULES):
        entry.required("title", *(() if entry.has("order") else ("acts",)))
        done, before = _acts(entry, "acts", named), _acts(entry, "before", named)
        order = entry.one_of("order", WORK_ORDER, LINE)
        found.append(ProofPoint(ids.take(entry), entry.text("title"), done, before, order))
    return tuple(point for point in found if point.id)


def _acts(fields: Fields, name: str, named: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return acts.expanded(fields.names(name, list(named), ACT), named)
