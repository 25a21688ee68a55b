"""The people of the workspace, read again when their file changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldmark.model.person import Person
from fieldmark.model.problem import Refused
from fieldmark.model.text import Text
from fieldmark.store.people import read_people
from fieldmark.store.policy import read_yaml
from fieldmark.store.workspace import Workspace


class People:
    """User name (in small letters, as JupyterHub writes it) to person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._path = workspace.site / "people.json"
        self._seen: tuple[int, int] = (0, 0)
        self._people: dict[str, Person] = {}

    def all(self) -> dict[str, Person]:
        stamp = self._stamp()
        if stamp != self._seen:
            self._people = self._now()
            self._seen = stamp
        return self._people

    def _now(self) -> dict[str, Person]:
        """Who was known stays known while the file cannot be read."""
        try:
            people = read_people(self._workspace, {p.user: p for p in self._people.values()})
        except Refused:
            if not self._people:
                raise
            return self._people
        return {p.user.lower(): p for p in people.values()}

    def get(self, user: str) -> Person | None:
        return self.all().get(user.lower())

    def _stamp(self) -> tuple[int, int]:
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return (0, 0)
        return (stat.st_mtime_ns, stat.st_ino)


def standing(person: Person) -> dict[str, Any]:
    """The person as JupyterHub's login hands it on: the role is the one group."""
    return {"name": person.user.lower(), "groups": [person.role], "admin": person.role == "administrator"}


def taught(person: Person, courses: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the workspace's courses that a trainer teaches; none for anyone else."""
    if person.role != "trainer":
        return ()
    named = {unit.removeprefix("course:") for unit in person.units}
    return courses if "*" in named else tuple(c for c in courses if c in named)


def course_title(workspace: Workspace, course: str) -> Text:
    """As its course.yaml has it; the id where that cannot be read (`fieldmark check` says why)."""
    try:
        said, _ = read_yaml(workspace, workspace.courses / course / "course.yaml")
    except Refused:
        return Text(course, course)
    title = said.get("title")
    words = title if isinstance(title, Mapping) else {}
    return Text(str(words.get("en") or title or course), str(words.get("zh") or title or course))


def course_ids(workspace: Workspace) -> tuple[str, ...]:
    """Courses that have a folder, sorted."""
    if not workspace.courses.is_dir():
        return ()
    return tuple(sorted(p.name for p in workspace.courses.iterdir() if p.is_dir() and not p.name.startswith(".")))
