"""Values that decide, compared outside the submission's process: the test cell ends in the value, the marker knows
what it should be. values.yaml beside the notebook holds that; it never reaches the notebook, the release, or a kernel.

    braking-resistor:        # the test cell's name
      - 63.3 ± 1 %           # what the cell's list should hold, one by one; each counts the same
      - "F0030"
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from fieldmark.marking.handwritten.verdict import Evidence, Verdict

FILE = "values.yaml"
_TOLERANT = re.compile(r"\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*(?:±|\+/-)\s*(\d+(?:\.\d+)?)\s*(%?)\s*")
_LARGEST = 100_000  # characters of a result


@dataclass(frozen=True, slots=True)
class Expected:
    """A number with its tolerance (absolute), or any plain data."""

    value: Any
    tolerance: float = 0.0

    def met_by(self, value: Any) -> bool:
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            number = isinstance(value, int | float) and not isinstance(value, bool)
            slack = max(self.tolerance, abs(self.value) * 1e-9)
            return number and isfinite(value) and abs(value - self.value) <= slack
        return type(value) is type(self.value) and bool(value == self.value)


def expected(written: Any) -> Expected:
    """What values.yaml says of one value. Pure."""
    found = _TOLERANT.fullmatch(written) if isinstance(written, str) else None
    if not found:
        return Expected(written)
    value, slack = float(found[1]), float(found[2])
    return Expected(value, abs(value) * slack / 100 if found[3] else slack)


def compare(wanted: Sequence[Expected], evidence: Evidence, most: float) -> Verdict:
    """Points for what the test cell yielded; each expected value counts the same. Pure."""
    if evidence.status != "ok":
        return Verdict(0.0, evidence.over or ("" if evidence.status == "error" else "not-run"))
    if len(evidence.results) != 1:
        return Verdict(0.0, "faked" if evidence.results else "no-result")
    try:
        value = plain(evidence.results[0])
    except ValueError:
        return Verdict(0.0, "unreadable-value")
    values = value if isinstance(value, list | tuple) and len(wanted) > 1 else [value]
    if len(values) != len(wanted):
        return Verdict(0.0)
    met = sum(want.met_by(got) for want, got in zip(wanted, values, strict=True))
    return Verdict(round(most * met / len(wanted), 4))


def plain(text: str) -> Any:
    """The data that a result's text stands for: Python literals, and NumPy's scalars. ValueError: neither. Pure."""
    if len(text) > _LARGEST:
        raise ValueError("too long")
    try:
        tree = ast.parse(text.strip(), mode="eval")
        return ast.literal_eval(_Unwrapped().visit(tree))
    except (SyntaxError, RecursionError, MemoryError, TypeError) as error:
        raise ValueError("not a literal") from error


class _Unwrapped(ast.NodeTransformer):
    """`np.float64(1.5)` is 1.5."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = ast.unparse(node.func)
        if name.startswith("np.") and len(node.args) == 1 and not node.keywords:
            return node.args[0]
        return node
