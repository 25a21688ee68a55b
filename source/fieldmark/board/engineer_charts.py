"""The charts of one engineer: skills beside the team's, a KPI by month."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fieldmark.board import charts, mastery, shared, values, words
from fieldmark.board import engineer_rows as of_one
from fieldmark.board.mastery import Skill
from fieldmark.board.published import Published, rows_of
from fieldmark.board.say import engineer as w
from fieldmark.board.scope import Unit
from fieldmark.board.values import Kpi, Value
from fieldmark.board.view import Chart

if TYPE_CHECKING:
    import pandas as pd


def skills_chart(published: Published, person: Any, course: str, language: str) -> Chart:
    say = words.say(language)
    skills = mastery.tree(published, course, language)
    rows = published["mastery"][published["mastery"]["course"] == course]
    found = mastery.by_engineer(of_one.mine(rows, person))
    own = [found.get((person.engineer, s.id), values.NONE) for s in skills]
    team = rows[rows["engineer"].isin(of_one.team(published, person))]
    sure = published.policy.mastery_sure
    beside = [mastery.group(team, s.id, sure).value for s in skills]
    names = [s.title for s in skills]
    plain = Kpi("mastery", "", "", "share", "higher", None)
    figure = shared.value_dots(names, own, plain, ["--fm-c1"] * len(names), language)
    hover = [
        shared.point(v, f"{n} · {say(w.TEAM_MARK)}", "share", language) for v, n in zip(beside, names, strict=True)
    ]
    figure["data"].append(charts.ticks(charts.read_as([v.value for v in beside], 100), hover))
    figure["layout"]["xaxis"] |= shared.WHOLE
    shared.mastery_line(figure, published.policy.adequate_from)
    below = _below(skills, own, beside)
    return Chart(
        "skills",
        say(w.SKILLS_CHART, skill=below.title) if below else say(w.SKILLS_FLAT),
        figure,
        "; ".join(shared.told(n, v, "share", language) for n, v in zip(names, own, strict=True)),
        height=60 + 28 * len(names),
        span=6,
        columns=(
            say(w.HEADS["skill"]),
            say(w.HEADS["value"]),
            say(w.HEADS["low"]),
            say(w.HEADS["high"]),
            "n",
            say(w.TEAM_MARK),
        ),
        rows=tuple(
            (n, *shared.exported(v, "share"), shared.exported(t, "share")[0])
            for n, v, t in zip(names, own, beside, strict=True)
        ),
        legend=(
            ("dot", "--fm-c1", say(w.SELF, sure=words.amount_whole(sure, language))),
            ("tick", "--fm-text", say(w.TEAM_MARK)),
            *shared.line_legend(published.policy.adequate_from, language),
        ),
    )


def _below(skills: Sequence[Skill], own: Sequence[Value], team: Sequence[Value]) -> Skill | None:
    """The skill that lies furthest below the team's mean, its whole interval below."""
    behind = [(t.value - v.value, s) for s, v, t in zip(skills, own, team, strict=True) if v.high < t.value]
    return max(behind, key=lambda pair: pair[0])[1] if behind else None


def month_chart(published: Published, person: Any, kpi: Kpi, periods: Sequence[str], language: str) -> Chart:
    say = words.say(language)
    own = values.series(values.of_unit(published, Unit("engineer"), person.engineer), kpi.id, periods)
    own = [values.bounded(v, kpi.unit) for v in own]
    team = values.series(values.of_unit(published, Unit("team", person.team)), kpi.id, periods)
    figure = shared.month_chart(own, team, periods, kpi, language, beside=f"{say(w.TEAM_LINE)} {person.team}")
    _mark_training(figure, of_one.attended(published, person), periods, say(w.HELD))
    quarter = words.amount(of_one.quarter(published, person, kpi).value, kpi.unit, language)
    known = any(not math.isnan(v.value) for v in own)
    beside = words.amount(of_one.team_quarter(published, person, kpi).value, kpi.unit, language)
    title = say(w.MONTHS, kpi=kpi.title, value=quarter, team=beside) if known else say(w.MONTHS_NONE, kpi=kpi.title)
    legend = [
        ("band", "--fm-accent-soft", say(w.SELF, sure=words.amount_whole(values.SURE, language))),
        ("line", "--fm-c8", say(w.TEAM_LINE)),
    ]
    legend += [("dash", "--fm-text", say(w.TARGET))] if kpi.target is not None else []
    return Chart(
        "months",
        title,
        figure,
        say(w.MONTHS_ALT, kpi=kpi.title, name=person.name),
        why=kpi.definition,
        height=60 + 28 * 12,
        span=6,
        columns=(*(say(w.HEADS[h]) for h in ("month", "value", "low", "high")), "n"),
        rows=tuple((p, *shared.exported(v, kpi.unit)) for p, v in zip(periods, own, strict=True)),
        legend=tuple(legend),
    )


def _mark_training(figure: charts.Figure, held: pd.DataFrame, periods: Sequence[str], word: str) -> None:
    """An upright dotted line where a training was."""
    places = {period: at for at, period in enumerate(periods)}
    shapes, notes = figure["layout"]["shapes"], figure["layout"].setdefault("annotations", [])
    for row in rows_of(held):
        at = places.get(f"{row.held:%Y-%m}")
        if at is not None:
            shapes.append(charts.level(at, dash="dot", axis="x"))
            font = {"size": 12, "color": "--fm-quiet"}
            notes.append(
                {
                    "x": at,
                    "y": 1,
                    "yref": "paper",
                    "yanchor": "top",
                    "xanchor": "left",
                    "xshift": 4,
                    "text": word,
                    "showarrow": False,
                    "font": font,
                }
            )
