"""What may happen in a sitting, decided by the server's clock. Pure: each decision takes the sitting as it stands
and the time, and returns the events to append, or a Problem that says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fieldmark.model.paper import Admission, SealedPaper
from fieldmark.model.problem import Problem
from fieldmark.model.score import Answer
from fieldmark.model.sitting import WINDOW, Event, Mode, Sitting
from fieldmark.sitting import problems, rest
from fieldmark.sitting.rest import NO_BREAKS, Breaks

Decision = list[Event] | Problem
PRACTICE_MINUTES = 24 * 60.0  # no clock runs in practice; what was left lying is closed after a day


@dataclass(frozen=True, slots=True)
class Rules:
    """What a paper allows one person. `extra` is the share of the minutes added for them."""

    paper: str
    minutes: float
    slots: frozenset[str]
    attempts: int = 1
    opens: datetime | None = None
    closes: datetime | None = None
    extra: float = 0.0
    digest: str = ""
    admission: Admission = "none"
    breaks: Breaks = NO_BREAKS

    @property
    def allowed(self) -> timedelta:
        return timedelta(minutes=self.minutes * (1 + self.extra))

    def deadline(self, start: datetime) -> datetime:
        """The paper's minutes after the start; where the paper closes earlier, then, plus the person's extra."""
        end = start + self.allowed
        if self.closes is None:
            return end
        return max(start, min(end, self.closes + timedelta(minutes=self.minutes * self.extra)))


def rules(sealed: SealedPaper, extra: float = 0.0, mode: Mode = "exam", breaks: Breaks = NO_BREAKS) -> Rules:
    paper = sealed.paper
    slots = frozenset(s.name for s in paper.slots)
    if mode == "practice":
        minutes = PRACTICE_MINUTES if paper.practice else paper.minutes  # the trial run shows the clock
        return Rules(paper.id, minutes, slots, attempts=1_000, digest=sealed.digest)
    times = (paper.opens, paper.closes)
    return Rules(paper.id, paper.minutes, slots, paper.attempts, *times, extra, sealed.digest, paper.admission, breaks)


def attempt(earlier: Sequence[Sitting], rule: Rules, now: datetime) -> int | Problem:
    """The attempt that an engineer who opens the paper gets: the one that runs, else the next. A voided one is
    not counted against them."""
    running = [s for s in earlier if not s.over]
    if running:
        return running[-1].attempt
    if rule.opens and now < rule.opens:
        return problems.NOT_YET.at(opens=_said(rule.opens))
    if rule.closes and now >= rule.closes:
        return problems.CLOSED.at(closes=_said(rule.closes))
    if sum(s.status != "voided" for s in earlier) >= rule.attempts:
        return problems.NO_ATTEMPT.at(attempts=rule.attempts)
    return max((s.attempt for s in earlier), default=0) + 1


def start(sitting: str, engineer: str, number: int, rule: Rules, now: datetime, mode: Mode = "exam") -> list[Event]:
    """Open a sitting and start its clock."""
    data = {"paper": rule.paper, "attempt": number, "mode": mode, "digest": rule.digest}
    deadline = {"deadline": rule.deadline(now).isoformat()}
    return [
        Event(sitting, engineer, "opened", now, engineer, data=data),
        Event(sitting, engineer, "started", now, engineer, data=deadline),
        Event(sitting, engineer, "window", now, engineer, data={"window": 1}),
    ]


def window(sitting: Sitting, now: datetime) -> list[Event]:
    """A new window of the engineer takes over; nothing where the sitting is over or did not begin."""
    if sitting.over or sitting.status == "invited":
        return []
    return [_own(sitting, "window", now, window=sitting.window + 1)]


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer (or a flag) as a page sent it, with the page's own number."""

    client: int
    slot: str
    answer: Answer | None = None
    flag: int | None = None
    seconds: float = 0.0
    claimed: str = ""  # when the page says that it was typed; believed only as far as an examiner does


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch: events to append, and the entries refused or kept apart, by client number."""

    events: list[Event] = field(default_factory=list)
    refused: Mapping[int, Problem] = field(default_factory=dict)


def write(sitting: Sitting, rule: Rules, now: datetime, entries: Sequence[Entry], wrong: Mapping[int, str]) -> Written:
    """Take what a page sent. `wrong` names, by client number, why an answer does not fit its question.

    Past the deadline, or once the deadline has submitted, entries are kept apart in one event, bounded by the last
    contact that the server had; they count only if an examiner accepts them."""
    fit = {e.client: _unfit(sitting, rule, e, wrong.get(e.client, "")) for e in entries}
    refused = {client: problem for client, problem in fit.items() if problem}
    good = [e for e in entries if e.client not in refused]
    over = stop(sitting, now)
    if over is None:
        return Written([_entered(sitting, e, now) for e in good], refused)
    late = [e for e in good if not _saved(sitting, e)]  # the others came in time; their acknowledgement got lost
    kept = _keep(sitting, now, late) if over.code == problems.TOO_LATE.name else []
    return Written(kept, refused | {e.client: over for e in late})


def submit(sitting: Sitting, now: datetime, checksum: str, actor: str = "") -> Decision:
    """Hand in, once: nothing more to append where it is handed in already. `actor` is the examiner who does it for
    the engineer."""
    if sitting.status in {"submitted", "auto-submitted"}:
        return []
    if sitting.status == "voided":
        return _void(sitting)
    if sitting.status not in {"running", "paused"}:
        return problems.NOT_RUNNING.at(status=sitting.status)
    if not actor and sitting.status == "paused":
        return problems.PAUSED.at()
    if not actor and rest.resting(sitting, now):
        return problems.RESTING.at()
    late = lapse(sitting, now, checksum)
    return late or [_act(sitting, "submitted", now, actor or sitting.engineer, answers=checksum)]


def lapse(sitting: Sitting, now: datetime, checksum: str) -> list[Event]:
    """Submit for someone whose time is over; nothing where it is not."""
    if sitting.status != "running" or sitting.deadline is None or now < sitting.deadline:
        return []
    return [_act(sitting, "auto-submitted", now, "", answers=checksum)]


# --- the examiner's acts ----------------------------------------------------------------------------------


def pause(sitting: Sitting, now: datetime, actor: str, reason: str = "") -> Decision:
    if sitting.status != "running" or not _time_left(sitting, now):
        return problems.NOT_RUNNING.at(status=sitting.status)
    return [*rest.back(sitting, now, actor), _act(sitting, "paused", now, actor, reason=reason)]


def resume(sitting: Sitting, now: datetime, actor: str) -> Decision:
    """Go on with as much time as was left when it was paused."""
    if sitting.status != "paused" or sitting.paused is None or sitting.deadline is None:
        return problems.NOT_RUNNING.at(status=sitting.status)
    deadline = sitting.deadline + max(now - sitting.paused, timedelta(0))
    return [_act(sitting, "resumed", now, actor, deadline=deadline.isoformat())]


def extend(sitting: Sitting, now: datetime, actor: str, minutes: int) -> Decision:
    if not 1 <= minutes <= 600:
        return problems.NOT_MINUTES.at(minutes=minutes)
    if sitting.status not in {"running", "paused"} or sitting.deadline is None or not _time_left(sitting, now):
        return problems.NOT_RUNNING.at(status=sitting.status)
    deadline = sitting.deadline + timedelta(minutes=minutes)
    return [_act(sitting, "extended", now, actor, minutes=minutes, deadline=deadline.isoformat())]


def void(sitting: Sitting, now: datetime, actor: str, reason: str) -> Decision:
    if sitting.status == "voided":
        return problems.NOT_RUNNING.at(status=sitting.status)
    if not reason.strip():
        return problems.NO_REASON.at()
    return [_act(sitting, "voided", now, actor, reason=reason.strip())]


def accept(sitting: Sitting, now: datetime, actor: str, kept: int) -> Decision:
    """Let answers count that were kept over the deadline; `kept` is the journal's number of that event."""
    waiting = [k for k in sitting.kept if k.number == kept and not k.accepted]
    if not waiting or sitting.status == "voided":
        return problems.NOTHING_KEPT.at()
    return [_act(sitting, "accepted", now, actor, kept=kept)]


