"""Files as they come: encodings, separators, packings; and files that are no whole table."""

import gzip
import io
from pathlib import Path

import openpyxl
import pytest
from unit.field import kit

from fieldmark.field.load import load
from fieldmark.model.problem import Refused


@pytest.fixture
def ws(tmp_path):
    return kit.workspace(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_recognised(ws, encoding):
    text = kit.GOOD.replace("Müller", "王")  # what GB18030 files hold
    assert kit.loaded(ws, text, encoding=encoding).rows[0]["encoding"] == encoding
    assert [r["customer"] for r in kit.rows(ws)] == ["王 AG", "上海水泵厂", None]


def test_latin_letters_in_gb18030_are_no_chinese(ws):
    western = kit.GOOD.replace("上海水泵厂", "Société Générale, Zürich".replace(",", ""))
    assert kit.refusal(ws, western, encoding="cp1252") == ["D004"]
    kit.loaded(ws, western, kit.MAP + "encoding: cp1252\n", encoding="cp1252")
    assert kit.rows(ws)[1]["customer"] == "Société Générale Zürich"


def test_one_damaged_byte_in_chinese_utf8_is_told_with_its_line(ws):
    raw = bytearray((kit.HEADER + "T1,2026-01-05,,e001,上海水泵厂有限公司,1,No\n" * 3).encode())
    raw[raw.rindex("泵".encode())] = 0xFF
    with pytest.raises(Exception, match=r"crm.csv:4: D004"):
        kit.loaded(ws, bytes(raw))


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_separators_are_recognised(ws, separator):
    kit.loaded(ws, kit.GOOD.replace(",", separator))
    assert len(kit.rows(ws)) == 3


def test_gzip_is_recognised_by_its_content(ws):
    kit.loaded(ws, kit.GOOD, name="crm.csv.gz")
    first = kit.rows(ws)
    kit.loaded(ws, gzip.compress(kit.GOOD.encode() + b"T4,2026-01-08 10:00,,,,,\n"), name="packed.csv")
    assert len(kit.rows(ws)) == len(first) + 1


def test_excel_dates_numbers_and_empty_cells(ws):
    from datetime import datetime

    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Tickets")
    sheet.append(kit.HEADER.strip().split(","))
    sheet.append(["T1", datetime(2026, 1, 5, 8), datetime(2026, 1, 5, 18), "e001", "C1", 1, False])
    sheet.append([])
    sheet.append(["T2", "06/01/2026 09:30", None, "e002", None, 2.0, True])
    out = io.BytesIO()
    book.save(out)
    kit.loaded(ws, out.getvalue(), kit.MAP + "sheet: Tickets\n", name="crm.xlsx")
    assert [(r["visits"], r["reopened"], r["_line"]) for r in kit.rows(ws)] == [(1, False, 2), (2, True, 4)]
    assert kit.refusal(ws, out.getvalue(), kit.MAP + "sheet: Other\n", name="crm.xlsx") == ["D002"]
    assert kit.refusal(ws, out.getvalue()[:3000], name="cut.xlsx") == ["D003"]


def test_quoted_separators_line_breaks_and_header_habits(ws):
    text = '\ufeff NUMBER ,Opened,Solved,Owner,Account,Visits,Reopened\r\nT1,2026-01-05,,,"A, B\n""C""",1,No,,\r\n\r\n'
    kit.loaded(ws, text + "T2,2026-01-06,,,D,1,No\r\n")
    assert [(r["customer"], r["_line"]) for r in kit.rows(ws)] == [('A, B\n"C"', 2), ("D", 5)]


CUT = kit.HEADER + "T1,2026-01-05,,e001,上海水泵厂,1,No\n" * 30


@pytest.mark.parametrize(
    "content",
    [
        CUT.encode()[:-12],  # within a row
        CUT.encode()[: CUT.encode().rindex("泵".encode()) + 1],  # within a character
        (CUT + 'T9,2026-01-05,,e001,"Acme').encode(),  # within quotes
        (CUT.replace("No", "false") + "T9,2026-01-05,,e001,Acme,1,fal").encode(),  # within the last field
        gzip.compress(CUT.encode())[:-20],
        gzip.compress(CUT.encode())[:40] + b"\0" * 40,
    ],
    ids=["row", "character", "quote", "last field", "gzip", "damaged gzip"],
)
def test_a_file_that_is_cut_off_is_refused_whole(ws, content):
    kit.loaded(ws, kit.GOOD, name="before.csv")
    before = kit.rows(ws)
    assert kit.refusal(ws, content) == ["D003"]
    assert kit.rows(ws) == before
    assert kit.quarantine(ws) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        kit.HEADER.encode(),
        b"<!DOCTYPE html><html><body>Please log in</body></html>",
        b'{"rows": []}',
        b"%PDF-1.7 ...",
        b"PK\x03\x04rest",
        b"\x00\x01\x02\x03 binary",
    ],
    ids=["empty", "blank", "no rows", "html", "json", "pdf", "zip", "binary"],
)
def test_what_is_no_table_is_refused(ws, content):
    assert kit.refusal(ws, content) == ["D002"]


def test_all_missing_columns_are_told_at_once(ws):
    text = kit.GOOD.replace("Solved", "Resolved").replace("Visits", "Trips")
    with pytest.raises(
        Refused, match=r"crm.csv:1: D005 Columns are missing: Solved, Visits\. The file has: Number, Op"
    ):
        kit.loaded(ws, text)
    with pytest.raises(Refused, match=r"missing: Number, Opened, .* c4 and 28 more\."):
        kit.loaded(ws, "a,b\n1,2\n", kit.MAP + wide())
    assert kit.refusal(ws, kit.GOOD.replace("Visits", "Owner")) == ["D005", "D010"]


def wide():
    """A mapping's counters that name forty columns."""
    return "count:\n" + "".join(f"  n{i}: {{column: c{i}, one_of: x}}\n" for i in range(33))


def test_a_mapping_that_is_not_there_names_those_that_are(ws):
    path = kit.put(ws, "crm.csv", kit.GOOD)
    kit.mapping(ws)
    with pytest.raises(Refused, match=r"D001 nosuch .*there are: crm, .*servicenow"):
        load(ws, [path], Path("nosuch"))
    assert load(ws, [path], Path("crm")).rows[0]["loaded"] == 3


def test_a_file_that_is_not_there_and_a_folder(ws):
    (ws.root / "inbox" / "folder.csv").mkdir(parents=True)
    for name in ("nothing.csv", "folder.csv"):
        with pytest.raises(Refused) as refused:
            load(ws, [ws.root / "inbox" / name], kit.mapping(ws))
        assert [p.code for p in refused.value.problems] == ["D001"]


def test_a_last_line_without_its_break_is_loaded_with_a_warning(ws):
    report = kit.loaded(ws, kit.GOOD.rstrip("\n"))
    assert [p.code for p in report.problems] == ["D012"]
    assert len(kit.rows(ws)) == 3
