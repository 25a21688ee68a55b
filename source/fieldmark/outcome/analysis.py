"""One question: what did the training of these cohorts do to this KPI? Pure, from arrays to an `Analysis`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fieldmark.outcome.comparison import Comparison
from fieldmark.outcome.design import Cell, Design, Span, cells, clean_months, is_control
from fieldmark.outcome.group_time import effects
from fieldmark.outcome.policy import OutcomePolicy
from fieldmark.outcome.pretrend import Pretrend, pretrend
from fieldmark.outcome.relabel import Estimate, exchanged, randomised, welch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A KPI by engineer and month, arrays (n, months): as it is, after case mix, and the tickets behind it."""

    value: Floats
    adjusted: Floats
    tickets: Floats


@dataclass(frozen=True, slots=True)
class Analysis:
    """`overall` is None where nothing can be compared. Counts are of engineers, but for `tickets`."""

    trained: int
    controls: int
    tickets: int
    used: tuple[int, ...]  # cohorts that can be compared
    left_out: tuple[int, ...]  # cohorts without enough clean months before
    shift: int  # most months between the last base month and the month before the training
    base: int  # most months in a base
    overall: Estimate | None
    mde: float
    naive: Estimate | None
    pretrend: Pretrend | None
    events: tuple[tuple[int, Estimate], ...] = field(default=())
    cohorts: tuple[tuple[int, Estimate], ...] = field(default=())


def analyse(outcome: Outcome, design: Design, chosen_by: str, policy: OutcomePolicy) -> Analysis:
    """Cohorts of one kind against all who are not yet trained."""
    wanted = design.of_kind(chosen_by)
    found = _compare(outcome.adjusted, design, _clean_enough(design, wanted, chosen_by, policy), policy)
    naive = before_after(outcome.value, design, wanted, policy)
    used = found.cohorts
    left_out = tuple(k for k in wanted if k not in used)
    if not used:
        return Analysis(0, 0, 0, (), left_out, 0, 0, None, np.nan, naive, None)
    after = [c for c in found.cells if c.since >= policy.first_month]
    overall = _overall(found, used, policy)
    return Analysis(
        trained=int(np.isin(design.label, used).sum()),
        controls=_controls(outcome.adjusted, design, after),
        tickets=_tickets(outcome.tickets, design, after),
        used=used,
        left_out=left_out,
        shift=max(design.cohorts[c.cohort].start - 1 - max(c.base) for c in after),
        base=max(len(c.base) for c in after),
        overall=overall,
        mde=least_effect(overall, policy.confidence),
        naive=naive,
        pretrend=pretrend(found, policy.confidence),
        events=_events(found, policy),
        cohorts=_by_cohort(found, used, policy),
    )


def _clean_enough(design: Design, wanted: Sequence[int], chosen_by: str, policy: OutcomePolicy) -> list[int]:
    least = policy.least_clean_months if chosen_by == "weakness" else 1
    return [k for k in wanted if len(clean_months(design, k, policy.horizon_months)) >= least]


def least_effect(found: Estimate, confidence: float) -> float:
    """The effect that a study of this precision finds four times in five (minimum detectable effect)."""
    from scipy.stats import t

    return float(t.ppf(0.5 + confidence / 2, found.df) + t.ppf(0.8, found.df)) * found.se


def _compare(adjusted: Floats, design: Design, cohorts: Sequence[int], policy: OutcomePolicy) -> Comparison:
    """Cells with at least two trained engineers and enough to compare them with, known in both months; of cohorts
    that have such a cell among the months that count."""
    span = Span(policy.horizon_months, policy.base_months)
    kept = [c for c in cells(design, cohorts, span) if _filled(adjusted, design, c, policy)]
    counted = {c.cohort for c in kept if c.since >= policy.first_month}
    kept = [c for c in kept if c.cohort in counted]
    return Comparison(adjusted, design, tuple(kept), effects(adjusted, design, kept))


def _filled(adjusted: Floats, design: Design, cell: Cell, policy: OutcomePolicy) -> bool:
    known = np.isfinite(cell.change(adjusted))
    trained = int((known & (design.label == cell.cohort)).sum())
    return trained >= 2 and int((known & is_control(design, cell)[design.label]).sum()) >= policy.least_controls


def _overall(found: Comparison, used: Sequence[int], policy: OutcomePolicy) -> Estimate:
    """Average over the months that count, by relabelling where groups are small."""
    weights = found.where(lambda c: c.since >= policy.first_month)
    formula = found.measured(weights, policy.confidence)
    if np.isin(found.design.label, used).sum() >= policy.exact_below:
        return formula
    draws = exchanged(found.design, used, policy.relabellings, policy.seed)
    return randomised(found.adjusted, found.design, found.cells, weights, formula, draws, policy.confidence)


def _events(found: Comparison, policy: OutcomePolicy) -> tuple[tuple[int, Estimate], ...]:
    """Effect by months since the training, as far back as forward; the base months lie around zero."""
    made = []
    for since in range(-policy.horizon_months, policy.horizon_months + 1):
        weights = found.where(lambda c, e=since: c.since == e)  # type: ignore[misc]
        if np.any(weights):
            made.append((since, found.measured(weights, policy.confidence)))
    return tuple(made)


def _by_cohort(found: Comparison, used: Sequence[int], policy: OutcomePolicy) -> tuple[tuple[int, Estimate], ...]:
    """Effect of each cohort that is large enough to be shown."""
    made = []
    for k in used:
        if found.design.size(k) >= policy.least_cell:
            weights = found.where(lambda c, k=k: c.cohort == k and c.since >= policy.first_month)  # type: ignore[misc]
            made.append((k, found.measured(weights, policy.confidence)))
    return tuple(made)


def _controls(adjusted: Floats, design: Design, after: Sequence[Cell]) -> int:
    """Engineers who serve as comparison in at least one cell."""
    serves = np.zeros(len(design.label), dtype=bool)
    for cell in after:
        known = np.isfinite(cell.change(adjusted))
        serves |= known & is_control(design, cell)[design.label]
    return int(serves.sum())


def _tickets(tickets: Floats, design: Design, after: Sequence[Cell]) -> int:
    """Tickets of the trained in the months compared."""
    months = {(c.cohort, m) for c in after for m in (c.month, *c.base)}
    return int(sum(np.nansum(tickets[design.label == k, m]) for k, m in months))


def before_after(value: Floats, design: Design, cohorts: Sequence[int], policy: OutcomePolicy) -> Estimate | None:
    """What misleads: the trained engineers' mean after less their mean before, with the paired t interval."""
    changes = []
    for k in cohorts:
        rows, start = value[design.label == k], design.cohorts[k].start
        after = start + policy.first_month
        changes += list(
            _means(rows[:, after : after + policy.naive_months])
            - _means(rows[:, max(0, start - policy.naive_months) : start])
        )
    known = np.array([c for c in changes if np.isfinite(c)])
    if len(known) < 2:
        return None
    influence = (known - known.mean()) / np.sqrt(len(known) * (len(known) - 1))
    return welch(float(known.mean()), influence, np.zeros(len(known), dtype=np.int64), policy.confidence)


def _means(rows: Floats) -> Floats:
    """Mean of each row over what is known; nan where nothing is."""
    known = np.isfinite(rows)
    with np.errstate(invalid="ignore"):
        means: Floats = np.where(known, rows, 0.0).sum(axis=1) / known.sum(axis=1)
    return means
