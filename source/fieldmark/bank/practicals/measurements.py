"""The tests of a scenario: what they take, and what they show for each fault."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fieldmark.bank import problems
from fieldmark.bank.fields import LANGUAGE_NAMES, Fields
from fieldmark.bank.practicals import problems as own
from fieldmark.bank.practicals.drawing import POINT
from fieldmark.bank.practicals.practical import Ids, entries
from fieldmark.bank.practicals.screens import read_screen, read_traces
from fieldmark.bank.practicals.values import chance_of, cost
from fieldmark.bank.spelling import did_you_mean
from fieldmark.bank.yamls import Mapping as Mapped
from fieldmark.bank.yamls import Scalar
from fieldmark.model.fault import INSTRUMENTS, Test
from fieldmark.model.problem import Code
from fieldmark.model.text import Text

OTHERS = "others"
"""Among the outcomes: every fault that is not named."""

MOST_TESTS, MOST_READINGS, LONGEST_READING = 60, 8, 200
TEST, READING, FAULT = Text("test", "测试"), Text("reading", "读数"), Text("fault", "故障")
STATE, INSTRUMENT = Text("state", "状态"), Text("instrument", "仪器")
_KNOWN = ("id", "title", "instrument", "state", "cost", "point", "readings", "outcomes", "screen", "traces")
_WORDS = re.compile(r"[A-Za-z]{4,}|[\u4e00-\u9fff]")
_OUTCOME = Text("a reading, or {reading: probability}", "一个读数，或 {读数: 概率}")


def read_tests(
    fields: Fields, ids: Ids, faults: Sequence[str], states: Sequence[str], drawn: Sequence[str]
) -> tuple[Test, ...]:
    found = []
    for entry in entries(fields, "tests", TEST, _KNOWN, MOST_TESTS):
        entry.required("title", "instrument", "cost", "outcomes")
        readings = _readings(entry)
        outcomes = _outcomes(entry, faults, readings)
        screen = read_screen(entry)
        found.append(
            Test(
                id=ids.take(entry),
                title=entry.text("title"),
                instrument=entry.one_of("instrument", list(INSTRUMENTS), INSTRUMENT),
                cost=cost(entry),
                outcomes=outcomes,
                state=entry.one_of("state", states, STATE),
                point=entry.one_of("point", drawn, POINT),
                readings=readings,
                screen=screen,
                traces=read_traces(entry, screen, given(outcomes)),
            )
        )
    return tuple(test for test in found if test.id)


def _readings(fields: Fields) -> dict[str, Text]:
    """What the instrument shows, by the reading's name; empty where the names themselves are what it shows."""
    if not fields.has("readings"):
        return {}
    node = fields.child("readings")
    known = list(node.fields) if isinstance(node, Mapped) else []
    inner = Fields(fields.source, node, Text("“readings”", "“readings”"), known, fields.wrong)
    if len(known) > MOST_READINGS:
        values = {"name": "readings", "n": len(known), "most": MOST_READINGS}
        fields.wrong.append(fields.source.at(problems.LIST_TOO_LONG, fields.line_of("readings"), **values))
    return {name: inner.text(name) for name in known[:MOST_READINGS]}


def _outcomes(fields: Fields, faults: Sequence[str], readings: Mapping[str, Text]) -> dict[str, dict[str, float]]:
    """Fault to the probabilities of its readings; what cannot be read is said and left out."""
    if not fields.has("outcomes"):
        return {}
    inner = Fields(fields.source, fields.child("outcomes"), _OUTCOME, [*faults, OTHERS], fields.wrong)
    shares = {name: _shares(inner, name, readings) for name in inner.node.fields}
    missing = [f for f in faults if f not in shares]
    if missing and OTHERS not in shares:
        _note(fields, own.NO_READING, "outcomes", test=fields.words("id"), faults=", ".join(missing))
    outcomes = {f: shares.get(f, shares.get(OTHERS, {})) for f in faults}
    _compare(fields, outcomes, readings)
    return outcomes


def _shares(fields: Fields, name: str, readings: Mapping[str, Text]) -> dict[str, float]:
    node = fields.child(name)
    if isinstance(node, Scalar):
        return {_reading(fields, node.text, node.line, readings): 1.0}
    if isinstance(node, Mapped):
        inner = Fields(fields.source, node, _OUTCOME, list(node.fields), fields.wrong)
        chances = {word: chance_of(inner, child, node.lines[word]) for word, child in node.fields.items()}
        return {_reading(fields, word, node.lines[word], readings): p for word, p in chances.items() if p > 0}
    line = fields.line_of(name)
    fields.wrong.append(fields.source.at(problems.BAD_VALUE, line, name=name, shape=_OUTCOME))
    return {}


def _reading(fields: Fields, name: str, line: int, readings: Mapping[str, Text]) -> str:
    if readings and name not in readings:
        values = {"what": READING, "name": name[:60], "meant": did_you_mean(name, readings)}
        fields.wrong.append(fields.source.at(problems.UNKNOWN_NAME, line, **values))
    return name[:LONGEST_READING]


def given(outcomes: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The readings that some fault gives, in their order."""
    return list(dict.fromkeys(reading for shares in outcomes.values() for reading in shares))


def _compare(fields: Fields, outcomes: Mapping[str, Mapping[str, float]], readings: Mapping[str, Text]) -> None:
    """Readings that no fault gives; words that stand in one language only."""
    shown = given(outcomes)
    for name in readings:
        if name not in shown and outcomes:
            _note(fields, own.UNUSED_READING, "readings", test=fields.words("id"), reading=name[:60])
    if not readings:
        words = next((name for name in shown if _WORDS.search(name)), "")
        if words:
            second = LANGUAGE_NAMES["en" if re.search(r"[\u4e00-\u9fff]", words) else "zh"]
            _note(fields, problems.NOT_TRANSLATED, "outcomes", what=Text(f"“{words[:40]}”", f"“{words[:40]}”"),
                  language=second)  # fmt: skip
        if len(shown) > MOST_READINGS:
            _note(fields, problems.LIST_TOO_LONG, "outcomes", name="outcomes", n=len(shown), most=MOST_READINGS)


def _note(fields: Fields, code: Code, name: str, /, **values: object) -> None:
    fields.wrong.append(fields.source.at(code, fields.line_of(name), **values))
