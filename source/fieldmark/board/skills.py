"""Skills: who masters what, by unit first and by engineer below, never without its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldmark.board import charts, mastery, scope, shared, words
from fieldmark.board.mastery import Group, Skill
from fieldmark.board.published import Published, rows_of
from fieldmark.board.say import skills as w
from fieldmark.board.scope import COMPANY, Unit
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
)

if TYPE_CHECKING:
    import pandas as pd

PERCENT = Kpi("mastery", "", "", "share", "higher", None)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every part of the page needs."""

    published: Published
    unit: Unit
    rows: pd.DataFrame  # mastery of the unit's engineers in the course
    everyone: pd.DataFrame  # mastery of all whom the reader may see
    skills: tuple[Skill, ...]
    language: str

    @property
    def sure(self) -> float:
        return self.published.policy.mastery_sure


def skills(published: Published, choice: Choice, units: Sequence[str], language: str) -> View:
    """Mastery by skill for the chosen unit. `published` is already limited to what the reader may see."""
    offered = scope.offered(published, units)
    unit = shared.chosen_unit(offered, choice)
    courses = mastery.courses(published, language)
    course = choice.course if choice.course in courses else next(iter(courses), "")
    scene = _scene(published, unit, course, language)
    controls = (shared.unit_control(offered, unit, language), *course_control(courses, course, language))
    title = w.TITLE.get(language)
    if scene.rows.empty:
        blocks: tuple[Block, ...] = (_nothing(language),)
        return View("skills", title, w.NONE.get(language), shared.named(unit, language), controls, blocks)
    groups = [mastery.group(scene.rows, s.id, scene.sure) for s in scene.skills]
    blocks = (
        Figures(_figures(scene)),
        _chart(scene, groups),
        _by_unit(scene),
        _by_engineer(scene),
        _retraining(scene),
    )
    day = words.day(scene.rows["as_of"].max(), language)
    context = w.CONTEXT.fill(unit=shared.named(unit, language), course=courses[course], day=day).get(language)
    return View("skills", title, _sentence(scene, groups), context, controls, blocks)


def course_control(courses: dict[str, str], course: str, language: str) -> tuple[Control, ...]:
    """Nothing to choose where there is one course."""
    if len(courses) < 2:
        return ()
    return (Control("course", w.COURSE.get(language), course, tuple(Option(c, t) for c, t in courses.items())),)


def _scene(published: Published, unit: Unit, course: str, language: str) -> _Scene:
    rows = published["mastery"]
    rows = rows[rows["course"] == course]
    inside = rows[rows["engineer"].isin(set(scope.members(published, unit)["engineer"]))]
    return _Scene(published, unit, inside, rows, mastery.tree(published, course, language), language)


def _nothing(language: str) -> Nothing:
    say = words.say(language)
    return Nothing(say(w.NONE), say(w.NONE_WHAT), say(w.NONE_ACT), "fieldmark run")


def _sentence(scene: _Scene, groups: Sequence[Group]) -> str:
    say = words.say(scene.language)
    measured = scene.rows["engineer"].nunique()
    weak = scene.rows.loc[scene.rows["level"] == "weak", "engineer"].nunique()
    told = say(w.SOME_WEAK, weak=weak, all=measured) if weak else say(w.NONE_WEAK, all=measured)
    low, _ = _ends(scene.skills, groups)
    if low is None:
        return say(w.NOT_CLEAR, weak=told)
    skill, group = low
    return say(
        w.WEAKEST,
        skill=shared.inside(skill.title, scene.language),
        value=words.amount_whole(group.value.value, scene.language),
        span=mastery.span(group.value, scene.language),
        n=group.value.n,
        weak=told,
    )


def _ends(
    skills: Sequence[Skill], groups: Sequence[Group]
) -> tuple[tuple[Skill, Group] | None, tuple[Skill, Group] | None]:
    """The weakest and the strongest skill, where they can be told apart."""
    known = sorted(
        ((s, g) for s, g in zip(skills, groups, strict=True) if not math.isnan(g.value.value)),
        key=lambda p: p[1].value.value,
    )
    if len(known) < 2 or known[0][1].value.high > known[-1][1].value.low:
        return None, None
    return known[0], known[-1]


