"""A Markdown file of items to drafts: headings, metadata, and the second language's form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fieldmark.bank import problems
from fieldmark.bank.body import Line, read_body
from fieldmark.bank.draft import Body, Draft, Field
from fieldmark.bank.parameters import read_parameters
from fieldmark.bank.source import Source
from fieldmark.bank.spelling import did_you_mean
from fieldmark.model.problem import Problem

KEYS = ("id", "kind", "skills", "difficulty", "points", "source", "parameters", "shuffle", "draft")
MOST_ITEMS = 1000
_HEADING = re.compile(r"^(#{1,3})(?!#)\s*(.*?)\s*#*\s*$")
_LANGUAGE = re.compile(r"^(zh|en)(?:\s+|\s*[:：]\s*|$)(.*)$", re.IGNORECASE)
_LIKE_LANGUAGE = re.compile(r"^(?:[a-z]{2}(?:-\w+)?|中文|英文|chinese|english)(?:[\s:：].*)?$", re.IGNORECASE)
_FIELD = re.compile(r"^\s*([A-Za-z][\w-]*)\s*[:：]\s*(.*)$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading of level 1 to 3 and the lines below it."""

    level: int
    title: str
    line: int
    lines: tuple[Line, ...]


def drafts(source: Source, course: str) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Every item of the file, sound or not, and what is wrong with the file's outline and metadata."""
    found: list[Draft] = []
    wrong: list[Problem] = []
    groups = _items(_sections(source))
    for group in groups:
        if group[0].level != 2:
            wrong += _outside(source, group[0])
            continue
        if len(found) == MOST_ITEMS:
            break
        draft, more = _draft(source, course, group)
        found.append(draft)
        wrong += more
    headings = sum(group[0].level == 2 for group in groups)
    if headings > MOST_ITEMS:
        wrong.append(problems.TOO_MANY_ITEMS.at(source.file, n=headings, most=MOST_ITEMS))
    if not found and not wrong:
        wrong.append(problems.NO_ITEMS.at(source.file))
    return tuple(found), tuple(wrong)


def _sections(source: Source) -> Iterator[_Section]:
    level, title, line, lines = 0, "", 0, list[Line]()
    fence = False
    for number, text in enumerate(source.lines, start=1):
        fence ^= bool(_FENCE.match(text))
        heading = None if fence else _HEADING.match(text)
        if heading and (len(heading[1]) < 3 or _is_language(heading[2])):
            yield _Section(level, title, line, tuple(lines))
            level, title, line, lines = len(heading[1]), heading[2], number, []
        else:
            lines.append((number, text))
    yield _Section(level, title, line, tuple(lines))


def _is_language(title: str) -> bool:
    return bool(_LANGUAGE.match(title) or _LIKE_LANGUAGE.match(title))


def _items(sections: Iterator[_Section]) -> list[list[_Section]]:
    """Each item's section with its further languages'; what stands outside of items by itself."""
    out: list[list[_Section]] = []
    for section in sections:
        if section.level == 3 and out and out[-1][0].level == 2:
            out[-1].append(section)
        else:
            out.append([section])
    return out


def _outside(source: Source, section: _Section) -> Iterator[Problem]:
    for number, text in section.lines:
        match = _FIELD.match(text)
        if match and match[1] == "id":
            yield source.at(problems.OUTSIDE, number)


def _draft(source: Source, course: str, group: list[_Section]) -> tuple[Draft, list[Problem]]:
    main, wrong = group[0], list[Problem]()
    if source.lines[main.line - 1].startswith("##") and not source.lines[main.line - 1][2:3].isspace() and main.title:
        wrong.append(source.at(problems.NO_SPACE, main.line))
    fields, rest, more = _metadata(source, main)
    wrong += more
    kind = fields["kind"].value if "kind" in fields else ""
    other, more = _other(source, group[1:], kind)
    wrong += more
    parameters: dict[str, tuple[float, ...]] = {}
    if "parameters" in fields:
        parameters, more = read_parameters(source, fields["parameters"])
        wrong += more
    body = read_body(rest, kind, main.line, main.title)
    second = next((match[1].lower() for s in group[1:] if (match := _LANGUAGE.match(s.title))), "")
    language = "zh" if _CHINESE.search(main.title) and second != "zh" else "en"
    last = max([group[-1].line, *(number for s in group for number, _ in s.lines)])
    return Draft(source, course, main.line, fields, body, last, other, language, second, parameters), wrong


def _metadata(source: Source, section: _Section) -> tuple[dict[str, Field], list[Line], list[Problem]]:
    """Fields, the lines below them, and what is wrong with them."""
    lines = list(section.lines)
    fields: dict[str, Field] = {}
    wrong: list[Problem] = []
    if not _starts_fields(lines):
        return fields, lines, wrong
    while not lines[0][1].strip():
        lines.pop(0)
    while lines and lines[0][1].strip():
        number, text = lines.pop(0)
        match = _FIELD.match(text)
        if not match:
            wrong.append(source.at(problems.NOT_A_FIELD, number))
        elif match[1] in fields:
            wrong.append(source.at(problems.FIELD_TWICE, number, name=match[1], first=fields[match[1]].line))
        elif match[1] not in KEYS:
            hint = did_you_mean(match[1], KEYS)
            wrong.append(source.at(problems.UNKNOWN_FIELD, number, name=match[1], meant=hint))
        else:
            fields[match[1]] = Field(re.sub(r"\s+# .*$", "", match[2]).strip(), number)
    return fields, lines, wrong


def _starts_fields(lines: list[Line]) -> bool:
    """Directly below the heading anything like `key: value`; after an empty line a known key only."""
    first = next((n for n, (_, text) in enumerate(lines) if text.strip()), None)
    match = _FIELD.match(lines[first][1]) if first is not None else None
    return bool(match and (first == 0 or match[1] in KEYS))


def _other(source: Source, sections: list[_Section], kind: str) -> tuple[Body | None, list[Problem]]:
    """The second language's form; only the first one that is named rightly counts."""
    body: Body | None = None
    wrong: list[Problem] = []
    for section in sections:
        match = _LANGUAGE.match(section.title)
        if not match:
            wrong.append(source.at(problems.UNKNOWN_LANGUAGE, section.line, name=section.title.split()[0]))
        elif body is not None:
            wrong.append(source.at(problems.LANGUAGE_TWICE, section.line, name=match[1]))
        else:
            body = read_body(section.lines, kind, section.line, match[2].strip())
    return body, wrong
