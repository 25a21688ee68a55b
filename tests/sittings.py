"""A small sealed paper with every kind of question, for tests of the sitting."""

from __future__ import annotations

from datetime import UTC, datetime

from fieldmark.model.item import (
    Choice,
    Criterion,
    LongText,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    ShortText,
    TrueFalse,
)
from fieldmark.model.paper import Paper, SealedPaper, Slot
from fieldmark.model.text import Text

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = "5e" * 32


def _options(*texts: tuple[str, str, bool]) -> tuple[Option, ...]:
    return tuple(Option("abcdefgh"[i], Text(en, zh), right) for i, (en, zh, right) in enumerate(texts))


ITEMS = (
    Choice(
        id="first-step",
        course="vfd",
        title=Text("Before you open the drive", "打开变频器之前"),
        prompt=Text(
            "The drive is **off**. What do you do before you touch the DC link?",
            "变频器**已断电**。接触直流母线之前应先做什么？",
        ),
        skills=("dc-link-discharge",),
        options=_options(
            ("Wait the time on the label and measure", "等待铭牌规定的时间并测量", True),
            ("Short the terminals with a screwdriver", "用螺丝刀短接端子", False),
            ("Nothing, it is off", "无需操作，设备已断电", False),
        ),
    ),
    MultipleChoice(
        id="earth-fault-causes",
        course="vfd",
        title=Text("Earth fault", "接地故障"),
        prompt=Text("Which of these can cause an earth-fault trip?", "下列哪些会引起接地故障跳闸？"),
        skills=("fault-codes",),
        options=_options(
            ("Damaged motor cable", "电机电缆损坏", True),
            ("Moisture in the terminal box", "接线盒受潮", True),
            ("Wrong language of the panel", "面板语言设置错误", False),
            ("A worn keypad", "按键磨损", False),
        ),
    ),
    TrueFalse(
        id="led-is-not-proof",
        course="vfd",
        title=Text("The LED", "指示灯"),
        prompt=Text(
            "A dark charge LED proves that the DC link is without voltage.", "充电指示灯熄灭即证明直流母线无电压。"
        ),
        skills=("measuring-safely",),
        right=False,
    ),
    Numeric(
        id="dc-bus",
        course="vfd",
        title=Text("DC-link voltage", "直流母线电压"),
        prompt=Text(
            "A drive is fed from {u} V three-phase. What is the DC-link voltage at standstill?",
            "变频器由三相 {u} V 供电。静止时直流母线电压是多少？",
        ),
        skills=("ratings",),
        parameters={"u": (380.0, 400.0, 415.0)},
        key="u * 1.414",
        unit="V",
        tolerance=0.03,
        relative=True,
    ),
    Ordering(
        id="isolation-order",
        course="vfd",
        title=Text("Isolate", "隔离"),
        prompt=Text("Put the steps of isolation in order.", "请将隔离步骤按顺序排列。"),
        skills=("isolation",),
        steps=(
            Text("Switch off", "断电"),
            Text("Lock", "上锁"),
            Text("Prove that it is dead", "验电"),
            Text("Earth", "接地"),
        ),
    ),
    Matching(
        id="codes",
        course="vfd",
        title=Text("Fault codes", "故障代码"),
        prompt=Text("Match each code to its meaning.", "请将代码与含义配对。"),
        skills=("fault-codes",),
        pairs=(
            (Text("OV", "OV"), Text("overvoltage", "过压")),
            (Text("OC", "OC"), Text("overcurrent", "过流")),
            (Text("OT", "OT"), Text("overtemperature", "过温")),
        ),
    ),
    ShortText(
        id="ppe",
        course="vfd",
        title=Text("Protection", "防护"),
        prompt=Text("What do you wear on your hands when measuring?", "测量时手上应佩戴什么？"),
        skills=("measuring-safely",),
        accepted=("*insulat*glove*|绝缘手套",),
    ),
    LongText(
        id="handover",
        course="vfd",
        title=Text("Handover", "交付"),
        prompt=Text("Write what you tell the customer at handover.", "请写出交付时您对客户说的话。"),
        skills=("handover",),
        rubric=(Criterion("clear", Text("Clear", "清楚"), 1.0),),
    ),
)

ANSWERS = {
    "q01": {"choice": "a"},
    "q02": {"choices": ["a", "c"]},
    "q03": {"choice": "false"},
    "q04": {"value": "566", "unit": "V"},
    "q05": {"order": ["b", "a", "c", "d"]},
    "q06": {"pairs": {"a": "2"}},
    "q07": {"text": "insulating gloves"},
    "q08": {"text": "What was wrong, what I did, what to watch."},
}


def sealed(minutes: int = 30, attempts: int = 2, paper: str = "basics-before", **times: datetime) -> SealedPaper:
    """The paper, with every kind of question in its own slot."""
    slots = tuple(Slot(f"q{n:02}", 1.0, (item.id,)) for n, item in enumerate(ITEMS, start=1))
    blueprint, _, form = paper.partition("-")
    made = Paper(
        paper,
        "vfd",
        blueprint,
        form,
        Text("Drives: basics", "变频器基础"),
        minutes,
        slots,
        attempts=attempts,
        **times,
    )
    return SealedPaper(made, SECRET, ITEMS, digest="d1")
