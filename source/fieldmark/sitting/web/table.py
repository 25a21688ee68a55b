"""Every address of the service, in one place, with what it takes and gives; the OpenAPI description is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldmark.sitting.web import assignments, desk, exams, mine, pages, seb
from fieldmark.sitting.web.base import Base

NAMES = {
    "sitting": r"s[0-9a-f]{24}",
    "token": r"[0-9a-f]{32}",
    "photo": r"[0-9a-f]{64}",
    "course": r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}",
    "assignment": r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}",
    "paper": r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
    "act": r"admit|pause|resume|extend|void|submit|accept|note|tell",
    "every": r"admit|pause|resume|extend|tell",
    "name": r"[a-z]+\.[0-9a-f]{12}\.[a-z]+",
}
ANSWER = {"type": "object", "additionalProperties": {"type": ["string", "number", "array", "object"]}}
ENTRY: dict[str, Any] = {
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
CHECK = {"type": "object", "required": ["slot"], "properties": {"slot": {"type": "string"}}}
CODE = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string", "maxLength": 40}}}
BREAK = {"type": "object", "properties": {"back": {"type": "integer", "enum": [0, 1], "description": "1: end it"}}}
STEP = {
    "type": "object",
    "required": ["client", "slot", "act"],
    "properties": {**ENTRY["properties"], "act": ANSWER},
}
ACTS = {
    "type": "object",
    "properties": {
        "minutes": {"type": "integer", "description": "extend: 1 to 600"},
        "reason": {"type": "string", "maxLength": 1000, "description": "void (needed), pause"},
        "text": {"type": "string", "maxLength": 1000, "description": "note (for the record), tell (to the engineer)"},
        "kept": {"type": "integer", "description": "accept: the journal's number of the kept answers"},
    },
}
UPLOAD = {
    "type": "object",
    "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}, "maxItems": 50}},
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
    media: str = "application/json"  # of the body

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
    Route(
        "worker.js", pages.Worker, {"get": "The service worker: a sitting goes on after a reload offline"}, login=False
    ),
    Route("health", pages.Health, {"get": "Whether the service can read its journal"}, login=False),
    Route("api/mine", mine.Mine, {"get": "Open papers and past sittings"}),
    Route("api/results", mine.Results, {"get": "The person's own published results"}),
    Route("api/papers/{paper}/open", exams.Open, {"post": "Open a paper, or go on with it"}),
    Route(SITTING, exams.Look, {"get": "Clock, deadline, status, window, messages"}),
    Route(f"{SITTING}/window", exams.Window, {"post": "Take the sitting over in a window; all it needs"}),
    Route(f"{SITTING}/admission", exams.Admission, {"post": "Try the access code in the waiting room"}, CODE),
    Route(f"{SITTING}/break", exams.Rest, {"post": "Begin a break that the person may take, or end it"}, BREAK),
    Route(f"{SITTING}/answers", exams.Answers, {"put": "Save answers and flags"}, ENTRIES),
    Route(f"{SITTING}/steps", exams.Steps, {"post": "One act in a practical"}, STEP),
    Route(f"{SITTING}/check", exams.Check, {"post": "In practice: whether an answer is right"}, CHECK),
    Route(f"{SITTING}/submit", exams.Submit, {"post": "Hand in"}),
    Route(f"{SITTING}/receipt", exams.Receipt, {"get": "What was received, with its checksum"}),
    Route("seb/{paper}", seb.Configuration, {"get": "The own attempt's configuration of Safe Exam Browser"}),
    Route("api/assignments", assignments.Assignments, {"get": "Hand-written assignments, with own receipts"}),
    Route("assignments/{course}/{assignment}", assignments.Material, {"get": "The released files"}),
    Route(
        "api/assignments/{course}/{assignment}",
        assignments.HandIn,
        {"post": "Hand in one notebook and its data files"},
        UPLOAD,
        media="multipart/form-data",
    ),
    Route("desk", pages.DeskPage, {"get": "The examiner's desk"}),
    Route("api/desk", desk.Papers, {"get": "The papers that the person examines"}),
    Route("api/desk/papers/{paper}", desk.Standing, {"get": "Who is where; with ?after=N what changed since"}),
    Route("api/desk/papers/{paper}/{every}", desk.ActForAll, {"post": "An act on all sittings of a paper"}, ACTS),
    Route("api/desk/sittings/{sitting}", desk.History, {"get": "What happened in a sitting"}),
    Route("api/desk/sittings/{sitting}/{act}", desk.Act, {"post": "An act on one sitting"}, ACTS),
)
