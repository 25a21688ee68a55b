"""The canary: has the submission changed what a test stands on? It is asked right after each test, in the same request.

It lives in the submission's process and can in principle be fooled; what it finds is real, what it does not find proves
nothing. Values that decide are compared outside (`values.py`).
"""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

from fieldmark.marking.handwritten.inside.doubles import doubles
from fieldmark.marking.handwritten.inside.ears import listen

_MODULES = (
    "math", "statistics", "operator", "json", "functools", "itertools", "inspect", "ast", "unittest.case", "traceback",
    "numpy", "numpy.testing", "numpy.linalg", "numpy.testing._private.utils", "numpy._core.numeric",
    "numpy._core.fromnumeric", "numpy.core.numeric", "numpy.core.fromnumeric", "pandas", "pandas.testing",
    "pandas._testing.asserters", "cmath", "decimal", "fractions", "datetime", "collections", "re",
    "IPython", "IPython.display", "IPython.core.getipython",
)  # fmt: skip
_KINDS = {"pandas": ("Series", "DataFrame", "Index"), "fractions": ("Fraction",), "collections": ("Counter",)}
_TRUSTED = ("IPython.", "ipykernel.", "matplotlib", "traitlets.", "fieldmark.")
_watched: list[tuple[str, Mapping[str, Any], str, Any, Any]] = []
_shell: Any = None
_state: dict[str, Any] = {}


def install(shell: Any, kernel: Any) -> None:
    """Remember everything as it is now, before the first cell."""
    global _shell
    _shell = shell
    _watch("builtins", vars(builtins))
    for name in _MODULES:
        if name in sys.modules:
            _watch(name, vars(sys.modules[name]))
    for thing in (
        shell,
        kernel,
        kernel.session,
        shell.displayhook,
        shell.display_pub,
        sys.stdout,
        shell.compile,
        _plain(),
    ):
        for kind in type(thing).__mro__[:-1]:
            _watch(kind.__name__, vars(kind))
    for name, kinds in _KINDS.items():
        for word in kinds if name in sys.modules else ():
            for kind in getattr(sys.modules[name], word).__mro__[:-1]:
                _watch(kind.__name__, vars(kind), dunders=True)
    if "unittest.case" in sys.modules:
        _watch("TestCase", vars(sys.modules["unittest.case"].TestCase))
    _state.update(_transformers())
    _state["things"] = (shell, kernel, kernel.session, shell.displayhook, shell.display_pub, _plain())
    _state["kinds"] = [type(thing) for thing in _state["things"]]
    _state["printers"] = _printers()
    _state["own"] = set(_own_methods())
    _state["hooks"] = (sys.displayhook, sys.excepthook, sys.stdout, sys.stderr)
    _state["heard"] = listen()
    gc.collect()
    gc.freeze()  # what is made from now on is the submission's


def _watch(name: str, space: Mapping[str, Any], *, dunders: bool = False) -> None:
    for key, value in list(space.items()):
        kept = not key.startswith("_") or key in ("__import__", "__build_class__") or (dunders and key[:2] == "__")
        if callable(value) and kept:
            _watched.append((name, space, key, value, getattr(value, "__code__", None)))


def _transformers() -> dict[str, Any]:
    manager = _shell.input_transformer_manager
    return {
        "cleanup": list(manager.cleanup_transforms),
        "lines": list(manager.line_transforms),
        "tokens": list(manager.token_transformers),
    }


def look(nonce: str, names: tuple[str, ...] = ()) -> str:
    """`nonce`, then what was changed, separated by spaces. `names`: builtins that the test uses."""
    return " ".join([nonce, *sorted(set(_changed(names)))])


def _changed(names: tuple[str, ...]) -> Iterator[str]:
    for name, space, key, value, code in _watched:
        now = space.get(key)
        if now is not value or getattr(now, "__code__", None) is not code:
            yield f"{name}.{key}"
    yield from (f"own:{name}" for name in names if name in _shell.user_ns)
    yield from (f"transformer:{name}" for name, was in _transformers().items() if was != _state[name])
    if _shell.ast_transformers:
        yield "transformer:ast"
    yield from set(_own_methods()) - _state["own"]
    now = [type(thing) for thing in _state["things"]]
    yield from (f"kind:{was.__name__}" for was, kind in zip(_state["kinds"], now, strict=True) if kind is not was)
    if _printers() != _state["printers"]:
        yield "printers"
    if (sys.displayhook, sys.excepthook, sys.stdout, sys.stderr) != _state["hooks"]:
        yield "hook:sys"
    if sys.gettrace() or sys.getprofile():
        yield "hook:trace"
    for event, callbacks in _shell.events.callbacks.items():
        yield from (f"hook:{event}" for c in callbacks if not str(getattr(c, "__module__", "")).startswith(_TRUSTED))
    yield from doubles()
    yield from _state["heard"]()


def _plain() -> Any:
    """What turns results into text."""
    return _shell.display_formatter.formatters["text/plain"]


def _printers() -> list[Any]:
    """How plain data is written, by kind of data."""
    printers = _plain().type_printers
    return [printers.get(kind) for kind in (object, bool, int, float, complex, str, bytes, list, tuple, dict, set)]


def _own_methods() -> Iterator[str]:
    """Methods that an object has of its own, in front of its class's."""
    for thing in _state["things"]:
        methods = {k for kind in type(thing).__mro__[:-1] for k, v in vars(kind).items() if isinstance(v, FunctionType)}
        yield from (f"own:{type(thing).__name__}.{key}" for key in methods & vars(thing).keys())
