"""What the overview says."""

from __future__ import annotations

from fieldmark.model.text import Text

TITLE = Text("Overview", "概览")
ALL_MET = Text("All {n} KPIs with a target are on target.", "全部 {n} 项有目标的指标均已达标。")
SOME_MET = Text(
    "{met} of {n} KPIs with a target are on target; furthest from it: {worst}, {value} against {target}.",
    "{n} 项有目标的指标中有 {met} 项达标；差距最大的是{worst}：{value}，目标 {target}。",
)
NO_TARGETS = Text("No KPI of this unit can be held against a target yet.", "该单位尚无可与目标比较的指标。")
STATES = {
    "met": Text("on target", "达标"),
    "missed": Text("target missed", "未达标"),
    "near": Text("close to target", "接近目标"),
    "none": Text(),
    "masked": Text("too few cases", "样本过少"),
}
TARGET = Text("target {target} · {share} reached", "目标 {target} · 达成率 {share}")
TARGET_ONLY = Text("target {target}", "目标 {target}")
CHANGES = {
    True: Text("better", "改善"),
    False: Text("worse", "变差"),
    None: Text("no clear change", "无明显变化"),
}
CHANGE = Text("{change} on the quarter before ({span}): {word}", "较上一季度 {change}（{span}）：{word}")
CASES = Text("n = {n} · {span}", "n = {n} · {span}")
MASKED = Text(
    "Not shown: fewer than {least} cases a month (n = {n} in three).",
    "不显示：每月样本数少于 {least}（三个月共 n = {n}）。",
)
NO_CASES = Text("No cases in these months.", "这几个月没有样本。")
LARGER = Text("See {unit}.", "请看{unit}。")
MONTHLY_FLAT = Text("{kpi}: no clear change over three months, {value} now", "{kpi}：近三个月无明显变化，现为 {value}")
MONTHLY = Text(
    "{kpi} got {word}: {change} in three months, {value} now", "{kpi}{word}：三个月内 {change}，现为 {value}"
)
MONTHLY_NONE = Text("{kpi} by month", "{kpi}按月走势")
MONTH_ALT = Text(
    "{kpi} by month from {first} to {last}; last three months {value}.",
    "{kpi}，{first}至{last}按月；最近三个月为 {value}。",
)
PARTS = Text("{kpi}: {best} does best, {worst} least well", "{kpi}：{best}最好，{worst}最弱")
PARTS_ONE = Text("{kpi} beside the larger unit", "{kpi}与上级单位对比")
PARTS_UNSURE = Text(
    "{kpi}: the differences between units are within their intervals", "{kpi}：各单位之间的差异在区间之内"
)
BAND = Text("95 % interval", "95% 区间")
COMPANY_LINE = Text("whole company", "全公司")
TARGET_LINE = Text("target", "目标")
ALL_KPIS = Text("All KPIs", "全部指标")
HEADS = {
    "kpi": Text("KPI", "指标"),
    "value": Text("Value", "数值"),
    "span": Text("95 % interval", "95% 区间"),
    "target": Text("Target", "目标"),
    "reached": Text("Reached", "达成率"),
    "change": Text("Change", "变化"),
    "n": Text("n", "n"),
    "state": Text("State", "状态"),
    "unit": Text("Unit", "单位"),
    "month": Text("Month", "月份"),
    "low": Text("Low", "下限"),
    "high": Text("High", "上限"),
}
CONTEXT = Text("{unit} · {quarter}, compared with {before}", "{unit} · {quarter}，与{before}比较")
CARE = Text("Before you read these", "阅读前请注意")
SET_ASIDE = Text("{n} rows of the field files were set aside, with reasons", "现场文件中有 {n} 行数据被搁置，附原因")
SET_ASIDE_HEADS = (Text("Table", "数据表"), Text("Reason", "原因"), Text("Rows", "行数"))
NO_VALUES = Text("No field figures yet", "暂无现场数据")
NO_VALUES_WHAT = Text(
    "Here each KPI will stand against its target, with its change on the quarter before.",
    "这里将显示每项指标与目标的对比，以及与上一季度相比的变化。",
)
NO_VALUES_ACT = Text(
    "Put the CRM export into the folder inbox/ and bring everything up to date:",
    "请将 CRM 导出文件放入 inbox/ 文件夹，然后更新全部数据：",
)
