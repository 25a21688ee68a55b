"""A practical while it is sat: one act decided and put into words for the journal. Pure; the hidden truth goes into
nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fieldmark import items
from fieldmark.model.item import AnyItem
from fieldmark.model.problem import Problem
from fieldmark.model.score import Answer, Stepped, Variant
from fieldmark.model.sitting import WINDOW, Event, Sitting, StoredEvent
from fieldmark.model.text import Text
from fieldmark.sitting import practice, problems, state
from fieldmark.sitting.wire import text
from fieldmark.store.chain import canonical

Take = Callable[[AnyItem, Variant, Answer, Answer], Stepped]

LONGEST_ACT = 2000  # characters of a refused act that the journal keeps
STALE = Text(
    "The work went on in another window before this step arrived; it was not carried out.",
    "此步骤到达之前，工作已在另一个窗口继续；该步骤未执行。",
)
CHANGED = Text(
    "This task was changed while you were working on it, so the step was not carried out. What you did is kept: "
    "tell the examiner.",
    "您作业期间该任务已被修改，因此该步骤未执行。您已完成的操作均已保留，请告知考官。",
)


@dataclass(frozen=True, slots=True)
class Came:
    """What a step came to: events to append, and what the page is told; `problem` where nothing can be written now."""

    stepped: Stepped
    events: list[Event] = field(default_factory=list)
    problem: Problem | None = None


def step(
    sitting: Sitting, rule: state.Rules, now: datetime, sent: state.Entry, drawn: tuple[AnyItem, Variant] | None
) -> Came:
    """Decide one act (`sent.answer` is the act). What is refused goes into the journal too, and costs nothing."""
    act = sent.answer or {}
    saved = sitting.answers.get(sent.slot)
    before: Answer = saved.answer if saved else {}
    stop = _stop(sitting, rule, now, sent, drawn)
    if stop or drawn is None:
        known = state.Entry(sent.client, sent.slot[:64], act)
        refused = _event(sitting, now, known, None, {"problem": stop.code if stop else "", "client": sent.client})
        return Came(Stepped(before, {}), [refused], stop)
    take = practice.step if sitting.mode == "practice" else items.step
    came = _carried_out(take, drawn, before, act, stale=saved is not None and saved.client >= sent.client)
    told: dict[str, Any] = {"reply": dict(came.reply), "refused": text(came.refused) if came.refused else {}}
    if not came.refused:
        told |= {"answer": dict(came.answer), "seconds": state.spent(sitting, sent, now)}
    return Came(came, [_event(sitting, now, sent, sent.client, told)])


def again(sitting: Sitting, stored: StoredEvent) -> Came:
    """The same number once more: the same reply, and nothing is carried out twice."""
    data = stored.event.data
    if stored.event.kind != "stepped":
        return Came(Stepped({}, {}), [], problems.BAD_NUMBER.at())
    saved = sitting.answers.get(str(data.get("slot")))
    refused = data.get("refused") or {}
    words = Text(refused["en"], refused["zh"]) if refused else Text()
    return Came(Stepped(saved.answer if saved else {}, data.get("reply") or {}, words))


def _stop(
    sitting: Sitting, rule: state.Rules, now: datetime, sent: state.Entry, drawn: tuple[AnyItem, Variant] | None
) -> Problem | None:
    number, count = divmod(sent.client, WINDOW)
    if not (1 <= number <= sitting.window and count >= 1):
        return problems.BAD_NUMBER.at()
    if drawn is None or sent.slot not in rule.slots or not items.is_practical(drawn[0]):
        return problems.NO_SLOT.at(slot=sent.slot[:40])
    return state.stop(sitting, now)


def _carried_out(take: Take, drawn: tuple[AnyItem, Variant], before: Answer, act: Answer, *, stale: bool) -> Stepped:
    if stale:
        return Stepped(before, {}, STALE)
    if items.problem_with(*drawn, before):
        return Stepped(before, {}, CHANGED)
    return take(*drawn, before, act)


def _event(sitting: Sitting, now: datetime, sent: state.Entry, client: int | None, told: Mapping[str, Any]) -> Event:
    act = dict(sent.answer or {})
    if len(canonical(act)) > LONGEST_ACT:
        act = {"cut": canonical(act)[:LONGEST_ACT]}
    data = {"slot": sent.slot, "act": act, **told}
    return Event(sitting.id, sitting.engineer, "stepped", now, sitting.engineer, client, data)
