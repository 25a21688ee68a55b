"""Where in the trainer's files a thing stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """`file` relative to the workspace, `line` from 1; 0 = the whole file."""

    file: str = ""
    line: int = 0
