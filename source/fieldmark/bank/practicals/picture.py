"""A picture of the unit from a file beside the scenario: PNG, JPEG, or an SVG from which everything but drawing is
taken out. It is embedded, so that nothing is fetched later."""

from __future__ import annotations

import base64
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fieldmark.bank.fields import Fields
from fieldmark.bank.practicals import problems as own
from fieldmark.bank.yamls import Mapping
from fieldmark.model.fault import Picture
from fieldmark.model.text import Text

MOST_BYTES, MOST_PIXELS = 400_000, 6000
PICTURE = Text("the picture", "图片")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.(?:png|jpe?g|svg)", re.IGNORECASE)
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_TAGS = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs",
    "linearGradient", "radialGradient", "stop", "clipPath", "marker", "pattern", "title", "desc",
})  # fmt: skip
_LOADS = re.compile(r"url\s*\(\s*['\"]?(?!#)|javascript:|expression\s*\(|@import|&#|\\", re.IGNORECASE)
NOT_NAMED = Text(
    "its name is not that of a PNG, JPEG or SVG beside the scenario", "文件名不是场景旁的 PNG、JPEG 或 SVG"
)
TOO_LARGE = Text(f"it is larger than {MOST_BYTES // 1000} kB", f"超过 {MOST_BYTES // 1000} kB")
NOT_IT = Text("its content is not what its name says", "内容与文件名不符")
TOO_WIDE = Text(f"it is wider or higher than {MOST_PIXELS} points", f"宽或高超过 {MOST_PIXELS} 点")
DECLARED = Text("it declares entities or a document type", "含有实体或文档类型声明")


class Unusable(Exception):
    """The first argument says why in both languages."""


@dataclass(frozen=True, slots=True)
class Read:
    """A picture's type, content, size in its own units, and what was taken out of it."""

    media: str
    content: bytes
    width: float
    height: float
    left_out: tuple[str, ...] = ()


def read_picture(fields: Fields) -> tuple[Picture, float, float] | None:
    """`picture: {file: cabinet.png, shows: {en: …, zh: …}}` with the picture's own size; what is wrong is said."""
    node = fields.child("picture")
    if node is None:
        return None
    inner = Fields(fields.source, node, PICTURE, ("file", "shows"), fields.wrong)
    inner.required("file", "shows")
    name, line = inner.words("file"), inner.line_of("file")
    if not isinstance(node, Mapping) or not name:
        return None
    try:
        data = _content(name, fields.source.folders)
        if data is None:
            fields.wrong.append(fields.source.at(own.NO_PICTURE, line, picture=name[:80]))
            return None
        read = _read(name, data)
    except Unusable as error:
        fields.wrong.append(fields.source.at(own.BAD_PICTURE, line, picture=name[:80], why=error.args[0]))
        return None
    if read.left_out:
        what = ", ".join(dict.fromkeys(read.left_out))[:120]
        fields.wrong.append(fields.source.at(own.CLEANED, line, picture=name[:80], what=what))
    content = base64.b64encode(read.content).decode()
    return Picture(name, read.media, content, inner.text("shows")), read.width, read.height


def _content(name: str, folders: tuple[Path, ...]) -> bytes | None:
    """The file's bytes, from the first folder that has it; None where none has."""
    if not _NAME.fullmatch(name):
        raise Unusable(NOT_NAMED)
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if path is None:
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise Unusable(Text(error.strerror or "?", error.strerror or "?")) from error


def _read(name: str, data: bytes) -> Read:
    kind = name.rpartition(".")[2].lower()
    read = {"png": _png, "svg": _svg}.get(kind, _jpeg)(data)
    if not 0 < read.width <= MOST_PIXELS or not 0 < read.height <= MOST_PIXELS:
        raise Unusable(TOO_WIDE)
    return read


def _png(data: bytes) -> Read:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or len(data) < 24:
        raise Unusable(NOT_IT)
    return Read("image/png", data, *struct.unpack(">II", data[16:24]))


def _jpeg(data: bytes) -> Read:
    """The size stands in the frame header; before it there are other parts, each with its length."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        marker, (length,) = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Read("image/jpeg", data, width, height)
        at += 2 + length
    raise Unusable(NOT_IT)


def _svg(data: bytes) -> Read:
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data, re.IGNORECASE) or b"\x00" in data:
        raise Unusable(DECLARED)
    try:
        root = ET.fromstring(data)  # noqa: S314 - no document type, so no entities, and bounded in size
    except (ET.ParseError, ValueError, LookupError) as error:
        raise Unusable(NOT_IT) from error
    if root.tag != f"{_SVG}svg":
        raise Unusable(NOT_IT)
    left_out = tuple(_cleaned(root))
    width, height = _size(root)
    root.attrib |= {"width": f"{width:g}", "height": f"{height:g}"}
    root.attrib.setdefault("viewBox", f"0 0 {width:g} {height:g}")
    ET.register_namespace("", _SVG[1:-1])
    return Read("image/svg+xml", ET.tostring(root, encoding="utf-8"), width, height, left_out)


def _size(root: ET.Element) -> tuple[float, float]:
    numbers = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    if len(numbers) == 4:
        return float(numbers[2]), float(numbers[3])
    sides = [re.match(r"\d+(?:\.\d+)?", root.get(name, "")) for name in ("width", "height")]
    return (float(sides[0][0]), float(sides[1][0])) if sides[0] and sides[1] else (0.0, 0.0)


def _cleaned(element: ET.Element) -> Iterator[str]:
    """Take out of the element whatever could run or load something; the names of what was taken."""
    for name in list(element.attrib):
        value = element.attrib[name]
        link = name in ("href", _LINK)
        foreign = name.startswith("{") and name != _LINK
        if foreign or name.lower().startswith("on") or _LOADS.search(value) or (link and not value.startswith("#")):
            del element.attrib[name]
            yield name.rpartition("}")[2]
    for child in list(element):
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag.startswith(_SVG) and tag.removeprefix(_SVG) in _TAGS:
            yield from _cleaned(child)
        else:
            element.remove(child)
            yield tag.rpartition("}")[2]
