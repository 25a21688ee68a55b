"""One question for many sessions, added to the hub's API: `POST /hub/api/fieldmark/sessions`, by a service with its
own token. JupyterHub's own way is a question a session, at 3 ms of the hub's time each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jupyterhub import orm
from jupyterhub.apihandlers.base import APIHandler
from jupyterhub.app import JupyterHub
from jupyterhub.utils import compare_token
from sqlalchemy import or_
from tornado.web import HTTPError
from traitlets import Dict, Instance

from fieldmark.site.people import People

MOST = 1000  # sessions in one question


class SiteHub(JupyterHub):  # type: ignore[misc]
    """JupyterHub that takes the question; `people` and `access` (role -> names of services) decide with it."""

    people = Instance(People)
    access = Dict()

    def init_handlers(self) -> None:
        super().init_handlers()
        parts = {"people": self.people, "access": self.access}
        self.handlers.insert(0, (f"{self.hub_prefix}api/fieldmark/sessions", Sessions, parts))


class Sessions(APIHandler):  # type: ignore[misc]
    """`{"tokens": […]}` -> `{"ended": [n, …]}`: the places of those that stand no more, or whose person may not open
    the service that asks. `access`: role -> names of services."""

    def initialize(self, people: People, access: Mapping[str, Sequence[str]]) -> None:
        self.people, self.access = people, access

    def post(self) -> None:
        service = self.current_user
        if not isinstance(service, orm.Service):
            raise HTTPError(403)
        tokens = _tokens(self.get_json_body())
        stored = _stored(self.db, f"service-{service.name}", tokens)
        ended = [n for n, token in enumerate(tokens) if not self._stands(service.name, token, stored)]
        self.finish(json.dumps({"ended": ended}))

    def _stands(self, service: str, token: str, stored: Mapping[str, Sequence[tuple[str, str]]]) -> bool:
        users = (user for hashed, user in stored.get(_prefix(token), ()) if compare_token(hashed, token))
        person = self.people.get(next(users, ""))
        return person is not None and service in self.access.get(person.role, ())


def _tokens(body: Any) -> list[str]:
    tokens = body.get("tokens") if isinstance(body, dict) else None
    if not isinstance(tokens, list) or len(tokens) > MOST or not all(isinstance(t, str) for t in tokens):
        raise HTTPError(400, f"tokens: a list of at most {MOST} texts")
    return tokens


def _prefix(token: str) -> str:
    return token[: orm.APIToken.prefix_length]


def _stored(db: Any, client: str, tokens: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Prefix -> hash and user of the client's tokens that have not run out."""
    table = orm.APIToken
    found = (
        db.query(table.prefix, table.hashed, orm.User.name)
        .join(orm.User, orm.User.id == table.user_id)
        .filter(table.client_id == client, table.prefix.in_({_prefix(t) for t in tokens}))
        .filter(or_(table.expires_at.is_(None), table.expires_at >= table.now()))
    )
    stored: dict[str, list[tuple[str, str]]] = {}
    for prefix, hashed, user in found:
        stored.setdefault(prefix, []).append((hashed, user))
    return stored
