"""The trial run: a few harmless questions that show that a device works, and how the exam page is used. They count for
nothing and are in no course; the answer is told at once."""

from __future__ import annotations

from typing import Any

from fieldmark.model.item import AnyItem, Choice, MultipleChoice, Numeric, Option, Ordering, ShortText
from fieldmark.model.paper import Paper, SealedPaper, Slot
from fieldmark.model.text import Text

PAPER = "trial"
MINUTES = 15
_SECRET = "0" * 64  # nothing here is worth hiding


def sealed() -> SealedPaper:
    made = _items()
    slots = tuple(Slot(f"q{n:02}", 1.0, (item.id,)) for n, item in enumerate(made, start=1))
    paper = Paper(PAPER, "", PAPER, "", Text("Trial run", "试用"), MINUTES, slots)
    return SealedPaper(paper, _SECRET, made, digest="trial-1")


def _items() -> tuple[AnyItem, ...]:
    return _choice(), _multiple(), _number(), _order(), _word()


def _common(kind: str, en: str, zh: str) -> dict[str, Any]:
    return {"id": f"trial-{kind}", "course": "", "skills": (), "title": Text(en, zh)}


def _choice() -> Choice:
    return Choice(
        **_common("choice", "Choosing", "单选"),
        shuffle=False,
        prompt=Text(
            "Choose **Monday**. Watch the mark below: it says when your answer is saved.",
            "请选择**星期一**。注意下方标记：它会显示作答何时已保存。",
        ),
        options=_options(("Sunday", "星期日", False), ("Monday", "星期一", True), ("Tuesday", "星期二", False)),
    )


def _multiple() -> MultipleChoice:
    return MultipleChoice(
        **_common("multiple", "Choosing several", "多选"),
        shuffle=False,
        prompt=Text(
            "Choose the two colours. Then switch your device's connection off and on again: nothing is lost.",
            "请选出两种颜色。然后断开再恢复网络：内容不会丢失。",
        ),
        options=_options(
            ("Green", "绿色", True), ("Loud", "响亮", False), ("Blue", "蓝色", True), ("Heavy", "沉重", False)
        ),
    )


def _number() -> Numeric:
    return Numeric(
        **_common("number", "A number", "数值"),
        prompt=Text("Type 1.5 and choose the unit kV.", "请输入 1.5，并选择单位 kV。"),
        key="1500",
        unit="V",
    )


def _order() -> Ordering:
    return Ordering(
        **_common("order", "Putting in order", "排序"),
        prompt=Text(
            "Put the times of day in order, with the arrows or by dragging.",
            "请用箭头或拖动，将一天中的时段按先后排列。",
        ),
        steps=(Text("Morning", "早晨"), Text("Noon", "中午"), Text("Evening", "傍晚")),
    )


def _word() -> ShortText:
    return ShortText(
        **_common("word", "A word", "简答"),
        prompt=Text(
            "Type the word **ready**, then press “Review and hand in”.", "请输入**好了**，然后点击“检查并交卷”。"
        ),
        accepted=("ready|好了",),
    )


def _options(*texts: tuple[str, str, bool]) -> tuple[Option, ...]:
    return tuple(Option("abcdef"[n], Text(en, zh), right) for n, (en, zh, right) in enumerate(texts))
