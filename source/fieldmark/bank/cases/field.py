"""Tickets and what was said of them, from the loaded field data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldmark.bank.cases.anonymous import Known
from fieldmark.bank.cases.case import Case, Comment, Ticket
from fieldmark.bank.cases.problems import NO_SUCH_TICKET
from fieldmark.model.problem import Refused
from fieldmark.store.warehouse import Connection, has, read, warehouse
from fieldmark.store.workspace import Workspace

_PLAIN = ("fault_class", "kind", "product_line", "channel", "priority", "customer", "asset", "engineer")
_COUNTS = ("visits", "parts_replaced", "parts_good", "steps_skipped")


def read_case(workspace: Workspace, numbers: Sequence[str]) -> Case:
    """The tickets with their survey comments, and the names that must not be said. Refused (W005) where no field
    data was loaded, (Q801) for each number that is not there."""
    with warehouse(workspace) as connection:
        table = read(connection, "tickets")
        rows = {row["ticket"]: row for row in _rows(table.filter(table.ticket.isin(list(numbers))))}
        missing = [number for number in numbers if number not in rows]
        if missing:
            raise Refused(*(NO_SUCH_TICKET.at(ticket=number[:60]) for number in missing))
        tickets = tuple(_ticket(rows[number]) for number in dict.fromkeys(numbers))
        return Case(tickets, _comments(connection, numbers), _known(connection, tickets))


def _rows(expression: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
    return found


def _ticket(row: dict[str, Any]) -> Ticket:
    opened, resolved = row.get("opened"), row.get("resolved")
    hours = (resolved - opened).total_seconds() / 3600 if opened and resolved else None
    said: dict[str, Any] = {name: str(row.get(name) or "") for name in _PLAIN}
    said |= {name: int(row[name]) for name in _COUNTS if row.get(name) is not None}
    return Ticket(str(row["ticket"]), **said, reopened=row.get("reopened"), hours=hours)


def _comments(connection: Connection, numbers: Sequence[str]) -> tuple[Comment, ...]:
    if not has(connection, "surveys"):
        return ()
    table = read(connection, "surveys")
    rows = _rows(table.filter(table.ticket.isin(list(numbers))).order_by("survey"))
    return tuple(Comment(str(r["ticket"]), str(r.get("comment") or ""), r.get("csat")) for r in rows)


def _known(connection: Connection, tickets: Sequence[Ticket]) -> Known:
    """Everybody in the register, and the customers, units and numbers of these tickets."""
    people = {t.engineer for t in tickets}
    if has(connection, "engineers"):
        for row in _rows(read(connection, "engineers").select("engineer", "name")):
            people |= {str(row["engineer"] or ""), str(row["name"] or "")}
    return Known.of(
        people=people,
        customers={t.customer for t in tickets},
        units={t.asset for t in tickets},
        tickets={t.number for t in tickets},
    )
