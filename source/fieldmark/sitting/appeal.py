"""An engineer's appeals: against the mark of a question, once each, within the days that the policy gives. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from fieldmark.model.problem import Problem, code
from fieldmark.model.sitting import Event, Sitting, StoredEvent

LEAST, MOST = 10, 2000  # characters of a reason

NO_FEEDBACK = code(
    "E040",
    en="There is no feedback to be read here yet.",
    zh="目前还没有可查看的反馈。",
    hint_en="It appears once everything is marked and released.",
    hint_zh="全部评分完成并发布后即可查看。",
)
TOO_LATE = code(
    "E041",
    en="The {days} days in which you could appeal are over.",
    zh="可提出申诉的 {days} 天期限已过。",
    hint_en="Talk to your trainer, who can still have the mark looked at.",
    hint_zh="请联系培训师，培训师仍可复核评分。",
)
TWICE = code(
    "E042",
    en="You have appealed against this mark already.",
    zh="您已对该题评分提出过申诉。",
    hint_en="The answer will stand beside your question here.",
    hint_zh="答复会显示在该题旁边。",
)
BAD_APPEAL = code(
    "E043",
    en="An appeal names a question of this paper and gives a reason of {least} to {most} characters.",
    zh="申诉须指明本卷的一道题，并说明理由（{least} 至 {most} 个字符）。",
    hint_en="Say what in your answer deserves another mark, and why.",
    hint_zh="请说明答案中哪一部分应重新评分以及原因。",
)


def appeals(events: Iterable[StoredEvent]) -> list[dict[str, Any]]:
    """The appeals of a sitting with what was answered, as JSON."""
    found: dict[int, dict[str, Any]] = {}
    for stored in events:
        event = stored.event
        if event.kind == "appealed":
            found[stored.number] = {
                "number": stored.number,
                "slot": event.data.get("slot", ""),
                "reason": event.data.get("reason", ""),
                "at": event.at.isoformat(),
                "outcome": "open",
            }
        elif event.kind == "decided" and event.data.get("appeal") in found:
            said = {k: event.data[k] for k in ("outcome", "text", "points") if k in event.data}
            found[event.data["appeal"]] |= {**said, "decided": event.at.isoformat()}
    return list(found.values())


def appeal(
    sitting: Sitting,
    earlier: Iterable[Mapping[str, Any]],
    said: Mapping[str, Any],
    sent: Mapping[str, Any],
    now: datetime,
) -> list[Event] | Problem:
    """The event of a new appeal, or why not. `said`: the feedback; `sent`: slot and reason."""
    slot, reason = sent.get("slot"), sent.get("reason")
    if slot not in {q["slot"] for q in said["questions"]} or not isinstance(reason, str):
        return BAD_APPEAL.at(least=LEAST, most=MOST)
    if not LEAST <= len(reason.strip()) <= MOST:
        return BAD_APPEAL.at(least=LEAST, most=MOST)
    days = int(said["appeal_days"])
    if now > datetime.fromisoformat(said["visible"]) + timedelta(days=days):
        return TOO_LATE.at(days=days)
    if any(a["slot"] == slot for a in earlier):
        return TWICE.at()
    data = {"slot": slot, "reason": reason.strip()}
    return [Event(sitting.id, sitting.engineer, "appealed", now, sitting.engineer, data=data)]
