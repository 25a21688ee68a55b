"""The commands for the steps of the pipeline, and `run`, which does whatever is out of date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldmark.cli.options import finish, for_programs, in_workspace, working

if TYPE_CHECKING:
    from fieldmark.store.workspace import Workspace


def _step(name: str, help_text: str) -> click.Command:
    """A command for one step of the pipeline."""

    @click.command(name, help=help_text)
    @in_workspace
    @for_programs
    def command(folder: Path, as_json: bool) -> None:
        from fieldmark.pipeline import STEPS
        from fieldmark.terminal import progress_on_terminal

        step = next(s for s in STEPS if s.name == name)
        with working(folder, name) as workspace:
            report = step.run(workspace, progress_on_terminal())
        finish(report, as_json)

    return command


check = _step("check", "Read every course, item and paper; report all problems with their places.")
build = _step("build", "Build the papers and their nbgrader notebooks.")
measure = _step("measure", "Item statistics, and each engineer's mastery of each skill.")
kpis = _step("kpis", "Compute the KPIs from the loaded field data.")
outcome = _step("outcome", "Estimate what the training changed, and who needs retraining.")
publish = _step("publish", "Publish the tables that the dashboard and the reports read.")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="How the files' columns map to ours (YAML).")
@in_workspace
@for_programs
def load(files: tuple[Path, ...], mapping: Path | None, folder: Path, as_json: bool) -> None:
    """Load field data: FILES with a mapping, or the whole inbox/ by grading/sources.yaml."""
    from fieldmark import pipeline
    from fieldmark.field.load import load as load_files
    from fieldmark.terminal import progress_on_terminal

    with working(folder, "load") as workspace:
        if files:
            report = load_files(workspace, files, mapping, progress=progress_on_terminal())
        else:
            report = pipeline.load(workspace, progress_on_terminal())
    finish(report, as_json)


@click.command()
@in_workspace
@for_programs
def run(folder: Path, as_json: bool) -> None:
    """Do whatever is out of date, in order."""
    with working(folder, "run") as workspace:
        run_all(workspace, as_json)


def run_all(workspace: Workspace, as_json: bool) -> None:
    """Do whatever is out of date, telling each step as it ends."""
    import json
    import time

    from fieldmark import pipeline
    from fieldmark.terminal import language, progress_on_terminal, report_data, show_problems

    said = {}
    mark = time.monotonic()
    for step, report in pipeline.run(workspace, progress_on_terminal()):
        seconds, mark = time.monotonic() - mark, time.monotonic()
        said[step.name] = report and {**report_data(report), "seconds": round(seconds, 2)}
        if not as_json:
            done = report.summary.get(language()) if report else {"en": "up to date", "zh": "已是最新"}[language()]
            click.echo(f"{step.name:8} {seconds:6.1f} s  {done}")
            show_problems(p for p in (report.problems if report else ()) if p.severity == "error")
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=1, default=str))
