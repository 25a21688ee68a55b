"""Outcome: what the training changed in the field, how sure that is, and what misleads beside it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldmark.board import charts, mastery, scope, shared, values, words
from fieldmark.board.published import Published, rows_of
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
    Tone,
    View,
    Words,
)
from fieldmark.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

TITLE = Text("Outcome", "培训成果")
VERDICTS: dict[str, tuple[Text, Tone]] = {
    "better": (Text("better", "有改善"), "good"),
    "worse": (Text("worse", "变差"), "bad"),
    "unclear": (Text("unclear", "不明确"), "warn"),
    "refused": (Text("no verdict", "不作结论"), "warn"),
}
CHOSEN = {
    "rota": Text("Chosen by rota", "按轮次安排"),
    "weakness": Text("Chosen for weak months", "因表现较弱而选"),
}
CHOSEN_LABEL = Text("Who was trained", "受训者的选择方式")
KPI_LABEL = Text("KPI", "指标")
EFFECT = Text("Effect of the training", "培训效果")
EFFECT_NOTE = Text("95 % interval {span}", "95% 区间 {span}")
NO_EFFECT = Text("No verdict can be given: see the checks.", "无法作出结论：请看检查结果。")
NAIVE = Text("Plain before/after", "简单前后对比")
NAIVE_NOTE = Text("misleads: holds season, trend and whom one chose", "会误导：其中混有季节、趋势和选人的影响")
LEAST_SEEN = Text("Smallest effect seen", "可察觉的最小效果")
LEAST_NOTE = Text("anything below would mostly stay unseen (80 % power)", "更小的效果多半无法察觉（检验效能 80%）")
COMPARED = Text("Engineers compared", "参与比较的工程师")
COMPARED_VALUE = Text("{treated} : {control}", "{treated} : {control}")
COMPARED_NOTE = Text("trained : not yet trained", "已培训 : 尚未培训")
CHART_UP = Text(
    "{kpi} after the training: {value} against those not yet trained", "培训后{kpi}：与尚未培训者相比 {value}"
)
CHART_NONE = Text("{kpi} around the training: no number may be read from it", "培训前后的{kpi}：不能据此读出数字")
CHART_ALT = Text(
    "Effect on {kpi} by month since the training, from {first} to {last}; overall {value}.",
    "按培训后月数显示对{kpi}的影响，从 {first} 到 {last}；总体 {value}。",
)
AXIS = Text("months since the training", "距培训的月数")
POINT = Text("<b>{value}</b>  {span}<br>month {at}", "<b>{value}</b>  {span}<br>第 {at} 月")
SELECTION = Text("months looked at<br>when choosing", "选人时参考<br>的月份")
LEGEND_EFFECT = Text("effect, 95 % interval", "效果与 95% 区间")
LEGEND_NAIVE = Text("plain before/after (misleads)", "简单前后对比（会误导）")
LEGEND_WINDOW = Text("selection window", "选人窗口")
CHART_WHY = Text(
    "Each point compares trained engineers with those not yet trained in the same months, case mix taken out. "
    "Before the training it should lie at zero.",
    "每个点是同一月份内已培训者与尚未培训者的比较，已扣除工单构成的影响。培训之前应位于零附近。",
)
CHECKS = Text("What was checked", "检查了什么")
PASSED = Text("held", "成立")
FAILED = Text("does not hold", "不成立")
MEANS = Text("What it means", "这意味着什么")
MEANS_SHARE = Text(
    "Of 100 tickets, about {count} {more} now have this result ({span}).",
    "每 100 张工单中，约{more} {count} 张出现该结果（{span}）。",
)
MORE = {True: Text("more", "多"), False: Text("fewer", "少")}
MEANS_TIME = Text("Each ticket takes about {count} {less} ({span}).", "每张工单约{less} {count}（{span}）。")
LESS = {True: Text("longer", "增加"), False: Text("less", "减少")}
MEANS_OTHER = Text("The KPI moved by {change} ({span}).", "该指标变化 {change}（{span}）。")
MEANS_NAIVE = Text(
    "A plain before/after would have said {naive}; the difference is not the training's doing.",
    "简单前后对比会得出 {naive}；其中的差额并非培训所致。",
)
MEANS_UNCLEAR = Text(
    "The interval holds zero: the data fit no effect as well as a small one. An effect of {mde} or more would most "
    "likely have shown.",
    "区间包含零：数据既符合没有效果，也符合较小的效果。若效果达到 {mde} 以上，多半已经显现。",
)
MEANS_REFUSED = Text(
    "Do not quote a number from this comparison. Train the next group by rota, or wait for months that were not used "
    "to choose.",
    "请勿引用该比较中的任何数字。下一批请按轮次安排培训，或等待未用于选人的月份数据。",
)
ALL = Text("Every KPI", "全部指标")
HEADS = {
    "kpi": Text("KPI", "指标"),
    "chosen": Text("Who", "选择方式"),
    "effect": Text("Effect", "效果"),
    "span": Text("95 % interval", "95% 区间"),
    "naive": Text("Before/after (misleads)", "前后对比（会误导）"),
    "mde": Text("Smallest seen", "可察觉的最小值"),
    "verdict": Text("Verdict", "结论"),
    "month": Text("Month", "月"),
    "low": Text("Low", "下限"),
    "high": Text("High", "上限"),
}
CONTEXT = Text(
    "Whole company · {course} · {chosen} · field data through {day}",
    "全公司 · {course} · {chosen} · 现场数据截至 {day}",
)
NONE = Text("No training can be judged yet", "尚无可评估的培训")
NONE_WHAT = Text(
    "Here the page will say whether a training changed the field results, with its interval and the checks behind it.",
    "这里将说明培训是否改变了现场结果，并给出区间与依据的检查。",
)
NONE_ACT = Text(
    "Load the field data and the training register, then bring everything up to date:",
    "请载入现场数据与培训记录，然后更新全部数据：",
)


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
    language: str

    @property
    def known(self) -> bool:
        return self.verdict.verdict != "refused" and not math.isnan(self.verdict.estimate)


def outcome(published: Published, choice: Choice, units: Sequence[str], language: str) -> View:
    """The verdict on one KPI, and all others below; estimated over the whole company, naming nobody."""
    verdicts = published["verdicts"]
    title = TITLE.get(language)
    known = values.kpis(published, language)
    verdicts = verdicts[verdicts["kpi"].isin(list(known))] if len(verdicts) else verdicts
    if verdicts.empty:
        say = words.say(language)
        nothing = Nothing(say(NONE), say(NONE_WHAT), say(NONE_ACT), "fieldmark run")
        return View("outcome", title, say(NONE), scope_words(language), (), (nothing,))
    row = _chosen(verdicts, choice, list(known))
    case = _case(published, row, known[row.kpi], language)
    blocks: tuple[Block, ...] = (
        Figures(_figures(case)),
        _chart(case),
        _checks(case),
        _meaning(case),
        _table(published, verdicts[verdicts["course"] == row.course], known, language),
    )
    word, tone = VERDICTS[row.verdict]
    sentence, more = words.first_sentence(getattr(row, f"words_{language}"))
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
    ways = [w for w in CHOSEN if w in set(inside["chosen_by"])]
    courses = {c: t for c, t in mastery.courses(published, language).items() if c in set(verdicts["course"])}
    options = tuple(Option(k, known[k].title) for k in kpis)
    return (
        *course_control(courses, row.course, language),
        Control("kpi", KPI_LABEL.get(language), row.kpi, options),
        Control(
            "chosen_by",
            CHOSEN_LABEL.get(language),
            row.chosen_by,
            tuple(Option(w, CHOSEN[w].get(language)) for w in ways),
            "segment",
        ),
    )


def _context(published: Published, case: _Case) -> str:
    courses = mastery.courses(published, case.language)
    return CONTEXT.fill(
        course=courses.get(case.course, case.course),
        chosen=CHOSEN[case.chosen_by],
        day=words.day(published.field_as_of, case.language),
    ).get(case.language)


def _figures(case: _Case) -> tuple[Figure, ...]:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    if case.known:
        span = words.span(row.low, row.high, unit, language, signed=True)
        notes = (say(EFFECT_NOTE, span=span),)
        effect = Figure(
            say(EFFECT),
            *words.parted_change(row.estimate, unit, language),
            notes=notes,
        )
    else:
        effect = Figure(say(EFFECT), words.NOTHING, masked=say(NO_EFFECT))
    compared = say(COMPARED_VALUE, treated=words.number(case.treated), control=words.number(case.control))
    return (
        effect,
        Figure(say(NAIVE), *words.parted_change(case.naive, unit, language), notes=(say(NAIVE_NOTE),)),
        Figure(say(LEAST_SEEN), *_least_parted(row.mde, unit, language), notes=(say(LEAST_NOTE),)),
        Figure(say(COMPARED), compared, notes=(say(COMPARED_NOTE),)),
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
    title = say(CHART_UP, kpi=case.kpi.title, value=value) if case.known else say(CHART_NONE, kpi=case.kpi.title)
    events = case.events
    legend = [("dot", "--fm-c1", say(LEGEND_EFFECT)), ("dash", "--fm-c2", say(LEGEND_NAIVE))]
    legend += [("hatch", "--fm-line-strong", say(LEGEND_WINDOW))] if case.window else []
    by = words.scale(unit)
    return Chart(
        "events",
        title,
        _event_figure(case),
        say(
            CHART_ALT,
            kpi=case.kpi.title,
            first=int(events["at"].min()) if len(events) else 0,
            last=int(events["at"].max()) if len(events) else 0,
            value=value if case.known else VERDICTS[row.verdict][0].get(language),
        ),
        why=say(CHART_WHY),
        height=360,
        columns=tuple(say(HEADS[h]) for h in ("month", "effect", "low", "high")),
        rows=tuple((str(e.at), e.estimate * by, e.low * by, e.high * by) for e in rows_of(events)),
        legend=tuple(legend),
    )


def _event_figure(case: _Case) -> charts.Figure:
    unit, language = case.kpi.unit, case.language
    by, events = words.scale(unit), case.events
    x = [int(at) for at in events["at"]]
    value, low, high = (charts.read_as(list(events[name]), by) for name in ("estimate", "low", "high"))
    hover = [
        POINT.fill(
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
            "title": {"text": AXIS.get(language)},
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
    said = f"{LEGEND_NAIVE.get(case.language)}: {words.change(case.naive, case.kpi.unit, case.language)}"
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
            "text": SELECTION.get(case.language),
            "font": {"size": 12, "color": "--fm-quiet"},
        }
    ]


def _checks(case: _Case) -> Checks:
    say = words.say(case.language)
    items = tuple(
        Check(
            str(reason.get(case.language) or reason.get("en", reason.get("id", ""))),
            say(PASSED if reason.get("passed") else FAILED),
            "good" if reason.get("passed") else "bad",
        )
        for reason in json.loads(case.verdict.reasons or "[]")
    )
    return Checks(say(CHECKS), items)


def _meaning(case: _Case) -> Words:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    if not case.known:
        return Words(say(MEANS), (say(MEANS_REFUSED),))
    lines = []
    if row.verdict == "unclear":
        lines.append(say(MEANS_UNCLEAR, mde=_least(row.mde, unit, language)))
    else:
        lines.append(_effect_words(case))
    if not math.isnan(case.naive):
        lines.append(say(MEANS_NAIVE, naive=words.change(case.naive, unit, language)))
    return Words(say(MEANS), tuple(lines))


def _effect_words(case: _Case) -> str:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    up = row.estimate > 0
    low, high = sorted((abs(row.low), abs(row.high)))
    if unit == "share":
        span = words.span(low * 100, high * 100, "score", language)
        return say(MEANS_SHARE, count=words.number(abs(row.estimate) * 100, 1), more=MORE[up], span=span)
    if unit in ("min", "h"):
        size = words.amount(abs(row.estimate), unit, language)
        return say(MEANS_TIME, count=size, less=LESS[up], span=words.span(low, high, unit, language))
    span = words.span(row.low, row.high, unit, language, signed=True)
    return say(MEANS_OTHER, change=words.change(row.estimate, unit, language), span=span)


def _table(published: Published, verdicts: pd.DataFrame, known: dict[str, Kpi], language: str) -> Table:
    say = words.say(language)
    kinds = {"kpi": "text", "chosen": "text", "verdict": "badge"}
    heads = ("kpi", "chosen", "effect", "span", "naive", "mde", "verdict")
    columns = tuple(Column(h, say(HEADS[h]), kinds.get(h, "number")) for h in heads)  # type: ignore[arg-type]
    order = list(known)
    ordered = sorted(rows_of(verdicts), key=lambda r: (order.index(r.kpi), r.chosen_by))
    rows = tuple(_row(_case(published, row, known[row.kpi], language)) for row in ordered)
    return Table("verdicts", say(ALL), columns, rows)


def _row(case: _Case) -> tuple[Cell, ...]:
    row, unit, language = case.verdict, case.kpi.unit, case.language
    by = words.scale(unit)
    word, tone = VERDICTS[row.verdict]
    effect = Cell(words.NOTHING), Cell(words.NOTHING)
    if case.known:
        span = words.span(row.low, row.high, unit, language, signed=True)
        effect = Cell(words.change(row.estimate, unit, language), row.estimate * by), Cell(span, row.low * by)
    return (
        Cell(case.kpi.title, case.kpi.title, go={"kpi": case.kpi.id, "chosen_by": case.chosen_by}),
        Cell(CHOSEN[case.chosen_by].get(language), case.chosen_by),
        *effect,
        Cell(words.change(case.naive, unit, language), case.naive * by),
        Cell(_least(row.mde, unit, language), row.mde * by),
        Cell(word.get(language), row.verdict, tone=tone),
    )
