"""Parquet tables that join the rooms; their columns are in `fieldmark.model.tables`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

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
    import pyarrow.parquet as pq

    table = TABLES[name]
    schema = pa.schema([(c.name, _arrow(c.type)) for c in table.columns])
    rows = pa.Table.from_pandas(frame[list(table.names)], schema=schema, preserve_index=False)
    out = io.BytesIO()
    pq.write_table(rows, out, compression="zstd")
    path = workspace.tables / f"{name}.parquet"
    write_bytes(path, out.getvalue(), mode=0o640)
    return path


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
