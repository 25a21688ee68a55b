"""Field files into the warehouse: each file whole or not at all, the same file twice without effect."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fieldmark import __version__
from fieldmark.field import problems
from fieldmark.field.clean import Against, Cleaned, clean
from fieldmark.field.ledger import Entry, read_ledger, record
from fieldmark.field.mapping import Map
from fieldmark.field.policy import Cleaning, read_cleaning
from fieldmark.field.reader import plain
from fieldmark.field.sources import Source, find_sources
from fieldmark.field.text import BLOCK
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.tables import QUARANTINE
from fieldmark.model.text import Text
from fieldmark.store import warehouse as store
from fieldmark.store.problems import MISSING_TABLE
from fieldmark.store.workspace import Workspace


def load(
    workspace: Workspace,
    files: Sequence[Path],
    mapping: Path | None = None,
    *,
    now: datetime | None = None,
    progress: Progress = quiet,
) -> StepReport:
    """Load `files` by `mapping` (a path, or a name in grading/mappings/); without one, each by grading/sources.yaml
    and in its order. `now` (the clock's by default) says what lies in the future.

    A file that is refused leaves the warehouse as it was; the others are loaded, and then Refused tells all.
    Rows: one a file (file, table, mapping, rows, loaded, set_aside, encoding, changed, counts).
    """
    sources, refused = find_sources(workspace, files, mapping)
    policy, at = read_cleaning(workspace), now or datetime.now(UTC)
    rows: list[Mapping[str, Any]] = []
    warned: list[Problem] = []
    for i, source in enumerate(sources):
        progress(i, len(sources), Text(f"loading {source.file}", f"载入 {source.file}"))
        try:
            row, told = _load_one(workspace, source, policy, at)
        except Refused as error:
            refused += error.problems
            continue
        rows.append(row)
        warned += told
    progress(len(sources), len(sources), Text("loaded", "已载入"))
    if refused:
        raise Refused(*refused)
    return StepReport(_summary(rows), rows, warned)


def _summary(rows: Sequence[Mapping[str, Any]]) -> Text:
    changed = [r for r in rows if r["changed"]]
    loaded, put_aside = sum(r["loaded"] for r in changed), sum(r["set_aside"] for r in changed)
    same = len(rows) - len(changed)
    return Text(
        f"{len(rows)} files: {loaded} rows loaded, {put_aside} set aside; {same} files unchanged.",
        f"{len(rows)} 个文件：载入 {loaded} 行，搁置 {put_aside} 行；{same} 个文件没有变化。",
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the warehouse knows before a file is loaded. `register`: each way to write an engineer (as `plain`
    writes it) to the user name; empty where no register was loaded or the table names no engineers."""

    ledger: Sequence[Entry] = ()
    register: Mapping[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        return hashlib.sha256(json.dumps(sorted(self.register.items())).encode()).hexdigest()


def _known(workspace: Workspace, mapping: Map) -> Known:
    try:
        with store.warehouse(workspace) as connection:
            ledger = read_ledger(connection)
            needed = "engineer" in mapping.table.names and mapping.table.name != "engineers"
            if not needed or not store.has(connection, "engineers"):
                return Known(ledger)
            people = connection.table("engineers").select("engineer", "name").to_pyarrow().to_pylist()
    except Refused as refused:
        if all(p.code == MISSING_TABLE.name for p in refused.problems):
            return Known()
        raise
    return Known(ledger, _register([(p["engineer"], p["name"]) for p in people]))


def _register(people: Sequence[tuple[str, str]]) -> dict[str, str]:
    """User names, and full names that only one person bears."""
    names = [plain(name) for _, name in people]
    full = {plain(name): user for user, name in people if names.count(plain(name)) == 1}
    return {**full, **{plain(user): user for user, _ in people}}


def _load_one(
    workspace: Workspace, source: Source, policy: Cleaning, now: datetime
) -> tuple[Mapping[str, Any], Sequence[Problem]]:
    """One file: unchanged, or read and swapped in within one transaction."""
    known = _known(workspace, source.mapping)
    sha = _sha(source)
    said = "\0".join((__version__, source.digest, repr(policy), known.digest()))
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    stale = _stale(known.ledger, source)
    for entry in known.ledger:
        if not stale and (entry.mapping, entry.sha256, entry.fingerprint) == (source.mapping.id, sha, fingerprint):
            return entry.row(changed=False), ()
    against = Against(policy, known.register, _exported(source, now))
    cleaned = clean(source.path, source.file, source.mapping, against)
    entry = Entry(
        file=source.file,
        mapping=source.mapping.id,
        table=source.mapping.table.name,
        sha256=sha,
        fingerprint=fingerprint,
        encoding=cleaned.encoding,
        rows=cleaned.rows,
        loaded=len(cleaned.frame),
        set_aside=len(cleaned.aside),
        counts=json.dumps(cleaned.counts, sort_keys=True),
    )
    _swap(workspace, source, cleaned, entry, stale)
    return entry.row(changed=True), [*cleaned.problems, *_replaced(known.ledger, source, stale)]


def _replaced(ledger: Sequence[Entry], source: Source, stale: Sequence[str]) -> Sequence[Problem]:
    """A word on the rows of other files that a whole export took the place of."""
    rows = sum(e.loaded for e in ledger if e.mapping == source.mapping.id and e.file in stale)
    return [problems.REPLACED.at(source.file, rows=rows, files=", ".join(stale))] if rows else []


def _exported(source: Source, now: datetime) -> datetime:
    """When the file can have been written at the latest: now, or by its own date where a clock runs behind."""
    try:
        written = datetime.fromtimestamp(source.path.stat().st_mtime, UTC)
    except OSError:
        written = now
    return max(written, now.astimezone(UTC)).replace(tzinfo=None)


def _sha(source: Source) -> str:
    """Of the file's bytes as they lie; empty where it cannot be read (`clean` says why)."""
    digest = hashlib.sha256()
    try:
        with source.path.open("rb") as handle:
            while block := handle.read(BLOCK):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def _stale(ledger: Sequence[Entry], source: Source) -> tuple[str, ...]:
    """Files of earlier loads that a whole export leaves out."""
    if source.mapping.export != "whole":
        return ()
    return tuple(e.file for e in ledger if e.mapping == source.mapping.id and e.file not in source.batch)


def _swap(workspace: Workspace, source: Source, cleaned: Cleaned, entry: Entry, stale: Sequence[str]) -> None:
    """Rows, quarantine and ledger, in one transaction."""
    mapping = source.mapping
    replaced = [*stale, source.file]

    def gone(table: Any) -> Any:
        return (table["_source"] == mapping.id) & table["_file"].isin(replaced)

    frame = cleaned.frame.assign(_source=mapping.id, _file=source.file)
    whole = mapping.export == "whole" and len(frame) > 0
    with store.warehouse(workspace, write=True) as connection, store.transaction(connection):
        rows = store.arrow(mapping.table, frame, provenance=True)
        store.upsert(connection, mapping.table, rows, gone if whole else None)
        store.upsert(connection, QUARANTINE, _quarantine(source, cleaned), lambda t: t["file"].isin(replaced))
        record(connection, entry, dropped=stale)


def _quarantine(source: Source, cleaned: Cleaned) -> Any:
    import pandas as pd

    rows = [
        {
            "file": source.file,
            "line": a.line,
            "table": source.mapping.table.name,
            "code": a.code,
            "reason_en": a.reason.en,
            "reason_zh": a.reason.zh,
            "row": json.dumps(a.row, ensure_ascii=False),
        }
        for a in cleaned.aside
    ]
    return store.arrow(QUARANTINE, pd.DataFrame(rows, columns=list(QUARANTINE.names)))
