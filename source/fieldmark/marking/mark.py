"""`fieldmark mark`, the answers lane: submitted papers to rows in nbgrader's gradebook, then the autograded
notebooks, then the `responses` table. No notebook is run. A run that is stopped anywhere is finished by the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from fieldmark.marking import bridge, problems
from fieldmark.marking.notebooks import write_autograded
from fieldmark.marking.policy import read_marking_policy
from fieldmark.marking.responses import columns, responses
from fieldmark.marking.structure import mismatch, structure, weigh
from fieldmark.marking.submissions import Assignment, Batch, assignments, clocks, outcomes, without_key
from fieldmark.marking.tasks import land_all
from fieldmark.marking.workers import Hands, in_order
from fieldmark.model.problem import Problem
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.store.files import only_one
from fieldmark.store.gradebook import gradebook
from fieldmark.store.people import read_people
from fieldmark.store.tables import has_table, write_columns
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sqlalchemy import Engine

BATCH = 250  # submissions in one transaction


def mark(
    workspace: Workspace, *, notebooks: bool = True, workers: Executor | None = None, progress: Progress = quiet
) -> StepReport:
    """Mark what is not marked, or changed since; with `notebooks`, then write those that formgrader shows.
    `workers`: where to do it; by default processes of this machine where that pays.

    Refused where a course's gradebook is missing (W031) or damaged (W030); all else is a problem of one submission
    (M001 …) and stops no other.
    """
    with only_one(workspace.lock("mark"), "fieldmark mark"), ExitStack() as stack:
        found, policy = assignments(workspace), read_marking_policy(workspace)
        now = datetime.now(UTC)
        wrong = list(without_key(workspace, found))
        courses = sorted({a.paper.course for a in found})
        engines = {course: stack.enter_context(gradebook(workspace, course)) for course in courses}
        hands = Hands(stack, workers)
        people = set(read_people(workspace))
        total = sum(len(a.engineers) for a in found)
        marked: list[int] = []
        say = _estimate(progress, Text("marking", "正在评分"), total)
        for each in found:
            done, problems_of = _mark(engines[each.paper.course], each, hands, now, say)
            wrong.extend(problems_of)
            wrong.extend(_strangers(each, people))
            marked.append(done)
            wrong.extend(
                land_all(engines[each.paper.course], workspace, each.sealed, each.attempt, policy, now).problems
            )
        _responses(workspace, engines, found)
        say = _estimate(progress, Text("writing notebooks for formgrader", "正在为 formgrader 写入笔记本"), total)
        for each in found if notebooks else ():
            write_autograded(engines[each.paper.course], each, hands, say)
    new = sum(marked)
    summary = Text(f"{total} submissions, {new} newly marked.", f"共 {total} 份提交，新评分 {new} 份。")
    rows = [_row(a, n) for a, n in zip(found, marked, strict=True)]
    return StepReport(summary, rows, tuple(wrong))


def _mark(
    engine: Engine, assignment: Assignment, hands: Hands, now: datetime, say: Callable[[int], None]
) -> tuple[int, list[Problem]]:
    """Mark an assignment batch by batch, each in a transaction of its own; how many, and what was wrong."""
    bridge.prepare(engine)
    with engine.begin() as connection:
        cells = structure(connection, assignment.name)
        if cells and assignment.sealed.revision:
            cells = weigh(connection, cells, assignment.sealed)
        known = bridge.ledger(connection, assignment.name)
    why = mismatch(cells, assignment.sealed)
    if why or cells is None:
        say(len(assignment.engineers))
        course = assignment.paper.course
        return 0, [problems.OTHER_GRADEBOOK.at(course=course, assignment=assignment.name, why=why)]
    marked = 0
    wrong: list[Problem] = []
    pending = len(assignment.engineers) - len(known)
    for done in in_order(hands.enough_for(pending), outcomes, _batches(assignment, known)):
        batch = [o.marked for o in done if o.marked]
        if batch:
            with engine.begin() as connection:
                bridge.write(connection, assignment.name, cells, batch)
        marked += len(batch)
        wrong.extend(p for o in done for p in o.problems)
        wrong.extend(p for m in batch if (p := clocks(m, assignment, now)))
        say(len(done))
    return marked, wrong


def _batches(assignment: Assignment, known: Mapping[str, tuple[str, str]]) -> Iterator[Batch]:
    for start in range(0, len(assignment.engineers), BATCH):
        names = assignment.engineers[start : start + BATCH]
        yield Batch(replace(assignment, engineers=names), {n: known[n] for n in names if n in known})


def _strangers(assignment: Assignment, people: set[str]) -> Iterator[Problem]:
    """M004 for who submitted and is not on the list of people (where there is a list)."""
    for name in assignment.engineers:
        if people and name not in people:
            yield problems.UNKNOWN_ENGINEER.at(engineer=name, assignment=assignment.name)


def _responses(workspace: Workspace, engines: dict[str, Engine], found: Sequence[Assignment]) -> None:
    """The table, in the order of course, assignment, engineer and slot; not made where nobody submitted yet."""
    if not found and not has_table(workspace, "responses"):
        return

    def rows() -> Iterator[dict[str, Any]]:
        for course, engine in engines.items():
            papers = {a.name: (a.paper, a.attempt) for a in found if a.paper.course == course}
            with engine.begin() as connection:
                yield from responses(connection, papers)

    write_columns(workspace, "responses", columns(rows()))


def _estimate(progress: Progress, doing: Text, total: int) -> Callable[[int], None]:
    """Counts what is done and says how long the rest will take."""
    started, done = monotonic(), 0

    def say(n: int) -> None:
        nonlocal done
        done += n
        left = (monotonic() - started) / max(done, 1) * (total - done)
        progress(done, total, Text(f"{doing.en}, {left:.0f} s left", f"{doing.zh}，剩余约 {left:.0f} 秒"))

    return say


def _row(assignment: Assignment, marked: int) -> dict[str, object]:
    return {
        "assignment": assignment.name,
        "course": assignment.paper.course,
        "submissions": len(assignment.engineers),
        "marked": marked,
    }
