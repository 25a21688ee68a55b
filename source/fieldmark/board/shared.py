"""What several views say or draw in the same way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from fieldmark.board import charts, words
from fieldmark.board.scope import COMPANY, Unit
from fieldmark.board.values import Kpi, Value
from fieldmark.board.view import Choice, Control, Option
from fieldmark.model.text import Text

UNIT = Text("Unit", "单位")
GROUPINGS = {
    "company": Text("Whole company", "全公司"),
    "region": Text("Region {name}", "{name}大区"),
    "team": Text("Team {name}", "{name}团队"),
    "product_line": Text("Product line {name}", "产品线 {name}"),
}
GROUPS = {
    "company": Text("Company", "公司"),
    "region": Text("Regions", "大区"),
    "team": Text("Teams", "团队"),
    "product_line": Text("Product lines", "产品线"),
}
POINT = Text("<b>{value}</b>  {span}<br>{name}<br>n = {n}", "<b>{value}</b>  {span}<br>{name}<br>n = {n}")
FEW = Text("too few to show", "样本过少")
_NOTE = {"size": 12, "color": "--fm-quiet"}
MASKED_POINT = Text("too few cases (n = {n})", "样本过少（n = {n}）")
WHOLE = {"range": [-2, 102], "tickmode": "linear", "tick0": 0, "dtick": 20}
"""An axis of shares from nothing to all."""
ADEQUATE = Text("adequate from {share}", "{share} 起为合格")
TOLD = Text("{name} {value} ({span})", "{name} {value}（{span}）")
TOLD_MASKED = Text("{name}: too few cases", "{name}：样本过少")


def named(unit: Unit, language: str) -> str:
    return GROUPINGS[unit.grouping].fill(name=unit.name).get(language)


def chosen_unit(offered: Sequence[Unit], choice: Choice) -> Unit:
    """The unit that was asked for where it is offered, else the widest."""
    return next((u for u in offered if u.id == choice.unit), offered[0] if offered else COMPANY)


def unit_control(offered: Sequence[Unit], unit: Unit, language: str) -> Control:
    options = tuple(Option(u.id, named(u, language), GROUPS[u.grouping].get(language)) for u in offered)
    return Control("unit", UNIT.get(language), unit.id, options)


def inside(title: str, language: str) -> str:
    """A title within an English sentence: its first letter small, unless it is an abbreviation."""
    if language == "en" and len(title) > 1 and title[1].islower():
        return title[0].lower() + title[1:]
    return title


def exported(value: Value, unit: str) -> tuple[float | None, float | None, float | None, int]:
    by = words.scale(unit)
    parts = [None if math.isnan(v) else round(v * by, 4) for v in (value.value, value.low, value.high)]
    return parts[0], parts[1], parts[2], value.n


def point(value: Value, name: str, unit: str, language: str) -> str:
    """What is said of one value when a reader points at it."""
    if math.isnan(value.value):
        return f"{name}<br>" + MASKED_POINT.fill(n=words.number(value.n)).get(language)
    span = words.span(value.low, value.high, unit, language)
    return POINT.fill(
        value=words.amount(value.value, unit, language), span=span, name=name, n=words.number(value.n)
    ).get(language)


def told(name: str, value: Value, unit: str, language: str) -> str:
    if math.isnan(value.value):
        return TOLD_MASKED.fill(name=name).get(language)
    span = words.span(value.low, value.high, unit, language)
    return TOLD.fill(name=name, value=words.amount(value.value, unit, language), span=span).get(language)


def axis(unit: str, language: str) -> dict[str, Any]:
    """An axis of a KPI's unit, its numbers written as everywhere."""
    return {"ticksuffix": words.suffix(unit, language), "nticks": 6, "separatethousands": True}


def month_axis(periods: Sequence[str], language: str) -> dict[str, Any]:
    """Months as places 0, 1, 2 …; every third carries its name, the last always."""
    places = [at for at in range(len(periods)) if (len(periods) - 1 - at) % 3 == 0]
    return {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [words.month_short(periods[at], language) for at in places],
        "range": [-0.5, len(periods) - 0.5],
        "ticks": "outside",
        "ticklen": 4,
        "tickangle": 0,
    }


def month_chart(
    months: Sequence[Value],
    whole: Sequence[Value],
    periods: Sequence[str],
    kpi: Kpi,
    language: str,
    beside: str = "",
) -> charts.Figure:
    """A KPI by month with its interval; the larger unit (`beside`) as a thin line, the target dashed."""
    beside = beside or named(COMPANY, language)
    by = words.scale(kpi.unit)
    x = list(range(len(periods)))
    said = [words.month(p, language) for p in periods]
    low, high = (charts.read_as([getattr(m, end) for m in months], by) for end in ("low", "high"))
    data = charts.band(x, low, high)
    if whole:
        hover = [point(v, f"{m} · {beside}", kpi.unit, language) for v, m in zip(whole, said, strict=True)]
        data.append(
            charts.line(x, charts.read_as([v.value for v in whole], by), hover, color="--fm-c8", width=1, size=3)
        )
    hover = [point(v, m, kpi.unit, language) for v, m in zip(months, said, strict=True)]
    data.append(charts.line(x, charts.read_as([m.value for m in months], by), hover))
    shapes = [] if kpi.target is None else [charts.level(kpi.target * by)]
    reach = [*low, *high, *charts.read_as([v.value for v in (*months, *whole)], by)]
    reach += [] if kpi.target is None else [kpi.target * by]
    y = {**axis(kpi.unit, language), "range": _room(reach)}
    return charts.figure(data, month_axis(periods, language), y, shapes=shapes, hovermode="closest")


def _room(numbers: Sequence[float | None]) -> list[float]:
    """A range that holds all numbers, with a little air."""
    known = [n for n in numbers if n is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    air = 0.06 * (high - low or 1.0)
    return [low - air, high + air]


def mastery_line(figure: charts.Figure, adequate_from: float) -> None:
    """The line from which mastery counts as adequate, dashed."""
    if not math.isnan(adequate_from):
        figure["layout"]["shapes"].append(charts.level(adequate_from * 100, axis="x"))


def line_legend(adequate_from: float, language: str) -> list[tuple[str, str, str]]:
    if math.isnan(adequate_from):
        return []
    return [("dash", "--fm-text", ADEQUATE.fill(share=words.amount_whole(adequate_from, language)).get(language))]


def value_dots(
    names: Sequence[str], found: Sequence[Value], kpi: Kpi, colors: Sequence[str], language: str
) -> charts.Figure:
    """Units one below the other, each with its interval; the target dashed."""
    by = words.scale(kpi.unit)
    parts = [charts.read_as([getattr(v, end) for v in found], by) for end in ("value", "low", "high")]
    hover = [point(v, name, kpi.unit, language) for v, name in zip(found, names, strict=True)]
    data = charts.dots(names, parts[0], parts[1], parts[2], hover, colors)
    shapes = [] if kpi.target is None else [charts.level(kpi.target * by, axis="x")]
    few = [
        {
            "xref": "paper",
            "x": 0.01,
            "xanchor": "left",
            "y": row,
            "showarrow": False,
            "text": FEW.get(language),
            "font": _NOTE,
        }
        for row, value in enumerate(found)
        if math.isnan(value.value)
    ]
    x = {**axis(kpi.unit, language), "showgrid": True, "gridcolor": "--fm-line", "nticks": 5}
    x["range"] = _room([*parts[0], *parts[1], *parts[2], None if kpi.target is None else kpi.target * by])
    return charts.figure(data, x, charts.rows_axis(names), shapes=shapes, annotations=few, hovermode="closest")
