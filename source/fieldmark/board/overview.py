"""The overview: each KPI against its target, over the last three months and the three before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fieldmark.board import charts, scope, shared, values, words
from fieldmark.board.overview_charts import by_month, by_part, moved
from fieldmark.board.published import Policy, Published, rows_of
from fieldmark.board.say import overview as w
from fieldmark.board.scope import COMPANY, Unit
from fieldmark.board.values import Difference, Kpi, Value
from fieldmark.board.view import (
    Block,
    Cell,
    Choice,
    Column,
    Figure,
    Figures,
    Nothing,
    Spark,
    Table,
    Tone,
    View,
    Words,
)

TONES: dict[str, Tone] = {"met": "good", "missed": "bad", "near": "warn", "none": "", "masked": ""}
CARDS = 12
LEAST = "?"


@dataclass(frozen=True, slots=True)
class Standing:
    """One KPI of one unit: the quarter, the one before, and what lies between them."""

    kpi: Kpi
    now: Value
    change: Difference | None
    months: tuple[Value, ...]


def overview(published: Published, choice: Choice, units: Sequence[str], language: str) -> View:
    """The KPIs of the chosen unit. `published` is already limited to what the reader may see."""
    offered = scope.offered(published, units)
    unit = shared.chosen_unit(offered, choice)
    rows = values.of_unit(published, unit)
    known = values.kpis(published, language)
    periods = values.months(rows)
    title = w.TITLE.get(language)
    controls = (shared.unit_control(offered, unit, language),)
    if not periods or not known:
        return View(
            "overview", title, w.NO_VALUES.get(language), shared.named(unit, language), controls, (_nothing(language),)
        )
    standings = [_standing(rows, kpi, periods) for kpi in known.values()]
    kpi = known.get(choice.kpi) or _first(standings)
    blocks: tuple[Block, ...] = (
        Figures(tuple(_card(s, s.kpi == kpi, unit, published.policy, language) for s in _shown(standings, kpi))),
        by_month(published, unit, kpi, periods, language),
        by_part(published, unit, kpi, periods[-3:], language),
        _table(standings, published.policy, language),
        *_notes(published, known, language),
        *_set_aside(published, language),
    )
    return View("overview", title, _sentence(standings, language), _context(unit, periods, language), controls, blocks)


def _nothing(language: str) -> Nothing:
    say = words.say(language)
    return Nothing(say(w.NO_VALUES), say(w.NO_VALUES_WHAT), say(w.NO_VALUES_ACT), "fieldmark run")


def _standing(rows: object, kpi: Kpi, periods: Sequence[str]) -> Standing:
    months = values.series(rows, kpi.id, periods)  # type: ignore[arg-type]
    now = values.bounded(values.pooled(months[-3:]), kpi.unit)
    before = values.pooled(months[-6:-3])
    return Standing(kpi, now, values.difference(values.pooled(months[-3:]), before), tuple(months))


def _first(standings: Sequence[Standing]) -> Kpi:
    """What the charts show unless the reader chose: the KPI that misses its target by most, else the first."""
    missed = [s for s in standings if values.state(s.now, s.kpi) == "missed"]
    return min(missed or standings[:1], key=lambda s: _reached(s)).kpi


def _shown(standings: Sequence[Standing], kpi: Kpi) -> list[Standing]:
    """The KPIs with a card: those with a target, and the chosen one."""
    held = [s for s in standings if s.kpi.target is not None or s.kpi == kpi]
    return held[:CARDS] if held else list(standings[:CARDS])


def _reached(standing: Standing) -> float:
    share = values.attainment(standing.now.value, standing.kpi)
    return math.inf if math.isnan(share) else share


def _sentence(standings: Sequence[Standing], language: str) -> str:
    say = words.say(language)
    held = [s for s in standings if values.state(s.now, s.kpi) in ("met", "missed", "near")]
    short = [s for s in held if values.state(s.now, s.kpi) != "met"]
    if not held:
        return say(w.NO_TARGETS)
    if not short:
        return say(w.ALL_MET, n=len(held))
    worst = min(short, key=_reached)
    return say(
        w.SOME_MET,
        met=len(held) - len(short),
        n=len(held),
        worst=shared.inside(worst.kpi.title, language),
        value=words.amount(worst.now.value, worst.kpi.unit, language),
        target=words.amount(worst.kpi.target, worst.kpi.unit, language),
    )


def _context(unit: Unit, periods: Sequence[str], language: str) -> str:
    now, before = periods[-3:], periods[-6:-3]
    return w.CONTEXT.fill(
        unit=shared.named(unit, language),
        quarter=words.months(now[0], now[-1], language),
        before=words.months(before[0], before[-1], language) if before else words.NOTHING,
    ).get(language)


def _card(standing: Standing, chosen: bool, unit: Unit, policy: Policy, language: str) -> Figure:
    say = words.say(language)
    kpi, now = standing.kpi, standing.now
    state = values.state(now, kpi)
    go = {"kpi": kpi.id}
    if now.masked or math.isnan(now.value):
        masked = say(w.MASKED, n=words.number(now.n), least=policy.least_cell or LEAST)
        reason = masked + _larger(unit, language) if now.masked else say(w.NO_CASES)
        return Figure(kpi.title, words.NOTHING, masked=reason, why=kpi.definition, go=go, chosen=chosen)
    return Figure(
        kpi.title,
        *words.parted(now.value, kpi.unit, language),
        state=say(w.STATES[state]),
        tone=TONES[state],
        notes=tuple(
            filter(None, (_target(kpi, now, language), _change(standing, language), _cases(now, kpi, language)))
        ),
        why=kpi.definition,
        spark=Spark(tuple(charts.read_as([m.value for m in standing.months], words.scale(kpi.unit))), _scaled(kpi)),
        go=go,
        chosen=chosen,
    )


def _scaled(kpi: Kpi) -> float | None:
    return None if kpi.target is None else kpi.target * words.scale(kpi.unit)


def _larger(unit: Unit, language: str) -> str:
    return " " + w.LARGER.fill(unit=shared.named(COMPANY, language)).get(language) if unit != COMPANY else ""


def _target(kpi: Kpi, now: Value, language: str) -> str:
    if kpi.target is None:
        return ""
    mark = {"higher": "≥ ", "lower": "≤ "}.get(kpi.better, "")
    target = mark + words.amount(kpi.target, kpi.unit, language)
    share = values.attainment(now.value, kpi)
    if math.isnan(share):
        return w.TARGET_ONLY.fill(target=target).get(language)
    return w.TARGET.fill(target=target, share=words.amount_whole(share, language)).get(language)


def _change(standing: Standing, language: str) -> str:
    change, kpi = standing.change, standing.kpi
    if change is None:
        return ""
    return w.CHANGE.fill(
        change=moved(change, kpi, language),
        span=words.span(change.low, change.high, kpi.unit, language, signed=True),
        word=w.CHANGES[values.better(change, kpi)],
    ).get(language)


def _cases(now: Value, kpi: Kpi, language: str) -> str:
    return w.CASES.fill(n=words.number(now.n), span=words.span(now.low, now.high, kpi.unit, language)).get(language)


def _table(standings: Sequence[Standing], policy: Policy, language: str) -> Table:
    say = words.say(language)
    heads = ("kpi", "value", "span", "target", "reached", "change", "n", "state")
    kinds = {"kpi": "text", "state": "badge"}
    columns = tuple(Column(h, say(w.HEADS[h]), kinds.get(h, "number")) for h in heads)  # type: ignore[arg-type]
    return Table("kpis", say(w.ALL_KPIS), columns, tuple(_row(s, policy, language) for s in standings))


def _row(standing: Standing, policy: Policy, language: str) -> tuple[Cell, ...]:
    kpi, now, change = standing.kpi, standing.now, standing.change
    state = values.state(now, kpi)
    reached = values.attainment(now.value, kpi)
    by = words.scale(kpi.unit)
    masked = w.MASKED.fill(n=now.n, least=policy.least_cell or LEAST).get(language) if now.masked else ""
    return (
        Cell(kpi.title, kpi.title, hint=kpi.definition, go={"kpi": kpi.id}),
        Cell(words.amount(now.value, kpi.unit, language), now.value * by, unknown=now.masked, hint=masked),
        Cell(words.span(now.low, now.high, kpi.unit, language), now.low * by),
        Cell(words.amount(kpi.target, kpi.unit, language), _scaled(kpi)),
        Cell(words.amount_whole(reached, language), reached * 100),
        Cell(moved(change, kpi, language), change.value * by) if change else Cell(words.NOTHING),
        Cell(words.number(now.n), now.n),
        Cell(w.STATES[state].get(language), state, tone=TONES[state]),
    )


def _notes(published: Published, known: dict[str, Kpi], language: str) -> tuple[Block, ...]:
    """KPIs whose numbers mislead (a definition changed) or cannot be made (columns are missing)."""
    notes = sorted(rows_of(published["notes"]), key=lambda n: (n.note, n.kpi))
    lines = tuple(getattr(n, f"words_{language}") for n in notes)
    return (Words(w.CARE.get(language), lines, span=12, tone="warn"),) if lines else ()


def _set_aside(published: Published, language: str) -> tuple[Block, ...]:
    frame = published["set_aside"]
    if frame.empty:
        return ()
    say = words.say(language)
    columns = tuple(
        Column(name, say(head), kind)  # type: ignore[arg-type]
        for name, head, kind in zip(
            ("table", "reason", "n"), w.SET_ASIDE_HEADS, ("text", "text", "number"), strict=True
        )
    )
    rows = tuple(
        (Cell(r.table, r.table), Cell(getattr(r, f"reason_{language}"), r.code), Cell(words.number(r.n), int(r.n)))
        for r in rows_of(frame.sort_values("n", ascending=False))
    )
    return (Table("set_aside", say(w.SET_ASIDE, n=words.number(frame["n"].sum())), columns, rows, folded=True),)
