"""What a writer does between begin and commit: look at sittings, decide, append to the chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from fieldmark.model.fold import apply
from fieldmark.model.sitting import Event, Sitting, StoredEvent
from fieldmark.store import chain
from fieldmark.store.journal_cache import Cache
from fieldmark.store.journal_tables import alone, events, people, sittings

LISTED = ("paper", "attempt", "mode", "status", "opened", "deadline", "ended")


class Transaction:
    """Holds what was appended until `flush`; `part`s that fail are taken back without touching the others."""

    def __init__(self, connection: sa.Connection, cache: Cache, token: Callable[[], str]) -> None:
        self._connection = connection
        self._cache = cache
        self._token = token
        self.users: dict[str, str] = {}
        self._new_people: list[dict[str, str]] = []
        self._rows: list[dict[str, Any]] = []
        self._undo: list[tuple[str, Sitting | None]] = []
        self.changed: dict[str, Sitting] = {}
        alone(connection)
        last = connection.execute(HEAD).first()
        self._head = (last.number, last.hash) if last else (0, chain.GENESIS)
        if cache.seen == 0:
            cache.forget(self.head)
        elif self.head != cache.seen:
            missed = connection.execute(SINCE, {"after": cache.seen}).mappings()
            cache.take_in((read_event(row) for row in missed), self.head)

    @property
    def head(self) -> int:
        """The number of the last event, those appended here included."""
        return self._head[0]

    def sitting(self, sitting: str) -> Sitting | None:
        """Where a sitting stands, with all that this transaction appended to it."""
        if sitting in self.changed:
            return self.changed[sitting]
        known = self._cache.sittings.get(sitting)
        if known is None:
            for row in self._connection.execute(OF_SITTING, {"sitting": sitting, "after": 0}).mappings():
                known = apply(known, read_event(row))
        if known:
            self._set(known)
        return known

    def of(self, engineer: str, paper: str, mode: str = "exam") -> list[Sitting]:
        """An engineer's sittings of a paper, by attempt."""
        wanted = {"who": self.pseudonym(engineer), "what": paper, "how": mode}
        stored = [self.sitting(i) for i in self._connection.execute(OF_ENGINEER, wanted).scalars()]
        fresh = [s for s in self.changed.values() if (s.engineer, s.paper, s.mode) == (engineer, paper, mode)]
        return sorted({s.id: s for s in (*stored, *fresh) if s}.values(), key=lambda s: s.attempt)

    def sent(self, sitting: str, client: int) -> StoredEvent | None:
        """What a page sent under this number before; None where the number is new."""
        known = self.sitting(sitting)
        if known is None or client > known.top:
            return None
        for row in self._rows:
            if row["sitting"] == sitting and row["client"] == client:
                at = datetime.fromisoformat(row["at"])
                event = Event(sitting, known.engineer, row["kind"], at, known.engineer, client, json.loads(row["data"]))
                return StoredEvent(row["number"], row["hash"], event)
        query = OF_SITTING.where(events.c.client == client)
        found = self._connection.execute(query, {"sitting": sitting, "after": 0}).mappings().first()
        return read_event(found) if found else None

    def name(self, engineer: str, paper: str, attempt: int, mode: str = "exam") -> str:
        """The id of a sitting: the same for the same attempt, and nothing to be told from it by those outside."""
        return "s" + chain.digest(chain.canonical([self.pseudonym(engineer), paper, attempt, mode]))[:24]

    def append(self, new: Iterable[Event]) -> list[StoredEvent]:
        """Chain the events; one whose (sitting, client number) is known is not stored again."""
        return [self._duplicate(event) or self._chain(event) for event in new]

    def pseudonym(self, user: str) -> str:
        """The person's id in events, made at first use; empty for the platform itself."""
        if not user:
            return ""
        known = self.users.get(user) or self._cache.users.get(user)
        if known is None:
            known = self._connection.execute(PSEUDONYM, {"wanted": user}).scalar() or self._introduce(user)
            self.users[user] = known
        return known

    def mark(self) -> tuple[int, int, tuple[int, str]]:
        """Where to come `back` to when a part fails."""
        return len(self._rows), len(self._undo), self._head

    def back(self, mark: tuple[int, int, tuple[int, str]]) -> None:
        rows, undo, self._head = mark
        del self._rows[rows:]
        while len(self._undo) > undo:
            sitting, before = self._undo.pop()
            if before is None:
                self.changed.pop(sitting, None)
            else:
                self.changed[sitting] = before

    def flush(self) -> None:
        """Write what was appended; the commit follows."""
        fresh, self._new_people = self._new_people, []
        rows, self._rows = self._rows, []
        if fresh:
            self._connection.execute(people.insert(), fresh)
        if not rows:
            return
        self._connection.execute(events.insert(), rows)
        touched = {r["sitting"] for r in rows if r["kind"] not in {"answered", "stepped", "flagged", "window"}}
        self._list([self.changed[s] for s in sorted(touched - {""})])

    def empty(self, pseudonym: str, kinds: Iterable[str]) -> int:
        """Take the content out of a person's events and the name away from their pseudonym; how many events."""
        own = sa.and_(events.c.engineer == pseudonym, events.c.kind.in_(tuple(kinds)))
        emptied = self._connection.execute(events.update().where(own).values(data=None))
        self._connection.execute(people.update().where(people.c.pseudonym == pseudonym).values(user=None))
        self.users = {u: p for u, p in self.users.items() if p != pseudonym}
        return emptied.rowcount

    def _duplicate(self, event: Event) -> StoredEvent | None:
        if event.client is None:
            return None
        sitting = self.sitting(event.sitting)
        if sitting is None or event.client > sitting.top:
            return None
        for row in self._rows:
            if row["sitting"] == event.sitting and row["client"] == event.client:
                return StoredEvent(row["number"], row["hash"], event)
        query = sa.select(events.c.number, events.c.hash).where(
            events.c.sitting == event.sitting, events.c.client == event.client
        )
        found = self._connection.execute(query).first()
        return StoredEvent(found.number, found.hash, event) if found else None

    def _chain(self, event: Event) -> StoredEvent:
        before = self.sitting(event.sitting) if event.sitting else None
        number, previous = self._head
        data = chain.canonical(dict(event.data))
        row: dict[str, Any] = {
            "number": number + 1,
            "sitting": event.sitting,
            "engineer": self.pseudonym(event.engineer),
            "actor": self.pseudonym(event.actor),
            "kind": event.kind,
            "at": stamp(event.at),
            "client": event.client,
            "digest": chain.digest(data),
            "data": data,
        }
        row["hash"] = chain.link(previous, row)
        self._head = (number + 1, row["hash"])
        self._rows.append(row)
        stored = StoredEvent(number + 1, row["hash"], replace(event, at=event.at.astimezone(UTC)))
        if event.sitting:
            self._set(apply(before, stored))
        return stored

    def _set(self, sitting: Sitting) -> None:
        self._undo.append((sitting.id, self.changed.get(sitting.id)))
        self.changed[sitting.id] = sitting

    def _introduce(self, user: str) -> str:
        pseudonym = "p" + self._token()
        self._new_people.append({"pseudonym": pseudonym, "user": user})
        return pseudonym

    def _list(self, touched: list[Sitting]) -> None:
        if not touched:
            return
        ids = [s.id for s in touched]
        there = set(self._connection.execute(sa.select(sittings.c.id).where(sittings.c.id.in_(ids))).scalars())
        new = [self._listed(s) for s in touched if s.id not in there]
        if new:
            self._connection.execute(sittings.insert(), new)
        for sitting in touched:
            if sitting.id in there:
                self._connection.execute(
                    sittings.update().where(sittings.c.id == sitting.id).values(self._listed(sitting))
                )

    def _listed(self, sitting: Sitting) -> dict[str, Any]:
        values = {name: getattr(sitting, name) for name in LISTED}
        values = {n: stamp(v) if isinstance(v, datetime) else v for n, v in values.items()}
        return {"id": sitting.id, "engineer": self.pseudonym(sitting.engineer), **values}