def _figures(scene: _Scene) -> tuple[Figure, ...]:
    say = words.say(scene.language)
    rows = scene.rows
    staff = len(scope.members(scene.published, scene.unit))
    measured = rows["engineer"].nunique()
    weak = rows.loc[rows["level"] == "weak", "engineer"].nunique()
    cells = measured * len(scene.skills)
    unknown = 1 - (rows["level"] != "unknown").sum() / cells if cells else math.nan
    listed = _listed(scene)["engineer"].nunique()
    return (
        Figure(say(w.MEASURED), words.number(measured), notes=(say(w.MEASURED_OF, n=words.number(staff)),)),
        Figure(say(w.WEAK), words.number(weak), notes=(say(w.WEAK_NOTE),)),
        Figure(
            say(w.UNKNOWN),
            words.amount_whole(unknown, scene.language),
            notes=(say(w.UNKNOWN_NOTE, n=words.number(cells)),),
        ),
        Figure(say(w.RETRAIN), words.number(listed), notes=(say(w.RETRAIN_NOTE),)),
    )


def _chart(scene: _Scene, groups: Sequence[Group]) -> Chart:
    say = words.say(scene.language)
    found = [g.value for g in groups]
    names = [s.title for s in scene.skills]
    low, high = _ends(scene.skills, groups)
    title = (
        say(w.CHART, low=low[0].title, high=shared.inside(high[0].title, scene.language))
        if low and high
        else say(w.CHART_FLAT)
    )
    figure = shared.value_dots(names, found, PERCENT, ["--fm-c1"] * len(names), scene.language)
    legend = [("dot", "--fm-c1", say(w.MEAN))]
    if scene.unit != COMPANY and len(scene.everyone) > len(scene.rows):
        wider = [mastery.group(scene.everyone, s.id, scene.sure).value for s in scene.skills]
        hover = [shared.point(v, n, "share", scene.language) for v, n in zip(wider, names, strict=True)]
        figure["data"].append(charts.ticks(charts.read_as([v.value for v in wider], 100), hover))
        legend.append(("tick", "--fm-text", say(w.ALL_MINE)))
    figure["layout"]["xaxis"] |= shared.WHOLE
    shared.mastery_line(figure, scene.published.policy.adequate_from)
    legend += shared.line_legend(scene.published.policy.adequate_from, scene.language)
    return Chart(
        "skills",
        title,
        figure,
        "; ".join(shared.told(n, v, "share", scene.language) for n, v in zip(names, found, strict=True)),
        note=say(w.CHART_NOTE),
        height=60 + 28 * len(names),
        columns=(say(w.HEADS["skill"]), say(w.HEADS["mastery"]), say(w.HEADS["low"]), say(w.HEADS["high"]), "n"),
        rows=tuple((n, *shared.exported(v, "share")) for n, v in zip(names, found, strict=True)),
        legend=tuple(legend),
    )


def _by_unit(scene: _Scene) -> Table:
    say = words.say(scene.language)
    people = scene.published["people"]
    inside = [scene.unit, *scope.parts(scene.published, scene.unit)]
    if scene.unit == COMPANY:
        inside = [
            COMPANY,
            *(u for r in scope.parts(scene.published, COMPANY) for u in (r, *scope.parts(scene.published, r))),
        ]
    rows = []
    for unit in inside:
        names = people if unit == COMPANY else people[people[unit.grouping] == unit.name]
        mine = scene.rows[scene.rows["engineer"].isin(set(names["engineer"]))]
        rows.append((_unit_cell(unit, scene.language), *(_group_cell(s, mine, scene) for s in scene.skills)))
    columns = (Column("unit", say(w.HEADS["unit"])), *_skill_columns(scene))
    return Table("by_unit", say(w.BY_UNIT), columns, tuple(rows), note=say(w.HEAT_NOTE))


def _unit_cell(unit: Unit, language: str) -> Cell:
    name = shared.named(unit, language)
    return Cell(name, name, go={"unit": unit.id})


def _group_cell(skill: Skill, rows: pd.DataFrame, scene: _Scene) -> Cell:
    value, language = mastery.group(rows, skill.id, scene.sure).value, scene.language
    if math.isnan(value.value):
        return Cell("", None, unknown=True, hint=w.CELL_SMALL.fill(least=mastery.LEAST).get(language))
    return mastery.cell(value, _told(value, language))


