"""Every scenario before anyone sits it: what is wrong, and what to expect."""

from __future__ import annotations

from typing import Any

from fieldmark.bank.bench.find import locate, read_file, scenario_files
from fieldmark.faults.check import outlook
from fieldmark.items.fault import policy
from fieldmark.model.fault import Scenario
from fieldmark.model.item import FaultBench
from fieldmark.model.problem import Problem
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.store.workspace import Workspace


def check_scenarios(workspace: Workspace, names: tuple[str, ...] = (), progress: Progress = quiet) -> StepReport:
    """Problems of the named scenarios (all where none is named), and the outlook of those without an error."""
    files = [locate(workspace, name) for name in names] or scenario_files(workspace)
    rows: list[dict[str, Any]] = []
    found: list[Problem] = []
    for n, (course, path) in enumerate(files, start=1):
        practical, wrong = read_file(workspace, path, course)
        found += wrong
        if practical and isinstance(practical.item, FaultBench) and not any(p.severity == "error" for p in wrong):
            rows.append(_row(practical.item.scenario))
        progress(n, len(files), Text("solving scenarios", "求解场景"))
    return StepReport(_summary(len(files), rows, found), rows, tuple(found))


def _row(scenario: Scenario) -> dict[str, Any]:
    """Costs are money; scores 0..100, expected over the priors."""
    seen = outlook(scenario, policy(scenario))
    return {
        "scenario": scenario.id,
        "faults": len(scenario.faults),
        "tests": len(scenario.tests),
        "noisy": sum(test.noisy for test in scenario.tests),
        "bits": round(seen.bits, 3),
        "best_cost": round(seen.best_cost, 2),
        "diagnosis_cost": round(seen.diagnosis_cost, 2),
        "first_step": seen.first_step,
        "greedy_cost": round(seen.greedy_cost, 2),
        "swapping_cost": round(seen.swapping_cost, 2),
        "average_score": round(seen.average_score, 1),
        "swapper_score": round(seen.swapper_score, 1),
        "difficulty": seen.difficulty,
        "exact": seen.exact,
    }


def _summary(files: int, rows: list[dict[str, Any]], found: list[Problem]) -> Text:
    errors = sum(p.severity == "error" for p in found)
    warnings = len(found) - errors
    return Text(
        f"{files} fault scenarios, {len(rows)} ready: {errors} errors, {warnings} warnings.",
        f"{files} 个故障场景，{len(rows)} 个可用：{errors} 个错误，{warnings} 个警告。",
    )
