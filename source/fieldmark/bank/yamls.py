"""YAML as a tree that knows its lines. Scalars stay as written, so that `no`, `1.10` and dates keep their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from fieldmark.bank import problems
from fieldmark.bank.source import Source
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

MOST_NODES = 20_000
_DEEPEST = 40
_NULL_TAG = "tag:yaml.org,2002:null"


_OPENED = re.compile(r"flow (?:mapping|sequence)|quoted scalar")  # the fault is where it was opened
_REASONS = (
    (r"mapping values are not allowed", Text("a “:” where none can stand", "此处不能出现“:”")),
    (r"could not find expected ':'", Text("a “:” is missing", "缺少“:”")),
    (r"expected ',' or '[\]}]'", Text("a bracket is not closed, or a comma is missing", "括号未闭合，或缺少逗号")),
    (r"expected <block end>|did not find expected", Text("the indentation does not fit", "缩进不一致")),
    (r"unexpected end of stream", Text("a quote or bracket is not closed", "引号或括号未闭合")),
    (
        r"undefined alias|expected alphabetic",
        Text("a word that starts with * or & needs quotes", "以 * 或 & 开头的文字需加引号"),
    ),
    (
        r"cannot start any token",
        Text("a character such as @, ` or % needs quotes around the text", "以 @、` 或 % 等字符开头的文字需加引号"),
    ),
    (r"expected a single document", Text("a second document starts (“---”)", "出现第二个文档（“---”）")),
)


@dataclass(frozen=True, slots=True)
class Scalar:
    line: int
    text: str
    null: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """`lines` are those of the keys; `twice` the keys that stand there again."""

    line: int
    fields: dict[str, Node]
    lines: dict[str, int]
    twice: tuple[tuple[str, int], ...] = ()


Node = Scalar | Sequence | Mapping


class _TooMuch(Exception):
    """Nested too deep, or aliases that unfold to too many nodes."""


def parse(source: Source) -> tuple[Node | None, tuple[Problem, ...]]:
    """The file's one document; None for an empty file or one that cannot be read."""
    try:
        composed = yaml.compose(source.text, Loader=yaml.SafeLoader)
        return (None, ()) if composed is None else (_convert(composed, iter(range(MOST_NODES)), 0), ())
    except (_TooMuch, RecursionError):
        return None, (source.at(problems.YAML_TOO_DEEP),)
    except yaml.MarkedYAMLError as error:
        return None, (_problem(source, error),)
    except (yaml.YAMLError, ValueError) as error:
        return None, (source.at(problems.BAD_YAML, 0, why=_reason(str(error))),)


def _problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.context_mark if _OPENED.search(error.context or "") else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    line = min(mark.line + 1, len(source.lines)) if mark else 0
    if line and "\t" in re.match(r"\s*", source.lines[line - 1])[0]:  # type: ignore[index]
        return source.at(problems.YAML_TAB, line)
    return source.at(problems.BAD_YAML, line, why=_reason(error.problem or error.context or "?"))


def _reason(problem: str) -> Text:
    """PyYAML's words as a trainer would say it; its own where there is no better."""
    said = next((text for pattern, text in _REASONS if re.search(pattern, problem)), None)
    own = problem.strip().split("\n")[0][:200]
    return said or Text(own, own)


def _convert(node: yaml.Node, budget: Iterator[int], depth: int) -> Node:
    if next(budget, None) is None or depth > _DEEPEST:
        raise _TooMuch
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Scalar(line, str(node.value).strip(), null=node.tag == _NULL_TAG)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(line, tuple(_convert(child, budget, depth + 1) for child in node.value))
    return _mapping(node, line, budget, depth)


def _mapping(node: yaml.Node, line: int, budget: Iterator[int], depth: int) -> Mapping:
    fields: dict[str, Node] = {}
    lines: dict[str, int] = {}
    twice: list[tuple[str, int]] = []
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        at = key.start_mark.line + 1
        if name in fields:
            twice.append((name, at))
        else:
            fields[name], lines[name] = _convert(value, budget, depth + 1), at
    return Mapping(line, fields, lines, tuple(twice))
