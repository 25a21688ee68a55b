"""Login through JupyterHub (OAuth), as a service of its own. Nothing of it stays in this process: the login under way
is in a signed cookie, so that any replica can finish it."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import Sequence
from functools import partial
from hmac import compare_digest
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from jupyterhub.services.auth import HubOAuth
from tornado.httputil import url_concat
from tornado.web import HTTPError, RequestHandler

from fieldmark.model.person import Person
from fieldmark.sitting.papers import People
from fieldmark.sitting.web.identity import Identity, Session, keep, kept, person_of
from fieldmark.sitting.web.sessions import ROUND, HubAway, Sessions
from fieldmark.store.workspace import Workspace

UNDER_WAY = "fieldmark-login-"  # and the beginning of the state: a cookie a login
MINUTES = 10  # that a login may take
BULK = "/fieldmark/sessions"  # below the hub's API; the site's own hub answers for many sessions at once


class HubIdentity(Identity):
    """Reads JUPYTERHUB_* from the environment, as the hub gives it to its services."""

    def __init__(self, workspace: Workspace, prefix: str, *, lab: bool = False) -> None:
        self._workspace = workspace
        self._people = People(workspace)
        self.prefix, self.lab = prefix, lab
        self.auth = HubOAuth.instance(cache_max_age=0)
        self._bulk = True
        self.sessions = Sessions(self._ask)

    async def person(self, handler: RequestHandler) -> Person | None:
        session = kept(handler)
        if session is None or not await self.sessions.stands(session.token):
            return None
        return self._people().get(session.person.user, session.person)  # units and role as they are now

    async def keep(self) -> None:
        """Ask ahead of need; not where each session costs the hub a question of its own."""
        while True:
            await asyncio.sleep(ROUND)
            if self._bulk:
                await self.sessions.ahead()

    def login_url(self, handler: RequestHandler) -> str:
        return f"{self.prefix}login"

    def logout_url(self) -> str:
        return f"{self.auth.hub_host}{self.auth.hub_prefix}logout"

    def lessons_url(self) -> str:
        if not os.environ.get("FIELDMARK_LESSONS", "shown"):  # the site has no jail to run a trainer's cells in
            return ""
        return f"{self.auth.hub_host}{self.auth.hub_prefix.removesuffix('hub/')}services/lessons/"

    def start_url(self) -> str:
        return f"{self.auth.hub_host}{self.auth.hub_prefix}home"

    def lab_url(self, user: str) -> str:
        if not self.lab:
            return ""
        name, base = quote(user.lower(), safe=""), self.auth.hub_prefix
        wanted = quote(f"{base.removesuffix('hub/')}user/{name}/lab", safe="")
        return f"{self.auth.hub_host}{base}spawn/{name}?next={wanted}"

    def routes(self, prefix: str) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
        return [
            (f"{prefix}login", Login, {"identity": self}),
            (f"{prefix}oauth_callback", Callback, {"identity": self}),
        ]

    async def _ask(self, tokens: Sequence[str]) -> Sequence[bool]:
        """All in one question where the hub takes it (our own site's does), else one by one. HubAway."""
        if self._bulk:
            answers = await self._ask_many(tokens)
            if answers is not None:
                return answers
            self._bulk = False
        return await asyncio.gather(*map(self._ask_one, tokens))

    async def _ask_many(self, tokens: Sequence[str]) -> Sequence[bool] | None:
        """None where the hub knows no such question."""
        from aiohttp import ClientError, ClientSession

        headers = {"Authorization": f"token {self.auth.api_token}"}
        try:
            async with (
                ClientSession(headers=headers) as session,
                session.post(f"{self.auth.api_url}{BULK}", json={"tokens": list(tokens)}) as came,
            ):
                if came.status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
                    return None
                came.raise_for_status()
                ended = set((await came.json())["ended"])
        except (ClientError, OSError, ValueError, KeyError, TypeError) as error:
            raise HubAway(f"{type(error).__name__}: {error}") from error
        return [n not in ended for n in range(len(tokens))]

    async def _ask_one(self, token: str) -> bool:
        try:
            model = await self.auth.user_for_token(token, use_cache=False, sync=False)
        except HTTPError as error:
            raise HubAway(str(error)) from error
        return bool(model) and bool(self.auth.check_scopes(self.auth.access_scopes, model))

    def begin(self, handler: RequestHandler, token: str, model: dict[str, Any]) -> None:
        """A session for the hub's user; 403 where they have no role here."""
        person = person_of(self._workspace, model)
        if person is None:
            raise HTTPError(403, "no role")
        self.sessions.begun(token)
        keep(handler, Session(person, token), self.prefix)


class Login(RequestHandler):
    """Off to the hub, with what is to be known on the way back in a cookie."""

    def initialize(self, identity: HubIdentity) -> None:
        self.identity = identity

    def get(self) -> None:
        auth, prefix = self.identity.auth, self.identity.prefix
        wanted = self.get_argument("next", "")
        own = wanted.startswith(prefix) and "//" not in wanted and "\\" not in wanted
        verifier, challenge, method = auth.generate_pkce_code_challenge()
        state = secrets.token_urlsafe(16)
        value = json.dumps({"state": state, "next": wanted if own else prefix, "verifier": verifier})
        write = partial(self.set_signed_cookie, _cookie(state), value, expires_days=MINUTES / 24 / 60, path=prefix)
        write(httponly=True, samesite="Lax", secure=self.request.protocol == "https")
        query = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        self.redirect(url_concat(auth.login_url, query))


class Callback(RequestHandler):
    """The hub's answer: checked against what the cookie says, then a session of our own."""

    def initialize(self, identity: HubIdentity) -> None:
        self.identity = identity

    async def get(self) -> None:
        auth = self.identity.auth
        begun = self._begun()
        self.clear_cookie(_cookie(begun["state"]), path=self.identity.prefix)
        token = await auth.token_for_code(self.get_argument("code"), code_verifier=begun["verifier"], sync=False)
        model = await auth.user_for_token(token, use_cache=False, sync=False)
        if not model or not auth.check_scopes(auth.access_scopes, model):
            raise HTTPError(403, "not allowed to open the exam service")
        self.identity.begin(self, token, model)
        self.redirect(begun["next"])

    def _begun(self) -> dict[str, str]:
        """The login as this browser began it; 403 where it did not."""
        state = self.get_argument("state", "")
        cookie = self.get_signed_cookie(_cookie(state), max_age_days=MINUTES / 24 / 60)
        begun: dict[str, str] = json.loads(cookie) if cookie else {"state": ""}
        if not state or not compare_digest(begun["state"].encode(), state.encode()):
            raise HTTPError(403, "the login did not begin in this browser, or took too long; begin it again")
        return begun


def _cookie(state: str) -> str:
    """Several logins of one browser do not disturb each other."""
    return UNDER_WAY + "".join(c for c in state[:8] if c.isalnum() or c in "-_")
