"""Marks given by people, out of the journal's acts: what counts, and what a third has to settle. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from fieldmark.marking.policy import MarkingPolicy
from fieldmark.model.sitting import StoredEvent

Place = tuple[str, str]
"""Sitting and slot."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One mark by one person. `number` is its place in the journal; `final`: it settles a difference or an appeal."""

    number: int
    marker: str
    at: datetime
    points: float
    levels: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    final: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts for a slot."""

    points: float
    levels: Mapping[str, float]
    comment: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All marks of a slot in order, undone ones too."""

    history: tuple[Hand, ...] = ()

    @property
    def valid(self) -> tuple[Hand, ...]:
        """The latest of each marker that was not undone, settling marks aside."""
        latest = {h.marker: h for h in self.history if not h.undone and not h.final}
        return tuple(sorted(latest.values(), key=lambda h: h.number))

    @property
    def final(self) -> Hand | None:
        return next((h for h in reversed(self.history) if h.final and not h.undone), None)

    def by(self, marker: str) -> Hand | None:
        return next((h for h in self.valid if h.marker == marker), None)


def standings(acts: Iterable[StoredEvent]) -> dict[Place, Standing]:
    """Where each slot that people marked stands."""
    found: dict[Place, Standing] = {}
    for stored in acts:
        event = stored.event
        if event.kind == "graded":
            place = event.sitting, str(event.data["slot"])
            found[place] = Standing((*found.get(place, Standing()).history, _hand(stored)))
        elif event.kind == "ungraded":
            _undo(found, event.sitting, int(event.data["of"]))
    return found


def unseen(acts: Iterable[StoredEvent]) -> frozenset[str]:
    """Sittings with a change in formgrader that nobody has released since."""
    last: dict[str, str] = {}
    for stored in acts:
        if stored.event.kind in {"outside", "released"}:
            last[stored.event.sitting] = stored.event.kind
    return frozenset(s for s, kind in last.items() if kind == "outside")


def settled(standing: Standing, policy: MarkingPolicy, most: float) -> Settled | None:
    """What counts now; None while somebody still has to mark or to settle."""
    if standing.final:
        return _of(standing.final)
    given = standing.valid
    if policy.markers == 1:
        return _of(given[-1]) if given else None
    if len(given) < policy.markers or apart(standing, policy, most):
        return None
    first, second = given[:2]
    names = dict.fromkeys((*first.levels, *second.levels))
    levels = {n: (first.levels.get(n, 0.0) + second.levels.get(n, 0.0)) / 2 for n in names}
    said = "\n".join(dict.fromkeys(h.comment for h in (first, second) if h.comment))
    return Settled((first.points + second.points) / 2, levels, said)


def apart(standing: Standing, policy: MarkingPolicy, most: float) -> bool:
    """Whether two markers differ by more than the policy allows, and nobody settled it."""
    given = standing.valid[:2]
    if policy.markers < 2 or len(given) < 2 or standing.final:
        return False
    return abs(given[0].points - given[1].points) > policy.apart * most + 1e-9


def _hand(stored: StoredEvent) -> Hand:
    event, data = stored.event, stored.event.data
    levels = {str(k): float(v) for k, v in data.get("levels", {}).items()}
    points, comment = float(data["points"]), str(data.get("comment", ""))
    return Hand(stored.number, event.actor, event.at, points, levels, comment, bool(data.get("final")))


def _undo(found: dict[Place, Standing], sitting: str, number: int) -> None:
    for place, standing in found.items():
        if place[0] == sitting and any(h.number == number for h in standing.history):
            found[place] = Standing(
                tuple(replace(h, undone=True) if h.number == number else h for h in standing.history)
            )
            return


def _of(hand: Hand) -> Settled:
    return Settled(hand.points, hand.levels, hand.comment)
