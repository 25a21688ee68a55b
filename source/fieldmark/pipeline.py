"""The order of the work, as data; and the rule that says what is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fieldmark import __version__
from fieldmark.model.content import Content
from fieldmark.model.problem import Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.store.files import read_json, write_json
from fieldmark.store.problems import MISSING_TABLE
from fieldmark.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: `reads` are globs below the workspace's root (a step is out of date when they, or this
    program, changed since it last ended well); `run` does the work, whole or not at all."""

    name: str
    title: Text
    reads: tuple[str, ...]
    run: Callable[[Workspace, Progress], StepReport]


def check(workspace: Workspace, progress: Progress = quiet) -> StepReport:
    """Read all content; the report holds every problem at its place."""
    from fieldmark.bank import read

    content: Content = read(workspace)
    errors = len(content.errors)
    warnings = len(content.problems) - errors
    return StepReport(
        Text(
            f"{len(content.items)} items, {len(content.blueprints)} blueprints: {errors} errors, {warnings} warnings.",
            f"{len(content.items)} 道题、{len(content.blueprints)} 份蓝图：{errors} 个错误，{warnings} 个警告。",
        ),
        problems=content.problems,
    )


def build(workspace: Workspace, progress: Progress = quiet) -> StepReport:
    """Papers, their nbgrader notebooks and their sealed keys; hand-written assignments. Refused where the content has
    errors."""
    from fieldmark.bank import read
    from fieldmark.marking.handwritten.build import build_notebooks
    from fieldmark.paper.build import build

    content = read(workspace)
    if content.errors:
        raise Refused(*content.errors)
    return _together(build(workspace, content, progress=progress), build_notebooks(workspace, progress=progress))


def _together(papers: StepReport, notebooks: StepReport) -> StepReport:
    """What was done with papers and with hand-written assignments, where there are any."""
    both = Text(f"{papers.summary.en} {notebooks.summary.en}", f"{papers.summary.zh}{notebooks.summary.zh}")
    summary = both if notebooks.rows or notebooks.problems else papers.summary
    return StepReport(summary, (*papers.rows, *notebooks.rows), (*papers.problems, *notebooks.problems))


def mark(
    workspace: Workspace,
    progress: Progress = quiet,
    workers: int | None = None,
    dask: str | None = None,
    *,
    trust_notebooks: bool = False,
    strict_compat: bool = False,
) -> StepReport:
    """Submitted sittings into nbgrader's submitted/, then marks into its gradebook, then feedback as released; then
    hand-written notebooks, run in a jail, and their feedback. `workers` processes, or the cluster at the address
    `dask`, do the marking; the rows are the same. `trust_notebooks`: run them even without a jail; `strict_compat`:
    read their results as nbgrader does."""
    from fieldmark.marking.handwritten.mark import mark_notebooks
    from fieldmark.marking.handwritten.publish import publish_notebooks
    from fieldmark.marking.mark import mark
    from fieldmark.marking.publish import publish_feedback
    from fieldmark.marking.workers import executor
    from fieldmark.paper.collect import collect

    collected = collect(workspace, progress=progress)
    with executor(workers, dask) as hands:
        marked = mark(workspace, workers=hands, progress=progress)
        told = publish_feedback(workspace, progress=progress)
        run = mark_notebooks(
            workspace, trust=trust_notebooks, strict_compat=strict_compat, progress=progress,
            workers=hands if dask else None, processes=workers,
        )  # fmt: skip
    publish_notebooks(workspace)
    papers = StepReport(marked.summary, marked.rows, (*collected.problems, *marked.problems, *told.problems))
    return _together(papers, run)


def regrade(workspace: Workspace, paper: str, why: str, by: str, apply: bool, progress: Progress = quiet) -> StepReport:
    """A paper that was sat, with the keys, weights and cut score that the trainers' files have now."""
    from fieldmark.bank import read
    from fieldmark.marking.revise import regrade

    content = read(workspace)
    if content.errors:
        raise Refused(*content.errors)
    return regrade(workspace, content, paper, why=why, by=by, apply=apply, progress=progress)


def measure(workspace: Workspace, progress: Progress = quiet) -> StepReport:
    from fieldmark.measure.measure import measure

    return measure(workspace, progress=progress)


def load(workspace: Workspace, progress: Progress = quiet) -> StepReport:
    """All files of the inbox, each with the mapping that grading/sources.yaml names."""
    from fieldmark.field.load import load

    files = sorted(p for p in workspace.inbox.glob("*") if p.name.endswith((".csv", ".csv.gz", ".xlsx")))
    return load(workspace, files, None, progress=progress)


def kpis(workspace: Workspace, progress: Progress = quiet) -> StepReport:
    from fieldmark.field.kpis import kpis

    return kpis(workspace, progress=progress)


def outcome(workspace: Workspace, progress: Progress = quiet) -> StepReport:
    from fieldmark.outcome.outcome import outcome

    return outcome(workspace, progress=progress)


