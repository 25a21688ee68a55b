"""All that was read, before it is known to fit together."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldmark.bank.draft import Draft
from fieldmark.bank.source import Source
from fieldmark.model.course import Course
from fieldmark.model.paper import Blueprint
from fieldmark.model.problem import Code, Problem


@dataclass(frozen=True, slots=True)
class Bank:
    """`folders` are the courses that have assignments, each with its path; `sources` the files by path."""

    courses: tuple[Course, ...] = ()
    drafts: tuple[Draft, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    folders: tuple[tuple[str, str], ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    unreadable_courses: tuple[str, ...] = ()  # there, but not readable: no reason to complain a second time
    incomplete: frozenset[str] = frozenset()  # courses with a file of items that cannot be read

    def course(self, course_id: str) -> Course | None:
        return next((c for c in self.courses if c.id == course_id), None)

    def drafts_of(self, course_id: str) -> tuple[Draft, ...]:
        return tuple(d for d in self.drafts if d.course == course_id)

    def at(self, code: Code, file: str, line: int, /, **values: object) -> Problem:
        return self.sources[file].at(code, line, **values)
