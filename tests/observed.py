"""A checklist sealed as the build seals it, and photos, for tests of observations."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from hashlib import sha256

from fieldmark.model.item import Observation, Watched
from fieldmark.model.observed import paper
from fieldmark.model.paper import SealedPaper
from fieldmark.model.text import Text

LEVELS = (Text("Not done", "未做"), Text("Done in part", "部分完成"), Text("Done", "做到"), Text("Explained", "已说明"))
ITEM = Observation(
    id="site-visit", course="vfd", title=Text("A repair at the customer's site", "客户现场维修"),
    prompt=Text("Watch without helping.", "只观察，不插手。"), skills=("isolation",), points=10.0, setting="visit",
    minutes=90.0,
    watched=(
        Watched("isolates", Text("Locks and tags before opening", "开柜前上锁挂牌"), "isolation", LEVELS[:3], 2, True),
        Watched("explains", Text("Says what it was", "说明原因"), "communication", LEVELS),
        Watched("signs", Text("Work order signed", "工单签字"), "handover", LEVELS),
    ),
)  # fmt: skip


def checklist(examiners: int = 1, attempts: int = 2, digest: str = "d1") -> SealedPaper:
    item = replace(ITEM, examiners=examiners, attempts=attempts)
    return SealedPaper(paper(item), "0b" * 32, (item,), digest=digest)


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


def jpeg(*more: bytes, width: int = 8, height: int = 8, bits: bytes = b"\x12\xff\x00\x34", tail: bytes = b"") -> bytes:
    """The bones of a baseline JPEG, with `more` segments after the first."""
    frame = b"\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\x00"
    parts = (
        segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        *more,
        segment(0xDB, bytes(65)),
        segment(0xC0, frame),
        segment(0xC4, bytes(17)),
        segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    )
    return b"\xff\xd8" + b"".join(parts) + bits + b"\xff\xd9" + tail


def name(data: bytes) -> str:
    return sha256(data).hexdigest()


def png(width: int, height: int) -> bytes:
    """A picture as another program writes it, larger than is kept."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = b"\0" + b"".join(bytes(((x * 7) % 256, (x // 9) % 256, 90)) for x in range(width))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")
    )


def observe(journal, sealed: SealedPaper, engineer: str, at, **sheets: dict) -> str:
    """A whole observation into the journal: each examiner's levels by line (or whole marks); the sitting's id."""
    from fieldmark.model.sitting import WINDOW
    from fieldmark.sitting import observing, state

    with journal.transaction() as t:
        earlier = t.of(engineer, sealed.paper.id)
        number = observing.number(earlier)
        name_ = t.name(engineer, sealed.paper.id, number)
        t.append(observing.begin(earlier, sealed, name_, engineer, next(iter(sheets)), at))
        for examiner, marks in sheets.items():
            t.append(observing.sit_down(t.sitting(name_), observing.checklist(sealed), examiner, at))
            first = t.sitting(name_).window * WINDOW
            whole = {line: m if isinstance(m, dict) else {"level": m} for line, m in marks.items()}
            sent = [state.Entry(first + n, line, m) for n, (line, m) in enumerate(whole.items(), 1)]
            t.append(observing.mark(t.sitting(name_), sealed, examiner, at, sent).events)
            t.append(observing.finish(t.sitting(name_), sealed, examiner, at, ()))
    return name_
