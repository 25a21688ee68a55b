"""The event-time picture: the effect by months since the training, with what misleads beside it."""

from __future__ import annotations

import math

from fieldmark.board import charts, words
from fieldmark.board.outcome_case import Case
from fieldmark.board.published import rows_of
from fieldmark.board.say import outcome as w
from fieldmark.board.view import Chart


def event_chart(case: Case) -> Chart:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    value = words.change(row.estimate, unit, language)
    title = say(w.CHART_UP, kpi=case.kpi.title, value=value) if case.known else say(w.CHART_NONE, kpi=case.kpi.title)
    events = case.events
    legend = [("dot", "--fm-c1", say(w.LEGEND_EFFECT, sure=case.sure)), ("dash", "--fm-c2", say(w.LEGEND_NAIVE))]
    legend += [("hatch", "--fm-line-strong", say(w.LEGEND_WINDOW))] if case.window else []
    by = words.scale(unit)
    return Chart(
        "events",
        title,
        _event_figure(case),
        say(
            w.CHART_ALT,
            kpi=case.kpi.title,
            first=int(events["at"].min()) if len(events) else 0,
            last=int(events["at"].max()) if len(events) else 0,
            value=value if case.known else w.VERDICTS[row.verdict][0].get(language),
        ),
        why=say(w.CHART_WHY),
        height=360,
        columns=tuple(say(w.HEADS[h]) for h in ("month", "effect", "low", "high")),
        rows=tuple((str(e.at), e.estimate * by, e.low * by, e.high * by) for e in rows_of(events)),
        legend=tuple(legend),
    )


def _event_figure(case: Case) -> charts.Figure:
    unit, language = case.kpi.unit, case.language
    by, events = words.scale(unit), case.events
    x = [int(at) for at in events["at"]]
    value, low, high = (charts.read_as(list(events[name]), by) for name in ("estimate", "low", "high"))
    hover = [
        w.POINT.fill(
            value=words.change(e.estimate, unit, language),
            span=words.span(e.low, e.high, unit, language, signed=True),
            at=words.number(e.at, signed=True),
        ).get(language)
        for e in rows_of(events)
    ]
    color = "--fm-c1" if case.known else "--fm-c8"
    data = [
        *charts.band(x, low, high, "--fm-accent-soft" if case.known else "--fm-sunken"),
        charts.line(x, value, hover, color=color),
    ]
    shapes = [
        charts.level(0, color="--fm-line-strong", dash="solid"),
        charts.level(-0.5, color="--fm-text", dash="dot", axis="x"),
    ]
    if x and not math.isnan(case.naive):
        data.append(_naive_line(case, max(x) + 0.5))
    annotations = _window(case, shapes)
    suffix = words.suffix("points" if unit == "share" else unit, language)
    return charts.figure(
        data,
        {
            "title": {"text": w.AXIS.get(language)},
            "dtick": 3,
            "tick0": 0,
            "range": [min(x, default=-6) - 0.6, max(x, default=6) + 0.6],
        },
        {"ticksuffix": suffix, "nticks": 6},
        shapes=shapes,
        annotations=annotations,
        hovermode="closest",
    )


def _naive_line(case: Case, end: float) -> charts.Figure:
    height = case.naive * words.scale(case.kpi.unit)
    said = f"{w.LEGEND_NAIVE.get(case.language)}: {words.change(case.naive, case.kpi.unit, case.language)}"
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [-0.5, end],
        "y": [height, height],
        "line": {"color": "--fm-c2", "width": 2, "dash": "dash"},
        "hovertext": [said, said],
        "hoverinfo": "text",
    }


def _window(case: Case, shapes: list[charts.Figure]) -> list[charts.Figure]:
    """Shade the months that the choice looked at; they say nothing of the training."""
    if not case.window:
        return []
    shapes.append(
        {
            "type": "rect",
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "x0": -case.window - 0.5,
            "x1": -0.5,
            "fillcolor": "--fm-line",
            "opacity": 0.5,
            "line": {"width": 0},
            "layer": "below",
        }
    )
    return [
        {
            "x": -case.window / 2 - 0.5,
            "y": 1,
            "yref": "paper",
            "yanchor": "top",
            "showarrow": False,
            "text": w.SELECTION.get(case.language),
            "font": {"size": 12, "color": "--fm-quiet"},
        }
    ]
