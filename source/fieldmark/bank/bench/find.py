"""A scenario by its id in the workspace, or by the path of a file."""

from __future__ import annotations

from pathlib import Path

from fieldmark.bank import marking
from fieldmark.bank.bench.problems import NO_SUCH_SCENARIO
from fieldmark.bank.checks.practicals import check_practical
from fieldmark.bank.practicals.practical import Practical
from fieldmark.bank.practicals.read import read_practical
from fieldmark.bank.reader import YAML
from fieldmark.bank.source import MOST_YAML_BYTES, load
from fieldmark.bank.spelling import did_you_mean
from fieldmark.model.fault import Weights
from fieldmark.model.item import FaultBench
from fieldmark.model.problem import Problem, Refused
from fieldmark.store.policies import keep_policies
from fieldmark.store.workspace import Workspace

Found = tuple[Practical | None, tuple[Problem, ...]]


def scenario_files(workspace: Workspace) -> list[tuple[str, Path]]:
    """(course, file) of every fault scenario in the workspace."""
    return practical_files(workspace, "faults")


def practical_files(workspace: Workspace, kind: str) -> list[tuple[str, Path]]:
    """(course, file) of every practical in the folders of this name."""
    if not workspace.assignments.is_dir():
        return []
    folders = sorted(f for f in workspace.assignments.iterdir() if f.is_dir() and not f.name.startswith((".", "_")))
    return [
        (folder.name, path)
        for folder in folders
        for path in sorted((folder / kind).glob("*"))
        if path.suffix in YAML and not path.name.startswith((".", "_", "~"))
    ]


def read_file(workspace: Workspace, path: Path, course: str) -> Found:
    """One scenario with all that is wrong with its text and matter; None where it cannot be read."""
    keep_policies(workspace)
    source, unreadable = load(path, workspace.relative(path.resolve()), MOST_YAML_BYTES)
    if source is None:
        return None, unreadable
    practical, wrong = read_practical(source, course, "faults", weights(workspace))
    if practical and not any(p.severity == "error" for p in wrong):
        wrong = (*wrong, *check_practical(practical))
    return practical, wrong


def weights(workspace: Workspace) -> Weights:
    """Of grading/marking.yaml; Refused where it is wrong."""
    path = workspace.grading / marking.FILE
    if not path.exists():
        return Weights()
    source, wrong = load(path, workspace.relative(path), MOST_YAML_BYTES)
    found, more = marking.read_marking(source) if source else (Weights(), ())
    if wrong or more:
        raise Refused(*wrong, *more)
    return found


def locate(workspace: Workspace, name: str) -> tuple[str, Path]:
    """Course and file of a scenario; Refused (Q702) where there is none. A path wins where such a file is there."""
    path = Path(name)
    files = scenario_files(workspace)
    if path.suffix in YAML and path.is_file():
        known = {file.resolve(): course for course, file in files}
        return known.get(path.resolve(), ""), path
    by_id = {_id(file): (course, file) for course, file in files}
    if name not in by_id:
        raise Refused(NO_SUCH_SCENARIO.at(name=name[:80], meant=did_you_mean(name, by_id)))
    return by_id[name]


def _id(path: Path) -> str:
    source, _ = load(path, path.name, MOST_YAML_BYTES)
    lines = source.lines if source else ()
    found = next((line.partition(":")[2].partition(" #")[0] for line in lines if line.startswith("id:")), "")
    return found.strip().strip("\"'") or path.stem


def sound(workspace: Workspace, name: str) -> FaultBench:
    """The bench by id or path; Refused with everything that is wrong where it has errors."""
    course, path = locate(workspace, name)
    practical, wrong = read_file(workspace, path, course)
    errors = [p for p in wrong if p.severity == "error"]
    if practical is None or errors:
        raise Refused(*errors)
    assert isinstance(practical.item, FaultBench)  # noqa: S101 - what lies under faults/ is a bench
    return practical.item
