"""Submitted sittings into nbgrader's `submitted/<engineer>/<assignment>/`: the released notebook with the engineer's
answers in its solution cells, and timestamp.txt."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

from fieldmark.items import variant
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.score import Answer
from fieldmark.model.sitting import Submission
from fieldmark.model.text import Text
from fieldmark.paper import problems
from fieldmark.paper.notebook import EMPTY, answer_cell_id, by_person, shown_cell_id, to_line
from fieldmark.paper.publish import built
from fieldmark.paper.shown import shown
from fieldmark.store.files import only_one, read_json, sweep, write_json, write_text
from fieldmark.store.sealed import read_sealed
from fieldmark.store.workspace import Workspace

_NAME = re.compile(r"[^\W_][\w.@-]{0,127}")
"""User names that are safe as folders, also for nbgrader's globs."""


def collect(
    workspace: Workspace, *, submissions: Iterable[Submission] | None = None, progress: Progress = quiet
) -> StepReport:
    """Every submission of the journal that is not collected yet, or changed since (answers accepted late). One that
    cannot be collected is a problem of its own (P009, W010) and stops no other."""
    with only_one(workspace.lock("collect"), "fieldmark mark (collecting)"):
        for left in (workspace.state / "nbgrader").glob("*/collecting"):
            sweep(left, time())
        waiting = list(_journal(workspace) if submissions is None else submissions)
        index = _Index(workspace)
        found: list[Problem] = []
        new = 0
        for n, each in enumerate(waiting):
            progress(n, len(waiting), Text("collecting submissions", "正在收取提交"))
            if index.has(each):
                continue
            try:
                found.extend(collect_one(workspace, each))
                index.add(each)
                new += 1
            except Refused as refused:
                found.extend(refused.problems)
        index.save()
    said = Text(f"{len(waiting)} submissions, {new} newly collected.", f"共 {len(waiting)} 份提交，新收取 {new} 份。")
    return StepReport(said, (), tuple(dict.fromkeys(found)))  # a paper's missing key is said once


def collect_one(workspace: Workspace, submission: Submission) -> tuple[Problem, ...]:
    """Collect one submission now; safe to call again, from any process. P010 for answers to unknown slots.

    Refused: W010 where the paper's key is missing, P009 where its notebook is, or is of another version, P012.
    """
    if not _NAME.fullmatch(submission.engineer):
        raise Refused(problems.BAD_NAME.at(engineer=submission.engineer))
    sealed = _sealed(workspace, submission.paper)
    assignment = sealed.paper.assignment(submission.attempt)
    course = workspace.nbgrader(sealed.paper.course)
    release = course / "release" / assignment / f"{assignment}.ipynb"
    stamp = built(workspace, sealed.paper.course).get(assignment, {})
    outdated = submission.digest not in ("", sealed.digest)
    if stamp.get("digest") != sealed.digest or outdated or not release.exists():
        raise Refused(problems.NOT_BUILT.at(engineer=submission.engineer, paper=submission.paper))
    notebook = filled(_release(str(release), release.stat().st_mtime_ns), sealed, submission)
    _place(course, submission, assignment, to_line(notebook))
    strange = sorted(set(submission.answers) - {s.name for s in sealed.paper.slots})
    return tuple(
        problems.UNKNOWN_SLOT.at(engineer=submission.engineer, paper=submission.paper, slot=slot) for slot in strange
    )


def collected_papers(workspace: Workspace) -> set[str]:
    """Ids of papers that somebody's submission lies there for. Assignments written by hand are none."""
    folders = {(f.parts[-4], f.name): f for f in (workspace.state / "nbgrader").glob("*/submitted/*/*")}
    known = {course: built(workspace, course) for course, _ in folders}
    found = set()
    for (course, name), folder in folders.items():
        if name in known[course] or _collected_checksum(folder / f"{name}.ipynb"):
            found.add(name.rpartition("-a")[0])
    return found


def filled(release: str, sealed: SealedPaper, submission: Submission) -> dict[str, Any]:
    """The released notebook (as text) with the engineer's variants and answers. Pure."""
    notebook: dict[str, Any] = json.loads(release)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    for slot in sealed.paper.slots:
        item, drawn = variant(sealed, slot, submission.engineer)
        answer = submission.answers.get(slot.name, {})
        cells[shown_cell_id(slot.name)]["source"] = shown(item, drawn, slot, answer).encode("utf-8", "replace").decode()
        manual = by_person(slot, sealed.items)
        cells[answer_cell_id(slot.name, manual)]["source"] = literal(answer, manual=manual)
    notebook["metadata"]["fieldmark"] = stamp(sealed, submission)
    return notebook


