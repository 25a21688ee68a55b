"""Loading: whole or not at all, twice without effect, bad rows set aside with their reason."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from unit.field import kit

from fieldmark.field import clean as cleaning
from fieldmark.field import load as loading
from fieldmark.field.load import load
from fieldmark.model.problem import Refused


@pytest.fixture
def ws(tmp_path):
    return kit.workspace(tmp_path)


def test_good_rows_arrive_with_types_and_where_they_came_from(ws):
    report = kit.loaded(ws, kit.GOOD)
    first, second, third = kit.rows(ws)
    assert (str(first["opened"]), first["visits"], first["reopened"]) == ("2026-01-05 08:00:00", 1, False)
    assert (str(second["resolved"]), second["reopened"]) == ("2026-01-06 10:00:00", True)
    assert (third["resolved"], third["customer"], third["visits"], third["priority"]) == (None, None, None, None)
    assert (third["_source"], third["_file"], third["_line"]) == ("crm", "inbox/crm.csv", 4)
    assert report.rows[0]["loaded"] == 3
    assert not report.problems


BAD = {
    "D101": "T9,,,e001,C,1,No",
    "D102": "T9,31/02/2026 10:00,,e001,C,1,No",
    "D103": "T9,2026-01-05,,e001,C,once,No",
    "D104": "T9,2026-01-05,,e001,C,1,perhaps",
    "D106": "T9,2026-01-05,2026-01-04,e001,C,1,No",
    "D107": "T9,2026-01-05,,e001,C,99,No",
    "D108": "T9,2026-01-05,,e999,C,1,No",
    "D109": "T9,2026-01-05,,e001,C",
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_row_is_set_aside_with_reason_place_and_itself(ws, code):
    kit.register(ws)
    report = kit.loaded(ws, kit.GOOD + BAD[code] + "\n")
    (row,) = kit.quarantine(ws)
    assert (row["code"], row["file"], row["line"], row["table"]) == (code, "inbox/crm.csv", 5, "tickets")
    assert row["reason_en"]
    assert any("\u4e00" <= c <= "\u9fff" for c in row["reason_zh"])
    assert list(json.loads(row["row"]).values()) == BAD[code].split(",")
    assert [r["ticket"] for r in kit.rows(ws)] == ["T1", "T2", "T3"]
    assert [p.code for p in report.problems] == ["D011"]


def test_a_whole_number_too_large_to_hold_is_set_aside(ws):
    kit.loaded(ws, kit.GOOD + "T9,2026-01-05,,e001,C,1e100,No\n")
    assert [row["code"] for row in kit.quarantine(ws)] == ["D103"]


def test_all_reasons_of_a_row_are_told(ws):
    kit.loaded(ws, kit.GOOD + "T9,soon,later,e001,C,many,maybe\n")
    (row,) = kit.quarantine(ws)
    assert [w in row["reason_en"] for w in ("soon", "later", "many", "maybe")] == [True] * 4


@pytest.mark.parametrize(
    ("opened", "kept"),
    [("9925-01-05", False), ("2027-01-02 00:01", False), ("2027-01-02 00:00", True), ("1989-12-31", False)],
)
def test_what_cannot_have_happened_yet_is_set_aside(ws, opened, kept):
    kit.loaded(ws, kit.GOOD + f"T9,{opened},,e001,C,1,No\n")
    assert [r["ticket"] for r in kit.rows(ws)][3:] == ["T9"] * kept
    assert [q["code"] for q in kit.quarantine(ws)] == ["D110"] * (not kept)


def test_a_clock_that_runs_behind_the_file_does_not_refuse_it(ws):
    path = kit.put(ws, "crm.csv", kit.GOOD)
    load(ws, [path], kit.mapping(ws), now=datetime(1999, 1, 1, tzinfo=UTC))
    assert len(kit.rows(ws)) == 3


@pytest.mark.parametrize(("keep", "line"), [("last", 5), ("first", 2)])
def test_of_two_rows_with_one_number_one_stays(ws, keep, line):
    kit.policy(ws, "cleaning.yaml", f"keep: {keep}\n")
    kit.loaded(ws, kit.GOOD + "T1,2026-01-05,,e001,again,1,No\n")
    assert kit.rows(ws)[0]["_line"] == line
    assert [(q["code"], q["line"]) for q in kit.quarantine(ws)] == [("D105", 7 - line)]


def test_a_bad_copy_does_not_push_out_the_good_row(ws):
    kit.loaded(ws, kit.GOOD + "T1,2026-01-05,2025-01-01,e001,again,1,No\n")
    assert [(q["code"], q["line"]) for q in kit.quarantine(ws)] == [("D106", 5)]
    assert kit.rows(ws)[0]["customer"] == "Müller AG"


def test_copies_far_apart_in_a_large_file_are_found(ws, monkeypatch):
    monkeypatch.setattr(cleaning.clean, "__kwdefaults__", {"chunk": 2})
    kit.loaded(ws, kit.GOOD + "T1,2026-01-09,,e001,again,1,No\n")
    assert [(r["ticket"], r["_line"]) for r in kit.rows(ws)] == [("T1", 5), ("T2", 3), ("T3", 4)]
    assert [(q["code"], q["line"]) for q in kit.quarantine(ws)] == [("D105", 2)]


def test_engineers_are_known_by_user_or_full_name_whatever_the_case_and_width(ws):
    kit.register(ws)
    text = kit.HEADER + "".join(
        f"T{i},2026-01-05,,{name},C,1,No\n"
        for i, name in enumerate(["e001", " E002", "ｅ００１", "anna  KELLER", "王伟"])
    )
    kit.loaded(ws, text)
    assert [r["engineer"] for r in kit.rows(ws)] == ["e001", "e002", "e001", "e002", "e001"]


def test_a_name_that_two_bear_names_nobody(ws):
    kit.register(ws, kit.REGISTER + "e003,王伟\n")
    kit.loaded(ws, kit.GOOD.replace("e001", "王伟"))
    assert [q["code"] for q in kit.quarantine(ws)] == ["D108"]


def test_unknown_engineers_may_be_kept_without_a_name(ws):
    kit.policy(ws, "cleaning.yaml", "unknown_engineer: keep\n")
    kit.register(ws)
    kit.loaded(ws, kit.GOOD.replace("e001", "Hotline"))
    assert [r["engineer"] for r in kit.rows(ws)] == [None, "e002", None]


def test_loading_twice_changes_nothing(ws):
    first = kit.loaded(ws, kit.GOOD + BAD["D106"] + "\n")
    before, stamp = (kit.rows(ws), kit.quarantine(ws)), ws.warehouse.stat().st_mtime_ns
    second = kit.loaded(ws, kit.GOOD + BAD["D106"] + "\n")
    assert (kit.rows(ws), kit.quarantine(ws)) == before
    assert ws.warehouse.stat().st_mtime_ns == stamp
    assert [first.rows[0]["changed"], second.rows[0]["changed"]] == [True, False]


def test_a_changed_mapping_or_policy_or_register_loads_the_same_file_again(ws):
    kit.loaded(ws, kit.GOOD)
    assert kit.loaded(ws, kit.GOOD, kit.MAP.replace("  visits: Visits\n", "")).rows[0]["changed"]
    kit.policy(ws, "cleaning.yaml", "keep: first\n")
    assert kit.loaded(ws, kit.GOOD, kit.MAP).rows[0]["changed"]
    kit.register(ws)
    assert kit.loaded(ws, kit.GOOD, kit.MAP).rows[0]["changed"]


def test_an_increment_updates_by_number_and_keeps_the_rest(ws):
    kit.loaded(ws, kit.GOOD, name="january.csv")
    kit.loaded(ws, kit.HEADER + "T2,2026-01-06,2026-01-09,e002,new,1,No\nT4,2026-02-01,,,,,\n", name="february.csv")
    assert [(r["ticket"], r["_file"][6:9]) for r in kit.rows(ws)] == [
        ("T1", "jan"),
        ("T2", "feb"),
        ("T3", "jan"),
        ("T4", "feb"),
    ]


def test_a_whole_export_replaces_what_its_mapping_loaded_and_no_more(ws):
    whole = kit.MAP + "export: whole\n"
    kit.loaded(ws, kit.HEADER + "X1,2026-01-05,,,,,\n", kit.MAP.replace("id: crm", "id: other"), name="other.csv")
    kit.loaded(ws, kit.GOOD + BAD["D106"] + "\n", whole, name="monday.csv")
    kit.loaded(ws, kit.HEADER + "T1,2026-01-05,,,,,\n", whole, name="tuesday.csv")
    assert [r["ticket"] for r in kit.rows(ws)] == ["T1", "X1"]
    assert kit.quarantine(ws) == []
    kit.loaded(ws, kit.GOOD, whole, name="monday.csv")
    assert [r["ticket"] for r in kit.rows(ws)] == ["T1", "T2", "T3", "X1"]


def test_a_mended_file_empties_its_part_of_the_quarantine(ws):
    kit.loaded(ws, kit.GOOD + BAD["D106"] + "\n")
    kit.loaded(ws, kit.GOOD + BAD["D106"].replace("2026-01-04", "2026-01-06") + "\n")
    assert kit.quarantine(ws) == []
    assert [r["ticket"] for r in kit.rows(ws)] == ["T1", "T2", "T3", "T9"]


def test_a_stop_in_the_middle_leaves_everything_as_it_was(ws, monkeypatch):
    kit.loaded(ws, kit.GOOD)
    before = kit.rows(ws)

    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading, "record", stop)  # the last write of the transaction
        with pytest.raises(KeyboardInterrupt):
            kit.loaded(ws, kit.GOOD.replace("T1", "T7"), kit.MAP + "export: whole\n", name="next.csv")
    assert kit.rows(ws) == before
    kit.loaded(ws, kit.GOOD.replace("T1", "T7"), kit.MAP + "export: whole\n", name="next.csv")
    assert [r["ticket"] for r in kit.rows(ws)] == ["T2", "T3", "T7"]


def test_a_process_killed_while_writing_leaves_everything_as_it_was(ws):
    kit.loaded(ws, kit.GOOD)
    before = kit.rows(ws), kit.quarantine(ws)
    text = kit.GOOD.replace("T1", "T7") + BAD["D106"] + "\n"
    code = (
        "import os, sys; from pathlib import Path; from fieldmark.field import load as room; "
        "from fieldmark.store.workspace import open_workspace; room.record = lambda *a, **k: os.kill(os.getpid(), 9); "
        "room.load(open_workspace(Path(sys.argv[1])), [Path(sys.argv[2])], Path(sys.argv[3]))"
    )
    words = [str(ws.root), str(kit.put(ws, "next.csv", text)), str(kit.mapping(ws, kit.MAP + "export: whole\n"))]
    killed = subprocess.run([sys.executable, "-W", "ignore", "-c", code, *words], capture_output=True)
    assert killed.returncode == -9, killed.stderr
    assert (kit.rows(ws), kit.quarantine(ws)) == before
    kit.loaded(ws, text, kit.MAP + "export: whole\n", name="next.csv")
    assert [r["ticket"] for r in kit.rows(ws)] == ["T2", "T3", "T7"]
    assert len(kit.quarantine(ws)) == 1


def test_a_file_that_is_mostly_bad_is_refused_as_a_whole(ws):
    text = kit.HEADER + "".join(f"T{i},{'01.02.2026' if i % 3 else '2026-02-01'},,,,,\n" for i in range(30))
    with pytest.raises(Refused, match=r"D006 20 of 30 rows"):
        kit.loaded(ws, text)
    assert not ws.warehouse.exists()
    assert kit.loaded(ws, "".join(text.splitlines(True)[:5])).rows[0]["loaded"]  # too few rows to judge by


def test_one_bad_file_does_not_stop_the_others(ws):
    good, bad = kit.put(ws, "a.csv", kit.GOOD), kit.put(ws, "b.csv", "")
    with pytest.raises(Refused) as refused:
        load(ws, [bad, good], kit.mapping(ws))
    assert {(p.code, p.file) for p in refused.value.problems} == {("D002", "inbox/b.csv")}
    assert len(kit.rows(ws)) == 3


def test_the_inbox_is_loaded_by_sources_in_its_order(ws):
    kit.mapping(ws), kit.mapping(ws, kit.REGISTER_MAP, "hr")
    listed = 'sources:\n  - {files: "PEOPLE*.csv", mapping: hr}\n  - {files: "*.csv", mapping: crm}\n'
    kit.policy(ws, "sources.yaml", listed)
    files = [kit.put(ws, "a.csv", kit.GOOD), kit.put(ws, "people.csv", kit.REGISTER), kit.put(ws, "x.xlsx", b"x")]
    with pytest.raises(Refused) as refused:
        load(ws, files)
    assert [(p.code, p.file) for p in refused.value.problems] == [("D007", "inbox/x.xlsx")]
    assert [r["engineer"] for r in kit.rows(ws, "engineers", "engineer")] == ["e001", "e002"]
    assert kit.rows(ws)[0]["engineer"] == "e001"


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("cleaning.yaml", "order:\n  - [opened, ticket]\n", 1),
        ("cleaning.yaml", "keep: both\n", 1),
        ("cleaning.yaml", "happened:\n  since: long ago\n", 2),
        ("cleaning.yaml", "happened:\n  slack_days: some\n", 2),
        ("cleaning.yaml", "happened:\n  columns:\n    tickets: [opened, region]\n", 3),
        ("cleaning.yaml", "limits:\n  tickets:\n    vists: [0, 1]\n", 3),
        ("cleaning.yaml", "limits:\n  tickets:\n    visits: [2, 1]\n", 3),
        ("sources.yaml", "sources: [a.csv]\n", 1),
    ],
)
def test_a_wrong_policy_is_told_at_its_line_and_nothing_is_loaded(ws, name, text, line):
    kit.policy(ws, name, text)
    with pytest.raises(Refused) as refused:
        load(ws, [kit.put(ws, "crm.csv", kit.GOOD)], None if name == "sources.yaml" else kit.mapping(ws))
    assert [(p.code, p.file, p.line) for p in refused.value.problems] == [("D009", f"grading/{name}", line)]
    assert not ws.warehouse.exists()


def test_a_damaged_warehouse_is_told_and_left_alone(ws):
    ws.warehouse.write_bytes(b"not a database" * 1000)
    with pytest.raises(Refused, match=r"\.fieldmark/warehouse\.duckdb: W004"):
        kit.loaded(ws, kit.GOOD)
    assert ws.warehouse.read_bytes() == b"not a database" * 1000


def test_another_process_that_writes_is_waited_for_by_the_user(ws):
    kit.loaded(ws, kit.GOOD)
    code = "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    words = [sys.executable, "-c", code, str(ws.warehouse)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Refused, match="W003"):
            kit.loaded(ws, kit.GOOD.replace("T1", "T8"))
    kit.loaded(ws, kit.GOOD.replace("T1", "T8"))
    assert len(kit.rows(ws)) == 4


def test_the_warehouse_may_lie_elsewhere_by_url(ws, tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDMARK_WAREHOUSE", f"duckdb://{tmp_path}/elsewhere.duckdb")
    kit.loaded(ws, kit.GOOD)
    assert len(kit.rows(ws)) == 3
    assert (tmp_path / "elsewhere.duckdb").exists()
    assert not ws.warehouse.exists()
