"""Skills: who masters what, by unit first and by engineer below, never without its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldmark.board import charts, mastery, scope, shared, words
from fieldmark.board.mastery import Group, Skill
from fieldmark.board.published import Published, rows_of
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
from fieldmark.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

TITLE = Text("Skills", "技能")
COURSE = Text("Course", "课程")
WEAKEST = Text(
    "Weakest is {skill}: {value} ({span}) on average over {n} engineers. "
    "{weak} of {all} measured engineers are weak in at least one skill.",
    "最薄弱的是“{skill}”：{n} 名工程师平均 {value}（{span}）。"
    "在已测量的 {all} 名工程师中，{weak} 名至少有一项技能薄弱。",
)
NOT_CLEAR = Text(
    "No skill stands out as the weakest: the intervals overlap. "
    "{weak} of {all} measured engineers are weak in at least one skill.",
    "没有哪项技能明显最弱：区间彼此重叠。在已测量的 {all} 名工程师中，{weak} 名至少有一项技能薄弱。",
)
MEASURED = Text("Engineers measured", "已测量的工程师")
MEASURED_OF = Text("of {n} in this unit", "本单位共 {n} 名")
WEAK = Text("Weak in a skill", "有薄弱技能")
WEAK_NOTE = Text("whole interval below the line", "整个区间低于合格线")
UNKNOWN = Text("Not known yet", "尚不确定")
UNKNOWN_NOTE = Text(
    "of {n} skills of engineers: too few answers, or the interval straddles the line",
    "占全部 {n} 项（人×技能）：答题过少，或区间跨越合格线",
)
RETRAIN = Text("To retrain", "建议再培训")
RETRAIN_NOTE = Text("engineers on the list below", "名工程师在下方名单中")
CHART = Text("{low} is weakest, {high} strongest", "{low}最弱，{high}最强")
CHART_FLAT = Text("Mastery by skill: differences within the intervals", "各技能掌握度：差异在区间之内")
CHART_NOTE = Text(
    "Mean over engineers; the interval covers who was measured and how well.",
    "各工程师的平均值；区间反映被测人员及测量精度。",
)
MEAN = Text("mean with 95 % interval", "平均值与 95% 区间")
ALL_MINE = Text("all units that you see", "您可见的全部单位")
BY_UNIT = Text("By unit", "按单位")
BY_ENGINEER = Text("By engineer", "按工程师")
HEAT_NOTE = Text(
    "Percent of the points expected on the skill. The bar below a number is its interval; hatched = not enough "
    "answers; a corner = surely weak. Point at a cell for all of it in words.",
    "该技能的预期得分率（%）。数字下方的横条为区间；斜线表示答题不足，折角表示确定薄弱。将指针移到格上可看文字说明。",
)
HEADS = {
    "unit": Text("Unit", "单位"),
    "engineer": Text("Engineer", "工程师"),
    "team": Text("Team", "团队"),
    "mean": Text("Mean", "平均"),
    "rank": Text("Rank", "排序"),
    "skill": Text("Skill", "技能"),
    "mastery": Text("Mastery", "掌握度"),
    "span": Text("95 % interval", "95% 区间"),
    "reason": Text("Why", "原因"),
    "low": Text("Low", "下限"),
    "high": Text("High", "上限"),
}
RETRAINING = Text("Who should be retrained in what, first", "优先安排谁再培训什么")
NOBODY = Text(
    "Nobody is on the list: no engineer of this unit is surely below the line.",
    "名单为空：本单位没有工程师确定低于合格线。",
)
CONTEXT = Text("{unit} · {course} · answers until {day}", "{unit} · {course} · 答题截至 {day}")
CELL = Text("{value} ({span}), n = {n}", "{value}（{span}），n = {n}")
LEVELS = {
    "strong": Text("surely strong", "确定掌握"),
    "adequate": Text("adequate", "合格"),
    "weak": Text("surely weak", "确定薄弱"),
    "unknown": Text("not sure yet", "尚不确定"),
}
CELL_FEW = Text("not enough answers (n = {n})", "答题不足（n = {n}）")
CELL_NONE = Text("not examined yet", "尚未考核")
CELL_SMALL = Text(
    "fewer than {least} engineers measured; see the larger unit", "已测量的工程师不足 {least} 名；请看上级单位"
)
NONE = Text("{who} · {skill}: not examined yet", "{who} · {skill}：尚未考核")
CELL_SMALL = Text(
    "{who} · {skill}: fewer than {least} engineers measured; see the larger unit",
    "{who} · {skill}：已测量的工程师不足 {least} 名；请看上级单位",
)
NONE = Text("Nobody of this unit was examined yet", "本单位尚无人参加考核")
NONE_WHAT = Text(
    "Here each skill will stand with its mean and interval, by region, team and engineer.",
    "这里将按大区、团队和工程师显示每项技能的平均掌握度与区间。",
)
NONE_ACT = Text("Once engineers have sat a paper, bring everything up to date:", "工程师完成考试后，请更新全部数据：")
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


def skills(published: Published, choice: Choice, units: Sequence[str], language: str) -> View:
    """Mastery by skill for the chosen unit. `published` is already limited to what the reader may see."""
    offered = scope.offered(published, units)
    unit = shared.chosen_unit(offered, choice)
    courses = mastery.courses(published, language)
    course = choice.course if choice.course in courses else next(iter(courses), "")
    scene = _scene(published, unit, course, language)
    controls = (shared.unit_control(offered, unit, language), *course_control(courses, course, language))
    title = TITLE.get(language)
    if scene.rows.empty:
        blocks: tuple[Block, ...] = (_nothing(language),)
        return View("skills", title, NONE.get(language), shared.named(unit, language), controls, blocks)
    groups = [mastery.group(scene.rows, s.id) for s in scene.skills]
    blocks = (
        Figures(_figures(scene)),
        _chart(scene, groups),
        _by_unit(scene),
        _by_engineer(scene),
        _retraining(scene),
    )
    day = words.day(scene.rows["as_of"].max(), language)
    context = CONTEXT.fill(unit=shared.named(unit, language), course=courses[course], day=day).get(language)
    return View("skills", title, _sentence(scene, groups), context, controls, blocks)


def course_control(courses: dict[str, str], course: str, language: str) -> tuple[Control, ...]:
    """Nothing to choose where there is one course."""
    if len(courses) < 2:
        return ()
    return (Control("course", COURSE.get(language), course, tuple(Option(c, t) for c, t in courses.items())),)


def _scene(published: Published, unit: Unit, course: str, language: str) -> _Scene:
    rows = published["mastery"]
    rows = rows[rows["course"] == course]
    inside = rows[rows["engineer"].isin(set(scope.members(published, unit)["engineer"]))]
    return _Scene(published, unit, inside, rows, mastery.tree(published, course, language), language)


def _nothing(language: str) -> Nothing:
    say = words.say(language)
    return Nothing(say(NONE), say(NONE_WHAT), say(NONE_ACT), "fieldmark run")


def _sentence(scene: _Scene, groups: Sequence[Group]) -> str:
    say = words.say(scene.language)
    measured = scene.rows["engineer"].nunique()
    weak = scene.rows.loc[scene.rows["level"] == "weak", "engineer"].nunique()
    low, _ = _ends(scene.skills, groups)
    if low is None:
        return say(NOT_CLEAR, weak=weak, all=measured)
    skill, group = low
    value = group.value
    return say(
        WEAKEST,
        skill=shared.inside(skill.title, scene.language),
        value=words.amount_whole(value.value, scene.language),
        span=mastery.span(value, scene.language),
        n=group.value.n,
        weak=weak,
        all=measured,
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
        Figure(say(MEASURED), words.number(measured), notes=(say(MEASURED_OF, n=words.number(staff)),)),
        Figure(say(WEAK), words.number(weak), notes=(say(WEAK_NOTE),)),
        Figure(
            say(UNKNOWN), words.amount_whole(unknown, scene.language), notes=(say(UNKNOWN_NOTE, n=words.number(cells)),)
        ),
        Figure(say(RETRAIN), words.number(listed), notes=(say(RETRAIN_NOTE),)),
    )


def _chart(scene: _Scene, groups: Sequence[Group]) -> Chart:
    say = words.say(scene.language)
    found = [g.value for g in groups]
    names = [s.title for s in scene.skills]
    low, high = _ends(scene.skills, groups)
    title = (
        say(CHART, low=low[0].title, high=shared.inside(high[0].title, scene.language))
        if low and high
        else say(CHART_FLAT)
    )
    figure = shared.value_dots(names, found, PERCENT, ["--fm-c1"] * len(names), scene.language)
    legend = [("dot", "--fm-c1", say(MEAN))]
    if scene.unit != COMPANY and len(scene.everyone) > len(scene.rows):
        wider = [mastery.group(scene.everyone, s.id).value for s in scene.skills]
        hover = [shared.point(v, n, "share", scene.language) for v, n in zip(wider, names, strict=True)]
        figure["data"].append(charts.ticks(charts.read_as([v.value for v in wider], 100), hover))
        legend.append(("tick", "--fm-text", say(ALL_MINE)))
    figure["layout"]["xaxis"] |= shared.WHOLE
    return Chart(
        "skills",
        title,
        figure,
        "; ".join(shared.told(n, v, "share", scene.language) for n, v in zip(names, found, strict=True)),
        note=say(CHART_NOTE),
        height=60 + 28 * len(names),
        columns=(say(HEADS["skill"]), say(HEADS["mastery"]), say(HEADS["low"]), say(HEADS["high"]), "n"),
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
        rows.append((_unit_cell(unit, scene.language), *(_group_cell(s, mine, scene.language) for s in scene.skills)))
    columns = (Column("unit", say(HEADS["unit"])), *_skill_columns(scene))
    return Table("by_unit", say(BY_UNIT), columns, tuple(rows), note=say(HEAT_NOTE))


def _unit_cell(unit: Unit, language: str) -> Cell:
    name = shared.named(unit, language)
    return Cell(name, name, go={"unit": unit.id})


def _group_cell(skill: Skill, rows: pd.DataFrame, language: str) -> Cell:
    value = mastery.group(rows, skill.id).value
    if math.isnan(value.value):
        return Cell("", None, unknown=True, hint=CELL_SMALL.fill(least=mastery.LEAST).get(language))
    return mastery.cell(value, _told(value, language))


def _told(value: Value, language: str) -> str:
    """A cell in words; whose and of which skill, the table's heads say."""
    share, span = words.amount_whole(value.value, language), mastery.span(value, language)
    return CELL.fill(value=share, span=span, n=value.n).get(language)


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
        Column("engineer", say(HEADS["engineer"])),
        Column("team", say(HEADS["team"])),
        Column("mean", say(HEADS["mean"]), "number"),
        *_skill_columns(scene),
    )
    return Table("by_engineer", say(BY_ENGINEER), columns, tuple(rows), note=say(HEAT_NOTE), filter=True)


