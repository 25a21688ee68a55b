from hypothesis import given
from hypothesis import strategies as st

from fieldmark.site.throttle import Throttle


def test_some_tries_are_free_then_each_waits_longer():
    throttle = Throttle(free=3, first=5, longest=60)
    waits = []
    for _ in range(8):
        throttle.wrong("e001", 100.0)
        waits.append(throttle.wait("e001", 100.0))
    assert waits == [0, 0, 5, 10, 20, 40, 60, 60]


def test_the_wait_passes():
    throttle = Throttle(free=1, first=5)
    throttle.wrong("e001", 100.0)
    assert throttle.wait("e001", 103.0) == 2.0
    assert throttle.wait("e001", 105.0) == 0.0


def test_a_right_password_clears_the_count():
    throttle = Throttle(free=2)
    throttle.wrong("e001", 0.0)
    throttle.right("e001")
    throttle.wrong("e001", 0.0)
    assert throttle.wait("e001", 0.0) == 0.0


def test_an_old_count_is_forgotten():
    throttle = Throttle(free=2, forget=1000)
    throttle.wrong("e001", 0.0)
    throttle.wrong("e001", 1001.0)
    assert throttle.wait("e001", 1001.0) == 0.0


def test_others_are_not_held_up():
    throttle = Throttle(free=1)
    throttle.wrong("e001", 0.0)
    assert throttle.wait("e002", 0.0) == 0.0


@given(st.lists(st.text(max_size=5), max_size=60))
def test_a_flood_of_names_takes_bounded_room(names):
    throttle = Throttle(keep=10)
    for name in names:
        throttle.wrong(name, 0.0)
    assert len(throttle._counts) <= 10
