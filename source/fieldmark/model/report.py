"""What a step of the pipeline tells of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

Progress = Callable[[int, int, Text], None]
"""Called with done, total and what is being done."""


def quiet(done: int, total: int, doing: Text) -> None:
    """A Progress that says nothing."""


@dataclass(frozen=True, slots=True)
class StepReport:
    """`rows` is what the command prints as a table or, with --json, as a list of objects."""

    summary: Text
    rows: Sequence[Mapping[str, Any]] = field(default=())
    problems: Sequence[Problem] = field(default=())
