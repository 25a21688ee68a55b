"""Values that would pass any test: classes of the submission's whose comparisons and arithmetic answer as a test wants.

A class that is itself a number, an array, a table … and has its own comparison or arithmetic needs no further question:
solutions have no use for it. Any other class is asked about things that cannot all be equal to it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from enum import Enum
from typing import Any

_COMPARED = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__")
_RECKONED = (
    *(f"__{side}{name}__" for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow") for side in ("", "r")),
    "__abs__", "__neg__", "__round__", "__array_ufunc__", "__array_function__", "__array_wrap__", "__array_finalize__",
)  # fmt: skip
_NUMBERS = (1.2345, -987.5)
_NUMERIC = (int, float, complex, type)
_HOLDING = (str, bytes, list, tuple, dict, set, frozenset)  # whose kinds have honest comparisons of their own
_LIBRARIES = {
    "numpy": ("ndarray", "generic"), "pandas": ("Series", "DataFrame", "Index"), "decimal": ("Decimal",),
    "fractions": ("Fraction",), "datetime": ("date", "timedelta"),
}  # fmt: skip


def doubles() -> Iterator[str]:
    """Names of such classes among those made since the collector was frozen."""
    data = (*_NUMERIC, *_of_libraries())
    for kind in gc.get_objects():
        if not isinstance(kind, type) or _of_a_library(kind):
            continue
        own = type.__dict__["__dict__"].__get__(kind)  # whatever the class says of itself
        if type.__subclasscheck__(Enum, kind):
            continue
        if _stands_in(kind, own, data) or _agrees(kind, own):
            yield f"equal:{type.__dict__['__name__'].__get__(kind)}"


def _of_libraries() -> Iterator[type]:
    for name, kinds in _LIBRARIES.items():
        module = sys.modules.get(name)
        yield from (getattr(module, kind) for kind in kinds if isinstance(getattr(module, kind, None), type))


def _of_a_library(kind: type) -> bool:
    """Whether a module that was loaded from where libraries lie has it under its name."""
    module = sys.modules.get(str(type.__dict__["__module__"].__get__(kind)))
    file = str(getattr(module, "__file__", None) or "")
    made = file.startswith((sys.prefix, sys.base_prefix, "/usr")) and "/mock.py" not in file
    return made and vars(module).get(type.__dict__["__name__"].__get__(kind)) is kind


def _stands_in(kind: type, own: Any, data: tuple[type, ...]) -> bool:
    mro = type.__dict__["__mro__"].__get__(kind)
    bases = [base for base in data if base in mro]
    if not bases:
        return "__array_ufunc__" in own or "__array_function__" in own
    return any(name in own for name in (*_COMPARED, *_RECKONED))


def _agrees(kind: type, own: Any) -> bool:
    """Whether it is equal to things that differ, beyond any number, or as far from one number as from another."""
    asked = {name: own[name] for name in (*_COMPARED, "__sub__", "__rsub__") if callable(own.get(name))}
    if not asked:
        return False
    one = _bare(kind)
    if one is None:
        return False
    said = {name: [_answer(asks, one, other) for other in (*_NUMBERS, object(), "\0")] for name, asks in asked.items()}
    equal = said.get("__eq__", [])
    if equal[:2] == [True, True] or equal[2:] == [True, True] or said.get("__contains__", [])[2:] == [True, True]:
        return True
    if any(_answer(asks, one, bound) is True for name, bound in _BOUNDS if (asks := asked.get(name))):
        return True
    return any(_same(said.get(name, [])) for name in ("__sub__", "__rsub__"))


_BOUNDS = (("__lt__", -1e308), ("__le__", -1e308), ("__gt__", 1e308), ("__ge__", 1e308))


def _same(answers: list[Any]) -> bool:
    """Whether the difference to two numbers came out alike."""
    first, second = [*answers, None, None][:2]
    return first is not None and first is not NotImplemented and bool(type(first) is type(second) and first == second)


def _bare(kind: type) -> Any:
    """An object of the class that was never set up; what it lacks is true."""
    try:
        asked = type("Asked", (kind,), {"__getattr__": lambda self, name: True})
        base: Any = next((base for base in _HOLDING if issubclass(kind, base)), object)
        return base.__new__(asked)
    except Exception:  # a class that cannot be had like this
        return None


def _answer(asks: Any, one: Any, other: Any) -> Any:
    try:
        return asks(one, other)
    except Exception:  # a comparison that cannot be asked like this says nothing
        return None
