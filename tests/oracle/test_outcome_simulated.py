"""Effects against planted truth, over many simulated companies."""

import numpy as np
import pytest
from unit.outcome.simulated import company

from fieldmark.outcome.analysis import analyse
from fieldmark.outcome.checks import checks
from fieldmark.outcome.policy import OutcomePolicy
from fieldmark.outcome.register import design_of, months_of, outcome_of

POLICY = OutcomePolicy(relabellings=99)
SEEDS = range(40)


def answers(seed, **shape):
    """By kind of cohort: the analysis, and whether a verdict is refused."""
    return judged(company(seed, **shape))


def judged(made):
    months, engineers = months_of(made.panel), sorted(made.panel["engineer"].unique())
    design = design_of(made.training, engineers, months)
    values = outcome_of(made.panel, design.engineers, months)
    found = {kind: analyse(values, design, kind, POLICY) for kind in ("rota", "weakness")}
    return {k: (f, any(c.needed and not c.passed for c in checks(f, k, [], POLICY))) for k, f in found.items()}


def held(estimate, truth):
    return estimate.low <= truth <= estimate.high


@pytest.fixture(scope="module")
def standard():
    """Rota and weakness cohorts with an effect of 6 points."""
    return [answers(seed, effect=0.06) for seed in SEEDS]


def test_rota_gets_the_planted_effect_back(standard):
    found = [a["rota"][0].overall for a in standard]
    assert np.mean([f.estimate for f in found]) == pytest.approx(0.06, abs=0.005)
    assert np.mean([held(f, 0.06) for f in found]) >= 0.9
    assert np.mean([f.low > 0 for f in found]) > 0.9


def test_weakness_gets_it_back_too_once_the_window_is_left_out(standard):
    told = [f.overall for f, refused in (a["weakness"] for a in standard) if not refused]
    assert len(told) >= 0.85 * len(standard)
    assert np.mean([f.estimate for f in told]) == pytest.approx(0.06, abs=0.01)
    assert np.mean([held(f, 0.06) for f in told]) >= 0.9


def test_plain_before_after_is_wrong_for_the_weak_and_sure_of_it(standard):
    naive = [a["weakness"][0].naive for a in standard]
    assert np.mean([n.estimate for n in naive]) > 0.12
    assert np.mean([held(n, 0.06) for n in naive]) < 0.05


def test_selection_window_taken_for_a_base_would_mislead():
    """The same weakness cohorts, their window hidden by declaring them as rota: what leaving it out is for."""
    found = []
    for seed in SEEDS:
        made = company(seed, effect=0.0, rota=())
        made.training["chosen_by"], made.training["window_months"] = "rota", 0
        months, engineers = months_of(made.panel), sorted(made.panel["engineer"].unique())
        design = design_of(made.training, engineers, months)
        found.append(analyse(outcome_of(made.panel, design.engineers, months), design, "rota", POLICY).overall)
    assert np.mean([f.estimate for f in found]) > 0.04
    assert np.mean([held(f, 0.0) for f in found]) < 0.5


def test_nothing_is_found_where_nothing_happened():
    found = [answers(seed, effect=0.0, engineers=40, rota=(8, 10), rota_size=8, weakness=()) for seed in SEEDS]
    assert np.mean([held(a["rota"][0].overall, 0.0) for a in found]) >= 0.9


def test_luck_that_lasts_beyond_the_window_is_mostly_noticed():
    """Declared one month, chosen by three: the months before the declared window still dip."""
    found = [answers(seed, effect=0.0, declared=1, luck=0.08, rota=(), weak_size=24) for seed in SEEDS]
    assert np.mean([refused for _, refused in (a["weakness"] for a in found)]) > 0.7


def humped(seed, height):
    """A company whose rota cohort ran higher, lower and higher again before its training, in all level and straight."""
    made = company(seed, effect=0.0, rota=(11,), weakness=())
    months = sorted(made.panel["month"].unique())
    hump = dict(zip(months, height * np.array([1, 1, -1, -1, -1, -1, 1, 1]), strict=False))
    moved = made.panel["month"].map(hump).fillna(0.0) * made.panel["engineer"].isin(made.training["engineer"])
    made.panel["adjusted"] += moved
    return made


def test_hump_that_level_and_slope_cancel_out_is_noticed():
    found = [judged(humped(seed, 0.06))["rota"][0].pretrend for seed in SEEDS]
    assert np.mean([f.p < 0.05 for f in found]) > 0.9
    assert np.mean([min(f.level.p, f.slope.p) < 0.025 for f in found]) < 0.2


@pytest.mark.parametrize(
    "shape", [{"rota": (11,)}, {"engineers": 40, "rota": (8, 10), "rota_size": 8}, {"engineers": 30, "rota_size": 6}]
)
def test_groups_that_ran_alike_are_seldom_said_not_to_have(shape):
    found = [answers(seed, effect=0.0, weakness=(), **shape)["rota"][0].pretrend for seed in range(80)]
    assert np.mean([f.p < 0.05 for f in found]) <= 0.1


def test_window_that_fills_the_months_before_is_always_refused():
    assert all(answers(seed, weakness=(3,), rota=())["weakness"][1] for seed in range(5))


def test_effect_found_four_times_in_five_is_the_least_effect_told():
    """Plant what the report calls the minimum detectable effect: it is found about as often as promised."""
    least = np.mean([answers(seed, effect=0.0, weakness=())["rota"][0].mde for seed in range(10)])
    found = [answers(100 + seed, effect=float(least), weakness=())["rota"][0].overall for seed in range(60)]
    assert 0.66 < np.mean([f.low > 0 for f in found]) < 0.93
