"""`fieldmark mark`, the notebook lane: submissions of hand-written assignments are run in a jail by nbgrader's own
Autograde, each with a gradebook of its own; their rows and notebooks are then put into the course. A run that is
stopped anywhere is finished by the next."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from fieldmark.marking.handwritten import problems, rows
from fieldmark.marking.handwritten.build import built
from fieldmark.marking.handwritten.grader import Graded, Job, grade
from fieldmark.marking.handwritten.inside.confine import end_with_parent
from fieldmark.marking.handwritten.jail import why_not
from fieldmark.marking.handwritten.limits import Limits, read_limits
from fieldmark.marking.handwritten.released import released, submission_rows
from fieldmark.marking.handwritten.sealing import sealed_values
from fieldmark.marking.handwritten.take import fingerprint
from fieldmark.marking.handwritten.words import said
from fieldmark.model.problem import Problem
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.store.files import only_one
from fieldmark.store.gradebook import gradebook
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Engine

WORTH_IT = 6  # submissions, for which starting one more process pays
READING = "2"  # changes when our reading of runs does, so that all is marked again


@dataclass(frozen=True, slots=True)
class Due:
    """A submission to grade: its hash, and what it will have been marked as."""

    course: str
    job: Job
    submission: str
    marked_as: str


def mark_notebooks(
    workspace: Workspace,
    *,
    trust: bool = False,
    strict_compat: bool = False,
    workers: Executor | None = None,
    processes: int | None = None,
    progress: Progress = quiet,
) -> StepReport:
    """Mark what is not marked, or changed since. `trust`: run even where no jail can be had. `strict_compat`: read
    results as nbgrader does. `workers`: processes elsewhere to do it; else so many `processes` here, by default one
    for each core where it pays. Never this process: it holds the gradebook.

    Refused where a course's gradebook is damaged (W030) or locked (W032), or grading/notebooks.yaml is wrong.
    """
    limits = read_limits(workspace)
    found: list[Problem] = []
    with only_one(workspace.lock("mark"), "fieldmark mark"), ExitStack() as stack:
        scratch = stack.enter_context(_scratch(workspace))
        courses = sorted(p.parent.name for p in (workspace.state / "nbgrader").glob("*/handwritten.json"))
        engines = {c: stack.enter_context(gradebook(workspace, c)) for c in courses}
        total, due = _due(workspace, engines, limits, scratch, strict_compat, found)
        why = why_not() if due else ""
        if why and not trust:
            found.append(problems.NO_JAIL.at(n=len(due), why=why))
            due = []
        due = [replace(each, job=replace(each.job, trusted=bool(why))) for each in due]
        marked = Counter[tuple[str, str]]()
        for n, (each, graded) in enumerate(_graded(due, stack, workers, processes)):
            progress(n, len(due), Text("marking notebooks", "正在为笔记本评分"))
            marked[each.course, each.job.released.name] += _settle(workspace, engines[each.course], each, graded, found)
    all_, new = sum(total.values()), marked.total()
    summary = Text(f"{all_} notebooks handed in, {new} newly marked.", f"共提交 {all_} 份笔记本，新评分 {new} 份。")
    return StepReport(summary, [_row(*place, n, marked[place]) for place, n in total.items()], tuple(found))


def _row(course: str, assignment: str, submissions: int, marked: int) -> dict[str, object]:
    return {"assignment": assignment, "course": course, "submissions": submissions, "marked": marked}


@contextmanager
def _scratch(workspace: Workspace) -> Iterator[Path]:
    """A folder of this run's own; what an earlier run left there goes."""
    above = workspace.state / "notebooks"
    shutil.rmtree(above, ignore_errors=True)
    folder = above / uuid4().hex
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(above, ignore_errors=True)


