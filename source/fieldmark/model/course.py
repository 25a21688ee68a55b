"""A course: its skill tree and who teaches it."""

from __future__ import annotations

from dataclasses import dataclass

from fieldmark.model.text import Text


@dataclass(frozen=True, slots=True)
class Skill:
    """A leaf of the skill tree. Ticket classes in the field name the skills that they need."""

    id: str
    title: Text
    group: str
    fault_classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillGroup:
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Course:
    id: str
    title: Text
    summary: Text
    groups: tuple[SkillGroup, ...]
    skills: tuple[Skill, ...]
    trainers: tuple[str, ...] = ()
    file: str = ""

    def skill(self, skill_id: str) -> Skill | None:
        return next((s for s in self.skills if s.id == skill_id), None)