def _all() -> sa.Select[Any]:
    who, by = people.alias("who"), people.alias("by")
    return (
        sa.select(events, who.c.user.label("engineer_user"), by.c.user.label("actor_user"))
        .outerjoin(who, who.c.pseudonym == events.c.engineer)
        .outerjoin(by, by.c.pseudonym == events.c.actor)
        .order_by(events.c.number)
    )


# Statements of the hot path, made once: making one costs more than running it.
HEAD = sa.select(events.c.number, events.c.hash).order_by(events.c.number.desc()).limit(1)
PSEUDONYM = sa.select(people.c.pseudonym).where(people.c.user == sa.bindparam("wanted"))
OF_ENGINEER = (
    sa.select(sittings.c.id)
    .where(
        sittings.c.engineer == sa.bindparam("who"),
        sittings.c.paper == sa.bindparam("what"),
        sittings.c.mode == sa.bindparam("how"),
    )
    .order_by(sittings.c.attempt)
)
SINCE = _all().where(events.c.number > sa.bindparam("after"))
OF_SITTING = SINCE.where(events.c.sitting == sa.bindparam("sitting"))


def all_after(after: int) -> sa.Select[Any]:
    """The events of all sittings past a number, in order, with the user names of engineer and actor."""
    return _all().where(events.c.number > after)


def read_event(row: sa.RowMapping) -> StoredEvent:
    event = Event(
        row["sitting"],
        row["engineer_user"] or "",
        row["kind"],
        datetime.fromisoformat(row["at"]),
        row["actor_user"] or "",
        row["client"],
        json.loads(row["data"]) if row["data"] is not None else {},
    )
    return StoredEvent(row["number"], row["hash"], event)


def stamp(at: datetime) -> str:
    """UTC with microseconds, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
