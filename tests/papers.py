"""A small course with every kind of question, and submissions of it, for the tests of papers and of marking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldmark.items import right, variant
from fieldmark.items.kind import letters
from fieldmark.model.content import Content
from fieldmark.model.course import Course, Skill, SkillGroup
from fieldmark.model.item import (
    AnyItem,
    Choice,
    Criterion,
    LongText,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Place,
    ShortText,
    TrueFalse,
)
from fieldmark.model.paper import Blueprint, Draw, Form, SealedPaper, Slot
from fieldmark.model.score import Answer
from fieldmark.model.sitting import Submission
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace, open_workspace

COURSE = "drives"
SKILLS = ("ratings", "isolation", "measurement", "handover")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def text(words: str) -> Text:
    return Text(words, f"{words}（中文）")


def course() -> Course:
    groups = (SkillGroup("product", text("Product")), SkillGroup("safety", text("Safety")))
    skills = tuple(Skill(s, text(s), groups[n % 2].id) for n, s in enumerate(SKILLS))
    return Course(COURSE, text("Drives"), text("Servicing drives"), groups, skills)


def options(right: str, count: int = 4) -> tuple[Option, ...]:
    return tuple(
        Option(key, text(f"Option {key.upper()} is the one"), key in right, text(f"Comment on {key}: because of the link"))
        for key in "abcdef"[:count]
    )


def item(kind: str, n: int) -> AnyItem:
    """The `n`th item of a kind."""
    common = {
        "id": f"{kind}-{n}",
        "course": COURSE,
        "title": text(f"{kind} question {n}"),
        "prompt": text(f"A drive of line {n} with “quotes”, *stars* and {{u}} V: what now?"),
        "skills": (SKILLS[n % len(SKILLS)],),
        "difficulty": 1 + n % 5,
        "explanation": text(f"Because the DC link number {n} stores energy."),
        "parameters": {"u": (380.0, 400.0, 415.0)},
        "place": Place("assignments/drives/items/all.md", 10 * n + 1),
    }
    match kind:
        case "choice":
            return Choice(**common, options=options("abcd"[n % 4]))
        case "multiple":
            return MultipleChoice(**common, options=options("acd", 5))
        case "truefalse":
            return TrueFalse(**common, right=bool(n % 2))
        case "numeric":
            return Numeric(**common, key=f"u * 1.414 + {n}", unit="V", tolerance=0.02, relative=True)
        case "ordering":
            return Ordering(**common, steps=tuple(text(f"Step {n}.{i}") for i in (3, 1, 4, 2)))
        case "matching":
            return Matching(**common, pairs=tuple((text(f"Part {i}"), text(f"Role {n}.{9 - i}")) for i in range(4)))
        case "short":
            return ShortText(**common, accepted=("dc link", "*zwischenkreis*"))
        case "long":
            return LongText(**common, rubric=(Criterion("clear", text("Is clear"), 2), Criterion("safe", text("Safe"), 2)))
    raise ValueError(kind)


AUTO = ("choice", "multiple", "truefalse", "numeric", "ordering", "matching", "short")


def items(per_kind: int = 4) -> tuple[AnyItem, ...]:
    return tuple(item(kind, n) for kind in (*AUTO, "long") for n in range(1, per_kind + 1))


def blueprint(**changes: object) -> Blueprint:
    """Two forms of nine slots: every kind once, and one pool of two choices."""
    fields = {
        "id": "basics",
        "course": COURSE,
        "title": text("Basics"),
        "minutes": 30,
        "draws": (
            *(Draw(1, 1.0 + n / 2, kinds=(kind,)) for n, kind in enumerate(AUTO)),
            Draw(1, 2.0, kinds=("long",)),
            Draw(1, 3.0, kinds=("numeric",), pool=1),
        ),
        "forms": (Form("before", text("Before"), 1), Form("after", text("After"), 2)),
        "place": Place("assignments/drives/papers/basics.yaml", 1),
    }
    return Blueprint(**{**fields, **changes})


def content(**changes: object) -> Content:
    return Content((course(),), items(), (blueprint(**changes),))


def workspace(folder: Path) -> Workspace:
    (folder / "courses").mkdir(parents=True)
    (folder / "assignments").mkdir()
    return open_workspace(folder)


def right_answer(sealed: SealedPaper, slot: Slot, engineer: str) -> Answer:
    """An answer that earns all points."""
    item, drawn = variant(sealed, slot, engineer)
    at = letters(drawn.order)
    match item:
        case Choice():
            return {"choice": next(k for k, i in at.items() if item.options[i].right)}
        case MultipleChoice():
            return {"choices": [k for k, i in at.items() if item.options[i].right]}
        case TrueFalse():
            return {"choice": "true" if item.right else "false"}
        case Numeric():
            return {"value": right(item, drawn).en.split(" ")[0], "unit": "V"}
        case Ordering():
            return {"order": sorted(at, key=lambda k: at[k])}
        case Matching():
            numbers = {item.pairs[place][1]: str(n) for n, place in enumerate(drawn.order, start=1)}
            return {"pairs": {k: numbers[r] for k, (_, r) in zip("abcd", item.pairs, strict=True)}}
        case ShortText():
            return {"text": " DC  link"}
        case LongText():
            return {"text": "First isolate, *then* measure.\n<b>安全第一</b> $x$ \"quoted\""}
    raise ValueError(item)


def partly(sealed: SealedPaper, slot: Slot, engineer: str) -> Answer:
    """An answer that earns some points, or none where the kind knows no part of them."""
    answer = dict(right_answer(sealed, slot, engineer))
    for name, value in answer.items():
        if isinstance(value, list):
            answer[name] = value[1::-1] + value[2:] if name == "order" else value[1:]
        elif isinstance(value, dict):
            first, second = list(value)[:2]
            answer[name] = {**value, first: value[second]}
        elif name == "value":
            answer[name] = f"{float(value) * 1.1:.3f}"
        elif name == "choice":
            answer[name] = {"true": "false", "false": "true", "a": "b"}.get(value, "a")
        elif name == "text":
            answer[name] = "something else"
    return answer


def submission(
    sealed: SealedPaper, engineer: str, answers: dict[str, Answer], attempt: int = 1, minutes: float = 20
) -> Submission:
    paper = sealed.paper
    return Submission(
        f"s-{engineer}-{paper.id}-{attempt}",
        paper.id,
        attempt,
        engineer,
        START,
        START + timedelta(minutes=minutes),
        answers,
        {slot: 12.5 for slot in answers},
        receipt=f"1:{engineer}",
        digest=sealed.digest,
    )
