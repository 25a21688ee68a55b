"""The measure step on a small workspace with a responses table of known truth."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from fieldmark.measure.measure import by_skill, masteries, measure
from fieldmark.measure.policy import MasteryPolicy, level
from fieldmark.measure.statistics import paper_statistics
from fieldmark.model.paper import Paper, SealedPaper
from fieldmark.model.problem import Refused
from fieldmark.model.text import Text
from fieldmark.store.sealed import read_sealed, write_sealed
from fieldmark.store.tables import read_table, write_table
from fieldmark.store.workspace import Workspace

SKILLS = ("isolation", "fault-codes", "measurement")
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


def sitting(engineer, form, shares, attempt=1, days=0, open_slot=None):
    """Rows of one sitting; `shares` by slot, six slots, two a skill."""
    rows = []
    for k, share in enumerate(shares):
        rows.append(
            {
                "engineer": engineer,
                "course": "vfd",
                "paper": f"basics-{form}",
                "form": form,
                "attempt": attempt,
                "slot": f"q{k + 1:02}",
                "item": f"{form}-{k + 1:02}",
                "kind": "choice",
                "skills": [SKILLS[k % 3]],
                "points": np.nan if k == open_slot else share * 2.0,
                "max_points": 2.0,
                "answered": True,
                "answer": "{}",
                "submitted": START + timedelta(days=days),
                "seconds": 20.0,
                "flag": "",
                "shows": "[]",
            }
        )
    return rows


@pytest.fixture
def responses():
    """Thirty engineers before, ten of them after as well; e001 leaves one answer to a person."""
    draw = np.random.default_rng(1)
    rows = []
    for i in range(30):
        able = draw.normal()
        shares = (draw.random(6) < 1 / (1 + np.exp(-able - 0.5))).astype(float)
        rows += sitting(f"e{i + 1:03}", "before", shares, open_slot=5 if i == 0 else None)
    for i in range(10):
        rows += sitting(f"e{i + 1:03}", "after", np.ones(6), days=60)
    return pd.DataFrame(rows)


@pytest.fixture
def workspace(tmp_path, responses):
    place = Workspace(tmp_path)
    for form, cut in (("before", 0.5), ("after", 1.0)):
        paper = Paper(f"basics-{form}", "vfd", "basics", form, Text(form), 30, (), cut)
        write_sealed(place, SealedPaper(paper, "5e" * 32, ()))
    write_table(place, "responses", responses)
    return place


def test_step_writes_three_tables_and_counts_what_waits(workspace):
    report = measure(workspace)
    assert "40 sittings of 30 engineers" in report.summary.en
    assert "1 answers wait" in report.summary.en
    assert "1 个作答等待人工评分" in report.summary.zh
    papers = read_table(workspace, "paper_stats").set_index("paper")
    assert papers.loc["basics-before", "n"] == 30
    assert papers.loc["basics-after", "passed"] == 1.0
    assert 0 < papers.loc["basics-before", "passed"] < 1
    assert len(read_table(workspace, "item_stats")) == 12
    found = read_table(workspace, "mastery")
    assert len(found) == 30 * 3
    assert ((found["low"] <= found["mastery"]) & (found["mastery"] <= found["high"])).all()


def test_step_gives_the_same_tables_again(workspace):
    measure(workspace)
    first = {n: (workspace.tables / f"{n}.parquet").read_bytes() for n in ("item_stats", "paper_stats", "mastery")}
    measure(workspace)
    assert first == {n: (workspace.tables / f"{n}.parquet").read_bytes() for n in first}


def test_latest_form_is_the_evidence(responses):
    found = pd.DataFrame(masteries(responses, MasteryPolicy())).set_index(["engineer", "skill"])
    assert (found.loc["e003", "as_of"] == START + timedelta(days=60)).all()
    assert (found.loc["e020", "as_of"] == START).all()
    all_right = found.loc["e003", "mastery"].mean()
    assert all_right > found.loc["e020", "mastery"].mean()


def test_latest_attempt_counts_and_statistics_use_the_first(responses):
    again = pd.DataFrame(sitting("e020", "before", np.zeros(6), attempt=2, days=90))
    both = pd.concat([responses, again], ignore_index=True)
    before = pd.DataFrame(masteries(responses, MasteryPolicy())).set_index(["engineer", "skill"])
    after = pd.DataFrame(masteries(both, MasteryPolicy())).set_index(["engineer", "skill"])
    assert (after.loc["e020", "mastery"] < before.loc["e020", "mastery"]).all()
    assert (after.loc["e020", "n"] == 2).all()
    frozen = paper_statistics(responses, {}, 20)[0]
    assert pd.DataFrame(frozen).equals(pd.DataFrame(paper_statistics(both, {}, 20)[0]))


def test_few_answers_show_no_figure(responses):
    found = pd.DataFrame(masteries(responses, MasteryPolicy(least_answers=3)))
    assert found["mastery"].isna().all()
    assert set(found["level"]) == {"unknown"}


def test_answers_that_wait_are_not_zero(responses):
    found = pd.DataFrame(masteries(responses[responses["form"] == "before"], MasteryPolicy(least_answers=1)))
    waiting = found.set_index(["engineer", "skill"]).loc[("e001", "measurement")]
    assert waiting["n"] == 1


@pytest.mark.parametrize(
    ("low", "high", "n", "expected"),
    [
        (0.85, 0.95, 9, "strong"),
        (0.62, 0.95, 9, "adequate"),
        (0.20, 0.55, 9, "weak"),
        (0.50, 0.75, 9, "unknown"),
        (0.85, 0.95, 1, "unknown"),
    ],
)
def test_level_needs_the_whole_interval_on_one_side(low, high, n, expected):
    assert level(low, high, n, MasteryPolicy()) == expected


def test_a_wrong_key_is_pointed_at():
    """The item that the able get wrong is advised on; the others are not."""
    rows = []
    for i in range(40):
        able = float(i >= 20)
        shares = np.array([able, able, able, 1 - able, able if i % 4 else 1 - able, able])
        rows += sitting(f"e{i:03}", "before", shares)
    items = pd.DataFrame(paper_statistics(pd.DataFrame(rows), {}, 20)[0]).set_index("item")
    assert "Check the key" in items.loc["before-04", "advice_en"]
    assert "核对答案" in items.loc["before-04", "advice_zh"]
    assert (items.drop("before-04")["advice_en"] == "").all()


def test_no_responses_yet_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        measure(Workspace(tmp_path))
    assert refused.value.problems[0].code == "W005"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("confidence: 2\n", "W022", 1),
        ("adequate_from: 0.5\nconfidence: true\n", "W022", 2),
        ("# words\nleast_answer: 3\n", "W021", 2),
        ("confidence: [\n", "W020", 2),
        ("- a list\n", "W020", 1),
        ("adequate_from: 0.9\nstrong_from: 0.7\n", "W022", 0),
    ],
)
def test_a_wrong_policy_is_refused_with_its_line(workspace, text, code, line):
    workspace.grading.mkdir()
    (workspace.grading / "mastery.yaml").write_text(text)
    with pytest.raises(Refused) as refused:
        measure(workspace)
    problem = refused.value.problems[0]
    assert (problem.code, problem.line, problem.file) == (code, line, "grading/mastery.yaml")
    assert problem.hint.zh


def test_a_practical_shows_each_of_its_skills_by_its_own_evidence(responses):
    bench = {
        **responses.iloc[0].to_dict(),
        "slot": "q99",
        "item": "no-start",
        "kind": "fault",
        "skills": ["measurement"],
    }
    bench["shows"] = json.dumps([["safety", "isolation", 1.0, 2.5], ["measurement", "measurement", 0.2, 1.5]])
    taken = by_skill(pd.concat([responses, pd.DataFrame([bench])], ignore_index=True))
    parts = taken[taken["item"].str.startswith("no-start#")].set_index("item")
    assert list(parts.index) == ["no-start#safety", "no-start#measurement"]
    assert list(parts["skills"]) == [["isolation"], ["measurement"]]
    assert list(parts["points"] / parts["max_points"]) == pytest.approx([1.0, 0.2])
    assert len(taken) == len(responses) + 2


def test_who_passed_follows_the_cut_score_of_the_paper_as_it_was_sat(workspace):
    measure(workspace)
    before = read_table(workspace, "paper_stats").set_index("paper").loc["basics-before", "passed"]
    sealed = read_sealed(workspace, "basics-before")
    papers = workspace.assignments / "vfd" / "papers"
    papers.mkdir(parents=True)
    (papers / "basics.yaml").write_text("id: basics\ncut: 1.0\nforms: [{id: before}, {id: after}]\n")
    measure(workspace)
    assert read_table(workspace, "paper_stats").set_index("paper").loc["basics-before", "passed"] == before
    write_sealed(workspace, replace(sealed, paper=replace(sealed.paper, cut=1.0), revision=1))  # regraded
    measure(workspace)
    assert read_table(workspace, "paper_stats").set_index("paper").loc["basics-before", "passed"] < before
