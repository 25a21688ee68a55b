"""What was loaded, by which mapping: the warehouse's own book, so that loading twice changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from fieldmark.store import warehouse as store

LOADS = "loads"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was last loaded. `fingerprint`: of what besides the file decided; `counts`: JSON of the
    mapping's counters."""

    file: str
    mapping: str
    table: str
    sha256: str
    fingerprint: str
    encoding: str
    rows: int
    loaded: int
    set_aside: int
    counts: str

    def row(self, *, changed: bool) -> Mapping[str, Any]:
        """As the load command shows it."""
        shown = ("file", "table", "mapping", "rows", "loaded", "set_aside", "encoding")
        return {**{name: getattr(self, name) for name in shown}, "changed": changed, "counts": json.loads(self.counts)}


def read_ledger(connection: store.Connection) -> list[Entry]:
    if not store.has(connection, LOADS):
        return []
    rows = connection.table(LOADS).order_by("mapping", "file").to_pyarrow().to_pylist()
    return [Entry(**row) for row in rows]


def record(connection: store.Connection, entry: Entry, dropped: Sequence[str] = ()) -> None:
    """Write the entry instead of the one of the same file and mapping; `dropped` files of the mapping go."""
    gone = {(file, entry.mapping) for file in (entry.file, *dropped)}
    kept = [e for e in read_ledger(connection) if (e.file, e.mapping) not in gone]
    store.replace(connection, LOADS, _arrow([*kept, entry]))


def _arrow(entries: Iterable[Entry]) -> Any:
    import pyarrow as pa

    kinds = {"str": pa.string(), "int": pa.int64()}
    schema = pa.schema([(f.name, kinds[str(f.type)]) for f in fields(Entry)])
    return pa.Table.from_pylist([asdict(e) for e in entries], schema=schema)
