"""`fieldmark regrade`: shows whose marks a correction changes; applied, it keeps the old version and the old marks,
notes the change in the journal of each sitting, and marks again. Stopped anywhere, the same command finishes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldmark.marking import problems
from fieldmark.marking.bridge import LEDGER, prepare
from fieldmark.marking.feedback import RowMark
from fieldmark.marking.mark import mark
from fieldmark.marking.publish import publish_feedback
from fieldmark.marking.regrade import Change, Paperwork, changes, corrected
from fieldmark.marking.rows import grades
from fieldmark.model.codec import to_data
from fieldmark.model.content import Content
from fieldmark.model.observed import observed
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.sitting import Event
from fieldmark.model.text import Text
from fieldmark.store.acts import has_journal, names, opened, read_acts
from fieldmark.store.files import write_json
from fieldmark.store.gradebook import gradebook
from fieldmark.store.sealed import read_sealed, write_sealed
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection


def regrade(
    workspace: Workspace,
    content: Content,
    paper: str,
    *,
    why: str,
    by: str,
    apply: bool = False,
    now: datetime | None = None,
    progress: Progress = quiet,
) -> StepReport:
    """One row a submission whose points or verdict change. Refused: W010 no such paper, M024 no reason, M025."""
    if not why.strip():
        raise Refused(problems.NO_REASON.at())
    old = read_sealed(workspace, paper)
    blueprint = next((b for b in (*content.blueprints, *observed(content)) if b.id == old.paper.blueprint), None)
    if blueprint is None:
        raise Refused(problems.NO_BLUEPRINT.at(paper=paper))
    new, wrong = corrected(old, blueprint, content)
    found = changes(old, new, papers_of(workspace, old))
    if apply and new != old:
        _apply(workspace, old, new, found, why.strip(), by, now or datetime.now(UTC), progress)
    return StepReport(_summary(found, apply, new != old), [_row(c) for c in found if c.any], tuple(wrong))


def papers_of(workspace: Workspace, sealed: SealedPaper) -> list[Paperwork]:
    """Every marked submission of a paper."""
    paper = sealed.paper
    found: list[Paperwork] = []
    with gradebook(workspace, paper.course) as engine:
        prepare(engine)
        with engine.begin() as connection:
            for attempt in range(1, paper.attempts + 1):
                found.extend(_submissions(connection, paper.assignment(attempt), attempt))
    return found


def revision(workspace: Workspace, paper: str, number: int, what: str = "json") -> Path:
    """Where an earlier version of a paper (or its "marks.json") is kept."""
    return workspace.sealed / "revisions" / f"{paper}.{number}.{what}"


def _submissions(connection: Connection, assignment: str, attempt: int) -> Iterator[Paperwork]:
    marks: dict[str, dict[str, RowMark]] = {}
    for row in grades(connection, assignment):
        marks.setdefault(row.student, {})[row.slot] = RowMark(row.points, by_person=row.manual is not None)
    rows = select(LEDGER.c.student, LEDGER.c.slots).where(LEDGER.c.assignment == assignment)
    for student, slots in connection.execute(rows.order_by(LEDGER.c.student)):
        if student in marks:
            answers = {s[0]: json.loads(s[5]) for s in json.loads(slots)}
            yield Paperwork(student, attempt, answers, marks[student])


def _apply(
    workspace: Workspace,
    old: SealedPaper,
    new: SealedPaper,
    found: Sequence[Change],
    why: str,
    by: str,
    now: datetime,
    progress: Progress,
) -> None:
    """Old version and marks, then the audit, then the new key (from here the correction counts), then the marks."""
    paper = old.paper.id
    write_json(revision(workspace, paper, old.revision), to_data(old), mode=0o600)
    before = {"why": why, "by": by, "at": now.isoformat(), "submissions": [to_data(c) for c in found]}
    write_json(revision(workspace, paper, old.revision, "marks.json"), before, mode=0o600)
    _note(workspace, new, found, why, by, now)
    write_sealed(workspace, new)
    mark(workspace, progress=progress)
    publish_feedback(workspace, now, progress)


def _note(workspace: Workspace, new: SealedPaper, found: Sequence[Change], why: str, by: str, now: datetime) -> None:
    if not has_journal(workspace):
        return
    sittings = names(workspace)
    noted = {
        s.event.sitting
        for s in read_acts(workspace, new.paper.id, ("regraded",))
        if s.event.data["revision"] == new.revision
    }
    events = []
    for change in found:
        sitting = sittings.get((change.engineer, new.paper.id, change.attempt))
        if change.any and sitting and sitting not in noted:
            data: dict[str, Any] = {
                "revision": new.revision,
                "why": why,
                "before": change.before,
                "after": change.after,
                "verdict": [change.verdict_before, change.verdict_after],
            }
            events.append(Event(sitting, change.engineer, "regraded", now, by, data=data))
    with opened(workspace) as journal:
        journal.append(events)


def _summary(found: Sequence[Change], applied: bool, different: bool) -> Text:
    if not different:
        return Text(
            "Keys, weights and cut score are as they were; nothing to regrade.",
            "答案、分值与合格线均无变化，无需重新评分。",
        )
    moved = [c for c in found if c.any]
    turned = [c for c in moved if c.verdict_before != c.verdict_after]
    said = Text(
        "{n} of {all} submissions change, {turned} in whether they pass. {done}",
        "{all} 份提交中有 {n} 份成绩变化，其中 {turned} 份合格与否发生变化。{done}",
    )
    done = (
        Text("Applied.", "已生效。")
        if applied
        else Text("Nothing is changed yet: add --apply.", "尚未生效：加上 --apply 后执行。")
    )
    return said.fill(n=len(moved), all=len(found), turned=len(turned), done=done)


def _row(change: Change) -> dict[str, Any]:
    return {
        "engineer": change.engineer,
        "attempt": change.attempt,
        "before": change.before,
        "after": change.after,
        "verdict": f"{change.verdict_before} → {change.verdict_after}",
        "slots": " ".join(change.slots),
    }
