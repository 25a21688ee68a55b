"""“Did you mean”, for names that are not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

from fieldmark.model.text import Text

_MOST = 12


def did_you_mean(name: str, known: Iterable[str]) -> Text:
    """“Did you mean X?” where something known is close; else what there is."""
    choices = sorted(set(known))
    close = get_close_matches(name[:100].casefold(), choices, n=1, cutoff=0.6)
    if close:
        return Text(f"Did you mean “{close[0]}”?", f"是否应为“{close[0]}”？")
    if not choices:
        return Text("There are none yet.", "目前还没有任何可用的值。")
    listed = list(islice(choices, _MOST))
    more = " …" if len(choices) > _MOST else ""
    return Text(f"Known: {', '.join(listed)}{more}.", f"可用的有：{'、'.join(listed)}{more}。")
