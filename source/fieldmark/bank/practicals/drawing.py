"""The drawing of a unit: boxes, test points and wires, in drawing units."""

from __future__ import annotations

from fieldmark.bank import problems
from fieldmark.bank.fields import Fields
from fieldmark.bank.practicals import problems as own
from fieldmark.bank.practicals.picture import read_picture
from fieldmark.bank.practicals.practical import Ids, entries
from fieldmark.bank.yamls import Node, Scalar
from fieldmark.bank.yamls import Sequence as Listed
from fieldmark.items import number
from fieldmark.model.fault import Component, Layout, Point
from fieldmark.model.text import Text

MOST_PARTS, LARGEST = 100, 10_000.0
DRAWING, BOX, POINT = Text("the drawing", "示意图"), Text("component", "部件"), Text("point of the drawing", "图上位置")
_BOX = ("id", "title", "x", "y", "w", "h", "symbol")
_PATH = Text(
    "a list of at least two points, such as [[100, 90], [130, 90]]", "至少两点的列表，如 [[100, 90], [130, 90]]"
)


def read_layout(fields: Fields) -> Layout:
    """What stands under `layout`; an empty drawing where there is nothing."""
    if not fields.has("layout"):
        return Layout()
    inner = Fields(
        fields.source, fields.child("layout"), DRAWING, ("width", "height", "picture", "components", "points", "wires"),
        fields.wrong,
    )  # fmt: skip
    ids = Ids(BOX)
    picture, width, height = read_picture(inner) or (None, 800.0, 400.0)
    layout = Layout(
        inner.number("width", width, 50.0, LARGEST),
        inner.number("height", height, 50.0, LARGEST),
        _components(inner, ids),
        _points(inner),
        _wires(inner),
        picture,
    )
    _outside(inner, layout)
    return layout


def _outside(fields: Fields, layout: Layout) -> None:
    """Points that nobody could touch."""
    for point in layout.points:
        if not (0 <= point.x <= layout.width and 0 <= point.y <= layout.height):
            size = {"width": f"{layout.width:g}", "height": f"{layout.height:g}"}
            line = fields.line_of("points")
            fields.wrong.append(fields.source.at(own.OUTSIDE, line, point=point.id, **size))


def _components(fields: Fields, ids: Ids) -> tuple[Component, ...]:
    found = []
    for entry in entries(fields, "components", BOX, _BOX, MOST_PARTS):
        entry.required("title", "x", "y", "w", "h")
        x, y, w, h = (entry.number(name, 0.0, 0.0, LARGEST) for name in ("x", "y", "w", "h"))
        found.append(Component(ids.take(entry), entry.text("title"), x, y, w, h, entry.words("symbol")))
    return tuple(box for box in found if box.id)


def _points(fields: Fields) -> tuple[Point, ...]:
    ids, found = Ids(POINT), []
    for entry in entries(fields, "points", POINT, ("id", "title", "x", "y"), MOST_PARTS):
        entry.required("title", "x", "y")
        x, y = entry.number("x", 0.0, 0.0, LARGEST), entry.number("y", 0.0, 0.0, LARGEST)
        found.append(Point(ids.take(entry), entry.text("title"), x, y))
    return tuple(point for point in found if point.id)


def _wires(fields: Fields) -> tuple[tuple[tuple[float, float], ...], ...]:
    found = []
    for node in fields.nodes("wires")[:MOST_PARTS]:
        path = _path(node)
        if path is None:
            fields.wrong.append(fields.source.at(problems.BAD_VALUE, node.line, name="wires", shape=_PATH))
        else:
            found.append(path)
    return tuple(found)


def _path(node: Node) -> tuple[tuple[float, float], ...] | None:
    corners = [_corner(child) for child in node.items] if isinstance(node, Listed) else []
    good = tuple(corner for corner in corners if corner is not None)
    return good if len(good) == len(corners) >= 2 else None


def _corner(node: Node) -> tuple[float, float] | None:
    if not isinstance(node, Listed) or len(node.items) != 2:
        return None
    read = [number.parse(child.text) for child in node.items if isinstance(child, Scalar)]
    values = [n[0] for n in read if n and not n[1] and 0 <= n[0] <= LARGEST]
    return (values[0], values[1]) if len(values) == 2 else None
