"""The outcome step on a small workspace, and what it refuses."""

import json

import numpy as np
import pandas as pd
import pytest
import yaml
from unit.outcome.simulated import company

from fieldmark.model.problem import Refused
from fieldmark.outcome.outcome import outcome
from fieldmark.outcome.words import size
from fieldmark.store.tables import read_table, write_table
from fieldmark.store.workspace import Workspace

KPIS = {
    "kpis": [
        {
            "id": "first_time_fix",
            "title": {"en": "First-time-fix rate", "zh": "一次性解决率"},
            "unit": "share",
            "better": "higher",
        },
        {
            "id": "repeat_fault",
            "title": {"en": "Repeat-fault rate", "zh": "重复问题发生率"},
            "unit": "share",
            "better": "lower",
        },
    ]
}


def workspace_of(folder, made, **policy):
    """A workspace with the company's panel and register and a policy that looks at first-time fix alone."""
    place = Workspace(folder)
    place.grading.mkdir(parents=True)
    (place.grading / "kpis.yaml").write_text(yaml.safe_dump(KPIS, allow_unicode=True))
    settings = {"kpis": ["first_time_fix"], "relabellings": 199, **policy}
    (place.grading / "outcome.yaml").write_text(yaml.safe_dump(settings))
    write_table(place, "panel", made.panel)
    write_table(place, "training", made.training)
    return place


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    place = workspace_of(tmp_path_factory.mktemp("company"), company(3, effect=0.08))
    outcome(place)
    return place


def verdict(place, chosen_by="rota", kpi="first_time_fix"):
    return read_table(place, "verdicts").set_index(["kpi", "chosen_by"]).loc[(kpi, chosen_by)]


def reasons(row):
    return {r["id"]: r for r in json.loads(row["reasons"])}


def test_rota_verdict_tells_effect_interval_and_who_is_compared(answered):
    row = verdict(answered)
    assert row["verdict"] == "better"
    assert row["low"] < 0.08 < row["high"]
    assert "we compare 60 trained engineers with 88 not yet trained" in row["words_en"]
    assert "60 名已培训工程师" in row["words_zh"]
    assert "percentage points" in row["words_en"]
    assert row["mde"] > 0
    assert reasons(row)["pretrend"]["passed"]


def test_event_picture_lies_around_zero_before_and_runs_to_the_horizon(answered):
    effects = read_table(answered, "effects")
    events = effects[(effects["chosen_by"] == "rota") & (effects["estimand"] == "event")].set_index("at")
    assert list(events.index) == [str(e) for e in range(-6, 7)]
    assert abs(events.loc[["-3", "-2", "-1"], "estimate"].mean()) < 0.02
    assert (events["low"] < events["high"]).all()
    assert events.loc[["2", "3", "4"], "estimate"].mean() == pytest.approx(0.08, abs=0.04)


def test_weakness_cohorts_show_their_dip_and_start_before_it(answered):
    effects = read_table(answered, "effects")
    events = effects[(effects["chosen_by"] == "weakness") & (effects["estimand"] == "event")].set_index("at")
    assert (events.loc[["-3", "-2", "-1"], "estimate"] < 0).all()
    assert abs(events.loc[["-6", "-5", "-4"], "estimate"].mean()) < 0.02
    assert "up to 3 months earlier" in reasons(verdict(answered, "weakness"))["base"]["en"]


def test_naive_stands_beside_it_and_misleads(answered):
    effects = read_table(answered, "effects")
    naive = effects[effects["estimand"] == "naive"].set_index("chosen_by")
    assert naive.loc["weakness", "low"] > 0.08  # recovery from bad luck counted as training
    assert naive.loc["rota", "n_treated"] == 60
    assert not reasons(verdict(answered, "weakness"))["naive"]["passed"]
    assert "A plain before/after would have said" in verdict(answered, "weakness")["words_en"]


def test_each_cohort_has_its_effect(answered):
    effects = read_table(answered, "effects")
    cohorts = effects[(effects["estimand"] == "cohort") & (effects["chosen_by"] == "rota")].set_index("at")
    assert list(cohorts.index) == ["rota-1", "rota-2", "rota-3"]
    assert (cohorts["n_treated"] == 20).all()


def test_same_input_gives_the_same_tables(answered):
    before = {n: (answered.tables / f"{n}.parquet").read_bytes() for n in ("effects", "verdicts", "retraining")}
    outcome(answered)
    assert before == {n: (answered.tables / f"{n}.parquet").read_bytes() for n in before}


def test_refused_where_the_window_fills_the_months_before(tmp_path):
    place = workspace_of(tmp_path, company(5, weakness=(3,), rota=()))
    report = outcome(place)
    row = verdict(place, "weakness")
    assert row["verdict"] == "refused"
    assert np.isnan(row["estimate"])
    assert np.isnan(row["low"])
    assert "cannot be told apart" in row["words_en"]
    assert "无法区分" in row["words_zh"]
    effects = read_table(place, "effects")
    assert set(effects["estimand"]) == {"naive"}
    assert "1 refused" in report.summary.en


