"""Feedback that is not one's own, not released yet, or asked for by another site."""

from datetime import UTC, datetime, timedelta

import pytest
from exam_browser import running, workspace
from sittings import ANSWERS, sealed

from fieldmark.model.sitting import WINDOW
from fieldmark.store.feedback import place, write_feedback
from fieldmark.store.journal import Journal

REASON = "My answer says the same in other words."


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with running(workspace(tmp_path_factory.mktemp("told"), sealed(attempts=1_000))) as service:
        yield service


@pytest.fixture
def sitting(service):
    """A sitting of e001 that was handed in; its attempt."""
    _, opened = service.ask("POST", "api/papers/basics-before/open", body={})
    name = opened["sitting"]
    service.ask("POST", f"api/sittings/{name}/window")
    entry = {"client": WINDOW + 1, "slot": "q01", "answer": ANSWERS["q01"]}
    service.ask("PUT", f"api/sittings/{name}/answers", body={"entries": [entry]})
    assert service.ask("POST", f"api/sittings/{name}/submit", body={})[0] == 200
    return name


def publish(service, sitting, *, engineer="e001", file="e001", visible=timedelta(0), days=14):
    journal = Journal.open(service.place)
    attempt = journal.sitting(sitting).attempt
    journal.close()
    said = {
        "engineer": engineer,
        "visible": (datetime.now(UTC) + visible).isoformat(),
        "appeal_days": days,
        "total": {"points": 1.0},
        "questions": [{"slot": "q01"}],
    }
    write_feedback(service.place, f"basics-before-a{attempt}", file, said)


def get(service, sitting, who="e001"):
    return service.ask("GET", f"api/sittings/{sitting}/feedback", who)


def appeal(service, sitting, who="e001", slot="q01", reason=REASON, **headers):
    return service.ask("POST", f"api/sittings/{sitting}/feedback", who, {"slot": slot, "reason": reason}, **headers)


def test_only_the_engineer_reads_the_feedback(service, sitting):
    publish(service, sitting)
    assert get(service, sitting)[0] == 200
    assert [get(service, sitting, who)[0] for who in ("e002", "t01", "m01", "nobody")] == [404, 403, 403, 401]
    assert [appeal(service, sitting, who)[0] for who in ("e002", "t01", "nobody")] == [404, 403, 401]
    assert sitting in service.ask("GET", "api/feedback")[1]["sittings"]
    assert service.ask("GET", "api/feedback", "e002")[1]["sittings"] == {}


def test_nothing_is_read_before_its_time(service, sitting):
    assert get(service, sitting)[0] == 404
    publish(service, sitting, visible=timedelta(hours=1))
    assert get(service, sitting)[0] == appeal(service, sitting)[0] == 404
    assert sitting not in service.ask("GET", "api/feedback")[1]["sittings"]


def test_a_file_of_another_engineer_in_the_wrong_place_is_not_shown(service, sitting):
    publish(service, sitting, engineer="e002")
    assert get(service, sitting)[0] == 404


def test_an_appeal_is_made_once_in_time_with_a_reason_and_from_our_page(service, sitting):
    publish(service, sitting)
    assert appeal(service, sitting, reason="short")[1]["problem"]["code"] == "E043"
    assert appeal(service, sitting, slot="q99")[1]["problem"]["code"] == "E043"
    assert appeal(service, sitting, reason="x" * 2001)[0] == 400
    assert appeal(service, sitting, Origin="http://elsewhere.example")[0] == 403
    status, made = appeal(service, sitting)
    assert status == 200
    assert [(a["slot"], a["reason"], a["outcome"]) for a in made["appeals"]] == [("q01", REASON, "open")]
    assert appeal(service, sitting)[1]["problem"]["code"] == "E042"
    publish(service, sitting, visible=-timedelta(days=15))
    assert appeal(service, sitting)[1]["problem"]["code"] == "E041"
    journal = Journal.open(service.place)
    assert journal.verify() == []
    journal.close()


@pytest.mark.parametrize("name", ["../e002", "e002/../e001", "", ".", "a" * 3 + "/b", "\0"])
def test_no_name_leads_out_of_the_folder(tmp_path, name, service):
    with pytest.raises(ValueError, match=r"/"):
        place(service.place, "basics-before-a1", name)
