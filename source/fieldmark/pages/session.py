"""One reader's conversation with the dashboard: a message in, a view out. No widget, no browser."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from fieldmark.board import problems as board_problems
from fieldmark.board import scope, words
from fieldmark.board.engineer import engineer
from fieldmark.board.outcome import outcome
from fieldmark.board.overview import overview
from fieldmark.board.published import Published, current, open_published
from fieldmark.board.skills import skills
from fieldmark.board.view import Choice, Nothing, View, as_data
from fieldmark.model.problem import Refused
from fieldmark.model.text import LANGUAGES, Text
from fieldmark.store.workspace import Workspace

PAGES = {"overview": overview, "skills": skills, "outcome": outcome, "engineer": engineer}
TITLES = {
    "overview": Text("Overview", "概览"),
    "skills": Text("Skills", "技能"),
    "outcome": Text("Outcome", "培训成果"),
    "engineer": Text("Engineer", "工程师"),
}
WORDS = {
    "place": Text("Dashboard", "管理看板"),
    "theme": Text("Light or dark", "浅色或深色"),
    "logout": Text("Log out", "退出"),
    "definition": Text("Definition", "定义"),
    "copy": Text("Copy", "复制"),
    "copied": Text("Copied", "已复制"),
    "filter": Text("Filter", "筛选"),
    "no_chart": Text(
        "The chart could not be drawn. Its numbers are in the CSV; reload the page to try again.",
        "图表未能绘制。其数据见 CSV；请重新加载页面再试。",
    ),
    "newer": Text("Newer figures have been published.", "已发布更新的数据。"),
    "show_newer": Text("Show them", "显示"),
    "lost": Text("Connection lost.", "连接已断开。"),
    "lost_since": Text(
        "What you see is as it was at {at}; nothing you choose now is answered. Reload the page.",
        "当前内容截至 {at}；此后的操作不会得到响应。请重新加载页面。",
    ),
    "reload": Text("Reload", "重新加载"),
}
AS_OF = Text(
    "Field data through {field} · answers until {exam} · published {published}",
    "现场数据截至 {field} · 答题截至 {exam} · 发布于 {published}",
)
NO_FIGURES = Text("The dashboard has nothing to show yet", "看板暂无内容")
NO_FIGURES_WHAT = Text(
    "Here KPIs, skills and the outcome of trainings will stand, each with its uncertainty.",
    "这里将显示指标、技能和培训成果，并注明各自的不确定性。",
)
BROKEN = Text("This view could not be made.", "无法生成该页面。")
BROKEN_WHAT = Text(
    "The fault is ours and has been logged; your data is untouched.", "这是系统的错误，已记录；您的数据未受影响。"
)
BROKEN_ACT = Text("Choose another page, or reload this one.", "请选择其他页面，或重新加载本页。")
_LOG = logging.getLogger("fieldmark.pages")
_LONGEST = 200  # characters of one choice; more is not a name of ours


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as the server said it; nothing of it can be changed from the page."""

    user: str
    name: str
    units: tuple[str, ...]
    language: str
    home: str = "/"
    logout: str = ""  # where the reader logs out; empty without a login


def reader(environment: Mapping[str, str]) -> Reader:
    """The reader from the kernel's environment; without FIELDMARK_UNITS nobody sees anything."""
    language = environment.get("FIELDMARK_LANGUAGE", "en")
    user = environment.get("FIELDMARK_USER", "")
    try:
        units = json.loads(environment.get("FIELDMARK_UNITS", "[]"))
    except ValueError:
        units = []
    return Reader(
        user,
        environment.get("FIELDMARK_NAME", "") or user,
        tuple(u for u in units if isinstance(u, str)) if isinstance(units, list) else (),
        language if language in LANGUAGES else "en",
        environment.get("FIELDMARK_HOME", "/"),
        environment.get("FIELDMARK_LOGOUT", ""),
    )


