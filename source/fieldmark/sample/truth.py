"""What was planted, beside the files, so that every estimate can be held against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fieldmark.sample import world
from fieldmark.sample.export import Sheet
from fieldmark.sample.roster import Cohort, Roster
from fieldmark.sample.simulate import HARDER, History, Tickets

_COUNTED = {
    "first_time_fix": "solved",
    "repeat_fault": "all",
    "handling_time": "solved",
    "misdiagnosis": "parts",
    "process_deviation": "solved",
    "csat": "surveyed",
}
"""Which tickets a KPI counts, and so over which the effect is averaged."""


def truth(roster: Roster, history: History, made: Sequence[Sheet], seed: int, months: int) -> dict[str, Any]:
    """JSON-ready: planted effects by ticket, and by cohort and month as they came out in the tickets."""
    return {
        "seed": seed,
        "engineers": len(roster),
        "months": [str(world.START + m) for m in range(months)],
        "tickets": len(history.tickets),
        "trained_fault_classes": list(world.TRAINED),
        "ramp": list(world.RAMP),
        "effects": {e.kpi: _effect(e, roster, history) for e in world.EFFECTS},
        "cohorts": [_cohort(c, roster) for c in history.cohorts],
        "never_trained": len(roster) - sum(len(c.members) for c in history.cohorts),
        "season": {
            "first_time_fix": -0.02,
            "handling_time_log": 0.06,
            "csat": -1.0,
            "by_month": [round(world.season(m), 4) for m in range(months)],
        },
        "case_mix": {"harder_for_trained": HARDER, "hard": {c.id: c.hard for c in world.CLASSES}},
        "dirt": {sheet.name: dict(sheet.dirt or {}) for sheet in made},
        "skills": list(world.SKILLS),
        "theta": {
            user: [round(float(t), 4) for t in row] for user, row in zip(roster.users, roster.theta, strict=True)
        },
    }


def _cohort(cohort: Cohort, roster: Roster) -> dict[str, Any]:
    return {
        "id": cohort.id,
        "chosen_by": cohort.chosen_by,
        "window_months": cohort.window_months,
        "held": str(cohort.held),
        "members": [roster.users[m] for m in sorted(cohort.members)],
        "absent": [roster.users[m] for m in sorted(cohort.absent)],
        "mean_theta": round(float(roster.theta[list(cohort.members)].mean()), 4),
    }


def _effect(effect: world.Effect, roster: Roster, history: History) -> dict[str, Any]:
    """The effect on a ticket, and the averages over the trained engineers' tickets of trained classes: by cohort and
    months since the training (each engineer and month counts once), and over all of these by way of choice."""
    said: dict[str, Any] = {"unit": effect.unit, "points": effect.points, "factor": effect.factor}
    cells = _cells(effect.kpi, history)
    said["cells"] = cells
    for way in ("rota", "weakness"):
        chosen = [c for c in cells if c["chosen_by"] == way]
        weights = [c["engineers"] for c in chosen]
        said[way] = round(float(np.average([c["effect"] for c in chosen], weights=weights)), 5) if chosen else None
    return said


def _cells(kpi: str, history: History) -> list[dict[str, Any]]:
    tickets = history.tickets
    planted = tickets[f"d_{kpi}"].astype(float) if kpi in _COUNTED else np.zeros(len(tickets))
    counted = _counts(tickets, _COUNTED.get(kpi, "all")) & (tickets["event"].astype(int) >= 0)
    who, event = tickets["engineer"].astype(int), tickets["event"].astype(int)
    weight = tickets["parts"].astype(float) if kpi == "misdiagnosis" else np.ones(len(tickets))
    cells = []
    for cohort in history.cohorts:
        for since in sorted(set(event[counted & np.isin(who, cohort.trained)].tolist())):
            here = counted & (event == since)
            means = [
                float(np.average(planted[mine], weights=weight[mine]))
                for engineer in cohort.trained
                if (mine := here & (who == engineer)).any()
            ]
            cells.append(
                {
                    "cohort": cohort.id,
                    "chosen_by": cohort.chosen_by,
                    "since": int(since),
                    "engineers": len(means),
                    "effect": round(float(np.mean(means)), 5),
                }
            )
    return cells


def _counts(tickets: Tickets, which: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if which == "parts":
        return np.asarray(tickets["parts"].astype(int) > 0)
    if which == "surveyed":
        return tickets["surveyed"].astype(bool)
    if which == "solved":
        return ~tickets["stays_open"].astype(bool)
    return np.ones(len(tickets), dtype=bool)


# --- in words -----------------------------------------------------------------------------------------------


def in_words(said: dict[str, Any]) -> str:
    """TRUTH.md: the same for people, in both languages."""
    effects = "\n".join(_effect_row(kpi, e) for kpi, e in said["effects"].items())
    cohorts = "\n".join(
        f"| {c['id']} | {c['held']} | {c['chosen_by']} | {c['window_months']} | {len(c['members'])} | "
        f"{len(c['absent'])} | {c['mean_theta']:+.2f} |"
        for c in said["cohorts"]
    )
    dirt = "\n".join(f"| {name} | {code} | {n} |" for name, kinds in said["dirt"].items() for code, n in kinds.items())
    return _TEMPLATE.format(
        seed=said["seed"],
        engineers=said["engineers"],
        tickets=said["tickets"],
        first=said["months"][0],
        last=said["months"][-1],
        never=said["never_trained"],
        effects=effects,
        cohorts=cohorts,
        dirt=dirt,
        harder=HARDER,
    )


def _effect_row(kpi: str, e: dict[str, Any]) -> str:
    planted = f"x {e['factor']:.2f}" if e["factor"] != 1 else f"{e['points']:+g}" if e["points"] else "0"
    rota, weak = (f"{e[w]:+.4f}" if e[w] is not None else "-" for w in ("rota", "weakness"))
    return f"| {kpi} | {e['unit']} | {planted} | {rota} | {weak} |"


_TEMPLATE = """# What was planted in the sample company · 示例公司中预置的真相

