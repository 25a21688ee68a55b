"""Who still is one, by the hub's word: how often it is asked, and what counts while it is away."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

import pytest
from aiohttp import ClientSession, CookieJar
from tornado.web import HTTPError

from fieldmark.model.person import Person
from fieldmark.sitting.web import hub, sessions
from fieldmark.sitting.web.hub import HubIdentity
from fieldmark.sitting.web.sessions import AHEAD, FRESH, IDLE, MOST, HubAway, Sessions
from fieldmark.store.people import write_people
from fieldmark.store.workspace import Workspace


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Hub:
    """Answers for many; `ended` are tokens that stand no more."""

    def __init__(self) -> None:
        self.ended: set[str] = set()
        self.asked: list[list[str]] = []
        self.away: Exception | None = None

    async def __call__(self, tokens) -> list[bool]:
        self.asked.append(list(tokens))
        await asyncio.sleep(0)
        if self.away:
            raise self.away
        return [token not in self.ended for token in tokens]


@pytest.fixture
def clock(monkeypatch):
    clock = Seconds()
    monkeypatch.setattr(sessions.time, "monotonic", clock)
    return clock


@pytest.fixture
def the_hub():
    return Hub()


def stands(known: Sessions, *tokens: str) -> list[bool]:
    async def ask() -> list[bool]:
        return await asyncio.gather(*(known.stands(token) for token in tokens))

    return asyncio.run(ask())


def test_those_who_come_together_share_one_question(the_hub, clock):
    known = Sessions(the_hub)
    names = [f"t{n}" for n in range(MOST + 20)]
    assert all(stands(known, *names, *names[:50]))
    assert sorted(map(len, the_hub.asked)) == [70, MOST] or sorted(map(len, the_hub.asked)) == [20, MOST]


def test_an_answer_is_believed_for_ten_seconds(the_hub, clock):
    known = Sessions(the_hub)
    assert stands(known, "t") == [True]
    clock.now += FRESH - 0.1
    assert stands(known, "t") == [True]
    assert len(the_hub.asked) == 1
    clock.now += 0.2
    assert stands(known, "t") == [True]
    assert len(the_hub.asked) == 2


def test_after_the_logout_a_copied_cookie_ends_within_ten_seconds(the_hub, clock):
    known = Sessions(the_hub)
    assert stands(known, "t", "u") == [True, True]
    the_hub.ended = {"t"}
    clock.now += FRESH
    assert stands(known, "t", "u") == [False, True]


def test_an_ended_session_stays_ended_while_the_hub_is_away(the_hub, clock):
    known = Sessions(the_hub)
    the_hub.ended = {"t"}
    assert stands(known, "t") == [False]
    the_hub.away = HubAway("gone")
    clock.now += FRESH
    assert stands(known, "t") == [False]


def test_those_in_use_never_wait_since_they_are_asked_about_ahead(the_hub, clock):
    known = Sessions(the_hub)
    stands(known, "t", "u")
    for _ in range(3):
        clock.now += AHEAD
        asyncio.run(known.ahead())
        before = len(the_hub.asked)
        assert stands(known, "t") == [True]
        assert len(the_hub.asked) == before
    clock.now += IDLE
    asyncio.run(known.ahead())
    assert len(the_hub.asked) == before  # nobody asks any more, neither do we


def test_a_logout_is_learnt_ahead_too(the_hub, clock):
    known = Sessions(the_hub)
    stands(known, "t")
    the_hub.ended = {"t"}
    clock.now += AHEAD
    asyncio.run(known.ahead())
    assert stands(known, "t") == [False]


def test_what_the_hub_has_just_given_needs_no_question(the_hub, clock):
    known = Sessions(the_hub)
    known.begun("t")
    assert stands(known, "t") == [True]
    assert the_hub.asked == []


@pytest.mark.parametrize("error", [HubAway("gone"), TimeoutError()])
def test_a_hub_that_is_away_stops_nobody(the_hub, clock, error):
    known = Sessions(the_hub)
    the_hub.away = error
    assert stands(known, "t") == [True]


def test_an_error_of_ours_leaves_nobody_waiting_for_ever(the_hub, clock):
    known = Sessions(the_hub)
    the_hub.away = KeyError("a bug")
    with pytest.raises(KeyError):
        stands(known, "t")
    the_hub.away = None
    clock.now += FRESH
    assert stands(known, "t") == [True]


def test_as_many_are_remembered_as_are_allowed(the_hub, clock, monkeypatch):
    monkeypatch.setattr(sessions, "KEPT", 10)
    known = Sessions(the_hub)
    for n in range(25):
        clock.now += 1
        stands(known, f"t{n}")
    assert len(known._known) <= 10
    assert "t24" in known._known


class PlainHub:
    """A hub without our question: it is asked session by session, as JupyterHub has it."""

    api_token, api_url = "service", "http://127.0.0.1:9/hub/api"
    access_scopes = frozenset({"access:services!service=exam"})

    def __init__(self) -> None:
        self.answer: object = {"name": "e001", "scopes": ["access:services!service=exam"]}

    async def user_for_token(self, token: str, **_: object) -> object:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def check_scopes(self, wanted, model) -> bool:
        return bool(wanted & set(model["scopes"]))


@pytest.fixture
def identity(tmp_path, clock, monkeypatch):
    async def unknown(self, tokens):
        return None

    monkeypatch.setattr(hub.HubOAuth, "instance", lambda **_: PlainHub())
    monkeypatch.setattr(HubIdentity, "_ask_many", unknown)
    return HubIdentity(Workspace(tmp_path), "/services/exam/")


def test_a_hub_without_our_question_is_asked_one_by_one(identity):
    assert stands(identity.sessions, "t", "u") == [True, True]
    assert not identity._bulk


def test_who_lost_the_right_to_the_service_is_out(identity):
    identity.auth.answer = {"name": "e001", "scopes": []}
    assert stands(identity.sessions, "t") == [False]


def test_a_plain_hub_that_fails_stops_nobody(identity):
    identity.auth.answer = HTTPError(502)
    assert stands(identity.sessions, "t") == [True]


class LoginHub(PlainHub):
    """A hub that sends one back at once, and gives a token for the code where the verifier is the right one."""

    login_url = "http://hub/oauth"

    def __init__(self) -> None:
        super().__init__()
        self.verifiers: list[str] = []

    def generate_pkce_code_challenge(self):
        return "verifier", "challenge", "S256"

    async def token_for_code(self, code, code_verifier, **_):
        self.verifiers.append(code_verifier)
        return f"token-{code}"


@pytest.fixture
def replicas(tmp_path, monkeypatch):
    """Two services that share nothing but the workspace and the cookies' secret."""
    monkeypatch.setattr(hub.HubOAuth, "instance", lambda **_: LoginHub())
    place = Workspace(tmp_path)
    write_people(place, [Person("e001", "Ann", "engineer")])
    return [HubIdentity(place, "/exam/") for _ in range(2)]


