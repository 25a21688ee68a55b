"""Probabilities and costs as trainers write them."""

from __future__ import annotations

import re

from fieldmark.bank.fields import Fields
from fieldmark.bank.practicals import problems
from fieldmark.bank.yamls import Mapping, Node, Scalar
from fieldmark.items import number
from fieldmark.model.fault import Cost
from fieldmark.model.text import Text

MOST_MONEY, MOST_MINUTES = 1e7, 7 * 24 * 60.0
_COST = Text("a cost", "费用")
_FRACTION = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
_MINUTES = ("min", "minutes", "minute", "分钟", "分")


def chance(fields: Fields, name: str, default: float = 0.0) -> float:
    """A probability under a name: 0.28, 28 % or 1/4."""
    node = fields.child(name)
    return default if node is None else chance_of(fields, node, fields.line_of(name))


def chance_of(fields: Fields, node: Node, line: int) -> float:
    text = node.text if isinstance(node, Scalar) else "…"
    value = read_chance(text)
    if value is None:
        fields.wrong.append(fields.source.at(problems.BAD_CHANCE, line, value=text[:40]))
        return 0.0
    return value


def read_chance(text: str) -> float | None:
    """A number from 0 to 1, a percentage or a fraction; None where it is none of these."""
    fraction = _FRACTION.fullmatch(text.strip())
    if fraction:
        value = int(fraction[1]) / int(fraction[2]) if int(fraction[2]) else -1.0
    else:
        parsed = number.parse(text)
        if parsed is None or parsed[1] not in ("", "%"):
            return None
        value = parsed[0] / 100 if parsed[1] else parsed[0]
    return value if 0.0 <= value <= 1.0 else None


def cost(fields: Fields, name: str = "cost") -> Cost:
    """`{money: 35, minutes: 30}`, a number for money alone, `8 min` for minutes alone."""
    node = fields.child(name)
    if node is None:
        return Cost()
    if isinstance(node, Mapping):
        inner = Fields(fields.source, node, _COST, ("money", "minutes"), fields.wrong)
        return Cost(inner.number("money", 0.0, 0.0, MOST_MONEY), inner.number("minutes", 0.0, 0.0, MOST_MINUTES))
    text = node.text if isinstance(node, Scalar) else "…"
    parsed = number.parse(text)
    if parsed and not parsed[1] and 0 <= parsed[0] <= MOST_MONEY:
        return Cost(money=parsed[0])
    if parsed and parsed[1] in _MINUTES and 0 <= parsed[0] <= MOST_MINUTES:
        return Cost(minutes=parsed[0])
    fields.wrong.append(fields.source.at(problems.BAD_COST, fields.line_of(name), value=text[:40]))
    return Cost()
