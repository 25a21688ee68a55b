"""The two languages of an item say the same."""

from __future__ import annotations

from collections.abc import Iterator

from fieldmark.bank import problems
from fieldmark.bank.checks.answers import CRITERIA, OPTIONS, PAIRS, STEPS
from fieldmark.bank.checks.words import used
from fieldmark.bank.draft import Body, Draft
from fieldmark.bank.fields import LANGUAGE_NAMES
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

_LISTS = {"options": OPTIONS, "steps": STEPS, "pairs": PAIRS, "criteria": CRITERIA}
_TITLE, _PROMPT, _WHY = Text("title", "标题"), Text("text", "题干"), Text("explanation", "解析")
_COMMENT, _ITEM = Text("comment", "选项说明"), Text("The question", "题目")
_RIGHT, _WRONG = Text("right", "正确"), Text("wrong", "错误")


def other_language(draft: Draft) -> Iterator[Problem]:
    if draft.other and draft.other_language == draft.language:
        yield draft.at(problems.SAME_LANGUAGE, draft.other.line, name=draft.language)


def translated(draft: Draft) -> Iterator[Problem]:
    second = LANGUAGE_NAMES["en" if draft.language == "zh" else "zh"]
    if draft.other is None:
        yield draft.at(problems.NOT_TRANSLATED, what=_ITEM, language=second)
        return
    for what, line in _missing(draft.body, draft.other):
        yield draft.at(problems.NOT_TRANSLATED, line, what=what, language=second)


def _missing(here: Body, there: Body) -> Iterator[tuple[Text, int]]:
    for name, what in (("title", _TITLE), ("prompt", _PROMPT), ("explanation", _WHY)):
        if getattr(here, name) and not getattr(there, name):
            yield what, there.line
    for one, other in zip(here.options, there.options, strict=False):
        if one.comment and not other.comment:
            yield _COMMENT, other.line


def same_number(draft: Draft) -> Iterator[Problem]:
    if not draft.other:
        return
    for name, what in _LISTS.items():
        here, there = len(getattr(draft.body, name)), len(getattr(draft.other, name))
        if here != there:
            yield draft.at(problems.OTHER_COUNT, draft.other.line, here=here, there=there, what=what)


def same_marks(draft: Draft) -> Iterator[Problem]:
    if not draft.other or len(draft.body.options) != len(draft.other.options):
        return
    for here, there in zip(draft.body.options, draft.other.options, strict=True):
        if here.right != there.right:
            mark = _RIGHT if there.right else _WRONG
            yield draft.at(problems.OTHER_MARK, there.line, mark=mark, there=here.line)
    for here, there in zip(draft.body.criteria, draft.other.criteria, strict=False):
        if (here.other, here.points) != (there.other, there.points):
            yield draft.at(problems.OTHER_MARK, there.line, mark=Text(there.other, there.other), there=here.line)


def no_second_key(draft: Draft) -> Iterator[Problem]:
    if draft.other and draft.kind != "short":
        for key in draft.other.keys:
            yield draft.at(problems.KEY_AGAIN, key.line)


def same_parameters(draft: Draft) -> Iterator[Problem]:
    if draft.other:
        for name in sorted((used(draft.body) ^ used(draft.other)) & set(draft.parameters)):
            yield draft.at(problems.PARAMETERS_DIFFER, draft.other.line, name=name)
