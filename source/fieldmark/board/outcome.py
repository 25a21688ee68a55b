"""Outcome: what the training changed in the field, how sure that is, and what misleads beside it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldmark.board import charts, mastery, scope, shared, values, words
from fieldmark.board.published import Published, rows_of
from fieldmark.board.say import outcome as w
from fieldmark.board.skills import course_control
from fieldmark.board.values import Kpi
from fieldmark.board.view import (
    Block,
    Cell,
    Chart,
    Check,
    Checks,
    Choice,
    Column,
    Control,
    Figure,
    Figures,
    Nothing,
    Option,
    Table,
    View,
    Words,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class _Case:
    """One course, KPI and way of choosing: its verdict and its estimates."""

    kpi: Kpi
    course: str
    chosen_by: str
    verdict: Any
    events: pd.DataFrame
    naive: float
    treated: int
    control: int
    window: int
    sure: str
    language: str

    @property
    def known(self) -> bool:
        return self.verdict.verdict != "refused" and not math.isnan(self.verdict.estimate)


def outcome(published: Published, choice: Choice, units: Sequence[str], language: str) -> View:
    """The verdict on one KPI, and all others below; estimated over the whole company, naming nobody."""
    verdicts = published["verdicts"]
    title = w.TITLE.get(language)
    known = values.kpis(published, language)
    verdicts = verdicts[verdicts["kpi"].isin(list(known))] if len(verdicts) else verdicts
    if verdicts.empty:
        say = words.say(language)
        nothing = Nothing(say(w.NONE), say(w.NONE_WHAT), say(w.NONE_ACT), "fieldmark run")
        return View("outcome", title, say(w.NONE), scope_words(language), (), (nothing,))
    row = _chosen(verdicts, choice, list(known))
    case = _case(published, row, known[row.kpi], language)
    blocks: tuple[Block, ...] = (
        Figures(_figures(case)),
        _chart(case),
        _checks(case),
        _meaning(case),
        _table(published, verdicts[verdicts["course"] == row.course], known, language),
    )
    word, tone = w.VERDICTS[row.verdict]
    sentence, more = words.first_sentence(words.tied(getattr(row, f"words_{language}")))
    controls = _controls(published, verdicts, row, known, language)
    return View("outcome", title, sentence, _context(published, case), controls, blocks, tone, word.get(language), more)


def scope_words(language: str) -> str:
    return shared.named(scope.COMPANY, language)


def _chosen(verdicts: pd.DataFrame, choice: Choice, order: list[str]) -> Any:
    """The row asked for; what was not asked for, or does not exist, falls back to the surest finding."""
    surest = {"better": 0, "worse": 0, "unclear": 1, "refused": 2}

    def rank(row: Any) -> tuple[object, ...]:
        return (
            row.course != choice.course if choice.course else False,
            row.chosen_by != choice.chosen_by if choice.chosen_by else False,
            row.kpi != choice.kpi if choice.kpi else False,
            row.chosen_by != "rota",
            surest[row.verdict],
            order.index(row.kpi),
        )

    return min(rows_of(verdicts), key=rank)


def _case(published: Published, row: Any, kpi: Kpi, language: str) -> _Case:
    effects, training = published["effects"], published["training"]
    mine = _matching(effects, row)
    events = mine[mine["estimand"] == "event"]
    events = events.assign(at=events["at"].astype(int)).sort_values("at")
    naive = mine.loc[mine["estimand"] == "naive", "estimate"]
    overall = mine[mine["estimand"] == "overall"]
    counts = overall if len(overall) else mine
    window = training.loc[
        (training["course"] == row.course) & (training["chosen_by"] == row.chosen_by), "window_months"
    ]
    return _Case(
        kpi,
        row.course,
        row.chosen_by,
        row,
        events,
        float(naive.iloc[0]) if len(naive) else math.nan,
        int(counts["n_treated"].max()) if len(counts) else 0,
        int(counts["n_control"].max()) if len(counts) else 0,
        int(window.max()) if len(window) else 0,
        words.amount_whole(published.policy.outcome_sure, language),
        language,
    )


def _matching(effects: pd.DataFrame, row: Any) -> pd.DataFrame:
    same = (effects["course"] == row.course) & (effects["kpi"] == row.kpi) & (effects["chosen_by"] == row.chosen_by)
    mine: pd.DataFrame = effects[same]
    return mine


def _controls(
    published: Published, verdicts: pd.DataFrame, row: Any, known: dict[str, Kpi], language: str
) -> tuple[Control, ...]:
    inside = verdicts[verdicts["course"] == row.course]
    kpis = [k for k in known if k in set(inside["kpi"])]
    ways = [way for way in w.CHOSEN if way in set(inside["chosen_by"])]
    courses = {c: t for c, t in mastery.courses(published, language).items() if c in set(verdicts["course"])}
    options = tuple(Option(k, known[k].title) for k in kpis)
    return (
        *course_control(courses, row.course, language),
        Control("kpi", w.KPI_LABEL.get(language), row.kpi, options),
        Control(
            "chosen_by",
            w.CHOSEN_LABEL.get(language),
            row.chosen_by,
            tuple(Option(way, w.CHOSEN[way].get(language)) for way in ways),
            "segment",
        ),
    )


def _context(published: Published, case: _Case) -> str:
    courses = mastery.courses(published, case.language)
    return w.CONTEXT.fill(
        course=courses.get(case.course, case.course),
        chosen=w.CHOSEN[case.chosen_by],
        day=words.day(published.field_as_of, case.language),
    ).get(case.language)


def _figures(case: _Case) -> tuple[Figure, ...]:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    if case.known:
        span = words.span(row.low, row.high, unit, language, signed=True)
        notes = (say(w.EFFECT_NOTE, span=span, sure=case.sure),)
        effect = Figure(
            say(w.EFFECT),
            *words.parted_change(row.estimate, unit, language),
            notes=notes,
        )
    else:
        effect = Figure(say(w.EFFECT), words.NOTHING, masked=say(w.NO_EFFECT))
    compared = say(w.COMPARED_VALUE, treated=words.number(case.treated), control=words.number(case.control))
    return (
        effect,
        Figure(say(w.NAIVE), *words.parted_change(case.naive, unit, language), notes=(say(w.NAIVE_NOTE),)),
        Figure(say(w.LEAST_SEEN), *_least_parted(row.mde, unit, language), notes=(say(w.LEAST_NOTE),)),
        Figure(say(w.COMPARED), compared, notes=(say(w.COMPARED_NOTE),)),
    )


def _least_parted(mde: float, unit: str, language: str) -> tuple[str, str]:
    if words.missing(mde):
        return words.NOTHING, ""
    shown, said = words.parted_change(abs(mde), unit, language)
    return "± " + shown.lstrip("+"), said


def _least(mde: float, unit: str, language: str) -> str:
    return words.NOTHING if words.missing(mde) else "± " + words.change(abs(mde), unit, language).lstrip("+")


def _chart(case: _Case) -> Chart:
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


def _event_figure(case: _Case) -> charts.Figure:
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


def _naive_line(case: _Case, end: float) -> charts.Figure:
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


def _window(case: _Case, shapes: list[charts.Figure]) -> list[charts.Figure]:
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


def _checks(case: _Case) -> Checks:
    say = words.say(case.language)
    items = tuple(
        Check(
            str(reason.get(case.language) or reason.get("en", reason.get("id", ""))),
            say(w.PASSED if reason.get("passed") else w.FAILED),
            "good" if reason.get("passed") else "bad",
        )
        for reason in json.loads(case.verdict.reasons or "[]")
    )
    return Checks(say(w.CHECKS), items)


def _meaning(case: _Case) -> Words:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    if not case.known:
        return Words(say(w.MEANS), (say(w.MEANS_REFUSED[case.chosen_by]),))
    lines = []
    if row.verdict == "unclear":
        lines.append(say(w.MEANS_UNCLEAR, mde=_least(row.mde, unit, language)))
    else:
        lines.append(_effect_words(case))
    if not math.isnan(case.naive):
        lines.append(say(w.MEANS_NAIVE, naive=words.change(case.naive, unit, language)))
    return Words(say(w.MEANS), tuple(lines))


def _effect_words(case: _Case) -> str:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    up = row.estimate > 0
    low, high = sorted((abs(row.low), abs(row.high)))
    if unit == "share":
        span = words.span(low * 100, high * 100, "score", language)
        return say(w.MEANS_SHARE, count=words.number(abs(row.estimate) * 100, 1), more=w.MORE[up], span=span)
    if unit in ("min", "h"):
        size = words.amount(abs(row.estimate), unit, language)
        return say(w.MEANS_TIME, count=size, less=w.LESS[up], span=words.span(low, high, unit, language))
    span = words.span(row.low, row.high, unit, language, signed=True)
    return say(w.MEANS_OTHER, change=words.change(row.estimate, unit, language), span=span)


def _table(published: Published, verdicts: pd.DataFrame, known: dict[str, Kpi], language: str) -> Table:
    say = words.say(language)
    kinds = {"kpi": "text", "chosen": "text", "verdict": "badge"}
    heads = ("kpi", "chosen", "effect", "span", "naive", "mde", "verdict")
    columns = tuple(Column(h, say(w.HEADS[h]), kinds.get(h, "number")) for h in heads)  # type: ignore[arg-type]
    order = list(known)
    ordered = sorted(rows_of(verdicts), key=lambda r: (order.index(r.kpi), r.chosen_by))
    rows = tuple(_row(_case(published, row, known[row.kpi], language)) for row in ordered)
    return Table("verdicts", say(w.ALL), columns, rows)


def _row(case: _Case) -> tuple[Cell, ...]:
    row, unit, language = case.verdict, case.kpi.unit, case.language
    by = words.scale(unit)
    word, tone = w.VERDICTS[row.verdict]
    effect = Cell(words.NOTHING), Cell(words.NOTHING)
    if case.known:
        span = words.span(row.low, row.high, unit, language, signed=True)
        effect = Cell(words.change(row.estimate, unit, language), row.estimate * by), Cell(span, row.low * by)
    return (
        Cell(case.kpi.title, case.kpi.title, go={"kpi": case.kpi.id, "chosen_by": case.chosen_by}),
        Cell(w.CHOSEN[case.chosen_by].get(language), case.chosen_by),
        *effect,
        Cell(words.change(case.naive, unit, language), case.naive * by),
        Cell(_least(row.mde, unit, language), row.mde * by),
        Cell(word.get(language), row.verdict, tone=tone),
    )
