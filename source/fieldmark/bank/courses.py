"""course.yaml to a Course."""

from __future__ import annotations

from fieldmark.bank import problems
from fieldmark.bank.fields import Fields
from fieldmark.bank.source import MOST_YAML_BYTES, Source, load
from fieldmark.bank.yamls import Node, parse
from fieldmark.model.course import Course, Skill, SkillGroup
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace

_COURSE = Text("the course", "课程")
_GROUP = Text("a group of skills", "技能组")
_SKILL = Text("a skill", "技能")


def read_course(source: Source, folder: str) -> tuple[Course | None, tuple[Problem, ...]]:
    """The course, with all that could be read of it; None where nothing could."""
    node, unreadable = parse(source)
    if unreadable:
        return None, unreadable
    wrong: list[Problem] = []
    known = ("id", "title", "summary", "trainers", "groups")
    fields = Fields(source, node, _COURSE, known, wrong)
    fields.required("id", "title", "groups")
    course_id = fields.identifier()
    if course_id and course_id != folder:
        wrong.append(source.at(problems.OTHER_FOLDER, fields.line_of("id"), id=course_id, folder=folder))
    groups: list[SkillGroup] = []
    skills: list[Skill] = []
    for child in fields.nodes("groups"):
        _group(source, child, groups, skills, wrong)
    title, summary, trainers = fields.text("title"), fields.text("summary"), fields.strings("trainers")
    course = Course(folder, title, summary, tuple(groups), tuple(skills), trainers, source.file)
    return (course if course_id else None), tuple(wrong)


def _group(source: Source, node: Node, groups: list[SkillGroup], skills: list[Skill], wrong: list[Problem]) -> None:
    fields = Fields(source, node, _GROUP, ("id", "title", "skills"), wrong)
    fields.required("id", "title", "skills")
    group_id = fields.identifier()
    if group_id and any(g.id == group_id for g in groups):
        wrong.append(source.at(problems.ID_TWICE_HERE, fields.line_of("id"), what=_GROUP, id=group_id))
    groups.append(SkillGroup(group_id, fields.text("title")))
    for child in fields.nodes("skills"):
        _skill(source, child, group_id, skills, wrong)


def _skill(source: Source, node: Node, group: str, skills: list[Skill], wrong: list[Problem]) -> None:
    fields = Fields(source, node, _SKILL, ("id", "title", "fault_classes"), wrong)
    fields.required("id", "title")
    skill_id = fields.identifier()
    if skill_id and any(s.id == skill_id for s in skills):
        wrong.append(source.at(problems.ID_TWICE_HERE, fields.line_of("id"), what=_SKILL, id=skill_id))
    elif skill_id:
        skills.append(Skill(skill_id, fields.text("title"), group, fields.strings("fault_classes")))


def course_files(workspace: Workspace) -> tuple[Course, ...]:
    """Every course that can be read; what is wrong with the others is said by `fieldmark check`."""
    found = []
    for path in sorted(workspace.courses.glob("*/course.yaml")):
        source, _ = load(path, workspace.relative(path), MOST_YAML_BYTES)
        course = read_course(source, path.parent.name)[0] if source else None
        if course:
            found.append(course)
    return tuple(found)
