"""The commands of an auditor: is the journal whole, and where does it stand."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldmark.cli.options import for_programs, in_workspace, opened


@click.group()
def audit() -> None:
    """The journal of all sittings: whether it is whole, and its head to keep elsewhere."""


@audit.command()
@click.option("--head", help="A head that was exported before: finds a cut tail too.")
@click.option("--receipt", type=click.Path(path_type=Path), help="An engineer's saved receipt (JSON) to hold against.")
@in_workspace
@for_programs
def verify(head: str | None, receipt: Path | None, folder: Path, as_json: bool) -> None:
    """Find any altered, removed or reordered event."""
    from fieldmark.sitting.audit import verify as verify_journal
    from fieldmark.terminal import progress_on_terminal, show

    report = verify_journal(opened(folder), head=head, receipt=receipt, progress=progress_on_terminal())
    show(report, as_json)
    if report.problems:
        sys.exit(1)


@audit.command()
@in_workspace
@for_programs
def head(folder: Path, as_json: bool) -> None:
    """Print the journal's head; keep it outside, and a cut tail can be told later."""
    from fieldmark.sitting.audit import head as head_of
    from fieldmark.terminal import show

    show(head_of(opened(folder)), as_json)
