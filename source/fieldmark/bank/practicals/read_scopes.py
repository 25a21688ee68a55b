"""Screens and traces of a workbook to the tree that `read_tests` reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldmark.bank.yamls import Mapping as Mapped
from fieldmark.bank.yamls import Node, Scalar
from fieldmark.bank.yamls import Sequence as Listed

Rows = Sequence[tuple[int, Mapping[str, Scalar]]]


@dataclass(frozen=True, slots=True)
class Scopes:
    """The rows of both sheets."""

    screens: Rows
    traces: Rows


def read_scopes(test: str, scopes: Scopes) -> dict[str, Node]:
    """`screen` and `traces` of one test, as far as they are there."""
    found: dict[str, Node] = {}
    for line, row in scopes.screens:
        if _of(row, "test") == test:
            found["screen"] = _mapping(line, {name: cell for name, cell in row.items() if name != "test"})
    lines: dict[str, list[Node]] = {}
    for line, row in scopes.traces:
        if _of(row, "test") == test and "reading" in row:
            lines.setdefault(row["reading"].text, []).append(_channel(line, row))
    if lines:
        traces: dict[str, Node] = {name: Listed(nodes[0].line, tuple(nodes)) for name, nodes in lines.items()}
        found["traces"] = _mapping(next(iter(traces.values())).line, traces)
    return found


def _channel(line: int, row: Mapping[str, Scalar]) -> Mapped:
    fields: dict[str, Node] = {name: row[name] for name in ("name", "shape") if name in row}
    if "settings" in row:
        fields |= _settings(row["settings"])
    if "points" in row:
        fields["points"] = _points(row["points"])
    return _mapping(line, fields)


def _settings(cell: Scalar) -> dict[str, Node]:
    """`period: 2; high: 5`; what has no colon becomes a setting that nobody knows, and is said to be one."""
    pairs = (part.partition(":") for part in re.split("[;；]", cell.text.replace("：", ":")) if part.strip())
    return {name.strip(): Scalar(cell.line, value.strip()) for name, _, value in pairs}


def _points(cell: Scalar) -> Listed:
    """`0 5; 2 0`."""
    corners = [part.split() for part in re.split("[;；]", cell.text) if part.strip()]
    return Listed(cell.line, tuple(Listed(cell.line, tuple(Scalar(cell.line, n) for n in c)) for c in corners))


def _of(row: Mapping[str, Scalar], column: str) -> str:
    return row[column].text if column in row else ""


def _mapping(line: int, fields: Mapping[str, Node]) -> Mapped:
    return Mapped(line, dict(fields), {name: node.line for name, node in fields.items()})