def note(sitting: Sitting, now: datetime, actor: str, text: str, kind: str = "noted") -> Decision:
    """An incident for the record (`noted`), or a message to the engineer (`told`)."""
    if not text.strip():
        return problems.NO_REASON.at()
    return [_act(sitting, kind, now, actor, text=text.strip())]


# --- parts ------------------------------------------------------------------------------------------------


def stop(sitting: Sitting, now: datetime) -> Problem | None:
    """Why nothing can be written now."""
    if sitting.status == "voided":
        return _void(sitting)
    if sitting.status == "paused":
        return problems.PAUSED.at()
    if sitting.status == "auto-submitted" or (sitting.status == "running" and not _time_left(sitting, now)):
        return problems.TOO_LATE.at()
    if rest.resting(sitting, now):
        return problems.RESTING.at()
    return None if sitting.status == "running" else problems.OVER.at()


def _unfit(sitting: Sitting, rule: Rules, entry: Entry, why: str) -> Problem | None:
    number, count = divmod(entry.client, WINDOW)
    if not (1 <= number <= sitting.window and count >= 1):
        return problems.BAD_NUMBER.at()
    if entry.slot not in rule.slots:
        return problems.NO_SLOT.at(slot=entry.slot[:40])
    return problems.BAD_ANSWER.at(why=problems.MISFITS.get(why, problems.MISFIT)) if why else None


