"""One engineer: skills beside the team's, field results by month, what was trained, and what to train next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fieldmark.board import engineer_rows as of_one
from fieldmark.board import mastery, shared, values, words
from fieldmark.board.engineer_charts import month_chart, skills_chart
from fieldmark.board.published import Published, rows_of
from fieldmark.board.say import engineer as w
from fieldmark.board.values import Kpi, Value
from fieldmark.board.view import (
    Block,
    Cell,
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
        skills_chart(published, person, course, language),
        *((month_chart(published, person, kpi, values.months(rows), language),) if kpi and len(rows) else ()),
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


def _sentence(published: Published, person: Any, course: str, language: str) -> str:
    say = words.say(language)
    skills = {s.id: s for s in mastery.tree(published, course, language)}
    found = of_one.mine(published["mastery"], person)
    found = found[found["course"] == course]
    listed = of_one.mine(published["retraining"], person).sort_values("rank")
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
    mine, team = of_one.mine(rows, person), rows[rows["engineer"].isin(of_one.team(published, person))]
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


def _kpi_figure(published: Published, person: Any, kpi: Kpi, language: str) -> Figure:
    say = words.say(language)
    own, team = of_one.quarter(published, person, kpi), of_one.team_quarter(published, person, kpi)
    beside = say(
        w.BESIDE,
        span=words.span(own.low, own.high, kpi.unit, language),
        value=words.amount(team.value, kpi.unit, language),
    )
    notes = (beside, f"n = {words.number(own.n)}")
    return Figure(
        say(w.QUARTER, kpi=kpi.title), *words.parted(own.value, kpi.unit, language), notes=notes, why=kpi.definition
    )


def _training_figure(published: Published, person: Any, language: str) -> Figure:
    say = words.say(language)
    held = of_one.attended(published, person)
    if held.empty:
        return Figure(say(w.TRAINED), say(w.HOURS, n=0), notes=(say(w.NONE_HELD),))
    hours = words.number(held["hours"].sum())
    return Figure(
        say(w.TRAINED), say(w.HOURS, n=hours), notes=(say(w.LAST_HELD, day=words.day(held["held"].max(), language)),)
    )


def _next(published: Published, person: Any, language: str) -> Words:
    say = words.say(language)
    listed = of_one.mine(published["retraining"], person).sort_values("rank")
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
        for r in rows_of(of_one.mine(published["training"], person).sort_values("held"))
    )
    return Table("history", say(w.HISTORY), columns, rows, empty=say(w.NO_HISTORY))


def _sittings(published: Published, person: Any, language: str) -> Table:
    say = words.say(language)
    kinds = {"attempt": "number", "submitted": "number", "points": "number", "share": "number"}
    columns = tuple(
        Column(h, say(w.HEADS[h]), kinds.get(h, "text"))  # type: ignore[arg-type]
        for h in ("paper", "attempt", "submitted", "points", "share")
    )
    found = of_one.mine(published["attempts"], person)
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
