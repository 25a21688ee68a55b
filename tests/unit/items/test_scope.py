"""The oscilloscope: its lines, and that no more of them is told than was measured."""

import itertools
import json
import math
from dataclasses import replace

import pytest
from unit.items.test_practicals import BENCH, drawn, worked

from fieldmark.faults import play
from fieldmark.faults.trace import drawn as draw_line
from fieldmark.faults.trace import off_screen
from fieldmark.items import public, score, step, view
from fieldmark.model.trace import SHAPES, Channel, Screen

SCREEN = Screen(20, -10, 10)
SETTINGS = {"size": 4, "period": 5, "high": 5, "carrier": 0.5, "peak": 8, "from": 6, "constant": 4}


def channel(shape, **more):
    needed = {n: SETTINGS[n] for n, default in SHAPES[shape].items() if math.isnan(default)}
    return Channel(shape, needed | more, ((0, 1), (20, 3)) if shape == "points" else ())


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_crosses_the_screen_and_stays_on_it(shape):
    line = draw_line(SCREEN, channel(shape), "s")
    assert (line.line[0][0], line.line[-1][0]) == (0, 20)
    assert all(a[0] <= b[0] for a, b in itertools.pairwise(line.line))
    assert (line.low, line.high) == pytest.approx(
        (min(v for _, v in line.line), max(v for _, v in line.line)), rel=0.01
    )
    assert off_screen(SCREEN, channel(shape)) == 0
    assert off_screen(Screen(20, 100, 200), channel(shape)) == 1


def crossings(line, level):
    heights = [v for _, v in line]
    return sum(a <= level < b for a, b in itertools.pairwise(heights))


def test_a_rectifier_has_six_pulses_a_period_and_two_without_a_phase():
    whole = draw_line(Screen(40, 0, 600), channel("six-pulse", peak=562), "s")
    one_less = draw_line(Screen(40, 0, 600), channel("six-pulse", peak=562, lost_to=41), "s")
    assert crossings(whole.line, 530) == 12  # 300 Hz for 40 ms
    assert crossings(one_less.line, 400) == 4  # 100 Hz
    assert whole.low == pytest.approx(562 * math.cos(math.pi / 6), rel=1e-3)  # ripple of the bare rectifier


def test_a_capacitor_holds_the_voltage_and_a_smaller_one_less_so():
    screen = Screen(40, 0, 600)
    ripple = [
        (lambda d: d.high - d.low)(draw_line(screen, channel("six-pulse", peak=562, sag=sag), "s"))
        for sag in (3, 6, 45)
    ]
    assert ripple == sorted(ripple)
    assert ripple[2] > 3 * ripple[1]


def test_every_third_pulse_is_missing():
    line = draw_line(Screen(17.9, -1, 6), channel("pulses", high=5, period=1, missing=3), "s").line
    rising = [b[0] for a, b in itertools.pairwise(line) if a[1] < 2 < b[1]]
    assert len(rising) == 11  # 18 pulses less 6, the first of which stood there
    assert {round(b - a) for a, b in itertools.pairwise(rising)} == {1, 2}


def test_noise_follows_from_the_seed():
    noisy = channel("flat", noise=2)
    assert draw_line(SCREEN, noisy, "a") == draw_line(SCREEN, noisy, "a")
    assert draw_line(SCREEN, noisy, "a") != draw_line(SCREEN, noisy, "b")
    assert -2 <= draw_line(SCREEN, noisy, "a").low < -1.5


def bench():
    """The conveyor with a trace on one of its tests."""
    s = BENCH.scenario
    test = replace(
        next(t for t in s.tests if t.id == "V fuse"),
        screen=SCREEN,
        traces={"0": (Channel("flat", {"level": 0.125}),), "24": (Channel("flat", {"level": 9.75}),)},
    )
    return replace(BENCH, scenario=replace(s, tests=tuple(test if t.id == test.id else t for t in s.tests)))


def test_only_the_trace_that_was_measured_is_told():
    item = bench()
    variant = drawn(item)
    shown = json.dumps([public(item, variant), view(item, variant, {})])
    assert "0.125" not in shown
    assert "9.75" not in shown
    answer = worked(item, variant, {"test": "plc LED"}, {"test": "V fuse"})
    told = view(item, variant, answer)["traces"]
    assert list(told) == ["V fuse"]
    outcome = play.reading(item.scenario.tests[2], play.begin(item.scenario, variant.seed).true, variant.seed)
    level = {"0": 0.125, "24": 9.75}[outcome]
    assert told["V fuse"]["lines"] == [{"name": "", "points": [[0, level], [20, level]], "low": level, "high": level}]
    assert "flat" not in json.dumps(told), "the name of the shape stays with the trainer"


def test_a_trace_changes_no_score_and_no_journal():
    variant = drawn(BENCH)
    answer = worked(BENCH, variant, {"test": "V fuse"}, {"declare": "fuse"})
    assert step(bench(), variant, {}, {"test": "V fuse"}).answer == {"steps": [{"test": "V fuse"}]}
    assert score(bench(), variant, answer) == score(BENCH, variant, answer)
