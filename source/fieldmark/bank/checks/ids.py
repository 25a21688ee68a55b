"""Names that have to be known, or to be different."""

from __future__ import annotations

from collections.abc import Iterator

from fieldmark.bank import problems
from fieldmark.bank.bank import Bank
from fieldmark.bank.draft import Draft
from fieldmark.bank.spelling import did_you_mean
from fieldmark.model.paper import Blueprint
from fieldmark.model.problem import Problem


def known_courses(bank: Bank) -> Iterator[Problem]:
    known = [course.id for course in bank.courses]
    for folder, path in bank.folders:
        if folder not in known and folder not in bank.unreadable_courses:
            yield problems.NO_COURSE.at(path, course=folder, meant=did_you_mean(folder, known))


def different_items(bank: Bank) -> Iterator[Problem]:
    """Ids differ in all courses, since answers are kept by them."""
    first: dict[str, Draft] = {}
    for draft in bank.drafts:
        if draft.id and draft.id in first:
            there = first[draft.id]
            line = there.fields["id"].line
            yield draft.at_field(problems.ID_TWICE, "id", id=draft.id, where=there.source.file, first=line)
        elif draft.id:
            first[draft.id] = draft


def different_blueprints(bank: Bank) -> Iterator[Problem]:
    first: dict[str, Blueprint] = {}
    for blueprint in bank.blueprints:
        place = blueprint.place
        if blueprint.id in first:
            there = first[blueprint.id].place.file
            yield bank.at(problems.BLUEPRINT_TWICE, place.file, place.line, id=blueprint.id, where=there)
        else:
            first[blueprint.id] = blueprint


def known_skills(bank: Bank) -> Iterator[Problem]:
    for draft in bank.drafts:
        course = bank.course(draft.course)
        if not draft.skills:
            yield draft.at_field(problems.NO_SKILL, "skills")
        if course is None:
            continue
        known = [skill.id for skill in course.skills]
        for skill in draft.skills:
            if skill not in known:
                meant = did_you_mean(skill, known)
                yield draft.at_field(problems.UNKNOWN_SKILL, "skills", course=course.id, skill=skill[:60], meant=meant)
