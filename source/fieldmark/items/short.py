"""A word or a short phrase."""

from __future__ import annotations

import re
import unicodedata

from fieldmark.items.kind import Kind, is_text
from fieldmark.items.words import NO_ANSWER
from fieldmark.model.item import ShortText
from fieldmark.model.score import Answer, Mark, Variant
from fieldmark.model.text import Text

LONGEST = 500
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class ShortKind(Kind[ShortText]):
    """Full points where the answer matches one of the accepted patterns: `*` stands for any run of characters,
    `|` separates alternatives; case, width, outer punctuation and the number of spaces do not count."""

    def problem_with(self, item: ShortText, variant: Variant, answer: Answer) -> str:
        if set(answer) != {"text"}:
            return "fields"
        return "" if is_text(answer["text"], LONGEST) else "too-long"

    def score(self, item: ShortText, variant: Variant, answer: Answer) -> Mark:
        given = normal(answer["text"])
        return Mark(1.0 if given and any(matches(p, given) for p in patterns(item)) else 0.0)

    def readable(self, item: ShortText, variant: Variant, answer: Answer) -> Text:
        text = answer["text"].strip()
        return Text(text, text) if text else NO_ANSWER

    def right(self, item: ShortText, variant: Variant) -> Text:
        return Text(_told(item, chinese=False), _told(item, chinese=True))


def _told(item: ShortText, *, chinese: bool) -> str:
    """What is accepted, for a reader of one language: whole words where there are any, else the patterns."""
    written = _written(item)
    own = [p for p in written if bool(_CHINESE.search(p)) == chinese] or written
    whole = [p for p in own if "*" not in p] or own
    return " / ".join(re.sub(r"\s*\*+\s*", " … ", p).strip() for p in whole)


def patterns(item: ShortText) -> list[str]:
    return [p for p in map(normal, _written(item)) if p]


def _written(item: ShortText) -> list[str]:
    return [part.strip() for accepted in item.accepted for part in re.split(r"[|｜]", accepted) if part.strip()]


def normal(text: str) -> str:
    """Without case, width, outer punctuation and repeated spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).strip(" .,;:!?。、“”\"'")


def matches(pattern: str, text: str) -> bool:
    """Whether `text` is `pattern`, whose `*` is any run of characters; time grows with the product of lengths."""
    at = mark = 0
    star = -1
    p = 0
    while at < len(text):
        if p < len(pattern) and pattern[p] == "*":
            star, mark, p = p, at, p + 1
        elif p < len(pattern) and pattern[p] == text[at]:
            p, at = p + 1, at + 1
        elif star >= 0:
            mark += 1
            p, at = star + 1, mark
        else:
            return False
    return all(c == "*" for c in pattern[p:])
