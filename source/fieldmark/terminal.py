"""What the commands print: tables, problems, progress; for people, or as JSON for programs."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
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
        print(table(report.rows))
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


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows under their column names, numbers to the right, widths right for Chinese."""
    names = list(rows[0])
    cells = [[_cell(row.get(n)) for n in names] for row in rows]
    widths = [max(_width(n), *(_width(r[i]) for r in cells)) for i, n in enumerate(names)]
    right = [all(isinstance(row.get(n), int | float | None) for row in rows) for n in names]
    lines = [names, ["─" * w for w in widths], *cells]
    return "\n".join(
        "  ".join(_pad(c, w, r) for c, w, r in zip(line, widths, right, strict=True)).rstrip() for line in lines
    )


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
