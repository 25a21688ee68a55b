"""The commands on who may log in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldmark.cli.options import finish, for_programs, in_workspace, opened


@click.group()
def people() -> None:
    """Who may log in: enter them one by one or from a CSV list, see them, remove them."""


@people.command("list")
@in_workspace
@for_programs
def list_(folder: Path, as_json: bool) -> None:
    """Who may log in, as what, for which units."""
    from fieldmark.site.enter import listed

    finish(listed(opened(folder)), as_json)


@people.command()
@click.argument("user")
@click.option("--name", required=True, help="As written on lists.")
@click.option("--role", required=True, help="engineer, trainer, manager or administrator.")
@click.option("--units", default="", help="A trainer's courses, a manager's regions or teams; several with ; between.")
@click.option("--language", default="en", show_default=True, help="en or zh.")
@click.option("--password", "ask", is_flag=True, help="Ask for a password; without one the company's login serves.")
@in_workspace
@for_programs
def add(user: str, name: str, role: str, units: str, language: str, ask: bool, folder: Path, as_json: bool) -> None:
    """Enter USER, or correct who has that name."""
    from fieldmark.site.enter import enter, hashed

    workspace = opened(folder)
    row = {"user": user, "name": name, "role": role, "units": units, "language": language}
    known = {user.lower(): hashed(_password())} if ask else {}
    finish(enter(workspace, [(0, row)], "", known), as_json)


def _password() -> str:
    """Typed twice; from a pipe, its first line."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


@people.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--passwords",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="NEWFILE",
    help="Draw a first password for each person who has none, and write them here, for your eyes alone.",
)
@in_workspace
@for_programs
def import_(file: Path, passwords: Path | None, folder: Path, as_json: bool) -> None:
    """Enter all people of the CSV FILE (user, name, role, units, language), or none where a row is wrong.

    Optional columns: extra_time (25%), text_size (1.5), breaks (2), break_minutes (10), break_clock (stops or runs).
    A column that is left out changes nothing; an empty cell takes the allowance away.
    """
    from fieldmark.site.enter import import_list

    finish(import_list(opened(folder), file, passwords), as_json)


@people.command()
@click.argument("users", nargs=-1, required=True)
@in_workspace
@for_programs
def remove(users: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Let USERS in no longer; what they answered stays."""
    from fieldmark.site.enter import remove as remove_people

    finish(remove_people(opened(folder), users), as_json)
