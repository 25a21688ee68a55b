"""The start page: what each role finds there, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fieldmark.model.person import Person
from fieldmark.model.text import Text


@dataclass(frozen=True, slots=True)
class Door:
    id: str
    href: str
    title: Text
    what: Text
    action: Text


def doors(person: Person, courses: Mapping[str, Text], lab: bool, root: str) -> list[Door]:
    """What the person may open. `courses` are those they teach with their titles, `lab` says whether JupyterLab is to
    be had, `root` is the workspace's folder."""
    found: list[Door] = []
    if person.role == "trainer" and lab:
        found += [_formgrader(person, course, title, root) for course, title in courses.items()]
        found.append(_lab(person))
    if person.role == "engineer":
        found.append(_EXAM)
    if person.role in ("trainer", "administrator"):
        found += [_MARKING, _DESK]
    if person.role in ("manager", "administrator"):
        found.append(_DASHBOARD)
    if person.role == "administrator":
        found.append(_ADMIN)
    return found


def _spawn(person: Person, page: str) -> str:
    """The person's JupyterLab, started where it is not running, opened at `page`."""
    user = quote(person.user.lower(), safe="")
    return f"/hub/spawn/{user}?next={quote(f'/user/{user}/{page}', safe='')}"


def _formgrader(person: Person, course: str, title: Text, root: str) -> Door:
    folder = f"{root}/.fieldmark/nbgrader/{course}"
    return Door(
        f"formgrader-{course}",
        _spawn(person, f"formgrader?path={quote(folder, safe='')}"),
        Text(f"Gradebook of “{title.en}”", f"“{title.zh}”成绩册"),
        Text(
            "All submissions and points, in nbgrader's formgrader; hand-written notebooks are graded there.",
            "在 nbgrader 的 formgrader 中查看全部提交与分数；手写笔记本作业在此评阅。",
        ),
        Text("Open the formgrader", "打开 formgrader"),
    )


def _lab(person: Person) -> Door:
    return Door(
        "lab",
        _spawn(person, "lab"),
        Text("Write and try", "编写与试用"),
        Text("Courses, items and papers as text, in JupyterLab.", "在 JupyterLab 中以文本编写课程、题目与试卷。"),
        Text("Open JupyterLab", "打开 JupyterLab"),
    )


_EXAM = Door(
    "exam",
    "/services/exam/",
    Text("Exams", "考试"),
    Text("Papers open to you, and what you handed in.", "对您开放的试卷以及您已交的卷。"),
    Text("Open the exam page", "打开考试页面"),
)
_MARKING = Door(
    "marking",
    "/services/exam/marking",
    Text("Mark", "评分"),
    Text(
        "Texts, flagged answers and appeals that wait for a person; without names.",
        "待人工处理的文本、标记与申诉，不显示姓名。",
    ),
    Text("Open the marking desk", "打开评分台"),
)
_DESK = Door(
    "desk",
    "/services/exam/desk",
    Text("Examine", "监考"),
    Text("Who is sitting which paper now; more time, pauses, messages.", "谁正在考哪份试卷；延时、暂停与通知。"),
    Text("Open the examiner's desk", "打开监考台"),
)
_DASHBOARD = Door(
    "dashboard",
    "/services/dashboard/",
    Text("Dashboard", "看板"),
    Text("KPIs, skills, and whether the training reached the field.", "关键指标、技能，以及培训是否在现场见效。"),
    Text("Open the dashboard", "打开看板"),
)
_ADMIN = Door(
    "admin",
    "/hub/admin",
    Text("People and servers", "人员与服务器"),
    Text("Who is logged in, and which JupyterLabs run.", "谁已登录，以及哪些 JupyterLab 正在运行。"),
    Text("Open the administration", "打开管理页面"),
)
