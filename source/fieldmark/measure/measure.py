"""The step: responses to item statistics, paper statistics and mastery."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fieldmark.measure.mastery import Evidence, abilities, mastery
from fieldmark.measure.policy import MasteryPolicy, level, mastery_policy
from fieldmark.measure.statistics import paper_statistics
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.tables import TABLES
from fieldmark.model.text import Text
from fieldmark.store.sealed import read_sealed, sealed_papers
from fieldmark.store.tables import read_table, write_table
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
SITTING = ["engineer", "course", "paper", "attempt"]
SAID = Text(
    "{sittings} sittings of {engineers} engineers, {answers} answers: {known} of {all} skill levels are known. "
    "{open} answers wait for a person and are left out.",
    "{engineers} 名工程师的 {sittings} 次考核，共 {answers} 个作答：{all} 项技能等级中 {known} 项已可判定。"
    "{open} 个作答等待人工评分，未计入。",
)


def measure(workspace: Workspace, *, progress: Progress = quiet) -> StepReport:
    """Write `item_stats`, `paper_stats` and `mastery`. Refused (W005) without responses, (W020 to W022) where
    grading/mastery.yaml is wrong."""
    import pandas as pd

    policy = mastery_policy(workspace)
    responses = read_table(workspace, "responses")
    progress(0, 2, Text("item statistics", "题目统计"))
    items, papers = paper_statistics(responses, _cuts(workspace), policy.least_engineers)
    progress(1, 2, Text("mastery of skills", "技能掌握度"))
    shown = by_skill(responses)
    made = [row for _, rows in shown.groupby("course", sort=True) for row in masteries(rows, policy)]
    for name, rows in (("item_stats", items), ("paper_stats", papers), ("mastery", made)):
        write_table(workspace, name, pd.DataFrame(rows, columns=list(TABLES[name].names)))
    progress(2, 2, Text())
    return StepReport(_summary(responses, made), papers)


def by_skill(responses: pd.DataFrame) -> pd.DataFrame:
    """The responses with each practical taken apart: a row for each skill that it shows, as if it were an item of
    its own. What shows its skills by its score alone stays as it is."""
    import pandas as pd

    practical = responses["shows"] != "[]"
    if not practical.any():
        return responses
    parts = [
        {**row, "item": f"{row['item']}#{aspect}", "skills": [skill], "points": share * weight, "max_points": weight}
        for row in responses[practical].to_dict("records")
        for aspect, skill, share, weight in json.loads(row["shows"])
        if weight > 0
    ]
    return pd.concat([responses[~practical], pd.DataFrame(parts, columns=responses.columns)], ignore_index=True)


def masteries(responses: pd.DataFrame, policy: MasteryPolicy) -> list[Row]:
    """Rows of `mastery` for one course. Every sitting helps to judge the items; the latest of each engineer at
    each blueprint is evidence of what the engineer can do now."""
    shows = responses["skills"].map(len) > 0
    marked = with_currency(responses[shows].dropna(subset=["points"]))
    if marked.empty:
        return []
    evidence, skills, sittings = gather(marked)
    found = mastery(abilities(evidence), evidence.loading, policy.confidence)
    rows: list[Row] = []
    for index, (engineer, older) in enumerate(sittings):
        if not older:
            latest = marked[(marked["engineer"] == engineer) & marked["now"]]
            ends = {s: (found.mean[index, k], found.low[index, k], found.high[index, k]) for k, s in enumerate(skills)}
            rows += _rows(latest, engineer, ends, policy)
    return rows


def with_currency(marked: pd.DataFrame) -> pd.DataFrame:
    """The rows with `now`: of the latest sitting of that engineer and blueprint; and `sitting`: empty for those,
    else which older sitting."""
    blueprint = [p.removesuffix(f"-{f}") for p, f in zip(marked["paper"], marked["form"], strict=True)]
    keyed = marked.assign(blueprint=blueprint, older=marked["paper"] + "#" + marked["attempt"].astype(str))
    order = keyed.sort_values(["submitted", "attempt"]).drop_duplicates(["engineer", "blueprint"], keep="last")
    latest = set(zip(order["engineer"], order["older"], strict=True))
    now = [pair in latest for pair in zip(keyed["engineer"], keyed["older"], strict=True)]
    return keyed.assign(now=now, older=["" if n else o for n, o in zip(now, keyed["older"], strict=True)])


def gather(marked: pd.DataFrame) -> tuple[Evidence, list[str], list[tuple[str, str]]]:
    """The answers as arrays; the skills; and who each person of the arrays is: engineer and older sitting or ""."""
    skills = sorted({s for listed in marked["skills"] for s in listed})
    items, item = np.unique(marked["item"].to_numpy(str), return_inverse=True)
    listed = marked.drop_duplicates("item").set_index("item")["skills"]
    loading = np.array([[s in listed[i] for s in skills] for i in items], dtype=float)
    grouped = marked.groupby(["engineer", "older"], sort=True)
    last_form = marked.sort_values("submitted").groupby(["engineer", "older"], sort=True)["form"].last()
    evidence = Evidence(
        person=np.asarray(grouped.ngroup(), dtype=np.int64),
        item=item.astype(np.int64),
        share=np.clip((marked["points"] / marked["max_points"]).to_numpy(float), 0, 1),
        loading=loading / loading.sum(axis=1, keepdims=True),
        form=np.unique(last_form.to_numpy(str), return_inverse=True)[1].astype(np.int64),
    )
    return evidence, skills, [(str(e), str(o)) for e, o in last_form.index]


def _rows(
    latest: pd.DataFrame, engineer: str, ends: dict[str, tuple[float, float, float]], policy: MasteryPolicy
) -> list[Row]:
    """One row for each skill that the engineer's latest answers show."""
    answers = Counter(s for listed in latest["skills"] for s in listed)
    course, as_of = latest["course"].iloc[0], latest["submitted"].max()
    made = []
    for skill, n in sorted(answers.items()):
        shown = ends[skill] if n >= policy.least_answers else (np.nan,) * 3
        made.append(
            {
                "engineer": engineer,
                "course": course,
                "skill": skill,
                "n": n,
                "as_of": as_of,
                **dict(zip(("mastery", "low", "high"), map(float, shown), strict=True)),
                "level": level(shown[1], shown[2], n, policy),
            }
        )
    return made


def _cuts(workspace: Workspace) -> dict[str, float]:
    """Share needed to pass, by paper, as it was sat (or regraded): the blueprint may say otherwise by now."""
    return {name: read_sealed(workspace, name).paper.cut for name in sealed_papers(workspace)}


def _summary(responses: pd.DataFrame, made: Sequence[Row]) -> Text:
    return SAID.fill(
        sittings=responses.groupby(SITTING).ngroups,
        engineers=responses["engineer"].nunique(),
        answers=len(responses),
        open=int(responses["points"].isna().sum()),
        known=sum(row["level"] != "unknown" for row in made),
        all=len(made),
    )
