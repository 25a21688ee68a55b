"""The matter of a practical: chances, ways out, what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fieldmark.bank.practicals.practical import Practical
from fieldmark.model.item import Conversation, FaultBench
from fieldmark.model.problem import Problem


def check_practical(practical: Practical) -> Iterator[Problem]:
    """What `fieldmark.faults` says of it, with the trainer's own words beside it."""
    for problem in _said(practical):
        yield replace(problem, excerpt=practical.source.excerpt(problem.line))


def _said(practical: Practical) -> list[Problem]:
    match practical.item:
        case FaultBench(scenario=scenario):
            from fieldmark.faults.check import check  # numpy

            return check(scenario)
        case Conversation(dialogue=dialogue):
            from fieldmark.faults.check_talk import check_talk

            return check_talk(dialogue)
    return []
