"""The journal's tables and how each database is opened for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from fieldmark.model.problem import Refused
from fieldmark.store import journal_problems as problems

metadata = sa.MetaData()

people = sa.Table(
    "people",
    metadata,
    sa.Column("pseudonym", sa.String(32), primary_key=True),
    sa.Column("user", sa.String(200), unique=True, nullable=True),  # gone once the person is erased
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("sitting", sa.String(32), nullable=False),
    sa.Column("engineer", sa.String(32), nullable=False),
    sa.Column("actor", sa.String(32), nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("client", sa.BigInteger, nullable=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("data", sa.Text, nullable=True),
    sa.Index("by_sitting", "sitting", "number"),
    sa.UniqueConstraint("sitting", "client"),
)

sittings = sa.Table(
    "sittings",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("engineer", sa.String(32), nullable=False, index=True),
    sa.Column("paper", sa.String(200), nullable=False, index=True),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("mode", sa.String(16), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("opened", sa.String(32), nullable=True),
    sa.Column("deadline", sa.String(32), nullable=True),
    sa.Column("ended", sa.String(32), nullable=True),
    sa.Index("by_deadline", "status", "deadline"),
    sa.UniqueConstraint("engineer", "paper", "attempt", "mode"),
)


class Unavailable(Refused):
    """The journal could not write or read: nothing of the transaction was stored."""

    @classmethod
    def of(cls, error: DBAPIError) -> Unavailable:
        full = "full" in str(error.orig) or "No space" in str(error.orig)
        return cls((problems.FULL if full else problems.DOWN).at(excerpt=str(error.orig)))


def connect(source: Path | str) -> sa.Engine:
    """An engine on an SQLite file or any database URL, with the tables made where they are missing."""
    if isinstance(source, Path):
        source.parent.mkdir(parents=True, exist_ok=True)
        source.parent.chmod(0o700)
        source.touch(mode=0o600)
        engine = sa.create_engine(f"sqlite:///{source}")
    else:
        engine = sa.create_engine(source, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _sqlite_connect)
        sa.event.listen(engine, "begin", _sqlite_begin)
    metadata.create_all(engine)
    return engine


def alone(connection: sa.Connection) -> None:
    """Be the only writer until the transaction ends (SQLite begins so; PostgreSQL takes a lock)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(727001)")


def _sqlite_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, see _sqlite_begin
    for pragma in ("busy_timeout=20000", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
