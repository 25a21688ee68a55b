"""Outcome: what the training changed in the field, how sure that is, and what misleads beside it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fieldmark.board import mastery, scope, shared, values, words
from fieldmark.board.outcome_case import Case, case_of
from fieldmark.board.outcome_chart import event_chart
from fieldmark.board.published import Published, rows_of
from fieldmark.board.say import outcome as w
from fieldmark.board.skills import course_control
from fieldmark.board.values import Kpi
from fieldmark.board.view import (
    Block,
    Cell,
    Check,
    Checks,
    Choice,
    Column,
    Control,
    Figure,
    Figures,
    Nothing,
    Option,
    Table,
    View,
    Words,
)
from fieldmark.model.text import Text

if TYPE_CHECKING:
    import pandas as pd


def outcome(published: Published, choice: Choice, units: Sequence[str], language: str) -> View:
    """The verdict on one KPI, and all others below; estimated over the whole company, naming nobody."""
    verdicts = published["verdicts"]
    title = w.TITLE.get(language)
    known = values.kpis(published, language)
    verdicts = verdicts[verdicts["kpi"].isin(list(known))] if len(verdicts) else verdicts
    if verdicts.empty:
        say = words.say(language)
        nothing = Nothing(say(w.NONE), say(w.NONE_WHAT), say(w.NONE_ACT), "fieldmark run")
        return View("outcome", title, say(w.NONE), scope_words(language), (), (nothing,))
    row = _chosen(verdicts, choice, list(known))
    case = case_of(published, row, known[row.kpi], language)
    blocks: tuple[Block, ...] = (
        Figures(_figures(case)),
        event_chart(case),
        _checks(case),
        _meaning(case),
        _table(published, verdicts[verdicts["course"] == row.course], known, language),
    )
    word, tone = w.VERDICTS[row.verdict]
    sentence, more = words.first_sentence(words.tied(getattr(row, f"words_{language}")))
    controls = _controls(published, verdicts, row, known, language)
    return View("outcome", title, sentence, _context(published, case), controls, blocks, tone, word.get(language), more)


def scope_words(language: str) -> str:
    return shared.named(scope.COMPANY, language)


def _chosen(verdicts: pd.DataFrame, choice: Choice, order: list[str]) -> Any:
    """The row asked for; what was not asked for, or does not exist, falls back to the surest finding."""
    surest = {"better": 0, "worse": 0, "unclear": 1, "refused": 2}

    def rank(row: Any) -> tuple[object, ...]:
        return (
            row.course != choice.course if choice.course else False,
            row.chosen_by != choice.chosen_by if choice.chosen_by else False,
            row.kpi != choice.kpi if choice.kpi else False,
            row.chosen_by != "rota",
            surest[row.verdict],
            order.index(row.kpi),
        )

    return min(rows_of(verdicts), key=rank)


def _controls(
    published: Published, verdicts: pd.DataFrame, row: Any, known: dict[str, Kpi], language: str
) -> tuple[Control, ...]:
    inside = verdicts[verdicts["course"] == row.course]
    kpis = [k for k in known if k in set(inside["kpi"])]
    ways = [way for way in w.CHOSEN if way in set(inside["chosen_by"])]
    courses = {c: t for c, t in mastery.courses(published, language).items() if c in set(verdicts["course"])}
    options = tuple(Option(k, known[k].title) for k in kpis)
    return (
        *course_control(courses, row.course, language),
        Control("kpi", w.KPI_LABEL.get(language), row.kpi, options),
        Control(
            "chosen_by",
            w.CHOSEN_LABEL.get(language),
            row.chosen_by,
            tuple(Option(way, w.CHOSEN[way].get(language)) for way in ways),
            "segment",
        ),
    )


def _context(published: Published, case: Case) -> str:
    courses = mastery.courses(published, case.language)
    return w.CONTEXT.fill(
        course=courses.get(case.course, case.course),
        chosen=w.CHOSEN[case.chosen_by],
        day=words.day(published.field_as_of, case.language),
    ).get(case.language)


def _figures(case: Case) -> tuple[Figure, ...]:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    if case.known:
        span = words.span(row.low, row.high, unit, language, signed=True)
        notes = (say(w.EFFECT_NOTE, span=span, sure=case.sure),)
        effect = Figure(
            say(w.EFFECT),
            *words.parted_change(row.estimate, unit, language),
            notes=notes,
        )
    else:
        effect = Figure(say(w.EFFECT), words.NOTHING, masked=say(w.NO_EFFECT))
    compared = say(w.COMPARED_VALUE, treated=words.number(case.treated), control=words.number(case.control))
    return (
        effect,
        Figure(say(w.NAIVE), *words.parted_change(case.naive, unit, language), notes=(say(_naive_note(case)),)),
        Figure(say(w.LEAST_SEEN), *_least_parted(row.mde, unit, language), notes=(say(w.LEAST_NOTE),)),
        Figure(say(w.COMPARED), compared, notes=(say(w.COMPARED_NOTE),)),
    )


def _naive_note(case: Case) -> Text:
    """What to think of the plain before/after: it may come close by chance, and is shown as what it is either way."""
    if not case.known or math.isnan(case.naive):
        return w.NAIVE_NOTE
    return w.NAIVE_INSIDE if case.verdict.low <= case.naive <= case.verdict.high else w.NAIVE_OUTSIDE


def _least_parted(mde: float, unit: str, language: str) -> tuple[str, str]:
    if words.missing(mde):
        return words.NOTHING, ""
    shown, said = words.parted_change(abs(mde), unit, language)
    return "± " + shown.lstrip("+"), said


def _least(mde: float, unit: str, language: str) -> str:
    return words.NOTHING if words.missing(mde) else "± " + words.change(abs(mde), unit, language).lstrip("+")


def _checks(case: Case) -> Checks:
    say = words.say(case.language)
    items = tuple(
        Check(
            str(reason.get(case.language) or reason.get("en", reason.get("id", ""))),
            say(w.PASSED if reason.get("passed") else w.FAILED),
            "good" if reason.get("passed") else "bad",
        )
        for reason in json.loads(case.verdict.reasons or "[]")
    )
    return Checks(say(w.CHECKS), items)


def _meaning(case: Case) -> Words:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    if not case.known:
        return Words(say(w.MEANS), (say(w.MEANS_REFUSED[case.chosen_by]),))
    lines = []
    if row.verdict == "unclear":
        lines.append(say(w.MEANS_UNCLEAR, mde=_least(row.mde, unit, language)))
    else:
        lines.append(_effect_words(case))
    if not math.isnan(case.naive):
        lines.append(say(w.MEANS_NAIVE, naive=words.change(case.naive, unit, language)))
    return Words(say(w.MEANS), tuple(lines))


def _effect_words(case: Case) -> str:
    say, row, unit, language = words.say(case.language), case.verdict, case.kpi.unit, case.language
    up = row.estimate > 0
    low, high = sorted((abs(row.low), abs(row.high)))
    if unit == "share":
        span = words.span(low * 100, high * 100, "score", language)
        return say(w.MEANS_SHARE, count=words.number(abs(row.estimate) * 100, 1), more=w.MORE[up], span=span)
    if unit in ("min", "h"):
        size = words.amount(abs(row.estimate), unit, language)
        return say(w.MEANS_TIME, count=size, less=w.LESS[up], span=words.span(low, high, unit, language))
    span = words.span(row.low, row.high, unit, language, signed=True)
    return say(w.MEANS_OTHER, change=words.change(row.estimate, unit, language), span=span)


def _table(published: Published, verdicts: pd.DataFrame, known: dict[str, Kpi], language: str) -> Table:
    say = words.say(language)
    kinds = {"kpi": "text", "chosen": "text", "verdict": "badge"}
    heads = ("kpi", "chosen", "effect", "span", "naive", "mde", "verdict")
    sure = words.amount_whole(published.policy.outcome_sure, language)
    columns = tuple(Column(h, say(w.HEADS[h], sure=sure), kinds.get(h, "number")) for h in heads)  # type: ignore[arg-type]
    order = list(known)
    ordered = sorted(rows_of(verdicts), key=lambda r: (order.index(r.kpi), r.chosen_by))
    rows = tuple(_row(case_of(published, row, known[row.kpi], language)) for row in ordered)
    return Table("verdicts", say(w.ALL), columns, rows)


def _row(case: Case) -> tuple[Cell, ...]:
    row, unit, language = case.verdict, case.kpi.unit, case.language
    by = words.scale(unit)
    word, tone = w.VERDICTS[row.verdict]
    effect = Cell(words.NOTHING), Cell(words.NOTHING)
    if case.known:
        span = words.span(row.low, row.high, unit, language, signed=True)
        effect = Cell(words.change(row.estimate, unit, language), row.estimate * by), Cell(span, row.low * by)
    return (
        Cell(case.kpi.title, case.kpi.title, go={"kpi": case.kpi.id, "chosen_by": case.chosen_by}),
        Cell(w.CHOSEN[case.chosen_by].get(language), case.chosen_by),
        *effect,
        Cell(words.change(case.naive, unit, language), case.naive * by),
        Cell(_least(row.mde, unit, language), row.mde * by),
        Cell(word.get(language), row.verdict, tone=tone),
    )
