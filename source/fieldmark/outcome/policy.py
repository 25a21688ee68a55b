"""What grading/outcome.yaml may say."""

from __future__ import annotations

from dataclasses import dataclass

from fieldmark.store.policy import number, read_policy
from fieldmark.store.workspace import Workspace

DEFAULT = ("first_time_fix", "repeat_fault", "handling_time", "misdiagnosis", "process_deviation", "csat")


@dataclass(frozen=True, slots=True)
class OutcomePolicy:
    """The settings of grading/outcome.yaml, described there."""

    kpis: tuple[str, ...] = DEFAULT
    first_month: int = number(1, 0, 12)
    horizon_months: int = number(6, 1, 60)
    base_months: int = number(3, 1, 12)
    naive_months: int = number(3, 1, 24)
    least_trained: int = number(5, 3, 1000)
    least_controls: int = number(10, 3, 1000)
    least_tickets: int = number(100, 1, 1_000_000)
    least_clean_months: int = number(3, 1, 60)
    least_cell: int = number(5, 1, 1000)
    confidence: float = number(0.95, 0.5, 0.999)
    relabellings: int = number(999, 99, 99_999)
    seed: int = number(1, 0, 2**31)
    exact_below: int = number(200, 0, 100_000)
    retraining_lines: int = number(50, 1, 10_000)


def outcome_policy(workspace: Workspace) -> OutcomePolicy:
    """Refused (W020 to W022) where the file is wrong."""
    return read_policy(workspace, "outcome.yaml", OutcomePolicy)
