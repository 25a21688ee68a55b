"""Publishing: whole or not at all, the same from the same, and nothing more than a page shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from unit.board import company

from fieldmark.board import published as sets
from fieldmark.board.publish import publish
from fieldmark.board.published import COLUMNS, current, open_published
from fieldmark.model.problem import Refused
from fieldmark.store.tables import read_table, write_table
from fieldmark.store.workspace import Workspace, open_workspace


@pytest.fixture
def own(place: Workspace, tmp_path: Path) -> Workspace:
    """A copy that a test may change."""
    shutil.copytree(place.root, tmp_path / "w")
    return open_workspace(tmp_path / "w")


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refusal.value.problems]


def test_the_same_tables_give_the_same_set(own):
    before = current(own)
    publish(own)
    assert current(own) == before


def test_a_changed_table_gives_another_set_and_open_readers_keep_theirs(own):
    before = open_published(own)
    mastery = read_table(own, "mastery")
    write_table(own, "mastery", mastery.iloc[:100])
    publish(own)
    after = open_published(own)
    assert after.name != before.name
    assert len(after["mastery"]) == 100
    assert (sets.sets(own) / before.name / "manifest.json").exists()


def test_only_the_last_two_sets_stay(own):
    mastery = read_table(own, "mastery")
    for rows in (50, 40, 30, 20):
        write_table(own, "mastery", mastery.iloc[:rows])
        publish(own)
    assert len(list(sets.sets(own).iterdir())) == 2


@pytest.mark.parametrize("after", range(1, 15))
def test_stopped_anywhere_the_old_set_stays_and_the_next_run_ends_the_same(own, monkeypatch, after):
    """The disk fails at the n-th file; readers go on with the old set, and publishing again mends all."""
    from fieldmark.board import publish as module

    before = current(own)
    write_table(own, "mastery", read_table(own, "mastery").iloc[:100])
    written = []

    def failing(path, data, mode=0o644):
        written.append(path)
        if len(written) == after:
            raise OSError(28, "No space left on device")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_bytes", failing)
        patch.setattr(module, "write_json", lambda path, data, mode=0o644: failing(path, b"{}"))
        with pytest.raises(OSError, match="No space"):
            publish(own)
    assert current(own) == before
    open_published(own)
    publish(own)
    assert len(open_published(own)["mastery"]) == 100
    assert not list(sets.sets(own).glob(".building-*"))


def test_a_damaged_set_is_refused_and_mended_by_publishing(own):
    table = sets.sets(own) / current(own) / "mastery.parquet"
    table.write_bytes(table.read_bytes()[:-10])
    with pytest.raises(Refused) as refusal:
        open_published(own)
    assert codes(refusal) == ["B002"]
    publish(own)
    assert len(open_published(own)["mastery"])


def test_a_set_of_another_version_is_refused(own):
    manifest = sets.sets(own) / current(own) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 2', '"format": 99'))
    with pytest.raises(Refused) as refusal:
        open_published(own)
    assert codes(refusal) == ["B005"]


def test_nothing_published_and_nothing_to_publish(tmp_path):
    (tmp_path / "courses").mkdir()
    empty = open_workspace(tmp_path)
    with pytest.raises(Refused) as refusal:
        publish(empty)
    assert codes(refusal) == ["W005"]
    with pytest.raises(Refused) as refusal:
        open_published(empty)
    assert codes(refusal) == ["B001"]


def test_parts_of_the_tables_are_enough(own):
    for name in ("effects", "verdicts", "retraining", "responses", "training", "quarantine", "mastery"):
        (own.tables / f"{name}.parquet").unlink()
    publish(own)
    found = open_published(own)
    assert found["mastery"].empty
    assert tuple(found["mastery"].columns) == COLUMNS["mastery"]
    assert len(found["values"])


def test_a_kpi_without_title_is_shown_by_its_id_and_said(own):
    policy = own.grading / "kpis.yaml"
    policy.write_text(policy.read_text().replace("csat:", "other:"))
    report = publish(own)
    assert [(p.code, p.severity) for p in report.problems] == [("B003", "warning")]
    assert "csat" in set(open_published(own)["kpis"]["title_en"])


def test_no_answer_comment_or_row_of_a_file_is_published(published):
    told = {column for frame in published.frames.values() for column in frame.columns}
    assert not told & {"answer", "comment", "row", "customer", "asset", "hired", "manager", "flag"}


def test_attempts_are_the_responses_summed(published):
    row = published["attempts"].query("engineer == 'e003' and paper == 'basics-after'").iloc[0]
    assert (row["max_points"], row["open"]) == (10.0, 1)  # the tenth answer waits for a person
    assert len(published["attempts"]) == 2 * 47


def test_policy_and_times_stand_in_the_manifest(place, published):
    assert published.policy.least_cell == 5
    assert published.policy.adequate_from == 0.6
    assert f"{published.field_as_of:%Y-%m-%d}" == "2026-09-30"
    assert f"{published.exam_as_of:%Y-%m-%d}" == "2026-09-18"
    assert set(published["notes"]["kpi"]) == {"knowledge_use"}
    assert company.KPIS.keys() == set(published["kpis"]["kpi"])
