"""The marking desk: what waits for a person, one answer without its name, and what a marker may do. Pure.

A task is a slot of a sitting that a person has to look at: a text with a rubric, a flagged answer, an appeal. Markers
see a token in the sitting's place, which tells nothing of the engineer, and never each other's marks before a
difference is settled.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldmark import items
from fieldmark.items import prose
from fieldmark.marking import problems
from fieldmark.marking.hands import Hand, Standing, apart, settled
from fieldmark.marking.policy import MarkingPolicy
from fieldmark.model.item import AnyItem, LongText, Observation
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Problem
from fieldmark.model.score import Answer
from fieldmark.model.sitting import Event
from fieldmark.model.text import Text

LONGEST = 4000  # characters of a comment


@dataclass(frozen=True, slots=True)
class Task:
    """`auto`: what the machine gave; `appeal`: the open appeal's number in the journal and its reason; `outside`: what
    formgrader left here that nobody has let stand: points, extra, comment; `points`: what the gradebook counts now;
    `decided`: an appeal was answered, and with it the mark is closed."""

    sitting: str
    engineer: str  # for the draw of the variant and the audit; never for the page
    slot: str
    sealed: SealedPaper
    answer: Answer
    auto: float | None
    flag: str
    standing: Standing
    appeal: tuple[int, str] | None = None
    outside: Mapping[str, Any] | None = None
    points: float | None = None
    decided: bool = False
    examiners_only: bool = False  # nobody but those who filled in the checklist can mark

    @property
    def token(self) -> str:
        """What markers see in the sitting's place: nothing else of the site leads from it to a name."""
        return token(self.sealed, self.sitting)

    @property
    def most(self) -> float:
        return next(s.points for s in self.sealed.paper.slots if s.name == self.slot)

    @property
    def item(self) -> AnyItem:
        slot = next(s for s in self.sealed.paper.slots if s.name == self.slot)
        return items.variant(self.sealed, slot, self.engineer)[0]


def token(sealed: SealedPaper, sitting: str) -> str:
    return hmac.new(sealed.secret.encode(), f"desk:{sitting}".encode(), "sha256").hexdigest()[:32]


def state(task: Task, marker: str, policy: MarkingPolicy) -> str:
    """How the task stands for this marker: appeal, against (an appeal against a mark of theirs, which others answer),
    apart (two differ), own (marked, may be undone), done, taken (enough others marked it), open, watched (they filled
    in the checklist that is judged here)."""
    if watched(task, marker) and not task.examiners_only and not task.standing.by(marker):
        return "watched" if task.appeal or settled(task.standing, policy, task.most) is None else "done"
    if task.appeal:
        return "against" if _marked(task, marker) else "appeal"
    if task.decided:
        return "done"
    if apart(task.standing, policy, task.most):
        return "own" if task.standing.by(marker) else "apart"
    if settled(task.standing, policy, task.most):
        return "own" if task.standing.by(marker) else "done"
    if task.standing.by(marker):
        return "own"
    return "open" if len(task.standing.valid) < policy.markers else "taken"


def watched(task: Task, marker: str) -> bool:
    """Whether the task is to judge what the marker noted as an examiner: one of two who differ, or anything that the
    engineer appeals against."""
    by = examiners(task)
    two = isinstance(task.item, Observation) and (task.item.examiners > 1 or len(by) > 1)
    return marker in by and (two or task.appeal is not None)


def examiners(task: Task) -> frozenset[str]:
    """Who filled in a checklist of it; empty where it is no observation."""
    sheets = task.answer.get("examiners") if isinstance(task.item, Observation) else None
    return (
        frozenset(str(s.get("by")) for s in sheets if isinstance(s, Mapping))
        if isinstance(sheets, list)
        else frozenset()
    )


def listed(tasks: Iterable[Task], marker: str, policy: MarkingPolicy) -> list[dict[str, Any]]:
    """The tasks as the page lists them, question by question, so that equal things are judged together."""
    rows = [
        {
            "task": t.token,
            "paper": t.sealed.paper.id,
            "slot": t.slot,
            "title": _said(t.item.title),
            "kind": t.item.kind,
            "flag": t.flag,
            "state": state(t, marker, policy),
        }
        for t in tasks
    ]
    return sorted(rows, key=lambda r: (r["paper"], r["slot"], r["task"]))


