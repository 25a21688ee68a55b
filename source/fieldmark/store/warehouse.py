"""The warehouse of field data, through Ibis: a DuckDB file on a laptop, any Ibis backend by URL beyond it.

The URL comes from the environment variable FIELDMARK_WAREHOUSE (it may hold a password, so it stands in no file
of the workspace), for example postgres://user@host/database. Without it, `.fieldmark/warehouse.duckdb`.
Times are stored in UTC without a zone, so that no backend shifts them by its session's zone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fieldmark.model.problem import Refused
from fieldmark.model.tables import Table, Type
from fieldmark.store import problems
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Connection = Any
"""An Ibis backend (Ibis ships no types)."""

URL = "FIELDMARK_WAREHOUSE"
PROVENANCE = ("_source", "_file", "_line")
"""Columns that each field table carries beside its own: mapping id, file and line that a row came from."""


@contextmanager
def warehouse(workspace: Workspace, url: str | None = None, *, write: bool = False) -> Iterator[Connection]:
    """A connection, closed at the end. Refused (W005) where there is nothing to read yet, (W004) where DuckDB
    cannot open its file, (W003) where another process is writing."""
    import ibis

    url = url or os.environ.get(URL, "")
    if not url and not write and not workspace.warehouse.exists():
        raise Refused(problems.MISSING_TABLE.at(table="tickets"))
    connection = ibis.connect(url) if url else _duckdb(workspace, write)
    try:
        yield connection
    finally:
        connection.disconnect()


def _duckdb(workspace: Workspace, write: bool) -> Connection:
    import duckdb
    import ibis

    workspace.state.mkdir(parents=True, exist_ok=True)
    path = workspace.warehouse
    try:
        return ibis.duckdb.connect(path, read_only=not write)
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise Refused(problems.BUSY.at(what="load", pid="?")) from error
        raise Refused(problems.DAMAGED.at(workspace.relative(path), path=path.name, why=error)) from error


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All writes of the block or none, on backends that know transactions in plain SQL (DuckDB, PostgreSQL);
    elsewhere each table is swapped by itself."""
    if connection.name not in ("duckdb", "postgres"):
        yield
        return
    connection.raw_sql("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        connection.raw_sql("ROLLBACK")
        raise
    connection.raw_sql("COMMIT")


def has(connection: Connection, name: str) -> bool:
    from ibis.common.exceptions import TableNotFound

    try:  # list_tables() of Ibis 12 calls a method that DuckDB 2 no longer has
        connection.table(name)
    except TableNotFound:
        return False
    return True


def read(connection: Connection, name: str) -> Any:
    """The table as an Ibis expression; Refused (W005) where it was never written."""
    if not has(connection, name):
        raise Refused(problems.MISSING_TABLE.at(table=name))
    return connection.table(name)


def replace(connection: Connection, name: str, rows: Any) -> None:
    """Write an Arrow table or an Ibis expression as the table `name`, instead of what was there.

    The new table is made beside the old one, so `rows` may read the old one. Swapped in plain SQL: Ibis 12 with
    the sqlglot of today writes DROP TABLE without the table's name.
    """
    import ibis
    import pyarrow as pa

    fresh = f"{name}_fresh"
    connection.raw_sql(f'DROP TABLE IF EXISTS "{fresh}"')
    # a frame given straight to create_table fails on DuckDB 2; a memtable works everywhere
    connection.create_table(fresh, ibis.memtable(rows) if isinstance(rows, pa.Table) else rows)
    connection.raw_sql(f'DROP TABLE IF EXISTS "{name}"')
    connection.raw_sql(f'ALTER TABLE "{fresh}" RENAME TO "{name}"')


def upsert(connection: Connection, table: Table, rows: pa.Table, gone: Any | None = None) -> None:
    """Put `rows` into the table; a row of the same key gives way, and so do rows for which `gone(table)` holds.

    Without a key in the table's description, rows are added.
    """
    import ibis

    if not has(connection, table.name):
        replace(connection, table.name, rows)
        return
    old = connection.table(table.name)
    if gone is not None:
        old = old.filter(~gone(old))
    new = ibis.memtable(rows)
    kept = old.anti_join(new, list(table.key)) if table.key else old
    replace(connection, table.name, kept.select(*new.columns).union(new))


def rest(connection: Connection, name: str, rows: Any) -> Any:
    """The expression's rows, computed once and kept for this connection alone; works on a read-only one too."""
    return connection.create_table(name, rows, temp=True)


def arrow(table: Table, frame: pd.DataFrame, *, provenance: bool = False) -> pa.Table:
    """The frame's columns of `table`, in its order and types; columns that the frame lacks are empty."""
    import pyarrow as pa

    fields = [pa.field(c.name, _arrow(c.type)) for c in table.columns]
    if provenance:
        fields += [pa.field("_source", pa.string()), pa.field("_file", pa.string()), pa.field("_line", pa.int64())]
    arrays = []
    for field in fields:
        if field.name in frame.columns:
            arrays.append(pa.Array.from_pandas(frame[field.name], type=field.type))
        else:
            arrays.append(pa.nulls(len(frame), field.type))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _arrow(kind: Type) -> pa.DataType:
    import pyarrow as pa

    return {
        "str": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "time": pa.timestamp("us"),
        "date": pa.date32(),
        "list": pa.list_(pa.string()),
        "json": pa.string(),
    }[kind]
