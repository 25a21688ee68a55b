import pytest
from site_kit import enter_people

from fieldmark.model.text import Text
from fieldmark.site import doctor, jail, problems
from fieldmark.site.doctor import doctor as examine
from fieldmark.site.plan import Plan
from fieldmark.site.welcome import facts, notes, words
from fieldmark.store.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "courses").mkdir()
    made = open_workspace(tmp_path)
    enter_people(made)
    return made


def codes(report):
    return {problem.code for problem in report.problems}


def row(report, what):
    return next(row for row in report.rows if row["what"] == what)


def test_a_sound_workspace_has_nothing_to_mend(workspace):
    report = examine(workspace)
    assert [p for p in report.problems if p.severity == "error" and p.code != "H001"] == []
    assert row(report, "nbgrader")["state"] == "good"
    assert row(report, "people")["found"] == "6"
    assert report.summary.en
    assert report.summary.zh


def test_what_others_can_read_is_found(workspace):
    (workspace.site / "people.json").chmod(0o644)
    problem = next(p for p in examine(workspace).problems if p.code == "H007")
    assert "chmod 600" in problem.render("en")


def test_missing_parts_are_said_with_how_to_get_them(workspace, monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor.jail, "why_not", lambda: Text("bubblewrap is not installed", "未安装 bubblewrap"))
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 20_000_000}))
    (workspace.site / "people.json").unlink()
    report = examine(workspace)
    assert {"H004", "H005", "H006", "H008"} <= codes(report)
    hints = "\n".join(problem.render("zh") for problem in report.problems)
    assert "apt install bubblewrap" in hints
    assert "apt install fonts-noto-cjk" in hints
    assert "仅剩 20 MB" in hints


def test_the_welcome_says_where_and_as_whom(workspace):
    (workspace.site / "demo-login.txt").write_text("engineer e001 / horse\n", encoding="utf-8")
    known = facts(plan(workspace), {"hub": 1})
    for language in ("en", "zh"):
        said = words(known, language)
        assert "http://localhost:8000/" in said
        assert "engineer e001 / horse" in said
        assert known["logs"] in said


def test_without_a_note_it_counts_the_people(workspace):
    said = words(facts(plan(workspace), {}), "en")
    assert "2 × engineer: sits exams" in said


def test_nobody_and_no_jail_are_noted(monkeypatch):
    monkeypatch.setattr(jail, "why_not", lambda: Text("no", "无"))
    assert [note.code for note in notes(False)] == [problems.NO_PEOPLE.name, problems.NO_JAIL.name]


def plan(workspace: Workspace) -> Plan:
    return Plan(str(workspace.root), "127.0.0.1", 8000, 1, 2, {}, {})
