"""`fieldmark build` for hand-written assignments: assignments/<course>/notebooks/<name>/ into the nbgrader course."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from fieldmark.marking.handwritten import problems
from fieldmark.marking.handwritten.generate import generate
from fieldmark.marking.handwritten.released import Rows, structure_rows
from fieldmark.marking.handwritten.rows import drop, handed_in, put_structure
from fieldmark.marking.handwritten.sealing import read_values, seal_values, unseal
from fieldmark.marking.handwritten.values import FILE as VALUES
from fieldmark.model.problem import Problem
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.store import gradebook as book
from fieldmark.store.files import only_one, read_json, write_bytes, write_json, write_text
from fieldmark.store.workspace import Workspace

_NAME = re.compile(r"[A-Za-z0-9][\w-]{0,99}", re.ASCII)
_UNWANTED = ("*.pyc", "__pycache__", ".ipynb_checkpoints", ".*")
CONFIG = '''"""Made by Fieldmark: this course for nbgrader, formgrader and `nbgrader autograde`."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)
here = Path(__file__).resolve().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = "{course}"
c.Exchange.root = str(here.parents[1] / "exchange")
'''


@dataclass(frozen=True, slots=True)
class Source:
    """One assignment as its author wrote it."""

    course: str
    name: str
    folder: Path

    def digest(self) -> str:
        made = blake2b(digest_size=20)
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                made.update(f"{path.relative_to(self.folder)}\0{path.stat().st_size}\0".encode())
                made.update(path.read_bytes())
        return made.hexdigest()


def build_notebooks(workspace: Workspace, *, progress: Progress = quiet) -> StepReport:
    """Build what is new or changed. What is wrong with one assignment (N001 to N005) leaves it as it was and stops no
    other."""
    found: list[Problem] = []
    rows: list[dict[str, object]] = []
    with only_one(workspace.lock("build"), "fieldmark build"):
        sources = list(_sources(workspace, found))
        for course in sorted({s.course for s in sources} | _courses(workspace)):
            own = [s for s in sources if s.course == course]
            rows += _build(workspace, course, own, found, progress)
    done = sum(row["state"] == "built" for row in rows)
    summary = Text(
        f"{len(rows)} hand-written assignments, {done} built anew.",
        f"共 {len(rows)} 份手工编写的作业，其中 {done} 份重新生成。",
    )
    return StepReport(summary, rows, tuple(found))


def built(workspace: Workspace, course: str) -> dict[str, str]:
    """Hand-written assignments of the course, with the digests of what they were built from."""
    path = _stamps(workspace, course)
    return dict(read_json(path)) if path.exists() else {}


def _stamps(workspace: Workspace, course: str) -> Path:
    return workspace.nbgrader(course) / "handwritten.json"


def _courses(workspace: Workspace) -> set[str]:
    return {path.parent.name for path in (workspace.state / "nbgrader").glob("*/handwritten.json")}


def _sources(workspace: Workspace, found: list[Problem]) -> Iterator[Source]:
    for folder in sorted(workspace.assignments.glob("*/notebooks/*")):
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        course, name, shown = folder.parts[-3], folder.name, workspace.relative(folder)
        papers = workspace.nbgrader(course) / "built.json"
        if not _NAME.fullmatch(name) or (papers.exists() and name in read_json(papers)):
            found.append(problems.BAD_NAME.at(shown, name=name))
        elif not list(folder.glob("*.ipynb")):
            found.append(problems.NO_NOTEBOOK.at(shown, name=name))
        else:
            yield Source(course, name, folder)


def _build(
    workspace: Workspace, course: str, sources: list[Source], found: list[Problem], progress: Progress
) -> list[dict[str, object]]:
    before = built(workspace, course)
    digests = {s.name: s.digest() for s in sources}
    due = [s for s in sources if not _whole(workspace, s, before.get(s.name) == digests[s.name])]
    done: set[str] = set()
    if due:
        progress(0, len(due), Text(f"building notebooks of {course}", f"正在生成 {course} 的笔记本作业"))
        done = _publish(workspace, course, due, found)
    gone = set(before) - set(digests)
    kept = _withdraw(workspace, course, gone, found) if gone else set()
    after = {n: digests[n] if n in done else before[n] for n in digests if n in done or n in before}
    after.update({n: before[n] for n in kept})
    if after != before:
        write_json(_stamps(workspace, course), after)
    return [
        {"paper": s.name, "course": course, "state": "built" if s.name in done else "unchanged"}
        for s in sources
        if s.name in after
    ]


def _whole(workspace: Workspace, source: Source, same: bool) -> bool:
    if not same or not book.exists(workspace, source.course):
        return False
    with book.gradebook(workspace, source.course) as engine, engine.begin() as connection:
        known = connection.execute(book.assignment.select().where(book.assignment.c.name == source.name)).first()
    folder = workspace.nbgrader(source.course)
    names = [p.name for p in source.folder.glob("*.ipynb")]
    return known is not None and all(
        (folder / step / source.name / n).exists() for n in names for step in ("source", "release")
    )


def _publish(workspace: Workspace, course: str, due: list[Source], found: list[Problem]) -> set[str]:
    """Make them with nbgrader beside the course, then put them in their places; names of those that were made."""
    staged = workspace.state / "building" / f"{course}-notebooks"
    shutil.rmtree(staged, ignore_errors=True)
    for each in due:
        shutil.copytree(each.folder, staged / "source" / each.name, ignore=shutil.ignore_patterns(VALUES, *_UNWANTED))
    failed = generate(staged, course)
    done = set()
    for each in due:
        place = workspace.relative(each.folder)
        if each.name in failed:
            found.append(problems.NBGRADER_FAILED.at(place, name=each.name, why=failed[each.name]))
        elif _put(workspace, each, staged, found):
            done.add(each.name)
    shutil.rmtree(staged, ignore_errors=True)
    return done


def _put(workspace: Workspace, source: Source, staged: Path, found: list[Problem]) -> bool:
    """One made assignment into its place: rows, then folders, then its values."""
    shown = workspace.relative(source.folder)
    rows = _made(staged / "gradebook.db", source.name)
    loose = sorted(row["name"] for row in rows["source_cell"] if not row["checksum"])
    if loose:
        why = f"{loose[0]} is a task that is not locked"
        found.append(problems.NBGRADER_FAILED.at(shown, name=source.name, why=why))
        return False
    values, why = read_values(source.folder / VALUES, _tests(rows))
    if why:
        found.append(problems.BAD_VALUES.at(f"{shown}/{VALUES}", name=source.name, why=why))
        return False
    _first(workspace, source.course, staged / "gradebook.db")
    made = book.connect(f"sqlite:///{staged / 'gradebook.db'}")
    try:
        with book.gradebook(workspace, source.course) as engine, engine.begin() as ours, made.begin() as theirs:
            different = put_structure(ours, theirs, source.name)
    finally:
        made.dispose()
    if different:
        found.append(problems.CELLS_CHANGED.at(shown, name=source.name, cells=different))
        return False
    for step in ("source", "release"):
        _swap(staged / step / source.name, workspace.nbgrader(source.course) / step / source.name)
    _offer(workspace, source)
    seal_values(workspace, source.course, source.name, values)
    return True


def _made(gradebook: Path, name: str) -> Rows:
    made = book.connect(f"sqlite:///{gradebook}")
    try:
        with made.begin() as connection:
            return structure_rows(connection, name)
    finally:
        made.dispose()


def _tests(rows: Rows) -> dict[str, list[str]]:
    """Notebook to names of its graded code cells that are no solutions."""
    graded = {row["id"] for row in rows["grade_cells"] if row["cell_type"] == "code"}
    solved = {row["name"] for row in rows["base_cell"] if row["id"] in {r["id"] for r in rows["solution_cells"]}}
    names = {row["id"]: row["name"] for row in rows["notebook"]}
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    for row in rows["base_cell"]:
        if row["id"] in graded and row["name"] not in solved:
            found[names[row["notebook_id"]]].append(row["name"])
    return found


def _first(workspace: Workspace, course: str, scratch: Path) -> None:
    """A course's first gradebook is nbgrader's own; and what else nbgrader wants of a course."""
    folder, elsewhere = workspace.nbgrader(course), book.elsewhere(course)
    if not book.exists(workspace, course):
        if elsewhere:
            book.make_tables(elsewhere)
        else:
            write_bytes(workspace.gradebook(course), scratch.read_bytes(), mode=0o660)
    if not (folder / "nbgrader_config.py").exists():
        database = f"c.CourseDirectory.db_url = {elsewhere!r}\n" if elsewhere else ""
        write_text(folder / "nbgrader_config.py", CONFIG.format(course=course) + database)
    (workspace.state / "exchange").mkdir(parents=True, exist_ok=True)


def _swap(new: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    old = place.with_name(f".{place.name}.{os.getpid()}")
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _offer(workspace: Workspace, source: Source) -> None:
    """The released files where nbgrader's own tools look for them: in the exchange's outbound folder."""
    exchange = workspace.state / "exchange" / source.course
    for part in ("inbound", "outbound", "feedback"):
        (exchange / part).mkdir(parents=True, exist_ok=True)
    copy = workspace.state / "building" / f"{source.course}-{source.name}-outbound"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(workspace.nbgrader(source.course) / "release" / source.name, copy)
    _swap(copy, exchange / "outbound" / source.name)


def _withdraw(workspace: Workspace, course: str, gone: set[str], found: list[Problem]) -> set[str]:
    """Take assignments out whose folders are gone; those that were handed in stay."""
    kept = set()
    with book.gradebook(workspace, course) as engine, engine.begin() as connection:
        for name in sorted(gone):
            if handed_in(connection, name) or list(workspace.nbgrader(course).glob(f"submitted/*/{name}")):
                kept.add(name)
                found.append(problems.LEFT.at(name=name))
            else:
                drop(connection, name)
    for name in gone - kept:
        for step in ("source", "release"):
            shutil.rmtree(workspace.nbgrader(course) / step / name, ignore_errors=True)
        shutil.rmtree(workspace.state / "exchange" / course / "outbound" / name, ignore_errors=True)
        unseal(workspace, course, name)
    return kept
