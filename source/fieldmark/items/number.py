"""Numbers as people type them: 1,5 · 1 500 · １．５ · 3.2×10³ · -4e-3 · 540 V."""

from __future__ import annotations

import math
import re
import unicodedata

LONGEST = 60
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_TEN = re.compile(r"\s*[x*×·⋅✕]\s*10\s*(?:\^|\*\*)?\s*(?:\(\s*)?([+-]?\d{1,3})(?:\s*\))?(?![\d.])", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3}(?!\d))?", re.IGNORECASE)
_GAPS = re.compile(r"(?<=\d)[\s'’_](?=\d{3}(?!\d))")
_MORE = re.compile(r"[\^/]|e[+-]?\d", re.IGNORECASE)  # a sum goes on: no unit, and not the number that was meant
_LEAD = re.compile(r"^\s*(?:[≈~=]|约|大约|ca\.?)*\s*", re.IGNORECASE)


def parse(text: str) -> tuple[float, str] | None:
    """The number and what stands behind it (a unit, or nothing); None where there is no one number at the front.

    A comma is a decimal sign, unless it stands in groups of three digits as in 1,500 or 12,500,000; where both
    signs occur, the last one is decimal.
    """
    if len(text) > LONGEST:
        return None
    plain = _LEAD.sub("", _one_width(text))
    head = re.match(r"[+-]?[\d.,]+", plain)
    if not head:
        return None
    digits = _decimal(head[0])
    match = _NUMBER.match(digits + plain[head.end() :]) if digits is not None else None
    if match is None or digits is None or match.end() < len(digits):
        return None
    value, rest = float(match[0]), (digits + plain[head.end() :])[match.end() :].strip()
    return (value, rest) if math.isfinite(value) and not _MORE.match(rest) else None


def _one_width(text: str) -> str:
    raised = re.sub(r"(?<=10)[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), text)
    folded = unicodedata.normalize("NFKC", raised).replace("−", "-").replace("–", "-").strip()
    folded = re.sub(r"^([+-])\s+", r"\1", folded)
    folded = re.sub(r"^([+-]?)10\^([+-]?\d{1,3})", r"\g<1>1e\2", folded)
    return _GAPS.sub("", _TEN.sub(r"e\1", folded, count=1))


def _decimal(digits: str) -> str | None:
    """`digits` with a point as decimal sign and nothing between groups; None where the signs make no sense."""
    commas, points = digits.count(","), digits.count(".")
    if not commas and points <= 1:
        return digits
    decimal = _decimal_sign(digits, commas, points)
    group = "," if decimal == "." else "."
    whole, _, part = digits.rpartition(decimal) if decimal in digits else (digits, "", "")
    if group in part or (group in whole and not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{group}\d{{3}})+", whole)):
        return None
    return whole.replace(group, "") + ("." + part if part else "")


def _decimal_sign(digits: str, commas: int, points: int) -> str:
    if commas and points:
        return "," if digits.rindex(",") > digits.rindex(".") else "."
    if commas == 1 and not re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", digits):
        return ","
    return "." if commas else ","
