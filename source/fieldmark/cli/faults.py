"""The commands on fault scenarios, dialogues and field cases."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fieldmark.cli.options import finish, for_programs, in_workspace, opened


@click.group()
def faults() -> None:
    """Fault scenarios: what to expect of them, a session's score, Excel, priors from the field."""


@faults.command()
@click.argument("scenarios", nargs=-1)
@in_workspace
@for_programs
def check(scenarios: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """What is wrong with SCENARIOS (ids or files; all by default), and how hard they are."""
    from fieldmark.bank.bench.outlook import check_scenarios
    from fieldmark.store.workspace import Workspace
    from fieldmark.terminal import progress_on_terminal

    finish(check_scenarios(Workspace(folder.resolve()), scenarios, progress_on_terminal()), as_json)


@faults.command()
@click.argument("scenario")
@click.option("--true", "true", required=True, metavar="FAULT", help="The fault that the unit has.")
@click.option(
    "--session",
    "session",
    required=True,
    type=click.Path(path_type=Path),
    help="What was done: a list of steps as JSON or YAML.",
)
@in_workspace
@for_programs
def score(scenario: str, true: str, session: Path, folder: Path, as_json: bool) -> None:
    """Score one written-down session on SCENARIO (an id, or a YAML file)."""
    from fieldmark.bank.bench.scoring import score_file
    from fieldmark.model.codec import to_data
    from fieldmark.store.workspace import Workspace
    from fieldmark.terminal import language, show_problems, table

    scored = score_file(Workspace(folder.resolve()), scenario, true, session)
    if as_json:
        data = {**scored.result, "problems": [to_data(p) for p in scored.problems]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    click.echo(scored.summary.get(language()))
    if scored.result["steps"]:
        click.echo(table(scored.result["steps"]))
    show_problems(scored.problems)


@faults.command()
@click.argument("scenario")
@click.argument("file", type=click.Path(path_type=Path))
@in_workspace
@for_programs
def export(scenario: str, file: Path, folder: Path, as_json: bool) -> None:
    """Write SCENARIO as the Excel workbook FILE."""
    from fieldmark.bank.bench.transfer import export_workbook
    from fieldmark.store.workspace import Workspace

    finish(export_workbook(Workspace(folder.resolve()), scenario, file), as_json)


@faults.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the scenario that is there.")
@in_workspace
@for_programs
def import_(file: Path, replace: bool, folder: Path, as_json: bool) -> None:
    """Write the scenario in the Excel workbook FILE as YAML into its course."""
    from fieldmark.bank.bench.transfer import import_workbook

    finish(import_workbook(opened(folder), file, replace=replace), as_json)


@faults.command()
@click.argument("scenario")
@click.option("--apply", is_flag=True, help="Write the new priors into the scenario's text.")
@in_workspace
@for_programs
def priors(scenario: str, apply: bool, folder: Path, as_json: bool) -> None:
    """What the field's tickets say of the priors of SCENARIO."""
    from fieldmark.bank.bench.priors import refresh_scenario
    from fieldmark.bank.bench.tickets import class_counts

    workspace = opened(folder)
    finish(refresh_scenario(workspace, scenario, class_counts(workspace), apply=apply), as_json)


@click.group()
def dialogue() -> None:
    """Service dialogues, for those who write them."""


@dialogue.command()
@click.argument("dialogue")
@click.option("--out", type=click.Path(path_type=Path), help="The SVG file to write; <id>.svg by default.")
@click.option("--language", "spoken", type=click.Choice(["en", "zh"]), help="In what language; yours by default.")
@in_workspace
@for_programs
def graph(dialogue: str, out: Path | None, spoken: str | None, folder: Path, as_json: bool) -> None:
    """Draw DIALOGUE (an id, or a YAML file): turns, replies, moods, points, and what leads nowhere."""
    from fieldmark.bank.bench.dialogues import draw_dialogue
    from fieldmark.store.workspace import Workspace
    from fieldmark.terminal import language

    finish(draw_dialogue(Workspace(folder.resolve()), dialogue, out, spoken or language()), as_json)


@click.command()
@click.argument("tickets", nargs=-1, required=True)
@click.option(
    "--as",
    "kind",
    required=True,
    type=click.Choice(["item", "scenario", "dialogue"]),
    help="What the trainer will make of it.",
)
@click.option("--course", default="", help="The course it is for, where the fault class does not say it.")
@in_workspace
@for_programs
def case(tickets: tuple[str, ...], kind: str, course: str, folder: Path, as_json: bool) -> None:
    """Draft a question, scenario or dialogue from field TICKETS, without the people in them."""
    from fieldmark.bank.cases.write import write_draft

    finish(write_draft(opened(folder), tickets, kind, course), as_json)
