"""One file of a practical, by the folder it lies in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from fieldmark.bank import problems
from fieldmark.bank.cases.holes import hole
from fieldmark.bank.practicals.observation import read_observation
from fieldmark.bank.practicals.practical import Practical
from fieldmark.bank.practicals.scenario import read_scenario
from fieldmark.bank.practicals.talk import read_talk
from fieldmark.bank.source import Source
from fieldmark.bank.yamls import Node, parse
from fieldmark.model.fault import Weights
from fieldmark.model.item import Differ
from fieldmark.model.problem import Problem

Reader = Callable[[Source, Node | None, str, Weights, Differ], tuple[Practical, list[Problem]]]

READERS: Mapping[str, Reader] = {
    "faults": lambda source, node, course, weights, _: read_scenario(source, node, course, weights),
    "dialogues": lambda source, node, course, *_: read_talk(source, node, course),
    "observations": lambda source, node, course, _, differ: read_observation(source, node, course, differ),
}
"""Folder below assignments/<course>/ to what reads its files."""

_USUAL = Differ()


def read_practical(
    source: Source, course: str, folder: str, weights: Weights, differ: Differ = _USUAL
) -> tuple[Practical | None, tuple[Problem, ...]]:
    """The practical as far as it could be read; None where the file is no YAML."""
    node, unreadable = parse(source)
    if unreadable:
        return None, unreadable
    practical, wrong = READERS[folder](source, node, course, weights, differ)
    if practical.draft:
        wrong.append(practical.at_field(problems.DRAFT, "draft", id=practical.id))
    else:
        wrong += _holes(source)
    return practical, tuple(wrong)


def _holes(source: Source) -> Iterator[Problem]:
    """What a draft of a case left to be written."""
    for number, text in enumerate(source.lines, start=1):
        if not text.lstrip().startswith("#") and (left := hole(text)):
            yield source.at(problems.HOLE, number, hole=left)
