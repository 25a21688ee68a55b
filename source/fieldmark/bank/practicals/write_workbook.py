"""A fault bench to an Excel workbook with the same meaning."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fieldmark.bank.practicals import sheets
from fieldmark.bank.practicals.document import Document, scenario_document
from fieldmark.bank.practicals.write_yaml import number
from fieldmark.model.item import FaultBench
from fieldmark.model.text import Text

if TYPE_CHECKING:
    from openpyxl import Workbook

Row = Sequence[Any]
_SPOKEN = ("title", "report", "explanation")
_PLAIN = (
    "draft", "skills", "points", "difficulty", "source", "labour_rate", "time_limit", "true_fault", "start", "check",
    "repair",
)  # fmt: skip
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_workbook(item: FaultBench, *, draft: bool = False) -> bytes:
    """The .xlsx file; read again it gives an equal bench."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    document = scenario_document(item, draft=draft)
    _help(book)
    for sheet, rows in _rows(item, document):
        _write(book, sheet.name, sheet.columns if sheet is not sheets.TABLE else next(iter(rows)), rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(item: FaultBench, document: Document) -> Iterable[tuple[sheets.Sheet, Iterable[Row]]]:
    layout = document.get("layout", {})
    yield sheets.SCENARIO, _scenario(item, document)
    for sheet in (sheets.STATES, sheets.CHANGES, sheets.FAULTS, sheets.TESTS):
        yield sheet, [_entry(entry, sheet) for entry in document.get(sheet.name, [])]
    yield (
        sheets.READINGS,
        [(test.id, name, words.en, words.zh) for test in item.scenario.tests for name, words in test.readings.items()],
    )
    drawn = [(test, test.screen) for test in item.scenario.tests if test.screen]
    yield sheets.SCREENS, [(t.id, s.time, s.time_unit, s.low, s.high, s.unit) for t, s in drawn]
    yield sheets.TRACES, list(_traces(item))
    yield sheets.TABLE, iter(_table(item))
    for sheet in (sheets.RULES, sheets.PROOF):
        yield sheet, [_entry(entry, sheet) for entry in document.get(sheet.name, [])]
    for sheet in (sheets.COMPONENTS, sheets.POINTS):
        yield sheet, [_entry(entry, sheet) for entry in layout.get(sheet.name, [])]
    wires = enumerate(item.scenario.layout.wires, start=1)
    yield sheets.WIRES, [(n, x, y) for n, wire in wires for x, y in wire]


def _scenario(item: FaultBench, document: Document) -> list[Row]:
    layout = item.scenario.layout
    said = {name: document.get(name, Text()) for name in _SPOKEN}
    return [
        ("id", item.id),
        ("course", item.course),
        *((name, "", words.en, words.zh) for name, words in said.items()),
        *((name, _cell(document.get(name))) for name in _PLAIN),
        ("width", layout.width),
        ("height", layout.height),
        *((("picture", p.file, p.shows.en, p.shows.zh),) if (p := layout.picture) else ()),
        *((f"shows {aspect}", skill) for aspect, skill in item.shows.items()),
    ]


def _entry(entry: Document, sheet: sheets.Sheet) -> Row:
    cells = []
    for column in sheet.columns:
        name, _, language = column.partition(" ")
        value = entry.get("cost", {}).get(name) if name in ("money", "minutes") else entry.get(name)
        cells.append(getattr(value, language) if language and value else _cell(value))
    return cells


def _table(item: FaultBench) -> Iterable[Row]:
    """The header and the rows: tests down, faults across."""
    faults = [fault.id for fault in item.scenario.faults]
    yield ("test", *faults)
    for test in item.scenario.tests:
        yield (test.id, *(sheets.write_shares(test.outcomes[fault]) for fault in faults))


def _traces(item: FaultBench) -> Iterable[Row]:
    for test in item.scenario.tests:
        for reading, channels in test.traces.items():
            for c in channels:
                settings = "; ".join(f"{name}: {number(value)}" for name, value in c.settings.items())
                points = "; ".join(f"{number(t)} {number(v)}" for t, v in c.points)
                yield (test.id, reading, c.name, "" if c.points else c.shape, settings, points)


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else value


def _write(book: Workbook, name: str, columns: Row, rows: Iterable[Row]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(name)
    for r, row in enumerate([columns, *rows], start=1):
        for c, value in enumerate(row, start=1):
            cell = page.cell(r, c)
            if isinstance(value, str):
                cell.value = _ILLEGAL.sub("", value)
                cell.data_type = "s"  # words that start with = are words
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            else:
                cell.value = value
            if r == 1:
                cell.font = Font(bold=True)
    page.freeze_panes = "B2"
    for c, column in enumerate(columns, start=1):
        wide = str(column).endswith((" en", " zh")) or column in ("en", "zh", "acts")
        page.column_dimensions[get_column_letter(c)].width = 40 if wide else 16


def _help(book: Workbook) -> None:
    lines = [(sheet.name, sheet.about.en, sheet.about.zh) for sheet in sheets.SHEETS]
    _write(book, sheets.HELP, ("sheet 工作表", "what it holds", "内容"), lines)
