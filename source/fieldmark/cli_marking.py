"""The commands around marks: release, regrade, the marking desk."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

_workspace = click.option(
    "--workspace", "folder", type=click.Path(path_type=Path), default=Path(), show_default="this folder",
    help="The workspace to work on.",
)  # fmt: skip
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
_by = click.option("--by", default=getpass.getuser, show_default="your login", help="Who does it, for the record.")


@click.command()
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; by default one a core where it pays.")
@click.option("--dask", metavar="ADDRESS", help="Scheduler of a Dask cluster that sees the workspace's folders.")
@_workspace
@_json
def mark(workers: int | None, dask: str | None, folder: Path, as_json: bool) -> None:
    """Mark what was submitted, into nbgrader's gradebook."""
    import sys

    from fieldmark import pipeline
    from fieldmark.store.files import only_one
    from fieldmark.store.workspace import open_workspace
    from fieldmark.terminal import progress_on_terminal, show

    workspace = open_workspace(folder)
    with only_one(workspace.lock("work"), "mark"):
        report = pipeline.mark(workspace, progress_on_terminal(), workers, dask)
    show(report, as_json)
    if any(p.severity == "error" for p in report.problems):
        sys.exit(1)


@click.command()
@click.argument("paper")
@_by
@_workspace
@_json
def release(paper: str, by: str, folder: Path, as_json: bool) -> None:
    """Let engineers read the feedback of PAPER now, whatever the policy waits for."""
    from fieldmark.marking.release import release as release_paper
    from fieldmark.store.workspace import open_workspace
    from fieldmark.terminal import show

    show(release_paper(open_workspace(folder), paper, by), as_json)


@click.command()
@click.argument("paper")
@click.option("--why", required=True, help="The reason, for engineers and for the record.")
@click.option("--apply", "apply_it", is_flag=True, help="Do it; without this the changes are only shown.")
@_by
@_workspace
@_json
def regrade(paper: str, why: str, apply_it: bool, by: str, folder: Path, as_json: bool) -> None:
    """Show whose score and result a corrected key, weight or cut score of PAPER changes; with --apply, do it."""
    from fieldmark import pipeline
    from fieldmark.store.files import only_one
    from fieldmark.store.workspace import open_workspace
    from fieldmark.terminal import progress_on_terminal, show

    workspace = open_workspace(folder)
    with only_one(workspace.lock("work"), "regrade"):
        report = pipeline.regrade(workspace, paper, why, by, apply_it, progress_on_terminal())
    show(report, as_json)


@click.command()
@_workspace
@_json
def desk(folder: Path, as_json: bool) -> None:
    """Say what waits for a person at the marking desk, paper by paper."""
    from fieldmark.marking.policy import read_marking_policy
    from fieldmark.marking.tasks import report
    from fieldmark.store.workspace import open_workspace
    from fieldmark.terminal import show

    workspace = open_workspace(folder)
    show(report(workspace, read_marking_policy(workspace)), as_json)


COMMANDS = (mark, release, regrade, desk)
