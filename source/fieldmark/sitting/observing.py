"""What may happen in an observation: seats for examiners, marks line by line, finished once. Pure, as `state` is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from fieldmark import items
from fieldmark.items import words
from fieldmark.model.item import Observation, Watched
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Problem
from fieldmark.model.score import Answer, Variant
from fieldmark.model.sitting import WINDOW, Event, Sitting, Watch
from fieldmark.sitting import problems, state
from fieldmark.sitting.receipt import checksum

PHOTO = re.compile(r"[0-9a-f]{64}")
MOST_PHOTOS = 60  # of one examiner in one observation
_MARK = {"level", "note", "photos"}


def checklist(sealed: SealedPaper) -> Observation:
    """The paper's checklist; TypeError where the paper is no observation."""
    item = sealed.items[0]
    if not isinstance(item, Observation):
        raise TypeError(f"{sealed.paper.id} is not an observation")
    return item


def running(earlier: Sequence[Sitting]) -> Sitting | None:
    return next((s for s in reversed(earlier) if not s.over), None)


def begin(
    earlier: Sequence[Sitting], sealed: SealedPaper, name: str, engineer: str, examiner: str, now: datetime
) -> state.Decision:
    """Open an observation of the engineer; nothing to append where one runs that the examiner may join."""
    there = running(earlier)
    if there is not None:
        return _no_seat(there, checklist(sealed), examiner) or []
    most = sealed.paper.attempts
    if sum(s.status != "voided" for s in earlier) >= most:
        return problems.OBSERVED_ENOUGH.at(engineer=engineer, attempts=most)
    data = {"paper": sealed.paper.id, "attempt": number(earlier), "mode": "exam", "digest": sealed.digest}
    return [Event(name, engineer, "opened", now, examiner, data=data)]


def number(earlier: Sequence[Sitting]) -> int:
    """Of the attempt that comes next."""
    return max((s.attempt for s in earlier), default=0) + 1


def seat_of(sitting: Sitting, examiner: str) -> int:
    """The examiner's seat, 0 where they have none."""
    return next((n for n, w in sitting.watches.items() if w.by == examiner), 0)


def sit_down(sitting: Sitting, item: Observation, examiner: str, now: datetime) -> state.Decision:
    """A window of the examiner: in their own seat, or in the next free one. Nothing to append once all is over."""
    seat = seat_of(sitting, examiner)
    if seat and (sitting.over or sitting.watches[seat].finished):
        return []
    wrong = state.stop(sitting, now) if sitting.status != "opened" else None
    wrong = wrong or _no_seat(sitting, item, examiner)
    if wrong:
        return wrong
    data = {"seat": seat or len(sitting.watches) + 1, "window": sitting.window + 1}
    return [Event(sitting.id, sitting.engineer, "seated", now, examiner, data=data)]


def mark(
    sitting: Sitting, sealed: SealedPaper, examiner: str, now: datetime, entries: Sequence[state.Entry]
) -> state.Written:
    """Take the examiner's marks; what does not fit is refused by its client number."""
    seat = seat_of(sitting, examiner)
    whole = _stop(sitting, sealed, seat, now)
    item = checklist(sealed)
    fit = {e.client: whole or _unfit(sitting.watches[seat], item, e) for e in entries}
    refused = {client: problem for client, problem in fit.items() if problem}
    new = [
        Event(sitting.id, sitting.engineer, "watched", now, examiner, e.client,
              {"seat": seat, "line": e.slot, "mark": dict(e.answer or {})})
        for e in entries if e.client not in refused
    ]  # fmt: skip
    return state.Written(new, refused)


def finish(
    sitting: Sitting, sealed: SealedPaper, examiner: str, now: datetime, photos: Collection[str]
) -> state.Decision:
    """The examiner's list is complete, once; the last seat hands the observation in. `photos`: those that are here."""
    seat = seat_of(sitting, examiner)
    if seat and sitting.watches[seat].finished:
        return []
    wrong = _stop(sitting, sealed, seat, now)
    if wrong:
        return wrong
    item, watch = checklist(sealed), sitting.watches[seat]
    left = [w for w in item.watched if "level" not in _saved(watch, w.id)]
    if left:
        return problems.LINES_OPEN.at(titles=words.joined([w.title for w in left], en=", ", zh="、"))
    missing = taken(watch) - set(photos)
    if missing:
        return problems.PHOTOS_MISSING.at(n=len(missing))
    done = [Event(sitting.id, sitting.engineer, "finished", now, examiner, data={"seat": seat})]
    others = sum(w.finished is not None for w in sitting.watches.values())
    if others + 1 >= item.examiners:
        data = {"answers": checksum(sitting)}
        done.append(Event(sitting.id, sitting.engineer, "submitted", now, examiner, data=data))
    return done


