"""A scenario as a workbook, and back as text."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

from fieldmark.bank.bench import problems
from fieldmark.bank.bench.find import locate, read_file, scenario_files
from fieldmark.bank.courses import course_files
from fieldmark.bank.practicals.document import scenario_document
from fieldmark.bank.practicals.pages import MOST_BYTES
from fieldmark.bank.practicals.read_workbook import Book, read_workbook
from fieldmark.bank.practicals.write_workbook import write_workbook
from fieldmark.bank.practicals.write_yaml import write_yaml
from fieldmark.model.item import FaultBench
from fieldmark.model.problem import Refused
from fieldmark.model.report import StepReport
from fieldmark.model.text import Text
from fieldmark.store.files import write_bytes, write_text
from fieldmark.store.workspace import Workspace


def export_workbook(workspace: Workspace, name: str, target: Path) -> StepReport:
    """Write the scenario as .xlsx, finished or not. Refused where its text has errors."""
    course, path = locate(workspace, name)
    practical, wrong = read_file(workspace, path, course)
    if practical is None or not isinstance(practical.item, FaultBench):
        raise Refused(*wrong)
    broken = [p for p in wrong if p.severity == "error" and p.code.startswith("Q")]
    if broken:
        raise Refused(*broken)
    write_bytes(target, write_workbook(practical.item, draft=practical.draft))
    _beside(target, practical.item)
    return StepReport(
        Text(f"{practical.id} written to {target}.", f"已将 {practical.id} 写入 {target}。"), problems=wrong
    )


def import_workbook(workspace: Workspace, source: Path, *, replace: bool = False) -> StepReport:
    """Write the workbook's scenario as YAML into its course; whole or not at all. Refused where the workbook has
    errors, and where the file is there with other content unless `replace`."""
    book = _read(workspace, source)
    errors = tuple(p for p in book.problems if p.severity == "error")
    if errors or book.practical is None or not isinstance(book.practical.item, FaultBench):
        raise Refused(*errors)
    item = book.practical.item
    text = write_yaml(scenario_document(item, draft=book.practical.draft))
    target = _target(workspace, item)
    shown = workspace.relative(target)
    if target.exists() and not replace and not _means_the_same(workspace, target, item):
        raise Refused(problems.THERE_ALREADY.at(shown, path=shown))
    if not target.exists() or replace:
        _beside(target, item)
        write_text(target, text)
    return StepReport(Text(f"{item.id} is in {shown}.", f"{item.id} 已写入 {shown}。"), problems=book.problems)


def _beside(target: Path, item: FaultBench) -> None:
    """The scenario's picture goes where its text goes."""
    picture = item.scenario.layout.picture
    if picture and not (target.parent / picture.file).exists():
        write_bytes(target.parent / picture.file, b64decode(picture.content))


def _read(workspace: Workspace, source: Path) -> Book:
    try:
        large = source.stat().st_size > MOST_BYTES
        data = b"" if large else source.read_bytes()
    except OSError as error:
        why = Text(error.strerror or "?", error.strerror or "?")
        raise Refused(problems.NOT_A_WORKBOOK.at(str(source), why=why)) from error
    if large:
        raise Refused(problems.NOT_A_WORKBOOK.at(str(source), why=Text("it is too large", "文件过大")))
    folders = (source.parent, *(path.parent for _, path in scenario_files(workspace)))
    return read_workbook(data, source.name, course_files(workspace), folders=tuple(dict.fromkeys(folders)))


def _target(workspace: Workspace, item: FaultBench) -> Path:
    """Where a scenario of this id is, or would be."""
    for course, path in scenario_files(workspace):
        if course == item.course:
            practical, _ = read_file(workspace, path, course)
            if practical and practical.id == item.id:
                return path
    return workspace.assignments / item.course / "faults" / f"{item.id}.yaml"


def _means_the_same(workspace: Workspace, path: Path, item: FaultBench) -> bool:
    practical, _ = read_file(workspace, path, item.course)
    return bool(
        practical
        and isinstance(practical.item, FaultBench)
        and scenario_document(practical.item) == scenario_document(item)
    )
