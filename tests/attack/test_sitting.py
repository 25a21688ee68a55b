"""What an engineer, a stranger or another site tries on the exam service, and does not get."""

from __future__ import annotations

import http.client
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from exam_browser import running, workspace
from sittings import ANSWERS, SECRET, sealed

from fieldmark.model.sitting import WINDOW
from fieldmark.store.journal import Journal


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    now = datetime.now(UTC)
    coded, drill = sealed(paper="coded-before"), sealed(paper="drill-before")
    papers = (
        sealed(attempts=1_000),
        sealed(paper="later-before", opens=now + timedelta(days=1)),
        sealed(paper="gone-before", closes=now - timedelta(days=1)),
        sealed(paper="once-before", attempts=1),
        replace(coded, paper=replace(coded.paper, admission="code")),
        replace(drill, paper=replace(drill.paper, practice=True)),
    )
    with running(workspace(tmp_path_factory.mktemp("attacked"), *papers)) as service:
        yield service


@pytest.fixture
def sitting(service) -> str:
    """A fresh sitting of e001 whose first window is taken."""
    status, opened = service.ask("POST", "api/papers/basics-before/open", body={})
    assert status == 200
    service.ask("POST", f"api/sittings/{opened['sitting']}/submit", body={})
    status, opened = service.ask("POST", "api/papers/basics-before/open", body={})
    return opened["sitting"]


def entry(slot="q01", n=1, window=1, **more):
    return {"client": window * WINDOW + n, "slot": slot, "answer": ANSWERS[slot], **more}


def put(service, sitting, *entries, who="e001", **headers):
    return service.ask("PUT", f"api/sittings/{sitting}/answers", who, {"entries": entries}, **headers)


def held(service, sitting) -> dict:
    journal = Journal.open(service.place)
    answers = {slot: dict(saved.answer) for slot, saved in journal.sitting(sitting).answers.items()}
    assert journal.verify() == []
    journal.close()
    return answers


OTHERS = [
    ("GET", "api/sittings/{}"),
    ("POST", "api/sittings/{}/window"),
    ("PUT", "api/sittings/{}/answers"),
    ("POST", "api/sittings/{}/submit"),
    ("GET", "api/sittings/{}/receipt"),
]


@pytest.mark.parametrize(("method", "path"), OTHERS)
def test_another_engineers_sitting_is_not_there(service, sitting, method, path):
    body = None if method == "GET" else {"entries": []}
    status, said = service.ask(method, path.format(sitting), "e002", body)
    unknown = service.ask(method, path.format("s" + "0" * 24), "e002", body)
    assert (status, said) == unknown  # no way to tell that it exists
    assert status == 404


@pytest.mark.parametrize(("method", "path"), [*OTHERS, ("GET", "api/mine"), ("POST", "api/papers/basics-before/open")])
def test_strangers_are_asked_to_log_in(service, sitting, method, path):
    status, said = service.ask(method, path.format(sitting), "nobody", None if method == "GET" else {})
    assert status == 401
    assert "problem" not in said


@pytest.mark.parametrize("who", ["t01", "m01"])
def test_only_engineers_sit(service, who):
    status, said = service.ask("POST", "api/papers/basics-before/open", who, {})
    assert status == 403
    assert said["problem"]["code"] == "E014"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_requests_from_other_sites_are_refused(service, sitting, headers):
    status, said = put(service, sitting, entry(), **headers)
    assert (status, said["problem"]["code"]) == (403, "E016")
    assert held(service, sitting) == {}


def test_a_form_of_another_site_cannot_send_our_header(service, sitting):
    status, _, said = service.raw("POST", f"api/sittings/{sitting}/submit", b"{}", {"Cookie": "who=e001"})
    assert (status, said["problem"]["code"]) == (403, "E016")


@pytest.mark.parametrize(
    ("paper", "code"), [("later-before", "E001"), ("gone-before", "E002"), ("none-such", "W010"), ("..", None)]
)
def test_papers_that_are_not_open_stay_closed(service, paper, code):
    status, said = service.ask("POST", f"api/papers/{paper}/open", body={})
    assert status in {404, 409}
    assert said.get("problem", {}).get("code") == code
    assert "questions" not in json.dumps(said)


def test_attempts_are_counted_by_the_server(service):
    _, opened = service.ask("POST", "api/papers/once-before/open", "e003", {})
    service.ask("POST", f"api/sittings/{opened['sitting']}/submit", "e003", {})
    status, said = service.ask("POST", "api/papers/once-before/open", "e003", {})
    assert (status, said["problem"]["code"]) == (409, "E003")


