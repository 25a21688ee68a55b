"""The draft of a case, put beside the course's other text."""

from __future__ import annotations

from collections.abc import Sequence

from fieldmark.bank.cases import problems
from fieldmark.bank.cases.anonymous import names_perhaps
from fieldmark.bank.cases.case import Case
from fieldmark.bank.cases.drafts import DRAFTS, draft_id
from fieldmark.bank.cases.field import read_case
from fieldmark.bank.courses import course_files
from fieldmark.model.course import Course
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import StepReport
from fieldmark.model.text import Text
from fieldmark.store.files import write_text
from fieldmark.store.workspace import Workspace


def write_draft(workspace: Workspace, numbers: Sequence[str], kind: str, course: str = "") -> StepReport:
    """A draft (`item`, `scenario` or `dialogue`) from the tickets. Refused where a ticket is not there, no course
    fits, or the draft was made before."""
    case = read_case(workspace, numbers)
    chosen = _course(course_files(workspace), case, course)
    folder, ending, write = DRAFTS[kind]
    target = workspace.assignments / chosen.id / folder / f"{draft_id(case, kind)}{ending}"
    shown = workspace.relative(target)
    if target.exists():
        raise Refused(problems.DRAFT_THERE.at(shown, path=shown))
    write_text(target, write(case, skills(chosen, case)))
    said = Text(f"Draft written to {shown}.", f"草稿已写入 {shown}。")
    found = (*_unlike(case, shown), *_guessed(chosen, case, shown), problems.READ_IT.at(shown), *_names(case, shown))
    return StepReport(said, problems=found)


def skills(course: Course, case: Case) -> tuple[str, ...]:
    """The skills that the fault class needs; the course's first one where it names none."""
    return _trained(course, case) or tuple(s.id for s in course.skills[:1])


def _trained(course: Course, case: Case) -> tuple[str, ...]:
    return tuple(s.id for s in course.skills if case.fault_class in s.fault_classes)


def _guessed(course: Course, case: Case, file: str) -> tuple[Problem, ...]:
    if _trained(course, case) or not course.skills:
        return ()
    first = course.skills[0].id
    return (problems.NO_SKILL.at(file, course=course.id, name=case.fault_class or "–", skill=first),)


def _course(courses: Sequence[Course], case: Case, wanted: str) -> Course:
    fitting = [c for c in courses if any(case.fault_class in s.fault_classes for s in c.skills)]
    named = [c for c in courses if c.id == wanted] if wanted else (fitting or list(courses))
    if len(named) == 1:
        return named[0]
    known = ", ".join(c.id for c in courses) or "–"
    raise Refused(problems.WHICH_COURSE.at(name=case.fault_class or "–", known=known))


def _unlike(case: Case, file: str) -> tuple[Problem, ...]:
    return (problems.UNLIKE.at(file, names=", ".join(case.classes)),) if len(case.classes) > 1 else ()


def _names(case: Case, file: str) -> tuple[Problem, ...]:
    found = tuple(dict.fromkeys(name for quote in case.quotes() for name in names_perhaps(quote)))
    return (problems.NAMES_PERHAPS.at(file, names=", ".join(found)[:200]),) if found else ()
