"""The line `= expression unit ± tolerance` of a numeric item."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldmark.items import number, units
from fieldmark.items.expression import ExpressionError, names

_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|\+-)\s*")
LONGEST_UNIT = 20


class BadKey(ValueError):
    """Why the line cannot be read, as one of: expression, unit, tolerance."""


@dataclass(frozen=True, slots=True)
class NumericKey:
    """`tolerance` in the key's unit, or a fraction of the key where `relative`."""

    expression: str
    unit: str = ""
    tolerance: float = 0.0
    relative: bool = False


def read_key(line: str) -> NumericKey:
    """The key; BadKey where expression, unit or tolerance cannot be read."""
    answer, *tolerance = _PLUS_MINUS.split(line.strip(), maxsplit=1)
    expression, unit = _split(answer)
    share, relative = _tolerance(tolerance[0], unit) if tolerance else (0.0, False)
    return NumericKey(expression, unit, share, relative)


def _split(answer: str) -> tuple[str, str]:
    """The longest beginning that reads as arithmetic, and the unit behind it."""
    for end in range(min(len(answer), 400), 0, -1):
        try:
            names(answer[:end])
        except ExpressionError:
            continue
        unit = answer[end:].strip()
        if len(unit) > LONGEST_UNIT or re.search(r"[*+={}()^]|^[/-]|^\d(?!/)", unit):
            raise BadKey("unit" if len(unit) <= LONGEST_UNIT else "expression")
        return answer[:end].strip(), unit
    raise BadKey("expression")


def _tolerance(text: str, unit: str) -> tuple[float, bool]:
    parsed = number.parse(text)
    if parsed is None or parsed[0] < 0:
        raise BadKey("tolerance")
    value, given = parsed
    if given == "%":
        return value / 100, True
    if not given or given == unit:
        return value, False
    there, wanted = units.find(given), units.find(unit)
    if there is None or wanted is None or there.dimension != wanted.dimension:
        raise BadKey("tolerance")
    return value * there.factor / wanted.factor, False
