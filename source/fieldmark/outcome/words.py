"""What is said of an outcome, in both languages. Shares are told in percentage points."""

from __future__ import annotations

from dataclasses import dataclass

from fieldmark.model.text import Text
from fieldmark.outcome.relabel import Estimate

UNITS = {
    "share": Text(" percentage points", " 个百分点"),
    "min": Text(" min", " 分钟"),
    "h": Text(" h", " 小时"),
    "score": Text(" points", " 分"),
    "nps": Text(" points", " 分"),
    "money": Text("", ""),
    "count": Text("", ""),
}


@dataclass(frozen=True, slots=True)
class Kpi:
    """What a sentence needs to know of a KPI; `better` is lower or higher."""

    id: str
    title: Text
    unit: str
    better: str


def size(value: float, unit: str, *, signed: bool = False) -> str:
    """A change as a number in the unit in which it is told: one decimal, two for small ones."""
    shown = value * 100 if unit == "share" else value
    digits = 1 if unit in ("share", "score", "nps") or abs(shown) >= 10 else 2
    sign = "−" if shown < -(10**-digits) / 2 else "+" if signed and shown > 10**-digits / 2 else ""
    return f"{sign}{abs(shown):,.{digits}f}"


def unit_of(kpi: Kpi) -> Text:
    return UNITS.get(kpi.unit, Text())


CHANGED = Text(
    "{kpi} {moved} by {size}{unit} ({sure} % interval {low} to {high}) {when}; "
    "we compare {trained} trained engineers with {controls} not yet trained.",
    "{when}，{kpi}{moved}了 {size}{unit}（{sure} % 区间 {low} 至 {high}）；"
    "比较对象：{trained} 名已培训工程师与 {controls} 名尚未培训的工程师。",
)
UNCLEAR = Text(
    "{kpi}: {size}{unit} ({sure} % interval {low} to {high}) {when}, which cannot be told from chance. "
    "With {trained} trained engineers against {controls} not yet trained, one below {mde}{unit} is likely missed.",
    "{when}，{kpi}的变化为 {size}{unit}（{sure} % 区间 {low} 至 {high}），无法与偶然波动区分。"
    "以 {trained} 名已培训工程师对比 {controls} 名尚未培训的工程师，小于 {mde}{unit}的效果很可能看不出来。",
)
REFUSED = Text("{kpi}: no verdict. {why}", "{kpi}：不下结论。{why}")
MISLEADS = Text(
    " A plain before/after would have said {naive}{unit}.",
    "简单的前后对比会得出 {naive}{unit}。",
)
MANY = Text(
    " It is one of {looked} KPIs looked at{holm}.",
    "这是所考察的 {looked} 项指标之一{holm}。",
)
NOT_AFTER_HOLM = Text(
    ", and taken together with the others it could be chance", "，与其他指标一并考虑时，仍可能出于偶然"
)
WHEN = Text("in months {first} to {last} after the training", "培训后第 {first} 至 {last} 个月")
ROSE, FELL = Text("rose", "上升"), Text("fell", "下降")


def sentence(verdict: str, kpi: Kpi, found: Estimate, counts: dict[str, object], mde: float) -> Text:
    """The main sentence of a verdict that was given. An interval of a fall is told as a fall, both ends positive."""
    ends = (found.low, found.high)
    told, value = UNCLEAR, size(found.estimate, kpi.unit, signed=True)
    low, high = (size(e, kpi.unit, signed=True) for e in ends)
    if verdict != "unclear":
        told, value = CHANGED, size(abs(found.estimate), kpi.unit)
        low, high = (size(e, kpi.unit) for e in sorted(abs(e) for e in ends))
    return told.fill(
        kpi=kpi.title,
        unit=unit_of(kpi),
        size=value,
        low=low,
        high=high,
        mde=size(mde, kpi.unit),
        moved=ROSE if found.estimate > 0 else FELL,
        **counts,
    )
