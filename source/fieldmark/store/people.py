"""Who may log in: one file, readable by the site's own user alone."""

from __future__ import annotations

from collections.abc import Iterable

from fieldmark.model.codec import from_data, to_data
from fieldmark.model.person import Person
from fieldmark.store.files import read_json, write_json
from fieldmark.store.workspace import Workspace


def read_people(workspace: Workspace) -> dict[str, Person]:
    """User name to person; empty where nobody was entered yet."""
    path = workspace.site / "people.json"
    if not path.exists():
        return {}
    return {p.user: p for p in from_data(read_json(path), list[Person])}


def write_people(workspace: Workspace, people: Iterable[Person]) -> None:
    workspace.site.mkdir(parents=True, exist_ok=True)
    workspace.site.chmod(0o700)
    ordered = sorted(people, key=lambda p: p.user)
    write_json(workspace.site / "people.json", to_data(ordered), mode=0o600)
