"""Observations against examiners' slips and against those who are no examiners."""

from __future__ import annotations

import http.client
import json

import pytest
from exam_browser import PEOPLE, running, workspace
from observed import checklist, jpeg, name, segment
from sittings import sealed

from fieldmark.model.person import Person
from fieldmark.model.sitting import WINDOW
from fieldmark.store.journal import Journal
from fieldmark.store.people import write_people
from fieldmark.store.sealed import write_sealed

PAPER = "site-visit-observed"
GOOD = {"isolates": {"level": 2}, "explains": {"level": 3}, "signs": {"level": 3}}
PHOTO = jpeg()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    place = workspace(tmp_path_factory.mktemp("observed"), sealed(), checklist(2, attempts=9))
    engineers = [Person(f"e1{n:02}", f"Engineer {n}", "engineer") for n in range(20)]
    write_people(
        place, [*PEOPLE, *engineers, Person("t03", "Second", "trainer", ("vfd",)), Person("a01", "A", "administrator")]
    )
    with running(place) as service:
        yield service


@pytest.fixture
def engineer(service):
    """Somebody who was not observed yet."""
    service.used = getattr(service, "used", -1) + 1
    return f"e1{service.used:02}"


def begin(service, engineer, who="t01"):
    status, said = service.ask("POST", f"api/observe/papers/{PAPER}", who, {"engineer": engineer})
    assert status == 200, said
    return f"api/observe/sittings/{said['sitting']}"


def seated(service, path, who="t01"):
    status, said = service.ask("POST", f"{path}/window", who, {})
    assert status == 200, said
    return said["window"]


def mark(service, path, window, marks, who="t01", first=1):
    entries = [
        {"client": window * WINDOW + n, "slot": line, "answer": m} for n, (line, m) in enumerate(marks.items(), first)
    ]
    return service.ask("PUT", f"{path}/marks", who, {"entries": entries})


def photo(service, path, data, who="t01", digest=None, **headers):
    return service.ask("PUT", f"{path}/photos/{digest or name(data)}", who, data, Content_Type="image/jpeg", **headers)


def told(reply):
    status, said = reply
    return status, said["problem"]["code"]


def finished(service, engineer, *examiners):
    path = begin(service, engineer)
    for who in examiners:
        mark(service, path, seated(service, path, who), GOOD, who)
        assert service.ask("POST", f"{path}/finish", who, {})[0] == 200
    return path


def test_an_engineer_is_told_in_words_that_it_is_not_for_them(service, engineer):
    status, headers, _ = service.raw("GET", "observe", None, {"Cookie": f"who={engineer}"})
    assert status == 403
    assert headers["Content-Type"].startswith("text/html")
    path = begin(service, engineer)
    window = seated(service, path)
    for who in (engineer, "m01"):
        assert (
            service.raw("GET", path.replace("api/observe/sittings", "observe"), None, {"Cookie": f"who={who}"})[0]
            == 403
        )
        for method, way in (
            ("GET", path),
            ("POST", f"{path}/window"),
            ("POST", f"{path}/finish"),
            ("GET", "api/observe"),
        ):
            assert told(service.ask(method, way, who, {} if method == "POST" else None)) == (403, "E071")
        assert told(mark(service, path, window, GOOD, who)) == (403, "E071")
        assert told(photo(service, path, PHOTO, who)) == (403, "E071")


def test_the_engineer_reaches_it_by_no_way_of_an_exam(service, engineer):
    path = begin(service, engineer)
    sitting = path.rpartition("/")[2]
    window = seated(service, path)
    mark(service, path, window, GOOD)
    assert told(service.ask("POST", f"api/papers/{PAPER}/open", engineer, {})) == (403, "E070")
    for method, way in (("GET", ""), ("POST", "/window"), ("POST", "/submit"), ("GET", "/receipt"), ("POST", "/check")):
        reply = service.ask(method, f"api/sittings/{sitting}{way}", engineer, {} if method == "POST" else None)
        assert told(reply) == (403, "E070"), way
    entry = {"client": window * WINDOW + 50, "slot": "q01", "answer": {"examiners": []}}
    assert told(service.ask("PUT", f"api/sittings/{sitting}/answers", engineer, {"entries": [entry]})) == (403, "E070")
    _, mine = service.ask("GET", "api/mine", engineer)
    assert PAPER not in [p["id"] for p in mine["papers"]]