def publish(workspace: Workspace, progress: Progress = quiet) -> StepReport:
    """Tables for the dashboard. Refused (M038) where formgrader changed marks that nobody was told of before now."""
    from fieldmark.board.publish import publish
    from fieldmark.marking.outside import refuse_unnoticed

    refuse_unnoticed(workspace)
    return publish(workspace, progress=progress)


CONTENT = ("courses/**/*", "assignments/**/*", "grading/marking.yaml")
_TABLES = ".fieldmark/tables"

STEPS = (
    Step("check", Text("reading courses and items", "读取课程与题目"), CONTENT, check),
    Step("build", Text("building papers", "生成试卷"), (*CONTENT, ".fieldmark/sealed/*"), build),
    Step(
        "mark",
        Text("marking submissions", "评分"),
        (
            ".fieldmark/journal/journal.sqlite*",
            ".fieldmark/nbgrader/*/submitted/*/*/timestamp.txt",
            ".fieldmark/nbgrader/*/gradebook.db",
            ".fieldmark/sealed/*",
            "grading/marking.yaml",
            ".fieldmark/nbgrader/*/handwritten.json",
            ".fieldmark/nbgrader/*/submitted/*/*/*.ipynb",
            ".fieldmark/sealed/notebooks/*/*",
            "grading/notebooks.yaml",
        ),
        mark,
    ),
    Step(
        "measure",
        Text("measuring skills", "测量技能"),
        (
            f"{_TABLES}/responses.parquet",
            "courses/*/course.yaml",
            ".fieldmark/sealed/*",
            "grading/mastery.yaml",
        ),
        measure,
    ),
    Step(
        "load",
        Text("loading field data", "载入现场数据"),
        ("inbox/*", "grading/mappings/*", "grading/cleaning.yaml", "grading/sources.yaml"),
        load,
    ),
    Step(
        "kpis",
        Text("computing KPIs", "计算指标"),
        (".fieldmark/warehouse.duckdb", "courses/*/course.yaml", "grading/kpis.yaml"),
        kpis,
    ),
    Step(
        "outcome",
        Text("estimating the outcome", "评估培训成果"),
        (
            f"{_TABLES}/panel.parquet",
            f"{_TABLES}/training.parquet",
            f"{_TABLES}/engineers.parquet",
            f"{_TABLES}/mastery.parquet",
            ".fieldmark/warehouse.duckdb",
            "courses/*/course.yaml",
            "grading/kpis.yaml",
            "grading/outcome.yaml",
        ),
        outcome,
    ),
    Step(
        "publish",
        Text("publishing", "发布"),
        (f"{_TABLES}/*.parquet", "courses/*/course.yaml", "grading/*.yaml"),
        publish,
    ),
)


NOTHING_YET = Text("nothing to do yet", "暂无可处理的数据")


def run(workspace: Workspace, progress: Progress = quiet) -> Iterator[tuple[Step, StepReport | None]]:
    """Do, in order, every step that is out of date; yields each with its report, None where it was up to date.

    A step that is stopped leaves no trace in the record, so that the next run does it again.
    """
    record = workspace.state / "run.json"
    done = read_json(record) if record.exists() else {}
    for step in STEPS:
        before = fingerprint(workspace, step)
        if done.get(step.name) == before:
            yield step, None
            continue
        try:
            report = step.run(workspace, progress)
        except Refused as refused:
            if any(p.code != MISSING_TABLE.name for p in refused.problems):
                raise
            yield step, StepReport(NOTHING_YET, problems=())  # not recorded: it runs once there is something
            continue
        errors = [p for p in report.problems if p.severity == "error"]
        if step.name == "check" and errors:
            raise Refused(*errors)
        # a step may touch what it reads (a journal's log is folded in, a sealed key is added)
        done[step.name] = fingerprint(workspace, step)
        write_json(record, done)
        yield step, report


def fingerprint(workspace: Workspace, step: Step) -> str:
    """What a step would read: names, sizes and times of its inputs, and the program itself."""
    digest = hashlib.sha256(_program().encode())
    for path in sorted({p for pattern in step.reads for p in workspace.root.glob(pattern)}):
        if path.is_file() and not _passing(path):
            stat = path.stat()
            digest.update(f"{path.relative_to(workspace.root)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    """The version and, since a checkout changes without one, the sizes and times of the program's files."""
    package = Path(__file__).parent
    stats = [(p.relative_to(package), p.stat()) for p in sorted(package.rglob("*.py"))]
    return __version__ + "".join(f" {name} {s.st_size} {s.st_mtime_ns}" for name, s in stats)


def _passing(path: Path) -> bool:
    """Files that come and go without meaning: half-written ones, SQLite's shared memory, checkpoints."""
    return path.name.startswith(".") or path.name.endswith(("-shm", "~", ".tmp")) or ".ipynb_checkpoints" in path.parts
