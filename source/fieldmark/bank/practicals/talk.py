"""dialogues/*.yaml to a conversation."""

from __future__ import annotations

from collections.abc import Iterator

from fieldmark.bank import problems
from fieldmark.bank.fields import Fields
from fieldmark.bank.practicals import problems as own
from fieldmark.bank.practicals.practical import HEAD, Ids, Practical, entries, head, practical, shown
from fieldmark.bank.practicals.values import MOST_MINUTES, chance
from fieldmark.bank.source import Source
from fieldmark.bank.yamls import Mapping, Node, Scalar
from fieldmark.bank.yamls import Sequence as Listed
from fieldmark.items.short import normal
from fieldmark.model.dialogue import ANGRIEST, CALMEST, DIMENSIONS, Branch, Dialogue, Reply, Turn
from fieldmark.model.item import Conversation
from fieldmark.model.problem import Code, Problem
from fieldmark.model.text import Text

ASPECTS = (*DIMENSIONS, "outcome")
"""What a talk shows, each of a skill."""

FIELDS = (*HEAD, "situation", "customer", "mood", "minutes", "turns")
TURN_FIELDS = ("id", "says", "free", "replies", "outcome", "value")
REPLY_FIELDS = ("id", "text", "points", "mood", "comment", "patterns", "to")
BRANCH_FIELDS = ("turn", "at_most")
POINTS, MOST_TURNS, MOST_REPLIES, MOST_PATTERNS, MOST_GAIN = 5.0, 60, 8, 30, 10.0
DIALOGUE, TURN, REPLY = Text("the dialogue", "对话"), Text("turn", "节点"), Text("reply", "回复")
_TO = Text(
    "a turn, or a list such as [{turn: lost, at_most: -3}, {turn: plan}]",
    "一个节点，或列表，如 [{turn: lost, at_most: -3}, {turn: plan}]",
)


def read_talk(source: Source, node: Node | None, course: str) -> tuple[Practical, list[Problem]]:
    """The conversation as far as it could be read, and what is wrong with its text."""
    wrong: list[Problem] = []
    fields = Fields(source, node, DIALOGUE, FIELDS, wrong)
    fields.required("situation", "customer", "turns")
    common = head(fields, course, points=POINTS)
    lines: dict[str, int] = {}
    situation = fields.text("situation")
    dialogue = Dialogue(
        id=common["id"], course=course, title=common["title"], situation=situation, customer=fields.text("customer"),
        skills=common["skills"], turns=_turns(fields, lines), mood=fields.whole("mood", 0, ANGRIEST, CALMEST),
        minutes=fields.number("minutes", 0.0, 0.0, MOST_MINUTES), place=common["place"], lines=lines,
    )  # fmt: skip
    shows, placed = shown(fields, ASPECTS)
    item = Conversation(**common, prompt=situation, dialogue=dialogue, shows=shows)
    return practical(fields, item, placed), wrong


def _turns(fields: Fields, lines: dict[str, int]) -> tuple[Turn, ...]:
    ids, found = Ids(TURN), []
    for entry in entries(fields, "turns", TURN, TURN_FIELDS, MOST_TURNS):
        name = ids.take(entry)
        entry.required("says", *(() if entry.has("replies") else ("outcome", "value")))
        free = entry.flag("free")
        replies = tuple(_replies(entry, name, free, lines))
        for unused in ("outcome", "value"):
            if replies and entry.has(unused):
                _note(entry, own.NOT_AN_END, unused, turn=name, name=unused)
        found.append(Turn(name, entry.text("says"), replies, free, entry.text("outcome"), chance(entry, "value")))
    lines.update(ids.lines)
    return tuple(turn for turn in found if turn.id)


def _replies(turn: Fields, turn_id: str, free: bool, lines: dict[str, int]) -> Iterator[Reply]:
    ids = Ids(REPLY)
    for entry in entries(turn, "replies", REPLY, REPLY_FIELDS, MOST_REPLIES):
        entry.required("text", "to")
        name, patterns = ids.take(entry), _patterns(entry)
        if patterns and not free:
            _note(entry, own.NOT_FREE, "patterns", turn=turn_id, reply=name)
        reply = Reply(
            id=name,
            text=entry.text("text"),
            branches=_branches(entry),
            points=_points(entry),
            mood=entry.whole("mood", 0, ANGRIEST - CALMEST, CALMEST - ANGRIEST),
            comment=entry.text("comment"),
            patterns=patterns,
        )
        if name:
            lines[f"{turn_id}/{name}"] = entry.line
            yield reply


def _points(reply: Fields) -> dict[str, float]:
    if not reply.has("points"):
        return {}
    inner = Fields(reply.source, reply.child("points"), Text("“points”", "“points”"), DIMENSIONS, reply.wrong)
    return {d: inner.number(d, 0.0, -MOST_GAIN, MOST_GAIN) for d in DIMENSIONS if inner.has(d)}


def _patterns(reply: Fields) -> tuple[str, ...]:
    """Each entry is a pattern with its own alternatives; a comma inside belongs to it."""
    node = reply.child("patterns")
    if node is None:
        return ()
    nodes = node.items if isinstance(node, Listed) else (node,)
    found = [child.text for child in nodes if isinstance(child, Scalar) and child.text]
    if len(found) < len(nodes) or len(found) > MOST_PATTERNS:
        shape = Text(f"a list of at most {MOST_PATTERNS} patterns", f"最多 {MOST_PATTERNS} 个匹配词的列表")
        _note(reply, problems.BAD_VALUE, "patterns", name="patterns", shape=shape)
    for text in found:
        if any(len(normal(way).replace("*", "").replace(" ", "")) < 1 for way in text.split("|")):
            _note(reply, problems.ANYTHING, "patterns", key=text[:60])
    return tuple(found[:MOST_PATTERNS])


def _branches(reply: Fields) -> tuple[Branch, ...]:
    node = reply.child("to")
    nodes = node.items if isinstance(node, Listed) else (node,) if node else ()
    return tuple(branch for child in nodes if (branch := _branch(reply, child)))


def _branch(reply: Fields, node: Node) -> Branch | None:
    if isinstance(node, Scalar) and node.text:
        return Branch(node.text)
    if not isinstance(node, Mapping):
        _note(reply, problems.BAD_VALUE, "to", name="to", shape=_TO)
        return None
    inner = Fields(reply.source, node, _TO, BRANCH_FIELDS, reply.wrong)
    inner.required("turn")
    mood = inner.whole("at_most", 0, ANGRIEST, CALMEST) if inner.has("at_most") else None
    return Branch(inner.words("turn"), mood) if inner.has("turn") else None


def _note(fields: Fields, code: Code, name: str, /, **values: object) -> None:
    fields.wrong.append(fields.source.at(code, fields.line_of(name), **values))
