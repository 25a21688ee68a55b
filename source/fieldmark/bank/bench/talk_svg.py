"""A dialogue drawn for its trainer: an SVG by itself, without scripts, fonts or anything from elsewhere.

Each turn is a box with its replies as rows; from every row a line leads to the turn that follows. What is wrong is
marked in words and colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from fieldmark.faults.talk_map import TalkMap, talk_map
from fieldmark.model.dialogue import DIMENSIONS, Branch, Dialogue, Reply, Turn
from fieldmark.model.text import Text

WIDE, GAP_X, GAP_Y, EDGE = 320, 110, 28, 24
LINE, SMALL, PAD = 17, 15, 10
MOST_LINES = 4
_NAMES = {
    "listening": Text("listening", "倾听"), "clarity": Text("clarity", "清晰"), "attitude": Text("attitude", "态度"),
    "solution": Text("solution", "解决"),
}  # fmt: skip
MOOD, START = Text("mood {n}", "情绪 {n}"), Text("Mood at the start: {n}", "起始情绪：{n}")
FREE, WORTH = Text("typed", "自由输入"), Text("End, worth {n} %", "结束，价值 {n} %")
DEAD, LOST = Text("⚠ No way leads to an end", "⚠ 无法到达结局"), Text("⚠ Never comes up", "⚠ 永远不会出现")
MISSING = Text("⚠ Nobody wrote this turn", "⚠ 没有这个节点")
AT_MOST, ELSE = Text("mood ≤ {n}", "情绪 ≤ {n}"), Text("else", "否则")
ABOUT = Text("{turns} turns, {ends} ends. Wrong: {wrong}.", "{turns} 个节点，{ends} 个结局。问题：{wrong}。")
NOTHING = Text("nothing", "无")
STYLE = (
    'text{font-family:system-ui,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;'
    "font-size:13px;fill:#14202b}.q{fill:#52616f;font-size:12px}.b{font-weight:600}.w{fill:#a3261b;font-weight:600}"
    ".t{fill:#fff;stroke:#8896a3}.e{fill:#e3f1f3;stroke:#0b6677}.x{stroke:#a3261b;stroke-width:2.5}"
    ".l{stroke:#8a5a00;stroke-width:2;stroke-dasharray:6 4}.r{stroke:#d5dce2}"
    ".a{fill:none;stroke:#0b6677;stroke-width:1.3}.back{stroke:#8a5a00;stroke-dasharray:5 4}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A reply within its box: its lines, and how far below the top of the box its middle is."""

    reply: Reply
    lines: tuple[str, ...]
    effect: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    name: str
    turn: Turn | None
    x: float
    y: float
    height: float
    head: tuple[tuple[str, str], ...]  # class and words of each line
    rows: tuple[Row, ...] = ()


