"""The service's OpenAPI description, made from the table of its routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldmark import __version__
from fieldmark.sitting.web.base import OWN_HEADER, Base
from fieldmark.sitting.web.table import NAMES, Route

ERRORS = {
    "400": "What was sent cannot be read",
    "401": "Log in first",
    "403": "Not from our page, or not for this role",
    "404": "No such thing for the person who asks",
    "405": "Not in this way",
    "409": "Not now; the problem says why",
    "413": "Too big",
    "429": "Too many at once",
    "503": "Cannot write at the moment; send it again",
}


def describe(routes: Sequence[Route], prefix: str) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in routes:
        paths[f"/{route.path}"] = {method: _operation(route, method, said) for method, said in route.methods.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Fieldmark exam service", "version": __version__},
        "servers": [{"url": prefix.rstrip("/") or "/"}],
        "paths": paths,
    }


def _operation(route: Route, method: str, summary: str) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{allowed}$"}}
        for name, allowed in NAMES.items()
        if "{" + name + "}" in route.path
    ]
    if method != "get":
        header = {"type": "string", "enum": ["1"]}
        parameters.append({"name": OWN_HEADER, "in": "header", "required": True, "schema": header})
    described: dict[str, Any] = {
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": {"description": "Done"}, **_errors()},
    }
    if route.body and method != "get":
        described["requestBody"] = {"required": True, "content": {route.media: {"schema": dict(route.body)}}}
    return described


def _errors() -> dict[str, Any]:
    return {code: {"description": said} for code, said in ERRORS.items()}


class OpenApi(Base):
    """The description of all of the above."""

    def get(self) -> None:
        self.finish(describe(self.settings["table"], self.prefix))
