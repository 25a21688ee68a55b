"""observations/*.yaml to an examiner's checklist."""

from __future__ import annotations

from collections.abc import Mapping

from fieldmark.bank.fields import Fields
from fieldmark.bank.practicals import problems
from fieldmark.bank.practicals.practical import HEAD, Ids, Practical, entries, head, practical
from fieldmark.bank.practicals.values import MOST_MINUTES
from fieldmark.bank.source import Source
from fieldmark.bank.yamls import Mapping as Mapped
from fieldmark.bank.yamls import Node
from fieldmark.model.item import Differ, Observation, Watched
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

SETTINGS = ("practical", "visit")
FIELDS = (
    *(name for name in HEAD if name != "shows"),
    "task",
    "setting",
    "minutes",
    "examiners",
    "attempts",
    "levels",
    "watched",
)
WATCHED_FIELDS = ("id", "title", "skill", "weight", "critical", "levels")
POINTS, LEAST_LEVELS, MOST_LEVELS, MOST_WATCHED, MOST_WEIGHT = 10.0, 2, 6, 40, 100.0
MOST_ATTEMPTS = 9
OBSERVATION, LINE = Text("the observation", "观察表"), Text("line of the checklist", "观察项")
SETTING, LEVEL = Text("setting", "场合"), Text("level", "等级")


def read_observation(source: Source, node: Node | None, course: str, differ: Differ) -> tuple[Practical, list[Problem]]:
    """The checklist as far as it could be read, and what is wrong with its text."""
    wrong: list[Problem] = []
    fields = Fields(source, node, OBSERVATION, FIELDS, wrong)
    fields.required("task", "watched")
    common = head(fields, course, points=POINTS)
    usual = _levels(fields)
    placed: list[tuple[str, int]] = []
    ids = Ids(LINE)
    watched = [
        _watched(entry, ids, usual, placed) for entry in entries(fields, "watched", LINE, WATCHED_FIELDS, MOST_WATCHED)
    ]
    item = Observation(
        **common,
        prompt=fields.text("task"),
        watched=tuple(w for w in watched if w.id),
        setting=fields.one_of("setting", SETTINGS, SETTING, SETTINGS[0]),
        minutes=fields.number("minutes", 0.0, 0.0, MOST_MINUTES),
        examiners=fields.whole("examiners", 1, 1, 2),
        attempts=fields.whole("attempts", 2, 1, MOST_ATTEMPTS),
        differ=differ,
    )
    return practical(fields, item, tuple(placed)), wrong


def _watched(fields: Fields, ids: Ids, usual: tuple[Text, ...], placed: list[tuple[str, int]]) -> Watched:
    fields.required("title", "skill")
    skill = fields.words("skill")
    if skill:
        placed.append((skill, fields.line_of("skill")))
    return Watched(
        id=ids.take(fields),
        title=fields.text("title"),
        skill=skill,
        levels=_own_levels(fields, usual),
        weight=fields.number("weight", 1.0, 0.1, MOST_WEIGHT),
        critical=fields.flag("critical"),
    )


def _own_levels(fields: Fields, usual: tuple[Text, ...]) -> tuple[Text, ...]:
    """The line's own levels, or those of the whole list."""
    levels = _levels(fields) if fields.has("levels") else usual
    if not LEAST_LEVELS <= len(levels) <= MOST_LEVELS:
        values: Mapping[str, object] = {"n": len(levels), "least": LEAST_LEVELS, "most": MOST_LEVELS}
        fields.wrong.append(fields.source.at(problems.LEVELS, fields.line_of("levels"), **values))
    return levels


def _levels(fields: Fields) -> tuple[Text, ...]:
    """Texts from worst to best; each read as if it stood under a name of its own."""
    found = []
    for node in fields.nodes("levels"):
        one = Fields(
            fields.source, Mapped(node.line, {"level": node}, {"level": node.line}), LEVEL, ("level",), fields.wrong
        )
        found.append(one.text("level"))
    return tuple(found)
