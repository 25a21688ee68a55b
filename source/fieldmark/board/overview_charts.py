"""The overview's charts: one KPI by month, and by the units within the chosen one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from fieldmark.board import scope, shared, values, words
from fieldmark.board.published import Published
from fieldmark.board.say import overview as w
from fieldmark.board.scope import COMPANY, Unit
from fieldmark.board.values import Difference, Kpi, Value
from fieldmark.board.view import Chart


def by_month(published: Published, unit: Unit, kpi: Kpi, periods: Sequence[str], language: str) -> Chart:
    say = words.say(language)
    months = [values.bounded(v, kpi.unit) for v in values.series(values.of_unit(published, unit), kpi.id, periods)]
    whole = values.series(values.of_unit(published, COMPANY), kpi.id, periods) if unit != COMPANY else []
    figure = shared.month_chart(months, whole, periods, kpi, language)
    now, change = (
        values.pooled(months[-3:]),
        values.difference(values.pooled(months[-3:]), values.pooled(months[-6:-3])),
    )
    value = words.amount(now.value, kpi.unit, language)
    legend = [("band", "--fm-accent-soft", say(w.BAND))]
    legend += [("line", "--fm-c8", say(w.COMPANY_LINE))] if whole else []
    legend += [("dash", "--fm-text", say(w.TARGET_LINE))] if kpi.target is not None else []
    return Chart(
        "months",
        _finding(kpi, value, change, language),
        figure,
        say(
            w.MONTH_ALT,
            kpi=kpi.title,
            first=words.month(periods[0], language),
            last=words.month(periods[-1], language),
            value=value,
        ),
        why=kpi.definition,
        height=300,
        span=7,
        columns=tuple(say(w.HEADS[h]) for h in ("month", "value", "low", "high", "n")),
        rows=tuple((p, *shared.exported(v, kpi.unit)) for p, v in zip(periods, months, strict=True)),
        legend=tuple(legend),
    )


def _finding(kpi: Kpi, value: str, change: Difference | None, language: str) -> str:
    say = words.say(language)
    if change is None:
        return say(w.MONTHLY_NONE, kpi=kpi.title)
    word = values.better(change, kpi)
    if word is None:
        return say(w.MONTHLY_FLAT, kpi=kpi.title, value=value)
    size = moved(change, kpi, language)
    return say(w.MONTHLY, kpi=kpi.title, word=w.CHANGES[word], change=size, value=value)


def by_part(published: Published, unit: Unit, kpi: Kpi, quarter: Sequence[str], language: str) -> Chart:
    say = words.say(language)
    parts = list(scope.parts(published, unit))
    compared = [*parts, unit] if unit == COMPANY else [*parts, unit, COMPANY]
    found = [
        values.bounded(values.pooled(values.series(values.of_unit(published, p), kpi.id, quarter)), kpi.unit)
        for p in compared
    ]
    order = sorted(range(len(parts)), key=lambda at: _rank(found[at], kpi)) + list(range(len(parts), len(compared)))
    compared, found = [compared[at] for at in order], [found[at] for at in order]
    names = [shared.named(p, language) for p in compared]
    colors = ["--fm-c1" if p in parts else "--fm-c8" for p in compared]
    return Chart(
        "parts",
        _part_finding(kpi, names[: len(parts)], found[: len(parts)], language),
        shared.value_dots(names, found, kpi, colors, language),
        "; ".join(shared.told(name, v, kpi.unit, language) for name, v in zip(names, found, strict=True)),
        why=kpi.definition,
        height=300,
        span=5,
        columns=tuple(say(w.HEADS[h]) for h in ("unit", "value", "low", "high", "n")),
        rows=tuple((name, *shared.exported(v, kpi.unit)) for name, v in zip(names, found, strict=True)),
        legend=(
            ("dot", "--fm-c1", say(w.BAND)),
            *((("dash", "--fm-text", say(w.TARGET_LINE)),) if kpi.target is not None else ()),
        ),
    )


def _rank(value: Value, kpi: Kpi) -> float:
    if math.isnan(value.value):
        return math.inf
    return value.value if kpi.better == "lower" else -value.value


def _part_finding(kpi: Kpi, names: Sequence[str], found: Sequence[Value], language: str) -> str:
    say = words.say(language)
    known = [(n, v) for n, v in zip(names, found, strict=True) if not math.isnan(v.value)]
    if len(known) < 2:
        return say(w.PARTS_ONE, kpi=kpi.title)
    (best, first), (worst, last) = known[0], known[-1]
    gap = values.difference(first, last)
    if gap is None or not gap.clear:
        return say(w.PARTS_UNSURE, kpi=kpi.title)
    return say(w.PARTS, kpi=kpi.title, best=best, worst=worst)


def moved(change: Difference, kpi: Kpi, language: str) -> str:
    """A change in the unit of its interval, so that hours and minutes do not stand side by side."""
    widest = max(abs(change.low), abs(change.high))
    return words.change(change.value, kpi.unit, language, widest=widest)
