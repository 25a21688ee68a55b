"""Acts on handed-in work in the journal (marks by hand, releases, appeals, regrades), read without the answers.

Kinds and their data: graded {slot, points, levels, comment, final}, ungraded {of}, released {}, appealed {slot,
reason}, decided {appeal, outcome, points, text}, regraded {revision, why, before, after}, outside {slot, manual,
extra, comment}. They stand in the chain with the events of their sitting, and change nothing of how it was sat. What is
released of a hand-written assignment has no sitting, and the data {course, assignment, submission}.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from fieldmark.model.sitting import StoredEvent
from fieldmark.store.journal import Journal
from fieldmark.store.journal_tables import connect, events, people, sittings
from fieldmark.store.transaction import all_after, read_event
from fieldmark.store.workspace import Workspace

KINDS = ("graded", "ungraded", "released", "appealed", "decided", "regraded", "outside")


def read_acts(workspace: Workspace, paper: str | None = None, kinds: Sequence[str] = KINDS) -> list[StoredEvent]:
    """The acts on all sittings (of one paper) in order; none where there is no journal yet."""
    if not has_journal(workspace):
        return []
    query = all_after(0).where(events.c.kind.in_(kinds))
    if paper is not None:
        query = query.where(events.c.sitting.in_(sa.select(sittings.c.id).where(sittings.c.paper == paper)))
    with _reading(workspace) as connection:
        return [read_event(row) for row in connection.execute(query).mappings()]


def names(workspace: Workspace) -> dict[tuple[str, str, int], str]:
    """(engineer, paper, attempt) of each exam that was sat -> the sitting's id."""
    if not has_journal(workspace):
        return {}
    query = (
        sa.select(people.c.user, sittings.c.paper, sittings.c.attempt, sittings.c.id)
        .join(people, people.c.pseudonym == sittings.c.engineer)
        .where(sittings.c.mode == "exam", people.c.user.is_not(None))
    )
    with _reading(workspace) as connection:
        return {(r.user, r.paper, r.attempt): r.id for r in connection.execute(query)}


def has_journal(workspace: Workspace) -> bool:
    return workspace.journal.exists() or bool(os.environ.get("FIELDMARK_JOURNAL"))


@contextmanager
def opened(workspace: Workspace) -> Iterator[Journal]:
    """The journal, to append acts to."""
    journal = Journal.open(workspace)
    try:
        yield journal
    finally:
        journal.close()


@contextmanager
def _reading(workspace: Workspace) -> Iterator[sa.Connection]:
    engine = connect(os.environ.get("FIELDMARK_JOURNAL") or workspace.journal)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