def test_only_those_who_teach_the_course(service, engineer):
    path = begin(service, engineer)
    assert told(service.ask("POST", f"{path}/window", "t02", {})) == (403, "E021")
    assert told(service.ask("POST", f"api/observe/papers/{PAPER}", "t02", {"engineer": engineer})) == (403, "E021")
    _, said = service.ask("GET", "api/observe", "t02")
    assert (said["lists"], said["observations"]) == ([], [])
    assert service.ask("GET", path, "nobody")[0] == 401
    seated(service, path, "a01")  # an administrator may


@pytest.mark.parametrize("who", ["nobody", "t01", "m01", "../e001", "", 5, None, ["e001"]])
def test_only_an_engineer_who_is_there_can_be_observed(service, who):
    status, code = told(service.ask("POST", f"api/observe/papers/{PAPER}", "t01", {"engineer": who}))
    assert (status, code) in {(404, "E072"), (400, "E015")}


def test_forged_ids_lead_nowhere(service, engineer):
    for way in ("s" + "0" * 24, "s" + "f" * 24):
        assert told(service.ask("POST", f"api/observe/sittings/{way}/window", "t01", {})) == (404, "E013")
    assert told(service.ask("POST", "api/observe/papers/none", "t01", {"engineer": engineer})) == (404, "W010")
    assert told(service.ask("POST", "api/observe/papers/basics-before", "t01", {"engineer": engineer})) == (404, "E013")
    _, opened = service.ask("POST", "api/papers/basics-before/open", engineer, {})
    assert told(service.ask("POST", f"api/observe/sittings/{opened['sitting']}/window", "t01", {})) == (404, "E013")
    path = begin(service, engineer)
    seated(service, path)
    for bad in ("../../../people", "a" * 63, "%2e%2e", "A" * 64):
        assert service.ask("GET", f"{path}/photos/{bad}", "t01")[0] == 404


def test_what_comes_from_another_site_is_refused(service, engineer):
    path = begin(service, engineer)
    window = seated(service, path)
    body = json.dumps(
        {"entries": [{"client": window * WINDOW + 1, "slot": "isolates", "answer": {"level": 0}}]}
    ).encode()
    for headers in (
        {},
        {"X-Fieldmark": "1", "Origin": "https://evil.example"},
        {"X-Fieldmark": "1", "Sec-Fetch-Site": "cross-site"},
    ):
        for method, way, sent in (
            ("PUT", "marks", body),
            ("POST", "finish", b"{}"),
            ("PUT", f"photos/{name(PHOTO)}", PHOTO),
        ):
            status, _, said = service.raw(method, f"{path}/{way}", sent, {"Cookie": "who=t01", **headers})
            assert (status, said["problem"]["code"]) == (403, "E016")
    assert service.ask("POST", f"{path}/window", "t01", {})[1]["sheets"]["1"]["lines"] == {}


