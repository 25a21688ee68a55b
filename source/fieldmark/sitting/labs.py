"""What was handed in from an engineer's own JupyterLab is taken as an upload: the same rules, receipt, journal."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Any

from fieldmark.model.problem import Problem, Refused
from fieldmark.sitting import handin, problems, wire
from fieldmark.sitting.engine import Exam
from fieldmark.store import inbound, uploads
from fieldmark.store.files import only_one
from fieldmark.store.inbound import Waiting

EVERY = 2.0  # seconds between looks
log = logging.getLogger("fieldmark.sitting")


async def take_for_ever(exam: Exam) -> None:
    """Take what comes, until cancelled."""
    while True:
        await asyncio.to_thread(take_all, exam)
        await asyncio.sleep(EVERY)


def take_all(exam: Exam) -> None:
    for engineer in inbound.engineers(exam.workspace):
        take(exam, engineer)


def take(exam: Exam, engineer: str) -> None:
    """Take what an engineer handed in. What cannot be kept now (another does it, the journal cannot write) stays for
    the next look."""
    try:
        if inbound.waiting(exam.workspace, engineer):
            with only_one(exam.workspace.lock(f"lab-{engineer}"), "lab"):
                for each in inbound.waiting(exam.workspace, engineer):
                    inbound.settle(exam.workspace, each, _take(exam, each))
    except (Refused, OSError) as error:
        log.error("what %s handed in stays in the lab: %s", engineer, error)


def refused(exam: Exam, engineer: str, course: str, assignment: str) -> dict[str, Any] | None:
    """Why the newest that was handed in from the lab was not taken; None where it was."""
    became = inbound.taken(exam.workspace, engineer)
    newest = [told for name, told in became.items() if name.startswith(f"{course}/") and f"+{assignment}+" in name]
    return max(newest, key=lambda told: told["number"]).get("problem") if newest else None


def _take(exam: Exam, each: Waiting) -> dict[str, Any]:
    """Keep it as an upload, and say what became of it."""
    refusal = _kept(exam, each)
    return {"problem": wire.problem(refusal)} if refusal else {}


def _kept(exam: Exam, each: Waiting) -> Problem | None:
    place, now = exam.workspace, exam.clock()
    if (each.course, each.assignment) not in uploads.assignments(place):  # whatever their code made of the name
        return problems.NO_ASSIGNMENT.at(name=each.assignment)
    wanted = [n for n in uploads.released(place, each.course, each.assignment) if n.endswith(".ipynb")]
    before = uploads.uploads(place, each.course, each.assignment, each.engineer)
    if len(before) >= handin.MOST_UPLOADS:
        return problems.UPLOADS_USED.at(most=handin.MOST_UPLOADS)
    files = _read(exam, each, wanted)
    if isinstance(files, Problem):
        return files
    said = handin.receipt(each.course, each.assignment, each.engineer, files, now)
    if before and before[-1]["files"] == said["files"]:
        return None  # the very same is there: handed in twice, or a stop came before this was settled
    enter = partial(exam.uploaded, each.engineer, said)
    uploads.keep(place, each.course, each.assignment, each.engineer, handin.stamped(files, now), said, enter)
    return None


def _read(exam: Exam, each: Waiting, wanted: list[str]) -> dict[str, bytes] | Problem:
    try:
        files = inbound.contents(exam.workspace, each, handin.MOST_FILES, handin.MOST_MB * 1_000_000)
    except inbound.TooMuch:
        return problems.UPLOAD_TOO_BIG.at(most=handin.MOST_MB)
    except OSError:  # changed under our eyes, or never meant to be read
        return handin.accepted([], wanted)
    return handin.accepted(files, wanted)
