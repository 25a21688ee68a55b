"""One engineer: skills beside the team's, field results by month, what was trained, and what to train next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fieldmark.board import charts, mastery, shared, values, words
from fieldmark.board.mastery import Skill
from fieldmark.board.published import Published, rows_of
from fieldmark.board.say import engineer as w
from fieldmark.board.scope import Unit
from fieldmark.board.values import Kpi, Value
from fieldmark.board.view import (
    Block,
    Cell,
    Chart,
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


def engineer(published: Published, choice: Choice, units: Sequence[str], language: str) -> View:
    """One engineer whom the reader may see; without a choice, the first on the retraining list."""
    people = published["people"]
    title = w.TITLE.get(language)
    if people.empty:
        say = words.say(language)
        nothing = Nothing(say(w.NOBODY), say(w.NOBODY_WHAT), say(w.NOBODY_ACT), "fieldmark run")
        return View("engineer", title, say(w.NOBODY), "", (), (nothing,))
    person = _person(published, choice)
    known = values.kpis(published, language)
    courses = mastery.courses(published, language)
    course = choice.course if choice.course in courses else next(iter(courses), "")
    rows = published["values"]
    kpi = known.get(choice.kpi) or next(iter(known.values()), None)
    blocks: tuple[Block, ...] = (
        Figures(_figures(published, person, course, kpi, language)),
        _skills_chart(published, person, course, language),
        *((_month_chart(published, person, kpi, values.months(rows), language),) if kpi and len(rows) else ()),
        _next(published, person, language),
        _history(published, person, courses, language),
        _sittings(published, person, language),
    )
    place = w.PLACE.fill(name=person.name, team=person.team, region=person.region, line=person.product_line)
    controls = _controls(people, person, known, kpi, language)
    return View(
        "engineer", title, _sentence(published, person, course, language), place.get(language), controls, blocks
    )


def _person(published: Published, choice: Choice) -> Any:
    people, listed = published["people"], published["retraining"].sort_values("rank")
    for wanted in (choice.engineer, *listed["engineer"].head(1)):
        found = people[people["engineer"] == wanted]
        if len(found):
            return next(rows_of(found))
    return next(rows_of(people.sort_values("name")))


def _controls(
    people: pd.DataFrame, person: Any, known: dict[str, Kpi], kpi: Kpi | None, language: str
) -> tuple[Control, ...]:
    ordered = people.sort_values(["region", "team", "name"])
    engineers = tuple(Option(p.engineer, f"{p.name} · {p.engineer}", p.team) for p in rows_of(ordered))
    controls = [Control("engineer", w.WHO.get(language), person.engineer, engineers, "search")]
    if kpi:
        options = tuple(Option(k.id, k.title) for k in known.values())
        controls.append(Control("kpi", w.KPI.get(language), kpi.id, options))
    return tuple(controls)


def _mine(frame: pd.DataFrame, person: Any) -> pd.DataFrame:
    mine: pd.DataFrame = frame[frame["engineer"] == person.engineer]
    return mine


def _sentence(published: Published, person: Any, course: str, language: str) -> str:
    say = words.say(language)
    skills = {s.id: s for s in mastery.tree(published, course, language)}
    found = _mine(published["mastery"], person)
    found = found[found["course"] == course]
    listed = _mine(published["retraining"], person).sort_values("rank")
    if len(listed):
        first = next(rows_of(listed))
        value = Value(0, first.mastery, first.low, first.high)
        skill = skills[first.skill].title if first.skill in skills else first.skill
        span = mastery.span(value, language)
        skill = shared.inside(skill, language)
        return say(
            w.RETRAIN_FIRST, name=person.name, skill=skill, value=words.amount_whole(first.mastery, language), span=span
        )
    if found.empty:
        return say(w.NOT_EXAMINED, name=person.name)
    return say(w.NO_RETRAIN, name=person.name, strong=int((found["level"] == "strong").sum()), all=len(skills))


def _figures(published: Published, person: Any, course: str, kpi: Kpi | None, language: str) -> tuple[Figure, ...]:
    say = words.say(language)
    skills = mastery.tree(published, course, language)
    rows = published["mastery"][published["mastery"]["course"] == course]
    mine, team = _mine(rows, person), rows[rows["engineer"].isin(_team(published, person))]
    levels = mine["level"].value_counts()
    weak = int(levels.get("weak", 0))
    strong = int(levels.get("strong", 0))
    unknown = len(skills) - weak - strong - int(levels.get("adequate", 0))
    figures = [
        Figure(
            say(w.MEAN),
            words.amount_whole(mine["mastery"].mean(), language),
            notes=(say(w.MEAN_NOTE, value=words.amount_whole(team["mastery"].mean(), language)),),
        ),
        Figure(
            say(w.SURE), say(w.OF, part=strong, all=len(skills)), notes=(say(w.SURE_NOTE, weak=weak, unknown=unknown),)
        ),
    ]
    if kpi and len(published["values"]):
        figures.append(_kpi_figure(published, person, kpi, language))
    return (*figures, _training_figure(published, person, language))


def _team(published: Published, person: Any) -> set[str]:
    people = published["people"]
    return set(people.loc[people["team"] == person.team, "engineer"])


def _kpi_figure(published: Published, person: Any, kpi: Kpi, language: str) -> Figure:
    say = words.say(language)
    own, team = _quarter(published, person, kpi), _team_quarter(published, person, kpi)
    beside = say(
        w.BESIDE,
        span=words.span(own.low, own.high, kpi.unit, language),
        value=words.amount(team.value, kpi.unit, language),
    )
    notes = (beside, f"n = {words.number(own.n)}")
    return Figure(
        say(w.QUARTER, kpi=kpi.title), *words.parted(own.value, kpi.unit, language), notes=notes, why=kpi.definition
    )


def _quarter(published: Published, person: Any, kpi: Kpi) -> Value:
    rows = published["values"]
    own = values.of_unit(published, Unit("engineer"), person.engineer)
    return values.bounded(values.pooled(values.series(own, kpi.id, values.months(rows)[-3:])), kpi.unit)


def _team_quarter(published: Published, person: Any, kpi: Kpi) -> Value:
    rows = published["values"]
    team = values.of_unit(published, Unit("team", person.team))
    return values.pooled(values.series(team, kpi.id, values.months(rows)[-3:]))


def _training_figure(published: Published, person: Any, language: str) -> Figure:
    say = words.say(language)
    held = _attended(published, person)
    if held.empty:
        return Figure(say(w.TRAINED), say(w.HOURS, n=0), notes=(say(w.NONE_HELD),))
    hours = words.number(held["hours"].sum())
    return Figure(
        say(w.TRAINED), say(w.HOURS, n=hours), notes=(say(w.LAST_HELD, day=words.day(held["held"].max(), language)),)
    )


def _skills_chart(published: Published, person: Any, course: str, language: str) -> Chart:
    say = words.say(language)
    skills = mastery.tree(published, course, language)
    rows = published["mastery"][published["mastery"]["course"] == course]
    found = mastery.by_engineer(_mine(rows, person))
    own = [found.get((person.engineer, s.id), values.NONE) for s in skills]
    team = rows[rows["engineer"].isin(_team(published, person))]
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


def _month_chart(published: Published, person: Any, kpi: Kpi, periods: Sequence[str], language: str) -> Chart:
    say = words.say(language)
    own = values.series(values.of_unit(published, Unit("engineer"), person.engineer), kpi.id, periods)
    own = [values.bounded(v, kpi.unit) for v in own]
    team = values.series(values.of_unit(published, Unit("team", person.team)), kpi.id, periods)
    figure = shared.month_chart(own, team, periods, kpi, language, beside=f"{say(w.TEAM_LINE)} {person.team}")
    _mark_training(figure, _attended(published, person), periods, say(w.HELD))
    quarter = words.amount(_quarter(published, person, kpi).value, kpi.unit, language)
    known = any(not math.isnan(v.value) for v in own)
    beside = words.amount(_team_quarter(published, person, kpi).value, kpi.unit, language)
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


def _attended(published: Published, person: Any) -> pd.DataFrame:
    held = _mine(published["training"], person)
    return held[held["attended"].astype(bool)]


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


def _next(published: Published, person: Any, language: str) -> Words:
    say = words.say(language)
    listed = _mine(published["retraining"], person).sort_values("rank")
    lines = tuple(words.tied(getattr(r, f"reason_{language}")) for r in rows_of(listed))
    return Words(say(w.NEXT), lines or (say(w.NOTHING_NEXT),), span=12, tone="warn" if lines else "")


def _history(published: Published, person: Any, courses: dict[str, str], language: str) -> Table:
    say = words.say(language)
    kinds = {"held": "number", "hours": "number"}
    columns = tuple(
        Column(h, say(w.HEADS[h]), kinds.get(h, "text"))  # type: ignore[arg-type]
        for h in ("course", "held", "hours", "chosen", "there")
    )
    rows = tuple(
        (
            Cell(courses.get(r.course, r.course), r.course),
            Cell(words.day(r.held, language), str(r.held)),
            Cell(words.number(r.hours), r.hours),
            Cell(w.CHOSEN[r.chosen_by].get(language) if r.chosen_by in w.CHOSEN else r.chosen_by, r.chosen_by),
            Cell(say(w.YES if r.attended else w.NO), int(r.attended)),
        )
        for r in rows_of(_mine(published["training"], person).sort_values("held"))
    )
    return Table("history", say(w.HISTORY), columns, rows, empty=say(w.NO_HISTORY))


def _sittings(published: Published, person: Any, language: str) -> Table:
    say = words.say(language)
    kinds = {"attempt": "number", "submitted": "number", "points": "number", "share": "number"}
    columns = tuple(
        Column(h, say(w.HEADS[h]), kinds.get(h, "text"))  # type: ignore[arg-type]
        for h in ("paper", "attempt", "submitted", "points", "share")
    )
    found = _mine(published["attempts"], person)
    rows = tuple(_sitting(row, language) for row in rows_of(found.sort_values("submitted")))
    return Table("sittings", say(w.SITTINGS), columns, rows, empty=say(w.NO_SITTINGS))


def _sitting(row: Any, language: str) -> tuple[Cell, ...]:
    share = row.points / row.max_points if row.max_points else math.nan
    waiting = w.OPEN.fill(n=int(row.open)).get(language) if row.open else ""
    return (
        Cell(getattr(row, f"title_{language}"), row.paper),
        Cell(words.number(row.attempt), int(row.attempt)),
        Cell(words.day(row.submitted, language), row.submitted.isoformat()),
        Cell(f"{words.number(row.points, 1)} / {words.number(row.max_points)}", row.points, hint=waiting),
        Cell(
            words.NOTHING if waiting else words.amount_whole(share, language),
            None if waiting else share * 100,
            unknown=bool(waiting),
            hint=waiting,
        ),
    )
