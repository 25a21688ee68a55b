"""nbgrader without its repetitions. A submission opens the gradebook 13 times, and each time nbgrader makes an engine
that has to learn its queries anew and looks at every table; here all share one engine, and the tables are known to be
there. For each cell it checks the schema of cells before it checks the cell; here the schema is known to be sound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema  # type: ignore[import-untyped]
from jsonschema.exceptions import best_match  # type: ignore[import-untyped]
from nbgrader.api import Gradebook
from nbgrader.converters import autograde
from nbgrader.nbgraderformat import common
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
    """While it lasts, nbgrader's Autograde uses the shared engine and trusts its own schema."""
    for module in _USERS:
        module.Gradebook = SharedGradebook
    common.jsonschema = SimpleNamespace(validate=_validate)
    try:
        yield
    finally:
        common.jsonschema = jsonschema
        for module in _USERS:
            module.Gradebook = Gradebook


def _validate(instance: Any, schema: Any) -> None:
    """jsonschema's `validate`, ValidationError and all, without the check of the schema."""
    found = best_match(_validator(json.dumps(schema)).iter_errors(instance))
    if found is not None:
        raise found


@lru_cache
def _validator(schema: str) -> Any:
    made = json.loads(schema)
    return jsonschema.validators.validator_for(made)(made)
