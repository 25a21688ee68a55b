"""The question as one engineer saw it, and the answer in words, as a Markdown cell for whoever marks or checks."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from fieldmark.items import public, readable
from fieldmark.model.item import AnyItem
from fieldmark.model.paper import Slot
from fieldmark.model.score import Answer, Variant
from fieldmark.model.text import LANGUAGES, Text


def shown(item: AnyItem, variant: Variant, slot: Slot, answer: Answer) -> str:
    """Markdown with safe HTML inside; what the engineer typed is escaped and stands in `<pre>`."""
    seen = public(item, variant)
    parts = [
        f"<b>{slot.name}</b> · {slot.points:g} · {_line(seen['title'])}",
        *_each(seen["prompt"]),
        *(_list(seen[name]) for name in ("options", "left", "right") if seen.get(name)),
        "<b>Answer / 作答</b>",
        *(f"<pre>{html.escape(words)}</pre>" for words in _once(readable(item, variant, answer))),
    ]
    return "\n\n".join(parts)


def _line(text: Mapping[str, str]) -> str:
    return " / ".join(html.escape(words) for words in _each(text))


def _each(text: Mapping[str, str]) -> list[str]:
    """The words in each language, once where they are the same."""
    return list(dict.fromkeys(w for w in (text[lang].strip() for lang in LANGUAGES) if w))


def _list(options: list[dict[str, Any]]) -> str:
    rows = (f"<li>{html.escape(str(o['key']))}) {' / '.join(_each(o['html']))}</li>" for o in options)
    return f"<ul>{''.join(rows)}</ul>"


def _once(text: Text) -> list[str]:
    return _each({"en": text.get("en"), "zh": text.get("zh")})
