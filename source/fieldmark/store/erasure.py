"""Everything of one person, to be erased for good: what there is, and its removal.

The journal keeps its chain: events name people by pseudonyms, and the link to the name goes, with the content of what
the person wrote and of what was written about them. Field data come from the company's own systems and come back with
the next load: they are erased there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldmark.model.problem import Refused
from fieldmark.model.report import StepReport
from fieldmark.model.tables import TABLES
from fieldmark.model.text import Text
from fieldmark.store import acts, feedback, gradebook, photos, problems, uploads
from fieldmark.store.journal import Journal
from fieldmark.store.people import all_people, write_people
from fieldmark.store.workspace import Workspace

PHOTOS = Text("photos of observations", "观察照片")
FILES = Text("folders of handed-in work", "提交文件夹")
FEEDBACK = Text("feedback files", "反馈文件")
EVENTS = Text("events of exams, marks, appeals and notes", "考试、评分、申诉与备注事件")
MARKS = Text("entries in gradebooks", "成绩册条目")
ROWS = Text("rows of tables", "表格数据行")
SETS = Text("published sets that name them (publish again afterwards)", "含其数据的已发布数据集（之后请重新发布）")
LOGIN = Text("login and role", "账号与角色")


@dataclass(frozen=True, slots=True)
class Part:
    """Something that there is of a person: how much, and how it goes."""

    what: Text
    count: int
    remove: Callable[[], object]


def erase(workspace: Workspace, user: str, at: datetime, actor: str, reason: str, *, do: bool) -> StepReport:
    """Count what there is of the person; with `do`, erase it. Stopped anywhere, the same call finishes it: the journal,
    which knows the name, goes last. Refused (W040) where nobody of that name is known, (W041) without a reason."""
    parts = [p for p in _parts(workspace, user, at, actor, reason) if p.count]
    if not parts:
        raise Refused(problems.NOBODY.at(user=user[:80]))
    if do and not reason.strip():
        raise Refused(problems.ERASE_WHY.at())
    for part in parts if do else ():
        part.remove()
    rows = [{"what": part.what.get("en"), "what_zh": part.what.get("zh"), "count": part.count} for part in parts]
    done = Text(f"{user} is erased. Erase field data in the systems that they come from, then publish again.",
                f"{user} 的数据已清除。现场数据请在来源系统中清除，然后重新发布。")  # fmt: skip
    would = Text(f"This would go of {user}, for good. Add --yes and --reason to do it.",
                 f"以下为将永久清除的 {user} 的数据。确认请加 --yes 与 --reason。")  # fmt: skip
    return StepReport(done if do else would, rows)


def _parts(workspace: Workspace, user: str, at: datetime, actor: str, reason: str) -> Iterator[Part]:
    folders = uploads.places(workspace, user)
    locks = sorted(workspace.lock("x").parent.glob(f"upload-*-{user}")) if uploads.is_name(user) else []
    yield Part(FILES, len(folders), lambda: _remove([*folders, *locks]))
    yield Part(PHOTOS, photos.count_photos(workspace, user), lambda: photos.erase_photos(workspace, user))
    told = sorted(feedback.folder(workspace).glob(f"*/{user}.json")) if uploads.is_name(user) else []
    yield Part(FEEDBACK, len(told), lambda: _remove(told))
    for course in sorted(p.name for p in (workspace.state / "nbgrader").glob("*") if p.is_dir()):
        if gradebook.exists(workspace, course):
            entries = gradebook.of_student(workspace, course, user)
            yield Part(MARKS, entries, lambda course=course: gradebook.forget(workspace, course, user))  # type: ignore[misc]
    for name in sorted(TABLES):
        path = workspace.tables / f"{name}.parquet"
        count = _rows(path, user) if path.exists() else 0
        yield Part(ROWS, count, lambda path=path: _without(path, user))  # type: ignore[misc]
    sets = [s for s in (workspace.published / "sets").glob("*") if any(_rows(p, user) for p in s.glob("*.parquet"))]
    yield Part(SETS, len(sets), lambda: _unpublish(workspace, sets))
    yield Part(LOGIN, int(user in all_people(workspace)), lambda: _remove_login(workspace, user))
    if acts.has_journal(workspace):
        with acts.opened(workspace) as journal:
            count = journal.count_of(user)
        yield Part(EVENTS, count, lambda: _forget_events(workspace, user, at, actor, reason))


def _remove(paths: list[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _forget_events(workspace: Workspace, user: str, at: datetime, actor: str, reason: str) -> None:
    with Journal.open(workspace) as journal:
        journal.erase(user, at, actor, reason)


def _remove_login(workspace: Workspace, user: str) -> None:
    write_people(workspace, [p for name, p in all_people(workspace).items() if name != user])


def _unpublish(workspace: Workspace, sets: list[Path]) -> None:
    (workspace.published / "current.json").unlink(missing_ok=True)
    for folder in sets:
        shutil.rmtree(folder, ignore_errors=True)


COLUMNS = ("engineer", "group")
"""Columns that may hold a person's user name."""


def _rows(path: Path, user: str) -> int:
    """How many rows of the table name the person."""
    import pyarrow.parquet as pq

    names = [n for n in pq.read_schema(path).names if n in COLUMNS]
    table = pq.read_table(path, columns=names) if names else None
    return 0 if table is None else sum(any(user == v for v in row.values()) for row in table.to_pylist())


def _without(path: Path, user: str) -> None:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    from fieldmark.store.files import write_bytes

    table = pq.ParquetFile(path).read()
    columns = [table.column(n).to_pylist() for n in table.column_names if n in COLUMNS]
    stays = [user not in values for values in zip(*columns, strict=True)]
    out = io.BytesIO()
    pq.write_table(table.filter(pa.array(stays)), out, compression="zstd")
    write_bytes(path, out.getvalue(), mode=0o640)