class Session:
    """Holds the opened set, cut to what the reader may see, and answers messages until a newer set is shown."""

    def __init__(self, workspace: Workspace, who: Reader) -> None:
        self.workspace = workspace
        self.who = who
        self.language = who.language
        self._published: Published | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Session:
        return cls(Workspace(Path(environment.get("FIELDMARK_WORKSPACE", ".")).resolve()), reader(environment))

    def answer(self, message: object) -> dict[str, Any]:
        """The reply to one message from the page; an unknown message gets an empty one."""
        if not isinstance(message, Mapping):
            return {}
        number = message.get("id")
        reply: dict[str, Any] = {"id": number if isinstance(number, int) else 0}
        if message.get("do") == "ping":
            return reply | {"newer": self.newer()}
        if message.get("do") == "show":
            return reply | self.show(message.get("choice"))
        return reply

    def show(self, wanted: object = None) -> dict[str, Any]:
        """The view of a choice, with the words around it."""
        asked = wanted if isinstance(wanted, Mapping) else {}
        if asked.get("language") in LANGUAGES:
            self.language = str(asked["language"])
        choice = parse(asked)
        view, published = self._view(choice)
        return {"shell": self._shell(published), "view": as_data(view), "choice": asdict(choice)}

    def newer(self) -> bool:
        """Another set has been published since this one was opened."""
        try:
            return self._published is not None and current(self.workspace) != self._published.name
        except Refused:
            return False

    def _view(self, choice: Choice) -> tuple[View, Published | None]:
        try:
            published = self._open()
            return PAGES[choice.page](published, choice, self.who.units, self.language), published
        except Refused as refused:
            return _refused(choice.page, refused, self.language), None
        except Exception:
            # the page must not stay waiting for an answer that never comes; the log says what happened
            _LOG.exception("view %s of %s", choice.page, self.who.user)
            return _broken(choice.page, self.language), None

    def _open(self) -> Published:
        """The current set, as far as the reader may see it; Refused (B004) where that is nothing at all."""
        if not any(scope.parse(unit) for unit in self.who.units):
            raise Refused(board_problems.NO_UNIT.at())
        if self._published is None or self.newer():
            self._published = scope.limit(open_published(self.workspace), self.who.units)
        return self._published

    def _shell(self, published: Published | None) -> dict[str, Any]:
        said = {name: text.get(self.language) for name, text in WORDS.items()}
        return {
            "language": self.language,
            "person": self.who.name,
            "home": self.who.home,
            "logout": self.who.logout,
            "words": said,
            "pages": [[page, title.get(self.language)] for page, title in TITLES.items()],
            "as_of": _as_of(published, self.language) if published else "",
        }


def parse(asked: Mapping[str, Any]) -> Choice:
    """A choice from a message: known fields, short strings; anything else is left at its default."""
    known = {field.name for field in fields(Choice)}
    said = {k: v for k, v in asked.items() if k in known and isinstance(v, str) and len(v) <= _LONGEST}
    choice = Choice(**said)
    return choice if choice.page in PAGES else replace(choice, page="overview")


def _as_of(published: Published, language: str) -> str:
    return AS_OF.fill(
        field=words.day(published.field_as_of, language),
        exam=words.day(published.exam_as_of, language),
        published=words.day(published.published, language),
    ).get(language)


def _refused(page: str, refused: Refused, language: str) -> View:
    first = refused.problems[0]
    if first.code == board_problems.NOT_PUBLISHED.name:
        title, what = NO_FIGURES.get(language), NO_FIGURES_WHAT.get(language)
        block = Nothing(first.message.get(language), what, first.hint.get(language), "fieldmark run")
    else:
        title = first.message.get(language)
        block = Nothing(title, first.code, first.hint.get(language))
    return View(page, TITLES[page].get(language), title, "", (), (block,))


def _broken(page: str, language: str) -> View:
    block = Nothing(BROKEN.get(language), BROKEN_WHAT.get(language), BROKEN_ACT.get(language))
    return View(page, TITLES[page].get(language), BROKEN.get(language), "", (), (block,))
