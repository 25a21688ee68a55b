"""Two processes of the exam service over one PostgreSQL: whoever is asked, it is one exam."""

from __future__ import annotations

import itertools
from datetime import timedelta

import postgresql
import pytest
from exam_browser import Service, workspace
from sittings import ANSWERS, sealed
from waiting import until

from fieldmark.model.sitting import WINDOW
from fieldmark.store.journal import Journal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url():
    pytest.importorskip("psycopg", reason="the extra “postgresql” is not installed")
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with postgresql.running(programs) as server:
        yield server.url


@pytest.fixture
def pair(url, tmp_path, monkeypatch):
    """Two services over one workspace and one journal."""
    monkeypatch.setenv("FIELDMARK_JOURNAL", url)
    place = workspace(tmp_path, sealed(attempts=1_000))
    services = (Service(place), Service(place))
    for service in services:
        service.start()
    yield services
    for service in services:
        service.stop()


def entry(slot, n, window, answer):
    return {"entries": [{"client": window * WINDOW + n, "slot": slot, "answer": answer, "seconds": 1}]}


def test_requests_that_go_by_turns_meet_one_exam(pair, url):
    turn = itertools.cycle(pair)

    def ask(method, path, who="e001", body=None):
        return next(turn).ask(method, path, who, body)

    sitting = ask("POST", "api/papers/basics-before/open", body={})[1]["sitting"]
    path = f"api/sittings/{sitting}"
    assert ask("POST", "api/papers/basics-before/open", body={})[1]["sitting"] == sitting
    first = ask("POST", f"{path}/window", body={})[1]["window"]
    second = ask("POST", f"{path}/window", body={})[1]["window"]
    assert second == first + 1
    for n, (slot, answer) in enumerate(ANSWERS.items(), start=1):
        for service in pair:  # sent to both: stored once
            status, said = service.ask("PUT", f"{path}/answers", body=entry(slot, n, second, answer))
            assert (status, said["saved"]) == (200, [second * WINDOW + n])
    assert ask("POST", f"api/desk/sittings/{sitting}/pause", "t01", {})[0] == 200
    for service in pair:
        refused = service.ask("PUT", f"{path}/answers", body=entry("q01", 99, second, ANSWERS["q01"]))[1]
        assert [r["problem"]["code"] for r in refused["refused"]] == ["E006"]
    assert ask("POST", f"api/desk/sittings/{sitting}/resume", "t01", {})[0] == 200
    assert {s.ask("GET", path)[1]["status"] for s in pair} == {"running"}
    assert {s.ask("POST", f"{path}/submit", body={})[1]["head"] for s in pair} == {
        s.ask("GET", f"{path}/receipt")[1]["head"] for s in pair
    }
    with Journal.open(url) as journal:
        assert [e.event.kind for e in journal.events(sitting)].count("answered") == len(ANSWERS)
        assert journal.verify() == []


def test_where_one_is_killed_the_other_goes_on_and_the_deadline_holds_once(pair, url):
    one, other = pair
    sitting = one.ask("POST", "api/papers/basics-before/open", "e002", {})[1]["sitting"]
    path = f"api/sittings/{sitting}"
    window = one.ask("POST", f"{path}/window", "e002", {})[1]["window"]
    assert one.ask("PUT", f"{path}/answers", "e002", entry("q01", 1, window, ANSWERS["q01"]))[0] == 200
    one.kill()
    said = other.ask("POST", f"{path}/window", "e002", {})[1]
    assert said["answers"]["q01"]["answer"] == ANSWERS["q01"]
    assert other.ask("PUT", f"{path}/answers", "e002", entry("q02", 1, said["window"], ANSWERS["q02"]))[0] == 200
    one.start()
    with Journal.open(url) as journal:
        minutes = (journal.sitting(sitting).deadline - journal.sitting(sitting).opened) / timedelta(minutes=1)
    other.ahead(minutes + 1)  # both sweep
    for service in pair:
        until(lambda service=service: service.ask("GET", path, "e002")[1]["status"] == "auto-submitted")
    with Journal.open(url) as journal:
        kinds = [e.event.kind for e in journal.events(sitting)]
        assert kinds.count("auto-submitted") == 1
        assert set(journal.sitting(sitting).answers) == {"q01", "q02"}
        assert journal.verify() == []
