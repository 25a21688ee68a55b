"""Each problem code of the field has a case, and the words that it brings stand in texts/ in both languages.

After a change of words, write them anew with `FIELDMARK_GOLDEN=write pytest tests/unit/field/test_problems.py` and
read the difference before you commit it.
"""

import os
from pathlib import Path

import pytest
from unit.field import kit

from fieldmark.field import problems
from fieldmark.field.kpis import kpis
from fieldmark.field.load import load
from fieldmark.model.problem import CODES, Code, Refused

TEXTS = Path(__file__).parent / "texts"
WRITE = os.environ.get("FIELDMARK_GOLDEN") == "write"
OURS = sorted(code.name for code in vars(problems).values() if isinstance(code, Code))

ROWS = {
    "D101": "T9,,,e001,C,1,No",
    "D102": "T9,31/02/2026 10:00,,e001,C,1,No",
    "D103": "T9,2026-01-05,,e001,C,once,No",
    "D104": "T9,2026-01-05,,e001,C,1,perhaps",
    "D105": "T3,2026-01-05,,e001,C,1,No",
    "D106": "T9,2026-01-05 10:00,2026-01-04 09:30,e001,C,1,No",
    "D107": "T9,2026-01-05,,e001,C,99,No",
    "D108": "T9,2026-01-05,,Hotline,C,1,No",
    "D109": "T9,2026-01-05,,e001,C",
    "D110": "T9,2099-01-05 10:00,,e001,C,1,No",
}
KNOWLEDGE = "id: crm\ntable: tickets\ncolumns: {ticket: Number, opened: Opened, knowledge_used: Article}\n"
ONE_KPI = "kpis:\n  {}: {{title: {{en: Knowledge-base use, zh: 知识库使用}}, unit: share, better: higher}}\n"


def articles(*quarters):
    """Tickets of some quarters with the number of those that used an article, of 250 each."""
    rows = [(month, i < used) for month, used in quarters for i in range(250)]
    lines = [f"T{n},2026-{month}-05,{'yes' if used else 'no'}\n" for n, (month, used) in enumerate(rows)]
    return "Number,Opened,Article\n" + "".join(lines)


def whole_file(ws, code):
    """What a file or policy brings that is wrong in the way of the code."""
    cut = kit.HEADER + "T1,2026-01-05,,e001,C,1,No\n"
    wrong = {
        "D002": lambda: kit.loaded(ws, "<html><body>Please log in</body></html>"),
        "D003": lambda: kit.loaded(ws, cut + "T2,2026-01"),
        "D004": lambda: kit.loaded(ws, kit.GOOD.replace("上海水泵厂", "Société Générale"), encoding="cp1252"),
        "D005": lambda: kit.loaded(ws, kit.GOOD.replace("Visits", "Trips")),
        "D006": lambda: kit.loaded(ws, kit.HEADER + "".join(f"T{i},1.2.2026,,,,,\n" for i in range(30))),
        "D008": lambda: kit.loaded(ws, kit.GOOD, "id: crm\ntable: [tickets\n"),
        "D009": lambda: kit.loaded(ws, kit.GOOD, kit.MAP.replace("  visits:", "  trips:")),
        "D010": lambda: kit.loaded(ws, kit.GOOD.replace("Account,", "Owner,").replace("Visits", "Account,Visits", 1)),
        "D011": lambda: kit.loaded(ws, kit.GOOD + ROWS["D106"] + "\n" + ROWS["D102"] + "\n"),
        "D012": lambda: kit.loaded(ws, kit.GOOD.rstrip("\n")),
    }
    if code == "D013":
        kit.loaded(ws, kit.GOOD, kit.MAP + "export: whole\n", name="january.csv")
        return kit.loaded(ws, kit.GOOD.replace("T1", "T7"), kit.MAP + "export: whole\n", name="february.csv")
    if code == "D001":
        return load(ws, [ws.root / "inbox" / "tickets.csv"], kit.mapping(ws))
    if code == "D007":
        kit.policy(ws, "sources.yaml", "sources: []\n")
        return load(ws, [kit.put(ws, "odd.csv", kit.GOOD)])
    if code == "D021":
        kit.policy(ws, "kpis.yaml", ONE_KPI.format("first_time_fix"))
        kit.loaded(ws, articles(("01", 9)), KNOWLEDGE)
        return kpis(ws)
    if code == "D022":
        kit.policy(ws, "kpis.yaml", ONE_KPI.format("knowledge_use"))
        kit.loaded(ws, articles(("02", 100), ("05", 5)), KNOWLEDGE)
        return kpis(ws)
    return wrong[code]()


def said(ws, code):
    """The words that a user reads, in both languages."""
    if code in ROWS:
        kit.register(ws)
        kit.loaded(ws, kit.GOOD + ROWS[code] + "\n")
        (row,) = kit.quarantine(ws)
        hint = CODES[code].hint
        return (
            f"{row['file']}:{row['line']} {row['code']}\n{row['reason_en']}\n{row['reason_zh']}\n{hint.en}\n{hint.zh}\n"
        )
    try:
        found = whole_file(ws, code).problems
    except Refused as refused:
        found = refused.problems
    assert {p.code for p in found} == {code}
    return "".join(f"{p.severity} {p.render('en')}\n{p.render('zh')}\n" for p in found)


def test_every_code_has_a_text_and_every_text_a_code():
    assert WRITE or sorted(p.stem for p in TEXTS.glob("*.txt")) == OURS


@pytest.mark.parametrize("code", OURS)
def test_case(code, tmp_path):
    words = said(kit.workspace(tmp_path), code)
    assert "{" not in words
    if WRITE:
        TEXTS.mkdir(exist_ok=True)
        (TEXTS / f"{code}.txt").write_text(words, encoding="utf-8")
    else:
        assert words == (TEXTS / f"{code}.txt").read_text(encoding="utf-8")