def _entered(sitting: Sitting, entry: Entry, now: datetime) -> Event:
    if entry.answer is None:
        kind, data = "flagged", {"slot": entry.slot, "flag": entry.flag or 0}
    else:
        kind, data = "answered", {"slot": entry.slot, "answer": entry.answer, "seconds": spent(sitting, entry, now)}
    return Event(sitting.id, sitting.engineer, kind, now, sitting.engineer, entry.client, data)


def spent(sitting: Sitting, entry: Entry, now: datetime) -> float:
    """Seconds that the page counted on the question, no more than the sitting has lasted."""
    lasted = (now - sitting.started).total_seconds() if sitting.started else 0.0
    return round(min(max(entry.seconds, 0.0), max(lasted, 0.0)), 1)


def _keep(sitting: Sitting, now: datetime, entries: Sequence[Entry]) -> list[Event]:
    known = {e["client"] for k in sitting.kept for e in k.entries}
    new = [
        {"client": e.client, "slot": e.slot, "answer": e.answer, "seconds": e.seconds, "claimed": e.claimed}
        for e in entries
        if e.answer is not None and e.client not in known
    ]
    since = sitting.contact.isoformat() if sitting.contact else ""
    return [_own(sitting, "kept", now, entries=new, since=since)] if new else []


def _saved(sitting: Sitting, entry: Entry) -> bool:
    """Whether the sitting holds this entry, or a newer one of the slot, already."""
    if entry.answer is None:
        return sitting.flags.get(entry.slot, (-1, 0))[0] >= entry.client
    saved = sitting.answers.get(entry.slot)
    return saved is not None and saved.client >= entry.client


def _time_left(sitting: Sitting, now: datetime) -> bool:
    return sitting.deadline is None or sitting.status == "paused" or now < sitting.deadline


def _void(sitting: Sitting) -> Problem:
    return problems.VOID.at(reason=sitting.reason)


def _own(sitting: Sitting, kind: str, now: datetime, **data: Any) -> Event:
    return _act(sitting, kind, now, sitting.engineer, **data)


def _act(sitting: Sitting, kind: str, now: datetime, actor: str, **data: Any) -> Event:
    return Event(sitting.id, sitting.engineer, kind, now, actor, data=data)


def _said(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M %Z").strip()
