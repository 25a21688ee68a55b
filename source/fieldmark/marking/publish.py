"""Feedback of all marked papers into files that the exam service shows, as the policy releases it.

What did not change is not written again; what the policy does not release (any more) is taken away.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldmark.marking import problems
from fieldmark.marking.bridge import LEDGER, prepare
from fieldmark.marking.feedback import RowMark, feedback
from fieldmark.marking.hands import Settled, settled, standings, unseen
from fieldmark.marking.land import some
from fieldmark.marking.outside import notice, still_changed
from fieldmark.marking.policy import MarkingPolicy, read_marking_policy
from fieldmark.marking.rows import grades
from fieldmark.marking.submissions import Assignment, assignments
from fieldmark.model.codec import to_json
from fieldmark.model.paper import SealedPaper
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.sitting import Event
from fieldmark.model.text import Text
from fieldmark.store.acts import names, read_acts
from fieldmark.store.courses import skill_titles
from fieldmark.store.feedback import folder, place, withdraw_feedback, write_feedback
from fieldmark.store.files import only_one, read_json, write_json
from fieldmark.store.gradebook import gradebook
from fieldmark.store.sealed import read_sealed, sealed_papers
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Acts:
    """What people did, as the feedback needs it: released sittings, those with a change in formgrader that nobody has
    released since, marks that count by (sitting, slot), corrections by sitting."""

    released: frozenset[str]
    unseen: frozenset[str]
    hands: Mapping[tuple[str, str], Settled]
    sittings: Mapping[tuple[str, str, int], str]
    regrades: Mapping[str, Sequence[Event]]

    def sitting(self, assignment: Assignment, engineer: str) -> str:
        return self.sittings.get((engineer, assignment.paper.id, assignment.attempt), "")


@dataclass(frozen=True, slots=True)
class Scene:
    """What one round of publishing goes by. `titles`: course -> skill -> what it is called."""

    workspace: Workspace
    policy: MarkingPolicy
    in_use: Mapping[str, datetime | None]
    titles: Mapping[str, Mapping[str, Text]]
    acts: Acts
    at: datetime


Marks = tuple[str, list[Any], dict[str, RowMark]]
"""An engineer, the ledger's slots, and slot -> mark."""


def publish_feedback(workspace: Workspace, now: datetime | None = None, progress: Progress = quiet) -> StepReport:
    """Write what is released and changed; the report says how many were written, stand, and are held back. What
    formgrader changed is noticed first: M037 for those who are told nothing new until a person has looked."""
    at = now or datetime.now(UTC)
    policy = read_marking_policy(workspace)
    rows, wrong = [], []
    with only_one(workspace.lock("feedback"), "fieldmark feedback"):
        found = assignments(workspace)
        notice(workspace, at)
        acts = _acts(workspace, policy, {a.paper.id: a.sealed for a in found})
        scene = Scene(workspace, policy, asked_in(workspace, at), skill_titles(workspace), acts, at)
        for n, each in enumerate(found):
            progress(n, len(found), Text("writing feedback", "正在生成反馈"))
            marked, look = _read(scene, each)
            if look:
                wrong.append(problems.LOOK_FIRST.at(n=len(look), paper=each.paper.id, engineers=some(sorted(look))))
            rows.append(_publish(scene, each, marked, look))
    counts = {name: sum(int(r[name]) for r in rows) for name in ("written", "released", "held")}
    said = Text(
        "Feedback: {written} written, {released} released, {held} held back.",
        "反馈：写入 {written} 份，已发布 {released} 份，暂不发布 {held} 份。",
    )
    return StepReport(said.fill(**counts), rows, tuple(wrong))


def _read(scene: Scene, assignment: Assignment) -> tuple[list[Marks], set[str]]:
    """What everyone got, and whose marks a person has to look at first."""
    with gradebook(scene.workspace, assignment.paper.course) as engine:
        prepare(engine)
        with engine.begin() as connection:
            marked = list(_marked(connection, assignment))
        changed = still_changed(engine, assignment.name)
    return marked, {e for e in changed if scene.acts.sitting(assignment, e) in scene.acts.unseen}


def asked_in(workspace: Workspace, now: datetime) -> dict[str, datetime | None]:
    """The questions that papers ask which are not closed for everyone: id -> when the last of them closes, None where
    one of them never does."""
    asked: dict[str, datetime | None] = {}
    for sealed in (read_sealed(workspace, name) for name in sealed_papers(workspace)):
        closes = sealed.paper.closes
        if closes is None or closes > now:
            for item in sealed.items:
                other = asked.get(item.id, closes)
                asked[item.id] = max(closes, other) if closes and other else None
    return asked


def _acts(workspace: Workspace, policy: MarkingPolicy, sealed: Mapping[str, SealedPaper]) -> Acts:
    stored = read_acts(workspace, kinds=("graded", "ungraded", "released", "outside", "regraded"))
    sittings = names(workspace)
    papers = {name: paper for (_, paper, _), name in sittings.items()}
    counts = {}
    for (sitting, slot), standing in standings(stored).items():
        paper = sealed.get(papers.get(sitting, ""))
        most = next((s.points for s in paper.paper.slots if s.name == slot), 0.0) if paper else 0.0
        given = settled(standing, policy, most)
        if given:
            counts[sitting, slot] = given
    released = frozenset(s.event.sitting for s in stored if s.event.kind == "released" and s.event.sitting)
    regrades: dict[str, list[Event]] = {}
    for event in (s.event for s in stored if s.event.kind == "regraded"):
        regrades.setdefault(event.sitting, []).append(event)
    return Acts(released, unseen(stored), counts, sittings, regrades)


