"""Which file is loaded by which mapping: named by the user, or by grading/sources.yaml."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from fieldmark.field import problems
from fieldmark.field.mapping import Map, to_map
from fieldmark.field.policy import read_policy
from fieldmark.field.settings import read_settings
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace, shipped_content


@dataclass(frozen=True, slots=True)
class Source:
    """A file to load. `digest`: of the mapping file; `batch`: all files of this load that share the mapping."""

    path: Path
    file: str
    mapping: Map
    digest: str
    batch: tuple[str, ...] = ()


def find_sources(
    workspace: Workspace, files: Sequence[Path], mapping: Path | None
) -> tuple[list[Source], list[Problem]]:
    """The files with their mappings, in the order to load them, and what is wrong with those that cannot be.

    Refused (D001, D008, D009) where the one mapping that was named, or sources.yaml, cannot be used.
    """
    # Excel and editors leave lock files beside an open one
    wanted = [path for path in files if not path.name.startswith(("~$", ".~", "."))]
    named = [(path.resolve(), workspace.relative(path.resolve())) for path in wanted]
    if mapping is not None:
        used, digest = read_mapping(workspace, mapping)
        found = [Source(path, file, used, digest) for path, file in named]
        return _batched(found), []
    found, refused, left = [], list[Problem](), list(named)
    for pattern, name in read_sources(workspace):
        chosen = sorted(pair for pair in left if fnmatchcase(pair[0].name.casefold(), pattern.casefold()))
        left = [pair for pair in left if pair not in chosen]
        if not chosen:
            continue
        try:
            used, digest = read_mapping(workspace, Path(name))
        except Refused as error:
            refused += error.problems
            continue
        found += [Source(path, file, used, digest) for path, file in chosen]
    refused += [problems.NO_MAPPING.at(file) for _, file in left]
    return _batched(found), refused


def _batched(found: list[Source]) -> list[Source]:
    return [replace(s, batch=tuple(o.file for o in found if o.mapping.id == s.mapping.id)) for s in found]


def read_sources(workspace: Workspace) -> list[tuple[str, str]]:
    """(pattern of file names, mapping) in the order in which they are loaded; Refused (D009) where it is no such
    list."""
    settings = read_policy(workspace, "sources.yaml")
    listed = settings.data.get("sources")
    if not isinstance(listed, list) or not all(isinstance(s, dict) and {"files", "mapping"} <= set(s) for s in listed):
        why = Text("it is no list of “files” and “mapping”", "它不是由 “files” 和 “mapping” 组成的列表")
        raise Refused(settings.problem(("sources",), why, "- {files: tickets*.csv, mapping: sample-tickets}"))
    return [(str(s["files"]), str(s["mapping"])) for s in listed]


def read_mapping(workspace: Workspace, named: Path) -> tuple[Map, str]:
    """The mapping at a path, or by its name in grading/mappings/ (the workspace's, else the shipped one); with the
    digest of its text."""
    folders = [grading / "mappings" for grading in (workspace.grading, shipped_content() / "grading")]
    name = named.name if named.suffix in (".yaml", ".yml") else f"{named.name}.yaml"
    places = [named, workspace.root / named, *(folder / name for folder in folders)]
    path = next((p for p in places if p.is_file()), None)
    if path is None:
        known = ", ".join(sorted({p.stem for folder in folders for p in folder.glob("*.yaml")}))
        why = Text(f"there is no such mapping (there are: {known})", f"没有这个映射（现有：{known}）")
        raise Refused(problems.NO_FILE.at(path=named.name, why=why))
    mapping = to_map(read_settings(path, workspace.relative(path.resolve())), path.stem)
    return mapping, hashlib.sha256(path.read_bytes()).hexdigest()
