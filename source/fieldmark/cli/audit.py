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


@click.command()
@click.argument("person")
@click.option("--reason", default="", help="Why, in a few words without names; it goes into the journal.")
@click.option("--yes", is_flag=True, help="Do it. Without this, only what would go is shown.")
@in_workspace
@for_programs
def erase(person: str, reason: str, yes: bool, folder: Path, as_json: bool) -> None:
    """Erase all of a person: answers, marks, appeals, files, login. The journal still verifies."""
    from datetime import UTC, datetime

    from fieldmark.store.erasure import erase as erase_all
    from fieldmark.terminal import show

    show(erase_all(opened(folder), person, datetime.now(UTC), "", reason, do=yes), as_json)
