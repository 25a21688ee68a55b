"""An engineer's sitting of a paper: what happened (events), what follows from it, and what is handed on.

Events are the truth; a `Sitting` is their fold (`fieldmark.model.fold`), so that a restart, another process or
another machine
sees the same. Which events may happen is decided in `fieldmark.sitting.state`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from fieldmark.model.score import Answer

Status = Literal["invited", "opened", "running", "paused", "submitted", "auto-submitted", "voided"]
Mode = Literal["exam", "practice"]
ENDED: frozenset[str] = frozenset({"submitted", "auto-submitted", "voided"})

WINDOW = 1_000_000
"""A client number is `window * WINDOW + n`: the server numbers the windows of a sitting, each window counts n."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in an engineer's sitting. `at` is the server's clock (with an offset); `actor` is the
    user name of who did it, empty for the platform itself; `client` is the number that the page gave to an answer
    or a flag.

    Kinds and their data: invited and opened {paper, attempt, mode, digest}, started {deadline}, window {window},
    answered {slot, answer, seconds}, stepped {slot, act, reply, refused; answer, seconds where it was carried out},
    flagged {slot, flag}, paused {reason}, resumed {deadline}, extended {deadline},
    submitted and auto-submitted {answers: checksum}, voided {reason}, kept {entries, since}, accepted {kept},
    noted {text}, told {text}, knocked {} (a wrong access code), admitted {how: code or examiner},
    rested {until, seconds, credit, deadline}, returned {unused, deadline},
    uploaded {course, assignment, number, checksum, files} (of no sitting). Of an observation: seated {seat, window},
    watched {seat, line, mark}, finished {seat}, each by the examiner as actor. Times in data are ISO 8601.
    """

    sitting: str
    engineer: str
    kind: str
    at: datetime
    actor: str = ""
    client: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as the journal holds it: its place in the chain and the hash that covers it and all before it."""

    number: int
    hash: str
    event: Event

    @property
    def head(self) -> str:
        """`number:hash`, as written on receipts and exported anchors."""
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer that counts for a slot: the one with the highest client number."""

    client: int
    answer: Answer
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers that a device kept over the deadline. `since` is the last contact that the server had before; they
    count only if an examiner accepts them."""

    number: int
    since: str
    entries: tuple[Mapping[str, Any], ...]
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """One examiner's list of an observation. `lines`: line -> {level, note, photos} as last saved."""

    by: str
    windows: tuple[int, ...] = ()
    lines: Mapping[str, Saved] = field(default_factory=dict)
    finished: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where a sitting stands after its events up to the journal's number `last`."""

    id: str
    engineer: str
    paper: str = ""
    attempt: int = 1
    mode: Mode = "exam"
    status: Status = "invited"
    digest: str = ""  # of the content that the paper was built from when it was opened
    opened: datetime | None = None
    started: datetime | None = None
    deadline: datetime | None = None
    paused: datetime | None = None
    ended: datetime | None = None
    window: int = 0  # the latest window given out; it alone may write as the present one
    top: int = 0  # the highest client number seen
    answers: Mapping[str, Saved] = field(default_factory=dict)
    flags: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # slot -> client number, 1 or 0
    kept: tuple[Kept, ...] = ()
    notes: tuple[Mapping[str, Any], ...] = ()
    watches: Mapping[int, Watch] = field(default_factory=dict)  # of an observation: seat -> that examiner's list
    reason: str = ""  # why it was paused or voided
    receipt: str = ""
    admitted: bool = False  # let in, and not yet started
    knocks: int = 0  # wrong access codes
    rests: int = 0  # breaks taken
    rested: float = 0.0  # seconds of break given, less what was not used
    rest_credit: float = 0.0  # seconds that the last break added to the deadline
    rest_until: datetime | None = None  # the break that was taken last lasts until then, unless it was ended
    contact: datetime | None = None  # the last event that the engineer's own device caused
    last: int = 0

    @property
    def flagged(self) -> frozenset[str]:
        return frozenset(slot for slot, (_, flag) in self.flags.items() if flag)

    @property
    def over(self) -> bool:
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class Submission:
    """A sitting that was submitted: the last acknowledged answer of each slot."""

    sitting: str
    paper: str
    attempt: int
    engineer: str
    opened: datetime
    submitted: datetime
    answers: Mapping[str, Answer]
    seconds: Mapping[str, float] = field(default_factory=dict)  # time spent a slot, where known
    automatic: bool = False  # the deadline submitted it
    receipt: str = ""  # checksum that the engineer keeps
    digest: str = ""  # of the content that the paper was built from when it was opened
