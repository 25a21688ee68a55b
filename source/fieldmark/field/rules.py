"""What a row must keep to beyond its types: order of times, not in the future, limits, one row a key, known
engineers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from fieldmark.field import problems
from fieldmark.field.faults import Faults
from fieldmark.field.mapping import Map
from fieldmark.field.policy import Cleaning
from fieldmark.field.reader import plain
from fieldmark.model.tables import Table

if TYPE_CHECKING:
    import pandas as pd


def in_order(frame: pd.DataFrame, mapping: Map, policy: Cleaning, faults: Faults) -> None:
    """Times that follow each other; a missing one breaks no order."""
    for earlier, later in policy.order:
        if earlier in frame and later in frame:
            wrong = frame[later] < frame[earlier]
            for row in frame.index[wrong.to_numpy()]:
                faults.add(
                    row,
                    problems.WRONG_ORDER,
                    earlier=mapping.shown(earlier),
                    later=mapping.shown(later),
                    earlier_value=frame[earlier][row],
                    later_value=frame[later][row],
                )


def has_happened(frame: pd.DataFrame, mapping: Map, policy: Cleaning, latest: datetime, faults: Faults) -> None:
    """Times of what has happened lie between the policy's first day and `latest` (UTC, without a zone)."""
    said = {"since": f"{policy.since:%Y-%m-%d}", "latest": f"{latest:%Y-%m-%d %H:%M}"}
    for column in policy.happened.get(mapping.table.name, ()):
        if column in frame:
            out = (frame[column] < policy.since) | (frame[column] > latest)
            for row in frame.index[out.to_numpy()]:
                faults.add(row, problems.NOT_POSSIBLE, column=mapping.shown(column), text=frame[column][row], **said)


def within_limits(frame: pd.DataFrame, mapping: Map, policy: Cleaning, faults: Faults) -> None:
    for column, (least, most) in policy.limits.get(mapping.table.name, {}).items():
        if column in frame:
            out = ((frame[column] < least) | (frame[column] > most)).fillna(False).astype(bool)
            for row in frame.index[out.to_numpy()]:
                said = {"text": f"{frame[column][row]:g}", "least": f"{least:g}", "most": f"{most:g}"}
                faults.add(row, problems.OUTLIER, column=mapping.shown(column), **said)


def known_engineers(frame: pd.DataFrame, register: Mapping[str, str], policy: Cleaning, faults: Faults) -> pd.DataFrame:
    """The engineer as the register's user name, found by user name or full name, whatever the case, width and
    space. Unknown ones are set aside, or kept for the company's figures without an engineer, by policy.

    An empty register (none was loaded) knows everyone.
    """
    if not register or "engineer" not in frame:
        return frame
    codes, uniques = frame["engineer"].factorize()
    users = [register.get(plain(str(u))) for u in uniques]
    unknown = {i for i, user in enumerate(users) if user is None}
    if policy.unknown_engineer == "set_aside":
        for row, code in zip(frame.index, codes, strict=True):
            if code in unknown:
                faults.add(row, problems.UNKNOWN_ENGINEER, text=uniques[code])
    import pandas as pd

    known = pd.Series([users[c] if c >= 0 else None for c in codes], index=frame.index, dtype="str")
    return frame.assign(engineer=known)


def one_row_a_key(frame: pd.DataFrame, lines: pd.Series, table: Table, policy: Cleaning, faults: Faults) -> None:
    """Of the rows without a fault that share a key, the first or the last stands, by policy."""
    if not table.key:
        return
    key = list(table.key)
    sound = frame.drop(index=faults.rows)
    copies = sound.index[sound.duplicated(key, keep="last" if policy.keep == "last" else "first").to_numpy()]
    if not len(copies):
        return
    standing = sound.drop(index=copies).assign(_line=lines).set_index(key)["_line"]
    for row in copies:
        named = tuple(frame[k][row] for k in key)
        other = int(standing.loc[named if len(key) > 1 else named[0]])
        faults.add(row, problems.DUPLICATE, key=" / ".join(str(n) for n in named), other=other)
