"""A corrected key, weight or cut score on a paper that was sat: what may follow it, and whose marks change. Pure.

What engineers were shown stays: a question whose shown part changed, or whose hidden truth would be drawn otherwise,
is not corrected, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from fieldmark.items import draw, public
from fieldmark.marking import problems
from fieldmark.marking.feedback import RowMark, total
from fieldmark.marking.points import scored
from fieldmark.marking.sheet import slots_for_people
from fieldmark.model.content import Content
from fieldmark.model.dialogue import Dialogue
from fieldmark.model.fault import Scenario
from fieldmark.model.item import AnyItem, Conversation, FaultBench, Place
from fieldmark.model.paper import Blueprint, SealedPaper, Slot
from fieldmark.model.problem import Problem
from fieldmark.model.score import Answer
from fieldmark.model.text import Text

DRAWS = 8  # variants that are compared


@dataclass(frozen=True, slots=True)
class Paperwork:
    """One marked submission: answers and what counts now, by slot."""

    engineer: str
    attempt: int
    answers: Mapping[str, Answer]
    marks: Mapping[str, RowMark]


@dataclass(frozen=True, slots=True)
class Change:
    """A submission before and after: points, passed or failed or open."""

    engineer: str
    attempt: int
    before: float
    after: float
    verdict_before: str
    verdict_after: str
    slots: tuple[str, ...]  # whose points change

    @property
    def any(self) -> bool:
        return bool(self.slots) or self.verdict_before != self.verdict_after


def corrected(sealed: SealedPaper, blueprint: Blueprint, content: Content) -> tuple[SealedPaper, list[Problem]]:
    """The paper with the keys, weights and cut score that the trainers' files have now, as its next revision (or
    itself where nothing changed), and M021, M022 for what cannot follow."""
    wrong: list[Problem] = []
    now = {i.id: i for i in content.items_of(sealed.paper.course)}
    items = tuple(_item(i, now.get(i.id), wrong) for i in sealed.items)
    slots = _slots(sealed, blueprint, wrong)
    paper = replace(sealed.paper, slots=slots, cut=blueprint.cut)
    same = (items, slots, paper.cut) == (sealed.items, sealed.paper.slots, sealed.paper.cut)
    return (sealed if same else replace(sealed, paper=paper, items=items, revision=sealed.revision + 1)), wrong


def changes(old: SealedPaper, new: SealedPaper, submissions: Iterable[Paperwork]) -> list[Change]:
    """Every submission before and after, whether it changes or not. What a person gave stays."""
    return [_change(old, new, each) for each in submissions]


def remarked(new: SealedPaper, each: Paperwork) -> dict[str, RowMark]:
    """What each slot would get: the person's mark where there is one, else what the new key gives."""
    people = slots_for_people(new)
    made = {}
    for slot in new.paper.slots:
        mark = each.marks.get(slot.name, RowMark(None))
        if not mark.by_person and slot.name not in people:
            mark = RowMark(scored(new, slot, each.engineer, each.answers.get(slot.name, {})).points)
        made[slot.name] = mark
    return made


def _change(old: SealedPaper, new: SealedPaper, each: Paperwork) -> Change:
    after = remarked(new, each)
    then, now = total(old, each.marks), total(new, after)
    moved = tuple(s for s, m in after.items() if m.points != each.marks.get(s, RowMark(None)).points)
    return Change(each.engineer, each.attempt, then["points"], now["points"], then["verdict"], now["verdict"], moved)


def _item(old: AnyItem, new: AnyItem | None, wrong: list[Problem]) -> AnyItem:
    if new is None or _placeless(new) == _placeless(old):
        return old
    if not _asked_alike(old, new):
        wrong.append(problems.ASKED_OTHERWISE.at(new.place.file, new.place.line, item=old.id))
        return old
    return new


def _asked_alike(old: AnyItem, new: AnyItem) -> bool:
    """Whether engineers would be shown the same, and the same would stay hidden."""
    if old.kind != new.kind or old.parameters != new.parameters or old.prompt != new.prompt:
        return False
    if not all(_drawn_alike(old, new, f"e{n}") for n in range(DRAWS)):
        return False
    if isinstance(old, FaultBench) and isinstance(new, FaultBench):
        return _bare(old.scenario) == _bare(new.scenario)
    if isinstance(old, Conversation) and isinstance(new, Conversation):
        return _unscored(old.dialogue) == _unscored(new.dialogue)
    return True


def _drawn_alike(old: AnyItem, new: AnyItem, engineer: str) -> bool:
    """The same under the same letters. Places in the trainer's list may differ: steps and right-hand sides are sorted
    before they are shuffled, so that an order or a pairing put right shows as before."""
    before, after = (draw(item, secret="0" * 64, engineer=engineer, slot="s") for item in (old, new))
    same = replace(before, order=()) == replace(after, order=())
    return same and _weightless(public(old, before)) == _weightless(public(new, after))


def _weightless(shown: dict[str, object]) -> dict[str, object]:
    """The public part without the points, which may be corrected."""
    return {name: value for name, value in shown.items() if name != "points"}


def _bare(scenario: Scenario) -> Scenario:
    """The scenario without what is only judged: rules of safety and proof points."""
    return replace(scenario, rules=(), proof=(), place=Place(), lines={})


def _unscored(dialogue: Dialogue) -> Dialogue:
    turns = tuple(
        replace(t, value=0.0, replies=tuple(replace(r, points={}, comment=Text()) for r in t.replies))
        for t in dialogue.turns
    )
    return replace(dialogue, turns=turns, place=Place(), lines={})


def _slots(sealed: SealedPaper, blueprint: Blueprint, wrong: list[Problem]) -> tuple[Slot, ...]:
    """The slots with the weights that the blueprint has now, as far as its lines are still those of the paper."""
    lines = [d for d in blueprint.draws for _ in range(d.count)]
    slots, people = sealed.paper.slots, slots_for_people(sealed)
    if [d.pool for d in lines] != [len(s.items) for s in slots]:
        wrong.append(problems.OTHER_LINES.at(blueprint.place.file, blueprint.place.line, paper=sealed.paper.id))
        return slots
    made = []
    for slot, line in zip(slots, lines, strict=True):
        fixed = slot.name in people and slot.points != line.points
        if fixed:
            wrong.append(problems.WEIGHT_OF_PEOPLE.at(line.place.file, line.place.line, slot=slot.name))
        made.append(slot if fixed else replace(slot, points=line.points))
    return tuple(made)


def _placeless(item: AnyItem) -> AnyItem:
    return replace(item, place=Place())
