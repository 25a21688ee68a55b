"""Parquet tables that join the rooms; their columns are in `fieldmark.model.tables`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldmark.model.problem import Refused
from fieldmark.model.tables import TABLES, Type
from fieldmark.store import problems
from fieldmark.store.files import write_bytes
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def write_table(workspace: Workspace, name: str, frame: pd.DataFrame) -> Path:
    """Write the frame as the table `name`, whole or not at all. KeyError where a column is missing."""
    import pyarrow as pa

    wanted = frame[list(TABLES[name].names)]
    return _write(workspace, name, pa.Table.from_pandas(wanted, schema=_schema(name), preserve_index=False))


def write_columns(workspace: Workspace, name: str, columns: Mapping[str, Sequence[Any]]) -> Path:
    """The same from lists, one a column, None where a value is missing; without loading pandas."""
    import pyarrow as pa

    wanted = {column: columns[column] for column in TABLES[name].names}
    return _write(workspace, name, pa.table(wanted, schema=_schema(name)))


def _write(workspace: Workspace, name: str, rows: pa.Table) -> Path:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(rows, out, compression="zstd")
    path = workspace.tables / f"{name}.parquet"
    write_bytes(path, out.getvalue(), mode=0o640)
    return path


def _schema(name: str) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(c.name, _arrow(c.type)) for c in TABLES[name].columns])


def read_table(workspace: Workspace, name: str, folder: Path | None = None) -> pd.DataFrame:
    """The table `name` (from `folder`, by default the working tables); Refused (W005) where it is not there."""
    import pandas as pd

    path = (folder or workspace.tables) / f"{name}.parquet"
    if not path.exists():
        raise Refused(problems.MISSING_TABLE.at(table=name))
    return pd.read_parquet(path)


def has_table(workspace: Workspace, name: str) -> bool:
    return (workspace.tables / f"{name}.parquet").exists()


def _arrow(kind: Type) -> pa.DataType:
    import pyarrow as pa

    return {
        "str": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "date": pa.date32(),
        "list": pa.list_(pa.string()),
        "json": pa.string(),
    }[kind]
