"""A small company's files, and what became of them."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fieldmark.field.load import load
from fieldmark.model.problem import Refused
from fieldmark.store import warehouse
from fieldmark.store.workspace import Workspace, open_workspace

NOW = datetime(2027, 1, 1, tzinfo=UTC)
MAP = """\
id: crm
table: tickets
missing: ["?"]
dates: [DD/MM/YYYY hh:mm]
columns:
  ticket: Number
  opened: Opened
  resolved: Solved
  engineer: Owner
  customer: Account
  visits: Visits
  reopened: Reopened
"""
HEADER = "Number,Opened,Solved,Owner,Account,Visits,Reopened\n"
GOOD = HEADER + (
    "T1,2026-01-05 08:00,2026-01-05 18:00,e001,Müller AG,1,No\n"
    "T2,06/01/2026 09:30,06/01/2026 10:00,e002,上海水泵厂,2,Yes\n"
    "T3,2026-01-07 09:30,?,,?,,\n"
)
REGISTER_MAP = "id: hr\ntable: engineers\nexport: whole\ncolumns: {engineer: ID, name: Name}\n"
REGISTER = "ID,Name\ne001,王伟\ne002,Anna Keller\n"


def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "courses").mkdir(exist_ok=True)
    return open_workspace(tmp_path)


def put(ws: Workspace, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = ws.root / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    raw = content.encode(encoding) if isinstance(content, str) else content
    path.write_bytes(gzip.compress(raw, mtime=0) if name.endswith(".gz") else raw)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return path


def mapping(ws: Workspace, text: str = MAP, name: str = "crm") -> Path:
    path = ws.root / "grading" / "mappings" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def policy(ws: Workspace, name: str, text: str) -> None:
    (ws.root / "grading").mkdir(exist_ok=True)
    (ws.root / "grading" / name).write_text(text, encoding="utf-8")


def loaded(ws: Workspace, content: str | bytes, text: str = MAP, *, name: str = "crm.csv", encoding: str = "utf-8"):
    """Load one file; the report."""
    return load(ws, [put(ws, name, content, encoding)], mapping(ws, text), now=NOW)


def refusal(ws: Workspace, content: str | bytes, text: str = MAP, *, name: str = "crm.csv", encoding: str = "utf-8"):
    """The codes that refuse a file."""
    try:
        loaded(ws, content, text, name=name, encoding=encoding)
    except Refused as refused:
        return [p.code for p in refused.problems]
    return []


def register(ws: Workspace, content: str = REGISTER) -> None:
    load(ws, [put(ws, "people.csv", content)], mapping(ws, REGISTER_MAP, "hr"), now=NOW)


def rows(ws: Workspace, table: str = "tickets", by: str = "ticket") -> list[dict[str, Any]]:
    with warehouse.warehouse(ws) as connection:
        return warehouse.read(connection, table).order_by(by).to_pyarrow().to_pylist()


def quarantine(ws: Workspace) -> list[dict[str, Any]]:
    return rows(ws, "quarantine", "line")
