"""What a blueprint may draw from: exams and practice never share an item, since practice tells the answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fieldmark.model.content import Content
from fieldmark.model.paper import Blueprint, SealedPaper
from fieldmark.model.problem import Refused
from fieldmark.paper import problems


def open_to(blueprint: Blueprint, content: Content, papers: Iterable[SealedPaper]) -> Content:
    """The content less what the other sort of paper has: an exam leaves out what practice papers name, a practice paper
    what the exam papers among `papers` hold. Refused (P013) where it names such an item."""
    taken = _held(blueprint, papers) if blueprint.practice else _named(blueprint, content)
    return replace(content, items=tuple(i for i in content.items if (i.course, i.id) not in taken))


def _held(blueprint: Blueprint, papers: Iterable[SealedPaper]) -> set[tuple[str, str]]:
    held = {(s.paper.course, i.id) for s in papers if not s.paper.practice for i in s.items}
    both = sorted({i for draw in blueprint.draws for i in draw.items if (blueprint.course, i) in held})
    if both:
        place, shown = blueprint.place, ", ".join(both[:5])
        raise Refused(problems.PRACTICE_IN_USE.at(place.file, place.line, paper=blueprint.id, items=shown))
    return held


def _named(blueprint: Blueprint, content: Content) -> set[tuple[str, str]]:
    return {(b.course, i) for b in content.blueprints if b.practice for draw in b.draws for i in draw.items}
