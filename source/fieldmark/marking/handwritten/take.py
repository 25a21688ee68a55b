"""What was handed in, taken into a folder of our own: plain files only, within limits; the notebooks made sound."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from fieldmark.marking.handwritten.limits import Limits
from fieldmark.marking.handwritten.released import Notebook
from fieldmark.marking.handwritten.repair import Unreadable, opened, repaired

MOST_FILES = 1000
_SKIPPED = (".ipynb_checkpoints", "__pycache__", ".git")


class Unacceptable(Exception):
    """The submission cannot be marked, for this reason."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`notes`: (notebook, cell) to what a person should know; `sources`: of each notebook its engineer's own cells."""

    notes: dict[tuple[str, str], str]
    sources: dict[str, list[str]]


def fingerprint(folder: Path) -> str:
    """A hash of a submission's names, sizes and content; of large files, their beginnings."""
    digest = blake2b(digest_size=20)
    for path, info in sorted(_files(folder)):
        digest.update(f"{path.relative_to(folder)} {info.st_mode} {info.st_size}\n".encode("utf-8", "surrogateescape"))
        if stat.S_ISREG(info.st_mode):
            digest.update(_read(path, 20_000_000))
    return digest.hexdigest()


def take(folder: Path, place: Path, notebooks: tuple[Notebook, ...], limits: Limits) -> Taken:
    """Copy the submission in `folder` to `place`. Links and special files stay behind. Unacceptable: too large, a
    notebook that is none, none of the notebooks there."""
    place.mkdir(parents=True)
    left = limits.submission_mb * 1_000_000
    for n, (path, info) in enumerate(sorted(_files(folder))):
        if not stat.S_ISREG(info.st_mode) or path.suffix == ".ipynb":
            continue
        left -= info.st_size
        if left < 0 or n > MOST_FILES:
            raise Unacceptable(f"its files are more than {limits.submission_mb} MB or {MOST_FILES} in number")
        copy = place / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(_read(path, info.st_size))
    taken = Taken({}, {})
    for each in notebooks:
        _take_notebook(folder / f"{each.name}.ipynb", place, each, limits, taken)
    if not taken.sources:
        raise Unacceptable("none of its notebooks is there")
    return taken


def _take_notebook(path: Path, place: Path, released: Notebook, limits: Limits, taken: Taken) -> None:
    try:
        info = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(info.st_mode):
        raise Unacceptable(f"{path.name} is not a file but a link or a device")
    if info.st_size > limits.notebook_kb * 1000:
        raise Unacceptable(f"{path.name} has {info.st_size // 1000} kB, more than {limits.notebook_kb}")
    try:
        notebook, notes = repaired(opened(_read(path, info.st_size)), released)
    except Unreadable as error:
        raise Unacceptable(f"{path.name}: {error}") from None
    (place / path.name).write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    taken.notes.update({(released.name, cell): note for cell, note in notes.items()})
    locked = {cell.name for cell in released.cells if cell.locked}
    taken.sources[released.name] = [
        cell["source"]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade_id") not in locked
    ]


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Everything in the folder that is not a folder, links not followed."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        for name in (*names, *(f for f in folders if (Path(where) / f).is_symlink())):
            path = Path(where) / name
            yield path, path.lstat()


def _read(path: Path, most: int) -> bytes:
    """Up to `most` bytes of a plain file, not through a link that was put there meanwhile."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        return file.read(most)
