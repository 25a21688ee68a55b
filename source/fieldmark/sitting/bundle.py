"""ES modules joined into one: a notebook loads a widget's module from a blob, where relative imports fail, and the
exam page is one request instead of twenty.

Each module becomes a function that returns its exports, in the order of their imports. Understood are the forms
that `front/` uses: `import a, { b as c } from "./x.js"`, and `export` before const, let, function, class, default.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from importlib.resources import files

IMPORT = re.compile(r'^import\s+(?:(\w+)\s*,?\s*)?(?:\{([^}]*)\}\s*)?from\s+"(\.[^"]+)";?\s*$', re.MULTILINE)
EXPORT = re.compile(r"^export\s+(async\s+function\*?|function\*?|class|const|let)\s+(\w+)", re.MULTILINE)
DEFAULT = re.compile(r"^export\s+default\s+", re.MULTILINE)
OTHER = re.compile(r"^\s*(import|export)\b[^(].*$", re.MULTILINE)


@lru_cache
def source(name: str) -> str:
    """The text of a file under `front/`."""
    return (files("fieldmark.sitting") / "front" / name).read_text(encoding="utf-8")


@lru_cache
def joined(entry: str, export_default: bool = False) -> str:
    """The module `entry` with all it imports; its default export stays one where `export_default`."""
    order: list[str] = []
    _visit(entry, order, ())
    parts = [_wrapped(name) for name in order]
    if export_default:
        parts.append(f"export default {_variable(entry)}.default;")
    return "\n".join(parts) + "\n"


def _visit(name: str, order: list[str], path: tuple[str, ...]) -> None:
    if name in path:
        raise ValueError(f"modules import each other: {' -> '.join((*path, name))}")
    if name in order:
        return
    for match in IMPORT.finditer(source(name)):
        _visit(_resolve(name, match[3]), order, (*path, name))
    order.append(name)


def _wrapped(name: str) -> str:
    text = source(name)
    exported = [m[2] for m in EXPORT.finditer(text)]
    body = IMPORT.sub(lambda m: _bound(name, m), text)
    body = EXPORT.sub(r"\1 \2", body)
    body, defaults = DEFAULT.subn("const __default = ", body)
    left = OTHER.search(body)
    if left:
        raise ValueError(f"{name}: cannot join {left[0]!r}")
    returned = exported + (["default: __default"] if defaults else [])
    return f"// {name}\nconst {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(returned)} }};\n}})();"


def _bound(name: str, match: re.Match[str]) -> str:
    default, named, target = match[1], match[2], _resolve(name, match[3])
    parts = [f"default: {default}"] if default else []
    parts += [part.strip().replace(" as ", ": ") for part in (named or "").split(",") if part.strip()]
    return f"const {{ {', '.join(parts)} }} = {_variable(target)};"


def _resolve(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def _variable(name: str) -> str:
    return "m_" + re.sub(r"\W", "_", name)
