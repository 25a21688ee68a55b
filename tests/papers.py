"""A small course with every kind of question, and submissions of it, for the tests of papers and of marking."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

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
from fieldmark.store import gradebook as book
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
        Option(
            key, text(f"Option {key.upper()} is the one"), key in right, text(f"Comment on {key}: because of the link")
        )
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
            return LongText(
                **common, rubric=(Criterion("clear", text("Is clear"), 2), Criterion("safe", text("Safe"), 2))
            )
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
            return {"text": 'First isolate, *then* measure.\n<b>安全第一</b> $x$ "quoted"'}
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
        dict.fromkeys(answers, 12.5),
        receipt=f"1:{engineer}",
        digest=sealed.digest,
    )


# --- nbgrader's part, without nbgrader (which takes 10 s): for tests of what is around it ----------------------


def generate_quickly(folder: Path) -> str:
    """What `paper.generate.generate` leaves: release/ and gradebook.db made of source/, in the same shape."""
    engine = book.connect(f"sqlite:///{folder / 'gradebook.db'}")
    book.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(book.course.insert(), [{"id": "default_course"}])
        for path in sorted((folder / "source").glob("*/*.ipynb")):
            notebook = json.loads(path.read_text(encoding="utf-8"))
            for cell in notebook["cells"]:
                if "nbgrader" in cell["metadata"]:
                    cell["metadata"]["nbgrader"]["checksum"] = hashlib.md5(cell["source"].encode()).hexdigest()  # noqa: S324
            place = folder / "release" / path.parent.name / path.name
            place.parent.mkdir(parents=True)
            place.write_text(json.dumps(notebook), encoding="utf-8")
            _rows(connection, path.stem, notebook)
    engine.dispose()
    return ""


def _id(*words: str) -> str:
    """32 characters, as nbgrader's own."""
    return hashlib.md5(" ".join(words).encode()).hexdigest()  # noqa: S324


def _rows(connection: Connection, name: str, notebook: dict) -> None:
    kernel = json.dumps(notebook["metadata"]["kernelspec"])
    own = {"name": name, "course_id": "default_course"}
    connection.execute(book.assignment.insert(), [{"id": _id("as", name), **own}])
    connection.execute(
        book.notebook.insert(),
        [{"id": _id("nb", name), "name": name, "assignment_id": _id("as", name), "kernelspec": kernel}],
    )
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader")
        if meta:
            _cell(connection, _id("nb", name), cell, meta)


def _cell(connection: Connection, notebook: str, cell: dict, meta: dict) -> None:
    name = meta["grade_id"]
    source = {"name": name, "cell_type": cell["cell_type"], "source": cell["source"], "checksum": meta["checksum"]}
    locked = meta["locked"] or (meta["grade"] and not meta["solution"])
    row = {"id": _id("src", notebook, name), "locked": locked, "notebook_id": notebook, **source}
    connection.execute(book.source_cell.insert(), [row])
    for wanted, kind, table in (
        (meta["grade"], "GradeCell", book.grade_cells),
        (meta["solution"], "SolutionCell", book.solution_cells),
    ):
        if wanted:
            own = _id(kind, notebook, name)
            base = {"id": own, "name": name, "notebook_id": notebook, "type": kind}
            connection.execute(book.base_cell.insert(), [base])
            more = {"max_score": meta["points"], "cell_type": cell["cell_type"]} if kind == "GradeCell" else {}
            connection.execute(table.insert(), [{"id": own, **more}])


GRADES = """
    select a.name, s.student_id, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
    from grade g join base_cell b on b.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
    join submitted_assignment s on s.id = n.assignment_id join assignment a on a.id = s.assignment_id order by 1, 2, 3
"""
COMMENTS = """
    select a.name, s.student_id, b.name, c.auto_comment, c.manual_comment
    from comment c join base_cell b on b.id = c.cell_id join submitted_notebook n on n.id = c.notebook_id
    join submitted_assignment s on s.id = n.assignment_id join assignment a on a.id = s.assignment_id order by 1, 2, 3
"""
SUBMISSIONS = """
    select a.name, s.student_id, s.timestamp, s.extension, n.late_submission_penalty
    from submitted_notebook n join submitted_assignment s on s.id = n.assignment_id
    join assignment a on a.id = s.assignment_id order by 1, 2
"""
STUDENTS = "select id, first_name, last_name, email, lms_user_id from student order by 1"


def read_gradebook(path: Path) -> dict[str, list[tuple]]:
    """All that marking writes, without ids."""
    with closing(sqlite3.connect(path)) as connection:
        queries = {"grades": GRADES, "comments": COMMENTS, "submissions": SUBMISSIONS, "students": STUDENTS}
        return {name: connection.execute(query).fetchall() for name, query in queries.items()}
