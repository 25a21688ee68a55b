"""The commands on scenarios: outlook, workbook and back, priors from the field."""

import json
import re
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from fieldmark.bank.bench.priors import PLACES, refresh, rounded, with_priors
from fieldmark.cli import main
from fieldmark.model.fault import Cost, Fault
from fieldmark.model.tables import TICKETS
from fieldmark.model.text import Text
from fieldmark.store import warehouse
from fieldmark.store.workspace import Workspace

FILE = "assignments/vfd/faults/no-start.yaml"


@pytest.fixture
def space(root, tmp_path):
    """A workspace with one shipped scenario."""
    for name in ("courses/vfd/course.yaml", FILE, "grading/marking.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    return tmp_path


def run(folder, *arguments, ok=True):
    done = CliRunner().invoke(
        main, ["faults", *map(str, arguments), "--workspace", str(folder)], catch_exceptions=False
    )
    assert (done.exit_code == 0) == ok, done.output
    return done


def test_check_tells_what_to_expect(space):
    (row,) = json.loads(run(space, "check", "--json").stdout)["rows"]
    assert row["scenario"] == "no-start"
    assert row["first_step"] == "status"
    assert row["diagnosis_cost"] < row["best_cost"] <= row["greedy_cost"] < row["swapping_cost"]
    assert row["swapper_score"] < row["average_score"] < 100
    assert row["exact"] is True
    assert "no-start" in run(space, "check", "no-start").stdout


def test_check_tells_what_is_wrong_and_ends_with_an_error(space):
    path = space / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("prior: 0.2", "prior: 0.3", 1), encoding="utf-8")
    report = json.loads(run(space, "check", "--json", ok=False).stdout)
    assert [p["code"] for p in report["problems"]] == ["F001"]
    assert report["rows"] == []


def test_out_to_excel_and_in_again(space, tmp_path):
    text = (space / FILE).read_text(encoding="utf-8")
    run(space, "export", "no-start", tmp_path / "out.xlsx")
    run(space, "import", tmp_path / "out.xlsx")
    assert (space / FILE).read_text(encoding="utf-8") == text, "nothing changed, so the comments stay"
    (space / FILE).write_text(text.replace("cost: {minutes: 3}", "cost: {minutes: 4}"), encoding="utf-8")
    refused = run(space, "import", tmp_path / "out.xlsx", ok=False)
    assert "Q711" in refused.stderr
    assert "minutes: 4" in (space / FILE).read_text(encoding="utf-8")
    run(space, "import", tmp_path / "out.xlsx", "--replace")
    before = json.loads(run(space, "check", "--json").stdout)["rows"]
    (space / FILE).unlink()
    run(space, "import", tmp_path / "out.xlsx")
    assert json.loads(run(space, "check", "--json").stdout)["rows"] == before


def test_a_workbook_with_errors_changes_nothing(space, tmp_path):
    import openpyxl

    run(space, "export", "no-start", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    book["tests"]["D2"] = "crystal ball"
    book.save(tmp_path / "bad.xlsx")
    text = (space / FILE).read_bytes()
    done = run(space, "import", tmp_path / "bad.xlsx", "--replace", ok=False)
    assert "bad.xlsx[tests!D2]: Q410" in done.stderr
    assert (space / FILE).read_bytes() == text
    assert "Q701" in run(space, "import", tmp_path / "not-there.xlsx", ok=False).stderr


def faults(*given):
    return [Fault(f"f{n}", Text("f"), prior, Cost(1), ticket_class=name) for n, (prior, name) in enumerate(given)]


def test_priors_follow_the_counts_by_laplaces_rule():
    new = refresh(faults((0.5, "a"), (0.1, "a"), (0.2, "b"), (0.2, "")), {"a": 5, "b": 1, "c": 99})
    # 0.8 of the mass has a class; a gets (5+1)/(6+2) of it, b (1+1)/8; a's faults keep 5 : 1
    assert [r.after for r in new] == [0.5, 0.1, 0.2, 0.2]
    new = refresh(faults((0.5, "a"), (0.5, "b")), {"a": 98, "b": 0})
    assert [r.after for r in new] == [0.99, 0.01], "what was never met stays possible"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8).filter(lambda v: sum(v) > 0))
