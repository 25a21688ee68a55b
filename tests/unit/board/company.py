"""A small company for the tests of pages: working tables as the other rooms write them, with a known truth."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from fieldmark.store.tables import write_table
from fieldmark.store.workspace import Workspace, open_workspace

REGIONS = {"North": ("N1", "N2"), "South": ("S1", "S2"), "East": ("E1", "E2"), "West": ("W1", "W2")}
KPIS = {  # unit, better, target, company mean, spread of engineers, spread of one case
    "first_time_fix": ("share", "higher", 0.85, 0.80, 0.05, 0.40),
    "first_response": ("min", "lower", 15.0, 12.4, 1.5, 9.0),
    "response_on_time": ("share", "higher", 0.95, 0.961, 0.01, 0.19),
    "handling_time": ("h", "lower", 24.0, 26.5, 3.0, 20.0),
    "repeat_fault": ("share", "lower", 0.05, 0.062, 0.01, 0.24),
    "csat": ("score", "higher", 90.0, 88.1, 2.0, 14.0),
    "nps": ("nps", "higher", 0.0, 34.0, 5.0, 60.0),
    "overdue": ("share", "lower", 0.05, 0.041, 0.01, 0.2),
    "cost_per_ticket": ("money", "lower", None, 1240.0, 90.0, 500.0),
}
TITLES = {
    "first_time_fix": (
        "First-time fix",
        "一次性解决率",
        "Share resolved in one visit or contact and not reopened.",
        "一次上门或一次联系即解决且未重开的工单占比。",
    ),
    "first_response": (
        "First response",
        "首次响应时间",
        "Mean time from opening to the first answer by a person.",
        "从建单到人工首次回复的平均时间。",
    ),
    "response_on_time": (
        "Response on time",
        "响应及时率",
        "Share of tickets answered within their agreed time.",
        "在约定时间内响应的工单占比。",
    ),
    "handling_time": ("Handling time", "处理时长", "Mean time from opening to resolution.", "从建单到解决的平均时间。"),
    "repeat_fault": (
        "Repeat faults",
        "重复问题发生率",
        "Share followed within 30 days by the same fault on the same unit.",
        "30 天内同一设备再次发生同一故障的占比。",
    ),
    "csat": (
        "Customer satisfaction",
        "客户满意度",
        "Mean of the survey score, 0 to 100.",
        "问卷评分的平均值，0 至 100。",
    ),
    "nps": ("Net promoter score", "净推荐值", "Promoters less detractors, in percent.", "推荐者占比减去贬损者占比。"),
    "overdue": ("Overdue", "超时工单占比", "Share resolved after the due time.", "超过约定时间才解决的占比。"),
    "cost_per_ticket": (
        "Cost per ticket",
        "单均服务成本",
        "Labour, parts and travel for each ticket.",
        "每张工单的人工、备件与差旅费用。",
    ),
}
MONTHS = [str(p) for p in pd.period_range("2025-04", "2026-09", freq="M")]
ROOT = Path(__file__).resolve().parents[3]


def workspace(folder: Path, seed: int = 1, engineers: int = 48) -> Workspace:
    """A workspace with the sample course and every working table that the board reads."""
    rng = np.random.default_rng(seed)
    for name in ("courses", "assignments", "grading"):
        (folder / name).mkdir(parents=True)
    (folder / "courses" / "vfd").mkdir()
    course = (ROOT / "courses" / "vfd" / "course.yaml").read_text(encoding="utf-8")
    (folder / "courses" / "vfd" / "course.yaml").write_text(course, encoding="utf-8")
    policy = {
        k: {
            "title": {"en": t[0], "zh": t[1]},
            "definition": {"en": t[2], "zh": t[3]},
            "unit": KPIS[k][0],
            "better": KPIS[k][1],
        }
        for k, t in TITLES.items()
    }
    (folder / "grading" / "kpis.yaml").write_text(
        yaml.safe_dump({"least_cell": 5, "kpis": policy}, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    (folder / "grading" / "mastery.yaml").write_text("adequate_from: 0.6\nstrong_from: 0.8\n", encoding="utf-8")
    made = open_workspace(folder)
    people = _people(rng, engineers)
    write_table(made, "engineers", people)
    training = _training(rng, people)
    write_table(made, "training", training)
    write_table(made, "kpi_values", _values(rng, people))
    skills = [s["id"] for g in yaml.safe_load(course)["groups"] for s in g["skills"]]
    mastery = _mastery(rng, people, skills)
    write_table(made, "mastery", mastery)
    write_table(made, "retraining", _retraining(mastery))
    write_table(made, "responses", _responses(rng, people))
    write_table(made, "effects", _effects())
    write_table(made, "verdicts", _verdicts())
    write_table(made, "quarantine", _quarantine())
    write_table(made, "kpi_notes", _notes())
    return made


def _people(rng: np.random.Generator, count: int) -> pd.DataFrame:
    family, given = "王李张刘陈杨赵黄周吴徐孙", ("伟", "敏", "静", "磊", "洋", "娜", "军", "杰", "涛", "超")
    rows = []
    for at in range(count):
        region = list(REGIONS)[at % 4]
        team = REGIONS[region][(at // 4) % 2]
        name = family[at % 12] + given[(at * 7) % 10] + (given[at % 10] if at % 3 else "")
        rows.append(
            (
                f"e{at + 1:03}",
                name,
                region,
                team,
                ("Compact", "Cabinet", "Servo")[at % 3],
                f"m-{region}",
                date(2019, 1, 1),
            )
        )
    return pd.DataFrame(rows, columns=["engineer", "name", "region", "team", "product_line", "manager", "hired"])


def _training(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for at, engineer in enumerate(people["engineer"]):
        if at % 4 == 3:
            continue
        weak = at % 3 == 0
        held = date(2026, 3, 9) if weak else (date(2025, 11, 3) if at % 2 else date(2026, 1, 12))
        rows.append(
            (engineer, "vfd", f"{held:%Y-%m}", held, 16.0, True, "weakness" if weak else "rota", 3 if weak else 0)
        )
    columns = ["engineer", "course", "cohort", "held", "hours", "attended", "chosen_by", "window_months"]
    return pd.DataFrame(rows, columns=columns)


def _values(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    groups = [("company", "", people.index)]
    groups += [("region", r, people.index[people["region"] == r]) for r in REGIONS]
    groups += [("team", t, people.index[people["team"] == t]) for teams in REGIONS.values() for t in teams]
    groups += [("engineer", e, people.index[people["engineer"] == e]) for e in people["engineer"]]
    rows = []
    for kpi, (unit, better, target, mean, spread, case) in KPIS.items():
        own = (
            rng.normal(0, spread, len(people))
            + np.where(people["region"] == "West", -0.8 if better == "higher" else 0.8, 0) * spread
        )
        gain = (1 if better == "higher" else -1) * spread * np.linspace(-0.5, 0.7, len(MONTHS))
        cases = rng.poisson(26, (len(people), len(MONTHS))) * (np.arange(len(people)) != 5)[:, None]
        for grouping, group, inside in groups:
            for at, period in enumerate(MONTHS):
                n = int(cases[inside, at].sum())
                se = case / np.sqrt(max(n, 1))
                value = mean + own[inside].mean() + gain[at] + rng.normal(0, se)
                value = min(value, 1.0) if unit == "share" else value
                value = max(value, 0.0) if unit != "nps" else value
                masked = n < 5
                shown = [np.nan] * 3 if masked else [value, value - 1.96 * se, value + 1.96 * se]
                rows.append((kpi, grouping, group, period, n, *shown, target, np.nan, masked))
    columns = ["kpi", "grouping", "group", "period", "n", "value", "low", "high", "target", "attainment", "masked"]
    return pd.DataFrame(rows, columns=columns)


def _mastery(rng: np.random.Generator, people: pd.DataFrame, skills: list[str]) -> pd.DataFrame:
    level = dict(zip(skills, np.clip(rng.normal(0.72, 0.1, len(skills)), 0.45, 0.9), strict=True))
    level["insulation-test"] = 0.52
    rows = []
    for at, engineer in enumerate(people["engineer"]):
        if at == 7:
            continue
        for skill in skills:
            n = int(rng.integers(2, 14))
            value = float(np.clip(level[skill] + rng.normal(0, 0.14), 0.03, 0.99))
            half = 1.96 * np.sqrt(value * (1 - value) / (n + 3))
            low, high = max(0.0, value - half), min(1.0, value + half)
            known = n >= 3
            label = (
                "unknown"
                if not known
                else "weak"
                if high < 0.7
                else "strong"
                if low > 0.7
                else "adequate"
                if value > 0.7
                else "unknown"
            )
            shown = (value, low, high) if known else (np.nan, np.nan, np.nan)
            rows.append((engineer, "vfd", skill, *shown, n, label, datetime(2026, 9, 18, 9, tzinfo=UTC)))
    return pd.DataFrame(rows, columns=["engineer", "course", "skill", "mastery", "low", "high", "n", "level", "as_of"])


def _retraining(mastery: pd.DataFrame) -> pd.DataFrame:
    weak = mastery[mastery["level"] == "weak"].sort_values("mastery").head(20).reset_index(drop=True)
    said = [
        f"Mastery {m:.0%} ({a:.0%} to {b:.0%}) lies below 70 %, and half of the tickets of the last quarter need it."
        for m, a, b in zip(weak["mastery"], weak["low"], weak["high"], strict=True)
    ]
    zh = [
        f"掌握度 {m:.0%}（{a:.0%}至{b:.0%}）低于 70%，且上季度一半的工单需要该技能。"
        for m, a, b in zip(weak["mastery"], weak["low"], weak["high"], strict=True)
    ]
    return weak.assign(rank=range(1, len(weak) + 1), priority=1 - weak["mastery"], reason_en=said, reason_zh=zh)


def _responses(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for at, engineer in enumerate(people["engineer"]):
        for form, share, when in (
            ("before", 0.55, datetime(2025, 10, 20, 9, tzinfo=UTC)),
            ("after", 0.74, datetime(2026, 9, 18, 9, tzinfo=UTC)),
        ):
            if at == 7:
                continue
            for slot in range(10):
                points = float(rng.random() < share) if not (at == 2 and slot == 9) else np.nan
                rows.append(
                    (
                        engineer,
                        "vfd",
                        f"basics-{form}",
                        form,
                        1,
                        f"s{slot}",
                        f"i{slot}",
                        "choice",
                        ["ratings"],
                        "[]",
                        points,
                        1.0,
                        True,
                        "{}",
                        when,
                        np.nan,
                        "",
                    )
                )
    columns = [
        "engineer",
        "course",
        "paper",
        "form",
        "attempt",
        "slot",
        "item",
        "kind",
        "skills",
        "shows",
        "points",
        "max_points",
        "answered",
        "answer",
        "submitted",
        "seconds",
        "flag",
    ]
    return pd.DataFrame(rows, columns=columns)


def _effects() -> pd.DataFrame:
    rows = []
    for kpi, size, se in (("first_time_fix", 0.06, 0.014), ("handling_time", -3.2, 1.1), ("csat", 0.7, 0.9)):
        for at in range(-6, 9):
            wobble = 0.35 * se * ((at * 5) % 7 - 3)
            value = (size * min(1.0, 0.5 + 0.25 * at) if at >= 0 else 0.0) + wobble
            wide = se * (1.3 + 0.08 * abs(at))
            rows.append(
                ("vfd", kpi, "rota", "event", str(at), value, wide, value - 1.96 * wide, value + 1.96 * wide, 24, 24)
            )
        rows.append(("vfd", kpi, "rota", "overall", "", size, se, size - 1.96 * se, size + 1.96 * se, 24, 24))
        rows.append(
            ("vfd", kpi, "rota", "naive", "", size * 1.7, se, size * 1.7 - 1.96 * se, size * 1.7 + 1.96 * se, 24, 24)
        )
    for at in range(-6, 6):
        value = -0.05 + 0.02 * at if at < 0 else 0.03
        rows.append(
            ("vfd", "first_time_fix", "weakness", "event", str(at), value, 0.03, value - 0.06, value + 0.06, 12, 24)
        )
    rows.append(("vfd", "first_time_fix", "weakness", "naive", "", 0.11, 0.02, 0.07, 0.15, 12, 12))
    columns = [
        "course",
        "kpi",
        "chosen_by",
        "estimand",
        "at",
        "estimate",
        "se",
        "low",
        "high",
        "n_treated",
        "n_control",
    ]
    return pd.DataFrame(rows, columns=columns)


def _verdicts() -> pd.DataFrame:
    held = json.dumps(
        [
            {
                "id": "pre-trend",
                "passed": True,
                "en": "Before the training, both groups moved alike.",
                "zh": "培训前两组走势一致。",
            },
            {
                "id": "size",
                "passed": True,
                "en": "Enough engineers for this interval (24 against 24).",
                "zh": "工程师人数足以支撑该区间（24 对 24）。",
            },
        ]
    )
    broken = json.dumps(
        [
            {
                "id": "window",
                "passed": False,
                "en": "The months they were chosen by are also the base period.",
                "zh": "选人所依据的月份同时也是基准期。",
            }
        ]
    )
    rows = [
        (
            "vfd",
            "first_time_fix",
            "rota",
            "better",
            0.06,
            0.033,
            0.087,
            0.04,
            "The training raised first-time fix by 6.0 points (3.3 to 8.7).",
            "培训使一次性解决率提高 6.0 个百分点（3.3 至 8.7）。",
            held,
        ),
        (
            "vfd",
            "handling_time",
            "rota",
            "better",
            -3.2,
            -5.4,
            -1.0,
            3.1,
            "The training shortened handling by 3.2 h (1.0 to 5.4).",
            "培训使处理时长缩短 3.2 小时（1.0 至 5.4）。",
            held,
        ),
        (
            "vfd",
            "csat",
            "rota",
            "unclear",
            0.7,
            -1.1,
            2.5,
            2.5,
            "No effect on satisfaction can be told from chance; one below 2.5 points would stay unseen.",
            "对满意度的影响无法与偶然区分；小于 2.5 分的影响无法察觉。",
            held,
        ),
        (
            "vfd",
            "first_time_fix",
            "weakness",
            "refused",
            np.nan,
            np.nan,
            np.nan,
            0.09,
            "No verdict: these engineers were chosen because their last three months were weak.",
            "不作结论：这些工程师正是因为最近三个月表现较弱才被选中。",
            broken,
        ),
    ]
    columns = [
        "course",
        "kpi",
        "chosen_by",
        "verdict",
        "estimate",
        "low",
        "high",
        "mde",
        "words_en",
        "words_zh",
        "reasons",
    ]
    return pd.DataFrame(rows, columns=columns)


def _quarantine() -> pd.DataFrame:
    rows = [
        ("tickets.csv", 10 + at, "tickets", "F010", "Resolved before it was opened.", "解决时间早于建单时间。", "{}")
        for at in range(14)
    ]
    return pd.DataFrame(rows, columns=["file", "line", "table", "code", "reason_en", "reason_zh", "row"])


def _notes() -> pd.DataFrame:
    said = ("Knowledge-base use fell at once: its definition changed.", "知识库使用骤降：定义发生了变化。")
    return pd.DataFrame(
        [("knowledge_use", "drift", "2026-Q2", *said)], columns=["kpi", "note", "period", "words_en", "words_zh"]
    )
