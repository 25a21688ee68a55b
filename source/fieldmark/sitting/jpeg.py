"""A photo as it may be kept: a plain JPEG and nothing else in it, in particular not where and when it was taken. Pure.

Markers by ITU-T T.81: FF D8 starts, FF D9 ends, FF E1 (Exif, XMP) to FF EF and FF FE (comment) carry other data.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldmark.model.text import Text

MOST_BYTES = 3_000_000
MOST_SIDE = 2400  # pixels
NO_JPEG = Text("it is not a JPEG picture", "不是 JPEG 图片")
HIDDEN = Text("it still holds data about the camera or the place", "其中仍含有相机或位置信息")
TOO_LARGE = Text(f"it is larger than {MOST_SIDE} pixels", f"边长超过 {MOST_SIDE} 像素")
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = {0xC0, 0xC1, 0xC2}
_PLAIN = {0xDB, 0xC4, 0xDD, 0xE0}  # quantisation, Huffman tables, restart interval, JFIF
_FF = b"\xff"


def wrong_with(data: bytes) -> Text | None:
    """Why the bytes are no photo to keep; None where they are one."""
    if data[:3] != b"\xff\xd8\xff" or data[-2:] != b"\xff\xd9":
        return NO_JPEG
    framed = scanned = False
    end = 0
    for marker, body, after in _segments(data):
        end = after
        if marker == _SCAN:
            scanned = True
        elif marker in _FRAMES:
            why = NO_JPEG if framed else _frame(body)
            if why:
                return why
            framed = True
        elif _hides(marker, body):
            return HIDDEN
        elif marker not in _PLAIN:
            return NO_JPEG
    return None if framed and scanned and end == len(data) else NO_JPEG


def _hides(marker: int, body: bytes) -> bool:
    foreign = 0xE1 <= marker <= 0xEF or marker == 0xFE
    return foreign or (marker == 0xE0 and body[:5] != b"JFIF\0")


def _frame(body: bytes) -> Text | None:
    if len(body) < 6:
        return NO_JPEG
    height, width = int.from_bytes(body[1:3]), int.from_bytes(body[3:5])
    return None if 0 < height <= MOST_SIDE and 0 < width <= MOST_SIDE else TOO_LARGE


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, content and where the next begins; after the last, the end mark is passed. Stops where it is none."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if size < 2 or at + 2 + size > len(data):
            return
        body, at = data[at + 4 : at + 2 + size], at + 2 + size
        if marker == _SCAN:
            at = _after_scan(data, at)
        closed = data[at : at + 2] == b"\xff\xd9"
        yield marker, body, at + 2 if closed else at
        if closed:
            return


def _after_scan(data: bytes, at: int) -> int:
    """Past the picture's own bits, in which FF 00 is a byte and FF D0 to FF D7 are restarts."""
    while (at := data.find(_FF, at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)
