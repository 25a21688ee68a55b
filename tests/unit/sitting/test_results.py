"""An engineer reads the own results out of what is published, and nobody else's."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fieldmark.board import published
from fieldmark.sitting import results
from fieldmark.store.workspace import Workspace

WHEN = datetime(2026, 3, 2, 9, 20, tzinfo=UTC)
SKILLS = {"a": ("A", "甲", 0), "b": ("B", "乙", 1)}
TABLES = {
    "skills": [
        {"course": "vfd", "skill": skill, "skill_en": en, "skill_zh": zh, "group_en": "G", "group_zh": "组",
         "position": position}
        for skill, (en, zh, position) in reversed(SKILLS.items())
    ],
    "mastery": [
        {"engineer": who, "course": "vfd", "skill": skill, "mastery": 0.5, "low": 0.3, "high": 0.7, "n": 4,
         "level": "unknown"}
        for who in ("e001", "e002")
        for skill in ("b", "a")
    ],
    "attempts": [
        {"engineer": who, "paper": "p", "title_en": "P", "title_zh": "卷", "attempt": 1, "submitted": WHEN,
         "points": 3.5, "max_points": 8.0, "open": 1}
        for who in ("e001", "e002")
    ],
    "retraining": [{"engineer": "e001", "course": "vfd", "skill": "b", "rank": 7}],
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace(tmp_path)
    folder = workspace.published / "sets" / "s1"
    folder.mkdir(parents=True)
    entries = {}
    for name, rows in TABLES.items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
        entries[name] = {"sha256": hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest()}
    manifest = {"format": results.FORMAT, "as_of": {"exam": WHEN.isoformat()}, "tables": entries}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (workspace.published / "current.json").write_text('{"set": "s1"}')
    return workspace


def test_own_attempts_skills_in_the_courses_order_and_advice(workspace):
    found = results.own(workspace, "e001")
    assert [a["points"] for a in found["attempts"]] == [3.5]
    assert datetime.fromisoformat(found["attempts"][0]["submitted"]) == WHEN
    assert [(s["skill"], s["title"]["zh"], s["low"]) for s in found["skills"]] == [("a", "甲", 0.3), ("b", "乙", 0.3)]
    assert [n["title"]["en"] for n in found["next"]] == ["B"]


def test_someone_without_results_sees_none_of_others(workspace):
    found = results.own(workspace, "e009")
    assert (found["attempts"], found["skills"], found["next"]) == ([], [], [])


def test_nothing_published_or_another_format_shows_nothing(workspace, tmp_path):
    assert results.own(Workspace(tmp_path / "empty"), "e001") is None
    manifest = workspace.published / "sets" / "s1" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": ', '"format": 9'))
    assert results.own(workspace, "e001") is None


def test_a_damaged_table_shows_nothing_rather_than_wrong_figures(workspace):
    path = workspace.published / "sets" / "s1" / "attempts.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert results.own(workspace, "e001")["attempts"] == []


def test_the_tables_are_those_that_the_board_publishes():
    assert results.FORMAT == published.FORMAT
    for name, rows in TABLES.items():
        assert set(rows[0]) <= set(published.COLUMNS[name])


def test_pandas_is_not_loaded_for_it(workspace):
    code = (
        "import sys, pathlib; from fieldmark.store.workspace import Workspace; from fieldmark.sitting import results;"
        "assert results.own(Workspace(pathlib.Path(sys.argv[1])), 'e001')['skills'];"
        "print([m for m in ('pandas', 'ibis', 'nbgrader') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code, str(workspace.root)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