def test_nothing_can_be_written_after_handing_in(service, sitting):
    put(service, sitting, entry())
    first = service.ask("POST", f"api/sittings/{sitting}/submit", body={})[1]
    status, said = put(service, sitting, entry("q02", 2), entry("q01", 3, answer={"choice": "b"}))
    assert status == 200
    assert {r["problem"]["code"] for r in said["refused"]} == {"E004"}
    again = service.ask("POST", f"api/sittings/{sitting}/submit", body={})[1]
    assert again == first
    assert held(service, sitting) == {"q01": ANSWERS["q01"]}


@pytest.mark.parametrize(
    ("client", "code"), [(0, "E008"), (7, "E008"), (WINDOW, "E008"), (99 * WINDOW + 1, "E008"), (2**53, "E015")]
)
def test_forged_client_numbers_are_refused(service, sitting, client, code):
    status, said = put(service, sitting, entry(client=client))
    codes = [said["problem"]["code"]] if status == 400 else [r["problem"]["code"] for r in said["refused"]]
    assert codes == [code]
    assert held(service, sitting) == {}


def test_the_same_number_again_changes_nothing(service, sitting):
    put(service, sitting, entry())
    status, said = put(service, sitting, entry(answer={"choice": "c"}))
    assert (status, said["saved"]) == (200, [WINDOW + 1])
    assert held(service, sitting) == {"q01": ANSWERS["q01"]}


WRONG = [
    ("q01", {"choice": "z"}),
    ("q01", {"text": "a"}),
    ("q02", {"choices": "a"}),
    ("q02", {"choices": ["a", "a"]}),
    ("q04", {"value": "many"}),
    ("q05", {"order": ["a", "a"]}),
    ("q06", {"pairs": {"a": "9"}}),
    ("q07", {"text": "x" * 501}),
    ("q07", {"text": ["x"]}),
]


@pytest.mark.parametrize(("slot", "answer"), WRONG)
def test_answers_of_the_wrong_kind_are_not_stored(service, sitting, slot, answer):
    status, said = put(service, sitting, entry(slot, answer=answer))
    assert (status, [r["problem"]["code"] for r in said["refused"]]) == (200, ["E010"])
    assert held(service, sitting) == {}


BROKEN = [
    b"",
    b"[]",
    b"nonsense",
    b'{"entries": 7}',
    b'{"entries": [7]}',
    b'{"entries": [{"client": true, "slot": "q01", "answer": {}}]}',
    b'{"entries": [{"client": 1000001, "slot": "q01", "answer": {"choice": null}}]}',
    b'{"entries": [{"client": 1000001, "slot": "q01", "answer": {"choice": true}}]}',
    b'{"entries": [{"client": 1000001, "slot": "q01", "answer": {"value": NaN}}]}',
    b'{"entries": [{"client": 1000001, "slot": "q01", "answer": {"value": 1e999}}]}',
    b'{"entries": [{"client": 1000001, "slot": "q01", "answer": {"text": "\\ud800"}}]}',
    b'{"entries": [{"client": 1000001, "slot": "q01", "answer": {}, "seconds": "x"}]}',
    b'{"entries": [{"client": 1000001, "slot": "q01", "answer": ' + b"[" * 50_000 + b"]" * 50_000 + b"}]}",
    b'{"entries": [' + b", ".join([b'{"client": 1000001, "slot": "q01", "answer": {}}'] * 2) + b"]}",
    b"\xff\xfe",
]


@pytest.mark.parametrize("body", BROKEN)
def test_broken_bodies_are_refused_in_words(service, sitting, body):
    status, said = service.ask("PUT", f"api/sittings/{sitting}/answers", body=body)
    assert (status, said["problem"]["code"]) == (400, "E015")
    assert held(service, sitting) == {}


def test_large_answers_are_refused_at_their_size(service, sitting):
    status, said = put(service, sitting, entry("q08", answer={"text": "x" * 70_000}))
    assert (status, said["problem"]["code"]) == (413, "E011")
    status, said = service.ask("PUT", f"api/sittings/{sitting}/answers", body=b" " * 1_500_000)
    assert (status, said["problem"]["code"]) == (413, "E011")
    many = [entry("q08", n, answer={"text": "x" * 10}) for n in range(1, 202)]
    assert put(service, sitting, *many)[0] == 400
    assert held(service, sitting) == {}


def test_ten_megabytes_do_not_reach_the_service(service, sitting):
    with pytest.raises((ConnectionError, http.client.HTTPException)):  # closed while it is still being sent
        service.ask("PUT", f"api/sittings/{sitting}/answers", body=b" " * 10_000_000)
    assert service.healthy()


