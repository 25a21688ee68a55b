"""Observations over the journal: what the service's handlers call, and what the examiner's page reads."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from fieldmark import items
from fieldmark.model.paper import SealedPaper
from fieldmark.model.person import Person
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.score import Variant
from fieldmark.model.sitting import Sitting
from fieldmark.sitting import jpeg, observing, problems, state
from fieldmark.sitting import receipt as proof
from fieldmark.sitting.engine import Exam
from fieldmark.sitting.wire import text
from fieldmark.store import photos
from fieldmark.store.journal import SittingRow
from fieldmark.store.transaction import Transaction


async def begin(exam: Exam, sealed: SealedPaper, engineer: str, examiner: str) -> Sitting:
    """The observation of the engineer that runs, or a new one. Refused (E072 to E074)."""
    person = exam.people().get(engineer)
    if person is None or person.role != "engineer":
        raise Refused(problems.UNKNOWN_ENGINEER.at(engineer=engineer[:60]))

    def job(t: Transaction) -> Sitting:
        earlier = t.of(engineer, sealed.paper.id)
        there = observing.running(earlier)
        name = there.id if there else t.name(engineer, sealed.paper.id, observing.number(earlier))
        t.append(_or_refuse(observing.begin(earlier, sealed, name, engineer, examiner, exam.clock())))
        return there or _there(t.sitting(name))

    return await exam.transact(job)


async def sit_down(exam: Exam, sitting: Sitting, sealed: SealedPaper, examiner: str) -> Sitting:
    """A new window of the examiner. Refused (E006, E007, E074) where there is no seat for them."""
    item = observing.checklist(sealed)
    return await exam.examine(sitting.id, lambda s, now: observing.sit_down(s, item, examiner, now))


async def mark(
    exam: Exam, sitting: Sitting, sealed: SealedPaper, examiner: str, entries: Sequence[state.Entry]
) -> tuple[Sitting, Mapping[int, Problem]]:
    """Take marks; acknowledged once this returns, except those that are named with why not."""
    refused: dict[int, Problem] = {}

    def decide(s: Sitting, now: datetime) -> state.Decision:
        written = observing.mark(s, sealed, examiner, now, entries)
        refused.update(written.refused)
        return written.events

    return await exam.examine(sitting.id, decide), refused


async def keep(exam: Exam, sitting: Sitting, sealed: SealedPaper, examiner: str, data: bytes) -> str:
    """Keep a photo; its digest. Refused (E007, E013, E075, E080, E081)."""
    place, seat = exam.workspace, observing.seat_of(sitting, examiner)
    there = photos.photos(place, sitting.engineer, sitting.id, seat) if seat else set()
    problem = observing.may_keep(sitting, sealed, examiner, exam.clock(), len(there))
    if problem:
        raise Refused(problem)
    why = jpeg.wrong_with(data)
    if why:
        raise Refused(problems.BAD_PHOTO.at(why=why))
    return await asyncio.to_thread(photos.keep_photo, place, sitting.engineer, sitting.id, seat, data)


async def finish(exam: Exam, sitting: Sitting, sealed: SealedPaper, examiner: str) -> Sitting:
    """Finish the examiner's list, once; the same again where it was finished. Refused (E007, E078, E079)."""
    seat = observing.seat_of(sitting, examiner)
    here = photos.photos(exam.workspace, sitting.engineer, sitting.id, seat) if seat else set()
    now = await exam.examine(sitting.id, lambda s, at: observing.finish(s, sealed, examiner, at, here))
    photos.drop_photos(exam.workspace, sitting.engineer, sitting.id, seat, observing.taken(now.watches[seat]))
    return now


# --- what the page reads --------------------------------------------------------------------------------------


def overview(exam: Exam, person: Person, taught: Sequence[SealedPaper]) -> dict[str, Any]:
    """Checklists, engineers, and the observations that run or are over."""
    names = exam.people()
    rows = [r for s in taught for r in exam.journal.sittings(paper=s.paper.id) if r.engineer]
    titles = {s.paper.id: text(s.paper.title) for s in taught}
    engineers = [p for p in names.values() if p.role == "engineer"]
    return {
        "person": {"user": person.user, "name": person.name},
        "lists": [_listed(s) for s in taught],
        "engineers": [{"user": p.user, "name": p.name} for p in sorted(engineers, key=lambda p: (p.name, p.user))],
        "observations": [_row(exam, r, person.user, titles[r.paper], names) for r in reversed(rows)],
    }


