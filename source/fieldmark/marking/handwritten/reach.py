"""What a submission's own cells reach for, as written: words that solutions hardly ever need, also where they are put
together from pieces, and names looked up in modules and name spaces that nobody can read off the page."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_SPACES = ("globals", "vars", "locals")


class _Joined(ast.NodeTransformer):
    """`"line" + "cache"` is `"linecache"`."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        left, right = node.left, node.right
        both = isinstance(left, ast.Constant) and isinstance(right, ast.Constant) and isinstance(node.op, ast.Add)
        if both and isinstance(left.value, str) and isinstance(right.value, str):  # type: ignore[attr-defined]
            return ast.Constant(left.value + right.value)  # type: ignore[attr-defined]
        return node


def readings(source: str) -> Iterator[str]:
    """The source, and the source with its texts joined. Pure. What Python alone cannot read is not joined."""
    yield source
    try:
        yield ast.unparse(_Joined().visit(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return


def looked_up(source: str) -> str:
    """The first name space or module in which a name is looked up that is not written down; "" where there is none.
    Pure."""
    try:
        tree = _Joined().visit(ast.parse(source))
        nodes = list(ast.walk(tree))
    except (SyntaxError, ValueError, RecursionError):
        return ""
    modules = {(a.asname or a.name).split(".")[0] for n in nodes if isinstance(n, ast.Import) for a in n.names}
    return next((ast.unparse(node) for node in nodes if _hidden(node, modules)), "")


def _hidden(node: ast.AST, modules: set[str]) -> bool:
    if isinstance(node, ast.Subscript):
        of = node.value
        space = isinstance(of, ast.Call) and isinstance(of.func, ast.Name) and of.func.id in _SPACES
        space = space or (isinstance(of, ast.Attribute) and of.attr == "__dict__")
        return space and not isinstance(node.slice, ast.Constant)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        thing = node.args[0] if node.args else None
        module = isinstance(thing, ast.Call) or (isinstance(thing, ast.Name) and thing.id in modules)
        return module and not isinstance(node.args[1] if len(node.args) > 1 else None, ast.Constant)
    return False
