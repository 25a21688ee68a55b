"""The commands: thin, and light to start; each loads what it needs when it is called."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldmark import __version__, cli_marking
from fieldmark.cli_audit import audit
from fieldmark.cli_faults import case, faults

if TYPE_CHECKING:
    from fieldmark.model.report import StepReport
    from fieldmark.store.workspace import Workspace

_workspace = click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default="this folder",
    help="The workspace to work on.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


class Commands(click.Group):
    """The group whose commands end a refusal with words and a place, and a bug of ours with a log file."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit):
            raise
        except KeyboardInterrupt:
            sys.exit(130)
        except BrokenPipeError:
            sys.exit(1)
        except Exception as error:
            sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    """Tell the user what stopped the command; 1 = the input was refused, 3 = a fault of ours."""
    from fieldmark.model.problem import Refused
    from fieldmark.terminal import language, show_problems

    if isinstance(error, Refused):
        show_problems(error.problems)
        return 1
    if isinstance(error, OSError) and error.errno == 28:
        full = {
            "en": "The disk is full; nothing was half-written. Free some space and run the command again.",
            "zh": "磁盘已满；没有写入半份数据。请腾出空间后重新运行该命令。",
        }
        click.echo(full[language()], err=True)
        return 1
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="fieldmark-", suffix=".log", delete=False) as log:
        traceback.print_exception(error, file=log)
    words = {
        "en": f"Fieldmark itself failed ({type(error).__name__}); your data is as it was. Details for the "
        f"developers: {log.name}",
        "zh": f"Fieldmark 自身出错（{type(error).__name__}）；您的数据保持原样。供开发者查看的细节：{log.name}",
    }
    click.echo(words[language()], err=True)
    return 3


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fieldmark")
def main() -> None:
    """Fieldmark: marks from the exam, marks from the field.

    Trainers write courses/ and assignments/, managers grading/. `fieldmark run` does whatever is out of date.
    """


def _open(folder: Path) -> Workspace:
    from fieldmark.store.workspace import open_workspace

    return open_workspace(folder)


@contextmanager
def _working(folder: Path, what: str) -> Iterator[Workspace]:
    """The workspace, with other commands that write built state kept out."""
    from fieldmark.store.files import only_one

    workspace = _open(folder)
    with only_one(workspace.lock("work"), what):
        yield workspace


def _finish(report: StepReport, as_json: bool) -> None:
    from fieldmark.terminal import show

    show(report, as_json)
    if any(p.severity == "error" for p in report.problems):
        sys.exit(1)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new workspace in FOLDER, with the sample course to start from."""
    from fieldmark.store.workspace import init_workspace

    workspace = init_workspace(folder)
    click.echo(f"{workspace.root}\nNext: cd {folder} && fieldmark check")


def _step(name: str, help_text: str) -> None:
    """A command for one step of the pipeline."""

    @main.command(name, help=help_text)
    @_workspace
    @_json
    def command(folder: Path, as_json: bool) -> None:
        from fieldmark.pipeline import STEPS
        from fieldmark.terminal import progress_on_terminal

        step = next(s for s in STEPS if s.name == name)
        with _working(folder, name) as workspace:
            report = step.run(workspace, progress_on_terminal())
        _finish(report, as_json)


_step("check", "Read every course, item and paper; report all problems with their places.")
_step("build", "Build the papers and their nbgrader notebooks.")
_step("measure", "Item statistics, and each engineer's mastery of each skill.")
_step("kpis", "Compute the KPIs from the loaded field data.")
_step("outcome", "Estimate what the training changed, and who needs retraining.")
_step("publish", "Publish the tables that the dashboard and the reports read.")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="How the files' columns map to ours (YAML).")
@_workspace
@_json
def load(files: tuple[Path, ...], mapping: Path | None, folder: Path, as_json: bool) -> None:
    """Load field data: FILES with a mapping, or the whole inbox/ by grading/sources.yaml."""
    from fieldmark import pipeline
    from fieldmark.field.load import load as load_files
    from fieldmark.terminal import progress_on_terminal

    with _working(folder, "load") as workspace:
        if files:
            report = load_files(workspace, files, mapping, progress=progress_on_terminal())
        else:
            report = pipeline.load(workspace, progress_on_terminal())
    _finish(report, as_json)


@main.command()
@_workspace
@_json
def run(folder: Path, as_json: bool) -> None:
    """Do whatever is out of date, in order."""
    with _working(folder, "run") as workspace:
        _run(workspace, as_json)


def _run(workspace: Workspace, as_json: bool) -> None:
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


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port on this machine (loopback).")
@_workspace
@_json
def serve(port: int, folder: Path, as_json: bool) -> None:
    """Start the site: login, exams, JupyterLab with formgrader, dashboard."""
    from fieldmark.site.serve import serve as serve_site

    serve_site(_open(folder), port=port, as_json=as_json)


@main.command()
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
@_json
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
    from fieldmark.terminal import progress_on_terminal

    workspace = _demo_workspace(folder)
    from fieldmark.store.files import only_one

    with only_one(workspace.lock("work"), "demo"):
        make_demo(
            workspace, engineers=engineers, tickets=tickets, months=months, seed=seed, progress=progress_on_terminal()
        )
        _run(workspace, as_json)
    if then_serve:
        from fieldmark.site.serve import serve as serve_site

        serve_site(workspace, port=port, as_json=as_json)


def _demo_workspace(folder: Path | None) -> Workspace:
    from fieldmark.store.workspace import init_workspace

    here = folder or (Path() if Path("assignments").is_dir() else Path("fieldmark-demo"))
    if (here / "assignments").is_dir():
        return _open(here)
    return init_workspace(here)


@main.command()
@_workspace
@_json
def doctor(folder: Path, as_json: bool) -> None:
    """Say what is missing on this machine and how to get it."""
    from fieldmark.site.doctor import doctor as examine

    _finish(examine(_open(folder)), as_json)


main.add_command(audit)
main.add_command(faults)
main.add_command(case)
for _command in cli_marking.COMMANDS:
    main.add_command(_command)

if __name__ == "__main__":
    main()
