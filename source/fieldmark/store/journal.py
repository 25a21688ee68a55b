"""The journal: append-only, hash-chained events of every sitting, in SQLite by default or PostgreSQL by URL.

An append is acknowledged only after its commit (synchronous=FULL). People appear in events as pseudonyms; the
`people` table joins them to user names, so that erasing a person leaves the chain whole.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from fieldmark.model.fold import apply, submission
from fieldmark.model.problem import Problem
from fieldmark.model.sitting import Event, Sitting, StoredEvent, Submission
from fieldmark.store import chain
from fieldmark.store import journal_problems as problems
from fieldmark.store.journal_cache import Cache
from fieldmark.store.journal_tables import Unavailable, connect, events, people, sittings
from fieldmark.store.transaction import HEAD, OF_SITTING, SINCE, Transaction, read_event, stamp
from fieldmark.store.workspace import Workspace

__all__ = ["Journal", "SittingRow", "Transaction", "Unavailable"]


WORDS = (
    *("answered", "stepped", "kept", "noted", "told", "paused", "voided", "uploaded", "watched"),
    *("graded", "appealed", "decided", "outside"),
)
"""Kinds of events whose content goes when their person is erased: what they wrote, and what was written about them."""


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A sitting as lists show it, without its answers."""

    id: str
    engineer: str  # user name; empty where the person was erased
    paper: str
    attempt: int
    mode: str
    status: str
    opened: datetime | None
    deadline: datetime | None
    ended: datetime | None