def shown(task: Task, marker: str, policy: MarkingPolicy) -> dict[str, Any]:
    """One task for a marker. Others' marks are in it only where this marker is to settle a difference or an appeal."""
    slot = next(s for s in task.sealed.paper.slots if s.name == task.slot)
    item, drawn = items.variant(task.sealed, slot, task.engineer)
    now = state(task, marker, policy)
    asked = items.public(item, drawn)
    own = task.standing.by(marker)
    said: dict[str, Any] = {
        "task": task.token,
        "paper": task.sealed.paper.id,
        "slot": task.slot,
        "kind": item.kind,
        "title": asked["title"],
        "prompt": asked["prompt"],
        "answer": _said(items.readable(item, drawn, task.answer)),
        "right": prose.inline(items.right(item, drawn)) if not isinstance(item, LongText) else {},
        "explanation": prose.blocks(items.explanation(item, drawn)),
        "most": task.most,
        "auto": task.auto,
        "flag": task.flag,
        "photos": photos(item, task.answer),
        "rubric": rubric(item, task.most),
        "state": now,
        "reason": int(task.examiners_only and watched(task, marker)),
        "own": _hand(own) if own else None,
        "history": [_hand(h) for h in task.standing.history if h.marker == marker],
    }
    if now in {"apart", "appeal"}:
        said["others"] = [{**_hand(h), "marker": f"{n}"} for n, h in enumerate(task.standing.valid, start=1)]
    if task.outside:
        said["outside"] = dict(task.outside)
    if task.appeal:
        said["appeal"] = {"reason": task.appeal[1]}
    return said


def photos(item: AnyItem, answer: Answer) -> list[dict[str, Any]]:
    """Photos in an examiner's checklist: digest, and the line that it was taken for."""
    if not isinstance(item, Observation):
        return []
    titles = {w.id: _said(w.title) for w in item.watched}
    sheets = [s for s in answer.get("examiners", ()) if isinstance(s, Mapping)]
    lists = [(line, taken) for s in sheets for line, taken in s.get("photos", {}).items()]
    return [{"photo": photo, "title": titles.get(line, {})} for line, taken in lists for photo in taken]


def rubric(item: AnyItem, most: float) -> list[dict[str, Any]]:
    """The rubric's lines in points of the slot; empty where there is none."""
    if not isinstance(item, LongText):
        return []
    whole = sum(c.points for c in item.rubric) or 1.0
    return [{"id": c.id, "title": _said(c.title), "points": round(c.points * most / whole, 4)} for c in item.rubric]


def grade(
    task: Task, marker: str, sent: Mapping[str, Any], policy: MarkingPolicy, now: datetime
) -> list[Event] | Problem:
    """The mark that a person gives, or why not: M030 who may not now, M031 points that are none, M039 and M042 who
    judges what they examined themselves."""
    refused = _own_watch(task, marker, sent)
    if refused:
        return refused
    stands = state(task, marker, policy)
    if task.appeal or stands in {"done", "taken"} or (stands == "own" and task.standing.final):
        return problems.NOT_YOURS_TO_MARK.at()
    return _graded(task, marker, sent, now, settles=stands == "apart")


def _graded(task: Task, marker: str, sent: Mapping[str, Any], now: datetime, *, settles: bool) -> list[Event] | Problem:
    """The event of a mark; M031 where it is none."""
    lines = {r["id"]: r["points"] for r in rubric(task.item, task.most)}
    levels, comment = sent.get("levels") or {}, sent.get("comment") or ""
    if not isinstance(levels, Mapping) or not isinstance(comment, str) or len(comment) > LONGEST:
        return _bad(task)
    points = _points(sent.get("points"), levels, lines)
    if points is None or not -1e-9 <= points <= task.most + 1e-9:
        return _bad(task)
    data: dict[str, Any] = {
        "slot": task.slot,
        "points": round(min(max(points, 0.0), task.most), 4),
        "levels": {k: float(v) for k, v in levels.items()},
        "comment": comment.strip(),
        "final": int(settles),
    }
    return [Event(task.sitting, task.engineer, "graded", now, marker, data=data)]


