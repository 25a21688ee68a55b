"""Charts as plain Plotly JSON with the names of tokens for colours; pure, and without Plotly's own package."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from fieldmark.board.theme import layout

Figure = dict[str, Any]
Number = float | None


def band(
    x: Sequence[Any], low: Sequence[Number], high: Sequence[Number], color: str = "--fm-accent-soft"
) -> list[Figure]:
    """An interval as an area, broken where a value is missing."""
    traces = []
    for start, end in _runs([a is not None and b is not None for a, b in zip(low, high, strict=True)]):
        xs = list(x[start:end])
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": xs + xs[::-1],
                "y": list(high[start:end]) + list(low[start:end])[::-1],
                "fill": "toself",
                "fillcolor": color,
                "line": {"width": 0},
                "hoverinfo": "skip",
            }
        )
    return traces


def line(x: Sequence[Any], y: Sequence[Number], hover: Sequence[str], **style: Any) -> Figure:
    """A line with small marks; a missing value breaks it. `hover` is finished words, one a point."""
    color = style.pop("color", "--fm-c1")
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(x),
        "y": list(y),
        "hovertext": list(hover),
        "hoverinfo": "text",
        "line": {"color": color, "width": style.pop("width", 2), "dash": style.pop("dash", "solid")},
        "marker": {"color": color, "size": style.pop("size", 5)},
        "connectgaps": False,
        **style,
    }


def level(value: float, color: str = "--fm-text", dash: str = "dash", axis: str = "y") -> Figure:
    """A line right across the chart: a target, a zero."""
    ends: dict[str, Any] = (
        {"xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value}
        if axis == "y"
        else {"yref": "paper", "y0": 0, "y1": 1, "x0": value, "x1": value}
    )
    return {"type": "line", "line": {"color": color, "width": 1.25, "dash": dash}, "layer": "above", **ends}


def dots(
    labels: Sequence[str],
    value: Sequence[Number],
    low: Sequence[Number],
    high: Sequence[Number],
    hover: Sequence[str],
    colors: Sequence[str],
) -> list[Figure]:
    """Values with intervals, one row a label, the first on top: the interval a thick line, the value a dot on it.

    The x axis is the value; the y axis counts rows downwards, with the labels as its ticks (see `rows_axis`).
    """
    traces: list[Figure] = []
    for row, (a, b) in enumerate(zip(low, high, strict=True)):
        if a is not None and b is not None:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [a, b],
                    "y": [row, row],
                    "line": {"color": colors[row], "width": 5},
                    "opacity": 0.35,
                    "hoverinfo": "skip",
                }
            )
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(value),
            "y": list(range(len(labels))),
            "marker": {"color": list(colors), "size": 9, "line": {"color": "--fm-surface", "width": 1.5}},
            "hovertext": list(hover),
            "hoverinfo": "text",
        }
    )
    return traces


def ticks(value: Sequence[Number], hover: Sequence[str], color: str = "--fm-text") -> Figure:
    """A short upright stroke in each row of a dot chart: what the value is compared with."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(value),
        "y": list(range(len(value))),
        "marker": {"symbol": "line-ns", "size": 11, "line": {"color": color, "width": 1.5}},
        "hovertext": list(hover),
        "hoverinfo": "text",
    }


def rows_axis(labels: Sequence[str]) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "range": [len(labels) - 0.4, -0.6],
        "showgrid": False,
        "ticks": "",
        "tickfont": {"color": "--fm-text", "size": 13},
    }


def figure(
    data: Sequence[Figure], x: dict[str, Any] | None = None, y: dict[str, Any] | None = None, **more: Any
) -> Figure:
    """Traces and axes put on the common layout."""
    base = layout()
    axes = {"xaxis": _axis(base["xaxis"], x or {}), "yaxis": _axis(base["yaxis"], y or {})}
    return {"data": list(data), "layout": {**base, **axes, **more}}


def _axis(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    title = {"title": {**base["title"], **own["title"]}} if "title" in own else {}
    return {**base, **own, **title}


def read_as(values: Sequence[float], scale: float = 1.0) -> list[Number]:
    """Values as they are read, None where missing (NaN is not JSON)."""
    return [None if v is None or math.isnan(v) else v * scale for v in values]


def _runs(known: Sequence[bool]) -> list[tuple[int, int]]:
    """Start and end of each unbroken stretch of True."""
    runs, start = [], None
    for at, value in enumerate([*known, False]):
        if value and start is None:
            start = at
        if not value and start is not None:
            runs.append((start, at))
            start = None
    return runs
