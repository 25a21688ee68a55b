"""A paper for Safe Exam Browser, with the right keys, wrong ones and none: on pages and on writes."""

from __future__ import annotations

import gzip
import http.client
import plistlib
import re
from dataclasses import replace
from urllib.parse import urlparse

import pytest
from exam_browser import running, workspace
from sittings import ANSWERS, sealed

from fieldmark.model.sitting import WINDOW
from fieldmark.sitting import seb

BROWSER = "ab" * 32


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    plain = sealed(attempts=1_000)
    locked = replace(plain, paper=replace(plain.paper, id="locked-a", seb=True))
    named = replace(plain, paper=replace(plain.paper, id="named-a", seb=True, seb_keys=(BROWSER,)))
    with running(workspace(tmp_path_factory.mktemp("seb"), plain, locked, named)) as service:
        yield service


def fetch(service, path, who="e001", **headers):
    """Status, headers and raw bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    try:
        connection.request("GET", urlparse(service.url).path + path, None, {"Cookie": f"who={who}", **headers})
        reply = connection.getresponse()
        return reply.status, reply.headers, reply.read()
    finally:
        connection.close()


def key(service, paper="locked-a", who="e001", **headers) -> str:
    """The Config Key, as the browser computes it from the file that it was given."""
    status, found, data = fetch(service, f"seb/{paper}", who, **headers)
    assert status == 200
    assert found["Content-Disposition"] == f'attachment; filename="{paper}.seb"'
    return seb.config_key(plistlib.loads(gzip.decompress(gzip.decompress(data)[4:])))


def headers(service, path, own, browser="", base=""):
    url = (base or service.url) + path
    made = {seb.CONFIG_HEADER: seb.hashed(url, own)}
    return {**made, **({seb.BROWSER_HEADER: seb.hashed(url, browser)} if browser else {})}


def ask(service, method, path, sent, body=None, who="e001", **more):
    given = {name.replace("-", "_"): value for name, value in {**sent, **more}.items()}
    return service.ask(method, path, who, body, **given)


def opened(service, paper="locked-a", browser="") -> tuple[str, str]:
    own, path = key(service, paper), f"api/papers/{paper}/open"
    status, said = ask(service, "POST", path, headers(service, path, own, browser), {})
    assert status == 200, said
    return said["sitting"], own


def test_the_whole_exam_with_the_right_key(service):
    sitting, own = opened(service)
    for method, what, body in (
        ("POST", "window", {}),
        ("PUT", "answers", {"entries": [{"client": 2 * WINDOW + 1, "slot": "q01", "answer": ANSWERS["q01"]}]}),
        ("GET", "receipt", None),
        ("POST", "submit", {}),
    ):
        path = f"api/sittings/{sitting}/{what}"
        status, said = ask(service, method, path, headers(service, path, own), body)
        assert status == 200, said
    status, said = service.ask("GET", f"api/sittings/{sitting}/receipt")  # handed in: any browser
    assert (status, said["received"][0]["answered"]) == (200, True)
    assert fetch(service, f"sit/{sitting}")[0] == 200


WRITES = [
    ("POST", "window", {}),
    ("PUT", "answers", {"entries": [{"client": WINDOW + 1, "slot": "q01", "answer": ANSWERS["q01"]}]}),
    ("POST", "steps", {"client": WINDOW + 2, "slot": "q01", "act": {}}),
    ("POST", "submit", {}),
    ("GET", "receipt", None),
]


@pytest.mark.parametrize(("method", "what", "body"), WRITES)
def test_without_the_key_nothing_is_read_or_written(service, method, what, body):
    sitting, own = opened(service)
    path = f"api/sittings/{sitting}/{what}"
    other = f"api/sittings/{sitting}"
    wrong = [
        {},
        headers(service, path, "0" * 64),
        headers(service, other, own),  # seen for another address
        headers(service, path, key(service, who="e002")),
        headers(service, path, own, base=service.url.replace("http:", "https:")),
        {seb.CONFIG_HEADER: own},
        {seb.BROWSER_HEADER: seb.hashed(service.url + path, own)},
    ]
    for sent in wrong:
        status, said = ask(service, method, path, sent, body)
        assert (status, said["problem"]["code"]) == (403, "E050"), sent
    status, said = ask(service, "GET", other, headers(service, other, own))
    assert (status, said["status"], said["window"]) == (200, "running", 1)


def test_the_page_for_another_browser_looks_like_ours_and_leads_back(service):
    sitting, _ = opened(service)
    status, _, page = fetch(service, f"sit/{sitting}")
    assert status == 403
    links = re.findall(r'(?:href|src)="(/[^"]*)"', page.decode())
    assert {"/exam/", "/exam/seb/locked-a"} <= set(links)
    for link in links:
        if "/static/" in link:
            assert fetch(service, link.removeprefix("/exam/"))[0] == 200
    assert sum("/static/" in link for link in links) == 2


def test_a_paper_is_not_opened_with_another_browser(service):
    path = "api/papers/locked-a/open"
    status, said = service.ask("POST", path, "e003", {})
    assert (status, said["problem"]["code"]) == (403, "E050")
    own = key(service)  # another engineer's
    assert ask(service, "POST", path, headers(service, path, own), {}, who="e003")[0] == 403
    assert service.ask("POST", "api/papers/basics-before/open", "e003", {})[0] == 200  # asks for no browser


def test_the_page_says_what_to_do(service):
    sitting, own = opened(service)
    status, _, page = fetch(service, f"sit/{sitting}")
    assert status == 403
    assert b"seb/locked-a" in page
    assert "配置".encode() in page
    assert b"exam." not in page  # nothing of the exam's own page
    assert page.count(b"<script") == 1
    assert fetch(service, f"sit/{sitting}", **headers(service, f"sit/{sitting}", own))[0] == 200
    assert fetch(service, f"sit/{sitting}", "e002")[0] == 200  # the shell alone, as for any name


def test_named_versions_of_the_browser_are_asked_for(service):
    sitting, own = opened(service, "named-a", BROWSER)
    path = f"api/sittings/{sitting}"
    assert ask(service, "GET", path, headers(service, path, own, BROWSER))[0] == 200
    assert ask(service, "GET", path, headers(service, path, own))[0] == 403
    assert ask(service, "GET", path, headers(service, path, own, "cd" * 32))[0] == 403


def test_behind_a_proxy_the_address_is_the_one_that_was_entered(tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDMARK_EXTERNAL", "https://exam.example")
    plain = sealed(attempts=1_000)
    locked = replace(plain, paper=replace(plain.paper, id="locked-a", seb=True))
    with running(workspace(tmp_path, locked)) as service:
        own, path = key(service), "api/papers/locked-a/open"
        sent = headers(service, path, own, base=f"https://exam.example{urlparse(service.url).path}")
        assert ask(service, "POST", path, sent, {})[0] == 200
        assert ask(service, "POST", path, sent, {}, Host="other.example")[0] == 200
        assert ask(service, "POST", path, headers(service, path, own), {})[0] == 403
        assert ask(service, "POST", path, sent, {}, Origin="https://evil.example")[0] == 403
        assert ask(service, "POST", path, sent, {}, Origin="https://exam.example")[0] == 200


def test_a_forwarded_host_is_not_believed(service):
    proxy = {"X-Forwarded-Host": "exam.example", "X-Forwarded-Proto": "https"}
    own, path = key(service), "api/papers/locked-a/open"
    sent = headers(service, path, own, base=f"https://exam.example{urlparse(service.url).path}")
    assert ask(service, "POST", path, sent, {}, **proxy)[0] == 403
    evil = {"X-Forwarded-Host": "evil.example", "Origin": "https://evil.example"}
    assert ask(service, "POST", "api/papers/basics-before/open", {}, {}, **evil)[0] == 403


@pytest.mark.parametrize("host", ["exam.example/exam", "a, b", "u@exam.example", "exam.example:port"])
def test_a_forged_host_opens_nothing(service, host):
    own, path = key(service), "api/papers/locked-a/open"
    sent = headers(service, path, own, base=f"http://{host}{urlparse(service.url).path}")
    assert ask(service, "POST", path, sent, {}, Host=host)[0] in {400, 403}
    assert fetch(service, "seb/locked-a", Host=host)[0] in {400, 409}


def test_files_are_for_papers_that_ask_for_them_and_for_those_who_are_logged_in(service):
    assert fetch(service, "seb/basics-before")[0] == 409
    assert fetch(service, "seb/none-such")[0] == 404
    assert fetch(service, "seb/locked-a", "nobody")[0] == 401
    assert fetch(service, "seb/locked-a", "t01")[0] == 403
