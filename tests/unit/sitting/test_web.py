"""What stands around the exam on the web: pace, identity, the description of the service."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from tornado.web import HTTPError

from fieldmark.sitting.web import hub
from fieldmark.sitting.web.hub import FRESH, HubIdentity
from fieldmark.sitting.web.openapi import describe
from fieldmark.sitting.web.table import NAMES, ROUTES
from fieldmark.store.workspace import Workspace


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Hub:
    """The hub's OAuth client, as far as sessions need it."""

    access_scopes = frozenset({"access:services!service=exam"})

    def __init__(self) -> None:
        self.answer: object = {"name": "e001", "scopes": ["access:services!service=exam"]}
        self.asked = 0

    async def user_for_token(self, token: str, **_: object) -> object:
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def check_scopes(self, wanted, model) -> bool:
        return bool(wanted & set(model["scopes"]))


@pytest.fixture
def clock(monkeypatch):
    clock = Seconds()
    monkeypatch.setattr(hub.time, "monotonic", clock)
    return clock


@pytest.fixture
def identity(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(hub.HubOAuth, "instance", lambda **_: Hub())
    return HubIdentity(Workspace(tmp_path), "/services/exam/")


def stands(identity) -> bool:
    return asyncio.run(identity._stands("token"))


def test_the_hub_is_asked_once_in_ten_seconds_however_many_ask(identity, clock):
    async def many() -> list[bool]:
        return await asyncio.gather(*(identity._stands("token") for _ in range(50)))

    assert all(asyncio.run(many()))
    clock.now += FRESH - 0.1
    assert stands(identity)
    assert identity.auth.asked == 1
    clock.now += 0.2
    assert stands(identity)
    assert identity.auth.asked == 2


def test_after_the_logout_a_copied_cookie_ends_within_ten_seconds(identity, clock):
    assert stands(identity)
    identity.auth.answer = None
    clock.now += FRESH
    assert not stands(identity)


def test_who_lost_the_right_to_the_service_is_out(identity):
    identity.auth.answer = {"name": "e001", "scopes": []}
    assert not stands(identity)


@pytest.mark.parametrize("error", [HTTPError(500), HTTPError(502), TimeoutError()])
def test_a_hub_that_is_away_stops_nobody(identity, clock, error):
    identity.auth.answer = error
    assert stands(identity)


def test_the_description_names_every_address_and_each_handler_answers_it():
    described = describe(ROUTES, "/exam/")["paths"]
    assert len(described) == len(ROUTES)
    for route in ROUTES:
        operations = described[f"/{route.path}"]
        assert set(operations) == set(route.methods)
        for method, operation in operations.items():
            assert getattr(route.handler, method) is not getattr(route.handler.__mro__[-2], method, None)
            named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert named == {name for name in NAMES if "{" + name + "}" in route.path}


def test_the_service_starts_without_the_heavy_libraries(tmp_path):
    code = (
        "import sys, pathlib\n"
        "from fieldmark.sitting.service import make_app\n"
        "from fieldmark.sitting.web.hub import HubIdentity\n"
        "from fieldmark.sitting.web.identity import Given\n"
        "from fieldmark.store.workspace import Workspace\n"
        "make_app(Workspace(pathlib.Path(sys.argv[1])), identity=Given(lambda _: None), cookie_secret='c' * 64)\n"
        "print([m for m in ('pandas', 'nbgrader', 'nbformat', 'ibis', 'pyarrow', 'scipy') if m in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
