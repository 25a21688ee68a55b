"""Checklists to papers of their own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from fieldmark.model.content import Content
from fieldmark.model.item import Observation
from fieldmark.model.observed import blueprint, paper
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Problem, Refused
from fieldmark.paper import problems
from fieldmark.paper.versions import kept_paper, outgrown, seal


def observed_papers(
    content: Content,
    wanted: Mapping[str, SealedPaper],
    have: Mapping[str, SealedPaper],
    sat: Collection[str],
    secret: Callable[[], str],
) -> tuple[dict[str, SealedPaper], list[Problem]]:
    """One sealed paper a checklist. One that somebody was observed with stays as it was (P020). Refused (P006) where
    another of the `wanted` papers has its id."""
    made: dict[str, SealedPaper] = {}
    found: list[Problem] = []
    for item in (i for i in content.items if isinstance(i, Observation)):
        new = paper(item)
        before = have.get(new.id)
        if new.id in wanted or new.id in made:
            raise Refused(problems.TWICE.at(item.place.file, item.place.line, paper=new.id))
        if before is None or new.id not in sat:
            made[new.id] = seal(new, content, before.secret if before else secret())
            continue
        plan = blueprint(item)
        made[new.id] = replace(before, paper=kept_paper(before, plan))
        if outgrown(before, plan, content):
            found.append(problems.CHECKLIST_USED.at(item.place.file, item.place.line, item=item.id))
    return made, found
