"""Whether what engineers handed in is what the journal says: every file of every upload against its checksum. Not told
of are people who were erased: their files are gone, and rightly so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from fieldmark.model.problem import Problem
from fieldmark.model.sitting import StoredEvent
from fieldmark.model.text import Text
from fieldmark.sitting import problems
from fieldmark.store import uploads
from fieldmark.store.journal import Journal
from fieldmark.store.workspace import Workspace

GONE = Text("it is not there any more", "文件已不存在")
CHANGED = Text("the file {name} is not the one that was handed in", "文件 {name} 与提交时不一致")
MISSING = Text("the file {name} is not there any more", "文件 {name} 已不存在")
NBGRADERS = Text("in what nbgrader marks, ", "nbgrader 将评分的副本中，")
ADDED = Text("the file {name} was added", "多出文件 {name}")


def broken(workspace: Workspace, journal: Journal) -> Iterator[Problem]:
    """Each upload that is not as it was handed in, and each newest one that nbgrader holds differently (E064)."""
    newest: dict[tuple[str, str, str], StoredEvent] = {}
    for stored in journal.events(""):
        event = stored.event
        if event.kind == "uploaded" and event.engineer and event.data:
            newest[event.engineer, event.data["course"], event.data["assignment"]] = stored
            yield from _compared(stored, _kept(workspace, stored), Text())
    for stored in newest.values():
        yield from _compared(stored, _standing(workspace, stored), NBGRADERS)


def _kept(workspace: Workspace, stored: StoredEvent) -> Mapping[str, Path]:
    data = stored.event.data
    return uploads.files_of(workspace, data["course"], data["assignment"], stored.event.engineer, data["number"])


def _standing(workspace: Workspace, stored: StoredEvent) -> Mapping[str, Path]:
    """What nbgrader marks."""
    data = stored.event.data
    folder = workspace.nbgrader(data["course"]) / "submitted" / stored.event.engineer / data["assignment"]
    return {str(p.relative_to(folder)): p for p in sorted(folder.rglob("*")) if p.is_file()}


def _compared(stored: StoredEvent, there: Mapping[str, Path], where: Text) -> Iterator[Problem]:
    data = stored.event.data
    sums = {f["name"]: f["sha256"] for f in data["files"]}
    found = [GONE] if not there else []
    for name in sorted(there.keys() | sums.keys()) if there else ():
        if name not in there:
            found.append(MISSING.fill(name=name))
        elif name not in sums:
            found += [ADDED.fill(name=name)] if name != "timestamp.txt" else []
        elif sha256(there[name].read_bytes()).hexdigest() != sums[name]:
            found.append(CHANGED.fill(name=name))
    for what in found:
        values = {"number": data["number"], "assignment": data["assignment"], "event": stored.number}
        yield problems.UPLOAD_CHANGED.at(what=Text(where.en + what.en, where.zh + what.zh), **values)
