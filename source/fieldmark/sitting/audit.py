"""Whether the journal is whole: against itself, against an exported head, against an engineer's receipt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldmark.model.problem import Problem
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.sitting import audit_uploads, problems
from fieldmark.sitting.receipt import checksum
from fieldmark.store.files import read_json
from fieldmark.store.journal import Journal
from fieldmark.store.workspace import Workspace

DOING = Text("reading the journal", "读取日志")


def head(workspace: Workspace) -> StepReport:
    """The journal's head, to be kept outside: whoever holds it can later tell whether the tail was cut."""
    with Journal.open(workspace) as journal:
        found = journal.head()
    number, _, hashed = found.partition(":")
    said = Text(f"The journal stands at event {number}.", f"日志目前共 {number} 条事件。")
    return StepReport(said, [{"number": int(number), "hash": hashed, "head": found}])


def verify(
    workspace: Workspace, *, head: str | None = None, receipt: Path | None = None, progress: Progress = quiet
) -> StepReport:
    """Every altered, removed or reordered event; with an exported head or a saved receipt, a cut tail too. Refused
    (W004) where the receipt cannot be read, (J010, J011) where the journal cannot."""
    progress(0, 1, DOING)
    with Journal.open(workspace) as journal:
        found = journal.verify(head)
        found += audit_uploads.broken(workspace, journal)
        if receipt:
            held = read_json(receipt)
            found += [p for p in journal.verify(str(held.get("head", ""))) if p not in found]
            found += _against(journal, held, receipt)
        last = journal.head()
    progress(1, 1, DOING)
    number = last.partition(":")[0]
    whole = Text(f"The journal is whole: {number} events.", f"日志完整：共 {number} 条事件。")
    broken = Text(f"The journal is not whole: {len(found)} findings.", f"日志不完整：发现 {len(found)} 处问题。")
    return StepReport(broken if found else whole, [{"events": int(number), "head": last}], found)


def _against(journal: Journal, held: Mapping[str, Any], file: Path) -> list[Problem]:
    """Whether the journal's answers are those of the receipt."""
    sitting = journal.sitting(str(held.get("sitting", "")))
    if sitting is None or checksum(sitting) != held.get("checksum"):
        return [problems.NOT_THE_RECEIPT.at(str(file), sitting=held.get("sitting", "?"))]
    return []
