"""All that a workspace's trainers wrote, read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldmark.model.course import Course
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import Blueprint
from fieldmark.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Content:
    courses: tuple[Course, ...] = ()
    items: tuple[AnyItem, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    def course(self, course_id: str) -> Course | None:
        return next((c for c in self.courses if c.id == course_id), None)

    def items_of(self, course_id: str) -> tuple[AnyItem, ...]:
        return tuple(i for i in self.items if i.course == course_id)
