"""The examiner's desk: who is where in a paper, now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fieldmark import items
from fieldmark.model.paper import SealedPaper
from fieldmark.model.person import Person
from fieldmark.model.sitting import Kept, Sitting, StoredEvent
from fieldmark.sitting import admission, papers
from fieldmark.sitting.wire import text
from fieldmark.store.journal import Journal, SittingRow

QUIET = ("answered", "stepped", "flagged", "window", "watched", "seated")  # events that a history sums up
MARKING = ("graded", "ungraded", "appealed", "decided", "outside")  # with a name here, markers would not be blind


def teaches(person: Person, course: str) -> bool:
    """Whether the person examines in the course: those who teach it, and administrators."""
    if person.role == "administrator":
        return True
    named = {unit.removeprefix("course:") for unit in person.units}
    return person.role == "trainer" and (course in named or "*" in named)


def paper(sealed: SealedPaper, rows: list[SittingRow]) -> dict[str, Any]:
    """A paper on the desk's list, with how many stand how."""
    counts = Counter(r.status for r in rows if r.paper == sealed.paper.id and r.mode == "exam")
    return {"id": sealed.paper.id, "title": text(sealed.paper.title), "counts": dict(counts)}


def standing(
    journal: Journal, name: str, after: int | None, seen: Mapping[str, datetime], names: Mapping[str, Person]
) -> tuple[int, list[dict[str, Any]]]:
    """The number of the journal's last event, and the paper's sittings that changed past `after` (None: all)."""
    if after is None:
        last = int(journal.head().partition(":")[0])
        found = [journal.sitting(r.id) for r in journal.sittings(paper=name)]
    else:
        last, changed = journal.follow(after)
        found = [s for s in changed.values() if s.paper == name]
    return last, [row(s, seen.get(s.id), names) for s in found if s and s.mode == "exam"]


def code(sealed: SealedPaper, now: datetime) -> str:
    """The day's access code, for those who examine; empty where the paper has none."""
    return admission.code(sealed.secret, sealed.paper.id, now) if sealed.paper.admission == "code" else ""


def row(sitting: Sitting, seen: datetime | None, names: Mapping[str, Person]) -> dict[str, Any]:
    person = names.get(sitting.engineer)
    contact = max((t for t in (seen, sitting.contact) if t), default=None)
    return {
        "sitting": sitting.id,
        "engineer": sitting.engineer,
        "name": person.name if person else sitting.engineer,
        "attempt": sitting.attempt,
        "status": sitting.status,
        "deadline": _time(sitting.deadline),
        "answered": sum(bool(saved.answer) for saved in sitting.answers.values()),
        "contact": _time(contact),
        "kept": sum(len(k.entries) for k in sitting.kept if not k.accepted),
        "notes": sum(n["kind"] == "noted" for n in sitting.notes),
        "reason": sitting.reason,
        "admitted": int(sitting.admitted),
        "knocks": sitting.knocks,
        "rests": sitting.rests,
        "rest": _time(sitting.rest_until),
        "stands": _time(sitting.rest_until) if sitting.rest_credit else None,
    }


def history(sitting: Sitting, sealed: SealedPaper, events: list[StoredEvent]) -> dict[str, Any]:
    """What happened in a sitting, its notes, and what it kept over the deadline, in words."""
    told = [_event(stored) for stored in events if stored.event.kind not in (*QUIET, *MARKING)]
    return {"events": told, "kept": [_kept(k, sitting, sealed) for k in sitting.kept]}


def _event(stored: StoredEvent) -> dict[str, Any]:
    event = stored.event
    shown = {k: v for k, v in event.data.items() if k in {"reason", "text", "minutes", "deadline", "how", "until"}}
    return {"number": stored.number, "kind": event.kind, "at": _time(event.at), "actor": event.actor, **shown}


def _kept(kept: Kept, sitting: Sitting, sealed: SealedPaper) -> dict[str, Any]:
    drawn = papers.variants(sealed, sitting.engineer)
    entries = [
        {
            "slot": entry["slot"],
            "answer": text(items.readable(*drawn[entry["slot"]], entry["answer"])),
            "claimed": entry.get("claimed", ""),
        }
        for entry in kept.entries
        if entry["slot"] in drawn
    ]
    return {"number": kept.number, "since": kept.since, "accepted": int(kept.accepted), "entries": entries}


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
