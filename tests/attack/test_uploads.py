"""Files for hand-written assignments: honest uploads, and what an engineer may not do with them."""

from __future__ import annotations

import http.client
import json
import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from exam_browser import running, workspace
from sittings import sealed

from fieldmark.sitting import audit, handin
from fieldmark.store import uploads
from fieldmark.store.feedback import notebook_key, write_feedback
from fieldmark.store.files import write_bytes, write_text

COURSE, NAME = "vfd", "pump-curve"
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "markdown", "source": "x"}]}
GOOD = json.dumps(NOTEBOOK).encode()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    place = workspace(tmp_path_factory.mktemp("handed"), sealed())
    for name in (NAME, "two-parts", "not-released"):
        (place.assignments / COURSE / "notebooks" / name).mkdir(parents=True)
    release = place.nbgrader(COURSE) / "release"
    write_bytes(release / NAME / f"{NAME}.ipynb", GOOD)
    write_bytes(release / "two-parts" / "a.ipynb", GOOD)
    write_text(release / "two-parts" / "data" / "测量.csv", "u,i\n1,2\n")
    write_bytes(release / "basics-before-a1" / "basics-before-a1.ipynb", GOOD)  # a paper is no assignment
    with running(place) as service:
        yield service


def form(*files: tuple[str, bytes]) -> bytes:
    parts = b""
    for name, data in files:
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        parts += head.encode() + data + b"\r\n"
    return parts + b"--edge--\r\n"


def send(service, *files, who="e001", name=NAME, body=None, **headers):
    kind = "multipart/form-data; boundary=edge"
    data = form(*files) if body is None else body
    return service.ask("POST", f"api/assignments/{COURSE}/{name}", who, data, **{"Content_Type": kind, **headers})


def submitted(service, who="e001", name=NAME):
    return service.place.nbgrader(COURSE) / "submitted" / who / name


def mine(service, who="e001"):
    _, said = service.ask("GET", "api/assignments", who)
    return {each["assignment"]: each["uploads"] for each in said["assignments"]}


def test_handed_in_with_a_receipt_and_kept_when_replaced(service):
    status, said = send(service, ("pump-curve (1).ipynb", GOOD), ("测量 1.csv", b"u,i\n"))
    assert status == 200, said
    place = submitted(service)
    assert sorted(p.name for p in place.iterdir()) == [f"{NAME}.ipynb", "timestamp.txt", "测量 1.csv"]
    assert (place / f"{NAME}.ipynb").read_bytes() == GOOD
    assert (place / "timestamp.txt").read_text().endswith(" UTC")
    assert {f["name"]: f["sha256"] for f in said["files"]}[f"{NAME}.ipynb"] == sha256(GOOD).hexdigest()
    status, again = send(service, (f"{NAME}.ipynb", GOOD + b"\n"))
    assert status == 200
    assert again["checksum"] != said["checksum"]
    assert sorted(p.name for p in place.iterdir()) == [f"{NAME}.ipynb", "timestamp.txt"]  # the earlier csv is gone
    assert [r["checksum"] for r in mine(service)[NAME]] == [said["checksum"], again["checksum"]]
    first = service.place.state / "uploads" / COURSE / "e001" / NAME / "0001" / "files"
    assert (first / "测量 1.csv").read_bytes() == b"u,i\n"


def test_download_of_what_is_released_and_nothing_else(service):
    def get(path, who="e001"):
        status, headers, _ = service.raw("GET", path, None, {"Cookie": f"who={who}"})
        return status, headers.get("Content-Disposition", "")

    assert get(f"assignments/{COURSE}/{NAME}") == (200, f"attachment; filename*=UTF-8''{NAME}.ipynb")
    assert get(f"assignments/{COURSE}/two-parts") == (200, "attachment; filename*=UTF-8''two-parts.zip")
    assert get(f"assignments/{COURSE}/{NAME}", "nobody")[0] == 401
    for path in ("not-released", "basics-before-a1", "none", "..", "%2e%2e", f"{NAME}/../two-parts", "a%2Fb", "%00"):
        assert get(f"assignments/{COURSE}/{path}")[0] in {404, 409}, path
    assert set(mine(service)) == {NAME, "two-parts"}


def test_nothing_of_another_engineer_is_shown_or_touched(service):
    send(service, (f"{NAME}.ipynb", GOOD), ("mine.txt", b"secret of e001"))
    before = sorted(submitted(service).iterdir())
    assert mine(service, "e002")[NAME] == []
    assert send(service, (f"{NAME}.ipynb", GOOD), ("../../e001/pump-curve/mine.txt", b"new"), who="e002")[0] == 200
    assert sorted(submitted(service).iterdir()) == before
    assert (submitted(service) / "mine.txt").read_bytes() == b"secret of e001"
    assert (submitted(service, "e002") / "mine.txt").read_bytes() == b"new"
    for who, status in (("nobody", 401), ("t01", 403), ("m01", 403)):
        assert send(service, (f"{NAME}.ipynb", GOOD), who=who)[0] == status


