"""The house itself: light to enter, quiet, and honest about what it depends on."""

import subprocess
import sys

import pytest

HEAVY = (
    "pandas",
    "numpy",
    "duckdb",
    "ibis",
    "nbgrader",
    "nbformat",
    "jupyter_server",
    "tornado",
    "sqlalchemy",
    "plotly",
)


@pytest.mark.parametrize(
    "enter",
    [
        "import fieldmark",
        "import sys; sys.argv=['fieldmark','--help']; import fieldmark.cli",
        "import fieldmark.items, fieldmark.items.replay",  # every lesson's kernel does
    ],
)
def test_entering_loads_no_heavy_library(enter):
    found = _python(f"{enter}\nimport sys\nprint(*[m for m in {HEAVY!r} if m in sys.modules])")
    assert found.split() == []


def test_help_names_every_command():
    text = _python("import sys; sys.argv=['fieldmark','--help']; from fieldmark.cli import main; main()")
    commands = "init check build serve mark measure load kpis outcome publish run demo doctor"
    assert [c for c in commands.split() if f"\n  {c} " not in text] == []


def test_the_lock_names_no_address_of_an_index(root):
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert [
        line for line in lock.splitlines() if "://" in line or line.startswith(("--index", "--find", "--extra"))
    ] == []


def test_no_package_is_named_after_a_content_folder(root):
    rooms = {p.name for p in (root / "source" / "fieldmark").iterdir()}
    assert rooms.isdisjoint({"courses", "assignments", "grading"})


def _chinese(words: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in words)


def _python(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout


def test_the_reference_pages_are_up_to_date(root):
    run = subprocess.run([sys.executable, root / "scripts" / "reference.py", "--check"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_message_to_users_is_there_in_both_languages_with_a_hint(root):
    rows = (root / "docs" / "reference" / "problems.md").read_text(encoding="utf-8").splitlines()[6:]
    assert rows
    for row in rows:
        message, hint = row.strip("| ").split(" | ")[1:3]
        for words in (message, hint):
            english, chinese = words.split("<br>")
            if english == chinese == "{meant}":  # the whole hint is found while reading
                continue
            assert not _chinese(english), row
            assert _chinese(chinese), row
