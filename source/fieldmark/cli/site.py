"""The commands around the site: start it, and say what this machine lacks for it."""

from __future__ import annotations

from pathlib import Path

import click

from fieldmark.cli.options import finish, for_programs, in_workspace, opened


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on this machine (loopback).")
@in_workspace
@for_programs
def serve(port: int, folder: Path, as_json: bool) -> None:
    """Start the site: login, exams, JupyterLab with formgrader, dashboard."""
    from fieldmark.site.serve import serve as serve_site

    serve_site(opened(folder), port=port, as_json=as_json)


@click.command()
@in_workspace
@for_programs
def doctor(folder: Path, as_json: bool) -> None:
    """Say what is missing on this machine and how to get it."""
    from fieldmark.site.doctor import doctor as examine

    finish(examine(opened(folder)), as_json)