async def served(identity, stack) -> str:
    from tornado.httpserver import HTTPServer
    from tornado.testing import bind_unused_port
    from tornado.web import Application

    socket, port = bind_unused_port()
    server = HTTPServer(Application(identity.routes("/exam/"), cookie_secret="c" * 64))
    server.add_socket(socket)
    stack.callback(server.stop)
    return f"http://127.0.0.1:{port}/exam/"


def test_a_login_that_one_replica_began_ends_at_another(replicas):
    async def log_in() -> None:
        with ExitStack() as stack:
            one, other = [await served(identity, stack) for identity in replicas]
            async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
                sent = await browser.get(f"{one}login?next=/exam/sit/s1", allow_redirects=False)
                state = sent.headers["Location"].partition("state=")[2].partition("&")[0]
                back = await browser.get(f"{other}oauth_callback?code=c&state={state}", allow_redirects=False)
                assert (back.status, back.headers["Location"]) == (302, "/exam/sit/s1")
                assert "fieldmark-exam" in back.cookies
                again = await browser.get(f"{one}oauth_callback?code=c&state={state}", allow_redirects=False)
                assert again.status == 403  # its cookie is gone
            async with ClientSession() as stranger:
                forged = await stranger.get(f"{other}oauth_callback?code=c&state={state}", allow_redirects=False)
                assert forged.status == 403

    asyncio.run(log_in())
    assert replicas[1].auth.verifiers == ["verifier"]
    assert replicas[0].auth.verifiers == []


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/exam/\\evil", "/hub/home", ""])
def test_a_login_leads_nowhere_else(replicas, wanted):
    async def log_in() -> None:
        with ExitStack() as stack:
            one = await served(replicas[0], stack)
            async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
                sent = await browser.get(f"{one}login", params={"next": wanted}, allow_redirects=False)
                state = sent.headers["Location"].partition("state=")[2].partition("&")[0]
                back = await browser.get(f"{one}oauth_callback?code=c&state={state}", allow_redirects=False)
                assert back.headers["Location"] == "/exam/"

    asyncio.run(log_in())
