"""How many items can be given out to draws that compete for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fieldmark.bank.bank import Question
from fieldmark.model.paper import Draw


def fitting(draw: Draw, questions: Sequence[Question], groups: Mapping[str, str]) -> list[Question]:
    """The questions that meet every condition of the draw; `groups` gives each skill's group."""
    return [question for question in questions if question.id and _fits(draw, question, groups)]


def _fits(draw: Draw, question: Question, groups: Mapping[str, str]) -> bool:
    low, high = draw.difficulty
    return (
        question.points == draw.points
        and draw.admits(question.kind, question.id)
        and (not draw.skills or bool(set(draw.skills) & set(question.skills)))
        and (not draw.group or any(groups.get(s) == draw.group for s in question.skills))
        and low <= (question.difficulty or 0) <= high
    )


def supply(needs: Sequence[int], fits: Sequence[frozenset[str]]) -> int:
    """The most items that can be given out, each once: `needs[i]` at most to draw i, from `fits[i]` alone.

    A maximum flow by augmenting paths (Ford and Fulkerson, 1956) over classes of items that fit the same draws.
    """
    classes = Counter(
        tuple(i for i, fit in enumerate(fits) if item in fit) for item in sorted(frozenset().union(*fits))
    )
    flow: dict[tuple[int, tuple[int, ...]], int] = Counter()
    free = dict(classes)
    total = 0
    for draw, need in enumerate(needs):
        left = need
        while left and (pushed := _augment(draw, left, flow, free, set())):
            left -= pushed
            total += pushed
    return total


def _augment(
    draw: int,
    want: int,
    flow: dict[tuple[int, tuple[int, ...]], int],
    free: dict[tuple[int, ...], int],
    seen: set[tuple[int, ...]],
) -> int:
    """Give up to `want` more items to `draw`, taking them from others that can be served otherwise."""
    for group in free:
        if draw not in group or group in seen:
            continue
        seen.add(group)
        got = min(want, free[group])
        if got:
            free[group] -= got
        else:
            got = _take_over(draw, want, group, flow, free, seen)
        if got:
            flow[draw, group] += got
            return got
    return 0


def _take_over(
    draw: int,
    want: int,
    group: tuple[int, ...],
    flow: dict[tuple[int, tuple[int, ...]], int],
    free: dict[tuple[int, ...], int],
    seen: set[tuple[int, ...]],
) -> int:
    for other in group:
        held = flow[other, group]
        if other != draw and held:
            got = _augment(other, min(want, held), flow, free, seen)
            if got:
                flow[other, group] -= got
                return got
    return 0