def _listed(sealed: SealedPaper) -> dict[str, Any]:
    item = observing.checklist(sealed)
    return {
        "id": sealed.paper.id,
        "title": text(item.title),
        "setting": item.setting,
        "minutes": item.minutes,
        "examiners": item.examiners,
        "lines": len(item.watched),
        "attempts": sealed.paper.attempts,
    }


def _row(exam: Exam, row: SittingRow, examiner: str, title: Any, names: Mapping[str, Person]) -> dict[str, Any]:
    sitting = exam.journal.sitting(row.id)
    watches = sitting.watches if sitting else {}
    seat = observing.seat_of(sitting, examiner) if sitting else 0
    return {
        "sitting": row.id,
        "paper": row.paper,
        "title": title,
        "engineer": row.engineer,
        "name": names[row.engineer].name if row.engineer in names else row.engineer,
        "attempt": row.attempt,
        "status": row.status,
        "opened": row.opened.isoformat() if row.opened else None,
        "ended": row.ended.isoformat() if row.ended else None,
        "by": [_name(w.by, names) for _, w in sorted(watches.items())],
        "mine": "" if not seat else "finished" if watches[seat].finished else "open",
    }


def standing(sitting: Sitting, examiner: str, now: datetime) -> dict[str, Any]:
    """The part that may change under the page."""
    seat = observing.seat_of(sitting, examiner)
    watch = sitting.watches.get(seat)
    return {
        "now": now.isoformat(),
        "status": sitting.status,
        "deadline": None,
        "reason": sitting.reason,
        "told": [],
        "seat": seat,
        "window": watch.windows[-1] if watch else 0,
        "finished": watch.finished.isoformat() if watch and watch.finished else None,
    }


def whole(exam: Exam, sitting: Sitting, sealed: SealedPaper, person: Person) -> dict[str, Any]:
    """All that an examiner's window needs; another's marks only once every list is finished."""
    item, names = observing.checklist(sealed), exam.people()
    seat = observing.seat_of(sitting, person.user)
    shown = sorted(sitting.watches) if sitting.over else [seat] if seat else []
    return {
        **standing(sitting, person.user, exam.clock()),
        "sitting": sitting.id,
        "attempt": sitting.attempt,
        "paper": {"id": sealed.paper.id, "title": text(sealed.paper.title)},
        "person": {"user": person.user, "name": person.name},
        "engineer": {"user": sitting.engineer, "name": _name(sitting.engineer, names)},
        "started": sitting.started.isoformat() if sitting.started else None,
        "list": items.public(item, Variant(item.id)),
        "sheets": {n: _sheet(sitting, n, names) for n in shown},
        "seats": [{"by": _name(w.by, names), "finished": int(w.finished is not None)}
                  for _, w in sorted(sitting.watches.items())],
        "here": sorted(photos.photos(exam.workspace, sitting.engineer, sitting.id, seat)) if seat else [],
        "agreement": observing.agreement(sitting, sealed) if len(sitting.watches) > 1 else [],
        "settle": item.differ.settle,
        "receipt": _receipt(sitting) if sitting.over else None,
        "edited": int(sealed.digest != sitting.digest),
    }  # fmt: skip


def _sheet(sitting: Sitting, seat: int, names: Mapping[str, Person]) -> dict[str, Any]:
    watch = sitting.watches[seat]
    lines = {line: {"client": s.client, "mark": s.answer} for line, s in watch.lines.items()}
    return {"by": _name(watch.by, names), "lines": lines}


def _receipt(sitting: Sitting) -> dict[str, Any]:
    made = proof.receipt(sitting)
    return {name: made[name] for name in ("status", "started", "ended", "checksum", "head")}


def _name(user: str, names: Mapping[str, Person]) -> str:
    return names[user].name if user in names else user


def _there(sitting: Sitting | None) -> Sitting:
    if sitting is None:
        raise Refused(problems.NOT_YOURS.at())
    return sitting


def _or_refuse(decision: state.Decision) -> list[Any]:
    if isinstance(decision, Problem):
        raise Refused(decision)
    return decision
