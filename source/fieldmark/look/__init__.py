"""One look for every page: tokens and pieces as CSS, read by the exam page, the dashboard, the login and reports."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache
def css(*names: str) -> str:
    """The style sheets `names` (by default tokens and pieces) joined, in that order."""
    folder = files("fieldmark.look")
    return "\n".join((folder / f"{n}.css").read_text(encoding="utf-8") for n in names or ("tokens", "pieces"))


@lru_cache
def script(name: str) -> str:
    """A plain script that pages carry inside themselves, such as "prefer" (language and theme before first paint)."""
    return (files("fieldmark.look") / f"{name}.js").read_text(encoding="utf-8")
