"""The public part of a question as plain lines: nothing in it, nor in its order, follows from the key."""

from __future__ import annotations

from fieldmark.model.item import AnyItem, Choice, Matching, MultipleChoice, Ordering
from fieldmark.model.text import LANGUAGES, Text

_RESERVED = (
    *(f"{edge} {what}" for edge in ("BEGIN", "END") for what in ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")),
    "AUTOTEST",
)
"""What nbgrader acts on wherever it stands in a cell."""


def statement(item: AnyItem) -> tuple[str, ...]:
    """Title, prompt and parts in both languages, parameters as `{name}`. Parts are sorted by their words, since
    their order in the trainer's text may tell the answer (steps in the right order, pairs side by side)."""
    lines = [*_both(item.title), *_both(item.prompt)]
    for part in _parts(item):
        lines.extend(f"- {words}" for words in _both(part))
    return tuple(harmless(line) for text in lines for line in text.splitlines() or [""])


def question(item: AnyItem) -> str:
    """Title and prompt in both languages as the trainer's Markdown, for questions without parts."""
    return "\n\n".join(harmless(text) for text in (*_both(item.title), *_both(item.prompt)))


def harmless(line: str) -> str:
    """The line without control characters, and with nbgrader's own marks split by a zero-width joiner."""
    line = "".join(c if c.isprintable() or c in "\n\t" else " " for c in line)
    for word in _RESERVED:
        line = line.replace(word, f"{word[0]}\u200d{word[1:]}")
    return line


def _both(text: Text) -> list[str]:
    """The words in each language that has them, once where they are the same."""
    return list(dict.fromkeys(text.get(lang) for lang in LANGUAGES if text.has(lang)))


def _parts(item: AnyItem) -> list[Text]:
    match item:
        case Choice() | MultipleChoice():
            return _sorted([o.text for o in item.options])
        case Ordering():
            return _sorted(list(item.steps))
        case Matching():
            return _sorted([left for left, _ in item.pairs]) + _sorted([right for _, right in item.pairs])
        case _:
            return []


def _sorted(texts: list[Text]) -> list[Text]:
    return sorted(texts, key=lambda t: (t.get("en"), t.get("zh")))
