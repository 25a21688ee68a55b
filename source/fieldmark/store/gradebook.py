"""nbgrader's gradebook as tables for SQLAlchemy Core: the columns that we read and write, and no ORM.

Its schema is made by nbgrader itself (`paper.generate`); here it is only checked and used. nbgrader's own classes
cost 5 s to import and 25 ms a submission.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Enum,
    Float,
    Interval,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError

from fieldmark.model.problem import Problem, Refused, code
from fieldmark.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Engine

DAMAGED = code(
    "W030",
    en="The gradebook of the course “{course}” cannot be used: {why}.",
    zh="课程“{course}”的成绩册无法使用：{why}。",
    hint_en="Restore {path} from a backup, or move it aside and run “fieldmark build” and “fieldmark mark”: automatic "
    "marks are made again from the submissions. Marks given by hand are only in the old file.",
    hint_zh="请从备份恢复 {path}，或将其移走后运行 “fieldmark build” 与 “fieldmark mark”：自动评分会根据提交重新生成，"
    "人工评分只保存在旧文件中。",
)
NO_GRADEBOOK = code(
    "W031",
    en="The course “{course}” has no gradebook yet.",
    zh="课程“{course}”还没有成绩册。",
    hint_en="Run “fieldmark build”, which makes it. Submissions are not touched.",
    hint_zh="请运行 “fieldmark build” 生成。提交内容不受影响。",
)

UNWRITABLE = code(
    "W032",
    en="The gradebook of the course “{course}” cannot be written just now: {why}.",
    zh="课程“{course}”的成绩册目前无法写入：{why}。",
    hint_en="Free some disk space, or end whatever holds {path} (a backup, another program), and run the command "
    "again. What was being written was taken back; nothing is lost.",
    hint_zh="请腾出磁盘空间，或结束占用 {path} 的程序（备份等），然后重新运行该命令。"
    "未完成的写入已撤销，没有丢失任何内容。",
)
_PASSING = ("full", "locked", "readonly", "I/O error", "unable to open")
"""SQLite's words for what can be mended from outside."""

metadata = MetaData()
_GRADE, _SOURCE = (
    Enum("code", "markdown", name=f"{n}_cell_type", create_constraint=False) for n in ("grade", "source")
)
_TYPES: dict[str, Any] = {
    "gcell": _GRADE,
    "scell": _SOURCE,
    "str": String,
    "text": Text,
    "float": Float,
    "bool": Boolean,
    "time": DateTime,
    "span": Interval,
}


def _table(name: str, columns: str = "") -> Table:
    """A table with the key `id` and the columns `name:type …`."""
    pairs = (c.split(":") for c in columns.split())
    return Table(name, metadata, Column("id", String, primary_key=True), *(Column(n, _TYPES[t]) for n, t in pairs))


course = _table("course")
assignment = _table("assignment", "name:str duedate:time course_id:str")
notebook = _table("notebook", "name:str assignment_id:str kernelspec:str")
base_cell = _table("base_cell", "name:str notebook_id:str type:str")
grade_cells = _table("grade_cells", "max_score:float cell_type:gcell")
solution_cells = _table("solution_cells")
task_cells = _table("task_cells", "max_score:float cell_type:gcell")
source_cell = _table("source_cell", "name:str cell_type:scell locked:bool source:text checksum:str notebook_id:str")
student = _table("student", "first_name:str last_name:str email:str lms_user_id:str")
submitted_assignment = _table("submitted_assignment", "assignment_id:str student_id:str timestamp:time extension:span")
submitted_notebook = _table(
    "submitted_notebook", "assignment_id:str notebook_id:str flagged:bool late_submission_penalty:float"
)
grade = _table(
    "grade",
    "notebook_id:str cell_id:str auto_score:float manual_score:float extra_credit:float needs_manual_grade:bool",
)
comment = _table("comment", "notebook_id:str cell_id:str auto_comment:text manual_comment:text")

STRUCTURE = (assignment, notebook, base_cell, grade_cells, solution_cells, task_cells, source_cell)
"""Tables that `nbgrader generate_assignment` fills, parents first."""


ADDRESS = "FIELDMARK_GRADEBOOK"
"""Environment variable: the URL of a database elsewhere, with {course} in it, such as
postgresql+psycopg://marker@db/fieldmark_{course}."""


def elsewhere(course_id: str) -> str:
    """The URL of the course's gradebook where it is not a file of the workspace; else ""."""
    return os.environ.get(ADDRESS, "").replace("{course}", course_id)