def taken(watch: Watch) -> set[str]:
    """Digests of the photos in an examiner's list."""
    return {photo for saved in watch.lines.values() for photo in saved.answer.get("photos", ())}


def may_keep(sitting: Sitting, sealed: SealedPaper, examiner: str, now: datetime, there: int) -> Problem | None:
    """Why the examiner may not add a photo now. `there`: how many of theirs are kept."""
    wrong = _stop(sitting, sealed, seat_of(sitting, examiner), now)
    return wrong or (problems.MANY_PHOTOS.at(most=MOST_PHOTOS) if there >= MOST_PHOTOS else None)


def may_see(sitting: Sitting, examiner: str, photo: str) -> bool:
    """One's own photos at any time; others' once every list is finished."""
    seat = seat_of(sitting, examiner)
    if seat and photo in taken(sitting.watches[seat]):
        return True
    return sitting.over and any(photo in taken(w) for w in sitting.watches.values())


def agreement(sitting: Sitting, sealed: SealedPaper) -> list[dict[str, Any]]:
    """Once all is over, line by line: the levels by seat, and how far apart they are."""
    if not sitting.over:
        return []
    return [_compared(sitting, w, checklist(sealed).differ.apart) for w in checklist(sealed).watched]


def _compared(sitting: Sitting, line: Watched, apart: int) -> dict[str, Any]:
    given = {n: _saved(w, line.id).get("level") for n, w in sorted(sitting.watches.items())}
    levels = [level for level in given.values() if isinstance(level, int)]
    distance = max(levels) - min(levels) if len(levels) > 1 else 0
    return {"line": line.id, "levels": given, "distance": distance, "apart": int(distance >= apart)}


def _saved(watch: Watch, line: str) -> Mapping[str, Any]:
    saved = watch.lines.get(line)
    return saved.answer if saved else {}


def _no_seat(sitting: Sitting, item: Observation, examiner: str) -> Problem | None:
    if seat_of(sitting, examiner) or len(sitting.watches) < item.examiners:
        return None
    by = ", ".join(w.by for w in sitting.watches.values())
    return problems.SEATS_TAKEN.at(by=by, seats=item.examiners)


def _stop(sitting: Sitting, sealed: SealedPaper, seat: int, now: datetime) -> Problem | None:
    """Why the holder of the seat can write nothing now."""
    if not seat:
        return problems.NOT_YOURS.at()
    if sitting.watches[seat].finished and sitting.status != "voided":
        return problems.FINISHED.at()
    if sealed.digest != sitting.digest:
        return problems.LIST_CHANGED.at()
    return state.stop(sitting, now)


def _unfit(watch: Watch, item: Observation, entry: state.Entry) -> Problem | None:
    window, count = divmod(entry.client, WINDOW)
    if window not in watch.windows or count < 1:
        return problems.BAD_NUMBER.at()
    if not _fits(item, entry.slot, entry.answer):
        return problems.NO_LINE.at(point=entry.slot[:40])
    others = sum(len(saved.answer.get("photos", ())) for line, saved in watch.lines.items() if line != entry.slot)
    if others + len((entry.answer or {}).get("photos", ())) > MOST_PHOTOS:
        return problems.MANY_PHOTOS.at(most=MOST_PHOTOS)
    return None


def _fits(item: Observation, line: str, mark: Answer | None) -> bool:
    if not isinstance(mark, Mapping) or not set(mark) <= _MARK:
        return False
    parts = {"level": "levels", "note": "notes", "photos": "photos"}
    sheet = {"by": "x", **{parts[name]: {line: value} for name, value in mark.items()}}
    if items.problem_with(item, Variant(item.id), {"examiners": [sheet]}):
        return False
    photos = mark.get("photos", ())
    return all(PHOTO.fullmatch(p) for p in photos) and len(set(photos)) == len(photos)
