"""The journal keeps what it acknowledged, in order, whoever else writes, and shows what was tampered with."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldmark.model.sitting import WINDOW, Event
from fieldmark.store.journal import Journal, Transaction, Unavailable
from fieldmark.store.workspace import Workspace
from fieldmark.store.writer import Writer

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path):
    journal = Journal.open(Workspace(tmp_path))
    yield journal
    journal.close()


def sit(journal: Journal, engineer: str = "e001", paper: str = "basics-before", answers: int = 2) -> str:
    """A sitting opened, started and answered `answers` times; its id."""
    with journal.transaction() as t:
        name = t.name(engineer, paper, 1)
        t.append(
            [
                event(name, engineer, "opened", 0, data={"paper": paper, "attempt": 1, "digest": "d"}),
                event(name, engineer, "started", 0, data={"deadline": (START + timedelta(minutes=30)).isoformat()}),
                event(name, engineer, "window", 0, data={"window": 1}),
                *(answer(name, engineer, n, "q01", "abc"[n % 3]) for n in range(1, answers + 1)),
            ]
        )
    return name


def event(sitting, engineer, kind, seconds=0, client=None, data=None) -> Event:
    return Event(sitting, engineer, kind, START + timedelta(seconds=seconds), engineer, client, data or {})


def answer(sitting, engineer, n, slot, choice, window=1) -> Event:
    data = {"slot": slot, "answer": {"choice": choice}, "seconds": 3.5}
    return event(sitting, engineer, "answered", n, window * WINDOW + n, data)


def submit(sitting, engineer, seconds=60) -> Event:
    return event(sitting, engineer, "submitted", seconds, data={"answers": "x"})


def database(tmp_path: Path) -> sqlite3.Connection:
    return sqlite3.connect(Workspace(tmp_path).journal, isolation_level=None)


def test_a_submission_holds_the_last_answers_and_its_place_in_the_chain(journal):
    name = sit(journal)
    assert list(journal.submissions()) == []
    (stored,) = journal.append([submit(name, "e001")])
    (made,) = journal.submissions()
    assert made.engineer == "e001"
    assert made.answers == {"q01": {"choice": "c"}}
    assert made.seconds == {"q01": 3.5}
    assert made.receipt == stored.head == journal.head()
    assert (made.opened, made.submitted) == (START, START + timedelta(seconds=60))


def test_everything_is_there_after_opening_again(journal, tmp_path):
    name = sit(journal)
    before = journal.events(name)
    again = Journal.open(Workspace(tmp_path))
    assert again.events(name) == before
    assert again.sitting(name) == journal.sitting(name)
    again.close()


def test_the_same_answer_sent_twice_is_stored_once(journal):
    name = sit(journal)
    first = journal.events(name)
    (again,) = journal.append([answer(name, "e001", 2, "q01", "c")])
    assert again.number == first[-1].number
    assert journal.events(name) == first


def test_an_answer_that_comes_late_does_not_replace_a_newer_one(journal):
    name = sit(journal, answers=1)
    journal.append([answer(name, "e001", 5, "q01", "a"), answer(name, "e001", 4, "q01", "b")])
    state = journal.sitting(name)
    assert state.answers["q01"].answer == {"choice": "a"}
    assert len(journal.events(name)) == 6  # both are kept all the same


def test_two_processes_see_each_others_events(journal, tmp_path):
    name = sit(journal)
    other = Journal.open(Workspace(tmp_path))
    assert other.sitting(name).answers["q01"].client == WINDOW + 2
    journal.append([answer(name, "e001", 3, "q02", "a")])
    assert set(other.sitting(name).answers) == {"q01", "q02"}
    other.append([answer(name, "e001", 4, "q03", "a")])
    assert set(journal.sitting(name).answers) == {"q01", "q02", "q03"}
    assert journal.verify() == []
    other.close()


def test_a_transaction_that_raises_stores_nothing(journal):
    name = sit(journal)
    head = journal.head()

    def half_way() -> None:
        with journal.transaction() as t:
            t.append([submit(name, "e001")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert journal.head() == head
    assert journal.sitting(name).status == "running"


def test_names_are_not_in_the_events(journal, tmp_path):
    name = sit(journal, engineer="maria.lopez")
    rows = database(tmp_path).execute("select * from events").fetchall()
    assert rows
    assert "maria" not in repr(rows)
    assert journal.sitting(name).engineer == "maria.lopez"


def test_an_erased_person_leaves_the_chain_whole(journal, tmp_path):
    name = sit(journal, engineer="maria.lopez")
    journal.append([submit(name, "maria.lopez")])
    other = Journal.open(Workspace(tmp_path))
    assert other.sitting(name).engineer == "maria.lopez"
    assert journal.erase("maria.lopez", START, "a01") == 2
    assert journal.verify() == []
    with other.transaction() as t:  # another process forgets too, and gives the same login a new pseudonym
        assert t.sitting(name).engineer == ""
        assert t.name("maria.lopez", "basics-before", 1) != name
    other.close()
    assert list(journal.submissions()) == []
    assert "choice" not in repr(database(tmp_path).execute("select * from events").fetchall())


TAMPERED = [
    ("J001", """update events set data = replace(data, '"b"', '"a"') where number = 4"""),
    ("J001", "update events set at = '2026-03-02T08:00:00.000000+00:00' where number = 3"),
    ("J001", "update events set client = 9 where number = 4"),
    ("J002", "delete from events where number = 3"),
    (
        "J001",
        "update events set number = case number when 4 then -5 else -4 end where number in (4, 5);"
        "update events set number = -number where number < 0",
    ),
    ("J005", "update events set data = null where number = 4"),
    ("J006", "update sittings set status = 'submitted'"),
]


@pytest.mark.parametrize(("code", "sql"), TAMPERED)
def test_tampering_is_found(journal, tmp_path, code, sql):
    sit(journal)
    assert journal.verify() == []
    database(tmp_path).executescript(sql)
    assert code in {p.code for p in journal.verify()}


def test_a_cut_tail_is_seen_against_an_exported_head(journal, tmp_path):
    sit(journal)
    head = journal.head()
    assert journal.verify(head) == []
    database(tmp_path).execute("delete from events where number = 5")
    assert journal.verify() == []  # from inside nobody can tell
    assert [p.code for p in journal.verify(head)] == ["J003"]


def test_a_rewritten_journal_does_not_match_the_exported_head(journal, tmp_path):
    sit(journal)
    other = Journal.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    sit(other, engineer="e002")
    assert [p.code for p in other.verify(journal.head())] == ["J004"]
    other.close()


def test_a_full_disk_stores_nothing_and_says_so(journal, tmp_path):
    name = sit(journal)
    before = journal.events(name)
    _limit_pages(journal)
    long = {"slot": "q02", "answer": {"text": "x" * 500_000}}
    with pytest.raises(Unavailable) as refused:
        journal.append([submit(name, "e001"), event(name, "e001", "noted", data=long)])
    assert refused.value.problems[0].code == "J010"
    assert refused.value.problems[0].message.zh
    assert journal.events(name) == before
    assert journal.verify() == []


def _limit_pages(journal: Journal) -> None:
    with journal._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")


def test_many_writers_share_commits_and_nothing_is_lost(journal):
    names = [sit(journal, f"e{i:03}", answers=0) for i in range(20)]
    writer = Writer(journal)

    def one(name: str, engineer: str) -> None:
        for n in range(1, 11):
            writer.run(lambda t, n=n: t.append([answer(name, engineer, n, f"q{n:02}", "a")])).result(20)

    threads = [threading.Thread(target=one, args=(n, f"e{i:03}")) for i, n in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    assert all(len(journal.sitting(n).answers) == 10 for n in names)
    assert journal.verify() == []


def test_a_job_that_raises_takes_nobody_with_it(journal):
    name = sit(journal, answers=0)
    writer = Writer(journal)
    gate = threading.Event()

    def bad(t: Transaction) -> None:
        t.append([answer(name, "e001", 1, "q01", "a")])
        raise ZeroDivisionError

    writer.run(lambda t: gate.wait(10))
    failed = writer.run(bad)
    good = writer.run(lambda t: t.append([answer(name, "e001", 2, "q02", "b")]))
    gate.set()
    assert isinstance(failed.exception(10), ZeroDivisionError)
    assert good.result(10)[0].event.client == WINDOW + 2
    assert set(journal.sitting(name).answers) == {"q02"}
    assert journal.verify() == []
    writer.close()


def test_lists_are_by_engineer_paper_status_and_deadline(journal):
    sit(journal, "e001")
    done = sit(journal, "e002")
    journal.append([submit(done, "e002")])
    assert [r.engineer for r in journal.sittings(engineer="e001")] == ["e001"]
    assert [r.engineer for r in journal.sittings(status=("submitted",))] == ["e002"]
    assert [r.engineer for r in journal.sittings(paper="other")] == []
    assert len(journal.sittings(due=START + timedelta(minutes=30))) == 2
    assert journal.sittings(due=START + timedelta(minutes=29)) == []


def test_following_tells_what_changed_since(journal, tmp_path):
    first, second = sit(journal, "e001"), sit(journal, "e002")
    other = Journal.open(Workspace(tmp_path))  # knows nothing yet
    last, changed = other.follow()
    assert set(changed) == {first, second}
    assert changed[first] == journal.sitting(first)
    journal.append([answer(second, "e002", 7, "q07", "a")])
    last, changed = other.follow(last)
    assert {name: set(s.answers) for name, s in changed.items()} == {second: {"q01", "q07"}}
    assert other.follow(last) == (last, {})
    other.close()


def test_what_others_wrote_is_taken_in_before_deciding(journal, tmp_path):
    name = sit(journal)
    other = Journal.open(Workspace(tmp_path))
    for turn in range(1, 6):  # by turns, each deciding on what it sees
        for writer in (journal, other):
            with writer.transaction() as t:
                number = 10 * turn + (writer is other)
                assert t.sitting(name).top % WINDOW < number
                t.append([answer(name, "e001", number, "q02", "a")])
    assert journal.sitting(name) == other.sitting(name)
    _, changed = other.follow(3)
    assert changed[name] == journal.sitting(name)
    other.close()


def test_one_who_no_longer_waits_does_not_end_the_writer(journal):
    name = sit(journal, answers=0)
    writer = Writer(journal)
    begun, go_on = threading.Event(), threading.Event()

    def slow(_) -> None:
        begun.set()
        go_on.wait(10)

    first = writer.run(slow)
    begun.wait(10)
    gone = writer.run(lambda t: t.append([answer(name, "e001", 1, "q01", "a")]))
    after = writer.run(lambda _: "told")
    assert gone.cancel()
    assert not first.cancel()
    go_on.set()
    assert after.result(10) == "told"
    assert journal.sitting(name).answers == {}
    writer.close()