def _told(value: Value, language: str) -> str:
    """A cell in words; whose and of which skill, the table's heads say."""
    share, span = words.amount_whole(value.value, language), mastery.span(value, language)
    return w.CELL.fill(value=share, span=span, n=value.n).get(language)


def _by_engineer(scene: _Scene) -> Table:
    say = words.say(scene.language)
    people = scope.members(scene.published, scene.unit)
    means = scene.rows.groupby("engineer")["mastery"].mean()
    ordered = people.assign(mean=people["engineer"].map(means)).sort_values(["mean", "name"], na_position="last")
    cells, levels = mastery.by_engineer(scene.rows), mastery.levels(scene.rows)
    rows = []
    for person in rows_of(ordered):
        mean = (
            Cell(words.number(person.mean * 100), person.mean * 100)
            if not math.isnan(person.mean)
            else Cell(words.NOTHING)
        )
        go = {"page": "engineer", "engineer": person.engineer}
        first = (Cell(person.name, person.name, go=go), Cell(person.team, person.team), mean)
        rows.append(
            (
                *first,
                *(
                    _person_cell(
                        cells.get((person.engineer, s.id)), levels.get((person.engineer, s.id), ""), scene.language
                    )
                    for s in scene.skills
                ),
            )
        )
    columns = (
        Column("engineer", say(w.HEADS["engineer"])),
        Column("team", say(w.HEADS["team"])),
        Column("mean", say(w.HEADS["mean"]), "number"),
        *_skill_columns(scene),
    )
    return Table("by_engineer", say(w.BY_ENGINEER), columns, tuple(rows), note=say(w.HEAT_NOTE), filter=True)


def _person_cell(value: Value | None, level: str, language: str) -> Cell:
    if value is None:
        return Cell("", None, unknown=True, hint=w.CELL_NONE.get(language))
    if math.isnan(value.value):
        return Cell("", None, unknown=True, hint=w.CELL_FEW.fill(n=value.n).get(language))
    word = w.LEVELS[level].get(language) if level in w.LEVELS else ""
    hint = _told(value, language) + (f" · {word}" if word else "")
    return replace(mastery.cell(value, hint), tone="bad" if level == "weak" else "")


def _skill_columns(scene: _Scene) -> tuple[Column, ...]:
    return tuple(Column(s.id, s.title, "heat", s.group) for s in scene.skills)


def _listed(scene: _Scene) -> pd.DataFrame:
    rows = scene.published["retraining"]
    inside = set(scope.members(scene.published, scene.unit)["engineer"])
    course = scene.rows["course"].iloc[0] if len(scene.rows) else ""
    return rows[rows["engineer"].isin(inside) & (rows["course"] == course)].sort_values("rank")


def _retraining(scene: _Scene) -> Table:
    say = words.say(scene.language)
    names = dict(zip(scene.published["people"]["engineer"], scene.published["people"]["name"], strict=True))
    titles = {s.id: s.title for s in scene.skills}
    heads = ("engineer", "rank", "skill", "mastery", "span", "reason")
    kinds = {"rank": "number", "mastery": "number", "span": "number"}
    rows = []
    for place, row in enumerate(rows_of(_listed(scene)), 1):
        value = Value(0, row.mastery, row.low, row.high)
        name = names.get(row.engineer, row.engineer)
        rows.append(
            (
                Cell(name, name, go={"page": "engineer", "engineer": row.engineer}),
                Cell(words.number(place), place),
                Cell(titles.get(row.skill, row.skill), row.skill),
                Cell(words.amount_whole(row.mastery, scene.language), row.mastery * 100),
                Cell(mastery.span(value, scene.language), row.low * 100),
                Cell(words.tied(getattr(row, f"reason_{scene.language}"))),
            )
        )
    sure = words.amount_whole(scene.sure, scene.language)
    columns = tuple(Column(h, say(w.HEADS[h], sure=sure), kinds.get(h, "text")) for h in heads)  # type: ignore[arg-type]
    return Table("retraining", say(w.RETRAINING), columns, tuple(rows), filter=len(rows) > 12, empty=say(w.NOBODY))
