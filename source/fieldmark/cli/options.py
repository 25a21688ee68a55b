"""What the commands share: their common options, the workspace they work on, how they end."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldmark.model.report import StepReport
    from fieldmark.store.workspace import Workspace

in_workspace = click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default="this folder",
    help="The workspace to work on.",
)
for_programs = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
by_whom = click.option("--by", default=getpass.getuser, show_default="your login", help="Who does it, for the record.")


def opened(folder: Path) -> Workspace:
    from fieldmark.store.workspace import open_workspace

    return open_workspace(folder)


@contextmanager
def working(folder: Path, what: str) -> Iterator[Workspace]:
    """The workspace, with other commands that write built state kept out."""
    from fieldmark.store.files import only_one

    workspace = opened(folder)
    with only_one(workspace.lock("work"), what):
        yield workspace


def finish(report: StepReport, as_json: bool) -> None:
    """Show the report; exit 1 where it holds an error."""
    from fieldmark.terminal import show

    show(report, as_json)
    if any(p.severity == "error" for p in report.problems):
        sys.exit(1)
