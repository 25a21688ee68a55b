"""Blueprint, content and seed to papers: forms that are alike, share no item where the bank allows it, and are
balanced over the skills. Pure and deterministic."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fieldmark.model.content import Content
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import Blueprint, Draw, Form, Paper, Slot
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text
from fieldmark.paper import problems
from fieldmark.paper.seating import Seating


@dataclass(frozen=True, slots=True)
class Seat:
    """One place for an item: the `nth` item of a slot's pool in a form."""

    form: int
    slot: int
    nth: int
    draw: int


@dataclass(slots=True)
class _Chosen:
    """What has been taken so far: items by form and slot, skills counted by form, items used in any form."""

    items: dict[tuple[int, int], list[AnyItem]] = field(default_factory=dict)
    skills: dict[int, Counter[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def take(self, form: int, slot: int, item: AnyItem) -> None:
        self.items.setdefault((form, slot), []).append(item)
        self.skills.setdefault(form, Counter()).update(item.skills)
        self.used.add(item.id)


def paper_id(blueprint: Blueprint, form: Form) -> str:
    return f"{blueprint.id}-{form.id}"


def assemble(
    blueprint: Blueprint, content: Content, *, kept: Mapping[str, Sequence[Sequence[AnyItem]]] | None = None
) -> tuple[tuple[Paper, ...], tuple[Problem, ...]]:
    """The papers of a blueprint, one a form, and what is wrong (P002 error, P003 warning).

    `kept` maps the id of a form that must stay as it is to the items of its slots: the other forms are made to
    match it, and no paper is returned for it. No papers where a draw cannot be filled.
    """
    kept = kept or {}
    fitting = [_fitting(draw, blueprint, content) for draw in blueprint.draws]
    chosen = _Chosen()
    forms = [n for n, form in enumerate(blueprint.forms) if form.id not in kept]
    for n, form in enumerate(blueprint.forms):
        for slot, items in enumerate(kept.get(form.id, ())):
            for item in items:
                chosen.take(n, slot, item)
    short = _shortages(blueprint, fitting)
    if short:
        return (), short
    _fill(blueprint, fitting, forms, chosen)
    papers = tuple(_paper(blueprint, n, chosen) for n in forms)
    return papers, _shared(blueprint, chosen)


def _fitting(draw: Draw, blueprint: Blueprint, content: Content) -> dict[str, AnyItem]:
    """Items that fit every condition of the draw. Where some are worth what the draw gives, the others do not fit
    (where none is, the check of the content refuses: Q502). A pool never mixes items that a person marks with others.
    """
    course = content.course(blueprint.course)
    group = {s.id for s in course.skills if s.group == draw.group} if course and draw.group else set()
    fits = [
        item
        for item in content.items_of(blueprint.course)
        if (not draw.skills or set(draw.skills) & set(item.skills))
        and (not draw.group or group & set(item.skills))
        and draw.admits(item.kind, item.id)
        and draw.difficulty[0] <= item.difficulty <= draw.difficulty[1]
    ]
    fits = [i for i in fits if i.points == draw.points] or fits
    if draw.pool > 1 and any(i.kind != "long" for i in fits):
        fits = [i for i in fits if i.kind != "long"]
    return {item.id: item for item in fits}


def _seats(blueprint: Blueprint, forms: Iterable[int]) -> list[Seat]:
    """Seats slot by slot and form by form, so that a later form can follow the first one's choice."""
    lines = [d for d, draw in enumerate(blueprint.draws) for _ in range(draw.count)]
    wanted = list(forms)
    return [
        Seat(form, slot, nth, draw)
        for slot, draw in enumerate(lines)
        for form in wanted
        for nth in range(blueprint.draws[draw].pool)
    ]


def _shortages(blueprint: Blueprint, fitting: Sequence[Mapping[str, AnyItem]]) -> tuple[Problem, ...]:
    """Draws that one form alone cannot fill, each with how many items it lacks."""
    seats = _seats(blueprint, [0])
    seating = Seating([list(fitting[s.draw]) for s in seats])
    missing = Counter(seats[n].draw for n in seating.unseated)
    found = []
    for d, lack in sorted(missing.items()):
        draw = blueprint.draws[d]
        need = draw.count * draw.pool
        place = draw.place if draw.place.file else blueprint.place
        found.append(problems.TOO_FEW_ITEMS.at(place.file, place.line, paper=blueprint.id, need=need, have=need - lack))
    return tuple(found)


def _fill(
    blueprint: Blueprint, fitting: Sequence[Mapping[str, AnyItem]], forms: Sequence[int], chosen: _Chosen
) -> None:
    """Fill all forms at once with items of their own; where the bank is too small, form after form, sharing as
    few items as the order of preference finds."""
    fresh = [{i: item for i, item in fits.items() if i not in chosen.used} for fits in fitting]
    together = Seating([list(fresh[s.draw]) for s in _seats(blueprint, forms)])
    if together.full:
        _choose(blueprint, fresh, _seats(blueprint, forms), together, chosen)
        return
    for form in forms:
        seats = _seats(blueprint, [form])
        _choose(blueprint, fitting, seats, Seating([list(fitting[s.draw]) for s in seats]), chosen)


def _choose(
    blueprint: Blueprint,
    fitting: Sequence[Mapping[str, AnyItem]],
    seats: Sequence[Seat],
    seating: Seating,
    chosen: _Chosen,
) -> None:
    for n, seat in enumerate(seats):
        prefer = _preference(seat, chosen, blueprint.forms[seat.form].seed)
        for item in sorted(fitting[seat.draw].values(), key=prefer):
            if seating.fix(n, item.id):
                chosen.take(seat.form, seat.slot, item)
                break


def _preference(seat: Seat, chosen: _Chosen, seed: int) -> Callable[[AnyItem], tuple[object, ...]]:
    """Sort key of the candidates for a seat: not seen in another form, like its model (the slot's first item,
    or the same slot of another form), of skills that the form has least of, then by lot."""
    model = next(
        (items[0] for (form, slot), items in sorted(chosen.items.items()) if slot == seat.slot and form != seat.form),
        None,
    )
    if seat.nth:
        model = chosen.items[seat.form, seat.slot][0]
    covered = chosen.skills.get(seat.form, Counter())

    def key(item: AnyItem) -> tuple[object, ...]:
        lot = hashlib.sha256(f"{seed}:{item.id}".encode()).hexdigest()
        return (item.id in chosen.used, _unlike(item, model), max((covered[s] for s in item.skills), default=0), lot)

    return key


def _unlike(item: AnyItem, model: AnyItem | None) -> tuple[int, int, int]:
    """How far two items are from being exchangeable: skill, kind, difficulty."""
    if model is None:
        return (0, 0, 0)
    return (
        2 - len(set(item.skills[:1]) & set(model.skills[:1])) - bool(set(item.skills) & set(model.skills)),
        int(item.kind != model.kind),
        abs(item.difficulty - model.difficulty),
    )


def _paper(blueprint: Blueprint, n: int, chosen: _Chosen) -> Paper:
    form = blueprint.forms[n]
    lines = [draw for draw in blueprint.draws for _ in range(draw.count)]
    slots = tuple(
        Slot(f"q{number:02d}", draw.points, tuple(i.id for i in chosen.items[n, number - 1]))
        for number, draw in enumerate(lines, start=1)
    )
    return Paper(paper_id(blueprint, form), blueprint.course, blueprint.id, form.id, form_title(blueprint, form),
                 blueprint.minutes, slots, blueprint.cut, blueprint.attempts, form.opens, form.closes,
                 blueprint.seb, blueprint.seb_keys, blueprint.admission, blueprint.practice)  # fmt: skip


def form_title(blueprint: Blueprint, form: Form) -> Text:
    """“Blueprint – Form”; the blueprint's alone where the form has none."""
    if not form.title:
        return blueprint.title
    return Text(
        f"{blueprint.title.get('en')} – {form.title.get('en')}",
        f"{blueprint.title.get('zh')} – {form.title.get('zh')}",
    )


def _shared(blueprint: Blueprint, chosen: _Chosen) -> tuple[Problem, ...]:
    forms: dict[str, set[int]] = {}
    for (form, _), items in chosen.items.items():
        for item in items:
            forms.setdefault(item.id, set()).add(form)
    twice = sorted(i for i, seen in forms.items() if len(seen) > 1)
    if not twice:
        return ()
    place = blueprint.place
    shown = ", ".join(twice[:5]) + (" …" if len(twice) > 5 else "")
    return (problems.SHARED_ITEMS.at(place.file, place.line, blueprint=blueprint.id, n=len(twice), items=shown),)
