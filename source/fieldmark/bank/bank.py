"""All that was read, before it is known to fit together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from fieldmark.bank.draft import Draft
from fieldmark.bank.practicals.practical import Practical
from fieldmark.bank.source import Source
from fieldmark.model.course import Course
from fieldmark.model.paper import Blueprint
from fieldmark.model.problem import Code, Problem


class Question(Protocol):
    """What an item in the text and a practical have in common: what blueprints and ids need."""

    @property
    def source(self) -> Source: ...
    @property
    def id(self) -> str: ...
    @property
    def course(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def skills(self) -> tuple[str, ...]: ...
    @property
    def points(self) -> float | None: ...
    @property
    def difficulty(self) -> float | None: ...
    @property
    def draft(self) -> bool: ...
    def line_of(self, name: str) -> int: ...
    def at_field(self, code: Code, name: str, /, **values: object) -> Problem: ...


@dataclass(frozen=True, slots=True)
class Bank:
    """`folders` are the courses that have assignments, each with its path; `sources` the files by path."""

    courses: tuple[Course, ...] = ()
    drafts: tuple[Draft, ...] = ()
    practicals: tuple[Practical, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    folders: tuple[tuple[str, str], ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    unreadable_courses: tuple[str, ...] = ()  # there, but not readable: no reason to complain a second time
    incomplete: frozenset[str] = frozenset()  # courses with a file of questions that cannot be read

    def course(self, course_id: str) -> Course | None:
        return next((c for c in self.courses if c.id == course_id), None)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Items and practicals, drafts among them."""
        return (*self.drafts, *self.practicals)

    def questions_of(self, course_id: str) -> tuple[Question, ...]:
        """What papers of the course may draw."""
        return tuple(q for q in self.questions if q.course == course_id and not q.draft)

    def at(self, code: Code, file: str, line: int, /, **values: object) -> Problem:
        return self.sources[file].at(code, line, **values)
