"""The keys of the numeric items, reckoned a second time from the physics and not from the key's own expression."""

import math
from itertools import product

import pytest

from fieldmark import items
from fieldmark.model.score import Variant

# item: (unit, right answer from the parameters, wrong answer that a real misconception gives, or None)
RECKONED = {
    "dc-link-rated": ("V", lambda u: u * math.sqrt(2), lambda u: u * 1.35),
    "motor-rated-current": (
        "A",
        lambda p: p * 1e3 / 0.90 / 0.85 / 400 / math.sqrt(3),
        lambda p: p * 1e3 / 0.85 / 400 / math.sqrt(3),  # without the efficiency
    ),
    "altitude-derating": ("A", lambda h, i: i - i * (h - 1000) / 100 / 100, lambda h, i: i - i * h / 100 / 100),
    "carrier-derating": ("A", lambda i, k: i - i * 5 / 100 * (k - 4), lambda i, k: i - i * 5 / 100 * k),
    "needed-rating": (
        "A",
        lambda i, h: i / (0.9 * (1.1 - h / 1e4)),
        lambda i, h: i * (1 + 0.1 + (h - 1000) / 1e4),  # percentages added to the motor current
    ),
    "brake-resistor-power": ("kW", lambda r, u: u**2 / r / 1e3, lambda r, u: u / r),
    "brake-resistor-minimum": ("Ω", lambda i: 780 / i, lambda i: 565 / i),
    "synchronous-speed": ("r/min", lambda f, p: 60 * f / (p / 2), lambda f, p: 60 * f / p),
    "vf-voltage": ("V", lambda f: f * 8, lambda f: 400 * math.sqrt(f / 50)),
    "slip-frequency": ("Hz", lambda n: 50 - n / 60 * 2, None),
    "shortest-stop": ("s", lambda j, m: j * (1450 / 60 * math.tau) / m, lambda j, m: j * 1450 / m),
    "magnet-motor-voltage": ("V", lambda k, n: k * (n / 1000), None),
    "discharge-time-constant": ("s", lambda c, r: c * 1e-6 * r * 1e3, lambda c, r: c * r),
    "capacitor-energy": ("J", lambda c: c * 1e-6 * 560**2 / 2, lambda c: c * 1e-6 * 560**2),
    "after-two-time-constants": ("V", lambda u: u * math.exp(-2), lambda u: u / 4),
    "discharge-time-to-limit": (
        "s",
        lambda c, r: c * 1e-6 * r * 1e3 * math.log(565 / 60),
        lambda c, r: c * 1e-6 * r * 1e3,
    ),
    "body-current": ("mA", lambda u, r: u / r * 1e3, None),
    "ripple-frequency": ("Hz", lambda f: 3 * 2 * f, lambda f: 2 * f),
    "terminal-heat": ("W", lambda i, m: i**2 * m * 1e-3, lambda i, m: i * m * 1e-3),
    "current-unbalance": (
        "%",
        lambda a: 100 * (a / ((a + 20 + 18) / 3) - 1),
        lambda a: 100 * (a - 18) / a,  # largest against smallest
    ),
    "encoder-frequency": ("kHz", lambda z, n: z * n / 60e3, lambda z, n: z * n / 1e3),
    "polarisation-index": ("", lambda a, b: b / a, lambda a, b: a / b),
    "leakage-in-test": ("µA", lambda u, r: u / (r * 1e6) * 1e6, None),
    "insulation-at-40": ("MΩ", lambda r, t: r * math.exp(math.log(2) * (t - 40) / 10), lambda r, t: r * 40 / t),
    "first-time-fix": ("%", lambda n, k: k / n * 100, lambda n, k: (n - k) / n * 100),
    "mean-response": ("min", lambda x: sum([4, 6, 9, 11, x]) / 5, lambda x: 9),
    "expected-minutes": ("min", lambda a, b: 0.6 * a + 0.4 * (a + b), lambda a, b: 0.6 * a + 0.4 * b),
    "temperature-in-summer": ("°C", lambda a, h: 40 + (h - a), lambda a, h: h * 40 / a),
    "repeat-fault-window": ("%", lambda n, k: k / n * 100, None),
}


def test_every_numeric_item_is_reckoned_here(numeric_items):
    assert set(numeric_items) == set(RECKONED)


@pytest.mark.parametrize("item_id", RECKONED)
def test_the_right_answer_is_right_and_the_misconception_is_not(numeric_items, item_id):
    item = numeric_items[item_id]
    unit, right, wrong = RECKONED[item_id]
    assert item.unit == unit
    for values in product(*item.parameters.values()):
        drawn = dict(zip(item.parameters, values, strict=True))
        variant = Variant(item.id, drawn)
        assert _share(item, variant, right(**drawn), unit) == 1.0, drawn
        if wrong and not math.isclose(wrong(**drawn), right(**drawn), rel_tol=1e-6):
            assert _share(item, variant, wrong(**drawn), unit) == 0.0, drawn


def _share(item, variant, value, unit):
    """As an engineer types it: three significant figures and the unit."""
    typed = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return items.score(item, variant, {"value": typed, "unit": unit}).share
