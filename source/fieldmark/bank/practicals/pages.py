"""A workbook's sheets as rows of cells, each cell with its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldmark.bank.practicals import sheets
from fieldmark.bank.yamls import Scalar
from fieldmark.model.text import Text

MOST_BYTES, MOST_UNPACKED, MOST_ROWS, MOST_COLUMNS = 5_000_000, 60_000_000, 2_000, 80


@dataclass(slots=True)
class Cells:
    """Every cell that was read; its number is its place."""

    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, name: str, text: str) -> int:
        self.names.append(name)
        self.texts.append(text)
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its rows as column to cell, without empty cells, each row with the place of its first."""

    place: int
    columns: Mapping[str, int]
    rows: tuple[tuple[int, Mapping[str, Scalar]], ...]


class Unreadable(Exception):
    """Not a workbook, or too large; the first argument says why in both languages."""


def open_pages(data: bytes) -> tuple[dict[str, Page], Cells]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_size(data)
    cells, pages = Cells(), dict[str, Page]()
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for page in book.worksheets:
            if page.title == sheets.HELP:
                continue
            rows = page.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            pages[page.title.strip().casefold()] = _page(page.title, rows, cells)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError) as error:
        own_words = str(error)[:200] or type(error).__name__
        raise Unreadable(Text(own_words, own_words)) from error
    return pages, cells


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise Unreadable(Text("it is not an .xlsx file", "它不是 .xlsx 文件")) from None
    if len(data) > MOST_BYTES or unpacked > MOST_UNPACKED:
        raise Unreadable(Text("it is too large", "文件过大"))


def _page(title: str, rows: Iterator[tuple[Any, ...]], cells: Cells) -> Page:
    from openpyxl.utils import get_column_letter

    header, columns, found = list[str](), dict[str, int](), list[tuple[int, dict[str, Scalar]]]()
    place = cells.add(f"{title}!A1", "")
    for r, row in enumerate(rows, start=1):
        texts = [_text(value) for value in row]
        if not header:
            header = [" ".join(text.split()) for text in texts]
            columns = {n: cells.add(f"{title}!{get_column_letter(c)}{r}", n) for c, n in enumerate(header, 1) if n}
            header = header if columns else []
            continue
        entry: dict[str, Scalar] = {}
        for c, (name, text) in enumerate(zip(header, texts, strict=False), start=1):
            if name and text:
                entry[name] = Scalar(cells.add(f"{title}!{get_column_letter(c)}{r}", text), text)
        if entry:
            found.append((next(iter(entry.values())).line, entry))
    return Page(place, columns, tuple(found))


def _text(value: Any) -> str:
    """A cell as text; a whole number without its decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()
