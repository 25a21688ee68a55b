"""Case files: one a problem code, each a small workspace and the words that it must bring, in both languages.

    == path/in/the/workspace [encoding]
    its text (encoding: of Python; or escaped, large = again and again, thousand = 1001 times with NUMBER)
    == says
    what `read` reports

A course `c` with two skills is there unless the case brings its own. After a change of words, write the golden
texts anew with `FIELDMARK_GOLDEN=write pytest tests/unit/bank` and read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from fieldmark.bank import read
from fieldmark.model.content import Content
from fieldmark.store.workspace import Workspace

FOLDER = Path(__file__).parent / "texts"
WRITE = os.environ.get("FIELDMARK_GOLDEN") == "write"
COURSE = """id: c
title: {en: Course, zh: 课程}
summary: {en: About, zh: 简介}
groups:
  - id: g
    title: {en: Group, zh: 组}
    skills:
      - id: measuring
        title: {en: Measuring, zh: 测量}
      - id: safety
        title: {en: Safety, zh: 安全}
"""
_HEAD = re.compile(r"^== (\S+)(?: (\S+))?$")


def parse(text: str) -> tuple[dict[str, bytes], str]:
    """The files of a case and what it says."""
    files: dict[str, list[str]] = {}
    encodings: dict[str, str] = {}
    current: list[str] = []
    for line in text.split("\n"):
        head = _HEAD.match(line)
        if head:
            current = files.setdefault(head[1], [])
            encodings[head[1]] = head[2] or "utf-8"
        else:
            current.append(line)
    says = "\n".join(files.pop("says", [])).strip()
    return {name: _bytes("\n".join(lines), encodings[name]) for name, lines in files.items()}, says


def _bytes(text: str, encoding: str) -> bytes:
    if encoding == "escaped":
        return text.encode("utf-8").decode("unicode_escape").encode("latin-1")
    if encoding == "thousand":
        return "\n\n".join(text.replace("NUMBER", str(n)) for n in range(1001)).encode()
    if encoding == "large":
        return text.encode() * (1_100_000 // len(text.encode()))
    return text.encode(encoding)


def workspace(folder: Path, files: dict[str, bytes]) -> Workspace:
    for name, data in {"courses/c/course.yaml": COURSE.encode(), **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Workspace(folder)


def content(folder: Path, items: str = "", **files: str) -> Content:
    """What is read from one items file, and further files by path."""
    given = {name: text.encode() for name, text in files.items()}
    if items:
        given["assignments/c/items/a.md"] = items.encode()
    return read(workspace(folder, given))


def said(found: Content) -> str:
    return "\n".join(f"{p.severity} {p.render('en')}\n{p.render('zh')}" for p in found.problems)


def rewrite(path: Path, says: str) -> None:
    head = path.read_text(encoding="utf-8").split("\n== says")[0].rstrip("\n")
    path.write_text(f"{head}\n== says\n{says}\n", encoding="utf-8")
