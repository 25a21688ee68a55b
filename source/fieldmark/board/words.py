"""Numbers, dates and units as a reader writes them; nothing here knows what it is about.

A unit stays on the line of its number: the space between them does not break.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime

from fieldmark.model.text import Text

NOTHING = "–"
_DIGITS = {"share": 1, "score": 1, "nps": 0, "money": 0, "count": 2, "min": 1, "h": 1, "": 2}
_SUFFIX = {
    "share": Text("\u00a0%", "%"),
    "points": Text("\u00a0pts", "\u00a0个百分点"),
    "min": Text("\u00a0min", "\u00a0分钟"),
    "h": Text("\u00a0h", "\u00a0小时"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def number(value: float | None, digits: int = 0, *, signed: bool = False) -> str:
    """Grouped by thousands, with a true minus sign; a dash where there is none."""
    if value is None or math.isnan(value):
        return NOTHING
    rounded = round(value, digits) + 0.0  # no negative zero
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):,.{digits}f}"


def scale(unit: str) -> float:
    """What a stored value is multiplied by to be read: shares become percent."""
    return 100.0 if unit == "share" else 1.0


def _shown(value: float | None, unit: str) -> tuple[float | None, str, int]:
    """The value as it is read, its unit and digits: half an hour is 30 min, not 0.5 h."""
    if value is None or math.isnan(value):
        return None, unit, 0
    if unit == "h" and abs(value) < 1:
        return value * 60, "min", 0
    if unit == "h" and abs(value) >= 100:
        return value, unit, 0
    return value * scale(unit), unit, _DIGITS.get(unit, 2)


def amount(value: float | None, unit: str, language: str) -> str:
    """A KPI's value with its unit: 84.2 %, 12.4 min, 22.1 h, +34."""
    shown, unit, digits = _shown(value, unit)
    return number(shown, digits, signed=unit == "nps") + (suffix(unit, language) if shown is not None else "")


def parted(value: float | None, unit: str, language: str) -> tuple[str, str]:
    """An amount as its number and its unit, for a card that sets the unit smaller."""
    shown, unit, digits = _shown(value, unit)
    return number(shown, digits, signed=unit == "nps"), suffix(unit, language).strip() if shown is not None else ""


def parted_change(value: float | None, unit: str, language: str) -> tuple[str, str]:
    shown, unit, digits = _shown(value, unit)
    unit = "points" if unit == "share" else unit
    return number(shown, digits, signed=True), suffix(unit, language).strip() if shown is not None else ""


def amount_whole(share: float | None, language: str) -> str:
    """A share as whole percent: 99 %."""
    shown = number(None if share is None else share * 100)
    return shown if shown == NOTHING else shown + suffix("share", language)


def change(value: float | None, unit: str, language: str, *, widest: float = 0.0) -> str:
    """A difference of two values, with its sign; of shares in percentage points.

    `widest`: the largest number that stands beside it; small hours stay hours beside large ones.
    """
    shown, unit, digits = (value, unit, 1) if unit == "h" and widest >= 1 else _shown(value, unit)
    unit = "points" if unit == "share" else unit
    return number(shown, digits, signed=True) + (suffix(unit, language) if shown is not None else "")


def span(low: float | None, high: float | None, unit: str, language: str, *, signed: bool = False) -> str:
    """An interval: `81.0 to 86.1 %`; its unit is said once."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return NOTHING
    scale_by, unit, digits = _common(low, high, unit)
    shown = "points" if signed and unit == "share" else unit
    a, b = (number(v * scale_by, digits, signed=signed) for v in (low, high))
    return f"{a}{'至' if language == 'zh' else ' to '}{b}{suffix(shown, language)}"


def _common(low: float, high: float, unit: str) -> tuple[float, str, int]:
    if unit == "h" and max(abs(low), abs(high)) < 1:
        return 60.0, "min", 0
    return scale(unit), unit, 0 if unit == "h" and max(abs(low), abs(high)) >= 100 else _DIGITS.get(unit, 2)


def suffix(unit: str, language: str) -> str:
    return _SUFFIX.get(unit, Text()).get(language)


def count(n: float, one: Text, many: Text, language: str) -> str:
    """`1 ticket`, `240 tickets`."""
    return f"{number(n)}{'' if language == 'zh' else ' '}{(one if n == 1 else many).get(language)}"


def month(period: str, language: str) -> str:
    """`2026-09` as Sep 2026."""
    year, _, number_ = period.partition("-")
    return f"{year}年{int(number_)}月" if language == "zh" else f"{_MONTHS[int(number_) - 1]} {year}"


def month_short(period: str, language: str) -> str:
    """`2026-09` as Sep 26, for an axis."""
    return (
        f"{period[2:4]}年{int(period[5:])}月" if language == "zh" else f"{_MONTHS[int(period[5:]) - 1]} {period[2:4]}"
    )


def months(first: str, last: str, language: str) -> str:
    """A run of months: Jul–Sep 2026."""
    if first == last:
        return month(first, language)
    if first[:4] == last[:4] and language == "en":
        return f"{_MONTHS[int(first[5:]) - 1]}–{month(last, language)}"
    if first[:4] == last[:4]:
        return f"{first[:4]}年{int(first[5:])}–{int(last[5:])}月"
    return f"{month(first, language)}–{month(last, language)}"


def day(when: date | datetime | None, language: str) -> str:
    if when is None:
        return NOTHING
    return (
        f"{when.year}年{when.month}月{when.day}日"
        if language == "zh"
        else f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
    )


def tied(text: str) -> str:
    """A text in which no percent sign stands alone at the start of a line."""
    return re.sub(r"(?<=\d) (?=%)", "\u00a0", text)


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence and the rest; a semicolon ends one too, a point within a number does not."""
    found = re.match(r"(.+?)(?:([.!?;])(?=\s)|([。！？；]))\s*(.*)", text, re.DOTALL)
    if not found:
        return text, ""
    end = "." if found[2] == ";" else "。" if found[3] == "；" else found[2] or found[3]
    return found[1] + end, found[4][:1].upper() + found[4][1:]


def listing(parts: list[str], language: str) -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    if language == "zh":
        return "、".join(parts[:-1]) + "和" + parts[-1]
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def say(language: str) -> Callable[..., str]:
    """A function that says a Text in one language, with its placeholders filled."""

    def said(text: Text, **values: object) -> str:
        return text.fill(**values).get(language) if values else text.get(language)

    return said
