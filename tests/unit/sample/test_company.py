"""The sample company: the same from the same seed, dirty as told, and with what was planted to be found in it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from fieldmark.field.load import load
from fieldmark.model.problem import CODES, Refused
from fieldmark.sample import world
from fieldmark.sample.company import make
from fieldmark.sample.roster import enlist, plan
from fieldmark.sample.simulate import simulate
from fieldmark.store import warehouse
from fieldmark.store.workspace import open_workspace

SIZE = {"engineers": 24, "tickets": 3_000, "months": 12}


def made(folder, **size):
    (folder / "courses").mkdir(parents=True)
    workspace = open_workspace(folder)
    make(workspace, **(SIZE | size))
    return workspace


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return made(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def loaded(company):
    load(company, sorted(company.inbox.glob("*.csv")))
    with warehouse.warehouse(company) as connection:
        names = ("tickets", "surveys", "engineers", "training", "quarantine")
        return {n: connection.table(n).to_pyarrow().to_pandas() for n in names}


@pytest.fixture(scope="module")
def truth(company):
    return json.loads((company.inbox / "truth.json").read_text("utf-8"))


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(company, tmp_path):
    def files(workspace):
        return {p.name: p.read_bytes() for p in workspace.inbox.iterdir()}

    again, other = made(tmp_path / "again"), made(tmp_path / "other", seed=2)
    assert files(again) == files(company)
    assert set(files(other)) == set(files(company))
    assert all(files(other)[name] != files(company)[name] for name in files(company))


def test_every_good_row_loads_and_every_dirty_one_is_set_aside_for_its_reason(loaded, truth):
    assert len(loaded["tickets"]) == truth["tickets"] == SIZE["tickets"]
    assert len(loaded["engineers"]) == SIZE["engineers"]
    found = loaded["quarantine"].groupby(["file", "code"]).size()
    told = {(f"inbox/{f}", code): n for f, kinds in truth["dirt"].items() for code, n in kinds.items() if n}
    assert found.to_dict() == told
    assert {code for _, code in told} >= {"D101", "D102", "D105", "D106", "D108"}


def test_the_survey_file_is_gb18030_and_the_south_writes_dates_its_own_way(company, loaded):
    raw = (company.inbox / "surveys.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert raw.decode("gb18030").startswith("问卷编号")
    lines = (company.inbox / "tickets.csv").read_text("utf-8").splitlines()
    assert sum("/2025" in line for line in lines) > 300
    assert loaded["surveys"]["comment"].str.contains("[\u4e00-\u9fff]").sum() > 50
    assert loaded["tickets"]["opened"].dt.year.isin([2025, 2026]).all()


def test_cohorts_in_the_register_are_those_of_the_truth(loaded, truth):
    register = loaded["training"].groupby("cohort")
    assert (
        set(register.groups)
        == {c["id"] for c in truth["cohorts"]}
        == {f"rota-{i}" for i in (1, 2, 3)}
        | {
            "weak-1",
            "weak-2",
        }
    )
    for cohort in truth["cohorts"]:
        rows = register.get_group(cohort["id"])
        assert set(rows["engineer"]) == set(cohort["members"])
        assert set(rows["chosen_by"]) == {cohort["chosen_by"]}
        assert set(rows["window_months"]) == {cohort["window_months"]} == {3 if cohort["id"][0] == "w" else 0}
    trained = [e for c in truth["cohorts"] for e in c["members"]]
    assert len(trained) == len(set(trained)) == SIZE["engineers"] - truth["never_trained"]


def test_the_truth_is_told_for_people_in_both_languages(company, truth):
    text = (company.inbox / "TRUTH.md").read_text("utf-8")
    for kpi in truth["effects"]:
        assert f"| {kpi} |" in text
    for said in ("Regression to the mean 均值回归", "Season 季节", "Case mix 工单构成", "培训效果"):
        assert said in text
    assert all(code in CODES for kinds in truth["dirt"].values() for code in kinds)


@pytest.mark.parametrize("small", [{"engineers": 8}, {"tickets": 10}, {"months": 3}, {"engineers": 1, "months": 1}])
def test_a_company_too_small_to_compare_is_refused(tmp_path, small):
    with pytest.raises(Refused) as refused:
        made(tmp_path, **small)
    assert [p.code for p in refused.value.problems] == ["D201"] * len(small)
    assert not (tmp_path / "inbox").exists()


@pytest.mark.parametrize("size", [(16, 1_000, 12), (120, 5_000, 24), (50, 2_001, 13)])
def test_any_size_has_exactly_its_tickets_in_order(size):
    engineers, tickets, months = size
    rng = np.random.default_rng(5)
    history = simulate(enlist(engineers, rng), plan(engineers, months, rng), tickets, months, rng)
    opened = history.tickets["opened"]
    assert len(history.tickets) == tickets
    assert (np.diff(opened) >= np.timedelta64(0, "m")).all()
    assert opened[-1] < (world.START + months).astype("M8[m]")
    assert set(np.unique(history.tickets["month"])) == set(range(months))


# --- what was planted ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def histories():
    """Twelve companies of full size."""
    return [_history(seed) for seed in range(1, 13)]


@pytest.fixture(scope="module")
def without_selection():
    """The same, but nobody is chosen by weakness, so that those never trained are a fair sample too."""
    return [_history(seed, weak_months=()) for seed in range(1, 13)]


def _history(seed, **changes):
    rng = np.random.default_rng((7, seed))
    return simulate(enlist(120, rng), replace(plan(120, 18, rng), **changes), 60_000, 18, rng)


OUTCOMES = {
    "first_time_fix": lambda t: t["fixed"],
    "repeat_fault": lambda t: t["repeats"],
    "process_deviation": lambda t: t["skipped"] > 0,
    "first_response": lambda t: t["response"],
}


def _cells(history, kpi):
    """(engineers, months): mean over trained fault classes; and the number of tickets."""
    t = history.tickets
    chosen = np.isin(t["fault"], [i for i, c in enumerate(world.CLASSES) if c.skills])
    who, month = t["engineer"][chosen].astype(int), t["month"][chosen].astype(int)
    n, total = np.zeros((120, 18)), np.zeros((120, 18))
    np.add.at(n, (who, month), 1)
    np.add.at(total, (who, month), OUTCOMES[kpi](t)[chosen].astype(float))
    return total / np.maximum(n, 1), n


def _since(history, way):
    """(engineers, months): months since the training of the attended of this way of choice; -99 elsewhere."""
    since = np.full((120, 18), -99)
    for cohort in history.cohorts:
        if cohort.chosen_by == way:
            since[list(cohort.trained)] = np.arange(18) - cohort.month
    return since


def _against_never(history, kpi, way, base):
    """Full effect: months two and later after the training less `base` months before it, against those never
    trained in the same months."""
    value, _ = _cells(history, kpi)
    named = {m for c in history.cohorts for m in c.members}
    never = [e for e in range(120) if e not in named]
    relative = value - value[never].mean(axis=0)
    since = _since(history, way)
    return relative[since >= 2].mean() - relative[np.isin(since, base)].mean()


@pytest.mark.parametrize(
    ("kpi", "planted", "close"),
    [("first_time_fix", 0.08, 0.012), ("repeat_fault", -0.03, 0.005), ("process_deviation", -0.04, 0.006)],
)
def test_rota_cohorts_against_never_trained_show_the_planted_effect(without_selection, kpi, planted, close):
    found = [_against_never(h, kpi, "rota", range(-6, 0)) for h in without_selection]
    assert np.mean(found) == pytest.approx(planted, abs=close)


def test_what_is_not_trained_does_not_move(histories):
    found = [_against_never(h, "first_response", "rota", range(-6, 0)) for h in histories]
    assert abs(np.mean(found)) < 0.25  # minutes, of about 14


def test_for_those_chosen_by_weakness_the_window_misleads_and_months_before_it_do_not(histories):
    """Regression to the mean: held against the selection window, the effect looks far larger than it is."""
    window = np.mean([_against_never(h, "first_time_fix", "weakness", range(-3, 0)) for h in histories])
    clean = np.mean([_against_never(h, "first_time_fix", "weakness", range(-6, -3)) for h in histories])
    assert window > 0.08 + 0.03
    assert clean == pytest.approx(0.08, abs=0.025)


def test_the_effect_comes_in_over_two_months_and_only_where_trained(histories):
    tickets = histories[0].tickets
    event, planted = tickets["event"].astype(int), tickets["d_first_time_fix"].astype(float)
    assert [planted[event == k].mean() for k in range(4)] == pytest.approx([0.08 / 3, 0.16 / 3, 0.08, 0.08])
    assert not planted[event < 0].any()
    mechanical = next(i for i, c in enumerate(world.CLASSES) if c.id == "mechanical")
    assert not planted[tickets["fault"] == mechanical].any()
    absent = [m for c in histories[0].cohorts for m in c.absent]
    assert absent
    assert not planted[np.isin(tickets["engineer"], absent)].any()


def test_skills_and_trained_classes_are_those_of_the_shipped_course(root):
    from fieldmark.field.kpis import course_classes
    from fieldmark.store.workspace import Workspace

    text = (root / "courses" / "vfd" / "course.yaml").read_text("utf-8")
    assert all(f"id: {skill}" in text for skill in world.SKILLS)
    assert course_classes(Workspace(root)) == set(world.TRAINED)
