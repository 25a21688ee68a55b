"""The sealed papers as the service needs them: read once, read again when the file changes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fieldmark import items
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import SealedPaper
from fieldmark.model.person import Person
from fieldmark.model.problem import Refused
from fieldmark.model.score import Variant
from fieldmark.model.sitting import Sitting
from fieldmark.sitting import practice, trial
from fieldmark.sitting.wire import dumps
from fieldmark.store.people import read_people
from fieldmark.store.sealed import read_sealed, sealed_papers
from fieldmark.store.workspace import Workspace


class Papers:
    """All built papers of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._sealed = str(workspace.sealed)
        self._trial = trial.sealed()
        self._read: dict[str, tuple[int, SealedPaper]] = {}

    def ids(self) -> tuple[str, ...]:
        return sealed_papers(self._workspace)

    def get(self, paper: str) -> SealedPaper:
        """Refused (W010) where the paper is not built."""
        if paper == trial.PAPER:
            return self._trial
        try:
            written = os.stat(f"{self._sealed}/{paper}.json").st_mtime_ns  # noqa: PTH116 - asked at every request
        except OSError:
            written = -1
        known = self._read.get(paper)
        if known is None or known[0] != written:
            known = (written, read_sealed(self._workspace, paper))
            self._read[paper] = known
        return known[1]

    def all(self) -> list[SealedPaper]:
        """The papers that can be read; one that is damaged keeps nobody from the others."""
        found = []
        for paper in self.ids():
            try:
                found.append(self.get(paper))
            except Refused:
                continue
        return found


class People:
    """Who may log in: read once, read again when the file changes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._path = workspace.site / "people.json"
        self._read: tuple[int, dict[str, Person]] = (-2, {})

    def __call__(self) -> Mapping[str, Person]:
        try:
            written = self._path.stat().st_mtime_ns
        except OSError:
            written = -1
        if self._read[0] != written:
            self._read = (written, self._now())
        return self._read[1]

    def _now(self) -> dict[str, Person]:
        """Who was known stays known while the file cannot be read."""
        try:
            return read_people(self._workspace, self._read[1])
        except Refused:
            if not self._read[1]:
                raise
            return self._read[1]


def variants(sealed: SealedPaper, engineer: str) -> Mapping[str, tuple[AnyItem, Variant]]:
    """Slot name -> the engineer's item and variant."""
    return _variants(_Key(sealed), engineer)


def questions(sealed: SealedPaper, engineer: str) -> str:
    """What the engineer's page may know of each question, in order, as JSON; never a key."""
    drawn, key = variants(sealed, engineer), _Key(sealed)
    place = {slot.name: dumps({"slot": slot.name, "points": slot.points}) for slot in sealed.paper.slots}
    return "[" + ",".join(f"{_shown(key, *drawn[slot])[:-1]},{at[1:]}" for slot, at in place.items()) + "]"


def misfit(sealed: SealedPaper, engineer: str, slot: str, answer: object) -> str:
    """Why an answer does not fit the engineer's question in that slot; empty where it does, or there is no slot."""
    drawn = _drawn(sealed, engineer, slot)
    return items.problem_with(*drawn, answer) if drawn else ""


def wrong_with(sealed: SealedPaper, engineer: str, slot: str, answer: object) -> str:
    """As `misfit`, for what a page sends: a practical grows by its acts alone, so nobody can write one down."""
    drawn = _drawn(sealed, engineer, slot)
    if drawn is None:
        return ""
    return "practical" if items.is_practical(drawn[0]) else items.problem_with(*drawn, answer)


def _drawn(sealed: SealedPaper, engineer: str, name: str) -> tuple[AnyItem, Variant] | None:
    """One question alone: an answer costs the drawing of its own slot, however many engineers take turns."""
    slot = next((s for s in sealed.paper.slots if s.name == name), None)
    return items.variant(sealed, slot, engineer) if slot else None


def view(sealed: SealedPaper, sitting: Sitting, slot: str) -> dict[str, Any]:
    """What the page may see of one practical so far; in practice with hints, and the replay once it is ended."""
    saved = sitting.answers.get(slot)
    look = practice.view if sitting.mode == "practice" else items.view
    return look(*variants(sealed, sitting.engineer)[slot], saved.answer if saved else {})


def views(sealed: SealedPaper, sitting: Sitting) -> dict[str, Any]:
    """Slot -> what the page may see of a practical so far."""
    drawn = variants(sealed, sitting.engineer).items()
    return {slot: view(sealed, sitting, slot) for slot, (item, _) in drawn if items.is_practical(item)}


class _Key:
    """A sealed paper as a cache key: by its secret and content, without hashing every item each time."""

    def __init__(self, sealed: SealedPaper) -> None:
        self.sealed = sealed
        self._same = (sealed.paper.id, sealed.secret, sealed.digest, sealed.paper.slots)

    def __hash__(self) -> int:
        return hash(self._same[:3])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._same == other._same


@lru_cache(maxsize=2048)
def _variants(key: _Key, engineer: str) -> Mapping[str, tuple[AnyItem, Variant]]:
    return {slot.name: items.variant(key.sealed, slot, engineer) for slot in key.sealed.paper.slots}


def _shown(key: _Key, item: AnyItem, variant: Variant) -> str:
    """What a page may know of a question. Variants of one question are few, and thousands open within a minute."""
    if items.is_practical(item):
        return dumps(_unplaced(items.public(item, variant)))
    return _public(key, item.id, tuple(variant.parameters.items()), variant.order)


@lru_cache(maxsize=8192)
def _public(key: _Key, item: str, parameters: tuple[tuple[str, float], ...], order: tuple[int, ...]) -> str:
    """Shared by all who drew the same."""
    return dumps(_unplaced(items.public(key.sealed.item(item), Variant(item, dict(parameters), order))))


def _unplaced(public: Mapping[str, Any]) -> dict[str, Any]:
    """The slot says how many points it is worth."""
    return {name: value for name, value in public.items() if name not in {"slot", "points"}}
