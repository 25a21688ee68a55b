"""grading/marking.yaml: how answers and diagnoses are marked, as far as questions carry it with them."""

from __future__ import annotations

from math import isclose

from fieldmark.bank.fields import Fields
from fieldmark.bank.practicals import problems
from fieldmark.bank.source import Source
from fieldmark.bank.yamls import parse
from fieldmark.items.prose import number
from fieldmark.model.fault import Weights
from fieldmark.model.item import Differ
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

FILE = "marking.yaml"
RELEASES = ("marked", "closed", "trainer")
SHOWN = ("points", "answer", "right", "explanation", "in_use")
_POLICY, _FAULTS = Text("the marking policy", "评分政策"), Text("“faults”", "“faults”")
_FEEDBACK, _WEIGHTS = Text("“feedback”", "“feedback”"), Text("“weights”", "“weights”")
_DESK = Text("“desk”", "“desk”")
_OBSERVATION, _SETTLE = Text("“observation”", "“observation”"), Text("way to settle", "裁定方式")
SETTLED = ("person", "mean")
_RELEASE, _PART = Text("moment of release", "发布时机"), Text("part of the feedback", "反馈内容")
_PARTS = ("isolation", "regret", "efficiency", "proof")


def read_marking(source: Source) -> tuple[Weights, tuple[Problem, ...]]:
    """The weights of fault diagnosis, and everything that is wrong in the file."""
    node, unreadable = parse(source)
    if unreadable:
        return Weights(), unreadable
    wrong: list[Problem] = []
    fields = Fields(source, node, _POLICY, ("feedback", "desk", "observation", "faults"), wrong) if node else None
    if fields is None:
        return Weights(), ()
    if fields.has("feedback"):
        _feedback(Fields(source, fields.child("feedback"), _FEEDBACK, ("release", "show", "appeal_days"), wrong))
    if fields.has("desk"):
        _desk(Fields(source, fields.child("desk"), _DESK, ("markers", "apart"), wrong))
    if fields.has("observation"):
        _differ(Fields(source, fields.child("observation"), _OBSERVATION, ("apart", "settle"), wrong))
    known = ("weights", "good_part", "wrong_cap", "certain", "isolated")
    weights = Weights()
    if fields.has("faults"):
        weights = _faults(Fields(source, fields.child("faults"), _FAULTS, known, wrong))
    return weights, tuple(wrong)


def read_differ(source: Source | None) -> Differ:
    """What follows where two examiners differ; what is wrong with it, `read_marking` says."""
    node, unreadable = parse(source) if source else (None, ())
    if source is None or node is None or unreadable:
        return Differ()
    fields = Fields(source, node, _POLICY, ("feedback", "desk", "observation", "faults"), [])
    if not fields.has("observation"):
        return Differ()
    return _differ(Fields(source, fields.child("observation"), _OBSERVATION, ("apart", "settle"), []))


def _feedback(fields: Fields) -> None:
    fields.one_of("release", RELEASES, _RELEASE)
    fields.names("show", SHOWN, _PART)
    fields.whole("appeal_days", 14, 0, 365)


def _desk(fields: Fields) -> None:
    fields.whole("markers", 1, 1, 2)
    fields.number("apart", 0.25, 0.0, 1.0)


def _differ(fields: Fields) -> Differ:
    usual = Differ()
    return Differ(fields.whole("apart", usual.apart, 1, 5), fields.one_of("settle", SETTLED, _SETTLE, usual.settle))


def _faults(fields: Fields) -> Weights:
    usual = Weights()
    parts = {name: getattr(usual, name) for name in _PARTS}
    if fields.has("weights"):
        inner = Fields(fields.source, fields.child("weights"), _WEIGHTS, _PARTS, fields.wrong)
        inner.required(*_PARTS)
        parts = {name: inner.number(name, 0.0, 0.0, 1.0) for name in _PARTS}
        total = sum(parts.values())
        if not isclose(total, 1.0, abs_tol=1e-6):
            line = fields.line_of("weights")
            fields.wrong.append(fields.source.at(problems.WEIGHTS, line, sum=number(round(total, 4))))
    return Weights(
        **parts,
        good_part=fields.number("good_part", usual.good_part, 0.0, 100.0),
        wrong_cap=fields.number("wrong_cap", usual.wrong_cap, 0.0, 100.0),
        certain=fields.number("certain", usual.certain, 0.5, 1.0),
        isolated=fields.number("isolated", usual.isolated, 0.5, 1.0),
    )
