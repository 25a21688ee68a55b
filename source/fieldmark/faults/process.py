"""The service process of a session: the work order's lines, the time limit, and what was skipped of them."""

from __future__ import annotations

from collections.abc import Mapping

from fieldmark.faults import play
from fieldmark.model.text import Text

DEVIATIONS: Mapping[str, Text] = {
    "cause": Text("no cause in the work order", "工单未写明原因"),
    "action": Text("no work done in the work order", "工单未写明所做工作"),
    "verification": Text("no verification in the work order", "工单未写明验证"),
    "sign_off": Text("no customer sign-off", "缺少客户签字"),
    "late": Text("over the time limit", "超出时限"),
}
"""What counts as a process deviation: an empty line of the work order, and more minutes than the scenario allows."""


def deviations(session: play.Session) -> tuple[str, ...]:
    """The steps of the process that were skipped, by their names in `DEVIATIONS`."""
    order = session.order or {}
    empty = [line for line in play.WORK_ORDER if not order.get(line, "").strip()]
    return (*empty, *(["late"] if is_late(session) else []))


def is_late(session: play.Session) -> bool:
    """More working minutes than the scenario's time limit; never where it has none."""
    return 0 < session.scenario.minutes < session.minutes


def share(session: play.Session) -> float:
    """How much of the process was kept, 0..1: the scenario's proof points, the lines of the work order that are none
    of them, and the time limit where there is one. Where nothing was tested or replaced none of it was."""
    if not session.acted:
        return 0.0
    asked = {point.order for point in session.scenario.proof}
    skipped = set(deviations(session)) - asked
    others = len(set(play.WORK_ORDER) - asked) + (session.scenario.minutes > 0)
    done, required = play.points_of_proof(session)
    return (done + others - len(skipped)) / (required + others) if required + others else 1.0
