"""What says which answer is right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isclose

from fieldmark.bank import problems
from fieldmark.bank.draft import TRUTH, WRITTEN, Draft, Part
from fieldmark.bank.keys import BadKey, NumericKey, read_key
from fieldmark.bank.parameters import combinations
from fieldmark.items import units
from fieldmark.items.expression import ExpressionError, evaluate, names
from fieldmark.items.prose import number
from fieldmark.items.short import normal
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

OPTIONS, STEPS = Text("options", "选项"), Text("steps", "步骤")
PAIRS, CRITERIA, KEYS = Text("pairs", "配对"), Text("lines of a rubric", "评分项"), Text("lines “= …”", "“= …”行")
_NAMES = {"options": OPTIONS, "steps": STEPS, "pairs": PAIRS, "criteria": CRITERIA, "keys": KEYS}
_HOW = {
    "options": Text("Add options: “- [x] right”, “- [ ] wrong”.", "请添加选项：“- [x] 正确”“- [ ] 错误”。"),
    "keys": Text(
        "Add a line “= …” with the right answer (true, 540 V ± 2 %, or words).",
        "请加一行“= …”写出正确答案（true、540 V ± 2 % 或文字）。",
    ),
    "steps": Text("List the steps in their right order: “1. …”, “2. …”.", "请按正确顺序列出步骤：“1. …”“2. …”。"),
    "pairs": Text("Add a table of two columns: “| left | right |”.", "请添加两列的表格：“| 左 | 右 |”。"),
    "criteria": Text(
        "Add the rubric: “- id (points): what is judged”.",
        "请添加评分标准：“- id (分值): 评分内容”。",
    ),
    "": Text(
        "Add options (“- [x] right”), a line “= …”, or a table; for steps write “kind: ordering” above the list.",
        "请添加选项（“- [x] 正确”）、“= …”行或表格；若为排序题，请写“kind: ordering”。",
    ),
}
MOST_PARTS = 26


def parts(draft: Draft) -> tuple[Part, ...]:
    """The parts that hold the answer of an item of this kind."""
    found: tuple[Part, ...] = getattr(draft.body, WRITTEN[draft.kind]) if draft.kind else ()
    return found


def has_answer(draft: Draft) -> Iterator[Problem]:
    if not parts(draft) and not draft.body.bad_boxes and not draft.body.bad_rows:
        yield draft.at(problems.NO_ANSWER, how=_HOW[WRITTEN.get(draft.kind, "")])


def fits_kind(draft: Draft) -> Iterator[Problem]:
    """Nothing stands in the item that its kind has no use for."""
    wanted = WRITTEN.get(draft.kind)
    for name, what in _NAMES.items():
        there: tuple[Part, ...] = getattr(draft.body, name)
        if wanted and name != wanted and there:
            yield draft.at(problems.WRONG_BODY, there[0].line, kind=draft.kind, what=what)


def right_marks(draft: Draft) -> Iterator[Problem]:
    options = draft.body.options
    if draft.kind not in ("choice", "multiple") or not options:
        return
    right = sum(o.right for o in options)
    if not right:
        yield draft.at(problems.NONE_RIGHT, options[0].line)
    elif draft.kind == "choice" and right > 1:
        second = [o for o in options if o.right][1]
        yield draft.at(problems.SEVERAL_RIGHT, second.line, n=right)
    elif draft.kind == "multiple" and right == len(options):
        yield draft.at(problems.ALL_RIGHT, options[0].line)


def enough_parts(draft: Draft) -> Iterator[Problem]:
    found = parts(draft)
    if draft.kind not in ("choice", "multiple", "ordering", "matching") or not found:
        return
    what = _NAMES[WRITTEN[draft.kind]]
    if len(found) < 2:
        yield draft.at(problems.TOO_FEW, found[0].line, n=len(found), what=what, least=2)
    if len(found) > MOST_PARTS:
        yield draft.at(problems.TOO_MANY, found[MOST_PARTS].line, n=len(found), what=what, most=MOST_PARTS)


def different_parts(draft: Draft) -> Iterator[Problem]:
    """Options, steps, left sides and criteria can be told apart, in both languages."""
    for body in draft.bodies:
        for part, first in _repeated(body.parts):
            yield draft.at(problems.SAME_TWICE, part.line, first=first)
    seen: set[str] = set()
    for part in draft.body.criteria:
        if part.other in seen:
            yield draft.at(problems.CRITERION_TWICE, part.line, id=part.other)
        seen.add(part.other)


def _repeated(listed: tuple[Part, ...]) -> Iterator[tuple[Part, int]]:
    first: dict[str, int] = {}
    for part in listed:
        words = " ".join(part.text.split())
        if words in first:
            yield part, first[words]
        else:
            first[words] = part.line


def good_rows(draft: Draft) -> Iterator[Problem]:
    for body in draft.bodies:
        for row in (*body.bad_rows, *(p for p in body.pairs if not p.text or not p.other)):
            yield draft.at(problems.BAD_ROW, row.line)


def one_key(draft: Draft) -> Iterator[Problem]:
    if draft.kind in ("truefalse", "numeric"):
        for key in draft.body.keys[1:]:
            yield draft.at(problems.SEVERAL_KEYS, key.line, first=draft.body.keys[0].line)


def good_truth(draft: Draft) -> Iterator[Problem]:
    if draft.kind == "truefalse" and draft.body.keys:
        key = draft.body.keys[0]
        if key.text.casefold() not in TRUTH:
            yield draft.at(problems.BAD_TRUTH, key.line, key=key.text[:60])


def good_number(draft: Draft) -> Iterator[Problem]:
    if draft.kind != "numeric" or not draft.body.keys:
        return
    part = draft.body.keys[0]
    try:
        key = read_key(part.text)
    except BadKey as error:
        code = problems.BAD_TOLERANCE if str(error) == "tolerance" else problems.BAD_KEY
        yield draft.at(code, part.line, key=part.text[:60])
        return
    unknown = names(key.expression) - set(draft.parameters)
    if unknown - {m.strip() for m in re.findall(r"\{([^{}]*)\}", part.text)}:
        yield draft.at(problems.BAD_KEY, part.line, key=part.text[:60])
        return
    yield from _unit(draft, part, key)
    if not unknown:  # one in braces is reported with the text
        yield from _values(draft, part, key)


def _unit(draft: Draft, part: Part, key: NumericKey) -> Iterator[Problem]:
    if key.unit and units.find(key.unit) is None:
        yield draft.at(problems.UNKNOWN_UNIT, part.line, unit=key.unit)
    if key.unit == "%" and key.relative:
        yield draft.at(problems.PERCENT, part.line, tolerance=number(key.tolerance * 100))


def _values(draft: Draft, part: Part, key: NumericKey) -> Iterator[Problem]:
    """The key has a value for every draw; one that cannot be typed exactly has a tolerance."""
    for values in combinations(draft.parameters):
        try:
            value = evaluate(key.expression, values)
        except ExpressionError as error:
            said = ", ".join(f"{name} = {number(v)}" for name, v in values.items()) or "—"
            yield draft.at(problems.KEY_FAILS, part.line, values=said, why=error.reason)
            return
        if not key.tolerance and not isclose(value, round(value, 2), rel_tol=1e-9, abs_tol=1e-12):
            yield draft.at(problems.EXACT, part.line, value=number(value))
            return


def good_patterns(draft: Draft) -> Iterator[Problem]:
    if draft.kind != "short":
        return
    for body in draft.bodies:
        for key in body.keys:
            if any(_accepts_anything(p) for p in re.split(r"[|｜]", key.text)):
                yield draft.at(problems.ANYTHING, key.line, key=key.text[:60])


def _accepts_anything(pattern: str) -> bool:
    letters = normal(pattern).replace("*", "").replace(" ", "")
    return not letters or ("*" in pattern and len(letters) < 2 and letters.isascii())


def rubric_adds_up(draft: Draft) -> Iterator[Problem]:
    total = sum(c.points for c in draft.body.criteria)
    if draft.kind == "long" and draft.body.criteria and draft.points and not isclose(total, draft.points):
        line = draft.body.criteria[0].line
        yield draft.at(problems.RUBRIC_SUM, line, sum=number(total), points=number(draft.points))
