"""What the page of one engineer says."""

from __future__ import annotations

from fieldmark.model.text import Text

TITLE = Text("Engineer", "工程师")
RETRAIN_FIRST = Text(
    "Retrain {name} first in {skill}: {value} ({span}).", "建议{name}优先再培训“{skill}”：{value}（{span}）。"
)
NO_RETRAIN = Text(
    "{name} is on no retraining list; {strong} of {all} skills are surely above the line.",
    "{name}不在再培训名单中；{all} 项技能中有 {strong} 项确定高于合格线。",
)
NOT_EXAMINED = Text("{name} has not been examined yet.", "{name}尚未参加考核。")
MEAN = Text("Mean mastery", "平均掌握度")
MEAN_NOTE = Text("team {value}", "团队 {value}")
SURE = Text("Skills surely strong", "确定掌握的技能")
SURE_NOTE = Text("{weak} weak, {unknown} not known yet", "{weak} 项薄弱，{unknown} 项尚不确定")
OF = Text("{part} of {all}", "{part} / {all}")
QUARTER = Text("{kpi}, last three months", "{kpi}，最近三个月")
BESIDE = Text("{span} · team {value}", "{span} · 团队 {value}")
TRAINED = Text("Training", "培训")
HOURS = Text("{n} h", "{n} 课时")
NONE_HELD = Text("none on record", "无记录")
LAST_HELD = Text("last on {day}", "最近一次 {day}")
SKILLS_CHART = Text("{skill} is surely below the team's mean", "“{skill}”确定低于团队平均")
SKILLS_FLAT = Text("No skill lies surely below the team's mean", "没有哪项技能确定低于团队平均")
SELF = Text("this engineer, {sure} interval", "本人与 {sure} 区间")
TEAM_MARK = Text("team's mean", "团队平均")
TEAM_LINE = Text("team", "团队")
TARGET = Text("target", "目标")
HELD = Text("training", "培训")
MONTHS = Text("{kpi}: {value} in the last three months, team {team}", "{kpi}：最近三个月 {value}，团队 {team}")
MONTHS_NONE = Text("{kpi}: too few tickets to show by month", "{kpi}：工单过少，无法按月显示")
MONTHS_ALT = Text(
    "{kpi} by month for {name}, with the team's line and the target.", "{name}的{kpi}按月走势，附团队与目标。"
)
HISTORY = Text("Training history", "培训记录")
NO_HISTORY = Text("No training on record.", "无培训记录。")
SITTINGS = Text("Exams", "考试")
NO_SITTINGS = Text("No exam submitted yet.", "尚未提交任何考试。")
OPEN = Text("{n} answers still to be marked", "{n} 题待人工评分")
NEXT = Text("What to train next", "下一步培训")
NOTHING_NEXT = Text(
    "Nothing urgent. Ask for more answers where a skill is not known yet.",
    "暂无紧迫需求。对尚不确定的技能，请安排更多答题。",
)
HEADS = {
    "course": Text("Course", "课程"),
    "held": Text("Held", "日期"),
    "hours": Text("Hours", "课时"),
    "chosen": Text("Chosen by", "选择方式"),
    "there": Text("Attended", "出席"),
    "paper": Text("Paper", "试卷"),
    "attempt": Text("Attempt", "次数"),
    "submitted": Text("Submitted", "提交"),
    "points": Text("Points", "得分"),
    "share": Text("Share", "得分率"),
    "skill": Text("Skill", "技能"),
    "value": Text("Value", "数值"),
    "low": Text("Low", "下限"),
    "high": Text("High", "上限"),
    "month": Text("Month", "月份"),
}
CHOSEN = {"rota": Text("rota", "轮次"), "weakness": Text("weak months", "表现较弱")}
YES, NO = Text("yes", "是"), Text("no", "否")
WHO = Text("Engineer", "工程师")
KPI = Text("KPI", "指标")
PLACE = Text("{name} · team {team} · region {region} · {line}", "{name} · {team}团队 · {region}大区 · {line}")
NOBODY = Text("No engineers in your unit yet", "您的单位尚无工程师")
NOBODY_WHAT = Text(
    "Here one engineer's skills, field results and trainings will stand side by side.",
    "这里将并列显示一名工程师的技能、现场结果与培训。",
)
NOBODY_ACT = Text(
    "Load the register of engineers, then bring everything up to date:", "请载入工程师名册，然后更新全部数据："
)
