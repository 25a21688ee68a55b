"""Numbers, units and dates as they are read; every word in both languages."""

from __future__ import annotations

import importlib
import math
import pkgutil
import string
from datetime import date

import pytest

from fieldmark.board import say, words
from fieldmark.model.text import Text


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "unit", "language", "told"),
    [
        (0.8423, "share", "en", "84.2 %"),
        (0.8423, "share", "zh", "84.2%"),
        (12.44, "min", "en", "12.4 min"),
        (0.5, "h", "en", "30 min"),
        (0.2833, "h", "zh", "17 分钟"),
        (26.04, "h", "en", "26.0 h"),
        (178.17, "h", "en", "178 h"),
        (34.2, "nps", "en", "+34"),
        (-3.0, "nps", "en", "−3"),
        (1234.5, "money", "en", "1,234"),
        (math.nan, "share", "en", "–"),
        (None, "min", "en", "–"),
    ],
)
def test_amounts(value, unit, language, told):
    assert plain(words.amount(value, unit, language)) == told


def test_changes_and_spans():
    assert plain(words.change(0.021, "share", "en")) == "+2.1 pts"
    assert plain(words.change(-0.0001, "share", "zh")) == "0.0 个百分点"
    assert plain(words.change(-0.87, "h", "en")) == "−52 min"
    assert plain(words.change(-0.87, "h", "en", widest=1.4)) == "−0.9 h"
    assert plain(words.span(0.81, 0.861, "share", "en")) == "81.0 to 86.1 %"
    assert plain(words.span(-0.01, 0.02, "share", "zh", signed=True)) == "−1.0至+2.0 个百分点"
    assert plain(words.span(math.nan, 1.0, "share", "en")) == "–"


def test_a_unit_stays_with_its_number():
    assert words.amount(0.8423, "share", "en") == "84.2\u00a0%"
    assert words.tied("6.0 points (95 % interval)") == "6.0 points (95\u00a0% interval)"


def test_times():
    assert words.months("2026-07", "2026-09", "en") == "Jul–Sep 2026"
    assert words.months("2025-11", "2026-01", "zh") == "2025年11月–2026年1月"
    assert words.day(date(2026, 9, 30), "en") == "30 Sep 2026"
    assert words.month_short("2026-09", "zh") == "26年9月"


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("It rose by 6.0 points (3.3 to 8.7). Two said so.", "It rose by 6.0 points (3.3 to 8.7).", "Two said so."),
        ("It rose by 6.0; we compare 57 with 85.", "It rose by 6.0.", "We compare 57 with 85."),
        ("提高 6.0 个百分点；比较对象 57 名。", "提高 6.0 个百分点。", "比较对象 57 名。"),
        ("no end", "no end", ""),
    ],
)
def test_the_first_sentence(text, first, rest):
    assert words.first_sentence(text) == (first, rest)


def _texts(value, where):
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, f"{where}[{key}]")
    elif isinstance(value, tuple | list):
        for at, part in enumerate(value):
            yield from _texts(part, f"{where}[{at}]")


def _said():
    modules = [f"fieldmark.board.say.{m.name}" for m in pkgutil.iter_modules(say.__path__)]
    for name in [*modules, "fieldmark.board.shared", "fieldmark.pages.session"]:
        module = importlib.import_module(name)
        for constant, value in vars(module).items():
            if constant.isupper():
                yield from _texts(value, f"{name}.{constant}")


def _holes(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize(("where", "text"), list(_said()))
def test_every_word_stands_in_both_languages_with_the_same_holes(where, text):
    assert bool(text.en) == bool(text.zh), where
    assert _holes(text.en) == _holes(text.zh), where