def undo(task: Task, marker: str, now: datetime) -> list[Event] | Problem:
    """Take the marker's own latest mark back; M032 where there is none, M030 while an appeal waits or was answered:
    what the engineer was told stands."""
    if task.appeal or task.decided:
        return problems.NOT_YOURS_TO_MARK.at()
    own = [h for h in task.standing.history if h.marker == marker and not h.undone]
    if not own:
        return problems.NOTHING_TO_UNDO.at()
    return [Event(task.sitting, task.engineer, "ungraded", now, marker, data={"of": own[-1].number, "slot": task.slot})]


def decide(
    task: Task, marker: str, sent: Mapping[str, Any], policy: MarkingPolicy, now: datetime
) -> list[Event] | Problem:
    """Answer an appeal: {outcome: kept or changed, text, and for changed the mark as in `grade`}. Noted and told it
    is kept, raised or lowered. M030 who ever marked it, M033, M044 the same mark again or none to keep."""
    outcome, text = sent.get("outcome"), sent.get("text")
    if task.appeal is None or outcome not in {"kept", "changed"} or not isinstance(text, str) or not text.strip():
        return problems.BAD_DECISION.at()
    if _marked(task, marker):
        return problems.NOT_YOURS_TO_MARK.at()
    refused = _own_watch(task, marker, sent)
    if refused:
        return refused
    counts = settled(task.standing, policy, task.most)
    before = counts.points if counts else task.points
    graded = _graded(task, marker, sent, now, settles=True) if outcome == "changed" else []
    if isinstance(graded, Problem):
        return graded
    data: dict[str, Any] = {"appeal": task.appeal[0], "outcome": "kept", "text": text.strip()[:LONGEST]}
    if graded:
        points = graded[0].data["points"]
        data |= {"outcome": "raised" if before is None or points > before else "lowered", "points": points}
    if (before is None and not graded) or data.get("points") == before is not None:
        return problems.SAME_MARK.at()
    return [*graded, Event(task.sitting, task.engineer, "decided", now, marker, data=data)]


def progress(tasks: Iterable[Task], policy: MarkingPolicy) -> dict[str, Any]:
    """How far the marking is: all, done, apart, appeals; and how many answers each marker has marked."""
    every = list(tasks)
    markers = Counter(h.marker for t in every for h in t.standing.valid)
    return {
        "all": len(every),
        "done": sum(settled(t.standing, policy, t.most) is not None and not t.appeal for t in every),
        "apart": sum(apart(t.standing, policy, t.most) for t in every),
        "appeals": sum(t.appeal is not None for t in every),
        "markers": dict(sorted(markers.items())),
    }


def pairs(tasks: Iterable[Task]) -> list[tuple[float, float]]:
    """The shares that the first two markers of each answer gave, for the agreement."""
    both = ((t.standing.valid, t.most) for t in tasks if len(t.standing.valid) >= 2)
    return [(given[0].points / most, given[1].points / most) for given, most in both]


def _marked(task: Task, marker: str) -> bool:
    """Whether they ever marked it, taken back or not."""
    return any(h.marker == marker for h in task.standing.history)


def _own_watch(task: Task, marker: str, sent: Mapping[str, Any]) -> Problem | None:
    """Examiners do not judge their own difference; where nobody else can, they say why it is as they mark it."""
    if not watched(task, marker):
        return None
    if not task.examiners_only:
        return problems.WATCHED_IT.at()
    said = sent.get("comment") or sent.get("text")
    return None if isinstance(said, str) and said.strip() else problems.REASON_FIRST.at()


def _points(given: object, levels: Mapping[str, Any], lines: Mapping[str, float]) -> float | None:
    """Points of the rubric's levels, or as given where there is no rubric or no level; None where they are none."""
    if levels:
        fits = set(levels) == set(lines) and all(_number(v) and 0 <= v <= lines[k] + 1e-9 for k, v in levels.items())
        return float(sum(levels.values())) if fits else None
    return float(given) if _number(given) else None  # type: ignore[arg-type]


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _bad(task: Task) -> Problem:
    return problems.BAD_MARK.at(most=f"{task.most:g}", longest=LONGEST)


def _hand(hand: Hand) -> dict[str, Any]:
    return {
        "at": hand.at.isoformat(),
        "points": hand.points,
        "levels": dict(hand.levels),
        "comment": hand.comment,
        "final": int(hand.final),
        "undone": int(hand.undone),
    }


def _said(value: Text) -> dict[str, str]:
    return {"en": value.get("en"), "zh": value.get("zh")}
