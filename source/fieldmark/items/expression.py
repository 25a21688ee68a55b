"""Arithmetic that a trainer writes as the key of a numeric item: read by a whitelist, never run as code.

Numbers, parameters, + - * / ** and the functions below; everything is reckoned in floats, so that no
expression can grow without bound. `{u}` and `u` are the same; × ÷ − · ^ are understood.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from fieldmark.model.text import Text

LONGEST = 200
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "abs": abs,
    "min": min,
    "max": max,
    "round": lambda x, digits=0: round(x, int(digits)),
    "floor": math.floor,
    "ceil": math.ceil,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "atan": math.atan,
    "exp": math.exp,
    "ln": math.log,
    "log10": math.log10,
}
_CONSTANTS = {"pi": math.pi}
RESERVED = frozenset(_FUNCTIONS) | frozenset(_CONSTANTS)
_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "（": "(", "）": ")"})
_ALLOWED = re.compile(r"[\w .+\-*/(),]*", re.ASCII)
_GLUED = re.compile(r"\d(?![eE][+-]?\d)[A-Za-z_]|\.[A-Za-z_]")  # 2u, 3.x


class ExpressionError(ValueError):
    """The expression cannot be read or reckoned; `reason` says why, for the trainer's problem."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


_NOT_ARITHMETIC = Text(
    "only numbers, parameters, + - * / ^, brackets and functions may stand in it",
    "只能包含数、参数、+ - * / ^、括号和函数",
)
_UNREADABLE = Text("it cannot be read as arithmetic", "无法识别为算式")
_EMPTY = Text("it is empty", "内容为空")
_TOO_LONG = Text(f"it is longer than {LONGEST} characters", f"超过 {LONGEST} 个字符")
_UNKNOWN = Text("“{name}” is not a parameter", "“{name}”不是参数")
_BY_ZERO = Text("a division by zero", "除数为零")
_TOO_LARGE = Text("the result is too large", "结果过大")
_UNDEFINED = Text("a function has no value here", "函数在此处无定义")


def evaluate(expression: str, parameters: Mapping[str, float] | None = None) -> float:
    """The value, a finite float. ExpressionError where it cannot be read, names something unknown, or fails."""
    known = {**_CONSTANTS, **{name: float(value) for name, value in (parameters or {}).items()}}
    try:
        value = _value(_tree(expression), known)
    except ExpressionError:
        raise
    except ZeroDivisionError as error:
        raise ExpressionError(_BY_ZERO) from error
    except OverflowError as error:
        raise ExpressionError(_TOO_LARGE) from error
    except (ValueError, TypeError) as error:
        raise ExpressionError(_UNDEFINED) from error
    if not math.isfinite(value):
        raise ExpressionError(_TOO_LARGE)
    return value


def names(expression: str) -> frozenset[str]:
    """The parameters that the expression uses. ExpressionError where it cannot be read."""
    tree = _tree(expression)
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if not all(isinstance(f, ast.Name) and f.id in _FUNCTIONS for f in calls):
        raise ExpressionError(_NOT_ARITHMETIC)
    called = {id(f) for f in calls}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called}
    return frozenset(used) - frozenset(_CONSTANTS)


@lru_cache(maxsize=4096)
def _tree(expression: str) -> ast.expr:
    source = re.sub(r"\{\s*(\w+)\s*\}", r" \1 ", expression).translate(_SIGNS).replace("^", "**").strip()
    if not source or len(source) > LONGEST:
        raise ExpressionError(_TOO_LONG if source else _EMPTY)
    if not _ALLOWED.fullmatch(source) or _GLUED.search(source):
        raise ExpressionError(_NOT_ARITHMETIC)
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(_UNREADABLE) from error


def _value(node: ast.expr, known: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name):
            if name not in known:
                raise ExpressionError(_UNKNOWN.fill(name=name))
            return known[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, known)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _value(inner, known)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left, known), _value(right, known))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return float(_FUNCTIONS[name](*(_value(a, known) for a in args)))
    raise ExpressionError(_NOT_ARITHMETIC)
