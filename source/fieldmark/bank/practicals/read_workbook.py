"""An Excel workbook to the tree that `read_scenario` reads, with sheet and cell as the place of each part.

A place is a number into the list of cells; problems say it as pump.xlsx[faults!C5].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fieldmark.bank import problems
from fieldmark.bank.bank import Bank
from fieldmark.bank.bench.problems import NOT_A_WORKBOOK
from fieldmark.bank.checks.ids import known_skills
from fieldmark.bank.checks.practicals import check_practical
from fieldmark.bank.practicals import sheets
from fieldmark.bank.practicals.pages import Cells, Page, Unreadable, open_pages
from fieldmark.bank.practicals.practical import Practical
from fieldmark.bank.practicals.read_scopes import Scopes, read_scopes
from fieldmark.bank.practicals.scenario import FIELDS, read_scenario
from fieldmark.bank.source import Source
from fieldmark.bank.spelling import did_you_mean
from fieldmark.bank.yamls import Mapping as Mapped
from fieldmark.bank.yamls import Node, Scalar
from fieldmark.bank.yamls import Sequence as Listed
from fieldmark.model.course import Course
from fieldmark.model.fault import Weights
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

_ELSEWHERE = ("shows", "states", "changes", "faults", "tests", "rules", "proof", "layout")
_SHEET, _COLUMN = Text("sheet", "工作表"), Text("column", "列")
_FIELD, _COURSE = Text("field", "字段"), Text("course", "课程")


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook holds: the practical as far as it could be read, its course, and what is wrong, by cell."""

    practical: Practical | None
    course: str
    problems: tuple[Problem, ...]


def read_workbook(
    data: bytes,
    file: str,
    courses: Sequence[Course] = (),
    weights: Weights | None = None,
    folders: tuple[Path, ...] = (),
) -> Book:
    """The bench in the workbook, checked as a file of the course that it names (or the only one there is). A picture
    that it names is looked for in the `folders`."""
    try:
        pages, cells = open_pages(data)
    except Unreadable as error:
        return Book(None, "", (NOT_A_WORKBOOK.at(file, why=error.args[0]),))
    source = Source(file, tuple(cells.texts), folders)
    node, given, more = _tree(pages, source)
    course = given or (courses[0].id if len(courses) == 1 else "")
    practical, found = read_scenario(source, node, course, weights or Weights())
    wrong = [*more, *found, *_of_course(practical, source, courses)]
    if not any(p.severity == "error" for p in wrong):
        wrong += check_practical(practical)
    return Book(practical, course, tuple(_located(problem, cells) for problem in dict.fromkeys(wrong)))


def _of_course(practical: Practical, source: Source, courses: Sequence[Course]) -> Iterator[Problem]:
    """Its course is there and has its skills."""
    known = [course.id for course in courses]
    if courses and practical.course not in known:
        meant = did_you_mean(practical.course, known)
        yield source.at(problems.UNKNOWN_NAME, 1, what=_COURSE, name=practical.course[:60], meant=meant)
    if courses:
        yield from known_skills(Bank(tuple(courses), practicals=(practical,), sources={source.file: source}))


def _located(problem: Problem, cells: Cells) -> Problem:
    """The problem with its sheet and cell in the place of a line."""
    if not 0 < problem.line <= len(cells.names):
        return problem
    return replace(problem, file=f"{problem.file}[{cells.names[problem.line - 1]}]", line=0)


def _tree(pages: Mapping[str, Page], source: Source) -> tuple[Node, str, list[Problem]]:
    """The whole workbook as one mapping, the course named in it, and what is wrong with sheets and columns."""
    wrong = list(_unknown(pages, source))
    fields, lines, course = _head(pages.get(sheets.SCENARIO.name), source, wrong)
    layout: dict[str, Node] = {name: fields.pop(name) for name in ("width", "height", "picture") if name in fields}
    for sheet in (sheets.STATES, sheets.CHANGES, sheets.FAULTS, sheets.RULES, sheets.PROOF):
        _put(fields, lines, sheet.name, pages, [_entry(row) for row in _rows(pages, sheet)])
    _put(fields, lines, "tests", pages, _tests(pages))
    for sheet in (sheets.COMPONENTS, sheets.POINTS):
        _put(layout, lines, sheet.name, pages, [_entry(row) for row in _rows(pages, sheet)])
    _put(layout, lines, "wires", pages, _wires(pages))
    if layout:
        fields["layout"] = Mapped(1, layout, {name: node.line for name, node in layout.items()})
    known = {name: lines.get(name, node.line) for name, node in fields.items()}
    return Mapped(1, fields, known), course, wrong


def _unknown(pages: Mapping[str, Page], source: Source) -> Iterator[Problem]:
    names = [sheet.name for sheet in sheets.SHEETS]
    for name, page in pages.items():
        if name not in names:
            values = {"what": _SHEET, "name": name[:40], "meant": did_you_mean(name, names)}
            yield source.at(problems.UNKNOWN_NAME, page.place, **values)
    for sheet in sheets.SHEETS:
        if sheet is not sheets.TABLE and sheet.name in pages:
            for column, place in pages[sheet.name].columns.items():
                if column not in sheet.columns:
                    values = {"what": _COLUMN, "name": column[:40], "meant": did_you_mean(column, sheet.columns)}
                    yield source.at(problems.UNKNOWN_NAME, place, **values)


