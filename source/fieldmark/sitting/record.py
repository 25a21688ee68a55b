"""Sittings that took place elsewhere or are made up for a sample, entered through the same state machine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.score import Answer
from fieldmark.model.sitting import WINDOW, StoredEvent
from fieldmark.sitting import state
from fieldmark.sitting.papers import misfit
from fieldmark.sitting.receipt import checksum
from fieldmark.store.journal import Journal, Transaction

_T = TypeVar("_T")


def record(
    journal: Journal | Transaction,
    sealed: SealedPaper,
    engineer: str,
    answers: Mapping[str, Answer],
    opened: datetime,
    submitted: datetime,
    *,
    seconds: Mapping[str, float] | None = None,
    extra: float = 0.0,
) -> StoredEvent:
    """Enter a whole sitting with given times: opened, one answer a slot spread evenly over the time, submitted.

    Give a `Transaction` to enter many in one (`with journal.transaction() as t: record(t, …)`). Refused where the
    state machine refuses: outside the paper's window, past the deadline, no attempt left, an answer of a wrong shape.
    """
    if isinstance(journal, Journal):
        with journal.transaction() as transaction:
            return record(transaction, sealed, engineer, answers, opened, submitted, seconds=seconds, extra=extra)
    rule = state.rules(sealed, extra)
    number = _or_refuse(state.attempt(journal.of(engineer, rule.paper), rule, opened))
    name = journal.name(engineer, rule.paper, number)
    journal.append(state.start(name, engineer, number, rule, opened))
    _answer(journal, name, sealed, rule, answers, opened, submitted, seconds or {})
    sitting = journal.sitting(name)
    assert sitting is not None  # noqa: S101 - appended above
    (stored,) = journal.append(_or_refuse(state.submit(sitting, submitted, checksum(sitting))))
    return stored


def _answer(
    transaction: Transaction,
    name: str,
    sealed: SealedPaper,
    rule: state.Rules,
    answers: Mapping[str, Answer],
    opened: datetime,
    submitted: datetime,
    seconds: Mapping[str, float],
) -> None:
    step = (submitted - opened) / (len(answers) + 1)
    for n, (slot, answer) in enumerate(answers.items(), start=1):
        sitting = transaction.sitting(name)
        assert sitting is not None  # noqa: S101 - appended by the caller
        entry = state.Entry(WINDOW + n, slot, answer, seconds=seconds.get(slot, step / timedelta(seconds=1)))
        wrong = {entry.client: misfit(sealed, sitting.engineer, slot, answer)}
        written = state.write(sitting, rule, opened + n * step, [entry], wrong)
        if written.refused:
            raise Refused(*written.refused.values())
        transaction.append(written.events)


def _or_refuse(decision: _T | Problem) -> _T:
    if isinstance(decision, Problem):
        raise Refused(decision)
    return decision
