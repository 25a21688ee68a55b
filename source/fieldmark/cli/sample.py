"""The commands that begin: a new workspace, and the sample company to look around in."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldmark.cli.options import for_programs, opened
from fieldmark.cli.steps import run_all

if TYPE_CHECKING:
    from fieldmark.store.workspace import Workspace


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new workspace in FOLDER, with the sample course to start from."""
    from fieldmark.store.workspace import init_workspace

    workspace = init_workspace(folder)
    click.echo(f"{workspace.root}\nNext: cd {folder} && fieldmark check")


@click.command()
@click.option("--engineers", default=120, show_default=True, help="People in the field.")
@click.option("--tickets", default=60_000, show_default=True, help="Service tickets.")
@click.option("--months", default=18, show_default=True, help="Months of field data.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same company.")
@click.option("--serve", "then_serve", is_flag=True, help="Start the site afterwards.")
@click.option("--port", default=8000, show_default=True, help="Port for --serve.")
@click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    show_default="this folder if it is a workspace, else ./fieldmark-demo",
    help="Where to make it.",
)
@for_programs
def demo(
    engineers: int,
    tickets: int,
    months: int,
    seed: int,
    then_serve: bool,
    port: int,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Make the sample company (people, tickets, surveys, sittings) and run everything on it."""
    from fieldmark.demo import make_demo
    from fieldmark.store.files import only_one
    from fieldmark.terminal import progress_on_terminal

    workspace = _demo_workspace(folder)
    with only_one(workspace.lock("work"), "demo"):
        make_demo(
            workspace, engineers=engineers, tickets=tickets, months=months, seed=seed, progress=progress_on_terminal()
        )
        run_all(workspace, as_json)
    if then_serve:
        _serve(workspace, port, as_json)


def _serve(workspace: Workspace, port: int, as_json: bool) -> None:
    """Go on as `fieldmark serve` in this very process: what made the sample (hundreds of MB) is let go."""
    sys.stdout.flush()
    words = ["serve", "--workspace", str(workspace.root), "--port", str(port), *(["--json"] if as_json else [])]
    os.execv(sys.executable, [sys.executable, "-m", "fieldmark.cli", *words])  # noqa: S606 - ourselves


def _demo_workspace(folder: Path | None) -> Workspace:
    from fieldmark.store.workspace import init_workspace

    here = folder or (Path() if Path("assignments").is_dir() else Path("fieldmark-demo"))
    if (here / "assignments").is_dir():
        return opened(here)
    return init_workspace(here)
