"""A number with its unit."""

from __future__ import annotations

from typing import Any

from fieldmark.items import number, units, words
from fieldmark.items.expression import ExpressionError, evaluate
from fieldmark.items.kind import Kind, is_text
from fieldmark.items.prose import number as written
from fieldmark.model.item import Numeric
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text

_SLACK = 1e-9  # of the key: what binary fractions lose at the edge of a tolerance
LONGEST_UNIT = 20
_LARGEST_BITS = 512  # Python refuses to write very large numbers out


class NumericKind(Kind[Numeric]):
    """Full points within the tolerance, its edge included, after conversion into the item's unit. A number
    without a unit counts in the item's unit; a unit typed behind the number goes before the one chosen."""

    def public(self, item: Numeric, variant: Variant) -> dict[str, Any]:
        return {"unit": item.unit, "units": list(units.offered(item.unit))}

    def problem_with(self, item: Numeric, variant: Variant, answer: Answer) -> str:
        if "value" not in answer or not set(answer) <= {"value", "unit"}:
            return "fields"
        if not is_text(answer.get("unit", ""), LONGEST_UNIT):
            return "unit"
        empty = isinstance(answer["value"], str) and not answer["value"].strip()
        return "" if empty or _typed(answer) is not None else "not-a-number"

    def score(self, item: Numeric, variant: Variant, answer: Answer) -> Mark:
        typed = _typed(answer)
        if typed is None:
            return Mark(0.0)
        try:
            key = evaluate(item.key, variant.parameters)
        except ExpressionError:
            return Mark(None, words.BAD_KEY, "bad-key")
        value, unit = typed
        given, comment = _in_unit_of(item, value, unit)
        if given is None:
            return Mark(0.0, comment)
        return Mark(1.0 if within(given, key, item.tolerance, item.relative) else 0.0)

    def readable(self, item: Numeric, variant: Variant, answer: Answer) -> Text:
        typed = _typed(answer)
        if typed is None:
            return words.NO_ANSWER
        text = f"{written(typed[0])} {typed[1] or item.unit}".strip()
        return Text(text, text)

    def right(self, item: Numeric, variant: Variant) -> Text:
        try:
            key = written(evaluate(item.key, variant.parameters))
        except ExpressionError:
            return words.BAD_KEY
        text = f"{key} {item.unit}".strip()
        if item.tolerance:
            text += f" ± {written(item.tolerance * 100)} %" if item.relative else f" ± {written(item.tolerance)}"
        return Text(text, text)


def within(given: float, key: float, tolerance: float, relative: bool) -> bool:
    allowed = abs(key) * tolerance if relative else tolerance
    return abs(given - key) <= allowed + _SLACK * max(abs(key), allowed)


def _typed(answer: Answer) -> tuple[float, str] | None:
    """Number and unit as typed; None where there is no number."""
    value = answer["value"]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, int) and value.bit_length() > _LARGEST_BITS:
        return None
    parsed = number.parse(value if isinstance(value, str) else repr(value))
    return (parsed[0], parsed[1] or answer.get("unit", "").strip()) if parsed else None


def _in_unit_of(item: Numeric, value: float, unit: str) -> tuple[float | None, Text]:
    """The value in the item's unit, or None and why not."""
    if not unit or unit == item.unit:
        return value, Text()
    given, wanted = units.find(unit), units.find(item.unit)
    if given is None or wanted is None:
        return None, words.UNKNOWN_UNIT.fill(given=unit, unit=item.unit or "—")
    if given.dimension != wanted.dimension:
        dimension = units.DIMENSIONS[wanted.dimension]
        return None, words.WRONG_DIMENSION.fill(given=unit, dimension=dimension, unit=item.unit)
    return units.convert(value, given, wanted), Text()