def draw(dialogue: Dialogue, language: str) -> str:
    """The SVG. Sound or not: what is wrong is what one looks for."""
    found = talk_map(dialogue)
    boxes = _placed(dialogue, found, language)
    wide = max(b.x for b in boxes.values()) + WIDE + GAP_X * 0.6 + EDGE
    high = max(b.y + b.height for b in boxes.values()) + EDGE
    title = escape(dialogue.title.get(language))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" '
        f'height="{high:.0f}" role="img" lang="{"zh-CN" if language == "zh" else "en"}">',
        f"<title>{title}</title><desc>{escape(_about(dialogue, found, language))}</desc><style>{STYLE}</style>",
        '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#0b6677"/></marker></defs>',
        f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#f7f9fa"/>',
        f'<text class="b" x="{EDGE}" y="{EDGE}" style="font-size:17px">{title}</text>',
        _text(EDGE, EDGE + 20, START.fill(n=f"{dialogue.mood:+d}").get(language), "q"),
        *(line for box in boxes.values() for line in _lines_from(box, boxes, language)),
        *(part for box in boxes.values() for part in _box(box, found)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _about(dialogue: Dialogue, found: TalkMap, language: str) -> str:
    marks = [(DEAD, found.dead), (LOST, found.lost), (MISSING, found.missing)]
    wrong = "; ".join(f"{what.get(language)[2:]}: {', '.join(sorted(names))}" for what, names in marks if names)
    ends = sum(t.is_end for t in dialogue.turns)
    return ABOUT.fill(turns=len(dialogue.turns), ends=ends, wrong=wrong or NOTHING.get(language)).get(language)


def _placed(dialogue: Dialogue, found: TalkMap, language: str) -> dict[str, Box]:
    turns = {t.id: t for t in dialogue.turns}
    boxes: dict[str, Box] = {}
    for column, names in enumerate(found.columns):
        x, y = EDGE + column * (WIDE + GAP_X), EDGE + 48.0
        for name in names:
            boxes[name] = _measured(name, turns.get(name), found, (x, y), language)
            y += boxes[name].height + GAP_Y
    return boxes


def _measured(name: str, turn: Turn | None, found: TalkMap, at: tuple[float, float], language: str) -> Box:
    head = list(_head(name, turn, found, language))
    top = PAD + len(head) * LINE + 6.0
    rows = []
    for reply in turn.replies if turn else ():
        lines = tuple(wrapped(reply.text.get(language), WIDE - 2 * PAD, 13))
        height = PAD + len(lines) * LINE + SMALL
        rows.append(Row(reply, lines, _effect(reply, language), top, height))
        top += height
    return Box(name, turn, *at, top + (6 if rows else 2), tuple(head), tuple(rows))


def _head(name: str, turn: Turn | None, found: TalkMap, language: str) -> Iterator[tuple[str, str]]:
    """The lines above the replies: id, what is wrong, what the customer says, how it ends."""
    yield "b", f"{name} · {FREE.get(language)}" if turn and turn.free else name
    for what, names in ((DEAD, found.dead), (LOST, found.lost), (MISSING, found.missing)):
        if name in names:
            yield "w", what.get(language)
    if turn is None:
        return
    for line in wrapped(turn.says.get(language), WIDE - 2 * PAD, 13):
        yield "", line
    if turn.is_end:
        for line in wrapped(turn.outcome.get(language), WIDE - 2 * PAD, 12):
            yield "q", line
        yield "b", WORTH.fill(n=f"{100 * turn.value:g}").get(language)


def _effect(reply: Reply, language: str) -> str:
    """What a reply does: the mood, and the points by dimension."""
    parts = [MOOD.fill(n=f"{reply.mood:+d}").get(language)] if reply.mood else []
    parts += [f"{_NAMES[d].get(language)} {reply.points[d]:+g}" for d in DIMENSIONS if reply.points.get(d)]
    return " · ".join(parts) or "–"


def _box(box: Box, found: TalkMap) -> Iterator[str]:
    kind = "e" if box.turn and box.turn.is_end else "t"
    if box.name in found.dead | found.missing:
        kind += " x"
    elif box.name in found.lost:
        kind += " l"
    yield f'<rect class="{kind}" x="{box.x}" y="{box.y}" width="{WIDE}" height="{box.height}" rx="8"/>'
    for n, (style, words) in enumerate(box.head, start=1):
        yield _text(box.x + PAD, box.y + PAD - 4 + n * LINE, words, style)
    for row in box.rows:
        top = box.y + row.top
        yield f'<path class="r" d="M{box.x} {top}h{WIDE}"/>'
        for n, words in enumerate(row.lines, start=1):
            yield _text(box.x + PAD, top + n * LINE, words, "")
        yield _text(box.x + PAD, top + len(row.lines) * LINE + SMALL, row.effect, "q")


def _lines_from(box: Box, boxes: dict[str, Box], language: str) -> Iterator[str]:
    for row in box.rows:
        y = box.y + row.top + row.height / 2
        for n, branch in enumerate(row.reply.branches):
            start = y + (n - (len(row.reply.branches) - 1) / 2) * 14
            yield from _line(box, start, boxes[branch.turn], _condition(row.reply.branches, branch, language))


def _line(box: Box, y: float, to: Box, words: str) -> Iterator[str]:
    """To the right where it goes on; back and round where it leads back."""
    x, goal = box.x + WIDE, to.y + 24
    if to.x > box.x:
        bend = max(GAP_X / 2, (to.x - x) / 2)
        yield f'<path class="a" marker-end="url(#to)" d="M{x} {y}C{x + bend} {y} {to.x - bend} {goal} {to.x} {goal}"/>'
    else:
        out, end = x + GAP_X * 0.5, to.x + WIDE
        way = f"M{x} {y}C{out} {y} {max(out, end + 60)} {goal} {end} {goal}"
        yield f'<path class="a back" marker-end="url(#to)" d="{way}"/>'
    if words:
        yield _text(x + 6, y - 3, words, "q")


def _condition(branches: Sequence[Branch], branch: Branch, language: str) -> str:
    if len(branches) == 1:
        return ""
    return ELSE.get(language) if branch.at_most is None else AT_MOST.fill(n=branch.at_most).get(language)


def _text(x: float, y: float, words: str, style: str) -> str:
    kind = f' class="{style}"' if style else ""
    return f'<text{kind} x="{x:g}" y="{y:g}">{escape(words)}</text>'


_PARTS = re.compile(
    r"\s*[（《「『【〔]*(?:[0-9.,]+\s[A-Za-zΩµ%°]{1,3}(?![A-Za-z])|[^\s⺀-\uffff]+|[⺀-\uffff])[，。、；：！？）》」』】〕]*|\s+"
)
"""What no line is broken within: a word, a Chinese letter, a number with its unit, each with the marks beside it."""


def wrapped(words: str, width: float, size: float) -> list[str]:
    """At most a few lines that fit the width; Latin breaks between words, Chinese anywhere."""
    lines = [""]
    for part in _PARTS.findall(words):
        if measured(lines[-1] + part, size) > width and lines[-1].strip():
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1].rstrip()[:-1] + "…"]
    return [line.rstrip() for line in lines]


def measured(words: str, size: float) -> float:
    """About how wide the words are."""
    return size * sum(_width(letter) for letter in words)


def _width(letter: str) -> float:
    if letter > "⺀":
        return 1.0
    return 0.38 if letter in "ijltfr .,:;|'I()" else 0.75 if letter.isupper() else 0.63
