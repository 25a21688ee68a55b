"""An upload for a hand-written assignment, read strictly: names made harmless, the notebook looked at. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from fieldmark.model.problem import Problem
from fieldmark.model.text import Text
from fieldmark.sitting import problems
from fieldmark.store.chain import canonical

MOST_MB = 20
MOST_FILES = 50
MOST_UPLOADS = 100
_LONGEST = 100
_UNSAFE = re.compile(r"[^\w .()+-]")
_TAKEN = {"timestamp.txt", "receipt.json"}


def named(sent: str) -> str:
    """A harmless name of the file: no folder, no hidden file, no control or markup character; "" where nothing is
    left of it."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    clean = re.sub(r"\s+", " ", _UNSAFE.sub("_", base)).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(clean) > _LONGEST:
        clean = f"{stem[: _LONGEST - len(ending[:20]) - 1]}.{ending[:20]}"
    return clean[:_LONGEST] if re.search(r"\w", clean) else ""


def accepted(files: Sequence[tuple[str, bytes]], notebooks: Collection[str]) -> dict[str, bytes] | Problem:
    """Name -> content as it is stored, or why not. One notebook; it gets the name of the released one where there
    is only one of these."""
    if not 0 < len(files) <= MOST_FILES:
        return _not(Text(f"send 1 to {MOST_FILES} files", f"请提交 1 至 {MOST_FILES} 个文件"))
    made: dict[str, bytes] = {}
    for sent, data in files:
        name = named(sent)
        if not name or name.casefold() in _TAKEN:
            return _not(Text("a file needs another name", "有文件名不可用，请更改"))
        if name.casefold() in {n.casefold() for n in made}:
            return _not(Text(f"two files are named {name}", f"有两个文件名为 {name}"))
        made[name] = data
    return _with_notebook(made, notebooks)


def _with_notebook(made: Mapping[str, bytes], notebooks: Collection[str]) -> dict[str, bytes] | Problem:
    sent = [n for n in made if n.casefold().endswith(".ipynb")]
    if len(sent) != 1:
        return _not(
            Text(
                f"there must be one notebook (.ipynb), not {len(sent)}",
                f"须有且仅有一个笔记本（.ipynb），现有 {len(sent)} 个",
            )
        )
    name = next(iter(notebooks)) if len(notebooks) == 1 else sent[0]
    if name not in notebooks:
        wanted = ", ".join(sorted(notebooks))
        return _not(Text(f"the notebook must be named as you got it: {wanted}", f"笔记本须保持原名：{wanted}"))
    if not _is_notebook(made[sent[0]]):
        return _not(Text(f"{sent[0]} is not a Jupyter notebook", f"{sent[0]} 不是 Jupyter 笔记本"))
    return {name: made[sent[0]], **{n: data for n, data in made.items() if n != sent[0]}}


def _is_notebook(data: bytes) -> bool:
    try:
        read = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    if not isinstance(read, dict) or read.get("nbformat") != 4 or not isinstance(read.get("cells"), list):
        return False
    return all(isinstance(c, dict) and c.get("cell_type") in {"code", "markdown", "raw"} for c in read["cells"])


def stamped(files: Mapping[str, bytes], now: datetime) -> dict[str, bytes]:
    """With the timestamp.txt that nbgrader reads (UTC)."""
    return {**files, "timestamp.txt": now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC").encode()}


def receipt(course: str, name: str, engineer: str, files: Mapping[str, bytes], now: datetime) -> dict[str, Any]:
    """What was received, with a SHA-256 of each file and one over all of it."""
    listed = [{"name": n, "bytes": len(d), "sha256": sha256(d).hexdigest()} for n, d in sorted(files.items())]
    said = {"course": course, "assignment": name, "engineer": engineer, "at": now.isoformat(), "files": listed}
    return {**said, "checksum": sha256(canonical(said).encode()).hexdigest()}


def _not(why: Text) -> Problem:
    return problems.UPLOAD.at(why=why)
