"""The text in a file: unpacked, its encoding and its end known before a row is read."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fieldmark.field import problems
from fieldmark.model.problem import Refused
from fieldmark.model.text import Text

BLOCK = 1 << 20
_MAGIC = {
    b"PK\x03\x04": Text("it is a ZIP archive", "它是 ZIP 压缩包"),
    b"\xd0\xcf\x11\xe0": Text("it is an old Excel file (.xls)", "它是旧版 Excel 文件（.xls）"),
    b"%PDF": Text("it is a PDF", "它是 PDF"),
    b"PAR1": Text("it is a Parquet file", "它是 Parquet 文件"),
}
_NULS = Text("it holds binary data", "其中含有二进制数据")


@dataclass(frozen=True, slots=True)
class Encoded:
    """What a pass over the whole file found. `ended` = the last line is closed by a line break."""

    encoding: str
    ended: bool


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """The file's bytes, a gzip unpacked on the way (by its content, not by its name)."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if not packed:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unzipped:
            yield io.BufferedReader(unzipped, BLOCK)


def blocks(path: Path, file: str) -> Iterator[bytes]:
    """The unpacked bytes; Refused (D001) where the file cannot be read, (D003) where the gzip is cut or damaged."""
    try:
        with unpacked(path) as source:
            while block := source.read(BLOCK):
                yield block
    except EOFError as error:
        why = Text("the gzip ends before its end", "gzip 压缩数据提前结束")
        raise Refused(problems.CUT_OFF.at(file, what=why)) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        why = Text("the gzip is damaged", "gzip 压缩数据已损坏")
        raise Refused(problems.CUT_OFF.at(file, what=why)) from error
    except OSError as error:
        raise Refused(problems.NO_FILE.at(file, path=path.name, why=error.strerror or error)) from error


def look(path: Path, file: str, encoding: str = "") -> Encoded:
    """Find the encoding by reading the whole file once: byte order mark, UTF-8, GB18030; or the one that is named.

    Refused: D002 for what is no text, D003 where it ends within a character, D004 where no encoding fits.
    """
    start, last, empty = b"", b"", True
    for block in blocks(path, file):
        start, empty = start or block[:512], False
        last = block
    if empty:
        raise Refused(problems.NOT_A_TABLE.at(file, what=Text("it is empty", "文件是空的")))
    _refuse_other_formats(start, file)
    ways = [encoding] if encoding else _candidates(start)
    if "utf-16" not in ways and b"\0" in start:
        raise Refused(problems.NOT_A_TABLE.at(file, what=_NULS))
    failures = []
    for way in ways:
        failure = _undecodable(path, file, way)
        if failure is None and (way != "gb18030" or encoding or _reads_as_chinese(path, file)):
            return Encoded(way, last.endswith((b"\n", b"\r", b"\n\0", b"\0\n")))
        failures.append(failure)
    if any(f is not None and f.at_end for f in failures):
        raise Refused(problems.CUT_OFF.at(file, _line(failures), what=Text("within a character", "在一个字符中间")))
    raise Refused(problems.ENCODING.at(file, _line(failures)))


def _candidates(start: bytes) -> list[str]:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if start.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    return ["utf-8", "gb18030"]


def _refuse_other_formats(start: bytes, file: str) -> None:
    for magic, what in _MAGIC.items():
        if start.startswith(magic):
            raise Refused(problems.NOT_A_TABLE.at(file, what=what))
    head = start.lstrip(codecs.BOM_UTF8).lstrip()[:9].lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        what = Text("it is a web page or XML", "它是网页或 XML")
        raise Refused(problems.NOT_A_TABLE.at(file, 1, what=what))
    if head.startswith((b"{", b"[{", b'["')):
        raise Refused(problems.NOT_A_TABLE.at(file, 1, what=Text("it is JSON", "它是 JSON")))


@dataclass(frozen=True, slots=True)
class _Failure:
    line: int
    at_end: bool


def _undecodable(path: Path, file: str, encoding: str) -> _Failure | None:
    """Where the bytes stop being text in this encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for block in blocks(path, file):
        try:
            line += decoder.decode(block).count("\n")
        except UnicodeDecodeError as error:
            return _Failure(line + error.object[: error.start].count(b"\n"), False)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _Failure(line, True)
    return None


def _line(failures: list[_Failure | None]) -> int:
    return next((f.line for f in failures if f is not None), 0)


def _reads_as_chinese(path: Path, file: str) -> bool:
    """Nearly any bytes are valid GB18030; what people write is nearly all in the small set GB2312, while
    Latin-1 or damaged UTF-8 read as GB18030 falls outside it."""
    decoder = codecs.getincrementaldecoder("gb18030")()
    plain = common = written = 0
    for block in blocks(path, file):
        text = decoder.decode(block)
        written += len(text)
        plain += len(text.encode("ascii", "ignore"))
        common += len(text.encode("gb2312", "ignore").decode("gb2312"))
    return (common - plain) >= 0.95 * (written - plain)
