"""Mastery against simulated truth: the interval covers what it says, whatever was drawn."""

import numpy as np
import pytest

from fieldmark.measure.mastery import Evidence, abilities, mastery


def simulated(seed, *, people, per_skill, skills=12, items=72, gain=0.8):
    """Half sit one form and half another with no item in common, after a training worth `gain` logits.

    Returns the evidence, the true expected share of each person and skill, and how hard the drawn items were.
    """
    draw = np.random.default_rng(seed)
    form = np.arange(people) % 2
    theta = draw.normal(0, 0.7, (people, 1)) + draw.normal(0, 0.63, (people, skills)) + 0.8 + gain * form[:, None]
    first, of_form = np.arange(items) % skills, (np.arange(items) // skills) % 2
    loading = np.eye(skills)[first]
    loading[::4] += np.eye(skills)[(first[::4] + 1) % skills]
    difficulty = draw.normal(0, 0.9, items)
    drawn = [
        draw.choice(np.flatnonzero((first == s) & (of_form == form[p])), per_skill, replace=False)
        for p in range(people)
        for s in range(skills)
    ]
    item = np.concatenate(drawn)
    person = np.repeat(np.arange(people), per_skill * skills)
    loading = loading / loading.sum(axis=1, keepdims=True)
    chance = 1 / (1 + np.exp(difficulty[item] - (loading[item] * theta[person]).sum(axis=1)))
    share = (draw.random(len(item)) < chance).astype(float)
    true = np.stack(
        [(1 / (1 + np.exp(difficulty[loading[:, s] > 0] - theta[:, [s]]))).mean(axis=1) for s in range(skills)], axis=1
    )
    hardness = np.array([difficulty[d].mean() for d in drawn]).reshape(people, skills)
    return Evidence(person, item, share, loading, form), true, hardness


@pytest.mark.parametrize(("confidence", "per_skill"), [(0.9, 1), (0.9, 2), (0.95, 2), (0.9, 3)])
def test_interval_covers_what_it_says_with_few_answers(confidence, per_skill):
    held, width = [], []
    for seed in range(8):
        evidence, true, _ = simulated(seed, people=60, per_skill=per_skill)
        found = mastery(abilities(evidence), evidence.loading, confidence)
        held.append((found.low <= true) & (true <= found.high))
        width.append(found.high - found.low)
    assert np.mean(held) == pytest.approx(confidence, abs=0.025)
    assert np.mean(width) < 0.55


def test_result_does_not_depend_on_items_drawn_easy_or_hard():
    miss, hard = [], []
    for seed in range(8):
        evidence, true, hardness = simulated(seed, people=60, per_skill=2)
        found = mastery(abilities(evidence), evidence.loading, 0.9)
        for form in (0, 1):
            of_form = evidence.form == form
            miss.append((found.mean - true)[of_form].ravel())
            hard.append(hardness[of_form].ravel())
    slope = np.polyfit(np.concatenate(hard), np.concatenate(miss), 1)[0]
    assert abs(slope) < 0.03  # a raw share falls by 0.11 a logit


def test_a_later_form_may_find_better_engineers():
    gains = []
    for seed in range(8):
        evidence, true, _ = simulated(seed, people=60, per_skill=3)
        found = mastery(abilities(evidence), evidence.loading, 0.9).mean
        after = evidence.form == 1
        gains.append([m[after].mean() - m[~after].mean() for m in (found, true)])
    estimated, real = np.mean(gains, axis=0)
    assert estimated == pytest.approx(real, abs=0.03)
    assert real > 0.1


def test_one_sitting_alone_gives_wide_intervals_and_no_nonsense():
    evidence = Evidence(np.zeros(4, int), np.arange(4), np.ones(4), np.eye(4), np.zeros(1, int))
    found = mastery(abilities(evidence), evidence.loading, 0.9)
    assert np.isfinite(found.mean).all()
    assert (found.high - found.low > 0.4).all()


def test_partial_credit_lies_between():
    def mean_of(share):
        evidence = Evidence(np.zeros(6, int), np.arange(6), np.full(6, share), np.ones((6, 1)), np.zeros(1, int))
        return float(mastery(abilities(evidence), evidence.loading, 0.9).mean[0, 0])

    assert mean_of(0.0) < mean_of(0.4) < mean_of(0.6) < mean_of(1.0)
