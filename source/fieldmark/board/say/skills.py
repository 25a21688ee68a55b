"""What the skills page says."""

from __future__ import annotations

from fieldmark.model.text import Text

TITLE = Text("Skills", "技能")
COURSE = Text("Course", "课程")
WEAKEST = Text(
    "Weakest is {skill}: {value} ({span}) on average over {n} engineers. {weak}",
    "最薄弱的是“{skill}”：{n} 名工程师平均 {value}（{span}）。{weak}",
)
NOT_CLEAR = Text(
    "No skill stands out as the weakest: the intervals overlap. {weak}",
    "没有哪项技能明显最弱：区间彼此重叠。{weak}",
)
SOME_WEAK = Text(
    "{weak} of {all} measured engineers are surely weak in at least one skill.",
    "在已测量的 {all} 名工程师中，{weak} 名确定至少有一项技能薄弱。",
)
NONE_WEAK = Text(
    "None of {all} measured engineers is surely weak in any skill.", "已测量的 {all} 名工程师中，没有人确定有薄弱技能。"
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
    "span": Text("{sure} interval", "{sure} 区间"),
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
NONE = Text("Nobody of this unit was examined yet", "本单位尚无人参加考核")
NONE_WHAT = Text(
    "Here each skill will stand with its mean and interval, by region, team and engineer.",
    "这里将按大区、团队和工程师显示每项技能的平均掌握度与区间。",
)
NONE_ACT = Text("Once engineers have sat a paper, bring everything up to date:", "工程师完成考试后，请更新全部数据：")
