"""A submitted notebook to a marked sheet. Pure: bytes and sealed paper in, marks out; nothing is executed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldmark.marking.points import Shown, scored
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import SealedPaper, Slot

LARGEST = 20_000_000  # bytes of a notebook
_ANSWER = re.compile(r"\s*ANSWER\s*=\s*(\{.*\})\s*", re.DOTALL)
EMPTY = "ANSWER = {}"


def _not_a_literal(name: str) -> object:
    raise ValueError(f"{name} is not data")


_DATA = json.JSONDecoder(parse_constant=_not_a_literal)


class Unreadable(Exception):
    """A submission that cannot be marked; the message says why."""


@dataclass(frozen=True, slots=True)
class SlotMark:
    """One slot of a sheet. `auto` and `manual` are what the gradebook gets: nbgrader's auto_score (None where a
    person has to mark) and needs_manual_grade; `blank`: the solution cell is as it was released."""

    slot: str
    item: str
    kind: str
    skills: tuple[str, ...]
    most: float
    auto: float | None
    manual: bool
    blank: bool
    answer: Mapping[str, Any]
    seconds: float | None
    flag: str
    shows: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A marked submission. `stamp` is what the notebook says of itself (`metadata.fieldmark`)."""

    engineer: str
    slots: tuple[SlotMark, ...]
    stamp: Mapping[str, Any]

    @property
    def flagged(self) -> bool:
        return any(s.flag for s in self.slots)


def opened(raw: bytes) -> dict[str, Any]:
    """The notebook; Unreadable where it is none."""
    if len(raw) > LARGEST:
        raise Unreadable(f"{len(raw) // 1_000_000} MB")
    try:
        notebook = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON: {str(error)[:80]}") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise Unreadable("not a notebook")
    return notebook


def stamp_of(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """`metadata.fieldmark`; empty where there is none."""
    metadata = notebook.get("metadata")
    stamp = metadata.get("fieldmark") if isinstance(metadata, dict) else None
    return stamp if isinstance(stamp, dict) else {}


def solutions(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Source of each solution cell by its nbgrader id; Unreadable where an id comes twice."""
    found: dict[str, str] = {}
    for cell in notebook["cells"]:
        meta = _nbgrader(cell)
        if not meta.get("solution"):
            continue
        name, source = str(meta.get("grade_id")), cell.get("source", "")
        if name in found:
            raise Unreadable(f"the cell {name} is there twice")
        found[name] = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return found


def answer_in(source: str) -> tuple[dict[str, Any], str]:
    """The answer of a solution cell, and "" or the flag "unreadable" where it is not `ANSWER = {JSON}` alone."""
    match = _ANSWER.fullmatch(source)
    if match is None:
        return {}, "unreadable"
    try:
        answer = _DATA.decode(match[1])
    except (ValueError, RecursionError):
        return {}, "unreadable"
    return (answer, "") if isinstance(answer, dict) else ({}, "unreadable")


def marked(notebook: Mapping[str, Any], sealed: SealedPaper, engineer: str, people_mark: frozenset[str]) -> Sheet:
    """Mark every slot. `people_mark`: names of the slots that a person marks. Unreadable where a cell is missing."""
    sources, stamp = solutions(notebook), stamp_of(notebook)
    seconds = stamp.get("seconds") if isinstance(stamp.get("seconds"), dict) else {}
    slots = []
    for slot in sealed.paper.slots:
        by_person = slot.name in people_mark
        name = slot.name if by_person else f"{slot.name}-answer"
        if name not in sources:
            raise Unreadable(f"the cell {name} is missing")
        spent = seconds.get(slot.name) if isinstance(seconds, dict) else None
        slots.append(_slot(sealed, slot, engineer, sources[name], by_person, spent))
    return Sheet(engineer, tuple(slots), stamp)


def slots_for_people(sealed: SealedPaper) -> frozenset[str]:
    """Names of the slots that a person marks."""
    long = {i.id for i in sealed.items if i.kind == "long"}
    return frozenset(s.name for s in sealed.paper.slots if long & set(s.items))


def _slot(sealed: SealedPaper, slot: Slot, engineer: str, source: str, by_person: bool, seconds: object) -> SlotMark:
    """As nbgrader judges: an untouched cell that a person marks is 0 at once, a touched one waits for the person."""
    answer, flag = answer_in(source)
    blank = source == EMPTY
    result = scored(sealed, slot, engineer, answer)
    flag = flag or result.flag
    if by_person:
        auto, manual = (0.0, False) if blank else (None, True)
    else:
        auto, manual = (0.0, True) if result.points is None else (result.points, False)
    item: AnyItem = result.item
    spent = float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else None
    return SlotMark(
        slot.name, item.id, item.kind, item.skills, slot.points, auto, manual, blank, answer, spent, flag, result.shows
    )  # fmt: skip


def _nbgrader(cell: object) -> dict[str, Any]:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    meta = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return meta if isinstance(meta, dict) else {}
