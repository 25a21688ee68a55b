"""What the field says of one or several tickets, as facts that name nobody. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from fieldmark.bank.cases.anonymous import Known, anonymous
from fieldmark.model.text import Text


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket as far as it is known; `hours` from the request to the solution."""

    number: str
    fault_class: str = ""
    kind: str = ""
    product_line: str = ""
    channel: str = ""
    priority: str = ""
    customer: str = ""
    asset: str = ""
    engineer: str = ""
    visits: int | None = None
    parts_replaced: int | None = None
    parts_good: int | None = None
    steps_skipped: int | None = None
    reopened: bool | None = None
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """What the customer wrote afterwards; `csat` 0..100."""

    ticket: str
    words: str
    csat: float | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Tickets that are alike, what customers said of them, and who must not be named."""

    tickets: tuple[Ticket, ...]
    comments: tuple[Comment, ...] = ()
    known: Known = field(default_factory=lambda: Known({}))

    @property
    def source(self) -> str:
        """The link back: the ticket numbers."""
        return ", ".join(t.number for t in self.tickets)

    @property
    def fault_class(self) -> str:
        """The class that most of them have."""
        named = Counter(t.fault_class for t in self.tickets if t.fault_class)
        return named.most_common(1)[0][0] if named else ""

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.fault_class for t in self.tickets if t.fault_class))

    def quotes(self) -> tuple[str, ...]:
        """The customers' words without names."""
        return tuple(anonymous(c.words, self.known) for c in self.comments if c.words.strip())


_CHANNELS = {"phone": Text("by telephone", "来电"), "mail": Text("by mail", "来信"), "web": Text("on the web", "网上"),
             "chat": Text("in the chat", "在线")}  # fmt: skip
_KINDS = {"complaint": Text("a complaint", "投诉"), "inquiry": Text("a question", "咨询")}


def facts(case: Case) -> tuple[Text, ...]:
    """One fact a sentence, without dates, places and names."""
    return (*_asked(case), *_went(case.tickets))


def _asked(case: Case) -> list[Text]:
    first = case.tickets[0]
    line = first.product_line or "–"
    how = _CHANNELS.get(first.channel, Text())
    what = _KINDS.get(first.kind, Text("a fault", "报修"))
    name = case.fault_class or "–"
    en = f"A customer reports {what.en}{' ' + how.en if how else ''}: product line {line}, fault class {name}"
    zh = f"客户{how.zh}{what.zh}：产品线 {line}，故障类别 {name}"
    if first.priority:
        en, zh = f"{en}, priority {first.priority}", f"{zh}，优先级 {first.priority}"
    said = [Text(f"{en}.", f"{zh}。")]
    if len(case.tickets) > 1:
        n = len(case.tickets)
        said.append(Text(f"{n} requests of this kind came in.", f"共有 {n} 张此类工单。"))
    return said


def _went(tickets: Sequence[Ticket]) -> list[Text]:
    """How the work went: each number with its least and most."""
    hours = _range([round(t.hours) for t in tickets if t.hours is not None])
    visits = _range([t.visits for t in tickets if t.visits is not None])
    replaced = sum(t.parts_replaced or 0 for t in tickets)
    good = sum(t.parts_good or 0 for t in tickets)
    skipped = sum(t.steps_skipped or 0 for t in tickets)
    again = sum(bool(t.reopened) for t in tickets)
    told = [
        (hours, f"Service was restored after {hours} h.", f"{hours} 小时后恢复运行。"),
        (visits, f"Visits: {visits}.", f"上门次数：{visits}。"),
        (replaced, f"Parts replaced: {replaced}; good parts among them: {good}.",
         f"更换部件 {replaced} 个，其中 {good} 个并无故障。"),
        (skipped, f"Steps of the service process skipped: {skipped}.", f"跳过的服务流程步骤：{skipped}。"),
        (again, f"Reopened: {again} of {len(tickets)}.", f"重新打开：{len(tickets)} 张中有 {again} 张。"),
    ]  # fmt: skip
    return [Text(en, zh) for there, en, zh in told if there]


def _range(values: Sequence[int]) -> str:
    if not values:
        return ""
    return f"{min(values)}" if min(values) == max(values) else f"{min(values)}–{max(values)}"
