"""From events to where a sitting stands: the one reading of the journal that every room shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from fieldmark.model import fold_observed
from fieldmark.model.sitting import Kept, Saved, Sitting, StoredEvent, Submission


def apply(sitting: Sitting | None, stored: StoredEvent) -> Sitting:
    """The sitting after one more event. Pure; an event of an unknown kind changes nothing but `last`."""
    event = stored.event
    now = sitting or Sitting(event.sitting, event.engineer)
    change = _CHANGES.get(event.kind)
    if change:
        now = change(now, stored)
    contact = event.at if event.actor and event.actor == now.engineer else now.contact
    return replace(now, last=stored.number, contact=contact)


def submission(sitting: Sitting) -> Submission | None:
    """What is handed on for marking; None while the sitting runs, where it was voided, and in practice."""
    if sitting.status not in {"submitted", "auto-submitted"} or sitting.mode != "exam":
        return None
    started = sitting.started or sitting.opened
    if started is None or sitting.ended is None:
        return None
    return Submission(
        sitting.id,
        sitting.paper,
        sitting.attempt,
        sitting.engineer,
        started,
        sitting.ended,
        {slot: dict(saved.answer) for slot, saved in sorted(sitting.answers.items())},
        {slot: saved.seconds for slot, saved in sorted(sitting.answers.items()) if saved.seconds},
        sitting.status == "auto-submitted",
        sitting.receipt,
        sitting.digest,
    )


def _invited(now: Sitting, stored: StoredEvent) -> Sitting:
    data = stored.event.data
    return replace(
        now,
        paper=data["paper"],
        attempt=data["attempt"],
        mode=data.get("mode", "exam"),
    )


def _opened(now: Sitting, stored: StoredEvent) -> Sitting:
    data = stored.event.data
    now = _invited(now, stored)
    return replace(now, status="opened", opened=stored.event.at, digest=data.get("digest", ""))


def _started(now: Sitting, stored: StoredEvent) -> Sitting:
    return replace(now, status="running", started=stored.event.at, deadline=_time(stored, "deadline"))


def _window(now: Sitting, stored: StoredEvent) -> Sitting:
    return replace(now, window=max(now.window, stored.event.data["window"]))


def _answered(now: Sitting, stored: StoredEvent) -> Sitting:
    data, client = stored.event.data, stored.event.client or 0
    before = now.answers.get(data["slot"]) if data else None
    if not data or (before and before.client >= client):
        return replace(now, top=max(now.top, client))
    saved = Saved(client, data["answer"], float(data.get("seconds", 0)))
    return replace(now, top=max(now.top, client), answers={**now.answers, data["slot"]: saved})


def _stepped(now: Sitting, stored: StoredEvent) -> Sitting:
    """An act of a practical that was carried out grows the answer; one that was refused changes nothing."""
    if "answer" in (stored.event.data or {}):
        return _answered(now, stored)
    return replace(now, top=max(now.top, stored.event.client or 0))


def _flagged(now: Sitting, stored: StoredEvent) -> Sitting:
    data, client = stored.event.data, stored.event.client or 0
    if now.flags.get(data["slot"], (-1, 0))[0] >= client:
        return replace(now, top=max(now.top, client))
    return replace(now, top=max(now.top, client), flags={**now.flags, data["slot"]: (client, data["flag"])})


def _paused(now: Sitting, stored: StoredEvent) -> Sitting:
    return replace(now, status="paused", paused=stored.event.at, reason=stored.event.data.get("reason", ""))


def _resumed(now: Sitting, stored: StoredEvent) -> Sitting:
    return replace(now, status="running", paused=None, reason="", deadline=_time(stored, "deadline"))


def _knocked(now: Sitting, stored: StoredEvent) -> Sitting:
    return replace(now, knocks=now.knocks + 1)


def _admitted(now: Sitting, stored: StoredEvent) -> Sitting:
    return replace(now, admitted=True)


def _rested(now: Sitting, stored: StoredEvent) -> Sitting:
    data, until = stored.event.data, _time(stored, "until")
    now = replace(now, rests=now.rests + 1, rested=now.rested + float(data["seconds"]), rest_until=until)
    return replace(now, rest_credit=float(data["credit"]), deadline=_time(stored, "deadline"))


def _returned(now: Sitting, stored: StoredEvent) -> Sitting:
    left = now.rested - float(stored.event.data["unused"])
    return replace(now, rested=left, rest_until=None, deadline=_time(stored, "deadline"))


def _extended(now: Sitting, stored: StoredEvent) -> Sitting:
    return replace(now, deadline=_time(stored, "deadline"))


def _ended(now: Sitting, stored: StoredEvent) -> Sitting:
    """Handed in when it was; where the deadline did it, at the deadline, even if the service slept until later."""
    if stored.event.kind == "submitted":
        return replace(now, status="submitted", ended=stored.event.at, receipt=stored.head)
    return replace(now, status="auto-submitted", ended=now.deadline or stored.event.at, receipt=stored.head)


def _voided(now: Sitting, stored: StoredEvent) -> Sitting:
    reason = stored.event.data.get("reason", "")
    return replace(now, status="voided", ended=now.ended or stored.event.at, reason=reason)


def _kept(now: Sitting, stored: StoredEvent) -> Sitting:
    data = stored.event.data
    kept = Kept(stored.number, data.get("since", ""), tuple(data.get("entries", ())))
    return replace(now, kept=(*now.kept, kept))


def _accepted(now: Sitting, stored: StoredEvent) -> Sitting:
    """Accepted answers count as if they had come in time, in the order of their client numbers."""
    chosen = next((k for k in now.kept if k.number == stored.event.data["kept"]), None)
    if chosen is None or chosen.accepted:
        return now
    answers = dict(now.answers)
    for entry in sorted(chosen.entries, key=lambda e: int(e["client"])):
        before = answers.get(entry["slot"])
        if before is None or before.client < entry["client"]:
            answers[entry["slot"]] = Saved(entry["client"], entry["answer"], float(entry.get("seconds", 0)))
    kept = tuple(replace(k, accepted=True) if k is chosen else k for k in now.kept)
    return replace(now, answers=answers, kept=kept)


def _noted(now: Sitting, stored: StoredEvent) -> Sitting:
    note = {"kind": stored.event.kind, "at": stored.event.at.isoformat(), **stored.event.data}
    return replace(now, notes=(*now.notes, note))


def _time(stored: StoredEvent, name: str) -> datetime:
    return datetime.fromisoformat(stored.event.data[name])


_CHANGES = {
    "invited": _invited,
    "opened": _opened,
    "started": _started,
    "window": _window,
    "answered": _answered,
    "flagged": _flagged,
    "stepped": _stepped,
    "paused": _paused,
    "resumed": _resumed,
    "extended": _extended,
    "submitted": _ended,
    "auto-submitted": _ended,
    "voided": _voided,
    "kept": _kept,
    "accepted": _accepted,
    "knocked": _knocked,
    "admitted": _admitted,
    "rested": _rested,
    "returned": _returned,
    "noted": _noted,
    "told": _noted,
    "seated": fold_observed.seated,
    "watched": fold_observed.watched,
    "finished": fold_observed.finished,
}
