"""Names that have to be known, or to be different."""

from __future__ import annotations

from collections.abc import Iterator

from fieldmark.bank import problems
from fieldmark.bank.bank import Bank, Question
from fieldmark.bank.practicals.practical import Practical
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
    first: dict[str, Question] = {}
    for question in bank.questions:
        if question.id and question.id in first:
            there = first[question.id]
            where, line = there.source.file, there.line_of("id")
            yield question.at_field(problems.ID_TWICE, "id", id=question.id, where=where, first=line)
        elif question.id:
            first[question.id] = question


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
    for question in bank.questions:
        course = bank.course(question.course)
        if not question.skills:
            yield question.at_field(problems.NO_SKILL, "skills")
        if course is None:
            continue
        known = [skill.id for skill in course.skills]
        for skill, line in _named(question):
            if skill not in known:
                values = {"course": course.id, "skill": skill[:60], "meant": did_you_mean(skill, known)}
                yield question.source.at(problems.UNKNOWN_SKILL, line, **values)


def _named(question: Question) -> Iterator[tuple[str, int]]:
    """The skills of a question, and those that a practical shows, each with its line."""
    for skill in question.skills:
        yield skill, question.line_of("skills")
    if isinstance(question, Practical):
        yield from question.shows
