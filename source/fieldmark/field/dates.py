"""Dates as people write their formats (DD/MM/YYYY hh:mm), to times in UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_TOKENS = {"YYYY": "%Y", "YY": "%y", "MMM": "%b", "MM": "%m", "DD": "%d", "hh": "%H", "mm": "%M", "ss": "%S"}
_ISO = r"\d{4}-\d{1,2}-\d{1,2}"
_OFFSET = r"(?:Z|[+-]\d{2}:?\d{2})$"


def to_strptime(written: str) -> str | None:
    """DD/MM/YYYY hh:mm to %d/%m/%Y %H:%M; None where a letter is left that means nothing or no day is named.

    Chinese marks such as YYYY年MM月DD日 pass as they are. Leading zeros are optional in the data.
    """
    pattern = re.sub("YYYY|YY|MMM|MM|DD|hh|mm|ss", lambda m: _TOKENS[m.group()], written.replace("%", "%%"))
    rest = re.sub(r"%[YymbdHMS]", "", pattern).replace("T", "")
    named = all(any(token in pattern for token in ways) for ways in (("%Y", "%y"), ("%m", "%b"), ("%d",)))
    return pattern if named and not re.search(r"[A-Za-z%]", rest) else None


def parse_times(text: pd.Series, formats: Sequence[str], timezone: str = "UTC") -> pd.Series:
    """Text to UTC times without a zone (datetime64[us]); NaT where empty or no format fits.

    ISO 8601 is always read. Other formats are tried in the order given; the first that fits counts. Times without
    an offset are in `timezone`: an hour that a clock change repeats is its first, one that it skips moves on.
    """
    import pandas as pd

    found = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    left = text.notna()
    iso = left & text.str.match(_ISO).fillna(False).astype(bool)
    offset = iso & text.str.contains(_OFFSET, regex=True).fillna(False).astype(bool) & (text.str.len() > 10)
    if offset.any():
        zoned = pd.to_datetime(text[offset], format="ISO8601", errors="coerce", utc=True)
        found[offset] = zoned.dt.tz_localize(None).astype("datetime64[us]")
    naive = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    attempts = ["ISO8601", *(f for f in map(to_strptime, formats) if f)]
    for attempt in attempts:
        todo = left & ~offset & naive.isna() & (iso if attempt == "ISO8601" else True)
        if todo.any():
            naive[todo] = pd.to_datetime(text[todo], format=attempt, errors="coerce").astype("datetime64[us]")
    return found.where(offset, _to_utc(naive, timezone))


def _to_utc(naive: pd.Series, timezone: str) -> pd.Series:
    if timezone == "UTC":
        return naive
    import numpy as np

    first = np.ones(len(naive), dtype=bool)
    local = naive.dt.tz_localize(timezone, ambiguous=first, nonexistent="shift_forward")
    utc: pd.Series = local.dt.tz_convert("UTC").dt.tz_localize(None)
    return utc