def url(workspace: Workspace, course_id: str) -> str:
    return elsewhere(course_id) or f"sqlite:///{workspace.gradebook(course_id)}"


def exists(workspace: Workspace, course_id: str) -> bool:
    """Whether the course has a gradebook. DBAPIError where a database elsewhere does not answer."""
    if not elsewhere(course_id):
        return workspace.gradebook(course_id).exists()
    from sqlalchemy import inspect

    engine = connect(elsewhere(course_id))
    try:
        return inspect(engine).has_table("assignment")
    finally:
        engine.dispose()


@contextmanager
def gradebook(workspace: Workspace, course_id: str) -> Iterator[Engine]:
    """An engine on the course's gradebook. Refused: W031 where there is none, W030 where it is damaged or of
    another version, W032 where it is locked or its disk is full; an open transaction is rolled back."""
    path = workspace.gradebook(course_id)
    if not elsewhere(course_id) and not path.exists():
        raise Refused(NO_GRADEBOOK.at(workspace.relative(path), course=course_id))
    engine = connect(url(workspace, course_id))
    try:
        missing = _missing(engine)
        if missing:
            raise Refused(_damaged(workspace, course_id, f"it lacks {missing}"))
        yield engine
    except DBAPIError as error:
        why = str(error.orig)
        passing = any(word in why for word in _PASSING)
        said = (
            UNWRITABLE.at(workspace.relative(path), course=course_id, why=why, path=workspace.relative(path))
            if passing
            else None
        )
        raise Refused(said or _damaged(workspace, course_id, why)) from error
    finally:
        engine.dispose()


def connect(address: str) -> Engine:
    """An engine whose SQLite transactions begin when they say so, and wait 30 s for other writers."""
    sqlite = address.startswith("sqlite")
    engine = create_engine(address, connect_args={"timeout": 30} if sqlite else {})
    if sqlite:
        event.listen(engine, "connect", _no_implicit_begin)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _no_implicit_begin(connection: object, _: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]


def _missing(engine: Engine) -> str:
    """The first table or column of ours that the gradebook has not; "" where all are there."""
    from sqlalchemy import inspect

    there = inspect(engine)
    tables = set(there.get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in tables:
            return table.name
        columns = {c["name"] for c in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                return f"{table.name}.{column.name}"
    return ""


def _damaged(workspace: Workspace, course_id: str, why: str) -> Problem:
    """W032 where the reason lies outside the file, else W030."""
    path = workspace.relative(workspace.gradebook(course_id))
    kind = UNWRITABLE if any(word in why for word in _PASSING) else DAMAGED
    return kind.at(path, course=course_id, why=why, path=path)


def of_student(workspace: Workspace, course_id: str, user: str) -> int:
    """How many entries the gradebook has of a student: themselves, and each assignment that was handed in."""
    from sqlalchemy import func, select

    with gradebook(workspace, course_id) as engine, engine.begin() as connection:
        them = select(func.count()).select_from(student).where(student.c.id == user)
        theirs = select(func.count()).where(submitted_assignment.c.student_id == user)
        return int(connection.execute(them).scalar_one()) + int(connection.execute(theirs).scalar_one())


def forget(workspace: Workspace, course_id: str, user: str) -> None:
    """Take a student out, with all that was handed in, marks and comments; at once or not at all."""
    from sqlalchemy import delete, select

    own = select(submitted_assignment.c.id).where(submitted_assignment.c.student_id == user)
    books = select(submitted_notebook.c.id).where(submitted_notebook.c.assignment_id.in_(own))
    with gradebook(workspace, course_id) as engine, engine.begin() as connection:
        for table in (grade, comment):
            connection.execute(delete(table).where(table.c.notebook_id.in_(books)))
        connection.execute(delete(submitted_notebook).where(submitted_notebook.c.assignment_id.in_(own)))
        connection.execute(delete(submitted_assignment).where(submitted_assignment.c.student_id == user))
        connection.execute(delete(student).where(student.c.id == user))


def make_tables(url: str) -> None:
    """nbgrader's own tables in a database elsewhere, in a process of its own. RuntimeError where it fails."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    code = "import os; from nbgrader.api import Gradebook; Gradebook(os.environ['FIELDMARK_MAKE']).close()"
    environment = {**os.environ, "PATH": path, "FIELDMARK_MAKE": url}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-600:])
