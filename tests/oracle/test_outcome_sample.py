"""The sample company, from its files to the verdicts, held against the truth that was planted in it."""

import json
import shutil

import numpy as np
import pytest

from fieldmark.field.kpis import kpis
from fieldmark.field.load import load
from fieldmark.outcome.outcome import outcome
from fieldmark.outcome.policy import OutcomePolicy
from fieldmark.sample.company import make
from fieldmark.store.tables import read_table
from fieldmark.store.workspace import Workspace, shipped_content


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """Smaller than the standard one, for speed: verdicts with their planted effect beside them."""
    place = Workspace(tmp_path_factory.mktemp("sample"))
    for folder in ("courses", "grading"):
        shutil.copytree(shipped_content() / folder, place.root / folder)
    make(place, engineers=72, tickets=20_000, seed=2)
    load(place, sorted(place.inbox.glob("*.csv")), None)
    kpis(place)
    outcome(place)
    truth = json.loads((place.inbox / "truth.json").read_text())
    verdicts = read_table(place, "verdicts")
    verdicts["planted"] = [planted(truth, v.kpi, v.chosen_by) for v in verdicts.itertuples()]
    effects = read_table(place, "effects")
    effects = effects[effects["at"] == ""].set_index(["kpi", "chosen_by", "estimand"])
    return verdicts.set_index(["kpi", "chosen_by"]), effects


def planted(truth, kpi, chosen_by):
    """Mean effect over the months that count, each cohort by its size."""
    policy = OutcomePolicy()
    counted = range(policy.first_month, policy.horizon_months + 1)
    cells = [c for c in truth["effects"][kpi]["cells"] if c["chosen_by"] == chosen_by and c["since"] in counted]
    return np.average([c["effect"] for c in cells], weights=[c["engineers"] for c in cells])


def test_every_estimate_is_within_reach_of_the_planted_effect(company):
    verdicts, effects = company
    told = verdicts[verdicts["verdict"] != "refused"]
    assert len(told.loc[told.index.get_level_values("chosen_by") == "rota"]) == 6
    for key, row in told.iterrows():
        se = effects.loc[(*key, "overall"), "se"]
        assert abs(row["estimate"] - row["planted"]) < 3 * se, key
    assert ((told["low"] <= told["planted"]) & (told["planted"] <= told["high"])).mean() >= 0.8


def test_no_verdict_has_the_wrong_sign(company):
    verdicts, _ = company
    assert "worse" not in set(verdicts["verdict"])
    assert (verdicts["verdict"] == "better").sum() >= 4


def test_plain_before_after_overstates_what_the_weak_gained(company):
    verdicts, effects = company
    naive = effects.loc[("first_time_fix", "weakness", "naive"), "estimate"]
    assert naive > verdicts.loc[("first_time_fix", "weakness"), "planted"] + 0.02