def literal(answer: Answer, *, manual: bool = False) -> str:
    """The solution cell of an answer. A blank text counts as no answer, so that nobody has to mark it."""
    if not answer or (manual and not str(answer.get("text", "")).strip()):
        return EMPTY
    text = json.dumps(answer, ensure_ascii=False, sort_keys=True)
    return f"ANSWER = {text.encode('utf-8', 'backslashreplace').decode()}"  # half a surrogate pair stays an escape


def stamp(sealed: SealedPaper, submission: Submission) -> dict[str, Any]:
    """What a submitted notebook says of itself (`metadata.fieldmark`)."""
    return {
        "paper": submission.paper,
        "attempt": submission.attempt,
        "engineer": submission.engineer,
        "sitting": submission.sitting,
        "digest": sealed.digest,
        "opened": submission.opened.isoformat(),
        "submitted": submission.submitted.isoformat(),
        "seconds": dict(submission.seconds),
        "automatic": int(submission.automatic),
        "receipt": submission.receipt,
        "answers": checksum(submission.answers),
    }


def checksum(answers: Mapping[str, Answer]) -> str:
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _place(course: Path, submission: Submission, assignment: str, text: str) -> None:
    """The submission's folder, whole, in its place; one that was there is replaced (the journal keeps all)."""
    place = course / "submitted" / submission.engineer / assignment
    made = course / "collecting" / uuid4().hex
    when = submission.submitted.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    try:
        write_text(made / "timestamp.txt", when)
        write_text(made / f"{assignment}.ipynb", text)
        place.parent.mkdir(parents=True, exist_ok=True)
        _move(made, place)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _move(made: Path, place: Path) -> None:
    while True:
        try:
            made.rename(place)
            return
        except OSError:
            if not place.exists():
                raise
            _aside(place, made.parent)


def _aside(place: Path, trash: Path) -> None:
    old = trash / uuid4().hex
    with suppress(FileNotFoundError):  # another process was quicker
        place.rename(old)
        shutil.rmtree(old)


def _journal(workspace: Workspace) -> Iterable[Submission]:
    if not (workspace.journal.exists() or os.environ.get("FIELDMARK_JOURNAL")):
        return []
    from fieldmark.store.journal import Journal

    journal = Journal.open(workspace)
    try:
        return list(journal.submissions())
    finally:
        journal.close()


class _Index:
    """What was collected already, so that a later run need not open every notebook: `collected.json`, made anew
    from the notebooks where it is missing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._path = workspace.state / "nbgrader" / "collected.json"
        self._known: dict[str, str] = read_json(self._path) if self._path.exists() else {}
        self._before = dict(self._known)

    def has(self, submission: Submission) -> bool:
        place = self._folder(submission)
        if place is None or not (place / f"{place.name}.ipynb").exists():
            return False
        known = self._known.get(self._key(submission)) or _collected_checksum(place / f"{place.name}.ipynb")
        self._known[self._key(submission)] = known
        return known == checksum(submission.answers)

    def add(self, submission: Submission) -> None:
        self._known[self._key(submission)] = checksum(submission.answers)

    def save(self) -> None:
        if self._known != self._before:
            write_json(self._path, self._known)

    def _folder(self, submission: Submission) -> Path | None:
        try:
            paper = _sealed(self._workspace, submission.paper).paper
        except Refused:
            return None
        return (
            self._workspace.nbgrader(paper.course)
            / "submitted"
            / submission.engineer
            / paper.assignment(submission.attempt)
        )

    @staticmethod
    def _key(submission: Submission) -> str:
        return f"{submission.engineer}/{submission.paper}/{submission.attempt}"


def _collected_checksum(notebook: Path) -> str:
    try:
        return str(json.loads(notebook.read_text(encoding="utf-8"))["metadata"]["fieldmark"]["answers"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _sealed(workspace: Workspace, paper: str) -> SealedPaper:
    path = workspace.sealed / f"{paper}.json"
    if not path.exists():
        return read_sealed(workspace, paper)  # says what is missing
    return _sealed_at(workspace, paper, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _sealed_at(workspace: Workspace, paper: str, _: int) -> SealedPaper:
    return read_sealed(workspace, paper)


@lru_cache(maxsize=64)
def _release(path: str, _: int) -> str:
    return Path(path).read_text(encoding="utf-8")
