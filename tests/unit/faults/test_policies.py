"""Solved policies are kept across processes; what is damaged, foreign or too much is solved again without a word."""

import os
from dataclasses import replace

import pytest
from scenarios import conveyor

from fieldmark.faults import policies
from fieldmark.faults.network import network
from fieldmark.model.text import Text
from fieldmark.store.policies import PolicyShelf

NET = network(conveyor())


@pytest.fixture
def shelf(tmp_path):
    """A shelf in use, with nothing remembered in this process."""
    (tmp_path / ".fieldmark").mkdir()
    made = PolicyShelf(tmp_path / ".fieldmark" / "cache" / "policies")
    before = policies._Kept.shelf
    policies.keep_on(made)
    policies.forget()
    yield made
    policies.keep_on(before)
    policies.forget()


@pytest.fixture
def solved(monkeypatch):
    """How often something was solved."""
    from fieldmark.faults import policy

    done, real = [], policy.solve
    monkeypatch.setattr(policy, "solve", lambda net: (done.append(net), real(net))[1])
    return lambda: len(done)


def files(shelf):
    return sorted(shelf.folder.glob("*.policy"))


def test_another_process_takes_it_from_the_shelf(shelf, solved):
    first = policies.best(NET)
    policies.forget()  # as another process begins
    again = policies.best(network(conveyor()))
    assert solved() == 1
    assert (first.worth == again.worth).all()
    assert again.value(again.start()) == pytest.approx(44.3)
    assert [f.stat().st_mode & 0o777 for f in (shelf.folder, *files(shelf))] == [0o700, 0o600]


@pytest.mark.parametrize("damage", [b"", b"x" * 500, "cut", "flip"])
def test_what_is_damaged_is_solved_again_and_mended(shelf, solved, damage):
    policies.best(NET)
    (path,) = files(shelf)
    whole = path.read_bytes()
    flipped = whole[:200] + bytes([whole[200] ^ 1]) + whole[201:]
    path.write_bytes({"cut": whole[:-40], "flip": flipped}.get(damage, damage))
    policies.forget()
    assert policies.best(NET).value(policies.best(NET).start()) == pytest.approx(44.3)
    assert solved() == 2
    assert policies.loaded(path.read_bytes(), NET) is not None


def test_words_do_not_count_and_numbers_do():
    plain = conveyor()
    reworded = replace(plain, title=Text("Belt"), report=Text("It stands still."))
    dearer = replace(plain, labour_rate=plain.labour_rate + 1, tests=plain.tests[:-1])
    assert policies.key(network(reworded)) == policies.key(NET) != policies.key(network(dearer))


def test_anothers_policy_is_not_taken():
    from fieldmark.faults.policy import solve

    small = network(replace(conveyor(), faults=conveyor().faults[:3]))
    assert policies.loaded(policies.dumped(solve(small)), NET) is None


def test_the_shelf_stays_small_and_drops_what_was_unused_longest(shelf):
    small = replace(shelf, most=300)
    names = [f"{n:064x}" for n in range(5)]
    for n, name in enumerate(names):
        small.put(name, bytes(100))
        os.utime(small.folder / f"{name}.policy", (n, n))
        assert small.get(names[0]), "used, so it stays"
        os.utime(small.folder / f"{names[0]}.policy", (n + 0.5, n + 0.5))
    assert [f.stem for f in files(small)] == [names[0], names[3], names[4]]
    small.put("f" * 64, bytes(301))
    assert len(files(small)) == 3, "what is larger than the shelf is not kept"


def test_a_shelf_that_cannot_be_written_stops_nothing(tmp_path, solved):
    place = tmp_path / "file"
    place.write_text("no folder", encoding="utf-8")
    shelf = PolicyShelf(place / "cache" / "policies")
    shelf.put("a" * 64, b"x")
    assert shelf.get("a" * 64) is None
