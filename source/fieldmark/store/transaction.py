"""What a writer does between begin and commit: look at sittings, decide, append to the chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from fieldmark.model.fold import apply
from fieldmark.model.sitting import Event, Sitting, StoredEvent
from fieldmark.store import chain
from fieldmark.store.journal_tables import alone, events, people, sittings

LISTED = ("paper", "attempt", "mode", "status", "opened", "deadline", "ended")


class Transaction:
    """Holds what was appended until `flush`; `part`s that fail are taken back without touching the others."""

    def __init__(self, connection: sa.Connection, known: Mapping[str, Sitting], token: Callable[[], str]) -> None:
        self._connection = connection
        self._known = known
        self._token = token
        self._users: dict[str, str] = {}
        self._new_people: list[dict[str, str]] = []
        self._rows: list[dict[str, Any]] = []
        self._undo: list[tuple[str, Sitting | None]] = []
        self.changed: dict[str, Sitting] = {}
        alone(connection)
        last = connection.execute(
            sa.select(events.c.number, events.c.hash).order_by(events.c.number.desc()).limit(1)
        ).first()
        self._head = (last.number, last.hash) if last else (0, chain.GENESIS)

    def sitting(self, sitting: str) -> Sitting | None:
        """Where a sitting stands, with all that this transaction appended to it."""
        if sitting in self.changed:
            return self.changed[sitting]
        known = self._known.get(sitting)
        after = known.last if known else 0
        for row in self._connection.execute(events_after(sitting, after)).mappings():
            known = apply(known, read_event(row))
        if known:
            self._set(known)
        return known

    def of(self, engineer: str, paper: str, mode: str = "exam") -> list[Sitting]:
        """An engineer's sittings of a paper, by attempt."""
        query = (
            sa.select(sittings.c.id)
            .where(sittings.c.engineer == self.pseudonym(engineer), sittings.c.paper == paper, sittings.c.mode == mode)
            .order_by(sittings.c.attempt)
        )
        stored = [self.sitting(i) for i in self._connection.execute(query).scalars()]
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
        found = self._connection.execute(events_after(sitting, 0).where(events.c.client == client)).mappings().first()
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
        if user not in self._users:
            found = self._connection.execute(sa.select(people.c.pseudonym).where(people.c.user == user)).scalar()
            self._users[user] = found or self._introduce(user)
        return self._users[user]

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
        if self._new_people:
            self._connection.execute(people.insert(), self._new_people)
        if not self._rows:
            return
        self._connection.execute(events.insert(), self._rows)
        touched = {r["sitting"] for r in self._rows if r["kind"] not in {"answered", "stepped", "flagged", "window"}}
        self._list([self.changed[s] for s in sorted(touched)])

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
        before = self.sitting(event.sitting)
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


def events_after(sitting: str, after: int) -> sa.Select[Any]:
    """The events of a sitting past a number, with the user names of engineer and actor."""
    return all_after(after).where(events.c.sitting == sitting)


def all_after(after: int) -> sa.Select[Any]:
    """The events of all sittings past a number, in order."""
    who, by = people.alias("who"), people.alias("by")
    return (
        sa.select(events, who.c.user.label("engineer_user"), by.c.user.label("actor_user"))
        .outerjoin(who, who.c.pseudonym == events.c.engineer)
        .outerjoin(by, by.c.pseudonym == events.c.actor)
        .where(events.c.number > after)
        .order_by(events.c.number)
    )


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
