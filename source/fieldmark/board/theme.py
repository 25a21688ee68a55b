"""Charts in the look of the pages: the design tokens as a Plotly template.

Figures are plain Plotly JSON in which a colour may be a token's name (`--fm-c1`). `paint` fills them in for a
theme; a page in the browser does the same with the tokens it is given, so that it changes theme without asking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fieldmark.look import css

THEMES = ("light", "dark")
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
_PROPERTY = re.compile(r"(--fm-[a-z0-9-]+)\s*:\s*([^;]+);")


@lru_cache
def tokens(theme: str) -> Mapping[str, str]:
    """Custom property to value, as a page of this theme has them."""
    style = _MEDIA.sub("", re.sub(r"/\*.*?\*/", "", css("tokens"), flags=re.DOTALL))
    found: dict[str, str] = {}
    for selector, body in _BLOCK.findall(style):
        named = re.findall(r'data-theme="(\w+)"', selector)
        if theme in named or (not named and ":root" in selector):
            found |= {name: value.strip() for name, value in _PROPERTY.findall(body)}
    return found


def paint(figure: Any, theme: str) -> Any:
    """The figure with every token's name replaced by its value in `theme`."""
    known = tokens(theme)
    if isinstance(figure, Mapping):
        return {key: paint(value, theme) for key, value in figure.items()}
    if isinstance(figure, list | tuple):
        return [paint(value, theme) for value in figure]
    return known.get(figure, figure) if isinstance(figure, str) else figure


def layout() -> dict[str, Any]:
    """What every chart's layout starts from: thin lines, no frame, numbers that line up, one font."""
    axis = {
        "automargin": True,
        "gridcolor": "--fm-line",
        "linecolor": "--fm-line-strong",
        "tickcolor": "--fm-line-strong",
        "tickfont": {"color": "--fm-quiet", "size": 12},
        "title": {"font": {"color": "--fm-quiet", "size": 12}, "standoff": 8},
        "zeroline": False,
        "fixedrange": True,
    }
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "--fm-font", "size": 13, "color": "--fm-text"},
        "colorway": [f"--fm-c{n}" for n in range(1, 9)],
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "hoverlabel": {
            "bgcolor": "--fm-surface",
            "bordercolor": "--fm-line-strong",
            "font": {"family": "--fm-font", "size": 13, "color": "--fm-text"},
            "align": "left",
        },
        "xaxis": {**axis, "showgrid": False},
        "yaxis": axis,
        "showlegend": False,
        "dragmode": False,
    }
