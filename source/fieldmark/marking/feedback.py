"""What an engineer is told of a marked paper: question by question, skill by skill, against the cut score. Pure.

Nothing that tells a key (right answer, explanation, the author's comment on an option, the best way through a
practical) is said of a question that an open paper still asks, unless the policy lists `in_use`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fieldmark import items
from fieldmark.items import prose
from fieldmark.items.replay import replay_data
from fieldmark.marking.desk import rubric
from fieldmark.marking.feedback_skills import by_skill
from fieldmark.marking.policy import MarkingPolicy
from fieldmark.model.item import AnyItem, LongText
from fieldmark.model.paper import SealedPaper, Slot
from fieldmark.model.score import Answer, Variant
from fieldmark.model.text import Text

FORMAT = 1


@dataclass(frozen=True, slots=True)
class RowMark:
    """What a slot got: `points` (None while a person has to mark), what that person said, criterion -> points."""

    points: float | None
    comment: str = ""
    levels: Mapping[str, float] = field(default_factory=dict)
    by_person: bool = False


def feedback(
    sealed: SealedPaper,
    engineer: str,
    attempt: int,
    answers: Mapping[str, Answer],
    marks: Mapping[str, RowMark],
    policy: MarkingPolicy,
    in_use: Mapping[str, datetime | None] | None = None,
    skills: Mapping[str, Text] | None = None,
) -> dict[str, Any]:
    """JSON for the feedback page. `answers` and `marks` by slot; `in_use`: ids of questions that open papers ask,
    each with when the last of these closes; `skills`: their titles."""
    paper = sealed.paper
    drawn = {slot.name: items.variant(sealed, slot, engineer) for slot in paper.slots}
    nothing, asked = RowMark(None), in_use or {}
    points = {name: mark.points for name, mark in marks.items()}
    questions = [
        _question(n, slot, *drawn[slot.name], answers.get(slot.name, {}), marks.get(slot.name, nothing), policy, asked)
        for n, slot in enumerate(paper.slots, start=1)
    ]
    return {
        "format": FORMAT,
        "paper": paper.id,
        "title": text(paper.title),
        "attempt": attempt,
        "engineer": engineer,
        "total": total(sealed, marks) if "points" in policy.show else {},
        "skills": by_skill(sealed.paper, drawn, answers, points, skills or {}) if "points" in policy.show else [],
        "questions": questions,
        "appeal_days": policy.appeal_days,
    }


def total(sealed: SealedPaper, marks: Mapping[str, RowMark]) -> dict[str, Any]:
    """Points, the cut score in points, and passed, failed or open. Settled early where what is still to be marked
    cannot change it."""
    most = sealed.paper.points
    got = sum(marks[s.name].points or 0.0 for s in sealed.paper.slots if s.name in marks)
    waiting = [s for s in sealed.paper.slots if s.name not in marks or marks[s.name].points is None]
    cut = sealed.paper.cut * most
    reachable = got + sum(s.points for s in waiting)
    verdict = "passed" if got >= cut - 1e-9 else "open" if waiting and reachable >= cut - 1e-9 else "failed"
    return {"points": round(got, 4), "most": most, "cut": round(cut, 4), "open": len(waiting), "verdict": verdict}


def tells(item: AnyItem, policy: MarkingPolicy, in_use: Container[str]) -> bool:
    """Whether what tells the key of this question may be shown."""
    return "in_use" in policy.show or item.id not in in_use


def text(value: Text) -> dict[str, str]:
    return {"en": value.get("en"), "zh": value.get("zh")}


def _question(
    n: int,
    slot: Slot,
    item: AnyItem,
    drawn: Variant,
    answer: Answer,
    mark: RowMark,
    policy: MarkingPolicy,
    in_use: Mapping[str, datetime | None],
) -> dict[str, Any]:
    asked = items.public(item, drawn)
    told = tells(item, policy, in_use)
    said: dict[str, Any] = {
        "slot": slot.name,
        "n": n,
        "kind": item.kind,
        "title": asked["title"],
        "prompt": asked["prompt"],
        "most": slot.points,
        "hidden": "" if told else "in_use",
    }
    if not told and (closes := in_use[item.id]):
        said["until"] = closes.isoformat()
    if "points" in policy.show:
        said |= {"points": mark.points, "state": _state(slot, mark, answer)}
    if "answer" in policy.show:
        said["own"] = text(items.readable(item, drawn, answer))
    if "right" in policy.show and told and item.kind != "long":
        said["right"] = prose.inline(items.right(item, drawn))
    said |= _comments(item, drawn, answer, mark, policy, told, slot.points)
    if items.is_practical(item) and answer and "points" in policy.show:
        said["practical"] = replay_data(item, drawn, answer, told=told and "right" in policy.show)
    return said


def _comments(
    item: AnyItem, drawn: Variant, answer: Answer, mark: RowMark, policy: MarkingPolicy, told: bool, most: float
) -> dict[str, Any]:
    """The author's words on the answer given and on the question, and the marker's."""
    said: dict[str, Any] = {}
    if "explanation" in policy.show and told:
        spoken = item.kind != "long" and not mark.by_person and not items.is_practical(item)
        on_answer = items.score(item, drawn, answer).comment if spoken else Text()
        for name, words in (("comment", on_answer), ("explanation", items.explanation(item, drawn))):
            if words:
                said[name] = prose.inline(words) if name == "comment" else prose.blocks(words)
    if mark.comment:
        said["marker"] = mark.comment
    if isinstance(item, LongText) and "points" in policy.show:
        lines = rubric(item, most)
        said["rubric"] = [{"title": r["title"], "most": r["points"], "points": mark.levels.get(r["id"])} for r in lines]
    return said


def _state(slot: Slot, mark: RowMark, answer: Answer) -> str:
    if mark.points is None:
        return "open"
    if mark.points >= slot.points - 1e-9:
        return "right"
    return "partly" if mark.points > 0 else "wrong" if answer else "none"
