"""From an analysis to what is said: verdict, words, checks and rows of effects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fieldmark.model.text import Text
from fieldmark.outcome import words
from fieldmark.outcome.analysis import Analysis
from fieldmark.outcome.checks import Check, checks, many
from fieldmark.outcome.design import Design
from fieldmark.outcome.policy import OutcomePolicy
from fieldmark.outcome.relabel import Estimate
from fieldmark.outcome.words import Kpi

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """One course, KPI and kind of cohort, answered."""

    course: str
    kpi: Kpi
    chosen_by: str
    design: Design
    found: Analysis
    checks: tuple[Check, ...]

    @property
    def refused(self) -> bool:
        return any(c.needed and not c.passed for c in self.checks)

    @property
    def key(self) -> Row:
        return {"course": self.course, "kpi": self.kpi.id, "chosen_by": self.chosen_by}


def question(course: str, kpi: Kpi, chosen_by: str, design: Design, found: Analysis, policy: OutcomePolicy) -> Question:
    left_out = [design.cohorts[k].id for k in found.left_out]
    return Question(course, kpi, chosen_by, design, found, tuple(checks(found, chosen_by, left_out, policy)))


def verdict_rows(questions: Sequence[Question], policy: OutcomePolicy) -> list[Row]:
    """Rows of `verdicts`; questions about the same engineers are looked at together."""
    made = []
    for asked in questions:
        same = [q for q in questions if (q.course, q.chosen_by) == (asked.course, asked.chosen_by)]
        others = [q.found.overall.p for q in same if q is not asked and not q.refused and q.found.overall]
        made.append(_refusal(asked) if asked.refused else _verdict(asked, others, len(same), policy))
    return made


def _refusal(asked: Question) -> Row:
    failed = [c.words for c in asked.checks if c.needed and not c.passed]
    why = Text(" ".join(w.en for w in failed), "".join(w.zh for w in failed))
    said = words.REFUSED.fill(kpi=asked.kpi.title, why=why)
    return _row(asked, "refused", None, asked.found.mde, said, asked.checks)


def _verdict(asked: Question, others: list[float], looked: int, policy: OutcomePolicy) -> Row:
    overall = asked.found.overall
    if overall is None:
        raise AssertionError("a verdict without an estimate")
    said = direction(overall, asked.kpi)
    together = many(overall.p, others, policy.confidence)
    parts = [_main(said, asked, overall, policy), *_beside(asked)]
    told = looked > 1 and said != "unclear"
    if told:
        parts.append(words.MANY.fill(looked=looked, holm=Text() if together.passed else words.NOT_AFTER_HOLM))
    whole = Text("".join(p.en for p in parts), "".join(p.zh for p in parts))
    return _row(asked, said, overall, asked.found.mde, whole, (*asked.checks, *([together] if told else ())))


def _main(said: str, asked: Question, overall: Estimate, policy: OutcomePolicy) -> Text:
    counts = {
        "trained": asked.found.trained,
        "controls": asked.found.controls,
        "sure": f"{policy.confidence * 100:g}",
        "when": words.WHEN.fill(first=policy.first_month, last=policy.horizon_months),
    }
    return words.sentence(said, asked.kpi, overall, counts, asked.found.mde)


def _beside(asked: Question) -> Iterator[Text]:
    """What must be read with care, and what a plain before/after would have said."""
    for check in asked.checks:
        if check.id == "pretrend" and not check.passed:
            yield Text(" " + check.words.en, check.words.zh)
    if asked.found.naive is not None:
        naive = words.size(asked.found.naive.estimate, asked.kpi.unit, signed=True)
        yield words.MISLEADS.fill(naive=naive, unit=words.unit_of(asked.kpi))


def direction(found: Estimate, kpi: Kpi) -> str:
    """better, worse, or unclear where the interval holds zero."""
    if found.low <= 0 <= found.high:
        return "unclear"
    return "better" if (found.estimate > 0) == (kpi.better == "higher") else "worse"


def _row(asked: Question, verdict: str, found: Estimate | None, mde: float, said: Text, made: Sequence[Check]) -> Row:
    ends = (found.estimate, found.low, found.high) if found else (np.nan,) * 3
    reasons = [{"id": c.id, "passed": c.passed, "en": c.words.en, "zh": c.words.zh} for c in made]
    return {
        **asked.key,
        "verdict": verdict,
        **dict(zip(("estimate", "low", "high"), ends, strict=True)),
        "mde": mde,
        "words_en": said.en,
        "words_zh": said.zh,
        "reasons": json.dumps(reasons, ensure_ascii=False),
    }


def effect_rows(asked: Question) -> Iterator[Row]:
    """Rows of `effects`. A refused question shows its months, which say why, and the naive figure; no effect."""
    found = asked.found
    sizes = {"n_treated": found.trained, "n_control": found.controls}
    for since, estimate in found.events:
        yield {**asked.key, "estimand": "event", "at": str(since), **_ends(estimate), **sizes}
    if found.naive is not None:
        yield {**asked.key, "estimand": "naive", "at": "", **_ends(found.naive), **sizes}
    if asked.refused or found.overall is None:
        return
    for cohort, estimate in found.cohorts:
        size = {**sizes, "n_treated": asked.design.size(cohort)}
        yield {**asked.key, "estimand": "cohort", "at": asked.design.cohorts[cohort].id, **_ends(estimate), **size}
    yield {**asked.key, "estimand": "overall", "at": "", **_ends(found.overall), **sizes}


def _ends(found: Estimate) -> Row:
    return {"estimate": found.estimate, "se": found.se, "low": found.low, "high": found.high}
