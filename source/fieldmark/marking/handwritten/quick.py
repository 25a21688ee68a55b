"""nbgrader's gradebook, opened once. A submission opens it 13 times, and each time nbgrader makes an engine that has
to learn its queries anew and looks at every table; here all share one engine, and the tables are known to be there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import autograde
from nbgrader.preprocessors import latesubmissions, overwritecells, overwritekernelspec, saveautogrades
from sqlalchemy import create_engine, event
from sqlalchemy.orm import scoped_session, sessionmaker

_USERS = (autograde, latesubmissions, overwritecells, overwritekernelspec, saveautogrades)


@lru_cache
def engine(path: Path) -> Any:
    """The engine on a scratch gradebook, which need not outlive the machine."""
    made = create_engine(f"sqlite:///{path}")
    event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    return made


class SharedGradebook(Gradebook):  # type: ignore[misc]
    """nbgrader's Gradebook on the shared engine; `db_url` names a file with nbgrader's tables in it."""

    def __init__(self, db_url: str, course_id: str = "default_course", authenticator: Any = None) -> None:
        self.engine = engine(Path(db_url.removeprefix("sqlite:///")))
        self.db = scoped_session(sessionmaker(autoflush=True, bind=self.engine, future=True))
        self.course_id = course_id
        self.authenticator = authenticator

    def close(self) -> None:
        self.db.remove()


@contextmanager
def shared() -> Iterator[None]:
    """While it lasts, nbgrader's Autograde uses the shared engine."""
    for module in _USERS:
        module.Gradebook = SharedGradebook
    try:
        yield
    finally:
        for module in _USERS:
            module.Gradebook = Gradebook
