"""Where everything lies. A workspace is a folder with courses/, assignments/ and grading/; built state is in
.fieldmark/."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from fieldmark.model.problem import Refused
from fieldmark.store import problems
from fieldmark.store.files import read_json, write_json

FORMAT = 1
CONTENT = ("courses", "assignments", "grading")


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths of one workspace. Trainers own `courses`, `assignments` and `grading`; `state` is ours."""

    root: Path

    @property
    def courses(self) -> Path:
        return self.root / "courses"

    @property
    def assignments(self) -> Path:
        return self.root / "assignments"

    @property
    def grading(self) -> Path:
        return self.root / "grading"

    @property
    def state(self) -> Path:
        return self.root / ".fieldmark"

    @property
    def sealed(self) -> Path:
        """Sealed papers, one JSON file each; for the service's user alone."""
        return self.state / "sealed"

    @property
    def journal(self) -> Path:
        return self.state / "journal" / "journal.sqlite"

    @property
    def warehouse(self) -> Path:
        return self.state / "warehouse.duckdb"

    @property
    def tables(self) -> Path:
        return self.state / "tables"

    @property
    def published(self) -> Path:
        return self.state / "published"

    @property
    def site(self) -> Path:
        """JupyterHub's own: users, cookie secret, database, logs."""
        return self.state / "site"

    @property
    def inbox(self) -> Path:
        """Field files (CRM exports, surveys, registers) that `run` loads, with their mapping named in
        grading/sources.yaml."""
        return self.root / "inbox"

    def nbgrader(self, course: str) -> Path:
        """The nbgrader course folder: source/ release/ submitted/ autograded/ feedback/ gradebook.db."""
        return self.state / "nbgrader" / course

    def gradebook(self, course: str) -> Path:
        return self.nbgrader(course) / "gradebook.db"

    def lock(self, what: str) -> Path:
        return self.state / "locks" / what

    def relative(self, path: Path) -> str:
        """A path as its owner knows it: from the workspace's root."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def open_workspace(folder: Path) -> Workspace:
    """The workspace in `folder`, or above it; Refused (W001, W002) where there is none or a newer program's."""
    workspace = _found(folder.resolve())
    if not (workspace.courses.is_dir() or workspace.assignments.is_dir()):
        raise Refused(problems.NO_WORKSPACE.at(path=workspace.root))
    marker = workspace.state / "workspace.json"
    if marker.exists():
        theirs = int(read_json(marker).get("format", 0))
        if theirs > FORMAT:
            raise Refused(problems.NEWER_WORKSPACE.at(theirs=theirs, ours=FORMAT))
    else:
        write_json(marker, {"format": FORMAT})
        workspace.state.chmod(0o711)
    return workspace


def _found(folder: Path) -> Workspace:
    """The workspace in the folder or, for who stands somewhere inside one, the nearest above it."""
    here = Workspace(folder)
    if here.courses.is_dir() or here.assignments.is_dir():
        return here
    above = (Workspace(parent) for parent in folder.parents)
    return next((w for w in above if w.courses.is_dir() and w.assignments.is_dir() and w.grading.is_dir()), here)


def init_workspace(folder: Path) -> Workspace:
    """Make a workspace with the shipped sample content in a new or empty folder; whole or not at all."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(problems.NOT_EMPTY.at(path=folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = folder.parent / f".{folder.name}.building"
    shutil.rmtree(building, ignore_errors=True)
    for name in CONTENT:
        shutil.copytree(shipped_content() / name, building / name)
    if folder.exists():
        folder.rmdir()
    building.rename(folder)
    return open_workspace(folder)


def shipped_content() -> Path:
    """Where the sample content lies: in the wheel beside the package, in a checkout at the root."""
    package = Path(__file__).resolve().parents[1]
    in_wheel = package / "_content"
    return in_wheel if in_wheel.is_dir() else package.parents[1]