BAD = {
    "no notebook": [("a.csv", b"1")],
    "two notebooks": [("a.ipynb", GOOD), ("b.ipynb", GOOD)],
    "no JSON": [("a.ipynb", b"hello")],
    "not a notebook": [("a.ipynb", b'{"cells": 1}')],
    "another format": [("a.ipynb", json.dumps({**NOTEBOOK, "nbformat": 3}).encode())],
    "deep": [("a.ipynb", b"[" * 100_000 + b"]" * 100_000)],
    "our own file": [("a.ipynb", GOOD), ("timestamp.txt", b"1999")],
    "two of a name": [("a.ipynb", GOOD), ("b.txt", b""), ("x/B.txt", b"")],
    "too many": [("a.ipynb", GOOD), *((f"{n}.txt", b"") for n in range(60))],
    "no name": [("a.ipynb", GOOD), ("...", b"")],
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_refused_whole(service, case):
    status, said = send(service, *BAD[case], who="e003")
    assert (status, said["problem"]["code"]) == (409, "E061")
    assert not submitted(service, "e003").exists()
    assert mine(service, "e003")[NAME] == []


@pytest.mark.parametrize("body", [b"", b"nonsense", b"--edge", form(("a.ipynb", GOOD))[:80], b"\x00" * 1000])
def test_broken_forms_are_refused_in_words(service, body):
    status, said = send(service, who="e003", body=body)
    assert (status, said["problem"]["code"]) == (409, "E061")


def test_too_large_is_refused_before_it_is_read(service):
    half = b"x" * (handin.MOST_MB * 500_000)
    assert send(service, ("a.ipynb", GOOD), ("big.bin", half))[0] == 200  # ten megabytes pass
    try:
        status, said = send(service, ("a.ipynb", GOOD), ("big.bin", half * 2 + b"x" * 1000), who="e003")
        assert (status, said["problem"]["code"]) == (409, "E062")
    except (ConnectionError, http.client.HTTPException):
        pass  # closed while it is still being sent
    assert service.healthy()
    assert not submitted(service, "e003").exists()


def test_other_sites_hand_nothing_in(service):
    for headers in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
        status, said = send(service, ("a.ipynb", GOOD), who="e003", **headers)
        assert (status, said["problem"]["code"]) == (403, "E016")
    assert not submitted(service, "e003").exists()


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\log.csv", "log.csv"),
        ("<script>alert(1)</script>.csv", "script_.csv"),
        ('a"b\r\nX: y.csv', "a_b__X_ y.csv"),
        (".bashrc", "bashrc"),
        ("测量 数据.csv", "测量 数据.csv"),
        ("..", ""),
        ("\u202egnp.exe", "_gnp.exe"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
    ],
)
def test_names_are_made_harmless(sent, name):
    assert handin.named(sent) == name


def test_an_upload_that_was_changed_or_removed_is_found(service):
    status, said = send(service, (f"{NAME}.ipynb", GOOD), ("log.csv", b"u,i\n"), who="e003")
    assert status == 200
    assert mine(service, "e003")[NAME] == [said]
    place = service.place.state / "uploads" / COURSE / "e003" / NAME / "0001" / "files"

    def found() -> list[str]:
        report = audit.verify(service.place, head=said["head"])
        return [p.message.en for p in report.problems if "event " + said["head"].partition(":")[0] in p.message.en]

    assert found() == []
    nbgraders = submitted(service, "e003") / "log.csv"
    nbgraders.write_bytes(b"u,i\n9,9\n")
    assert ["nbgrader marks, the file log.csv is not the one" in f for f in found()] == [True]
    nbgraders.write_bytes(b"u,i\n")
    (place / "log.csv").write_bytes(b"u,i\n9,9\n")
    (place / "more.csv").write_bytes(b"")
    assert len(found()) == 2
    shutil.rmtree(place.parent)
    assert ["is not there any more" in f for f in found()] == [True]


def test_a_stop_between_keeping_and_placing_is_mended(service, monkeypatch):
    place = service.place
    said = handin.receipt(COURSE, NAME, "e009", {f"{NAME}.ipynb": GOOD}, datetime.now(UTC))
    with monkeypatch.context() as broken:
        broken.setattr(uploads, "_stand", lambda *_: (_ for _ in ()).throw(OSError("stopped")))
        with pytest.raises(OSError, match="stopped"):
            uploads.keep(place, COURSE, NAME, "e009", {f"{NAME}.ipynb": GOOD}, said, lambda _: "1:0")
    assert not submitted(service, "e009").exists()
    uploads.mend(place, COURSE, NAME, "e009")
    assert (submitted(service, "e009") / f"{NAME}.ipynb").read_bytes() == GOOD
    with pytest.raises(ValueError, match="not a name"):
        uploads.uploads(place, COURSE, "../x", "e009")


def test_feedback_is_read_by_the_engineer_alone_and_not_before_its_time(service):
    key, now = notebook_key(COURSE, NAME), datetime.now(UTC)

    def told(who):
        return {a["assignment"]: a["feedback"] for a in service.ask("GET", "api/assignments", who)[1]["assignments"]}

    write_feedback(service.place, key, "e001", {"engineer": "e001", "visible": now.isoformat(), "cells": ["own"]})
    write_feedback(service.place, key, "e003", {"engineer": "e001", "visible": now.isoformat(), "cells": ["not own"]})
    assert told("e001")[NAME]["cells"] == ["own"]
    assert told("e002")[NAME] is told("e003")[NAME] is None
    paths = (f"{COURSE}/{NAME}/feedback", f"{COURSE}/{NAME}/e001", f"{COURSE}/{NAME}/../../{key}/e001.json")
    assert [service.ask("GET", f"api/assignments/{path}", "e002")[0] for path in paths] == [404] * 3
    assert service.ask("GET", "api/assignments", "nobody")[0] == 401
    late = (now + timedelta(hours=1)).isoformat()
    write_feedback(service.place, key, "e001", {"engineer": "e001", "visible": late, "cells": []})
    assert told("e001")[NAME] is None
