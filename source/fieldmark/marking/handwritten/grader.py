"""Grades one submission with nbgrader's own Autograde, in a course of its own: a folder and a gradebook that hold this
submission alone. Runs in processes that never open the real gradebook; what comes out is rows and a folder.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import shutil
import sys
import tempfile
import threading
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from fieldmark.marking.handwritten.jail import Jail, JailError
from fieldmark.marking.handwritten.limits import Limits
from fieldmark.marking.handwritten.released import Released, Rows, submission_rows
from fieldmark.marking.handwritten.take import Unacceptable, take
from fieldmark.marking.handwritten.values import Expected
from fieldmark.store import gradebook as book

if TYPE_CHECKING:
    from fieldmark.marking.handwritten.execute import JailedExecute
    from fieldmark.marking.handwritten.settle import Case, Settle


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to grade. `course`: the nbgrader course folder; `known`: its rows in the gradebook so far;
    `scratch`: where to work; `trusted`: without a jail."""

    student: str
    released: Released
    course: Path
    known: Rows
    values: Mapping[tuple[str, str], Sequence[Expected]]
    limits: Limits
    scratch: Path
    trusted: bool = False
    compatible: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """`rows` of the submission as Autograde left them; `folder`: its autograded notebooks; `doubts`: (notebook, cell)
    to why a person should look; `failure`: why there is none of that."""

    student: str
    rows: Rows
    folder: Path | None
    doubts: Mapping[tuple[str, str], str]
    failure: str = ""
    ours: bool = False  # the failure is the program's


_ONE_AT_A_TIME = threading.Lock()  # nbgrader changes the folder of the process; a cluster's worker has threads


def grade(job: Job) -> Graded:
    """Never raises: whatever goes wrong with one submission is told of that one."""
    with _ONE_AT_A_TIME:
        return _told(job)


def _told(job: Job) -> Graded:
    folder = job.scratch / f"job-{uuid4().hex}"
    try:
        folder.mkdir()
        return _grade(job, folder)
    except Unacceptable as error:
        failure, ours = str(error), False
    except Exception as error:  # our own bug, or nbgrader's: it must not stop the marking of the others
        failure, ours = f"{type(error).__name__}: {error}"[:300], True
    shutil.rmtree(folder, ignore_errors=True)
    return Graded(job.student, {}, None, {}, failure, ours)


def _grade(job: Job, folder: Path) -> Graded:
    _lighten()
    from fieldmark.marking.handwritten import quick
    from fieldmark.marking.handwritten.settle import Case

    _settled()
    name = job.released.name
    here = folder / "submitted" / job.student / name
    taken = take(job.course / "submitted" / job.student / name, here, job.released.notebooks, job.limits)
    _supporting_files(job, folder, here)
    gradebook = _gradebook(job.scratch)
    engine = quick.engine(gradebook)
    engine.dispose()
    shutil.copyfile(_schema(job.scratch), gradebook)
    _fill(engine, job)
    notebooks = {n.name: n for n in job.released.notebooks}
    case = Case(notebooks, taken.sources, taken.notes, job.values, job.compatible)
    _autograde(job, folder, case)
    with engine.begin() as connection:
        rows = submission_rows(connection, job.released.rows["assignment"][0]["id"], job.student)
    return Graded(job.student, rows, folder / "autograded" / job.student / name, case.doubts)


def _lighten() -> None:
    """jsonschema would load a grammar of addresses, for 2 s; it can do without, and no notebook's schema asks."""
    if "jsonschema" not in sys.modules:
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]


@lru_cache
def _settled() -> None:
    """What is loaded stays: looking through it for garbage, again and again, takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _supporting_files(job: Job, folder: Path, here: Path) -> None:
    """The trainer's own files, which Autograde puts over the engineer's; and when it was submitted."""
    source = job.course / "source" / job.released.name
    shutil.copytree(source, folder / "source" / job.released.name, ignore=shutil.ignore_patterns("*.ipynb"))
    stamp = here / "timestamp.txt"
    if stamp.exists() and not _readable_time(stamp):
        stamp.unlink()


def _readable_time(path: Path) -> bool:
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(path.read_text(encoding="ascii").strip()) is not None
    except (ValueError, OverflowError):
        return False


def _gradebook(scratch: Path) -> Path:
    """This process's gradebook, made anew for each submission."""
    return scratch / f"gradebook-{os.getpid()}.db"


@lru_cache
def _schema(scratch: Path) -> Path:
    """An empty gradebook of nbgrader's making."""
    from nbgrader.api import Base
    from sqlalchemy import create_engine

    path = scratch / f"schema-{os.getpid()}.db"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


def _fill(engine: Any, job: Job) -> None:
    tables = {t.name: t for t in book.metadata.sorted_tables}
    with engine.begin() as connection:
        for rows in (job.released.rows, job.known):
            for name, own in rows.items():
                if own:
                    connection.execute(tables[name].insert(), own)


def _autograde(job: Job, folder: Path, case: Case) -> None:
    """nbgrader's own Autograde, with our Execute at the head of its steps. RuntimeError with what it logged."""
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    from fieldmark.marking.handwritten.quick import shared

    config = _config(job, folder)
    directory = CourseDirectory(config=config, assignment_id=job.released.name, student_id=job.student)
    logger = logging.getLogger(f"fieldmark.autograde.{os.getpid()}")
    heard = _Heard()
    logger.handlers, logger.propagate = [heard], False
    autograde = Autograde(coursedir=directory, config=config, log=logger)
    execute, settle = _steps(job, config, case)
    autograde.autograde_preprocessors = [
        {"Execute": execute, "SaveAutoGrades": settle}.get(step.__name__, step)
        for step in Autograde.autograde_preprocessors.default()
    ]
    try:
        with shared(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of nbgrader's own sessions; there is nothing here to be done about them
            autograde.start()
    except NbGraderException as error:
        raise RuntimeError(heard.last or str(error)) from error


class _Heard(logging.Handler):
    """Keeps the last line of the last traceback."""

    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR and "Traceback" in record.getMessage():
            self.last = record.getMessage().strip().splitlines()[-1]


def _config(job: Job, folder: Path) -> Any:
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = f"sqlite:///{_gradebook(job.scratch)}"
    config.CourseDirectory.course_id = job.released.rows["assignment"][0]["course_id"]
    return config


def _steps(job: Job, config: Any, case: Case) -> tuple[JailedExecute, Settle]:
    from fieldmark.marking.handwritten.execute import JailedExecute
    from fieldmark.marking.handwritten.settle import Settle

    execute = JailedExecute(
        _jail(job.scratch, job.trusted), job.limits, lambda n: case.notebooks[n].tests, config=config
    )
    return execute, Settle(case, execute.watched.__getitem__, config=config)


@lru_cache
def _jail(scratch: Path, trusted: bool) -> Jail:
    """This process's jail, made when it is first needed."""
    folder = Path(tempfile.mkdtemp(prefix="jail-", dir=scratch))
    try:
        jail = Jail(folder, jailed=not trusted, number=os.getpid())
    except (JailError, OSError) as error:
        raise RuntimeError(f"no jail: {error}") from error
    atexit.register(jail.close)
    return jail
