"""Pictures of the documentation stay as they are when they are made small."""

from __future__ import annotations

import struct
import sys
import zlib

import numpy as np
import pytest


@pytest.fixture
def shrink(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "scripts" / "album"))
    sys.modules.pop("shrink", None)
    import shrink

    return shrink


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def filtered(pixels: np.ndarray, kind: int) -> bytes:
    """A PNG whose rows all went through one filter, by the definition of the standard."""
    height, width, channels = pixels.shape
    rows = pixels.reshape(height, width * channels).astype(int)
    packed = b""
    for y in range(height):
        line = []
        for x in range(rows.shape[1]):
            left = rows[y, x - channels] if x >= channels else 0
            up = rows[y - 1, x] if y else 0
            corner = rows[y - 1, x - channels] if y and x >= channels else 0
            toward = left + up - corner
            nearest = min((left, up, corner), key=lambda v: abs(toward - v))
            guess = (0, left, up, (left + up) // 2, nearest)[kind]
            line.append((rows[y, x] - guess) % 256)
        packed += bytes([kind, *line])
    head = struct.pack(">IIBBBBB", width, height, 8, 6 if channels == 4 else 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(packed)) + chunk(b"IEND", b"")


def unpacked(png: bytes) -> np.ndarray:
    """Pixels of a small picture with a palette."""
    width, height = struct.unpack(">II", png[16:24])
    at, parts = 8, {}
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        parts[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + size]
        at += 12 + size
    palette = np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width + 1)
    return palette[rows[:, 1:]]


@pytest.mark.parametrize("kind", range(5))
@pytest.mark.parametrize("channels", [3, 4])
def test_up_to_256_colours_nothing_is_lost(shrink, kind, channels):
    pixels = np.random.default_rng(kind).integers(0, 6, (9, 11, channels), dtype=np.uint8) * 50
    pixels[..., 3:] = 255
    assert (unpacked(shrink.shrink(filtered(pixels, kind))) == pixels[..., :3]).all()


def test_of_more_colours_the_frequent_ones_stay_and_others_are_close(shrink):
    ramp = np.arange(900, dtype=np.uint32)
    pixels = np.stack([ramp % 30 * 8, ramp // 30 * 8, ramp * 0], axis=1).astype(np.uint8).reshape(30, 30, 3)
    pixels[:10] = (200, 16, 32)
    small = unpacked(shrink.shrink(filtered(pixels, 0))).astype(int)
    assert (small[:10] == (200, 16, 32)).all()
    assert len(np.unique(small.reshape(-1, 3), axis=0)) <= 256


def test_what_is_no_png_is_refused(shrink):
    with pytest.raises(ValueError, match="not a PNG"):
        shrink.shrink(b"GIF89a")


def test_every_picture_of_the_album_is_named_once_and_there(root, shrink):
    import importlib

    main = importlib.import_module("main")
    names = [name for pictures in main.ALBUMS.values() for name in pictures]
    assert len(names) == len(set(names))
    for name in names:
        picture = root / "docs" / "pictures" / f"{name}.png"
        assert picture.exists(), f"scripts/pictures {name}"
        assert picture.stat().st_size <= main.MOST_BYTES
