"""Getting in: at once, with the day's access code, or let in by the examiner. Pure.

The code follows from the paper's secret and the day, so that nobody has to write one down and yesterday's is no use.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

from fieldmark.model.problem import Problem
from fieldmark.model.sitting import Event, Mode, Sitting
from fieldmark.sitting import problems
from fieldmark.sitting.state import Decision, Rules, start

MOST_TRIES = 10
GRACE = timedelta(hours=3)  # an exam that began before midnight (UTC) goes on with the code that was told


def code(secret: str, paper: str, now: datetime) -> str:
    """Eight digits of the day (UTC), as the examiner's desk shows them."""
    said = f"access:{paper}:{now.astimezone(UTC):%Y-%m-%d}"
    return f"{int.from_bytes(hmac.digest(secret.encode(), said.encode(), 'sha256')[:8]) % 10**8:08d}"


def fits(secret: str, paper: str, now: datetime, sent: str) -> bool:
    """Whether this is the code now; in constant time, spaces aside."""
    given = "".join(sent.split()).encode()
    known = [code(secret, paper, at).encode() for at in (now, now - GRACE)]
    found = [hmac.compare_digest(given, right) for right in known]  # each is compared, whatever the others say
    return any(found)


def wait(sitting: str, engineer: str, number: int, rule: Rules, now: datetime, mode: Mode) -> list[Event]:
    """Into the waiting room: the attempt is theirs, and the clock stands."""
    data = {"paper": rule.paper, "attempt": number, "mode": mode, "digest": rule.digest}
    return [Event(sitting, engineer, "invited", now, engineer, data=data)]


def knock(sitting: Sitting, rule: Rules, now: datetime, right: bool) -> Decision:
    """Try a code. A wrong one goes on record; after ten the examiner alone can let them in."""
    if sitting.status != "invited" or sitting.admitted:
        return []
    if rule.admission != "code":
        return problems.NO_CODE.at()
    if sitting.knocks >= MOST_TRIES:
        return problems.NO_TRIES.at(tries=MOST_TRIES)
    kind, data = ("admitted", {"how": "code"}) if right else ("knocked", {})
    return [Event(sitting.id, sitting.engineer, kind, now, sitting.engineer, data=data)]


def wrong(sitting: Sitting) -> Problem:
    """What is said of a wrong code, the last of them too."""
    left = MOST_TRIES - sitting.knocks
    return problems.WRONG_CODE.at(left=left) if left > 0 else problems.NO_TRIES.at(tries=MOST_TRIES)


def admit(sitting: Sitting, now: datetime, actor: str) -> Decision:
    """The examiner has seen who it is. The clock starts when the engineer's page goes in."""
    if sitting.status != "invited" or sitting.admitted:
        return problems.NOT_RUNNING.at(status=sitting.status)
    return [Event(sitting.id, sitting.engineer, "admitted", now, actor, data={"how": "examiner"})]


def enter(sitting: Sitting, rule: Rules, now: datetime) -> Decision:
    """Start the clock of one who was let in; nothing where they were not yet."""
    if sitting.status != "invited" or not sitting.admitted:
        return []
    return shut(rule, now) or start(sitting.id, sitting.engineer, sitting.attempt, rule, now, sitting.mode)


def shut(rule: Rules, now: datetime) -> Problem | None:
    """Why nobody starts any more."""
    if rule.closes and now >= rule.closes:
        return problems.CLOSED.at(closes=rule.closes.strftime("%Y-%m-%d %H:%M %Z").strip())
    return None