def test_the_second_examiner_sees_nothing_of_the_first_until_both_are_done(service, engineer):
    path = begin(service, engineer)
    first, second = seated(service, path), seated(service, path, "t03")
    assert photo(service, path, PHOTO)[0] == 200
    mark(service, path, first, {**GOOD, "isolates": {"level": 1, "note": "seen by the first", "photos": [name(PHOTO)]}})
    for way, method in (("", "GET"), ("/window", "POST")):
        _, said = service.ask(method, path + way, "t03", {} if method == "POST" else None)
        assert "seen by the first" not in json.dumps(said)
        assert name(PHOTO) not in json.dumps(said)
    assert told(service.ask("GET", f"{path}/photos/{name(PHOTO)}", "t03")) == (404, "E013")
    stranger = mark(service, path, second, {"isolates": {"level": 0}}, "a01")  # no seat of their own
    assert [r["problem"]["code"] for r in stranger[1]["refused"]] == ["E013"]
    forged = mark(service, path, first, {"isolates": {"level": 0}}, "t03", first=40)
    assert [r["problem"]["code"] for r in forged[1]["refused"]] == ["E008"]
    assert service.ask("POST", f"{path}/finish", "t01", {})[1]["sheets"].keys() == {"1"}
    mark(service, path, second, GOOD, "t03")
    _, both = service.ask("POST", f"{path}/finish", "t03", {})
    assert both["sheets"].keys() == {"1", "2"}
    assert [(r["line"], r["distance"]) for r in both["agreement"]] == [("isolates", 1), ("explains", 0), ("signs", 0)]
    status, headers, _ = service.raw("GET", f"{path}/photos/{name(PHOTO)}", None, {"Cookie": "who=t03"})
    assert (status, headers["Content-Type"], headers["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")


def test_finished_is_finished_and_a_repeated_request_gets_the_same(service, engineer):
    path = finished(service, engineer, "t01", "t03")
    _, once = service.ask("POST", f"{path}/finish", "t01", {})
    _, again = service.ask("POST", f"{path}/window", "t01", {})
    assert once["receipt"] == again["receipt"]
    window = 1
    late = mark(service, path, window, {"signs": {"level": 0}}, first=60)
    assert [r["problem"]["code"] for r in late[1]["refused"]] == ["E075"]
    assert told(photo(service, path, jpeg(width=9))) == (409, "E075")
    desk = path.replace("api/observe", "api/desk")
    assert told(service.ask("POST", f"{desk}/resume", "t01", {})) == (409, "E012")
    second = begin(service, engineer)  # observed again: an attempt of its own
    assert second != path


def test_the_same_numbers_again_change_nothing(service, engineer):
    path = begin(service, engineer)
    window = seated(service, path)
    for marks in (GOOD, {line: {"level": 0} for line in GOOD}):
        assert mark(service, path, window, marks)[1]["saved"] == [window * WINDOW + n for n in (1, 2, 3)]
    _, said = service.ask("POST", f"{path}/window", "t01", {})
    assert {line: s["mark"] for line, s in said["sheets"]["1"]["lines"].items()} == GOOD


def test_a_checklist_edited_meanwhile(service, engineer):
    path = begin(service, engineer)
    window = seated(service, path)
    write_sealed(service.place, checklist(2, attempts=9, digest="other"))
    try:
        reply = mark(service, path, window, {"signs": {"level": 1}})
        assert [r["problem"]["code"] for r in reply[1]["refused"]] == ["E076"]
        assert told(service.ask("POST", f"{path}/finish", "t01", {})) == (409, "E076")
        desk = path.replace("api/observe", "api/desk")
        assert service.ask("POST", f"{desk}/void", "t01", {"reason": "the list was changed"})[0] == 200
    finally:
        write_sealed(service.place, checklist(2, attempts=9))


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"<svg onload=alert(1)>", "E080"), (b"", "E080"), (b"%PDF-1.7 " + bytes(99), "E080"),
     (jpeg(segment(0xE1, b"Exif\0\0GPS")), "E080"), (jpeg(tail=b"<script>"), "E080"), (jpeg(width=9000), "E080")],
)  # fmt: skip
def test_what_is_no_plain_picture_is_refused_and_not_kept(service, data, code):
    path = begin(service, "e119")
    seated(service, path)
    assert told(photo(service, path, data)) == (400, code)
    assert not list((service.place.state / "observations" / "e119").rglob("*"))


def test_a_photo_that_was_changed_on_the_way_or_has_another_name(service, engineer):
    path = begin(service, engineer)
    seated(service, path)
    assert told(photo(service, path, PHOTO, digest="0" * 64)) == (400, "E080")


def test_thirty_megabytes_are_not_even_read(service, engineer):
    path = begin(service, engineer)
    seated(service, path)
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    head = {"Cookie": "who=t01", "X-Fieldmark": "1", "Content-Length": "30000000", "Content-Type": "image/jpeg"}
    connection.request("PUT", f"/exam/{path}/photos/{'0' * 64}", None, head)
    reply = connection.getresponse()
    assert reply.status == 413
    assert json.loads(reply.read())["problem"]["code"] == "E011"
    connection.close()


def test_the_journal_holds_every_mark_and_the_digest_of_every_photo(service, engineer):
    path = begin(service, engineer)
    window = seated(service, path)
    photo(service, path, PHOTO)
    mark(service, path, window, {"signs": {"level": 1, "photos": [name(PHOTO)]}})
    with Journal.open(service.place) as journal:
        events = [s.event for s in journal.events(path.rpartition("/")[2])]
        assert [(e.kind, e.actor) for e in events] == [("opened", "t01"), ("seated", "t01"), ("watched", "t01")]
        assert events[-1].data["mark"]["photos"] == [name(PHOTO)]
        assert journal.verify() == []
