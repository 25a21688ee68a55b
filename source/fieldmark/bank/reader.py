"""All that trainers wrote in a workspace, read and checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fieldmark.bank.bank import Bank
from fieldmark.bank.blueprints import read_blueprint
from fieldmark.bank.build import build
from fieldmark.bank.checks import BANK_CHECKS, ITEM_CHECKS
from fieldmark.bank.courses import read_course
from fieldmark.bank.draft import Draft
from fieldmark.bank.sections import drafts
from fieldmark.bank.source import Source, load
from fieldmark.model.content import Content
from fieldmark.model.course import Course
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import Blueprint
from fieldmark.model.problem import Problem
from fieldmark.store.workspace import Workspace

MOST_ITEM_BYTES, MOST_YAML_BYTES = 1_000_000, 200_000


def read(workspace: Workspace) -> Content:
    """Courses, items and blueprints, and every problem at once, sorted by place.

    Only what is sound by itself is in `items`; `blueprints` holds what could be read, sound or not.
    """
    wrong: list[Problem] = []
    sources: dict[str, Source] = {}
    courses, unreadable = _courses(workspace, sources, wrong)
    folders = _folders(workspace.assignments)
    bank = Bank(
        courses=courses,
        drafts=tuple(d for folder in folders for d in _drafts(workspace, folder, sources, wrong)),
        blueprints=tuple(b for folder in folders for b in _blueprints(workspace, folder, sources, wrong)),
        folders=tuple((folder.name, workspace.relative(folder)) for folder in folders),
        sources=sources,
        unreadable_courses=unreadable,
        incomplete=frozenset(folder.name for folder in folders if _incomplete(workspace, folder, sources)),
    )
    wrong += [p for draft in bank.drafts for check in ITEM_CHECKS for p in check(draft)]
    wrong += [p for check in BANK_CHECKS for p in check(bank)]
    found = tuple(sorted(dict.fromkeys(wrong), key=lambda p: (p.file, p.line, p.code)))
    return Content(bank.courses, tuple(_sound(bank, found)), bank.blueprints, found)


def _sound(bank: Bank, found: tuple[Problem, ...]) -> Iterator[AnyItem]:
    """The items without an error between their heading and the next."""
    errors = {(p.file, p.line) for p in found if p.severity == "error"}
    for draft in bank.drafts:
        if not any((draft.source.file, line) in errors for line in range(draft.line, draft.last + 1)):
            yield build(draft)


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


def _incomplete(workspace: Workspace, folder: Path, sources: dict[str, Source]) -> bool:
    return any(workspace.relative(path) not in sources for path in _files(folder / "items", (".md",)))


def _blueprints(
    workspace: Workspace, folder: Path, sources: dict[str, Source], wrong: list[Problem]
) -> Iterator[Blueprint]:
    for path in _files(folder / "papers", (".yaml", ".yml")):
        source = _source(workspace, path, MOST_YAML_BYTES, sources, wrong)
        blueprint, more = read_blueprint(source, folder.name) if source else (None, ())
        wrong += more
        if blueprint:
            yield blueprint
