"""Every address of the service, in one place, with what it takes and gives; the OpenAPI description is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldmark.sitting.web import exams, mine, pages
from fieldmark.sitting.web.base import Base

NAMES = {
    "sitting": r"s[0-9a-f]{24}",
    "paper": r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
    "name": r"[a-z]+\.[0-9a-f]{12}\.[a-z]+",
}
ANSWER = {"type": "object", "additionalProperties": {"type": ["string", "number", "array", "object"]}}
ENTRY = {
    "type": "object",
    "required": ["client", "slot"],
    "properties": {
        "client": {"type": "integer", "minimum": 0, "description": "window * 1000000 + n, n counting from 1"},
        "slot": {"type": "string", "minLength": 1, "maxLength": 64},
        "answer": ANSWER,
        "flag": {"type": "integer", "enum": [0, 1]},
        "seconds": {"type": "number", "minimum": 0},
        "claimed": {"type": "string", "maxLength": 40},
    },
}
ENTRIES = {
    "type": "object",
    "required": ["entries"],
    "properties": {"entries": {"type": "array", "maxItems": 200, "items": ENTRY}},
}


@dataclass(frozen=True, slots=True)
class Route:
    """`path` as OpenAPI writes it, from the service's prefix; `methods`: method -> summary; `body`: its schema."""

    path: str
    handler: type[Base]
    methods: Mapping[str, str]
    body: Mapping[str, Any] = field(default_factory=dict)
    login: bool = True

    @property
    def pattern(self) -> str:
        pattern = self.path
        for name, allowed in NAMES.items():
            pattern = pattern.replace("{" + name + "}", f"({allowed})")
        return pattern


SITTING = "api/sittings/{sitting}"
ROUTES = (
    Route("", pages.MinePage, {"get": "The engineer's own page"}),
    Route("sit/{sitting}", pages.ExamPage, {"get": "The exam page; afterwards its receipt"}),
    Route("static/{name}", pages.Static, {"get": "A script or style sheet"}, login=False),
    Route("health", pages.Health, {"get": "Whether the service can read its journal"}, login=False),
    Route("api/mine", mine.Mine, {"get": "Open papers and past sittings"}),
    Route("api/papers/{paper}/open", exams.Open, {"post": "Open a paper, or go on with it"}),
    Route(SITTING, exams.Look, {"get": "Clock, deadline, status, window, messages"}),
    Route(f"{SITTING}/window", exams.Window, {"post": "Take the sitting over in a window; all it needs"}),
    Route(f"{SITTING}/answers", exams.Answers, {"put": "Save answers and flags"}, ENTRIES),
    Route(f"{SITTING}/submit", exams.Submit, {"post": "Hand in"}),
    Route(f"{SITTING}/receipt", exams.Receipt, {"get": "What was received, with its checksum"}),
)
