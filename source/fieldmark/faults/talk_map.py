"""A dialogue as a map: its turns in columns from left to right, so that most replies lead to the right. Pure.

Layers by the longest way from the start, loops left aside; the order within a column by the mean place of what leads
there (Sugiyama, Tagawa and Toda 1981).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldmark.faults import talk
from fieldmark.faults.check_talk import can_be_walked, dead_ends, unreached
from fieldmark.model.dialogue import Dialogue

SWEEPS = 4


@dataclass(frozen=True, slots=True)
class TalkMap:
    """`columns` hold the turns' ids from top to bottom; `missing` are turns that replies name and nobody wrote."""

    columns: tuple[tuple[str, ...], ...]
    dead: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


def talk_map(dialogue: Dialogue) -> TalkMap:
    """Where each turn stands, and what is wrong with it. Turns that nothing leads to stand in a last column."""
    turns = [t.id for t in dialogue.turns]
    missing = list(dict.fromkeys(to for _, _, to in talk.graph(dialogue) if to not in turns))
    follow = {name: _after(dialogue, name) for name in (*turns, *missing)}
    depth = _depths(dialogue.start.id, follow)
    columns = [[n for n in follow if depth.get(n) == d] for d in range(max(depth.values()) + 1)]
    apart = [n for n in follow if n not in depth]
    ordered = _ordered(columns, follow)
    if apart:
        ordered.append(apart)
    sound = can_be_walked(dialogue)
    return TalkMap(
        tuple(tuple(c) for c in ordered),
        frozenset(dead_ends(dialogue) if sound else ()),
        frozenset(unreached(dialogue) if sound else apart),
        frozenset(missing),
    )


def _after(dialogue: Dialogue, name: str) -> list[str]:
    return list(dict.fromkeys(to for turn, _, to in talk.graph(dialogue) if turn == name))


def _depths(start: str, follow: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The longest way to each turn without going round; by depth first, in the order of finishing, turned round."""
    done: list[str] = []
    seen: set[str] = set()
    stack: list[tuple[str, int]] = [(start, 0)]
    seen.add(start)
    while stack:
        name, at = stack.pop()
        if at < len(follow[name]):
            stack.append((name, at + 1))
            if follow[name][at] not in seen:
                seen.add(follow[name][at])
                stack.append((follow[name][at], 0))
        else:
            done.append(name)
    place = {name: i for i, name in enumerate(reversed(done))}
    depth = dict.fromkeys(place, 0)
    for name in place:
        for to in follow[name]:
            if place[to] > place[name]:  # else it leads back
                depth[to] = max(depth[to], depth[name] + 1)
    return depth


def _ordered(columns: list[list[str]], follow: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Each column by the mean place of its neighbours, from the left and from the right in turn."""
    before = {name: [n for n in follow if name in follow[n]] for name in follow}
    for sweep in range(SWEEPS):
        near = follow if sweep % 2 else before
        place = {name: i / len(column) for column in columns for i, name in enumerate(column)}
        for column in columns if near is before else reversed(columns):
            column.sort(key=lambda name: _mean([place[n] for n in near[name] if n in place], place[name]))
            place |= {name: i / len(column) for i, name in enumerate(column)}
    return columns


def _mean(places: Sequence[float], own: float) -> float:
    return sum(places) / len(places) if places else own