def _corrections(scene: Scene, assignment: Assignment, sitting: str) -> list[dict[str, Any]]:
    """What was corrected after the paper was sat, as the engineer reads it: when, why, and points and result before and
    after where points are shown. Without what a stopped regrade noted and has not brought into force."""
    points = ("before", "after", "verdict") if "points" in scene.policy.show else ()
    return [
        {"at": event.at.isoformat(), **{name: event.data[name] for name in ("why", *points)}}
        for event in scene.acts.regrades.get(sitting, ())
        if event.data["revision"] <= assignment.sealed.revision
    ]


def _publish(scene: Scene, assignment: Assignment, marked: Sequence[Marks], look: Collection[str]) -> dict[str, Any]:
    """`look`: engineers whose marks a person has to look at first; what they were told before stays."""
    index = folder(scene.workspace) / assignment.name / "index.json"
    known: dict[str, list[str]] = read_json(index) if index.exists() else {}
    now = {engineer: known[engineer] for engineer in look if engineer in known}
    written = 0
    common = _common(scene, assignment)
    free = [m for m in marked if m[0] not in look]
    for engineer, slots, marks in free:
        sitting = scene.acts.sitting(assignment, engineer)
        since = known.get(engineer, ["", scene.at.isoformat()])[1]
        visible = _visible(assignment, marks, scene.policy, sitting in scene.acts.released, since)
        if visible is None:
            withdraw_feedback(scene.workspace, assignment.name, engineer)
            continue
        own = {s: m for (name, s), m in scene.acts.hands.items() if name == sitting} if sitting else {}
        marks = {s: _with_person(m, own.get(s)) for s, m in marks.items()}
        corrected = _corrections(scene, assignment, sitting)
        of = blake2b(
            f"{common}{slots}{marks}{visible}{corrected}".encode("utf-8", "replace"), digest_size=16
        ).hexdigest()
        now[engineer] = [of, since]
        if known.get(engineer) == now[engineer] and place(scene.workspace, assignment.name, engineer).exists():
            continue
        said = _said(scene, assignment, (engineer, slots, marks))
        said |= {"sitting": sitting, "visible": visible, "regrades": corrected}
        write_feedback(scene.workspace, assignment.name, engineer, said)
        written += 1
    if now != known:
        write_json(index, now, mode=0o600)
    held = len(marked) - sum(m[0] in now for m in free)
    return {"assignment": assignment.name, "released": len(now), "held": held, "written": written}


def _common(scene: Scene, assignment: Assignment) -> str:
    """What everyone's feedback of an assignment rests on; where it changes, all are written anew."""
    policy = scene.policy
    kept = sorted((i.id, str(scene.in_use[i.id])) for i in assignment.sealed.items if i.id in scene.in_use)
    titles = scene.titles.get(assignment.paper.course, {})
    show = sorted(policy.show)
    return f"{to_json(assignment.sealed)}{kept}{policy.release}{show}{policy.appeal_days}{titles}"


def _said(scene: Scene, assignment: Assignment, of: Marks) -> dict[str, Any]:
    engineer, slots, marks = of
    answers = {s[0]: json.loads(s[5]) for s in slots}
    titles = scene.titles.get(assignment.paper.course, {})
    return feedback(assignment.sealed, engineer, assignment.attempt, answers, marks, scene.policy, scene.in_use, titles)


def _visible(
    assignment: Assignment, marks: Mapping[str, RowMark], policy: MarkingPolicy, released: bool, since: str
) -> str | None:
    """From when it may be read (ISO 8601); None while it may not. `since`: when it was first published."""
    if released:
        return since
    if policy.release == "trainer" or any(m.points is None for m in marks.values()):
        return None
    closes = assignment.paper.closes
    if policy.release == "closed":
        return max(closes, datetime.fromisoformat(since)).isoformat() if closes else None
    return since


def _with_person(mark: RowMark, given: Settled | None) -> RowMark:
    """The mark with the rubric's levels; the gradebook's points and words stand as they are."""
    if given is None:
        return mark
    levels = given.levels if mark.points is not None and abs(mark.points - given.points) < 1e-6 else {}
    return RowMark(mark.points, mark.comment or given.comment, levels, True)


def _marked(connection: Connection, assignment: Assignment) -> Iterator[Marks]:
    """Of everyone marked."""
    points = _grades(connection, assignment.name)
    rows = select(LEDGER.c.student, LEDGER.c.slots).where(LEDGER.c.assignment == assignment.name)
    for student, slots in connection.execute(rows.order_by(LEDGER.c.student)):
        if student in points:
            yield student, json.loads(slots), points[student]


def _grades(connection: Connection, assignment: str) -> dict[str, dict[str, RowMark]]:
    found: dict[str, dict[str, RowMark]] = {}
    for row in grades(connection, assignment):
        mark = RowMark(row.points, row.comment or "", {}, row.manual is not None)
        found.setdefault(row.student, {})[row.slot] = mark
    return found
