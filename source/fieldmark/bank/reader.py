"""All that trainers wrote in a workspace, read and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fieldmark.bank import marking
from fieldmark.bank.bank import Bank, Question
from fieldmark.bank.blueprints import read_blueprint
from fieldmark.bank.build import build
from fieldmark.bank.checks import BANK_CHECKS, ITEM_CHECKS
from fieldmark.bank.checks.practicals import check_practical
from fieldmark.bank.courses import read_course
from fieldmark.bank.draft import Draft
from fieldmark.bank.practicals.practical import Practical
from fieldmark.bank.practicals.read import READERS, read_practical
from fieldmark.bank.sections import drafts
from fieldmark.bank.source import MOST_YAML_BYTES, Source, load
from fieldmark.model.content import Content
from fieldmark.model.course import Course
from fieldmark.model.fault import Weights
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import Blueprint
from fieldmark.model.problem import Problem
from fieldmark.store.policies import keep_policies
from fieldmark.store.workspace import Workspace

MOST_ITEM_BYTES = 1_000_000
YAML = (".yaml", ".yml")


def read(workspace: Workspace) -> Content:
    """Courses, questions and blueprints, and every problem at once, sorted by place.

    Only what is sound by itself, and no draft, is in `items`; `blueprints` holds what could be read, sound or not.
    """
    keep_policies(workspace)
    wrong: list[Problem] = []
    sources: dict[str, Source] = {}
    courses, unreadable = _courses(workspace, sources, wrong)
    weights = _weights(workspace, sources, wrong)
    folders = _folders(workspace.assignments)
    bank = Bank(
        courses=courses,
        drafts=tuple(d for folder in folders for d in _drafts(workspace, folder, sources, wrong)),
        practicals=tuple(p for folder in folders for p in _practicals(workspace, folder, weights, sources, wrong)),
        blueprints=tuple(b for folder in folders for b in _blueprints(workspace, folder, sources, wrong)),
        folders=tuple((folder.name, workspace.relative(folder)) for folder in folders),
        sources=sources,
        unreadable_courses=unreadable,
        incomplete=frozenset(folder.name for folder in folders if _incomplete(workspace, folder, sources)),
    )
    wrong += [p for draft in bank.drafts for check in ITEM_CHECKS for p in check(draft)]
    wrong += [p for check in BANK_CHECKS for p in check(bank)]
    wrong += _matter(bank, wrong)
    softened = (_softened(bank, p) for p in dict.fromkeys(wrong))
    found = tuple(sorted(softened, key=lambda p: (p.file, p.line, p.code)))
    return Content(bank.courses, tuple(_sound(bank, found)), bank.blueprints, found)


def _matter(bank: Bank, wrong: list[Problem]) -> Iterator[Problem]:
    """What is wrong with practicals whose text is sound: asked only then, since it takes solving them."""
    broken = {p.file for p in wrong if p.severity == "error"}
    for practical in bank.practicals:
        if practical.source.file not in broken:
            yield from check_practical(practical)


def _softened(bank: Bank, problem: Problem) -> Problem:
    """A draft may have faults: they are shown, and stop nothing."""
    if problem.severity == "error" and any(q.draft and _holds(q, problem) for q in bank.questions):
        return replace(problem, severity="warning")
    return problem


def _holds(question: Question, problem: Problem) -> bool:
    """Whether the problem lies in the question's text."""
    if problem.file != question.source.file:
        return False
    return not isinstance(question, Draft) or question.line <= problem.line <= question.last


def _sound(bank: Bank, found: tuple[Problem, ...]) -> Iterator[AnyItem]:
    """The items without an error between their heading and the next; the practicals without one in their file."""
    errors = {(p.file, p.line) for p in found if p.severity == "error"}
    for draft in bank.drafts:
        lines = range(draft.line, draft.last + 1)
        if not draft.draft and not any((draft.source.file, line) in errors for line in lines):
            yield build(draft)
    broken = {file for file, _ in errors}
    for practical in bank.practicals:
        if not practical.draft and practical.source.file not in broken:
            yield practical.item


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(f for f in folder.iterdir() if f.is_dir() and not f.name.startswith((".", "_")))


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(f for f in folder.rglob("*") if f.suffix in suffixes and not f.name.startswith((".", "_", "~")))


def _source(
    workspace: Workspace, path: Path, most: int, sources: dict[str, Source], wrong: list[Problem]
) -> Source | None:
    file = workspace.relative(path)
    source, unreadable = load(path, file, most)
    wrong += unreadable
    if source:
        sources[file] = source
    return source


def _courses(
    workspace: Workspace, sources: dict[str, Source], wrong: list[Problem]
) -> tuple[tuple[Course, ...], tuple[str, ...]]:
    """The courses that can be read, and the names of those that cannot."""
    courses: list[Course] = []
    unreadable: list[str] = []
    for folder in _folders(workspace.courses):
        path = folder / "course.yaml"
        if not path.exists():
            continue
        source = _source(workspace, path, MOST_YAML_BYTES, sources, wrong)
        course, more = read_course(source, folder.name) if source else (None, ())
        wrong += more
        if course:
            courses.append(course)
        else:
            unreadable.append(folder.name)
    return tuple(courses), tuple(unreadable)


def _drafts(workspace: Workspace, folder: Path, sources: dict[str, Source], wrong: list[Problem]) -> Iterator[Draft]:
    for path in _files(folder / "items", (".md",)):
        source = _source(workspace, path, MOST_ITEM_BYTES, sources, wrong)
        if source:
            found, more = drafts(source, folder.name)
            wrong += more
            yield from found


def _weights(workspace: Workspace, sources: dict[str, Source], wrong: list[Problem]) -> Weights:
    path = workspace.grading / marking.FILE
    source = _source(workspace, path, MOST_YAML_BYTES, sources, wrong) if path.exists() else None
    weights, more = marking.read_marking(source) if source else (Weights(), ())
    wrong += more
    return weights


def _practicals(
    workspace: Workspace, folder: Path, weights: Weights, sources: dict[str, Source], wrong: list[Problem]
) -> Iterator[Practical]:
    differ = marking.read_differ(sources.get(workspace.relative(workspace.grading / marking.FILE)))
    for name in READERS:
        for path in _files(folder / name, YAML):
            source = _source(workspace, path, MOST_YAML_BYTES, sources, wrong)
            if source:
                practical, more = read_practical(source, folder.name, name, weights, differ)
                wrong += more
                if practical:
                    yield practical


def _incomplete(workspace: Workspace, folder: Path, sources: dict[str, Source]) -> bool:
    texts = [*_files(folder / "items", (".md",)), *(f for name in READERS for f in _files(folder / name, YAML))]
    return any(workspace.relative(path) not in sources for path in texts)


def _blueprints(
    workspace: Workspace, folder: Path, sources: dict[str, Source], wrong: list[Problem]
) -> Iterator[Blueprint]:
    for path in _files(folder / "papers", YAML):
        source = _source(workspace, path, MOST_YAML_BYTES, sources, wrong)
        blueprint, more = read_blueprint(source, folder.name) if source else (None, ())
        wrong += more
        if blueprint:
            yield blueprint
