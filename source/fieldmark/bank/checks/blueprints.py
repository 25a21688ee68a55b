"""What a blueprint asks for exists, and there is enough of it."""

from __future__ import annotations

from collections.abc import Iterator

from fieldmark.bank import problems
from fieldmark.bank.bank import Bank, Question
from fieldmark.bank.blueprints import MOST_SLOTS
from fieldmark.bank.spelling import did_you_mean
from fieldmark.bank.supply import fitting, supply
from fieldmark.items.prose import number
from fieldmark.model.item import KINDS, SAT
from fieldmark.model.paper import Blueprint, Draw
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

_DRAWS, _FORMS = Text("draws", "抽题规则"), Text("forms", "卷型")
_SKILL, _GROUP = Text("skill", "技能"), Text("group of skills", "技能组")
_KIND, _ITEM = Text("kind of question", "题型"), Text("question", "题目")


def has_parts(bank: Bank) -> Iterator[Problem]:
    for blueprint in bank.blueprints:
        place = blueprint.place
        for what, listed in ((_DRAWS, blueprint.draws), (_FORMS, blueprint.forms)):
            if not listed:
                yield bank.at(problems.NO_DRAWS, place.file, place.line, what=what)
        slots = sum(draw.count for draw in blueprint.draws)
        if slots > MOST_SLOTS:
            yield bank.at(problems.TOO_MANY_SLOTS, place.file, place.line, n=slots, most=MOST_SLOTS)


def different_seeds(bank: Bank) -> Iterator[Problem]:
    for blueprint in bank.blueprints:
        first: dict[int, str] = {}
        for form in blueprint.forms:
            if form.seed in first:
                place = blueprint.place
                names = {"first": first[form.seed], "second": form.id}
                yield bank.at(problems.SEED_TWICE, place.file, place.line, **names)
            first.setdefault(form.seed, form.id)


def known_references(bank: Bank) -> Iterator[Problem]:
    for blueprint in bank.blueprints:
        course = bank.course(blueprint.course)
        if course is None:
            continue
        skills, groups = [s.id for s in course.skills], [g.id for g in course.groups]
        items = [q.id for q in bank.questions_of(course.id) if q.kind not in KINDS or q.kind in SAT]
        complete = course.id not in bank.incomplete
        for draw in blueprint.draws:
            named = [(_SKILL, s, skills) for s in draw.skills] + [(_KIND, k, sorted(SAT)) for k in draw.kinds]
            named += [(_ITEM, i, items) for i in draw.items if complete]
            named += [(_GROUP, draw.group, groups)] if draw.group else []
            for what, name, known in named:
                if name not in known:
                    values = {"what": what, "name": name[:60], "meant": did_you_mean(name, known)}
                    yield bank.at(problems.UNKNOWN_REFERENCE, draw.place.file, draw.place.line, **values)


def same_points(bank: Bank) -> Iterator[Problem]:
    """Items named in a draw are worth what it gives."""
    for blueprint in bank.blueprints:
        worth = {d.id: d.points for d in bank.questions_of(blueprint.course) if d.points}
        for draw in blueprint.draws:
            for item in draw.items:
                points = worth.get(item)
                if points and draw.points and points != draw.points:
                    values = {"item": item, "points": number(points), "wanted": number(draw.points)}
                    yield bank.at(problems.POOL_POINTS, draw.place.file, draw.place.line, **values)


def practice_apart(bank: Bank) -> Iterator[Problem]:
    """No item that a practice paper names is named for an exam: practice tells the answers."""
    exams = {
        (blueprint.course, item): blueprint.id
        for blueprint in bank.blueprints
        if not blueprint.practice
        for draw in blueprint.draws
        for item in draw.items
    }
    for blueprint in bank.blueprints:
        for draw in blueprint.draws if blueprint.practice else ():
            for item in draw.items:
                exam = exams.get((blueprint.course, item))
                if exam:
                    yield bank.at(problems.PRACTICE_IN_EXAM, draw.place.file, draw.place.line, item=item, exam=exam)


def enough_items(bank: Bank) -> Iterator[Problem]:
    """Said only where all of the course could be read: else the count would be wrong for another reason."""
    for blueprint in bank.blueprints:
        course = bank.course(blueprint.course)
        if course is None or course.id in bank.incomplete:
            continue
        questions = bank.questions_of(course.id)
        groups = {s.id: s.group for s in course.skills}
        fits = [fitting(draw, questions, groups) for draw in blueprint.draws]
        alone = [p for draw, fit in zip(blueprint.draws, fits, strict=True) for p in _alone(bank, draw, fit)]
        yield from alone or _together(bank, blueprint, fits)


def _alone(bank: Bank, draw: Draw, fit: list[Question]) -> Iterator[Problem]:
    need = draw.count * draw.pool
    if len(fit) < need and draw.points:
        place = draw.place
        values = {"need": need, "count": draw.count, "pool": draw.pool, "have": len(fit)}
        yield bank.at(problems.TOO_FEW_ITEMS, place.file, place.line, points=number(draw.points), **values)


def _together(bank: Bank, blueprint: Blueprint, fits: list[list[Question]]) -> Iterator[Problem]:
    """All draws at once, and then all forms at once, without giving an item out twice."""
    needs = [draw.count * draw.pool for draw in blueprint.draws]
    place, sets = blueprint.place, [frozenset(d.id for d in fit) for fit in fits]
    have = supply(needs, sets)
    if have < sum(needs):
        yield bank.at(problems.SHARED_ITEMS, place.file, place.line, need=sum(needs), have=have)
        return
    forms = len(blueprint.forms)
    have = supply([need * forms for need in needs], sets)
    if have < sum(needs) * forms:
        values = {"forms": forms, "need": sum(needs) * forms, "have": have}
        yield bank.at(problems.FORMS_SHARE, place.file, place.line, **values)
