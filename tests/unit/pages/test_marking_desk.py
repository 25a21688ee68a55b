"""The agreement of two markers, joined from marking and measure."""

import pytest

from fieldmark.pages.marking_desk import agreement


def test_few_pairs_or_no_variation_say_only_how_many():
    assert agreement([(1.0, 1.0)] * 4) == {"n": 4, "least": 5}
    assert agreement([(1.0, 1.0)] * 9) == {"n": 9, "least": 5}


def test_perfect_agreement_is_one_and_opposite_marks_are_below_zero():
    same = agreement([(x / 4, x / 4) for x in range(5)] * 2)
    assert (same["icc"], same["kappa"]) == (1.0, 1.0)
    opposite = agreement([(x / 4, 1 - x / 4) for x in range(5)])
    assert opposite["icc"] < 0
    assert opposite["kappa"] == pytest.approx(-1.0)
