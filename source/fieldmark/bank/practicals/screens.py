"""What an oscilloscope draws: the screen of a test, and a line or several for each reading."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping

from fieldmark.bank import problems
from fieldmark.bank.fields import Fields
from fieldmark.bank.practicals import problems as own
from fieldmark.bank.spelling import did_you_mean
from fieldmark.bank.yamls import Mapping as Mapped
from fieldmark.bank.yamls import Node, Scalar
from fieldmark.bank.yamls import Sequence as Listed
from fieldmark.faults.trace import LEAST_WAVES, SAMPLES, finest, off_screen
from fieldmark.items import number
from fieldmark.model.text import Text
from fieldmark.model.trace import EVERYWHERE, SHAPES, TIME_UNITS, Channel, Screen

SCREEN, LINE = Text("the screen", "示波器屏幕"), Text("line of the oscilloscope", "示波器波形")
SHAPE, READING = Text("shape", "波形"), Text("reading", "读数")
SCREEN_FIELDS = ("time", "time_unit", "low", "high", "unit")
MOST_LINES, MOST_POINTS, LONGEST_NAME, LARGEST = 4, 200, 12, 1e6
MOST_OUTSIDE = 0.02  # of a line, beyond the screen: a spike may be cut off
_ABOVE_ZERO = ("period", "carrier", "constant")
_POINTS = Text("a list of points such as [[0, 5], [2, 0]], from left to right", "由左到右的点列表，如 [[0, 5], [2, 0]]")
_TRACES = Text(
    "a line, such as {shape: flat, level: 5}, or a list of lines",
    "一条波形，如 {shape: flat, level: 5}，或多条波形的列表",
)


def read_screen(fields: Fields) -> Screen | None:
    """`screen: {time: 20, low: 0, high: 6, unit: V}`; None where there is none."""
    node = fields.child("screen")
    if node is None:
        return None
    inner = Fields(fields.source, node, SCREEN, SCREEN_FIELDS, fields.wrong)
    inner.required("time", "low", "high")
    low, high = inner.number("low", 0.0, -LARGEST, LARGEST), inner.number("high", 1.0, -LARGEST, LARGEST)
    time = inner.number("time", 1.0, 1e-6, LARGEST)
    if high <= low:
        shape = Text(f"a number above {low:g}", f"大于 {low:g} 的数")
        fields.wrong.append(fields.source.at(problems.BAD_VALUE, inner.line_of("high"), name="high", shape=shape))
        high = low + 1.0
    return Screen(time, low, high, _time_unit(inner), inner.words("unit", "V")[:LONGEST_NAME])


def _time_unit(fields: Fields) -> str:
    said = fields.words("time_unit", "ms").replace("μ", "µ").replace("us", "µs")
    if said not in TIME_UNITS:
        shape = Text(", ".join(TIME_UNITS), "、".join(TIME_UNITS))
        fields.wrong.append(
            fields.source.at(problems.BAD_VALUE, fields.line_of("time_unit"), name="time_unit", shape=shape)
        )
        return "ms"
    return said


def read_traces(fields: Fields, screen: Screen | None, shown: Collection[str]) -> dict[str, tuple[Channel, ...]]:
    """Reading to its lines, for the readings `shown`; what is wrong is said and left out."""
    node = fields.child("traces")
    if node is None:
        return {}
    known = list(node.fields) if isinstance(node, Mapped) else []
    inner = Fields(fields.source, node, _TRACES, known, fields.wrong)
    if screen is None:
        fields.required("screen")
    if fields.words("instrument") != "oscilloscope":
        _note(fields, "traces", test=fields.words("id"))
    found = {name: _lines(inner, name) for name in known if _is_shown(inner, name, shown)}
    missing = [name for name in shown if name not in known]
    if missing:
        line = fields.line_of("traces")
        fields.wrong.append(
            fields.source.at(own.NO_TRACE, line, test=fields.words("id"), readings=", ".join(missing)[:200])
        )
    if screen:
        _look(inner, screen, found)
    return {name: lines for name, lines in found.items() if lines}


def _note(fields: Fields, name: str, /, **values: object) -> None:
    fields.wrong.append(fields.source.at(own.NO_OSCILLOSCOPE, fields.line_of(name), **values))


def _is_shown(fields: Fields, name: str, shown: Collection[str]) -> bool:
    if name not in shown:
        values = {"what": READING, "name": name[:60], "meant": did_you_mean(name, list(shown))}
        fields.wrong.append(fields.source.at(problems.UNKNOWN_NAME, fields.line_of(name), **values))
    return name in shown


def _lines(fields: Fields, name: str) -> tuple[Channel, ...]:
    node = fields.child(name)
    nodes: tuple[Node, ...] = node.items if isinstance(node, Listed) else (node,) if node else ()
    if len(nodes) > MOST_LINES or not nodes:
        values = {"name": name[:60], "n": len(nodes), "most": MOST_LINES}
        fields.wrong.append(fields.source.at(problems.LIST_TOO_LONG, fields.line_of(name), **values))
    read = [_line(fields, child) for child in nodes[:MOST_LINES]]
    return tuple(line for line in read if line)


def _line(fields: Fields, node: Node) -> Channel | None:
    """One mapping: the shape and its settings, all numbers, or `points`."""
    given = node.fields if isinstance(node, Mapped) else {}
    drawn = "points" in given
    shape = given["shape"].text if isinstance(given.get("shape"), Scalar) else ""  # type: ignore[union-attr]
    settings = SHAPES["points"] if drawn else SHAPES.get(shape, {})
    known = ("name", "points" if drawn else "shape", *settings, *EVERYWHERE) if drawn or settings else tuple(given)
    inner = Fields(fields.source, node, LINE, known, fields.wrong)
    name = inner.words("name")[:LONGEST_NAME]
    if drawn:
        points = _points(inner)
        return Channel("points", _settings(inner, settings), points, name) if points else None
    inner.required("shape")
    if not inner.one_of("shape", [s for s in SHAPES if s != "points"], SHAPE):
        return None
    inner.required(*(n for n, default in settings.items() if math.isnan(default)))
    values = _settings(inner, settings)
    complete = all(n in values for n, default in settings.items() if math.isnan(default))
    return Channel(shape, values, (), name) if complete else None


def _settings(fields: Fields, settings: Mapping[str, float]) -> dict[str, float]:
    """The numbers that are written; a missing or impossible one is said."""
    found = {}
    for name in (*settings, *EVERYWHERE):
        if fields.has(name):
            least = 1e-6 if name in _ABOVE_ZERO else -LARGEST
            value = fields.number(name, math.nan, least, 1.0 if name == "duty" else LARGEST)
            if not math.isnan(value):
                found[name] = value
    return found


def _points(fields: Fields) -> tuple[tuple[float, float], ...]:
    nodes = fields.nodes("points")
    found = [point for node in nodes if (point := _point(node))]
    rising = all(a[0] < b[0] for a, b in itertools.pairwise(found))
    if len(found) < len(nodes) or not 2 <= len(found) <= MOST_POINTS or not rising:
        fields.wrong.append(
            fields.source.at(problems.BAD_VALUE, fields.line_of("points"), name="points", shape=_POINTS)
        )
        return ()
    return tuple(found)


def _point(node: Node) -> tuple[float, float] | None:
    parts = node.items if isinstance(node, Listed) else ()
    read = [number.parse(part.text) for part in parts if isinstance(part, Scalar)]
    values = [n[0] for n in read if n and not n[1] and abs(n[0]) <= LARGEST]
    return (values[0], values[1]) if len(values) == len(parts) == 2 else None


def _look(fields: Fields, screen: Screen, found: Mapping[str, tuple[Channel, ...]]) -> None:
    """Lines that the screen cannot show, and readings that look alike."""
    for name, lines in found.items():
        line = fields.line_of(name)
        for n, channel in enumerate(lines, start=1):
            fine = finest(channel)
            if fine and fine < LEAST_WAVES * screen.time / SAMPLES:
                least = LEAST_WAVES * screen.time / SAMPLES
                fields.wrong.append(
                    fields.source.at(own.TOO_FINE, line, reading=name[:60], n=n, least=f"{least:g} {screen.time_unit}")
                )
            elif off_screen(screen, channel) > MOST_OUTSIDE:
                values = {"low": f"{screen.low:g}", "high": f"{screen.high:g}", "unit": screen.unit}
                fields.wrong.append(fields.source.at(own.OFF_SCREEN, line, reading=name[:60], n=n, **values))
    for one, other in itertools.combinations([name for name in found if found[name]], 2):
        if found[one] == found[other]:
            fields.wrong.append(fields.source.at(own.SAME_TRACE, fields.line_of(other), one=one[:60], other=other[:60]))
