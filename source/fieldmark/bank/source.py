"""A trainer's file as text that keeps its lines, or the reason why it cannot be read."""

from __future__ import annotations

import codecs
import errno
import re
from dataclasses import dataclass, replace
from pathlib import Path

from fieldmark.bank import problems
from fieldmark.model.problem import Code, Problem
from fieldmark.model.text import Text

_LONGEST_EXCERPT = 100
MOST_YAML_BYTES = 200_000
_REASONS = {
    errno.EISDIR: Text("it is a folder", "它是文件夹"),
    errno.EACCES: Text("you may not read it", "没有读取权限"),
    errno.ENOENT: Text("it is not there, or a link leads nowhere", "文件不存在，或链接已失效"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Source:
    """`file` relative to the workspace; `lines` without their ends, counted from 1 in problems; `folders` where files
    that the text names may lie."""

    file: str
    lines: tuple[str, ...]
    folders: tuple[Path, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def excerpt(self, line: int) -> str:
        text = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        return text if len(text) <= _LONGEST_EXCERPT else text[:_LONGEST_EXCERPT] + " …"

    def at(self, code: Code, line: int = 0, /, **values: object) -> Problem:
        return code.at(self.file, line, self.excerpt(line), **values)


def load(path: Path, file: str, most: int) -> tuple[Source | None, tuple[Problem, ...]]:
    """The file's text where it is UTF-8 of at most `most` bytes; else None and the problem."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= most else b""
    except OSError as error:
        return None, (problems.UNREADABLE.at(file, why=_reason(error)),)
    if size > most:
        return None, (problems.FILE_TOO_LARGE.at(file, kilobytes=size // 1000, most=most // 1000),)
    source, wrong = decode(data, file)
    return (replace(source, folders=(path.parent,)) if source else None), wrong


def _reason(error: OSError) -> Text:
    own = error.strerror or "?"
    return _REASONS.get(error.errno or 0, Text(own, own))


def decode(data: bytes, file: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """UTF-8 bytes (with or without byte order mark) as a Source."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_wrong_encoding(data, error.start, file),)
    source = Source(file, tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        return None, (problems.NOT_TEXT.at(file, line, character=f"U+{ord(found[0]):04X}"),)
    return source, ()


def _wrong_encoding(data: bytes, start: int, file: str) -> Problem:
    line = data.count(b"\n", 0, start) + 1
    encoding = _guess(data)
    if encoding == "UTF-16":
        return problems.OTHER_ENCODING.at(file, 0, encoding=encoding)
    if encoding:
        excerpt = data.decode("gb18030").split("\n")[line - 1].strip()[:_LONGEST_EXCERPT]
        return problems.OTHER_ENCODING.at(file, line, excerpt, encoding=encoding)
    return problems.NOT_UTF8.at(file, line, byte=f"0x{data[start]:02X}")


def _guess(data: bytes) -> str:
    """GB18030 where nearly all that is not ASCII reads as Chinese; UTF-16 by its mark; else unknown."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        other = [c for c in data.decode("gb18030") if not c.isascii()]
    except UnicodeDecodeError:
        return ""
    chinese = sum(1 for c in other if _CHINESE.match(c))
    return "GB18030" if other and chinese >= 0.8 * len(other) else ""
