"""An observation in the journal: each examiner's marks, line by line, and the one answer that they make together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fieldmark.model.paper import OBSERVED_SLOT
from fieldmark.model.sitting import Saved, Sitting, StoredEvent, Watch


def seated(now: Sitting, stored: StoredEvent) -> Sitting:
    """An examiner takes a seat, or comes back to it in a new window."""
    event = stored.event
    seat, window = int(event.data["seat"]), int(event.data["window"])
    watch = now.watches.get(seat) or Watch(event.actor or f"examiner {seat}")  # erased people have no name
    begun = replace(now, started=now.started or event.at, window=max(now.window, window))
    if begun.status == "opened":
        begun = replace(begun, status="running")
    return _together(begun, seat, replace(watch, windows=(*watch.windows, window)))


def watched(now: Sitting, stored: StoredEvent) -> Sitting:
    """A line as one examiner saw it; the highest client number of a line counts."""
    data, client = stored.event.data, stored.event.client or 0
    top = replace(now, top=max(now.top, client))
    watch = now.watches.get(data.get("seat", 0)) if data else None
    before = watch.lines.get(data["line"]) if watch else None
    if watch is None or (before and before.client >= client):
        return top
    lines = {**watch.lines, data["line"]: Saved(client, data["mark"])}
    return _together(top, data["seat"], replace(watch, lines=lines))


def finished(now: Sitting, stored: StoredEvent) -> Sitting:
    seat = int(stored.event.data["seat"])
    return replace(now, watches={**now.watches, seat: replace(now.watches[seat], finished=stored.event.at)})


def sheet(watch: Watch) -> dict[str, Any]:
    """An examiner's list as `fieldmark.items` reads it."""
    return {
        "by": watch.by,
        "levels": _part(watch, "level"),
        "notes": _part(watch, "note"),
        "photos": _part(watch, "photos"),
    }


def _part(watch: Watch, name: str) -> Mapping[str, Any]:
    return {line: saved.answer[name] for line, saved in sorted(watch.lines.items()) if saved.answer.get(name, "") != ""}


def _together(now: Sitting, seat: int, watch: Watch) -> Sitting:
    watches = {**now.watches, seat: watch}
    answer = {"examiners": [sheet(watches[n]) for n in sorted(watches)]}
    return replace(now, watches=watches, answers={OBSERVED_SLOT: Saved(now.top, answer)})
