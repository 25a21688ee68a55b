"""What the pages read: sittings, papers and receipts as JSON. Never a key, never another person's data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fieldmark import items
from fieldmark.model.paper import SealedPaper
from fieldmark.model.person import Person
from fieldmark.model.problem import Problem
from fieldmark.model.score import Stepped
from fieldmark.model.sitting import Sitting
from fieldmark.sitting import admission, papers, practice, rest, state
from fieldmark.sitting import receipt as proof
from fieldmark.sitting.wire import dumps, problem, text
from fieldmark.store.journal import SittingRow


def standing(sitting: Sitting, now: datetime) -> dict[str, Any]:
    """The part that may change under the page: clock, deadline, status, window, messages."""
    return {
        "now": now.isoformat(),
        "status": sitting.status,
        "deadline": _time(sitting.deadline),
        "window": sitting.window,
        "reason": sitting.reason,
        "admitted": int(sitting.admitted),
        "rest": _time(sitting.rest_until) if rest.resting(sitting, now) else None,
        "stands": _time(rest.stands(sitting, now)),
        "told": [{"at": n["at"], "text": n["text"]} for n in sitting.notes if n["kind"] == "told"],
    }


def whole(sitting: Sitting, sealed: SealedPaper, person: Person, now: datetime) -> str:
    """All that a window needs to show the sitting, as JSON; the questions only while it runs, and not on a break.
    Their JSON is kept from engineer to engineer, since thousands open within a minute."""
    running = sitting.status in {"running", "paused"} and not rest.resting(sitting, now)
    questions = papers.questions(sealed, sitting.engineer) if running else "[]"
    others = dumps(_besides(sitting, sealed, person, now, running=running))
    return f'{others[:-1]},"questions":{questions}}}'


def _besides(sitting: Sitting, sealed: SealedPaper, person: Person, now: datetime, *, running: bool) -> dict[str, Any]:
    """All but the questions."""
    return {
        **standing(sitting, now),
        "sitting": sitting.id,
        "attempt": sitting.attempt,
        "mode": sitting.mode,
        "paper": _paper(sealed),
        "person": {"user": person.user, "name": person.name},
        "answers": {
            slot: {"answer": saved.answer, "seconds": saved.seconds, "client": saved.client}
            for slot, saved in sitting.answers.items()
        },
        "flags": sorted(sitting.flagged),
        "views": papers.views(sealed, sitting) if running else {},
        "admission": sealed.paper.admission,
        "tries": max(0, admission.MOST_TRIES - sitting.knocks),
        "break": round(rest.breaks(person).left(sitting)),
        "rebuilt": sitting.digest != sealed.digest,
    }


def stepped(sitting: Sitting, sealed: SealedPaper, slot: str, came: Stepped, now: datetime) -> dict[str, Any]:
    """What one act in a practical came to, and the practical as it stands."""
    return {
        **standing(sitting, now),
        "view": papers.view(sealed, sitting, slot),
        "reply": dict(came.reply),
        "refused": text(came.refused) if came.refused else {},
    }


def receipt(sitting: Sitting, sealed: SealedPaper) -> dict[str, Any]:
    """What was received, in words, with the checksum; for a sitting that runs, what was received so far; for practice
    that is over, what was right. Of questions whose clock never started, nothing."""
    drawn = papers.variants(sealed, sitting.engineer)
    tells = sealed.paper.practice and sitting.mode == "practice" and sitting.over
    received = []
    for slot in sealed.paper.slots if sitting.started else ():
        saved = sitting.answers.get(slot.name)
        item, variant = drawn[slot.name]
        answer = saved.answer if saved else {}
        received.append(
            {
                "slot": slot.name,
                "title": items.public(item, variant)["title"],
                "answered": bool(answer),
                "answer": text(items.readable(item, variant, answer)),
                **({"told": practice.feedback(item, variant, answer)} if tells and answer else {}),
            }
        )
    kept = sum(len(k.entries) for k in sitting.kept if not k.accepted)
    return {
        **proof.receipt(sitting),
        "mode": sitting.mode,
        "paper_title": text(sealed.paper.title),
        "received": received,
        "kept": kept,
    }


def open_paper(sealed: SealedPaper, mine: list[SittingRow], rule: state.Rules, now: datetime) -> dict[str, Any]:
    """A paper on the engineer's own page: what can be done with it, and until when."""
    running = next((r for r in mine if r.status in {"invited", "opened", "running", "paused"}), None)
    reason = None if running else _closed(mine, rule, now)
    used = sum(r.status != "voided" for r in mine)
    return {
        **_paper(sealed),
        "questions": len(sealed.paper.slots),
        "allowed": rule.allowed.total_seconds() / 60,
        "skills": sorted({s for i in sealed.items for s in i.skills}) if sealed.paper.practice else [],
        "attempts": rule.attempts,
        "left": max(rule.attempts - used, 0),
        "opens": _time(rule.opens),
        "closes": _time(rule.closes),
        "running": running.id if running else None,
        "status": running.status if running else None,
        "deadline": _time(running.deadline) if running else None,
        "problem": problem(reason) if reason else None,
    }


def past(row: SittingRow, sealed: SealedPaper | None) -> dict[str, Any]:
    """A sitting that is over, on the engineer's own page."""
    return {
        "sitting": row.id,
        "paper": row.paper,
        "title": text(sealed.paper.title) if sealed else {"en": row.paper, "zh": row.paper},
        "attempt": row.attempt,
        "status": row.status,
        "ended": _time(row.ended),
        "observed": int(sealed is not None and sealed.observed),
    }


def _closed(mine: list[SittingRow], rule: state.Rules, now: datetime) -> Problem | None:
    earlier = [Sitting(r.id, r.engineer, r.paper, r.attempt, status=r.status) for r in mine]  # type: ignore[arg-type]
    decided = state.attempt(earlier, rule, now)
    return decided if isinstance(decided, Problem) else None


def _paper(sealed: SealedPaper) -> dict[str, Any]:
    paper = sealed.paper
    return {
        "id": paper.id,
        "title": text(paper.title),
        "course": paper.course,
        "minutes": paper.minutes,
        "seb": int(paper.seb),
        "practice": int(paper.practice),
        "admission": paper.admission,
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
