"""`fieldmark release`: a trainer lets engineers see how a paper or a notebook was marked, whatever still waits."""

from __future__ import annotations

from datetime import UTC, datetime

from fieldmark.marking import problems
from fieldmark.marking.hands import unseen
from fieldmark.marking.handwritten.publish import find, release_notebooks
from fieldmark.marking.outside import refuse_unnoticed
from fieldmark.marking.policy import read_marking_policy
from fieldmark.marking.publish import asked_in, publish_feedback
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import StepReport
from fieldmark.model.sitting import Event
from fieldmark.model.text import Text
from fieldmark.store.acts import names, opened, read_acts
from fieldmark.store.sealed import read_sealed
from fieldmark.store.workspace import Workspace


def release(workspace: Workspace, paper: str, by: str, now: datetime | None = None) -> StepReport:
    """Note the release of every sitting of the paper in the journal, once each (and again after a change in
    formgrader), then publish. `by`: who does it. Refused: W010 no such paper, M020 nobody sat it, M038 with what
    formgrader changed and nobody was told of yet."""
    at = now or datetime.now(UTC)
    notebook = find(workspace, paper)
    if notebook:
        return release_notebooks(workspace, notebook, by, at)
    sealed = read_sealed(workspace, paper)
    sat = {sitting: who for (who, name, _), sitting in names(workspace).items() if name == paper}
    if not sat:
        raise Refused(problems.NOBODY_SAT.at(paper=paper))
    refuse_unnoticed(workspace, at, paper)
    acts = read_acts(workspace, paper, ("released", "outside"))
    before = {s.event.sitting for s in acts if s.event.kind == "released"} - unseen(acts)
    with opened(workspace) as journal:
        rows = {r.id for r in journal.sittings(paper=paper, status=("submitted", "auto-submitted"))}
        new = sorted(s for s in sat if s in rows and s not in before)
        journal.append([Event(s, sat[s], "released", at, by) for s in new])
    published = publish_feedback(workspace, at)
    said = Text(f"{len(new)} sittings of {paper} released.", f"已发布 {paper} 的 {len(new)} 场考试反馈。")
    return StepReport(said, published.rows, (*published.problems, *_kept_back(workspace, sealed, at)))


def _kept_back(workspace: Workspace, sealed: SealedPaper, now: datetime) -> tuple[Problem, ...]:
    """Said where right answers stay hidden for good, since a paper that asks the same never closes."""
    asked = asked_in(workspace, now)
    ever = [i.id for i in sealed.items if i.id in asked and asked[i.id] is None]
    if not ever or "in_use" in read_marking_policy(workspace).show:
        return ()
    return (problems.NEVER_CLOSES.at(n=len(ever), paper=sealed.paper.id),)
