"""The commands around marks: mark, release, regrade, the marking desk."""

from __future__ import annotations

from pathlib import Path

import click

from fieldmark.cli.options import by_whom, finish, for_programs, in_workspace, opened, working


@click.command()
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; by default one a core where it pays.")
@click.option("--dask", metavar="ADDRESS", help="Scheduler of a Dask cluster that sees the workspace's folders.")
@click.option(
    "--trust-notebooks",
    is_flag=True,
    help="Run submitted notebooks even where this machine gives no jail: they can do whatever you can.",
)
@click.option("--strict-compat", is_flag=True, help="Read notebooks' results as nbgrader does, in doubt as full marks.")
@in_workspace
@for_programs
def mark(
    workers: int | None, dask: str | None, trust_notebooks: bool, strict_compat: bool, folder: Path, as_json: bool
) -> None:
    """Mark what was submitted, papers and notebooks, into nbgrader's gradebook."""
    from fieldmark import pipeline
    from fieldmark.terminal import progress_on_terminal

    with working(folder, "mark") as workspace:
        report = pipeline.mark(
            workspace, progress_on_terminal(), workers, dask,
            trust_notebooks=trust_notebooks, strict_compat=strict_compat,
        )  # fmt: skip
    finish(report, as_json)


@click.command()
@click.argument("paper")
@by_whom
@in_workspace
@for_programs
def release(paper: str, by: str, folder: Path, as_json: bool) -> None:
    """Let engineers read the feedback of PAPER (or a hand-written assignment) now, whatever the policy waits for."""
    from fieldmark.marking.release import release as release_paper
    from fieldmark.terminal import show

    show(release_paper(opened(folder), paper, by), as_json)


@click.command()
@click.argument("paper")
@click.option("--why", required=True, help="The reason, for engineers and for the record.")
@click.option("--apply", "apply_it", is_flag=True, help="Do it; without this the changes are only shown.")
@by_whom
@in_workspace
@for_programs
def regrade(paper: str, why: str, apply_it: bool, by: str, folder: Path, as_json: bool) -> None:
    """Show whose score and result a corrected key, weight or cut score of PAPER changes; with --apply, do it."""
    from fieldmark import pipeline
    from fieldmark.terminal import progress_on_terminal, show

    with working(folder, "regrade") as workspace:
        report = pipeline.regrade(workspace, paper, why, by, apply_it, progress_on_terminal())
    show(report, as_json)


@click.command()
@in_workspace
@for_programs
def desk(folder: Path, as_json: bool) -> None:
    """Say what waits for a person at the marking desk, paper by paper."""
    from fieldmark.marking.policy import read_marking_policy
    from fieldmark.marking.tasks import report
    from fieldmark.terminal import show

    workspace = opened(folder)
    show(report(workspace, read_marking_policy(workspace)), as_json)
