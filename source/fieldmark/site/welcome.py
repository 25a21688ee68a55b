"""What `fieldmark serve` says when the site is ready: where to click, and whom to log in as."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from fieldmark.model.problem import Problem
from fieldmark.model.text import Text
from fieldmark.site import jail, problems
from fieldmark.site.people import People
from fieldmark.site.plan import Plan

Facts = Mapping[str, Any]
ROLES = {
    "engineer": Text("engineer: sits exams", "工程师：参加考试"),
    "trainer": Text("trainer: opens JupyterLab and the formgrader", "培训师：使用 JupyterLab 与 formgrader"),
    "manager": Text("manager: reads the dashboard", "主管：查看看板"),
    "administrator": Text("administrator: looks after the site", "管理员：维护站点"),
}
_READY = Text("Fieldmark is ready. Open this in a browser:", "Fieldmark 已就绪，请在浏览器中打开：")
_LOG_IN = Text("Log in as:", "登录账号：")
_WHO = Text("{count} × {what}", "{count} 位{what}")
_STOP = Text("Stop with Ctrl-C. Logs are in {logs}.", "按 Ctrl-C 停止。日志位于 {logs}。")


def facts(plan: Plan, pids: Mapping[str, int]) -> Facts:
    """{"url", "log_in" (the sample company's note, or ""), "people" (count by role), "notes", "logs", "pids"}."""
    people = People(plan.workspace).all()
    counted = Counter(str(person.role) for person in people.values())
    note = plan.workspace.site / "demo-login.txt"
    return {
        "url": plan.url,
        "log_in": note.read_text(encoding="utf-8").strip() if note.exists() else "",
        "people": {role: counted[role] for role in ROLES if counted[role]},
        "notes": [_as_data(note) for note in notes(bool(people))],
        "logs": str(plan.logs),
        "pids": dict(pids),
    }


def notes(anybody: bool) -> list[Problem]:
    """What does not work here, and what to do about it."""
    found = [] if anybody else [problems.NO_PEOPLE.at()]
    if jail.why_not():
        found.append(problems.NO_JAIL.at(why=jail.why_not()))
    return found


def _as_data(note: Problem) -> dict[str, str]:
    return {"code": note.code, "en": note.render("en"), "zh": note.render("zh")}


def announce(as_json: bool) -> Callable[[Facts], None]:
    """Prints the facts: as one JSON line {"ready": …}, or in words."""
    from fieldmark.terminal import language

    def say(known: Facts) -> None:
        print(json.dumps({"ready": known}, ensure_ascii=False) if as_json else words(known, language()), flush=True)

    return say


def words(known: Facts, language: str) -> str:
    lines = [_READY.get(language), "", f"    {known['url']}", ""]
    if known["log_in"]:
        lines += [_LOG_IN.get(language), *(f"    {line}" for line in known["log_in"].splitlines()), ""]
    else:
        lines += [_WHO.fill(count=n, what=ROLES[role]).get(language) for role, n in known["people"].items()]
    lines += [note[language] for note in known["notes"]]
    lines.append(_STOP.fill(logs=known["logs"]).get(language))
    return "\n".join(lines)