def test_refused_where_selection_shows_outside_the_declared_window(tmp_path):
    made = company(6, weakness=(9,), rota=(), weak_size=30, luck=0.10, declared=1, window=3)
    place = workspace_of(tmp_path, made)
    outcome(place)
    row = verdict(place, "weakness")
    assert row["verdict"] == "refused"
    assert "selection still shows" in row["words_en"]
    assert not reasons(row)["pretrend"]["passed"]
    assert set(read_table(place, "effects")["estimand"]) == {"event", "naive"}


def test_refused_without_enough_to_compare_with(tmp_path):
    place = workspace_of(tmp_path, company(5, engineers=28, rota=(8,), rota_size=20, weakness=()))
    outcome(place)
    assert verdict(place)["verdict"] == "refused"


@pytest.mark.parametrize(
    ("policy", "failed"), [({"least_tickets": 1_000_000}, "tickets"), ({"least_trained": 61}, "trained")]
)
def test_refused_below_the_least_numbers(tmp_path, policy, failed):
    place = workspace_of(tmp_path, company(5), **policy)
    outcome(place)
    row = verdict(place)
    assert row["verdict"] == "refused"
    assert not reasons(row)[failed]["passed"]


def test_lower_is_better_turns_the_verdict_round(tmp_path):
    place = workspace_of(tmp_path, company(3, effect=0.10, kpi="repeat_fault"), kpis=["repeat_fault"])
    outcome(place)
    row = verdict(place, kpi="repeat_fault")
    assert row["verdict"] == "worse"
    assert "rose by" in row["words_en"]


def test_all_kpis_looked_at_are_told(tmp_path):
    good, chance = company(3, effect=0.10), company(4, effect=0.0, kpi="repeat_fault")
    both = pd.concat([good.panel, chance.panel])
    place = workspace_of(tmp_path, type(good)(both, good.training), kpis=["first_time_fix", "repeat_fault"])
    outcome(place)
    row = verdict(place)
    assert "one of 2 KPIs looked at" in row["words_en"]
    assert "2 项指标" in row["words_zh"]
    assert reasons(row)["many"]["passed"]


def test_those_who_did_not_come_are_neither_trained_nor_compared(tmp_path):
    made = company(3)
    absent = made.training.index[made.training["cohort"] == "rota-1"][:4]
    made.training.loc[absent, "attended"] = False
    place = workspace_of(tmp_path, made)
    outcome(place)
    assert "56 trained engineers with 88" in verdict(place)["words_en"]


def test_months_without_tickets_do_no_harm(tmp_path):
    made = company(3, effect=0.08)
    thinned = made.panel.sample(frac=0.9, random_state=1)
    place = workspace_of(tmp_path, type(made)(thinned, made.training))
    outcome(place)
    row = verdict(place)
    assert row["low"] < 0.08 < row["high"]


def test_unknown_kpi_is_refused_and_missing_values_are_told(tmp_path):
    place = workspace_of(tmp_path, company(3), kpis=["first_time_fix", "repeat_fault"])
    report = outcome(place)
    assert [p.code for p in report.problems] == ["O002"]
    (place.grading / "outcome.yaml").write_text("kpis: [first_time_fixx]\n")
    with pytest.raises(Refused) as refused:
        outcome(place)
    assert refused.value.problems[0].code == "O001"


def test_trained_engineers_whom_the_field_does_not_know_are_told(tmp_path):
    made = company(3)
    made.training.loc[0, "engineer"] = "zhang.wei"
    report = outcome(workspace_of(tmp_path, made))
    assert [(p.code, "zhang.wei" in p.message.en) for p in report.problems] == [("O003", True)]


def test_without_panel_it_says_what_to_run(tmp_path):
    place = workspace_of(tmp_path, company(3))
    (place.tables / "panel.parquet").unlink()
    with pytest.raises(Refused) as refused:
        outcome(place)
    assert refused.value.problems[0].code == "W005"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.068, "share", "6.8"),
        (-0.5, "h", "−0.50"),
        (-12.34, "min", "−12.3"),
        (0.0, "share", "0.0"),
        (-0.0001, "share", "0.0"),
        (4.04, "score", "4.0"),
    ],
)
def test_sizes_are_told_in_the_unit_of_the_reader(value, unit, shown):
    assert size(value, unit) == shown


def test_a_change_carries_its_sign_where_asked():
    assert size(0.068, "share", signed=True) == "+6.8"


def test_damaged_policy_files_are_refused_with_their_line(tmp_path):
    place = workspace_of(tmp_path, company(3))
    (place.grading / "kpis.yaml").write_text("kpis:\n  - {id: first_time_fix\n")
    with pytest.raises(Refused) as refused:
        outcome(place)
    problem = refused.value.problems[0]
    assert (problem.code, problem.file) == ("W020", "grading/kpis.yaml")
    assert problem.line > 0


def test_many_engineers_are_told_by_the_formula(tmp_path):
    made = company(3, effect=0.08)
    few = workspace_of(tmp_path / "few", made)
    many = workspace_of(tmp_path / "many", made, exact_below=10)
    outcome(few)
    outcome(many)
    assert verdict(few)["estimate"] == verdict(many)["estimate"]
    assert verdict(few)["high"] == pytest.approx(verdict(many)["high"], abs=0.01)
    assert verdict(few)["high"] != verdict(many)["high"]
