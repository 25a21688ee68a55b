"""Practicals as plain data, with the keys and in the order in which trainers write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fieldmark.bank.practicals import acts
from fieldmark.bank.practicals.measurements import OTHERS
from fieldmark.model.dialogue import Dialogue, Reply, Turn
from fieldmark.model.fault import Change, Cost, Fault, Layout, Test
from fieldmark.model.item import AnyItem, Conversation, FaultBench
from fieldmark.model.text import Text
from fieldmark.model.trace import Channel, Screen

Document = dict[str, Any]
"""Strings, numbers, Text, lists and dicts."""


def scenario_document(item: FaultBench, *, draft: bool = False) -> Document:
    """What `read_scenario` reads; read again it gives an equal bench."""
    s = item.scenario
    named = acts.groups([state.id for state in s.states], s.tests, s.changes, s.faults)
    return _clean({
        **head(item, draft=draft),
        "report": item.prompt,
        "labour_rate": s.labour_rate,
        "time_limit": s.minutes,
        "true_fault": s.fault,
        "states": [{"id": state.id, "title": state.title} for state in s.states],
        "start": s.start,
        "check": s.check_state,
        "repair": s.repair_state,
        "changes": [_change(change) for change in s.changes],
        "faults": [_fault(fault) for fault in s.faults],
        "tests": [_test(test) for test in s.tests],
        "rules": [
            {"id": r.id, "acts": acts.written(r.acts, named), "states": list(r.states), "severity": r.severity,
             "title": r.title}
            for r in s.rules
        ],
        "proof": [
            {"id": p.id, "acts": acts.written(p.acts, named), "before": acts.written(p.before, named),
             "order": p.order, "title": p.title}
            for p in s.proof
        ],
        "layout": _layout(s.layout),
    })  # fmt: skip


def talk_document(item: Conversation, *, draft: bool = False) -> Document:
    """What `read_talk` reads."""
    d: Dialogue = item.dialogue
    return _clean({
        **head(item, draft=draft),
        "situation": d.situation,
        "customer": d.customer,
        "mood": d.mood,
        "minutes": d.minutes,
        "turns": [_turn(turn) for turn in d.turns],
    })  # fmt: skip


def head(item: AnyItem, *, draft: bool) -> Document:
    """The fields that every practical has."""
    shows = getattr(item, "shows", {})
    return {
        "id": item.id, "title": item.title, "draft": draft or "", "skills": list(item.skills),
        "points": item.points, "difficulty": item.difficulty, "shows": dict(shows), "source": item.source,
        "explanation": item.explanation,
    }  # fmt: skip


def _change(change: Change) -> Document:
    return {"id": change.id, "from": change.start, "to": change.end, "cost": _cost(change.cost), "title": change.title}


def _fault(fault: Fault) -> Document:
    return {
        "id": fault.id, "title": fault.title, "prior": fault.prior, "repair": fault.repair, "cost": _cost(fault.cost),
        "point": fault.point, "ticket_class": fault.ticket_class,
    }  # fmt: skip


def _test(test: Test) -> Document:
    return {
        "id": test.id, "title": test.title, "instrument": test.instrument, "state": test.state,
        "cost": _cost(test.cost), "point": test.point, "readings": dict(test.readings),
        "outcomes": outcomes(test.outcomes), "screen": _screen(test.screen),
        "traces": {reading: _lines(channels) for reading, channels in test.traces.items()},
    }  # fmt: skip


def _screen(screen: Screen | None) -> Document:
    if screen is None:
        return {}
    return {"time": screen.time, "time_unit": screen.time_unit, "low": screen.low, "high": screen.high,
            "unit": screen.unit}  # fmt: skip


def _lines(channels: Sequence[Channel]) -> Any:
    """One line by itself, several as a list."""
    lines = [_line(channel) for channel in channels]
    return lines[0] if len(lines) == 1 else lines


def _line(channel: Channel) -> Document:
    points = [list(point) for point in channel.points]
    return {"name": channel.name, **({"points": points} if points else {"shape": channel.shape}), **channel.settings}


def _cost(cost: Cost) -> Document:
    minutes = {"minutes": cost.minutes} if cost.minutes else {}
    return {"money": cost.money, **minutes} if cost.money or not minutes else minutes


def outcomes(table: Mapping[str, Mapping[str, float]]) -> Document:
    """Fault to its reading, or to probabilities; what several faults share and most have stands under `others`."""
    shown = {fault: _shown(shares) for fault, shares in table.items()}
    often = Counter(repr(value) for value in shown.values()).most_common(1)
    if not often or often[0][1] < 2:
        return shown
    rest = [fault for fault, value in shown.items() if repr(value) == often[0][0]]
    named = {fault: value for fault, value in shown.items() if fault not in rest}
    return {**named, OTHERS: shown[rest[0]]}


def _shown(shares: Mapping[str, float]) -> Any:
    return next(iter(shares)) if list(shares.values()) == [1.0] else dict(shares)


def _layout(layout: Layout) -> Document:
    boxes = [
        {"id": c.id, "x": c.x, "y": c.y, "w": c.width, "h": c.height, "symbol": c.symbol, "title": c.title}
        for c in layout.components
    ]
    points = [{"id": p.id, "x": p.x, "y": p.y, "title": p.title} for p in layout.points]
    wires = [[list(corner) for corner in wire] for wire in layout.wires]
    picture = {"file": layout.picture.file, "shows": layout.picture.shows} if layout.picture else {}
    return {
        "width": layout.width, "height": layout.height, "picture": picture, "components": boxes, "points": points,
        "wires": wires,
    }  # fmt: skip


def _turn(turn: Turn) -> Document:
    end = {"outcome": turn.outcome, "value": turn.value} if turn.is_end else {}
    replies = [_reply(reply) for reply in turn.replies]
    return {"id": turn.id, "says": turn.says, "free": turn.free or "", "replies": replies, **end}


def _reply(reply: Reply) -> Document:
    alone = len(reply.branches) == 1 and reply.branches[0].at_most is None
    ways = [{"turn": b.turn} if b.at_most is None else {"turn": b.turn, "at_most": b.at_most} for b in reply.branches]
    return {
        "id": reply.id, "text": reply.text, "patterns": list(reply.patterns), "mood": reply.mood or "",
        "points": dict(reply.points), "to": reply.branches[0].turn if alone else ways, "comment": reply.comment,
    }  # fmt: skip


def _clean(document: Document) -> Document:
    """The document without fields that say nothing; a number always says something."""
    cleaned: Document = _without_empty(document)
    return cleaned


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        cleaned = {key: _without_empty(part) for key, part in value.items()}
        return {key: part for key, part in cleaned.items() if not _empty(part)}
    return [_without_empty(part) for part in value] if isinstance(value, list) else value


def _empty(value: Any) -> bool:
    return isinstance(value, str | list | dict | Text) and not value
