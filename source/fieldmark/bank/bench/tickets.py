"""How often each class of fault was met: from the loaded field data."""

from __future__ import annotations

from fieldmark.store.warehouse import read, warehouse
from fieldmark.store.workspace import Workspace


def class_counts(workspace: Workspace) -> dict[str, int]:
    """Tickets by fault class. Refused (W005) where no field data was loaded yet."""
    with warehouse(workspace) as connection:
        tickets = read(connection, "tickets")
        named = tickets.filter(tickets.fault_class.notnull())
        counted = named.group_by("fault_class").agg(n=named.count()).to_pyarrow()
    rows = counted.to_pylist()
    return {row["fault_class"]: int(row["n"]) for row in rows}