class Journal:
    """One process's hold on the journal. Threads may share it."""

    def __init__(self, engine: sa.Engine, token: Callable[[], str]) -> None:
        self._engine = engine
        self._writing = engine.execution_options(write=True)
        self._token = token
        self._cache = Cache()

    @classmethod
    def open(cls, source: Workspace | str, token: Callable[[], str] = lambda: secrets.token_hex(8)) -> Journal:
        """The journal of a workspace (or of FIELDMARK_JOURNAL, a database URL, where it is set), or of a URL.
        `token` makes pseudonyms. Unavailable (J010, J011) where it cannot be opened."""
        if isinstance(source, Workspace):
            source_or_url = os.environ.get("FIELDMARK_JOURNAL") or source.journal
        else:
            source_or_url = source
        with _typed():
            return cls(connect(source_or_url), token)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- writing ------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Decide and append while no one else writes; committed when the block ends, nothing stored if it raises."""
        with _typed(), self._writing.begin() as connection:
            transaction = Transaction(connection, self._cache, self._token)
            yield transaction
            transaction.flush()
        self._cache.wrote(transaction.changed, transaction.users, transaction.head)

    def append(self, new: Iterable[Event]) -> list[StoredEvent]:
        """Store the events in one transaction. An event whose (sitting, client number) is known is not stored
        again: the stored one is returned in its place."""
        with self.transaction() as transaction:
            return transaction.append(new)

    def erase(self, user: str, at: datetime, actor: str = "", reason: str = "") -> int:
        """Forget who `user` was and the content of their events; how many events were emptied. That it was done, when,
        why and by whom goes into the chain."""
        with self.transaction() as transaction:
            own = transaction.pseudonym(user)
            transaction.append([Event("", user, "erased", at, actor, data={"reason": reason} if reason else {})])
            transaction.flush()
            emptied = transaction.empty(own, WORDS)
        self._cache.forget()
        return emptied

    def count_of(self, user: str) -> int:
        """How many events there are of a person, their own and those that they made as examiner."""
        theirs = people.c.pseudonym.in_((events.c.engineer, events.c.actor))
        query = sa.select(sa.func.count()).select_from(events).join(people, theirs)
        with self._reading() as connection:
            return int(connection.execute(query.where(people.c.user == user)).scalar_one())

    # --- reading ------------------------------------------------------------------------------------------

    def sitting(self, sitting: str) -> Sitting | None:
        """Where a sitting stands now, answers and all; None where there is none."""
        with self._reading() as connection:
            head = _number(connection)
            known = self._cache.sittings.get(sitting)
            for stored in _stored(connection, sitting, known.last if known else 0):
                known = apply(known, stored)
        self._cache.read({sitting: known} if known else {}, head)
        return known

    def known(self, sitting: str) -> Sitting | None:
        """A sitting as last seen here, perhaps behind by what others wrote: good for what never changes, its engineer
        and its paper, without asking the database."""
        return self._cache.sittings.get(sitting) or self.sitting(sitting)

    def events(self, sitting: str) -> list[StoredEvent]:
        """All events of a sitting, in order."""
        with self._reading() as connection:
            return list(_stored(connection, sitting, 0))

    def sittings(
        self,
        *,
        engineer: str | None = None,
        paper: str | None = None,
        status: Sequence[str] = (),
        due: datetime | None = None,
    ) -> list[SittingRow]:
        """The sittings that fit every condition given; `due`: the deadline is at or before it."""
        query = sa.select(sittings, people.c.user).join(people, people.c.pseudonym == sittings.c.engineer)
        if engineer is not None:
            query = query.where(people.c.user == engineer)
        if paper is not None:
            query = query.where(sittings.c.paper == paper)
        if status:
            query = query.where(sittings.c.status.in_(status))
        if due is not None:
            query = query.where(sittings.c.deadline <= stamp(due))
        with self._reading() as connection:
            return [_row(r) for r in connection.execute(query.order_by(sittings.c.opened, sittings.c.id)).mappings()]

    def follow(self, after: int = 0) -> tuple[int, dict[str, Sitting]]:
        """The number of the last event, and the sittings that events past `after` have changed, as they stand now.
        One query, whatever the number of sittings."""
        changed: dict[str, Sitting] = {}
        told: set[str] = set()
        last, seen = after, self._cache.seen
        with self._reading() as connection:
            for stored in _events(connection, min(after, seen or after)):
                last, name = max(last, stored.number), stored.event.sitting
                if not name:
                    continue
                if name not in changed:
                    changed[name] = self._before(connection, stored, cached=seen > 0)
                if changed[name].last < stored.number:
                    changed[name] = apply(changed[name], stored)
                if stored.number > after:
                    told.add(name)
        self._cache.read(changed, last)
        return last, {name: changed[name] for name in changed if name in told}

    def submissions(self) -> Iterator[Submission]:
        """Every exam that was submitted and not voided, of people who are not erased, in order of submission."""
        rows = self.sittings(status=("submitted", "auto-submitted"))
        for row in sorted(rows, key=lambda r: (r.ended or datetime.max.replace(tzinfo=UTC), r.id)):
            made = self._submission(row.id) if row.engineer and row.mode == "exam" else None
            if made:
                yield made

    def submission(self, sitting: str) -> Submission | None:
        """What is handed on for marking; None while it runs, where it was voided, and in practice."""
        now = self.sitting(sitting)
        return submission(now) if now else None

    def head(self) -> str:
        """`number:hash` of the last event; to be kept outside (receipts, daily export)."""
        with self._reading() as connection:
            last = connection.execute(HEAD).first()
        return f"{last.number}:{last.hash}" if last else f"0:{chain.GENESIS}"

    def verify(self, head: str | None = None) -> list[Problem]:
        """Every altered, removed or reordered event (J001 to J006); with an exported `head`, a cut tail too."""
        if head is not None and not re.fullmatch(r"\d{1,18}:[0-9a-f]{64}", head):
            return [problems.BAD_HEAD.at(head=head[:80])]
        with self._reading() as connection:
            erased = connection.execute(sa.select(people.c.pseudonym).where(people.c.user.is_(None))).scalars()
            rows = connection.execution_options(yield_per=1000).execute(sa.select(events).order_by(events.c.number))
            found = list(chain.broken((dict(r._mapping) for r in rows), head, frozenset(erased)))
            return found or list(self._stale(connection))

    # --- inside -------------------------------------------------------------------------------------------

    def _before(self, connection: sa.Connection, stored: StoredEvent, *, cached: bool) -> Sitting:
        """The sitting as known here, or else as its events up to and with this one make it."""
        name = stored.event.sitting
        known = self._cache.sittings.get(name) if cached else None
        if known is None:
            for earlier in _stored(connection, name, 0):
                if earlier.number > stored.number:
                    break
                known = apply(known, earlier)
        return known or apply(None, stored)

    def _submission(self, sitting: str) -> Submission | None:
        with self._reading() as connection:  # past the cache, which is for sittings that run
            folded = _fold(connection, sitting)
        return submission(folded) if folded else None

    def _stale(self, connection: sa.Connection) -> Iterator[Problem]:
        for row in connection.execute(sa.select(sittings)).mappings().all():
            folded = _fold(connection, row["id"])
            if folded is None or folded.status != row["status"]:
                said = folded.status if folded else "-"
                yield problems.STALE.at(sitting=row["id"], listed=row["status"], folded=said)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _typed(), self._engine.begin() as connection:
            yield connection


@contextmanager
def _typed() -> Iterator[None]:
    """Database errors as Unavailable, which says what the engineer should do."""
    try:
        yield
    except DBAPIError as error:
        raise Unavailable.of(error) from error


def _fold(connection: sa.Connection, sitting: str) -> Sitting | None:
    folded = None
    for stored in _stored(connection, sitting, 0):
        folded = apply(folded, stored)
    return folded


def _number(connection: sa.Connection) -> int:
    last = connection.execute(HEAD).first()
    return int(last.number) if last else 0


def _stored(connection: sa.Connection, sitting: str, after: int) -> Iterator[StoredEvent]:
    found = connection.execute(OF_SITTING, {"sitting": sitting, "after": after})
    return (read_event(r) for r in found.mappings())


def _events(connection: sa.Connection, after: int) -> Iterator[StoredEvent]:
    return (read_event(r) for r in connection.execute(SINCE, {"after": after}).mappings())


def _row(row: sa.RowMapping) -> SittingRow:
    opened, deadline, ended = (
        datetime.fromisoformat(row[n]) if row[n] else None for n in ("opened", "deadline", "ended")
    )
    return SittingRow(
        row["id"],
        row["user"] or "",
        row["paper"],
        row["attempt"],
        row["mode"],
        row["status"],
        opened,
        deadline,
        ended,
    )
