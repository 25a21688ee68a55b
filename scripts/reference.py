"""Writes docs/reference/ from the program itself: commands from their help, problems from their codes.

Run `python scripts/reference.py` after changing either; a test runs it with --check.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import click

import fieldmark
from fieldmark.cli import main as command
from fieldmark.model.problem import CODES

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


def commands() -> str:
    """One section a command: its help, as `fieldmark COMMAND --help` prints it."""
    parts = ["# Commands", "", "Made from the program's own help by `scripts/reference.py`.", ""]
    with click.Context(command, info_name="fieldmark") as context:
        parts += _help("fieldmark", command, context)
    return "\n".join(parts)


def _help(name: str, what: click.Command, context: click.Context) -> list[str]:
    lines = [f"## {name}", "", "```", what.get_help(context), "```", ""]
    if isinstance(what, click.Group):
        for sub in sorted(what.commands):
            with click.Context(what.commands[sub], info_name=sub, parent=context) as inner:
                lines += _help(f"{name} {sub}", what.commands[sub], inner)
    return lines


def problems() -> str:
    """One row a code: what it says and what to do, in both languages."""
    _load_all_codes()
    rows = [
        f"| {c.name} | {_cell(c.message.en)}<br>{_cell(c.message.zh)} | {_cell(c.hint.en)}<br>{_cell(c.hint.zh)} |"
        for c in sorted(CODES.values(), key=lambda c: c.name)
    ]
    head = ["# Problem codes", "", "Made from the program by `scripts/reference.py`. Words in braces stand for what "
            "was found.", "", "| code | what it says | what to do |", "| --- | --- | --- |"]  # fmt: skip
    return "\n".join([*head, *rows, ""])


def _load_all_codes() -> None:
    """Import every module that registers codes: those named problems, and the few that keep one beside its use."""
    for module in pkgutil.walk_packages(fieldmark.__path__, "fieldmark."):
        path = Path(module.module_finder.path, *module.name.split(".")[-1:]).with_suffix(".py")  # type: ignore[union-attr]
        if path.exists() and "import" in (text := path.read_text(encoding="utf-8")) and " code(" in text:
            importlib.import_module(module.name)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    """0 where the pages are as they should be (or were written), 1 where --check finds them out of date."""
    pages = {"commands.md": commands(), "problems.md": problems()}
    if "--check" in sys.argv:
        stale = [n for n, text in pages.items() if not _same(FOLDER / n, text)]
        if stale:
            sys.stdout.write(f"out of date: {', '.join(stale)}; run python scripts/reference.py\n")
        return bool(stale)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
