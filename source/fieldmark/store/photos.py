"""Photos of observations, by the digest of their content: `observations/<engineer>/<sitting>/<seat>/<sha256>.jpg`."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from pathlib import Path

from fieldmark.store.files import write_bytes
from fieldmark.store.workspace import Workspace

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,127}")


def keep_photo(workspace: Workspace, engineer: str, sitting: str, seat: int, data: bytes) -> str:
    """Keep a photo; its digest. The same photo again changes nothing."""
    digest = sha256(data).hexdigest()
    path = _folder(workspace, engineer, sitting) / str(seat) / f"{digest}.jpg"
    if not path.exists():
        write_bytes(path, data, mode=0o600)
    return digest


def photos(workspace: Workspace, engineer: str, sitting: str, seat: int) -> set[str]:
    """Digests of the photos that one examiner's list has here."""
    return {p.stem for p in (_folder(workspace, engineer, sitting) / str(seat)).glob("*.jpg")}


def photo(workspace: Workspace, engineer: str, sitting: str, digest: str) -> bytes | None:
    """A photo; None where it is not here."""
    found = sorted(_folder(workspace, engineer, sitting).glob(f"*/{digest}.jpg"))
    return found[0].read_bytes() if found else None


def drop_photos(workspace: Workspace, engineer: str, sitting: str, seat: int, but: set[str]) -> None:
    """Forget what an examiner took and then removed from the list."""
    for path in (_folder(workspace, engineer, sitting) / str(seat)).glob("*.jpg"):
        if path.stem not in but:
            path.unlink(missing_ok=True)


def count_photos(workspace: Workspace, engineer: str) -> int:
    """How many photos of observations there are of the engineer; none of a name that could be no folder."""
    return sum(1 for _ in _place(workspace, engineer).rglob("*.jpg")) if _NAME.fullmatch(engineer) else 0


def erase_photos(workspace: Workspace, engineer: str) -> int:
    """All photos of observations of the engineer, for good; how many there were."""
    place = _place(workspace, engineer)
    there = sum(1 for _ in place.rglob("*.jpg"))
    shutil.rmtree(place, ignore_errors=True)
    return there


def _folder(workspace: Workspace, engineer: str, sitting: str) -> Path:
    if not _NAME.fullmatch(sitting):
        raise ValueError(f"not a name: {sitting!r}")
    return _place(workspace, engineer) / sitting


def _place(workspace: Workspace, engineer: str) -> Path:
    """Never outside: ValueError for a name that could lead there."""
    if not _NAME.fullmatch(engineer):
        raise ValueError(f"not a name: {engineer!r}")
    return workspace.state / "observations" / engineer
