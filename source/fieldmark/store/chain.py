"""The hash chain over the journal's rows: each row's hash covers the row and, through the hash before, all before it.

A row names its data by their digest, so that a person's words can be erased and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fieldmark.model.problem import Problem
from fieldmark.store import journal_problems as problems

GENESIS = "0" * 64
COVERED = ("number", "sitting", "engineer", "actor", "kind", "at", "client", "digest")


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(data: Any) -> str:
    """JSON with sorted keys, no spaces to spare, UTF-8: equal data give equal text."""
    return _canonical(data)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def link(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of a row (64 hex digits), given the hash of the row before it."""
    return digest(canonical([previous, *(row[name] for name in COVERED)]))


def broken(rows: Iterable[Mapping[str, Any]], head: str | None, erased: frozenset[str]) -> Iterator[Problem]:
    """Every altered, removed or reordered row, and, against an exported `head` (`number:hash`), a cut tail.

    `rows` come by number; `erased` are the pseudonyms whose data may be gone.
    """
    previous, expected = GENESIS, 1
    anchor_number, _, anchor = (head or "0:").partition(":")
    for row in rows:
        if row["number"] != expected:
            yield problems.REMOVED.at(first=expected, last=row["number"] - 1)
        elif link(previous, row) != row["hash"]:
            yield problems.ALTERED.at(number=row["number"], kind=row["kind"])
        if row["data"] is None and row["engineer"] not in erased:
            yield problems.EMPTIED.at(number=row["number"])
        if row["data"] is not None and digest(row["data"]) != row["digest"]:
            yield problems.ALTERED.at(number=row["number"], kind=row["kind"])
        if str(row["number"]) == anchor_number and row["hash"] != anchor:
            yield problems.REWRITTEN.at(number=row["number"])
        previous, expected = row["hash"], row["number"] + 1
    if int(anchor_number) >= expected:
        yield problems.CUT.at(last=expected - 1, head=anchor_number)
