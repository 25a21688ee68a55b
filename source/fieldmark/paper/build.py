"""`fieldmark build`: every blueprint to its papers, their nbgrader assignments and their sealed keys.

What did not change is left alone; a paper that somebody opened stays as it is; whatever an interrupted build left
is made whole by the next one.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from fieldmark.model.content import Content
from fieldmark.model.paper import Blueprint, Paper, SealedPaper
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.paper import apart, problems
from fieldmark.paper.assemble import assemble, paper_id
from fieldmark.paper.collect import collected_papers
from fieldmark.paper.leak import leaks
from fieldmark.paper.observed import observed_papers
from fieldmark.paper.publish import (
    Assignment,
    assignments,
    built,
    gradebook_assignments,
    is_whole,
    publish,
    withdraw,
)
from fieldmark.paper.versions import kept_items, kept_paper, outgrown, seal
from fieldmark.store.files import only_one
from fieldmark.store.sealed import read_sealed, sealed_papers, write_sealed
from fieldmark.store.workspace import Workspace


def build(
    workspace: Workspace,
    content: Content,
    *,
    progress: Progress = quiet,
    secret: Callable[[], str] = lambda: secrets.token_hex(32),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> StepReport:
    """Build what is out of date. Refused: P001 content errors, P002 too few items, P005 key lost, P006 id twice,
    P007 nbgrader failed, P008 a key would leak; nothing is changed then."""
    if content.errors:
        raise Refused(problems.CONTENT_ERRORS.at(n=len(content.errors)), *content.errors)
    with only_one(workspace.lock("build"), "fieldmark build"):
        sat = sat_papers(workspace)
        have = {name: read_sealed(workspace, name) for name in sealed_papers(workspace)}
        _refuse_lost_keys(sat, have)
        wanted, found = _wanted(content, have, sat, secret)
        leaking = [p for sealed in wanted.values() for p in leaks(sealed)]
        if leaking:
            raise Refused(*leaking)
        gone = {name: sealed for name, sealed in have.items() if name not in wanted}
        rows = _bring(workspace, wanted, have, sat, progress)
        found += _retire(workspace, gone, sat, now())
    done = sum(r["state"] == "built" for r in rows)
    return StepReport(
        Text(f"{len(rows)} papers, {done} built anew.", f"共 {len(rows)} 份试卷，其中 {done} 份重新生成。"),
        rows,
        tuple(found),
    )


def sat_papers(workspace: Workspace) -> set[str]:
    """Ids of papers that an engineer opened as an exam, or that a submission was collected for."""
    sat = collected_papers(workspace)
    if workspace.journal.exists() or os.environ.get("FIELDMARK_JOURNAL"):
        from fieldmark.store.journal import Journal

        journal = Journal.open(workspace)
        try:
            rows = journal.sittings()
        finally:
            journal.close()
        sat |= {r.paper for r in rows if r.mode == "exam" and r.opened and r.status not in ("invited", "voided")}
    return sat


def _refuse_lost_keys(sat: set[str], have: dict[str, SealedPaper]) -> None:
    lost = sorted(sat - set(have))
    if lost:
        raise Refused(*(problems.KEY_LOST.at(f".fieldmark/sealed/{paper}.json", paper=paper) for paper in lost))


def _wanted(
    content: Content, have: dict[str, SealedPaper], sat: set[str], secret: Callable[[], str]
) -> tuple[dict[str, SealedPaper], list[Problem]]:
    """Every paper as it should be, sealed, and warnings. Refused (P002, P006)."""
    wanted: dict[str, SealedPaper] = {}
    found: list[Problem] = []
    for blueprint in sorted(content.blueprints, key=lambda b: b.practice):  # practice takes what exams leave
        ids = {form.id: paper_id(blueprint, form) for form in blueprint.forms}
        twice = [i for i in ids.values() if i in wanted] or (
            list(ids.values()) if len(set(ids.values())) < len(ids) else []
        )
        if twice:
            raise Refused(problems.TWICE.at(blueprint.place.file, blueprint.place.line, paper=twice[0]))
        kept = {form: have[i] for form, i in ids.items() if i in sat and i in have}
        open_to = apart.open_to(blueprint, content, wanted.values())
        papers, wrong = assemble(blueprint, open_to, kept={f: kept_items(s) for f, s in kept.items()})
        if any(p.severity == "error" for p in wrong):
            raise Refused(*wrong)
        found.extend(wrong)
        wanted.update({p.id: _seal(p, content, have, secret) for p in papers})
        for form in kept.values():
            wanted[form.paper.id] = replace(form, paper=kept_paper(form, blueprint))
            if outgrown(form, blueprint, content):
                found.append(_already_sat(form, blueprint))
    checklists, more = observed_papers(content, wanted, have, sat, secret)
    return wanted | checklists, found + more


def _already_sat(sealed: SealedPaper, blueprint: Blueprint) -> Problem:
    return problems.ALREADY_SAT.at(blueprint.place.file, blueprint.place.line, paper=sealed.paper.id)


def _seal(paper: Paper, content: Content, have: dict[str, SealedPaper], secret: Callable[[], str]) -> SealedPaper:
    """A paper keeps its secret over rebuilds, so that variants change only where the content did."""
    before = have.get(paper.id)
    return seal(paper, content, before.secret if before else secret())


def _bring(
    workspace: Workspace,
    wanted: dict[str, SealedPaper],
    have: dict[str, SealedPaper],
    sat: set[str],
    progress: Progress,
) -> list[dict[str, object]]:
    """Publish what is out of date, course by course; then seal. One row a paper for the report."""
    courses = sorted({s.paper.course for s in wanted.values()})
    anew: set[str] = set()
    for n, course in enumerate(courses):
        progress(n, len(courses), Text(f"building the papers of {course}", f"正在生成 {course} 的试卷"))
        papers = [s for s in wanted.values() if s.paper.course == course]
        graded = [s for s in papers if not s.paper.practice]
        stale = list(_stale(workspace, course, graded, sat))
        if stale:
            publish(workspace, course, stale)
        anew |= {a.sealed.paper.id for a in stale}
        for sealed in papers:
            before = have.get(sealed.paper.id)
            if before and sealed.paper.practice > before.paper.practice:  # no longer an exam
                withdraw(workspace, course, [a.name for a in assignments(before)])
            if before != sealed:
                write_sealed(workspace, sealed)
    progress(len(courses), len(courses), Text("papers built", "试卷已生成"))
    return [_row(s, s.paper.id in anew) for _, s in sorted(wanted.items())]


def _stale(workspace: Workspace, course: str, papers: Iterable[SealedPaper], sat: set[str]) -> Iterable[Assignment]:
    """Assignments that are not whole or not of the wanted version. The notebook of a paper that was sat follows
    its questions alone, not a changed title."""
    stamps, rows = built(workspace, course), gradebook_assignments(workspace, course)
    for sealed in papers:
        for each in assignments(sealed):
            stamp, want = stamps.get(each.name), each.stamp()
            same = stamp is not None and stamp["digest"] == want["digest"]
            good = stamp == want or (same and sealed.paper.id in sat)
            if not (good and is_whole(workspace, course, each.name, rows)):
                yield each


def _retire(workspace: Workspace, gone: dict[str, SealedPaper], sat: set[str], now: datetime) -> list[Problem]:
    """Papers that no blueprint names any more: closed where they were sat, else taken away."""
    found = []
    for name, sealed in sorted(gone.items()):
        if name in sat:
            found.append(problems.GONE_FROM_BLUEPRINT.at(paper=name))
            if sealed.paper.closes is None or sealed.paper.closes > now:
                write_sealed(workspace, replace(sealed, paper=replace(sealed.paper, closes=now)))
            continue
        withdraw(workspace, sealed.paper.course, [a.name for a in assignments(sealed)])
        (workspace.sealed / f"{name}.json").unlink(missing_ok=True)
    return found


def _row(sealed: SealedPaper, anew: bool) -> dict[str, object]:
    paper = sealed.paper
    return {
        "paper": paper.id,
        "course": paper.course,
        "slots": len(paper.slots),
        "points": paper.points,
        "attempts": paper.attempts,
        "state": "built" if anew else "unchanged",
    }
