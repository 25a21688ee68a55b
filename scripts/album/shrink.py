"""PNG pictures of pages made small: 256 colours at most, which flat pages lose nothing by, and the best packing.

Reads what Chromium writes (8 bits, RGB or RGBA, not interlaced); needs nothing but NumPy.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np

COLORS = 256
_HEAD = b"\x89PNG\r\n\x1a\n"


def shrink(png: bytes) -> bytes:
    """The same picture with a palette; ValueError where the PNG is of another kind."""
    pixels = _decode(png)
    height, width, _ = pixels.shape
    codes = (pixels.astype(np.uint32) * (65536, 256, 1)).sum(axis=2)
    colors, counts = np.unique(codes, return_counts=True)
    palette = colors[np.argsort(-counts, kind="stable")][:COLORS]
    index = _nearest(codes, colors, palette)
    rows = np.column_stack([np.zeros(height, np.uint8), index.reshape(height, width)])
    table = np.stack([palette >> 16 & 255, palette >> 8 & 255, palette & 255], axis=1).astype(np.uint8)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", table.tobytes()), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return _HEAD + b"".join(_chunk(kind, data) for kind, data in parts)


def _nearest(codes: np.ndarray, colors: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """Each pixel's place in the palette; a colour that is not in it takes the one that is closest."""

    def channels(c: np.ndarray) -> np.ndarray:
        return np.stack([c >> 16 & 255, c >> 8 & 255, c & 255], axis=1).astype(np.int32)

    wanted, given = channels(colors), channels(palette)
    best = np.empty(len(colors), np.uint8)
    for start in range(0, len(colors), 2048):
        part = wanted[start : start + 2048, None, :] - given[None, :, :]
        best[start : start + 2048] = (part**2).sum(axis=2).argmin(axis=1)
    return best[np.searchsorted(colors, codes.ravel())]


def _decode(png: bytes) -> np.ndarray:
    """Pixels as height x width x 3."""
    if png[:8] != _HEAD:
        raise ValueError("not a PNG")
    packed, at, width, height, channels = b"", 8, 0, 0, 0
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, color, _, _, laced = struct.unpack(">IIBBBBB", data)
            if depth != 8 or color not in (2, 6) or laced:
                raise ValueError("only 8-bit RGB and RGBA, not interlaced")
            channels = 3 if color == 2 else 4
        elif kind == b"IDAT":
            packed += data
        at += 12 + size
    raw = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * channels)
    rows = _unfilter(raw[:, 0], raw[:, 1:].copy(), channels)
    return rows.reshape(height, width, channels)[:, :, :3]


def _unfilter(kinds: np.ndarray, rows: np.ndarray, channels: int) -> np.ndarray:
    """Undo PNG's row filters: 0 none, 1 left, 2 up, 3 mean, 4 Paeth."""
    above = np.zeros(rows.shape[1], np.uint8)
    for kind, row in zip(kinds, rows, strict=True):
        if kind == 2:
            row += above
        elif kind == 1:
            row.reshape(-1, channels)[:] = np.cumsum(row.reshape(-1, channels), axis=0, dtype=np.uint8)
        elif kind:
            _slow(int(kind), row, above, channels)
        above = row
    return rows


def _slow(kind: int, row: np.ndarray, above: np.ndarray, channels: int) -> None:
    line, up = row.tolist(), above.tolist()
    for at in range(len(line)):
        left = line[at - channels] if at >= channels else 0
        corner = up[at - channels] if at >= channels else 0
        guess = (left + up[at]) // 2 if kind == 3 else _paeth(left, up[at], corner)
        line[at] = (line[at] + guess) & 255
    row[:] = line


def _paeth(left: int, up: int, corner: int) -> int:
    toward = left + up - corner
    return min((abs(toward - left), 0, left), (abs(toward - up), 1, up), (abs(toward - corner), 2, corner))[2]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
