"""The text of an item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldmark.bank import problems
from fieldmark.bank.cases.holes import hole
from fieldmark.bank.draft import Body, Draft
from fieldmark.bank.spelling import did_you_mean
from fieldmark.items.expression import ExpressionError, names
from fieldmark.items.prose import BRACES
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>\n]{0,80})?/?>|<!--")
_CODE = re.compile(r"`[^`\n]*`")
_PICTURE = re.compile(r"!\[[^\]\n]{0,200}\]\(\s*([^)\s]{1,200})")
_PLAIN_NAME = re.compile(r"\s*[A-Za-z]\w{0,19}\s*", re.ASCII)
_LIMITS = (
    ("title", 200, Text("The title", "标题")),
    ("prompt", 8_000, Text("The question's text", "题干")),
    ("explanation", 8_000, Text("The explanation", "解析")),
)
MOST_PART = 1_000


def has_prompt(draft: Draft) -> Iterator[Problem]:
    if not draft.body.prompt.strip():
        yield draft.at(problems.NO_PROMPT)


def nothing_stray(draft: Draft) -> Iterator[Problem]:
    for body in draft.bodies:
        for part in body.strays:
            yield draft.at(problems.STRAY, part.line)


def no_bad_box(draft: Draft) -> Iterator[Problem]:
    for body in draft.bodies:
        for part in body.bad_boxes:
            yield draft.at(problems.BAD_BOX, part.line)


def not_too_long(draft: Draft) -> Iterator[Problem]:
    for body in draft.bodies:
        for name, most, what in _LIMITS:
            length = len(getattr(body, name))
            if length > most:
                yield draft.at(problems.TOO_LONG, body.line, what=what, n=length, most=most)
        for part in (*body.parts, *body.keys):
            length = max(len(part.text), len(part.other), len(part.comment))
            if length > MOST_PART:
                what = Text("This line", "这一行")
                yield draft.at(problems.TOO_LONG, part.line, what=what, n=length, most=MOST_PART)


def no_tabs(draft: Draft) -> Iterator[Problem]:
    for number, text in _lines(draft):
        if re.match(r" *\t\s*\S", text):
            yield draft.at(problems.TAB, number)


def no_html(draft: Draft) -> Iterator[Problem]:
    for number, text in _lines(draft):
        tag = _TAG.search(_CODE.sub("", text))
        if tag:
            yield draft.at(problems.HTML_SHOWN, number, tag=tag[0][:40])


def no_pictures(draft: Draft) -> Iterator[Problem]:
    for number, text in _lines(draft):
        picture = _PICTURE.search(text)
        if picture:
            yield draft.at(problems.PICTURE, number, address=picture[1][:60])


def no_holes(draft: Draft) -> Iterator[Problem]:
    for number, text in () if draft.draft else _lines(draft):
        if left := hole(text):
            yield draft.at(problems.HOLE, number, hole=left)


def known_parameters(draft: Draft) -> Iterator[Problem]:
    """Braces in an item with parameters, and in its key, name parameters."""
    keys = {part.line for part in draft.body.keys}
    for number, text in _lines(draft):
        for name in _unknown(text, draft, number in keys):
            meant = did_you_mean(name, draft.parameters)
            yield draft.at(problems.UNKNOWN_PARAMETER, number, name=name[:40], meant=meant)


def _unknown(text: str, draft: Draft, key: bool) -> list[str]:
    if not key and not draft.parameters:
        return [m[1].strip() for m in BRACES.finditer(text) if len(m[1].strip()) <= 2 and _PLAIN_NAME.fullmatch(m[1])]
    out: list[str] = []
    for match in BRACES.finditer(text):
        try:
            out += sorted(names(match[1]) - set(draft.parameters))
        except ExpressionError:
            continue
    return out


def used_parameters(draft: Draft) -> Iterator[Problem]:
    shown = used(draft.body)
    for name in draft.parameters:
        if name not in shown:
            yield draft.at_field(problems.UNUSED_PARAMETER, "parameters", name=name)


def used(body: Body) -> set[str]:
    """The names in braces in what an engineer is shown before answering."""
    texts = [body.prompt, *(t for p in body.parts for t in (p.text, p.other))]
    out: set[str] = set()
    for match in BRACES.finditer("\n".join(texts)):
        try:
            out |= names(match[1])
        except ExpressionError:
            continue
    return out


def _lines(draft: Draft) -> Iterator[tuple[int, str]]:
    """The lines of the item's text, without its metadata."""
    metadata = {field.line for field in draft.fields.values()}
    for number in range(draft.line, draft.last + 1):
        if number not in metadata:
            yield number, draft.source.lines[number - 1]
