"""What a test cell's run says about points. Only a positive verdict earns any; what cannot be read goes to a person."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from fieldmark.marking.handwritten.reach import looked_up, readings

_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?|\.[0-9]+")
_SCORES = (ast.Name, ast.BinOp, ast.Constant, ast.UnaryOp, ast.IfExp, ast.Subscript)
_SCORING = {"float", "int", "round", "min", "max", "sum", "abs", "len"}


@dataclass(frozen=True, slots=True)
class Test:
    """A test as its author wrote it. `yields`: it ends in an expression whose value would be a score; `may_show`: it
    ends in an expression at all; `names`: builtins that it uses; `displays`: it handles output itself."""

    empty: bool = False
    yields: bool = False
    may_show: bool = False
    displays: bool = False
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Evidence:
    """What was seen of one run of a test cell. `said`: in order "error", "stderr" or the text of a result."""

    status: str = ""  # of the reply: "ok", "error", "" where none came
    said: list[tuple[str, str]] = field(default_factory=list)
    erased: bool = False
    probe: str | None = None  # what the canary found, None where it did not answer
    refuted: bool = True  # a wrong statement failed as it must
    over: str = ""  # why the kernel was gone

    @property
    def results(self) -> list[str]:
        return [text for kind, text in self.said if kind == "result"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Points, and why a person should look ("" where nobody has to)."""

    points: float
    reason: str = ""


def shape(source: str) -> Test:
    """How a test is written. Pure. What Python alone cannot read (magics) is taken to show something."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return Test(may_show=True, displays=True)
    nodes = list(ast.walk(tree))
    used = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    made = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    made |= {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    last = tree.body[-1] if tree.body else None
    value = last.value if isinstance(last, ast.Expr) else None
    called = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
    return Test(
        empty=not any(not isinstance(n, ast.Expr) or not isinstance(n.value, ast.Constant) for n in tree.body),
        yields=isinstance(value, _SCORES) or called in _SCORING,
        may_show=value is not None,
        displays="display" in source or "clear_output" in source,
        names=tuple(sorted((used - made) & set(dir(builtins)))),
    )


def judge(test: Test, evidence: Evidence, most: float) -> Verdict:
    """The verdict on one run of a test. Pure."""
    unproven = tampering(test, evidence)
    if evidence.status != "ok":
        wrong = "faked" if evidence.results else ""
        return Verdict(0.0, evidence.over or (wrong if evidence.status == "error" else "not-run"))
    if any(kind != "result" for kind, _ in evidence.said[:1]):
        return Verdict(0.0)  # an error or a word on stderr, as nbgrader reads it
    if unproven:
        return Verdict(0.0, unproven)
    if test.empty:
        return Verdict(0.0, "empty-test")
    if not evidence.results:
        return Verdict(0.0, "no-result") if test.yields else Verdict(most)
    return read(evidence.results[0], most)


def tampering(test: Test, evidence: Evidence) -> str:
    """Why this run proves nothing; "" where it does."""
    if len(evidence.results) > 1 or (evidence.results and not test.may_show):
        return "faked"
    if evidence.erased and not test.displays:
        return "erased"
    if evidence.probe is None or not evidence.refuted:
        return "no-proof" if evidence.status == "ok" else ""
    return f"changed {evidence.probe}" if evidence.probe else ""


def read(text: str, most: float) -> Verdict:
    """Points of a result: a plain number from 0 to `most`; anything else is 0 and for a person to look at. Pure."""
    if not _NUMBER.fullmatch(text.strip()):
        return Verdict(0.0, "unreadable-result")
    points = float(text)
    if not isfinite(points) or points > most:
        return Verdict(0.0, "unreadable-result")
    return Verdict(points)


SUSPICIOUS = re.compile(
    r"ast_transformers|input_transformers|\brun_cell|displayhook|display_pub|clear_output|user_global_ns|"
    r"\bbuiltins\b|__builtins__|\bctypes\b|_getframe|currentframe|inspect\.stack|settrace|setprofile|"
    r"gc\.get_|\b_ih\b|\bIn\s*\[|history_manager|execute_result|iopub|\.kernel\b|\bANY\b|"
    r"\blinecache\b|\btb_(frame|next)\b|\bf_(back|code|locals|globals|builtins)\b|\bco_(consts|code|names)\b|"
    r"\b(gi|cr|ag)_(frame|code)\b|__traceback__|_current_(frames|exceptions)|\bgetouterframes\b|\bstack_info\b|"
    r"\b(extract|format|print|walk)_stack\b|\binspect\.(trace|getframeinfo|getinnerframes)\b|__subclasses__|"
    r"\bMagicMock\b|unittest\.mock|__array_(ufunc|function)__|tracemalloc|addaudithook|__class__\s*=(?!=)|"
    r"\[['\"](In|_ih|_i+|_i\d+|_dh)['\"]\]|"
    r"os\._exit|os\.kill|os\.fork|atexit|events\.register|fieldmark|sys\.modules|"
    r"get_ipython\(\)(?!\.(run_line_magic|run_cell_magic|system)\b)|(?<![.\w])(exec|eval|compile|__import__)\s*\("
)
"""What honest solutions hardly ever contain, and attempts on the test itself often do."""


def suspicious(sources: Sequence[str]) -> str:
    """The first such word in a submission's own cells; "" where there is none. Pure."""
    texts = [text for source in sources for text in readings(source)]
    words = (found.group() for found in map(SUSPICIOUS.search, texts) if found)
    return next(words, "") or next((name for name in map(looked_up, sources) if name), "")
