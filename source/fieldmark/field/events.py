"""Event logs: of the rows of one ticket, the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldmark.field.dates import parse_times
from fieldmark.field.mapping import LastOf, Map
from fieldmark.field.reader import plain

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def last_rows(raw: pd.DataFrame, mapping: Map, last_of: LastOf) -> np.ndarray:
    """Positions (ascending) of the rows that count: of each group the greatest by `last_of.by`, then by position.

    A value that cannot be read sorts before all others; rows without a group stand for themselves.
    """
    import numpy as np
    import pandas as pd

    keys = pd.DataFrame({f"by{i}": _order(raw[plain(c)], kind, mapping) for i, (c, kind) in enumerate(last_of.by)})
    each = raw[plain(last_of.each)].str.strip()
    alone = each.isin(["", *mapping.missing]).to_numpy()
    keys["each"] = each.factorize()[0]
    keys.loc[alone, "each"] = -1 - np.flatnonzero(alone)
    ordered = keys.sort_values([str(c) for c in keys if c != "each"], kind="stable", na_position="first")
    return np.sort(ordered.index[~ordered.duplicated("each", keep="last")].to_numpy())


def _order(text: pd.Series, kind: str, mapping: Map) -> pd.Series:
    import pandas as pd

    if kind == "number":
        return pd.to_numeric(text.str.strip(), errors="coerce")
    return parse_times(text.str.strip(), mapping.dates, mapping.timezone) if kind == "time" else text
