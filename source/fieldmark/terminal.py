"""What the commands print: tables, problems, progress; for people, or as JSON for programs."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldmark.model.codec import to_data
from fieldmark.model.problem import Problem
from fieldmark.model.report import Progress, StepReport
from fieldmark.model.text import Text


def language() -> str:
    """FIELDMARK_LANGUAGE, or the terminal's own: "zh" where it starts with zh, else "en"."""
    wanted = os.environ.get("FIELDMARK_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if wanted.lower().startswith("zh") else "en"


def show(report: StepReport, as_json: bool) -> None:
    """The report on standard output; problems on standard error, or inside the JSON."""
    if as_json:
        print(json.dumps(report_data(report), ensure_ascii=False, indent=1, default=str))
        return
    print(report.summary.get(language()))
    if report.rows:
        print(table(report.rows, language(), shutil.get_terminal_size((100, 24)).columns))
    show_problems(report.problems)


def report_data(report: StepReport) -> dict[str, Any]:
    return {
        "summary": to_data(report.summary),
        "rows": [dict(r) for r in report.rows],
        "problems": [to_data(p) for p in report.problems],
    }


def show_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(problem.render(language()), file=sys.stderr)


def table(rows: Sequence[Mapping[str, Any]], wanted: str = "en", most: int = 100) -> str:
    """Rows under their column names, numbers to the right, widths right for Chinese. Of columns in two languages the
    wanted one; where a line is wider than `most`, sentences stand below their row, then other texts from the right."""
    columns = [_column(name, rows) for name in rows[0] if not name.endswith(OTHERS[wanted])]
    below: list[Column] = []
    gap = WIDE
    while sum(c.width + len(gap) for c in columns) - len(gap) > most:
        texts = [c for c in columns[1:] if not c.right]
        prose = [c for c in texts if c.width > PROSE]
        if not prose and gap == WIDE:
            gap = NARROW
        elif texts:
            below.insert(0, (prose or texts)[-1])
            columns.remove(below[0])
        else:
            break
    lines = [_line(columns, gap, [c.title for c in columns]), _line(columns, gap, ["─" * c.width for c in columns])]
    for at in range(len(rows)):
        lines.append(_line(columns, gap, [c.cells[at] for c in columns]))
        lines += [f"    {line}" for c in below for line in _wrapped(c.cells[at], most - 4)]
    return "\n".join(lines)


WIDE, NARROW = "  ", " "
PROSE = 30
"""Width from which on a text is read as a sentence, not as a name."""
OTHERS = {"en": "_zh", "zh": "_en"}


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    cells: list[str]
    width: int
    right: bool  # numbers stand to the right


def _column(name: str, rows: Sequence[Mapping[str, Any]]) -> Column:
    cells = [_cell(row.get(name)) for row in rows]
    title = name.removesuffix("_en").removesuffix("_zh")
    right = all(isinstance(row.get(name), int | float | None) for row in rows)
    return Column(title, cells, max(map(_width, [title, *cells])), right)


def _line(columns: Sequence[Column], gap: str, cells: Sequence[str]) -> str:
    return gap.join(_pad(c, column.width, column.right) for c, column in zip(cells, columns, strict=True)).rstrip()


def _wrapped(text: str, most: int) -> list[str]:
    """Lines no wider than `most`, broken between words, and between any two Chinese characters."""
    lines = [""]
    for piece in PIECES.findall(text):
        if _width(lines[-1] + piece.rstrip()) > most:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


PIECES = re.compile(r"(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[，。；：、）？！”]*|\s+")
"""A Chinese character or a word, with the marks that may begin no line."""


def _cell(value: object) -> str:
    if value is None or value != value:  # NaN
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def progress_on_terminal() -> Progress:
    """Progress on one line of standard error that writes over itself; silent where nobody watches."""
    if not sys.stderr.isatty():
        return lambda done, total, doing: None

    def tell(done: int, total: int, doing: Text) -> None:
        line = f"\r  {doing.get(language())} {done}/{total}\x1b[K"
        end = "\r\x1b[K" if done >= total else ""
        print(line, end=end, file=sys.stderr, flush=True)

    return tell