def _due(
    workspace: Workspace,
    engines: Mapping[str, Engine],
    limits: Limits,
    scratch: Path,
    compatible: bool,
    found: list[Problem],
) -> tuple[dict[tuple[str, str], int], list[Due]]:
    """Course and assignment -> how many submissions there are; and those to grade."""
    total: dict[tuple[str, str], int] = {}
    due: list[Due] = []
    for course, engine in engines.items():
        folder = workspace.nbgrader(course)
        rows.prepare(engine)
        for name in sorted(built(workspace, course)):
            students = sorted(p.parent.name for p in folder.glob(f"submitted/*/{name}") if p.is_dir())
            if students:
                total[course, name] = len(students)
            with engine.begin() as connection:
                assignment = released(connection, folder, name) if students else None
                known = rows.ledger(connection, name)
            if assignment is None:
                if students:
                    found.append(problems.NOT_BUILT.at(n=len(students), assignment=name, course=course))
                continue
            values = sealed_values(workspace, course, name)
            marked_as = f"{assignment.digest}:{_hash_of(values)}:{READING}{'c' if compatible else ''}"
            for student in students:
                submission = fingerprint(folder / "submitted" / student / name)
                there = (folder / "autograded" / student / name).exists()
                if there and known.get(student) == (submission, marked_as):
                    continue
                with engine.begin() as connection:
                    before = submission_rows(connection, assignment.rows["assignment"][0]["id"], student)
                job = Job(student, assignment, folder, before, values, limits, scratch, compatible=compatible)
                due.append(Due(course, job, submission, marked_as))
    return total, due


def _hash_of(values: object) -> str:
    return blake2b(repr(values).encode(), digest_size=8).hexdigest()


def _graded(
    due: list[Due], stack: ExitStack, workers: Executor | None, processes: int | None
) -> Iterator[tuple[Due, Graded]]:
    """Each with its result, whoever is done first. A submission whose worker dies is tried once more, alone; then it
    is its own failure."""
    if not due:
        return
    waiting = due
    if workers is None:
        size = processes or min(len(os.sched_getaffinity(0)), -(-len(due) // WORTH_IT))
        workers = stack.enter_context(_pool(size))
    for attempt in (workers, None):
        lost: list[Due] = []
        for each, graded in _with(attempt, waiting):
            if graded is None:
                lost.append(each)
            else:
                yield each, graded
        waiting = lost
    for each in waiting:
        yield each, Graded(each.job.student, {}, None, {}, "the process that graded it died", ours=True)


def _pool(size: int) -> ProcessPoolExecutor:
    """Processes that end with this one, also where it is killed: else they would wait for work for ever."""
    context = get_context("spawn")
    return ProcessPoolExecutor(size, mp_context=context, initializer=end_with_parent, initargs=(os.getpid(),))


def _with(executor: Executor | None, due: list[Due]) -> Iterator[tuple[Due, Graded | None]]:
    """Results, None where the worker died. Without an executor each gets a process of its own."""
    if executor is None:
        for each in due:
            with _pool(1) as alone:
                yield from _with(alone, [each])
        return
    futures = {}
    for each in due:
        try:
            futures[executor.submit(grade, each.job)] = each
        except Exception:  # whatever an executor raises when its workers are gone; grading itself never raises
            yield each, None
    for future in as_completed(futures):
        try:
            yield futures[future], future.result()
        except (Exception, CancelledError):
            yield futures[future], None


def _settle(workspace: Workspace, engine: Engine, due: Due, graded: Graded, found: list[Problem]) -> int:
    """Notebooks into their place, then rows and the note that they are there, in one transaction; how many."""
    name = due.job.released.name
    if graded.failure or graded.folder is None:
        failed = problems.FAILED if graded.ours else problems.UNACCEPTABLE
        found.append(failed.at(engineer=graded.student, assignment=name, why=graded.failure))
        return 0
    _place(graded.folder, workspace.nbgrader(due.course) / "autograded" / graded.student / name)
    with engine.begin() as connection:
        rows.write(connection, graded.rows, {notebook for notebook, _ in graded.doubts})
        rows.note(connection, name, graded.student, due.submission, due.marked_as)
    shutil.rmtree(graded.folder.parents[2], ignore_errors=True)
    found.extend(_doubts(due, graded))
    return 1


def _doubts(due: Due, graded: Graded) -> Iterator[Problem]:
    cells = {each["id"]: each for each in due.job.released.rows["base_cell"]}
    notebooks = {each["id"]: each["name"] for each in due.job.released.rows["notebook"]}
    points = {}
    for row in graded.rows["grade"]:
        place = cells[row["cell_id"]]
        points[notebooks[place["notebook_id"]], place["name"]] = row["auto_score"]
    for (notebook, cell), reason in graded.doubts.items():
        yield problems.DOUBT.at(
            engineer=graded.student, assignment=due.job.released.name, cell=f"{notebook}/{cell}",
            why=said(reason), points=f"{points.get((notebook, cell)) or 0:g}",
        )  # fmt: skip


def _place(made: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    os.sync()  # on the disk before the ledger says so
    old = made.parents[2] / "old"
    if place.exists():
        place.rename(old)
    made.rename(place)
