"""nbgrader's SaveAutoGrades with our reading of the runs: points from a positive verdict alone, doubts to a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import SaveAutoGrades

from fieldmark.marking.handwritten.execute import Watch
from fieldmark.marking.handwritten.leak import redact
from fieldmark.marking.handwritten.released import Notebook
from fieldmark.marking.handwritten.values import Expected, compare
from fieldmark.marking.handwritten.verdict import Evidence, Verdict, judge, shape, suspicious
from fieldmark.marking.handwritten.words import REASONS, said


@dataclass(slots=True)
class Case:
    """What is known of one submission besides its runs. `doubts`: (notebook, cell) to why a person should look."""

    notebooks: Mapping[str, Notebook]
    sources: Mapping[str, Sequence[str]]
    notes: Mapping[tuple[str, str], str]
    values: Mapping[tuple[str, str], Sequence[Expected]]
    compatible: bool
    doubts: dict[tuple[str, str], str] = field(default_factory=dict)


class Settle(SaveAutoGrades):  # type: ignore[misc]
    """Writes the points of each test as the case's evidence has it; `watched(notebook)` is the evidence."""

    def __init__(self, case: Case, watched: Callable[[str], Watch], **named: Any) -> None:
        super().__init__(**named)
        self._case, self._watched = case, watched
        self._watch = Watch()
        self._word = ""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        name = resources["nbgrader"]["notebook"]
        self._watch = self._watched(name)
        self._word = suspicious(self._case.sources.get(name, ()))
        self._leaked = redact(nb, self._case.notebooks[name])
        done: tuple[NotebookNode, Any] = super().preprocess(nb, resources)
        return done

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._add_score(cell, resources) if not _is_test(cell) else self._settle(cell)

    def _settle(self, cell: NotebookNode) -> None:
        name = cell.metadata.nbgrader["grade_id"]
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        verdict = self._verdict(cell, self._watch.tests.get(name, Evidence()))
        reason = verdict.reason or self._doubt(name, verdict.points)
        grade.auto_score = verdict.points
        grade.needs_manual_grade = grade.manual_score is not None or bool(reason)
        self.gradebook.db.commit()
        if reason:
            self._case.doubts[self.notebook_id, name] = reason
            cell.outputs.append(new_output("display_data", data={"text/markdown": _shown(reason)}))

    def _verdict(self, cell: NotebookNode, evidence: Evidence) -> Verdict:
        name = cell.metadata.nbgrader["grade_id"]
        most = float(cell.metadata.nbgrader["points"])
        source = self._case.notebooks[self.notebook_id].tests[name]
        expected = self._case.values.get((self.notebook_id, name))
        if expected is not None:
            return compare(expected, evidence, most)
        verdict = judge(shape(source), evidence, most)
        if not self._case.compatible or verdict.reason not in READINGS:
            return verdict
        points, _ = utils.determine_grade(cell, self.log)
        return Verdict(float(points))

    def _doubt(self, name: str, points: float) -> str:
        """Why a person should look although the verdict is clear."""
        note = self._case.notes.get((self.notebook_id, name), "")
        if note or not points or (self.notebook_id, name) in self._case.values:
            return note
        if self._leaked:
            return "leak"
        return f"word {self._word}" if self._word else ""


READINGS = ("empty-test", "no-result", "unreadable-result")
"""Verdicts that nbgrader reads otherwise, mostly as full marks; `--strict-compat` reads them its way."""


def _is_test(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and not utils.is_solution(cell)


def _shown(reason: str) -> str:
    words = said(reason, REASONS)
    return f"**Fieldmark**: {words.en}\n\n{words.zh}"
