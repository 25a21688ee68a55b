"""Safe Exam Browser: configuration, Config Key and the check of requests."""

from __future__ import annotations

import gzip
import plistlib
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from fieldmark.sitting import seb

START = "https://exam.example/services/exam/"
MADE = seb.settings(START, "5e" * 32, "e001", "basics-before", 1)
KEY = seb.config_key(MADE)
URL = f"{START}api/sittings/s1/answers"
BROWSER = "AB" * 32


def test_seb_json_follows_the_documented_rules():
    made = {
        "startURL": "https://a.example/?q=\\d+",
        "allowWLAN": True,
        "allowWlan": False,
        "b": [],
        "Alpha": {"z": 1, "Y": b"\x00\xff"},
        "empty": {},
        "rules": [{"active": True}, {}],
        "at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "words": '中文 / "',
    }
    assert seb.seb_json(made) == (
        '{"allowWlan":false,"allowWLAN":true,"Alpha":{"Y":"AP8=","z":1},"at":"2026-03-02T09:00:00Z","b":[],'
        '"rules":[{"active":true}],"startURL":"https://a.example/?q=\\d+","words":"中文 / ""}'
    )


def test_the_config_key_is_its_hash_without_the_originator():
    assert seb.config_key({}) == sha256(b"{}").hexdigest()
    assert seb.config_key({**MADE, "originatorVersion": "SEB_Win_3.7"}) == KEY
    assert seb.config_key({**MADE, "allowQuit": False}) != KEY


def test_the_file_holds_the_settings_that_the_key_was_made_of():
    data = gzip.decompress(seb.file(MADE))
    assert data[:4] == b"plnd"
    read = plistlib.loads(gzip.decompress(data[4:]))
    assert read == MADE
    assert seb.config_key(read) == KEY
    assert seb.file(MADE) == seb.file(dict(reversed(MADE.items())))


def test_each_engineer_attempt_paper_and_secret_has_a_key_of_its_own():
    others = [
        ("5e" * 32, "e002", "basics-before", 1),
        ("5e" * 32, "e001", "basics-after", 1),
        ("5e" * 32, "e001", "basics-before", 2),
        ("5f" * 32, "e001", "basics-before", 1),
    ]
    keys = {seb.config_key(seb.settings(START, *other)) for other in others}
    assert len(keys | {KEY}) == 5


def sent(url=URL, key=KEY, browser=""):
    more = {seb.BROWSER_HEADER: seb.hashed(url, browser)} if browser else {}
    return {seb.CONFIG_HEADER: seb.hashed(url, key), **more}


def test_the_right_header_admits_whatever_its_letters_case():
    assert seb.admitted(URL, KEY, sent())
    assert seb.admitted(URL, KEY, {name: value.upper() for name, value in sent().items()})
    assert seb.admitted(URL, KEY, sent(URL + "#here"))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        sent(key="0" * 64),
        sent(URL + "?x=1"),
        sent(URL.replace("https", "http")),
        {seb.CONFIG_HEADER: KEY},
        {seb.CONFIG_HEADER: ""},
        {seb.CONFIG_HEADER: "é" * 64},
        {seb.BROWSER_HEADER: seb.hashed(URL, KEY)},
    ],
)
def test_wrong_and_missing_headers_do_not(headers):
    assert not seb.admitted(URL, KEY, headers)
    assert not seb.admitted("", KEY, headers)


def test_named_browser_keys_are_asked_for_too():
    keys = ("11" * 32, BROWSER)
    assert seb.admitted(URL, KEY, sent(browser=BROWSER.lower()), keys)
    assert not seb.admitted(URL, KEY, sent(), keys)
    assert not seb.admitted(URL, KEY, sent(browser="22" * 32), keys)
    assert not seb.admitted(URL, KEY, sent(key="0" * 64, browser=BROWSER), keys)


@pytest.mark.parametrize("host", ["exam.example", "127.0.0.1:8000", "[::1]:8000", "EXAM"])
def test_hosts_as_a_browser_names_them(host):
    assert seb.address("https", host, "/a?b=c") == f"https://{host}/a?b=c"


@pytest.mark.parametrize(
    ("scheme", "host", "path"),
    [
        ("https", "exam.example/a", "/b"),
        ("https", "exam.example, other.example", "/b"),
        ("https", "user@exam.example", "/b"),
        ("https", "exam.example\r\nX: y", "/b"),
        ("https", "exam.example\n", "/b"),
        ("https", "", "/b"),
        ("javascript", "exam.example", "/b"),
        ("https", "exam.example", "b"),
    ],
)
def test_forged_hosts_give_no_address(scheme, host, path):
    assert seb.address(scheme, host, path) == ""
