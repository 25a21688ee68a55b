"""A file as rows of text, in chunks, each row with its line; what is no whole table is refused."""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fieldmark.field import problems
from fieldmark.field.mapping import Map
from fieldmark.field.text import look, unpacked
from fieldmark.model.problem import Refused
from fieldmark.model.text import Text

CHUNK = 100_000
csv.field_size_limit(1 << 24)


@dataclass(slots=True)
class Chunk:
    """Rows of one stretch of the file: `rows[i]` stands at line `lines[i]`; `odd` rows have too few or too many
    fields (line, fields)."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    odd: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An opened file: `where` gives each header name its column (as `plain` writes it); `ended` is False where
    the last line has no line break."""

    file: str
    header: tuple[str, ...]
    encoding: str
    ended: bool
    chunks: Iterator[Chunk]

    def where(self) -> dict[str, int]:
        return {plain(name): i for i, name in reversed(list(enumerate(self.header)))}


def plain(name: str) -> str:
    """A column's name without what people do not see: width, case, outer and doubled space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def open_sheet(path: Path, file: str, mapping: Map, chunk: int = CHUNK) -> Sheet:
    """Open a CSV (plain or gzip) or an Excel file, shown as `file`, and find the mapping's columns in it.

    Refused: D001 to D005 and D010; reading on through `chunks` may refuse too (D003).
    """
    if not path.is_file():
        why = Text("it is a folder", "它是文件夹") if path.is_dir() else Text("there is no such file", "没有这个文件")
        raise Refused(problems.NO_FILE.at(file, path=path.name, why=why))
    is_excel = path.suffix.lower() in (".xlsx", ".xlsm")
    sheet = _excel(path, file, mapping.sheet, chunk) if is_excel else _csv(path, file, mapping, chunk)
    _check_header(sheet, mapping)
    return sheet


def _check_header(sheet: Sheet, mapping: Map) -> None:
    header = [plain(name) for name in sheet.header]
    missing = [c for c in mapping.needs() if plain(c) not in header]
    found = []
    if missing:
        found.append(
            problems.MISSING_COLUMN.at(
                sheet.file, 1, missing=_listed(missing), header=_listed(sheet.header), mapping=mapping.file
            )
        )
    found += [problems.TWICE.at(sheet.file, 1, column=c) for c in mapping.needs() if header.count(plain(c)) > 1]
    if found:
        raise Refused(*found)


def _listed(names: Sequence[str], most: int = 12) -> Text:
    """The names, with how many more there are where they are many."""
    shown, more = ", ".join(name[:40] for name in names[:most]), len(names) - most
    return Text(f"{shown} and {more} more", f"{shown} 等共 {len(names)} 列") if more > 0 else Text(shown, shown)


# --- CSV --------------------------------------------------------------------------------------------------


def _csv(path: Path, file: str, mapping: Map, chunk: int) -> Sheet:
    encoded = look(path, file, mapping.encoding)
    with unpacked(path) as source, io.TextIOWrapper(source, encoded.encoding, newline="") as text:
        first = text.readline(1 << 20)
    separator = mapping.separator or _separator(first)
    rows = _csv_rows(path, file, encoded.encoding, separator)
    _, header = next(rows, (0, []))
    if not any(name.strip() for name in header):
        raise Refused(problems.NOT_A_TABLE.at(file, 1, what=Text("the first row names no columns", "第一行没有列名")))
    names = tuple(name.strip() for name in header)
    return Sheet(file, names, encoded.encoding, encoded.ended, _chunks(rows, names, file, encoded.ended, chunk))


def _separator(line: str) -> str:
    """The mark that parts most columns of the header; a comma where none does."""
    return max((",", ";", "\t", "|"), key=line.count)


def _csv_rows(path: Path, file: str, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line where the row starts, fields). Refused (D003) where a quote is never closed."""
    with unpacked(path) as source, io.TextIOWrapper(source, encoding, newline="") as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        start = 1
        try:
            for row in reader:
                yield start, row
                start = reader.line_num + 1
        except csv.Error as error:
            why = Text(f"a quote is not closed or stands wrong ({error})", f"引号未闭合或位置有误（{error}）")
            raise Refused(problems.CUT_OFF.at(file, start, what=why)) from error


def _chunks(
    rows: Iterator[tuple[int, list[str]]], header: Sequence[str], file: str, ended: bool, size: int
) -> Iterator[Chunk]:
    """Rows by the chunk; a last row that is short and not ended means that the file was cut there."""
    want = len(header)
    made, line, row = Chunk(), 0, list[str]()
    for line, row in rows:
        if len(row) == want:
            made.rows.append(row)
            made.lines.append(line)
        elif len(row) > want and not any(row[want:]):
            made.rows.append(row[:want])
            made.lines.append(line)
        elif row:
            made.odd.append((line, row))
        if len(made.rows) + len(made.odd) >= size:
            yield made
            made = Chunk()
    if not ended and 0 < len(row) < want:
        what = Text(f"the last row has {len(row)} of {want} fields", f"最后一行只有 {len(row)}/{want} 个字段")
        raise Refused(problems.CUT_OFF.at(file, line, ",".join(row)[:120], what=what))
    yield made


# --- Excel ------------------------------------------------------------------------------------------------


def _excel(path: Path, file: str, sheet: str, chunk: int) -> Sheet:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that do not matter here
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, EOFError, KeyError, ValueError) as error:
        cut = path.read_bytes()[:4] == b"PK\x03\x04"
        what = Text("the Excel file is incomplete", "Excel 文件不完整")
        no_book = Text("it is no Excel workbook", "它不是 Excel 工作簿")
        found = problems.CUT_OFF.at(file, what=what) if cut else problems.NOT_A_TABLE.at(file, what=no_book)
        raise Refused(found) from error
    if sheet and sheet not in book.sheetnames:
        names = ", ".join(book.sheetnames)
        what = Text(f"it has no sheet “{sheet}” (it has: {names})", f"其中没有工作表“{sheet}”（现有：{names}）")
        raise Refused(problems.NOT_A_TABLE.at(file, what=what))
    rows = _excel_rows(book[sheet] if sheet else book.worksheets[0])
    _, header = next(rows, (0, []))
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise Refused(problems.NOT_A_TABLE.at(file, 1, what=Text("the first row names no columns", "第一行没有列名")))
    columns = tuple(name.strip() for name in header)
    return Sheet(file, columns, "xlsx", True, _chunks(_squared(rows, len(columns)), columns, file, True, chunk))


def _squared(rows: Iterator[tuple[int, list[str]]], want: int) -> Iterator[tuple[int, list[str]]]:
    """Excel leaves out empty cells at the end of a row, and has empty rows."""
    for line, row in rows:
        if any(row):
            yield line, row + [""] * (want - len(row))


def _excel_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield line, [_cell(value) for value in row]


def _cell(value: object) -> str:
    """A cell as text: times in ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