def _head(page: Page | None, source: Source, wrong: list[Problem]) -> tuple[dict[str, Node], dict[str, int], str]:
    """The sheet `scenario`: a field a row."""
    fields: dict[str, Node] = {}
    lines: dict[str, int] = {}
    shows: dict[str, Node] = {}
    course = ""
    simple = [n for n in FIELDS if n not in _ELSEWHERE]
    known = (*simple, "course", "width", "height")
    for line, row in page.rows if page else ():
        name = row["field"].text if "field" in row else ""
        node: Node | None = row.get("value")
        if name in ("title", "report", "explanation") and ("en" in row or "zh" in row):
            node = _languages({language: row[language] for language in sheets.LANGUAGES if language in row}, line)
        if node is None:
            continue
        if name == "picture":
            fields[name], lines[name] = _picture(row, line), line
        elif name.startswith("shows "):
            shows[name.removeprefix("shows ")] = node
        elif name == "course" and isinstance(node, Scalar):
            course = node.text
        elif name in known:
            fields[name], lines[name] = node, node.line
        else:
            values = {"what": _FIELD, "name": name[:40], "meant": did_you_mean(name, known)}
            wrong.append(source.at(problems.UNKNOWN_NAME, line, **values))
    if shows:
        fields["shows"] = Mapped(1, shows, {name: node.line for name, node in shows.items()})
    return fields, lines, course


def _picture(row: Mapping[str, Scalar], line: int) -> Mapped:
    """The file's name, and in two more cells what the picture shows."""
    words = {language: row[language] for language in sheets.LANGUAGES if language in row}
    fields: dict[str, Node] = {"file": row["value"], **({"shows": _languages(words, line)} if words else {})}
    return Mapped(line, fields, {name: node.line for name, node in fields.items()})


def _rows(pages: Mapping[str, Page], sheet: sheets.Sheet) -> Sequence[tuple[int, Mapping[str, Scalar]]]:
    return pages[sheet.name].rows if sheet.name in pages else ()


def _put(
    fields: dict[str, Node], lines: dict[str, int], name: str, pages: Mapping[str, Page], nodes: Sequence[Node]
) -> None:
    if nodes:
        lines[name] = pages[name].place
        fields[name] = Listed(lines[name], tuple(nodes))


def _entry(row: tuple[int, Mapping[str, Scalar]]) -> Mapped:
    """A row as a mapping: two columns of one text joined, money and minutes made a cost."""
    line, cells = row
    fields: dict[str, Node] = {}
    spoken: dict[str, dict[str, Scalar]] = {}
    cost: dict[str, Node] = {}
    for column, cell in cells.items():
        name, _, language = column.partition(" ")
        if language in sheets.LANGUAGES and name in sheets.TEXT:
            spoken.setdefault(name, {})[language] = cell
        elif name in ("money", "minutes"):
            cost[name] = cell
        else:
            fields[column] = cell
    fields |= {name: _languages(words, line) for name, words in spoken.items()}
    if cost:
        fields["cost"] = Mapped(line, cost, {name: node.line for name, node in cost.items()})
    return Mapped(line, fields, {name: node.line for name, node in fields.items()})


def _languages(words: Mapping[str, Scalar], line: int) -> Mapped:
    at = next(iter(words.values())).line if words else line
    return Mapped(at, dict(words), {language: cell.line for language, cell in words.items()})


def _tests(pages: Mapping[str, Page]) -> list[Node]:
    """Each test with its readings and its row of the table."""
    shown: dict[str, dict[str, Node]] = {}
    for line, row in _rows(pages, sheets.READINGS):
        if "test" in row and "reading" in row:
            words = {language: row[language] for language in sheets.LANGUAGES if language in row}
            shown.setdefault(row["test"].text, {})[row["reading"].text] = _languages(words, line)
    scopes = Scopes(_rows(pages, sheets.SCREENS), _rows(pages, sheets.TRACES))
    table = {row["test"].text: row for _, row in _rows(pages, sheets.TABLE) if "test" in row}
    tests: list[Node] = []
    for pair in _rows(pages, sheets.TESTS):
        entry = _entry(pair)
        name = pair[1]["id"].text if "id" in pair[1] else ""
        readings = shown.get(name, {})
        entry.fields.update(read_scopes(name, scopes))
        if readings:
            entry.fields["readings"] = Mapped(entry.line, readings, {n: node.line for n, node in readings.items()})
        outcomes = {fault: _outcome(cell, readings) for fault, cell in table.get(name, {}).items() if fault != "test"}
        if outcomes:
            at = next(iter(outcomes.values())).line
            entry.fields["outcomes"] = Mapped(at, outcomes, {f: node.line for f, node in outcomes.items()})
        entry.lines.update({n: node.line for n, node in entry.fields.items()})
        tests.append(entry)
    return tests


def _outcome(cell: Scalar, readings: Mapping[str, Node]) -> Node:
    shares = None if cell.text in readings else sheets.read_shares(cell.text)
    if shares is None:
        return cell
    chances: dict[str, Node] = {name: Scalar(cell.line, chance) for name, chance in shares.items()}
    return Mapped(cell.line, chances, dict.fromkeys(chances, cell.line))


def _wires(pages: Mapping[str, Page]) -> list[Node]:
    paths: dict[str, list[Node]] = {}
    first: dict[str, int] = {}
    for line, row in _rows(pages, sheets.WIRES):
        name = row["wire"].text if "wire" in row else ""
        corner = tuple(row[axis] for axis in ("x", "y") if axis in row)
        paths.setdefault(name, []).append(Listed(line, corner))
        first.setdefault(name, line)
    return [Listed(first[name], tuple(corners)) for name, corners in paths.items()]
