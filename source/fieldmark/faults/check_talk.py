"""What is wrong with a dialogue, before anyone plays it."""

from __future__ import annotations

from collections.abc import Iterator

from fieldmark.faults import problems, talk
from fieldmark.model.dialogue import ANGRIEST, CALMEST, DIMENSIONS, Dialogue
from fieldmark.model.problem import Problem


def check_talk(dialogue: Dialogue) -> list[Problem]:
    """Every problem of the dialogue at its place; ways through it are walked only where all names are right."""
    found = [*_names(dialogue), *_branches(dialogue), *_catches(dialogue)]
    if not found:
        found = [*_reached(dialogue), *_ends(dialogue)]
    if not any(p.severity == "error" for p in found):
        found += _points(dialogue)
    return found


def _names(dialogue: Dialogue) -> Iterator[Problem]:
    turns = [t.id for t in dialogue.turns]
    for turn, reply, to in talk.graph(dialogue):
        if to not in turns:
            yield problems.NO_SUCH_TURN.at(
                *dialogue.at(turn, reply), turn=turn, reply=reply, to=to, turns=", ".join(turns)
            )


def _branches(dialogue: Dialogue) -> Iterator[Problem]:
    for turn in dialogue.turns:
        for reply in turn.replies:
            if not reply.branches or reply.branches[-1].at_most is not None:
                yield problems.NO_BRANCH.at(*dialogue.at(turn.id, reply.id), turn=turn.id, reply=reply.id)


def _catches(dialogue: Dialogue) -> Iterator[Problem]:
    for turn in dialogue.turns:
        if turn.free and all(r.patterns for r in turn.replies):
            yield problems.NO_CATCH.at(*dialogue.at(turn.id), turn=turn.id)


Place = tuple[str, int]
"""A turn in a mood."""


def _walked(dialogue: Dialogue, *starts: Place) -> dict[Place, set[Place]]:
    """Every place that replies lead to from the starts, with the places that follow on it."""
    follow: dict[Place, set[Place]] = {}
    open_places = list(starts)
    while open_places:
        place = open_places.pop()
        if place in follow:
            continue
        follow[place] = set()
        for reply in dialogue.turn(place[0]).replies:
            mood = max(ANGRIEST, min(CALMEST, place[1] + reply.mood))
            to = next(b.turn for b in reply.branches if b.at_most is None or mood <= b.at_most)
            follow[place].add((to, mood))
        open_places += follow[place]
    return follow


def can_be_walked(dialogue: Dialogue) -> bool:
    """Every reply leads somewhere that there is."""
    return not (*_names(dialogue), *_branches(dialogue))


def unreached(dialogue: Dialogue) -> set[str]:
    """Turns that come up in no mood."""
    reached = {turn for turn, _ in _walked(dialogue, (dialogue.start.id, dialogue.mood))}
    return {t.id for t in dialogue.turns} - reached


def _reached(dialogue: Dialogue) -> Iterator[Problem]:
    lost = unreached(dialogue)
    for turn in dialogue.turns:
        if turn.id in lost:
            yield problems.UNREACHED.at(*dialogue.at(turn.id), turn=turn.id)


def dead_ends(dialogue: Dialogue) -> set[str]:
    """Turns from which, in a mood in which they come up, no way leads to an end; one that never comes up is tried in
    the mood of the start."""
    follow = _walked(dialogue, (dialogue.start.id, dialogue.mood))
    reached = {turn for turn, _ in follow}
    follow |= _walked(dialogue, *((t.id, dialogue.mood) for t in dialogue.turns if t.id not in reached))
    leads = {place for place in follow if dialogue.turn(place[0]).is_end}
    grown = True
    while grown:
        more = {place for place, after in follow.items() if after & leads} - leads
        leads |= more
        grown = bool(more)
    return {turn for turn, mood in follow if (turn, mood) not in leads}


def _ends(dialogue: Dialogue) -> Iterator[Problem]:
    dead = dead_ends(dialogue)
    for turn in dialogue.turns:
        if turn.id in dead:
            yield problems.DEAD_END.at(*dialogue.at(turn.id), turn=turn.id)


def _points(dialogue: Dialogue) -> Iterator[Problem]:
    best = talk.gained(talk.best_way(dialogue))
    for dimension in DIMENSIONS:
        if best[dimension] <= 0:
            yield problems.NO_POINTS.at(*dialogue.at(dialogue.start.id), dialogue=dialogue.id, dimension=dimension)