def _person_cell(value: Value | None, level: str, language: str) -> Cell:
    if value is None:
        return Cell("", None, unknown=True, hint=CELL_NONE.get(language))
    if math.isnan(value.value):
        return Cell("", None, unknown=True, hint=CELL_FEW.fill(n=value.n).get(language))
    word = LEVELS[level].get(language) if level in LEVELS else ""
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
    heads = ("rank", "engineer", "skill", "mastery", "span", "reason")
    kinds = {"rank": "number", "mastery": "number", "span": "number"}
    rows = []
    for place, row in enumerate(rows_of(_listed(scene)), 1):
        value = Value(0, row.mastery, row.low, row.high)
        name = names.get(row.engineer, row.engineer)
        rows.append(
            (
                Cell(words.number(place), place),
                Cell(name, name, go={"page": "engineer", "engineer": row.engineer}),
                Cell(titles.get(row.skill, row.skill), row.skill),
                Cell(words.amount_whole(row.mastery, scene.language), row.mastery * 100),
                Cell(mastery.span(value, scene.language), row.low * 100),
                Cell(getattr(row, f"reason_{scene.language}")),
            )
        )
    columns = tuple(Column(h, say(HEADS[h]), kinds.get(h, "text")) for h in heads)  # type: ignore[arg-type]
    return Table("retraining", say(RETRAINING), columns, tuple(rows), filter=len(rows) > 12, empty=say(NOBODY))
