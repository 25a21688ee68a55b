"""Login through JupyterHub (OAuth), as a service of its own."""

from __future__ import annotations

import asyncio
import logging
import time
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from jupyterhub.services.auth import HubOAuth
from tornado.httputil import url_concat
from tornado.web import HTTPError, RequestHandler

from fieldmark.model.person import Person
from fieldmark.sitting.papers import People
from fieldmark.sitting.web.identity import Identity, Session, keep, kept, person_of
from fieldmark.store.workspace import Workspace

FRESH = 10.0  # seconds for which the hub's answer is believed
PATIENCE = 3.0  # seconds that the hub has to answer; past them our own session counts
log = logging.getLogger("fieldmark.sitting")


class HubIdentity(Identity):
    """Reads JUPYTERHUB_* from the environment, as the hub gives it to its services."""

    def __init__(self, workspace: Workspace, prefix: str) -> None:
        self._workspace = workspace
        self._people = People(workspace)
        self.prefix = prefix
        self.auth = HubOAuth.instance(cache_max_age=int(FRESH))
        self._asked: dict[str, tuple[float, bool]] = {}
        self._asking: dict[str, asyncio.Task[bool]] = {}

    async def person(self, handler: RequestHandler) -> Person | None:
        session = kept(handler)
        if session is None or not await self._stands(session.token):
            return None
        return self._people().get(session.person.user, session.person)  # units and role as they are now

    def login_url(self, handler: RequestHandler) -> str:
        return f"{self.prefix}login"

    def logout_url(self) -> str:
        return f"{self.auth.hub_host}{self.auth.hub_prefix}logout"

    def routes(self, prefix: str) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
        return [
            (f"{prefix}login", Login, {"identity": self}),
            (f"{prefix}oauth_callback", Callback, {"identity": self}),
        ]

    async def _stands(self, token: str) -> bool:
        """Whether the hub still knows the token, by an answer at most ten seconds old; while the hub is away, yes."""
        key = sha256(token.encode()).hexdigest()
        at, answer = self._asked.get(key, (-FRESH, True))
        if time.monotonic() - at < FRESH:
            return answer
        if key not in self._asking:
            self._asking[key] = asyncio.create_task(self._ask(key, token))
        return await asyncio.shield(self._asking[key])

    async def _ask(self, key: str, token: str) -> bool:
        try:
            model = await asyncio.wait_for(self.auth.user_for_token(token, use_cache=False, sync=False), PATIENCE)
            answer = bool(model) and self.auth.check_scopes(self.auth.access_scopes, model)
        except (HTTPError, TimeoutError) as error:
            log.warning("the hub does not answer (%s); sessions go on by themselves", error)
            answer = True
        finally:
            self._asking.pop(key, None)
        self._remember(key, answer)
        return answer

    def _remember(self, key: str, answer: bool) -> None:
        now = time.monotonic()
        self._asked[key] = (now, answer)
        if len(self._asked) > 20_000:
            self._asked = {k: v for k, v in self._asked.items() if now - v[0] < FRESH}

    def begin(self, handler: RequestHandler, token: str, model: dict[str, Any]) -> None:
        """A session for the hub's user; 403 where they have no role here."""
        person = person_of(self._workspace, model)
        if person is None:
            raise HTTPError(403, "no role")
        self._remember(sha256(token.encode()).hexdigest(), True)
        keep(handler, Session(person, token), self.prefix)


class Login(RequestHandler):
    """Off to the hub, with the state in a cookie (without it the hub's answer is refused)."""

    def initialize(self, identity: HubIdentity) -> None:
        self.identity = identity

    def get(self) -> None:
        auth = self.identity.auth
        wanted = self.get_argument("next", "")
        own = wanted.startswith(self.identity.prefix) and "//" not in wanted and "\\" not in wanted
        verifier, challenge, method = auth.generate_pkce_code_challenge()
        state = auth.set_state_cookie(self, wanted if own else self.identity.prefix, code_verifier=verifier)
        query = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        self.redirect(url_concat(auth.login_url, query))


class Callback(RequestHandler):
    """The hub's answer: checked against the state in the cookie, then a session of our own."""

    def initialize(self, identity: HubIdentity) -> None:
        self.identity = identity

    async def get(self) -> None:
        auth = self.identity.auth
        state = self._state(auth)
        wanted, verifier = auth.get_next_url(state), auth.get_code_verifier(state)
        auth.clear_oauth_state(state)
        auth.clear_oauth_state_cookies(self)
        token = await auth.token_for_code(self.get_argument("code"), code_verifier=verifier, sync=False)
        model = await auth.user_for_token(token, use_cache=False, sync=False)
        if not model or not auth.check_scopes(auth.access_scopes, model):
            raise HTTPError(403, "not allowed to open the exam service")
        self.identity.begin(self, token, model)
        self.redirect(wanted or self.identity.prefix)

    def _state(self, auth: Any) -> str:
        state = self.get_argument("state", "")
        cookie = self.get_signed_cookie(auth.get_state_cookie_name(state)) or b""
        if not state or not compare_digest(cookie, state.encode()):
            raise HTTPError(403, "the login did not begin in this browser, or took too long; begin it again")
        return state
