"""A sound draft to an item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fieldmark.bank.checks.metadata import SHUFFLE
from fieldmark.bank.draft import TRUTH, Body, Draft, Part
from fieldmark.bank.keys import read_key
from fieldmark.items.kind import LETTERS
from fieldmark.model.item import (
    AnyItem,
    Choice,
    Criterion,
    LongText,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Place,
    ShortText,
    TrueFalse,
)
from fieldmark.model.text import Text


def build(draft: Draft) -> AnyItem:
    """The item. Only for drafts without an error among their problems."""
    return _BUILDERS[draft.kind](draft, _common(draft))


def _common(draft: Draft) -> dict[str, Any]:
    other = draft.other or Body(0)
    return {
        "id": draft.id,
        "course": draft.course,
        "title": _text(draft, draft.body.title, other.title),
        "prompt": _text(draft, draft.body.prompt, other.prompt),
        "skills": draft.skills,
        "points": draft.points,
        "difficulty": int(draft.difficulty or 2),
        "explanation": _text(draft, draft.body.explanation, other.explanation),
        "source": draft.value("source"),
        "parameters": dict(draft.parameters),
        "place": Place(draft.source.file, draft.line),
    }


def _text(draft: Draft, main: str, other: str) -> Text:
    return Text(other, main) if draft.language == "zh" else Text(main, other)


def _both(draft: Draft, name: str) -> list[tuple[Part, Part]]:
    """A list's parts in the main and the second language; an empty part where there is no second."""
    here: tuple[Part, ...] = getattr(draft.body, name)
    there: tuple[Part, ...] = getattr(draft.other, name) if draft.other else tuple(Part(0, "") for _ in here)
    return list(zip(here, there, strict=True))


def _options(draft: Draft) -> tuple[Option, ...]:
    return tuple(
        Option(key, _text(draft, here.text, there.text), here.right, _text(draft, here.comment, there.comment))
        for key, (here, there) in zip(LETTERS, _both(draft, "options"), strict=False)
    )


def _choice(draft: Draft, common: dict[str, Any]) -> AnyItem:
    return Choice(**common, options=_options(draft), shuffle=SHUFFLE[draft.value("shuffle").casefold()])


def _multiple(draft: Draft, common: dict[str, Any]) -> AnyItem:
    return MultipleChoice(**common, options=_options(draft), shuffle=SHUFFLE[draft.value("shuffle").casefold()])


def _truefalse(draft: Draft, common: dict[str, Any]) -> AnyItem:
    return TrueFalse(**common, right=TRUTH[draft.body.keys[0].text.casefold()])


def _numeric(draft: Draft, common: dict[str, Any]) -> AnyItem:
    key = read_key(draft.body.keys[0].text)
    return Numeric(**common, key=key.expression, unit=key.unit, tolerance=key.tolerance, relative=key.relative)


def _ordering(draft: Draft, common: dict[str, Any]) -> AnyItem:
    return Ordering(**common, steps=tuple(_text(draft, a.text, b.text) for a, b in _both(draft, "steps")))


def _matching(draft: Draft, common: dict[str, Any]) -> AnyItem:
    pairs = [(_text(draft, a.text, b.text), _text(draft, a.other, b.other)) for a, b in _both(draft, "pairs")]
    return Matching(**common, pairs=tuple(pairs))


def _short(draft: Draft, common: dict[str, Any]) -> AnyItem:
    return ShortText(**common, accepted=tuple(key.text for body in draft.bodies for key in body.keys))


def _long(draft: Draft, common: dict[str, Any]) -> AnyItem:
    rubric = [Criterion(a.other, _text(draft, a.text, b.text), a.points) for a, b in _both(draft, "criteria")]
    return LongText(**common, rubric=tuple(rubric))


_BUILDERS: dict[str, Callable[[Draft, dict[str, Any]], AnyItem]] = {
    "choice": _choice,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short": _short,
    "long": _long,
}
