"""What `scripts/bench kill` asks of a journal: is all there that was acknowledged, is the chain whole, can it go on."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Held = Mapping[str, Mapping[int, tuple[str, Any]]]
WINDOW = 1_000_000


def copy(place: Path, to: Path) -> None:
    """The workspace's files that the service lives by, as they are on disk now; without the shared memory, which a
    power cut would take."""
    from fieldmark.store.workspace import Workspace

    here, there = Workspace(place), Workspace(to)
    there.journal.parent.mkdir(parents=True)
    for name in (here.journal.name, f"{here.journal.name}-wal"):
        if (here.journal.parent / name).exists():
            shutil.copyfile(here.journal.parent / name, there.journal.parent / name)
    shutil.copytree(here.sealed, there.sealed, dirs_exist_ok=True)


def journal(place: Path, held: Held, heads: Iterable[str] = ()) -> tuple[int, int]:
    """Acknowledged answers that are not in the journal as they were sent, and problems with its chain."""
    from fieldmark.store.journal import Journal
    from fieldmark.store.workspace import Workspace

    with Journal.open(Workspace(place)) as opened:
        lost = sum(_missing(opened, sitting, answers) for sitting, answers in held.items())
        broken = len(opened.verify())
        for head in heads:
            broken += len(opened.verify(head))
    return lost, broken


def _missing(opened: Any, sitting: str, answers: Mapping[int, tuple[str, Any]]) -> int:
    stored = {e.event.client: e.event.data for e in opened.events(sitting) if e.event.kind == "answered"}
    there = {client: (data["slot"], data["answer"]) for client, data in stored.items()}
    return sum(there.get(client) != given for client, given in answers.items())


async def after_power_cut(place: Path, held: Held, users: Mapping[str, str]) -> tuple[int, int, int]:
    """As `journal`, and how many sittings cannot go on in the copy."""
    from fieldmark.model.problem import Refused
    from fieldmark.sitting.engine import Exam
    from fieldmark.sitting.state import Entry
    from fieldmark.store.journal import Journal
    from fieldmark.store.workspace import Workspace

    lost, broken = journal(place, held)
    workspace = Workspace(place)
    exam = Exam(workspace, Journal.open(workspace), lambda: datetime.now(UTC), lambda _: None)
    stuck = 0
    for sitting, user in users.items():
        try:
            now = await exam.window(sitting, user)
            slot = next(iter(now.answers), "q01")
            client = now.window * WINDOW + 1
            _, written = await exam.write(sitting, user, [Entry(client, slot, {})])
            stuck += bool(written.refused)
        except Refused:
            stuck += 1
    broken += len(exam.journal.verify())
    exam.close()
    return lost, broken, stuck
