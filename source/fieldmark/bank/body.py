"""The lines under an item's heading to prompt, options, keys and explanation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from fieldmark.bank.draft import Body, Part

Line = tuple[int, str]
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_OPTION = re.compile(r"^\s{0,3}[-*+]\s+\[([ xX✓√])\]\s*(.*)$")
_BAD_BOX = re.compile(r"^\s{0,3}(?:[-*+]\s*)?\[\s{0,3}[xX✓√vV]?\s{0,3}\](?!\()")
_COMMENT = re.compile(r"^\s+>\s?(.*)$")
_QUOTE = re.compile(r"^>\s?(.*)$")
_KEY = re.compile(r"^=\s*([^=\s].*)$")
_STEP = re.compile(r"^\s{0,3}\d{1,3}[.)、]\s*(.+)$")
_CRITERION = re.compile(
    r"^\s{0,3}[-*+]\s+([\w-]+)\s*[（(]\s*(\d+(?:\.\d+)?)\s*(?:points?|pts?|分)?\s*[)）]\s*[:：]\s*(.+)$"
)
_ROW = re.compile(r"^\s{0,3}\|(.*)\|\s*$")
_RULE = re.compile(r"^\s*:?-+:?\s*$")
_MORE = re.compile(r"^(?:\s{2,}|\t)(\S.*)$")
_LABEL = re.compile(r"^(?:why|explanation|because|解析|说明|原因)\s*[:：]\s*", re.IGNORECASE)


@dataclass
class _Reading:
    """What has been read so far; `last` is the list whose last part a further line may continue."""

    kind: str
    wants_pairs: bool
    prompt: list[Line] = field(default_factory=list)
    options: list[Part] = field(default_factory=list)
    steps: list[Part] = field(default_factory=list)
    pairs: list[Part] = field(default_factory=list)
    criteria: list[Part] = field(default_factory=list)
    keys: list[Part] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    strays: list[Part] = field(default_factory=list)
    bad_boxes: list[Part] = field(default_factory=list)
    bad_rows: list[Part] = field(default_factory=list)
    last: list[Part] | None = None
    quoting: bool = False

    @property
    def answering(self) -> bool:
        return bool(self.options or self.steps or self.pairs or self.criteria or self.keys or self.why)


def read_body(lines: Iterable[Line], kind: str, line: int, title: str) -> Body:
    """`kind` is what the metadata say, or empty. Nothing is refused here: what fits nowhere is kept as stray."""
    numbered = list(lines)
    answered = any(_OPTION.match(text) or _KEY.match(text) for _, text in numbered)
    reading = _Reading(kind, kind == "matching" or (not kind and not answered))
    fence = False
    for number, text in numbered:
        fence ^= bool(_FENCE.match(text))
        if fence or _FENCE.match(text):
            _plain(reading, number, text)
        elif not text.strip():
            _blank(reading, number)
        else:
            next(rule for rule in _RULES if rule(reading, number, text))
    return _freeze(reading, line, title)


def _blank(reading: _Reading, number: int) -> None:
    reading.quoting = False
    if reading.why:
        reading.why.append("")
    elif not reading.answering:
        reading.prompt.append((number, ""))


def _comment(reading: _Reading, number: int, text: str) -> bool:
    match = _COMMENT.match(text)
    if not match or reading.last is not reading.options or not reading.options:
        return False
    option = reading.options[-1]
    reading.options[-1] = replace(option, comment=f"{option.comment} {match[1]}".strip())
    return True


def _explanation(reading: _Reading, number: int, text: str) -> bool:
    match = _QUOTE.match(text)
    if not match and not reading.quoting:
        return False
    reading.why.append(match[1] if match else text.strip())
    reading.quoting, reading.last = True, None
    return True


def _option(reading: _Reading, number: int, text: str) -> bool:
    match = _OPTION.match(text)
    if match:
        reading.options.append(Part(number, match[2].strip(), right=match[1] != " "))
        reading.last = reading.options
    elif _BAD_BOX.match(text):
        reading.bad_boxes.append(Part(number, text.strip()))
        return True
    return bool(match)


def _key(reading: _Reading, number: int, text: str) -> bool:
    match = _KEY.match(text)
    if match:
        reading.keys.append(Part(number, match[1].strip()))
        reading.last = None
    return bool(match)


def _step(reading: _Reading, number: int, text: str) -> bool:
    match = _STEP.match(text) if reading.kind == "ordering" else None
    if match:
        reading.steps.append(Part(number, match[1].strip()))
        reading.last = reading.steps
    return bool(match)


def _criterion(reading: _Reading, number: int, text: str) -> bool:
    match = _CRITERION.match(text) if reading.kind == "long" else None
    if match:
        reading.criteria.append(Part(number, match[3].strip(), other=match[1], points=float(match[2])))
        reading.last = reading.criteria
    return bool(match)


def _row(reading: _Reading, number: int, text: str) -> bool:
    match = _ROW.match(text) if reading.wants_pairs else None
    if not match:
        return False
    cells = [c.replace("\\|", "|").strip() for c in re.split(r"(?<!\\)\|", match[1])]
    if all(_RULE.match(c) for c in cells):
        if len(reading.pairs) + len(reading.bad_rows) == 1:  # the row above was the table's head
            reading.pairs, reading.bad_rows = [], []
    elif len(cells) == 2:
        reading.pairs.append(Part(number, cells[0], other=cells[1]))
    else:
        reading.bad_rows.append(Part(number, text.strip()))
    reading.last = None
    return True


def _continued(reading: _Reading, number: int, text: str) -> bool:
    match = _MORE.match(text)
    if not match or not reading.last:
        return False
    part = reading.last[-1]
    reading.last[-1] = replace(part, text=f"{part.text} {match[1].strip()}")
    return True


def _plain(reading: _Reading, number: int, text: str) -> bool:
    if reading.answering:
        reading.strays.append(Part(number, text.strip()))
    else:
        reading.prompt.append((number, text))
    return True


_RULES: tuple[Callable[[_Reading, int, str], bool], ...] = (
    _comment,
    _option,
    _key,
    _step,
    _criterion,
    _row,
    _continued,
    _explanation,
    _plain,
)


def _freeze(reading: _Reading, line: int, title: str) -> Body:
    first = next((number for number, text in reading.prompt if text.strip()), 0)
    return Body(
        line=line,
        title=title,
        prompt="\n".join(text for _, text in reading.prompt).strip("\n"),
        prompt_line=first,
        options=tuple(reading.options),
        steps=tuple(reading.steps),
        pairs=tuple(reading.pairs),
        criteria=tuple(reading.criteria),
        keys=tuple(reading.keys),
        explanation=_LABEL.sub("", "\n".join(reading.why).strip()),
        strays=tuple(reading.strays),
        bad_boxes=tuple(reading.bad_boxes),
        bad_rows=tuple(reading.bad_rows),
    )
