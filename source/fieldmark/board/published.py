"""The published set: what the pages read, whole and consistent, with a manifest of what it is and as of when.

A set is a folder under `.fieldmark/published/sets/`, named by its content; `current.json` points to the one that
counts. A reader that has opened a set keeps it while a newer one is published.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldmark.board import problems
from fieldmark.model.problem import Refused
from fieldmark.store.files import read_json
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 2
"""Raised with every change of the tables below."""
COLUMNS: dict[str, tuple[str, ...]] = {
    "people": ("engineer", "name", "region", "team", "product_line"),
    "skills": (
        *("course", "course_en", "course_zh", "group", "group_en", "group_zh"),
        *("skill", "skill_en", "skill_zh", "position"),
    ),
    "kpis": ("kpi", "title_en", "title_zh", "definition_en", "definition_zh", "unit", "better", "target", "position"),
    "notes": ("kpi", "note", "period", "words_en", "words_zh"),
    "mastery": ("engineer", "course", "skill", "mastery", "low", "high", "n", "level", "as_of"),
    "values": (
        *("kpi", "grouping", "group", "period", "n", "value", "low", "high"),
        *("target", "attainment", "masked"),
    ),
    "effects": (
        *("course", "kpi", "chosen_by", "estimand", "at", "estimate", "se", "low", "high"),
        *("n_treated", "n_control"),
    ),
    "verdicts": (
        *("course", "kpi", "chosen_by", "verdict", "estimate", "low", "high", "mde"),
        *("words_en", "words_zh", "reasons"),
    ),
    "retraining": (
        *("rank", "engineer", "course", "skill", "mastery", "low", "high", "priority"),
        *("reason_en", "reason_zh"),
    ),
    "training": ("engineer", "course", "cohort", "held", "hours", "attended", "chosen_by", "window_months"),
    "attempts": (
        "engineer",
        "course",
        "paper",
        "title_en",
        "title_zh",
        "attempt",
        "submitted",
        "points",
        "max_points",
        "open",
    ),
    "set_aside": ("table", "code", "reason_en", "reason_zh", "n"),
}
"""The tables of a set. No answers, no comments, no customers: only what a page shows."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The company's lines that a page draws or names: cases below `least_cell` are masked; mastery from
    `adequate_from` on counts as adequate, from `strong_from` on as strong (nan where no file says so); `mastery_sure`
    and `outcome_sure`: the share of such intervals that hold the true value."""

    least_cell: int = 0
    adequate_from: float = math.nan
    strong_from: float = math.nan
    mastery_sure: float = 0.95
    outcome_sure: float = 0.95


@dataclass(frozen=True, slots=True)
class Published:
    """One opened set. `frames` holds every table of COLUMNS (empty where it was not made yet)."""

    name: str
    published: datetime
    field_as_of: datetime | None
    exam_as_of: datetime | None
    policy: Policy
    frames: Mapping[str, pd.DataFrame] = field(repr=False)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frames[table]

    def with_frames(self, frames: Mapping[str, pd.DataFrame]) -> Published:
        return replace(self, frames={**self.frames, **frames})


def current(workspace: Workspace) -> str:
    """The name of the set that counts now; Refused (B001) where nothing is published."""
    pointer = workspace.published / "current.json"
    if not pointer.exists():
        raise Refused(problems.NOT_PUBLISHED.at())
    return str(read_json(pointer)["set"])


def open_published(workspace: Workspace) -> Published:
    """The current set, each table checked against the manifest; Refused (B001, B002, B005, W004)."""
    name = current(workspace)
    folder = sets(workspace) / name
    manifest = read_json(folder / "manifest.json")
    if manifest.get("format") != FORMAT:
        raise Refused(problems.OTHER_FORMAT.at())
    frames = {table: _frame(folder, table, manifest["tables"].get(table)) for table in COLUMNS}
    return Published(
        name,
        datetime.fromtimestamp((workspace.published / "current.json").stat().st_mtime, UTC),
        _time(manifest["as_of"]["field"]),
        _time(manifest["as_of"]["exam"]),
        Policy(**manifest["policy"]),
        frames,
    )


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples."""
    yield from frame.itertuples()


def sets(workspace: Workspace) -> Path:
    return workspace.published / "sets"


def empty(table: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns=list(COLUMNS[table]))


def _frame(folder: Path, table: str, entry: Mapping[str, Any] | None) -> pd.DataFrame:
    import pandas as pd

    if entry is None:
        return empty(table)
    try:
        data = (folder / f"{table}.parquet").read_bytes()
    except OSError as error:
        raise Refused(problems.DAMAGED_SET.at(table=table, why=error.strerror)) from error
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise Refused(problems.DAMAGED_SET.at(table=table, why="sha256"))
    return pd.read_parquet(io.BytesIO(data))


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
