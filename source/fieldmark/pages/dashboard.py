"""The dashboard as one widget: the page is drawn in the browser, the kernel answers with views."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from fieldmark.board import theme
from fieldmark.look import css, module
from fieldmark.pages.session import Session

FRONT = files("fieldmark.pages") / "front"
PARTS = ("dom", "figures", "chart", "table", "dashboard")


@lru_cache
def front_end() -> str:
    return module(*(FRONT / f"{part}.js" for part in PARTS))


@lru_cache
def style() -> str:
    return css() + (FRONT / "dashboard.css").read_text(encoding="utf-8")


class Dashboard(anywidget.AnyWidget):  # type: ignore[misc]  # ships no types
    """Sends its first view with itself, and each further one as the answer to a message.

    Nothing is synced but what its reader may see; the session's identity is no trait.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    first = traitlets.Dict().tag(sync=True)
    themes = traitlets.Dict().tag(sync=True)
    layout = traitlets.Any(None, allow_none=True).tag(sync=True)  # no widget of ipywidgets' own is needed on the page

    def __init__(self, session: Session) -> None:
        self._session = session
        tokens = {name: dict(theme.tokens(name)) for name in theme.THEMES}
        super().__init__(_esm=front_end(), _css=style(), first=session.show(), themes=tokens)
        self.on_msg(Dashboard._hear)

    def _hear(self, message: object, _buffers: object) -> None:
        if isinstance(message, dict) and message.get("do") == "plotly":
            self.send({"id": message.get("id", 0)}, [plotly_bundle()])
            return
        self.send(self._session.answer(message))


@lru_cache
def plotly_bundle() -> bytes:
    """Plotly's JavaScript from the installed package, for a host that does not serve it."""
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


def show() -> Any:
    """Put the dashboard on the page, for the reader and workspace that the server named in the environment."""
    from IPython.display import display

    display(Dashboard(Session.from_environment(os.environ)))
