"""The journal on a real PostgreSQL: what is promised on SQLite holds there too, and for several services at once."""

from __future__ import annotations

import importlib.util
import inspect
import signal
import threading
from pathlib import Path

import postgresql
import pytest

from fieldmark.model.sitting import WINDOW
from fieldmark.store.journal import Journal, Unavailable
from fieldmark.store.writer import Writer

pytestmark = pytest.mark.slow

_spec = importlib.util.spec_from_file_location("journal_on_sqlite", Path(__file__).with_name("test_journal.py"))
sqlite = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sqlite)

# Every test that needs nothing but a journal is run on this one.
SHARED = {
    n: t
    for n, t in vars(sqlite).items()
    if n.startswith("test_") and set(inspect.signature(t).parameters) == {"journal"}
}
globals().update(SHARED)


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("psycopg", reason="the extra “postgresql” is not installed")
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with postgresql.running(programs) as running:
        yield running


@pytest.fixture
def url(server) -> str:
    """An empty database."""
    server.sql("drop schema public cascade", "create schema public")
    return server.url


@pytest.fixture
def journal(url):
    with Journal.open(url) as journal:
        yield journal


def test_enough_is_shared_with_sqlite():
    assert len(SHARED) >= 6


def test_everything_is_there_after_opening_again(journal, url):
    name = sqlite.sit(journal)
    with Journal.open(url) as again:
        assert again.events(name) == journal.events(name)
        assert again.sitting(name) == journal.sitting(name)


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        ("J001", "update events set at = '2026-03-02T08:00:00.000000+00:00' where number = 3"),
        ("J002", "delete from events where number = 3"),
        ("J005", "update events set data = null where number = 4"),
        ("J006", "update sittings set status = 'submitted'"),
    ],
)
def test_tampering_is_found(journal, server, code, sql):
    sqlite.sit(journal)
    assert journal.verify() == []
    server.sql(sql)
    assert code in {p.code for p in journal.verify()}


def test_two_services_over_one_database(journal, url):
    """Each engineer's answers go to both by turns, as through a proxy over replicas."""
    names = [sqlite.sit(journal, f"e{i:03}", answers=0) for i in range(12)]
    acknowledged: list[tuple[str, int]] = []
    with Journal.open(url) as other:
        writers = (Writer(journal), Writer(other))

        def one(name: str, engineer: str) -> None:
            for n in range(1, 21):
                event = sqlite.answer(name, engineer, n, f"q{n:02}", "a")
                (stored,) = writers[n % 2].run(lambda t, event=event: t.append([event])).result(30)
                acknowledged.append((name, stored.number))

        threads = [threading.Thread(target=one, args=(n, f"e{i:03}")) for i, n in enumerate(names)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for writer in writers:
            writer.close()
        assert journal.verify() == []
        for name in names:
            assert len(journal.sitting(name).answers) == 20
            assert journal.sitting(name) == other.sitting(name)
    assert len({number for _, number in acknowledged}) == len(acknowledged) == 240
    numbers = {(name, e.number) for name in names for e in journal.events(name)}
    assert set(acknowledged) <= numbers


def test_the_same_answer_sent_to_both_services_is_stored_once(journal, url):
    name = sqlite.sit(journal, answers=0)
    event = sqlite.answer(name, "e001", 1, "q01", "a")
    with Journal.open(url) as other:
        (first,) = journal.append([event])
        (again,) = other.append([event])
    assert first.number == again.number
    assert journal.sitting(name).answers["q01"].client == WINDOW + 1


def test_a_database_that_is_killed_loses_nothing_acknowledged(journal, server):
    name = sqlite.sit(journal, answers=0)
    for n in range(1, 31):
        journal.append([sqlite.answer(name, "e001", n, f"q{n:02}", "a")])
    server.end(signal.SIGQUIT)  # at once, without writing anything down: what the next start has to recover from
    with pytest.raises(Unavailable) as refused:
        journal.append([sqlite.answer(name, "e001", 31, "q31", "a")])
    assert refused.value.problems[0].code == "J011"
    server.start()
    assert len(journal.sitting(name).answers) == 30
    journal.append([sqlite.answer(name, "e001", 31, "q31", "a")])
    assert journal.verify() == []
