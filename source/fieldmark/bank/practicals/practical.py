"""A practical as it stands in its file, and what all practicals have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldmark.bank import problems
from fieldmark.bank.fields import Fields
from fieldmark.bank.source import Source
from fieldmark.model.item import AnyItem
from fieldmark.model.place import Place
from fieldmark.model.problem import Code, Problem
from fieldmark.model.text import Text

HEAD = ("id", "title", "skills", "points", "difficulty", "shows", "source", "explanation", "draft")
"""The fields of every practical."""

MOST_POINTS = 100.0


@dataclass(frozen=True, slots=True)
class Practical:
    """One file, one question. `lines` are those of its fields; a `draft` is never drawn."""

    source: Source
    item: AnyItem
    shows: tuple[tuple[str, int], ...]  # skills named for what it shows, each with its line
    lines: Mapping[str, int]
    draft: bool = False

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def course(self) -> str:
        return self.item.course

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def skills(self) -> tuple[str, ...]:
        return self.item.skills

    @property
    def points(self) -> float | None:
        return self.item.points

    @property
    def difficulty(self) -> float | None:
        return self.item.difficulty

    def line_of(self, name: str) -> int:
        return self.lines.get(name, 1)

    def at_field(self, code: Code, name: str, /, **values: object) -> Problem:
        return self.source.at(code, self.line_of(name), **values)


class Ids:
    """Ids that differ from each other, each with its line; `what` they are the ids of."""

    def __init__(self, what: Text) -> None:
        self.what = what
        self.lines: dict[str, int] = {}

    def take(self, fields: Fields) -> str:
        """The id of an entry; empty, and said, where it is missing, no id, or taken."""
        fields.required("id")
        name = fields.identifier()
        if name in self.lines:
            line = fields.line_of("id")
            fields.wrong.append(fields.source.at(problems.ID_TWICE_HERE, line, what=self.what, id=name))
            return ""
        if name:
            self.lines[name] = fields.line_of("id")
        return name


def entries(fields: Fields, name: str, what: Text, known: Sequence[str], most: int) -> Iterator[Fields]:
    """The entries of a list, each a mapping."""
    nodes = fields.nodes(name)
    if len(nodes) > most:
        fields.wrong.append(
            fields.source.at(problems.LIST_TOO_LONG, fields.line_of(name), name=name, n=len(nodes), most=most)
        )
    for node in nodes[:most]:
        yield Fields(fields.source, node, what, known, fields.wrong)


def head(fields: Fields, course: str, *, points: float, difficulty: int = 3) -> dict[str, Any]:
    """What every item has, from the fields of HEAD."""
    fields.required("id", "title", "skills")
    return {
        "id": fields.identifier(),
        "course": course,
        "title": fields.text("title"),
        "skills": fields.strings("skills"),
        "points": fields.number("points", points, 0.1, MOST_POINTS),
        "difficulty": fields.whole("difficulty", difficulty, 1, 5),
        "source": fields.words("source"),
        "explanation": fields.text("explanation"),
        "place": Place(fields.source.file, fields.line_of("id")),
    }


def shown(fields: Fields, aspects: Sequence[str]) -> tuple[dict[str, str], tuple[tuple[str, int], ...]]:
    """`shows: {aspect: skill}`: the map, and the skills with their lines."""
    if not fields.has("shows"):
        return {}, ()
    inner = Fields(fields.source, fields.child("shows"), Text("“shows”", "“shows”"), aspects, fields.wrong)
    found = {aspect: inner.words(aspect) for aspect in aspects if inner.has(aspect)}
    return found, tuple((skill, inner.line_of(aspect)) for aspect, skill in found.items())


def practical(fields: Fields, item: AnyItem, shows: tuple[tuple[str, int], ...]) -> Practical:
    return Practical(fields.source, item, shows, dict(fields.node.lines), fields.flag("draft"))