def test_rounding_keeps_the_sum(values):
    total = sum(values)
    out = rounded([v / total for v in values], 1.0)
    assert sum(out) == pytest.approx(1)
    assert all(abs(a - b / total) <= 10**-PLACES for a, b in zip(out, values, strict=True))


def test_only_the_numbers_change_in_the_text():
    text = '# a\r\nfaults:\r\n  - {id: x, prior: "60 %"} # often\r\n  - id: y\r\n    prior: 0.4\r\n'
    assert with_priors(text, {"x": 0.725, "y": 0.275}) == text.replace("60 %", "72.5 %").replace("0.4", "0.275")


def tickets(space, **counts):
    workspace = Workspace(space)
    classes = [name for name, n in counts.items() for _ in range(n)]
    frame = pd.DataFrame({"ticket": [f"T{n}" for n in range(len(classes))], "fault_class": classes})
    frame["opened"] = pd.Timestamp("2026-01-01")
    with warehouse.warehouse(workspace, write=True) as connection:
        warehouse.replace(connection, "tickets", warehouse.arrow(TICKETS, frame))


def test_priors_are_shown_and_written_only_with_consent(space):
    assert "W005" in run(space, "priors", "no-start", ok=False).stderr
    tickets(space, **{"no-start": 60, "parameter-error": 20, "mechanical": 500})
    text = (space / FILE).read_text(encoding="utf-8")
    report = json.loads(run(space, "priors", "no-start", "--json").stdout)
    assert (space / FILE).read_text(encoding="utf-8") == text
    assert sum(row["new"] for row in report["rows"]) == pytest.approx(1)
    by_class = {row["class"]: 0.0 for row in report["rows"]}
    for row in report["rows"]:
        by_class[row["class"]] += row["new"]
    assert by_class["no-start"] == pytest.approx(61 / 82, abs=0.002)
    run(space, "priors", "no-start", "--apply")
    changed = (space / FILE).read_text(encoding="utf-8")
    lines = [(a, b) for a, b in zip(text.split("\n"), changed.split("\n"), strict=True) if a != b]
    assert lines
    assert all("prior:" in a for a, _ in lines)
    again = json.loads(run(space, "priors", "no-start", "--json").stdout)
    assert all(abs(row["change"]) <= 10**-PLACES for row in again["rows"])
    run(space, "check")


def test_few_tickets_and_one_class_are_told(space):
    tickets(space, **{"no-start": 3})
    report = json.loads(run(space, "priors", "no-start", "--json").stdout)
    assert [p["code"] for p in report["problems"]] == ["Q714"]
    path = space / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("ticket_class: parameter-error", "ticket_class: no-start"),
                    encoding="utf-8")  # fmt: skip
    codes = {p["code"] for p in json.loads(run(space, "priors", "no-start", "--json").stdout)["problems"]}
    assert codes == {"Q713", "Q714"}
    text = path.read_text(encoding="utf-8").replace("    ticket_class: no-start\n", "")
    path.write_text(text, encoding="utf-8")
    assert "Q712" in run(space, "priors", "no-start", ok=False).stderr


def test_the_guides_session_is_scored(root, space):
    page = (root / "docs/trainer/faults.md").read_text(encoding="utf-8")
    (scenario,), (session,) = (re.findall(rf"^```{kind}\n(.*?)^```$", page, re.M | re.S) for kind in ("yaml", "json"))
    (space / "pump.yaml").write_text(scenario, encoding="utf-8")
    (space / "session.json").write_text(session, encoding="utf-8")
    done = run(space, "score", space / "pump.yaml", "--true", "fuse", "--session", space / "session.json", "--json")
    got = json.loads(done.stdout)
    assert got["problems"] == []
    assert (got["I"], got["P"], got["G"]) == (1, 1, 1)
    assert got["score"] < 100, "the second test told nothing new"


def test_the_guide_names_every_part(root):
    from fieldmark.bank.practicals import scenario, talk

    for page, names in (("faults.md", scenario.FIELDS), ("dialogues.md", talk.FIELDS)):
        text = (root / "docs/trainer" / page).read_text(encoding="utf-8")
        missing = [n for n in names if f"`{n}" not in text and f"\n{n}:" not in text]
        assert missing == [] or (page == "dialogues.md" and set(missing) <= {"source", "explanation"}), missing
