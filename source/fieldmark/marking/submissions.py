"""What lies in nbgrader's `submitted/`, and one submission read and marked, or why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from fieldmark.marking import problems
from fieldmark.marking.bridge import Marked
from fieldmark.marking.sheet import Unreadable, marked, opened, slots_for_people, stamp_of
from fieldmark.model.paper import Paper, SealedPaper
from fieldmark.model.problem import Code, Problem
from fieldmark.store.sealed import read_sealed, sealed_papers
from fieldmark.store.workspace import Workspace

SLACK = timedelta(minutes=5)  # by which clocks of two machines may differ


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment of a sealed paper, and who submitted it (names of folders). `folder`: the nbgrader course."""

    name: str
    attempt: int
    sealed: SealedPaper
    folder: Path
    engineers: tuple[str, ...]

    @property
    def paper(self) -> Paper:
        return self.sealed.paper

    def submitted(self, engineer: str) -> Path:
        return self.folder / "submitted" / engineer / self.name

    def autograded(self, engineer: str) -> Path:
        return self.folder / "autograded" / engineer / self.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one submission: marked, or not (already marked, or a problem says why)."""

    marked: Marked | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Some submissions of an assignment, and hashes of the notebook and paper that they were marked with already."""

    assignment: Assignment
    known: Mapping[str, tuple[str, str]]


def assignments(workspace: Workspace) -> list[Assignment]:
    """Every assignment of a sealed paper that somebody submitted."""
    submitted: dict[tuple[str, str], list[str]] = {}
    for folder in sorted((workspace.state / "nbgrader").glob("*/submitted/*/*")):
        submitted.setdefault((folder.parts[-4], folder.name), []).append(folder.parent.name)
    found = []
    for sealed in (read_sealed(workspace, name) for name in sealed_papers(workspace)):
        paper = sealed.paper
        for attempt in range(1, paper.attempts + 1):
            name = paper.assignment(attempt)
            engineers = submitted.get((paper.course, name))
            if engineers:
                found.append(Assignment(name, attempt, sealed, workspace.nbgrader(paper.course), tuple(engineers)))
    return found


def without_key(workspace: Workspace, found: Sequence[Assignment]) -> Iterator[Problem]:
    """M006 for submissions of papers (their notebooks say so) whose key is not there."""
    known = {a.name for a in found}
    waiting: Counter[tuple[str, str]] = Counter()
    for folder in (workspace.state / "nbgrader").glob("*/submitted/*/*"):
        paper = "" if folder.name in known else _paper_named(folder / f"{folder.name}.ipynb")
        if paper:
            waiting[folder.name, paper] += 1
    for (assignment, paper), n in sorted(waiting.items()):
        yield problems.NO_KEY.at(n=n, assignment=assignment, paper=paper)


def outcomes(batch: Batch) -> list[Outcome]:
    """Read and mark a batch, in any process that sees the folders."""
    return [outcome(batch.assignment, name, batch.known.get(name)) for name in batch.assignment.engineers]


def outcome(assignment: Assignment, engineer: str, known: tuple[str, str] | None) -> Outcome:
    """Read and mark one submission. `known`: hashes of the notebook and the paper that it was marked with.

    Never raises: whatever goes wrong with one submission is a problem of that one.
    """
    said = {"engineer": engineer, "assignment": assignment.name}
    try:
        return _outcome(assignment, engineer, known)
    except (FileNotFoundError, NotADirectoryError):
        return Outcome(None, (_problem(problems.NO_NOTEBOOK, **said),))
    except OSError as error:
        return Outcome(None, (_problem(problems.DAMAGED, **said, why=str(error.strerror)),))
    except Unreadable as error:
        return Outcome(None, (_problem(problems.DAMAGED, **said, why=str(error)),))
    except Exception as error:  # our own bug: it must not stop the marking of the others
        return Outcome(None, (_problem(problems.FAILED, **said, why=f"{type(error).__name__}: {error}"[:300]),))


def clocks(marked: Marked, assignment: Assignment, now: datetime) -> Problem | None:
    """M010 where the times that the submission names cannot be: ended before it began, or later than `now`."""
    try:
        opened_at = datetime.fromisoformat(str(marked.sheet.stamp.get("opened")))
    except ValueError:
        opened_at = marked.submitted
    if opened_at <= marked.submitted <= now + SLACK:
        return None
    said = {"engineer": marked.sheet.engineer, "assignment": assignment.name}
    return _problem(problems.CLOCKS, **said, opened=f"{opened_at:%Y-%m-%d %H:%M}", ended=f"{marked.submitted:%H:%M}")


def _problem(code: Code, **values: str) -> Problem:
    return code.at(**values)  # type: ignore[arg-type]  # placeholders, none of them `line`


def _outcome(assignment: Assignment, engineer: str, known: tuple[str, str] | None) -> Outcome:
    folder = assignment.submitted(engineer)
    raw = (folder / f"{assignment.name}.ipynb").read_bytes()
    digest = blake2b(raw, digest_size=20).hexdigest()
    if known == (digest, assignment.sealed.version):
        return Outcome()
    notebook = opened(raw)
    stamp = stamp_of(notebook)
    wrong = _refusal(stamp, assignment, engineer)
    if wrong:
        return Outcome(None, (wrong,))
    sheet = marked(notebook, assignment.sealed, engineer, slots_for_people(assignment.sealed))
    submitted, timestamp = _times(folder, stamp)
    unreadable = tuple(
        problems.UNREADABLE_ANSWER.at(engineer=engineer, assignment=assignment.name, slot=s.slot)
        for s in sheet.slots
        if s.flag == "unreadable"
    )
    return Outcome(Marked(sheet, digest, assignment.sealed.version, submitted, timestamp), unreadable)


def _refusal(stamp: Mapping[str, Any], assignment: Assignment, engineer: str) -> Problem | None:
    """Why the notebook may not be marked here: of another person, or of another version of the paper."""
    paper = assignment.paper.id
    says = f"{stamp.get('engineer')} / {stamp.get('paper')}-a{stamp.get('attempt')}"
    if says != f"{engineer} / {assignment.name}":
        return problems.OTHER_OWNER.at(engineer=engineer, assignment=assignment.name, says=says)
    if stamp.get("digest") != assignment.sealed.digest:
        return problems.OTHER_VERSION.at(engineer=engineer, assignment=assignment.name, paper=paper)
    return None


def _times(folder: Path, stamp: Mapping[str, Any]) -> tuple[datetime, datetime | None]:
    """When it was submitted, and what nbgrader reads from timestamp.txt (UTC without offset)."""
    try:
        submitted = datetime.fromisoformat(str(stamp.get("submitted")))
    except ValueError:
        raise Unreadable("it does not say when it was submitted") from None
    path = folder / "timestamp.txt"
    if not path.exists():
        return submitted, None
    try:
        return submitted, datetime.fromisoformat(path.read_text(encoding="ascii").strip().removesuffix(" UTC"))
    except ValueError:
        return submitted, submitted.astimezone(UTC).replace(tzinfo=None)


def _paper_named(notebook: Path) -> str:
    try:
        return str(stamp_of(opened(notebook.read_bytes())).get("paper", ""))
    except (OSError, Unreadable):
        return ""
