"""One look for every page: tokens and pieces as CSS, read by the exam page, the dashboard, the login and reports."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_IMPORT = re.compile(r"^import .*$\n?", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)


@lru_cache
def css(*names: str) -> str:
    """The style sheets `names` (by default tokens and pieces) joined, in that order."""
    folder = files("fieldmark.look")
    return "\n".join((folder / f"{n}.css").read_text(encoding="utf-8") for n in names or ("tokens", "pieces"))


def module(*parts: Traversable) -> str:
    """ES modules joined into one, each after those it imports from.

    A notebook loads a front end from a blob, where relative imports fail. Parts import by name, one statement a
    line, and share one scope when joined, so a name is used once; only the last part has a default export.
    """
    texts = [part.read_text(encoding="utf-8") for part in parts]
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in texts)


@lru_cache
def script(name: str) -> str:
    """A plain script that pages carry inside themselves, such as "prefer" (language and theme before first paint)."""
    return (files("fieldmark.look") / f"{name}.js").read_text(encoding="utf-8")