Seed {seed}: {engineers} engineers, {tickets} tickets, {first} to {last}. Everything here is invented.
种子 {seed}：{engineers} 名工程师，{tickets} 张工单，{first} 至 {last}。全部数据均为虚构。

## Effect of the training · 培训效果
On tickets of the trained fault classes (all but `mechanical`), one third of it in the month of the training, two
thirds in the next, all of it from then on. The last two columns are the averages over all months since the training
as they came out in these tickets: what a good estimate should find.
只作用于受训故障类别的工单（`mechanical` 除外）：培训当月达到三分之一，次月三分之二，此后全部。最后两列是培训后各月的
实际平均值，也就是好的估计应当得到的数。

| KPI | unit 单位 | planted 预置 | rota cohorts 轮训组 | cohorts chosen by weakness 按薄弱选出的组 |
| --- | --- | --- | --- | --- |
{effects}

`first_response` is a true null: an estimate that finds something there is wrong.
`first_response` 确实没有效果：若估计出效果，则估计有误。

## Who was trained · 培训对象
{never} engineers were never trained. Cohorts chosen by weakness are the weakest in first-time fix over the months of
the window, of all who were on no list. Those absent were on the list and did not come: no effect.
{never} 名工程师从未受训。按薄弱选出的组，是窗口月份内一次性解决率最低、且不在任何名单上的人。
缺席者在名单上但未到场：无效果。

| cohort 组 | held 日期 | chosen by 方式 | window 窗口（月） | members 人数 | absent 缺席 | mean ability 平均能力 |
| --- | --- | --- | --- | --- | --- | --- |
{cohorts}

## What misleads a plain comparison · 会误导简单比较的因素
- **Regression to the mean 均值回归**: an engineer's month is lucky or unlucky by 6 points of first-time fix (SD), next
  to 4.5 points (SD) of ability. Who was weakest in three months was unlucky too, and gets better without any training.
  工程师每月的运气波动为 6 个百分点（标准差），能力差异为 4.5 个百分点。三个月内最弱的人往往也运气差，不培训也会回升。
- **Season 季节**: in July first-time fix is 2 points lower, handling takes 6 % longer, satisfaction is 1 point lower;
  more tickets and more overtemperature.
  七月一次性解决率低 2 个百分点，处理时间长 6%，满意度低 1 分；工单和过热故障更多。
- **Case mix 工单构成**: the trained are given harder faults (weight exp({harder} x hardness); one unit of hardness
  costs 7 points of first-time fix).
  受训者会分到更难的故障（权重 exp({harder} × 难度），难度每增 1，一次性解决率降 7 个百分点）。
- **The last month 最后一个月**: faults that come back after it are not in yet. 此后才复发的故障尚未进入数据。

## Dirt in the files · 文件中的脏数据
Each row is extra: all {tickets} good tickets are there beside them. 均为额外添加的行：{tickets} 张正常工单一张不少。

| file 文件 | problem 问题 | rows 行数 |
| --- | --- | --- |
{dirt}
"""
