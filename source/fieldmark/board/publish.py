"""Publish: the tables that pages read, derived from the working tables, swapped in as one consistent set."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldmark.board import derive
from fieldmark.board.published import COLUMNS, FORMAT, current, sets
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.store.files import write_bytes, write_json
from fieldmark.store.problems import MISSING_TABLE
from fieldmark.store.tables import has_table, read_table
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

READS = (
    *("engineers", "training", "quarantine", "responses", "mastery"),
    *("kpi_values", "kpi_notes", "effects", "verdicts", "retraining"),
)
NEEDED = ("kpi_values", "mastery")
"""Without one of these there is nothing that a page could show."""
DOING = Text("publishing", "发布")
KEPT = 2
"""Sets that stay: the current one, and the one before it for pages that have it open."""


def publish(workspace: Workspace, *, progress: Progress = quiet) -> StepReport:
    """Derive the published tables and make them the current set, at once and whole.

    The same working tables give the same set, whenever and however often it is published.
    Refused (W005) where neither KPIs nor mastery are there.
    """
    if not any(has_table(workspace, name) for name in NEEDED):
        raise Refused(MISSING_TABLE.at(table=" / ".join(NEEDED)))
    working = {name: read_table(workspace, name) for name in READS if has_table(workspace, name)}
    frames, found = derive.published_tables(workspace, working)
    files = {}
    for done, (table, frame) in enumerate(frames.items()):
        progress(done, len(frames), DOING)
        files[table] = _parquet(frame[list(COLUMNS[table])])
    manifest = _manifest(frames, files, derive.as_of(working), derive.policy(workspace))
    _swap(workspace, manifest["set"], files, manifest)
    progress(len(frames), len(frames), DOING)
    return _report(manifest, found)


def _manifest(
    frames: Mapping[str, pd.DataFrame],
    files: Mapping[str, bytes],
    as_of: Mapping[str, str],
    policy: Mapping[str, float],
) -> dict[str, Any]:
    tables = {
        table: {"rows": len(frames[table]), "sha256": hashlib.sha256(data).hexdigest()}
        for table, data in sorted(files.items())
    }
    identity = hashlib.sha256(repr((FORMAT, tables, as_of, policy)).encode()).hexdigest()[:16]
    return {"format": FORMAT, "set": identity, "as_of": as_of, "policy": policy, "tables": tables}


def _swap(workspace: Workspace, name: str, files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    """Write the set beside the others, rename it into place, then point to it."""
    home = sets(workspace)
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(".building-*"):
        shutil.rmtree(left)
    building = home / f".building-{name}"
    for table, data in files.items():
        write_bytes(building / f"{table}.parquet", data, mode=0o640)
    write_json(building / "manifest.json", manifest, mode=0o640)
    before = current(workspace) if (workspace.published / "current.json").exists() else ""
    if not (home / name).exists():
        building.rename(home / name)
    elif _same(building, home / name):
        shutil.rmtree(building)
    else:  # it was damaged on disk
        shutil.rmtree(home / name)
        building.rename(home / name)
    if before != name:
        write_json(workspace.published / "current.json", {"set": name}, mode=0o640)
    _forget(home, {name, before})


def _same(a: Path, b: Path) -> bool:
    return all((b / file.name).exists() and (b / file.name).read_bytes() == file.read_bytes() for file in a.iterdir())


def _forget(home: Path, keep: Iterable[str]) -> None:
    for folder in sorted(home.iterdir(), key=lambda f: f.stat().st_mtime, reverse=True)[KEPT:]:
        if folder.name not in keep:
            shutil.rmtree(folder)


def _parquet(frame: pd.DataFrame) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), out, compression="zstd")
    return out.getvalue()


def _report(manifest: Mapping[str, Any], found: Iterable[Problem]) -> StepReport:
    tables = manifest["tables"]
    rows = [{"table": table, "rows": entry["rows"]} for table, entry in tables.items()]
    total = sum(entry["rows"] for entry in tables.values())
    return StepReport(
        Text(f"{len(tables)} tables, {total:,} rows published.", f"已发布 {len(tables)} 个数据表，共 {total:,} 行。"),
        rows,
        tuple(found),
    )
