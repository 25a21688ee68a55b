"""Expected values of hand-written assignments: read from values.yaml, sealed for the marker alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from fieldmark.marking.handwritten.values import Expected, expected
from fieldmark.store.files import read_json, write_json
from fieldmark.store.workspace import Workspace

Written = dict[str, list[Any]]
"""NOTEBOOK/CELL to what values.yaml says."""


def read_values(path: Path, tests: Mapping[str, Sequence[str]]) -> tuple[Written, str]:
    """What the file holds, and why it cannot be used ("" where it can; no file is no values). `tests`: notebook to its
    test cells."""
    if not path.exists():
        return {}, ""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return {}, " ".join(str(error).split())[:200]
    if not isinstance(data, dict):
        return {}, "it is not a list of test cells"
    found: Written = {}
    for name, values in data.items():
        places = [f"{n}/{c}" for n, cells in tests.items() for c in cells if str(name) in (c, f"{n}/{c}")]
        if len(places) != 1:
            return {}, f"“{name}” names {len(places)} test cells"
        if not isinstance(values, list) or not values:
            return {}, f"“{name}” has no list of values"
        found[places[0]] = values
    return found, ""


def _place(workspace: Workspace, course: str, name: str) -> Path:
    return workspace.sealed / "notebooks" / course / f"{name}.json"


def seal_values(workspace: Workspace, course: str, name: str, values: Written) -> None:
    if not values:
        unseal(workspace, course, name)
        return
    workspace.sealed.mkdir(parents=True, exist_ok=True)
    workspace.sealed.chmod(0o700)
    write_json(_place(workspace, course, name), values, mode=0o600)


def unseal(workspace: Workspace, course: str, name: str) -> None:
    _place(workspace, course, name).unlink(missing_ok=True)


def sealed_values(workspace: Workspace, course: str, name: str) -> dict[tuple[str, str], tuple[Expected, ...]]:
    """(notebook, cell) to what it should yield. Refused (W004) where the file is damaged."""
    path = _place(workspace, course, name)
    written: Written = read_json(path) if path.exists() else {}
    parted = {tuple(place.split("/", 1)): values for place, values in written.items()}
    return {(n, c): tuple(expected(v) for v in values) for (n, c), values in parted.items()}
