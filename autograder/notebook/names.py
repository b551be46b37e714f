"""The global names that code reads and binds, read from the code without running it."""

from __future__ import annotations

import ast
import importlib

from autograder.notebook.statements import statements

MUTATORS = ("append", "extend", "insert", "update", "setdefault", "add", "pop", "remove", "clear", "sort", "reverse")


def bound(source: str, *, authors: bool) -> set[str]:
    """The global names that the cell with this source binds or changes.

    What `from module import *` binds is found out only in an author's cell: to import a module is to run it.
    """
    return set().union(*(names_of(code, imports=authors)[1] for code in statements(source, authors=authors)))


def names_of(code: ast.stmt, *, imports: bool = True) -> tuple[set[str], set[str]]:
    """The global names that a statement may read, and those that it binds or changes."""
    reads, binds = set(), set()
    if inner := isinstance(code, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        binds.add(code.name)
    for node in ast.walk(code):
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                reads.add(node.id)
            elif not inner:
                binds.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom) and not inner:
            binds.update(*(_imported(node, alias) for alias in node.names if imports or alias.name != "*"))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and not inner:
            binds.add(node.name)
        elif isinstance(node, ast.Global) and inner:
            binds.update(node.names)
        elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load) and not inner:
            binds |= _base(node)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            reads.add(node.target.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not inner:
            in_place = any(word.arg == "inplace" for word in node.keywords)
            if node.func.attr in MUTATORS or in_place or node.func.attr.endswith("_"):
                binds |= _base(node.func)
    return reads, binds


def _base(node: ast.expr) -> set[str]:
    """The name at the root of `name.a[b].c`, as a set."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _imported(code: ast.Import | ast.ImportFrom, alias: ast.alias) -> set[str]:
    """The names that an import binds."""
    if not isinstance(code, ast.ImportFrom) or alias.name != "*":
        return {(alias.asname or alias.name).partition(".")[0]}
    try:
        module = importlib.import_module(code.module or "")
    except Exception:
        return set()
    return set(getattr(module, "__all__", None) or (name for name in dir(module) if not name.startswith("_")))
