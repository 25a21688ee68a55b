"""An engineer's own results, out of the set that is published now: what came out, skills with their uncertainty,
what to practise next. Read column by column, without pandas, which the service does not load."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fieldmark.model.problem import Refused
from fieldmark.store.files import read_json
from fieldmark.store.workspace import Workspace

FORMAT = 2  # of the published set, as `fieldmark.board` writes it

Row = dict[str, Any]


def own(workspace: Workspace, engineer: str) -> dict[str, Any] | None:
    """What is published about the engineer, as JSON; None where nothing is, or the set cannot be read."""
    try:
        folder, manifest = _current(workspace)
    except Refused:
        return None
    if folder is None or manifest.get("format") != FORMAT:
        return None
    skills = {(s["course"], s["skill"]): s for s in _rows(folder, manifest, "skills")}
    mastery = [m for m in _rows(folder, manifest, "mastery") if m["engineer"] == engineer]
    attempts = [a for a in _rows(folder, manifest, "attempts") if a["engineer"] == engineer]
    advice = [r for r in _rows(folder, manifest, "retraining") if r["engineer"] == engineer]
    return {
        "as_of": manifest.get("as_of", {}).get("exam", ""),
        "attempts": [_attempt(a) for a in sorted(attempts, key=lambda a: str(a["submitted"]), reverse=True)],
        "skills": [_skill(m, skills[m["course"], m["skill"]]) for m in _ordered(mastery, skills)],
        "next": [_advice(r, skills) for r in sorted(advice, key=lambda r: int(r["rank"]))],
    }


def _current(workspace: Workspace) -> tuple[Path | None, Row]:
    pointer = workspace.published / "current.json"
    if not pointer.exists():
        return None, {}
    folder = workspace.published / "sets" / str(read_json(pointer)["set"])
    return folder, read_json(folder / "manifest.json")


def _rows(folder: Path, manifest: Row, table: str) -> Iterator[Row]:
    """The table's rows; none where it is missing or is not the one that the manifest names."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{table}.parquet"
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != manifest.get("tables", {}).get(table, {}).get("sha256"):
        return
    read = pq.ParquetFile(pa.BufferReader(data)).read()
    columns = [_plain(pa, read.column(name)) for name in read.column_names]
    for values in zip(*columns, strict=True):
        yield dict(zip(read.column_names, values, strict=True))


def _plain(pa: Any, column: Any) -> list[Any]:
    return list((column.cast(pa.string()) if pa.types.is_timestamp(column.type) else column).to_pylist())


def _ordered(mastery: list[Row], skills: dict[tuple[str, str], Row]) -> list[Row]:
    known = [m for m in mastery if (m["course"], m["skill"]) in skills]
    return sorted(known, key=lambda m: (m["course"], skills[m["course"], m["skill"]]["position"]))


def _attempt(row: Row) -> Row:
    return {
        "paper": row["paper"],
        "title": _text(row, "title"),
        "attempt": row["attempt"],
        "submitted": str(row["submitted"]).replace(" ", "T"),
        "points": row["points"],
        "most": row["max_points"],
        "open": int(row["open"]),  # questions that a person still has to mark
    }


def _skill(row: Row, skill: Row) -> Row:
    return {
        "skill": row["skill"],
        "title": _text(skill, "skill"),
        "group": _text(skill, "group"),
        **{name: row[name] for name in ("mastery", "low", "high", "n", "level")},
    }


def _advice(row: Row, skills: dict[tuple[str, str], Row]) -> Row:
    skill = skills.get((row["course"], row["skill"]))
    title = _text(skill, "skill") if skill else {"en": row["skill"], "zh": row["skill"]}
    return {"skill": row["skill"], "title": title}


def _text(row: Row, name: str) -> dict[str, str]:
    return {"en": row[f"{name}_en"], "zh": row[f"{name}_zh"]}