DESK = [
    ("GET", "api/desk/papers/basics-before", None),
    ("GET", "api/desk/sittings/{}", None),
    ("POST", "api/desk/sittings/{}/extend", {"minutes": 60}),
    ("POST", "api/desk/sittings/{}/submit", {}),
    ("POST", "api/desk/sittings/{}/void", {"reason": "x"}),
    ("POST", "api/desk/papers/basics-before/extend", {"minutes": 60}),
]


@pytest.mark.parametrize("who", ["e001", "e002", "m01", "t02"])
@pytest.mark.parametrize(("method", "path", "body"), DESK)
def test_only_those_who_teach_the_course_examine(service, sitting, who, method, path, body):
    before = service.ask("GET", f"api/sittings/{sitting}")[1]
    status, said = service.ask(method, path.format(sitting), who, body)
    assert (status, said["problem"]["code"]) == (403, "E021")
    after = service.ask("GET", f"api/sittings/{sitting}")[1]
    assert (before["deadline"], before["status"]) == (after["deadline"], after["status"])


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("extend", {}),
        ("extend", {"minutes": "60"}),
        ("extend", {"minutes": 10**9}),
        ("void", {"reason": ["x"]}),
        ("void", {"reason": " "}),
        ("accept", {"kept": 1}),
        ("note", {"text": "x" * 1001}),
        ("resume", {}),
    ],
)
def test_acts_that_do_not_fit_are_refused(service, sitting, act, body):
    status, said = service.ask("POST", f"api/desk/sittings/{sitting}/{act}", "t01", body)
    assert status in {400, 409}
    assert said["problem"]["hint"]["zh"]


def test_an_examiners_acts_are_in_the_journal_with_their_name(service, sitting):
    service.ask("POST", f"api/desk/sittings/{sitting}/extend", "t01", {"minutes": 10})
    service.ask("POST", f"api/desk/sittings/{sitting}/note", "t01", {"text": "left the room"})
    _, said = service.ask("GET", f"api/desk/sittings/{sitting}", "t01")
    assert [(e["kind"], e["actor"]) for e in said["events"]][-2:] == [("extended", "t01"), ("noted", "t01")]
    assert "left the room" not in json.dumps(service.ask("POST", f"api/sittings/{sitting}/window", body={})[1])


def test_no_question_is_named_before_the_clock_starts(service):
    _, opened = service.ask("POST", "api/papers/coded-before/open", body={})
    path = f"api/sittings/{opened['sitting']}"
    status, said = service.ask("GET", f"{path}/receipt")
    assert (status, said["problem"]["code"]) == (409, "E012")
    for method, what in (("POST", "/window"), ("POST", "/submit"), ("GET", "")):
        assert '"title": {' not in json.dumps({**service.ask(method, path + what, body={})[1], "paper": ""}), what
    service.ask("POST", f"api/desk/sittings/{opened['sitting']}/void", "t01", {"reason": "a try"})
    status, said = service.ask("GET", f"{path}/receipt")
    assert (status, said["status"], said["received"]) == (200, "voided", [])


def test_practice_is_not_on_the_desk(service):
    _, said = service.ask("GET", "api/desk", "t01")
    assert {"once-before", "coded-before"} <= {p["id"] for p in said["papers"]}
    assert "drill-before" not in {p["id"] for p in said["papers"]}


def test_no_key_secret_or_trainers_letter_leaves_the_service(service, sitting):
    said = [
        service.ask("POST", f"api/sittings/{sitting}/window", body={})[1],
        service.ask("GET", f"api/sittings/{sitting}")[1],
        service.ask("GET", f"api/sittings/{sitting}/receipt")[1],
        service.ask("GET", "api/mine")[1],
        put(service, sitting, entry("q04", 5, answer={"value": "many"}))[1],
        service.ask("GET", "openapi.json")[1],
        service.ask("GET", "api/desk/papers/basics-before", "t01")[1],
    ]
    text = json.dumps(said)
    for secret in (SECRET, "* 1.414", "insulat", "rubric", "explanation", "tolerance", '"right": true'):
        assert secret not in text, secret


def test_errors_tell_nothing_of_the_inside(service):
    for path in ("nothing", "api/nothing", "api/sittings/s1", "static/look.css", "../../etc/passwd", "%00"):
        status, said = service.ask("GET", path)
        assert status == 404
        assert "Traceback" not in json.dumps(said)


def test_every_reply_carries_the_security_headers(service):
    for path in ("", "api/mine", "nothing", "health"):
        _, headers, _ = service.raw("GET", path, None, {"Cookie": "who=e001"})
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers
