"""Reading code as text: the one reader of notebook cells, handed-in modules and test files.

Nothing here runs what it reads. What only IPython understands (magics, ``!commands``, ``name?``) is taken out by IPython's own
transformer; which names are a statement's own and which a module's is Python's own symbol table's to say, so a local
variable that is called like a function of the notebook is no use of it.

>>> [(sorted(s.binds), sorted(s.uses)) for s in statements("import math\\nif True:\\n    def half(x): return total(x) / 2")]
[(['math'], []), (['half'], ['total'])]
>>> [sorted(s.binds) for s in statements("%matplotlib inline\\nvalue = (7\\n  % 3)\\n%time other = 1")]
[[], ['value'], ['other']]
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

NOT_READABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python raises for a text that is no program, or one that is nested too deep for it."""
_MAYBE_NOT_PYTHON = re.compile(r"^[ \t]+$|>>>|In \[|\.\.\.:", re.MULTILINE)
"""What IPython takes out of a cell even where Python would accept it: prompts, and blanks on an empty line."""
_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}
_LINE_END = re.compile(rb"\r\n|\r|\n")
_RUN_PYTHON = {"capture", "prun", "time", "timeit"}
"""Magics whose line or cell is Python."""


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell or a module.

    Args:
        node: parsed.
        first: its first line, from 1, decorators included.
        last: its last line.
        binds: the module-level names that it defines, in their order; those of an ``import`` and below an ``if`` too.
        uses: the module-level names that it reads, itself or in a function of its own.
    """

    node: ast.stmt
    first: int
    last: int
    binds: tuple[str, ...]
    uses: frozenset[str]


def statements(source: str) -> list[Statement]:
    """The statements of a cell or module, in order; none where it is no Python."""
    try:
        return list(_statements(source))
    except NOT_READABLE:
        return []


def parse(source: str) -> tuple[ast.Module, str]:
    """A cell as Python, and the text that was parsed: the cell's own, or what IPython makes of it.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: it is no Python, or too much of it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a student's invalid escape sequence is not the grader's to report
        try:
            return ast.parse(source), source
        except NOT_READABLE:
            from IPython.core.inputtransformer2 import TransformerManager  # only few cells are worth its import

            plain = TransformerManager().transform_cell(source)
            return ast.parse(plain), plain


def is_plain_python(source: str) -> bool:
    """Whether IPython would run a cell as it is.

    What Python can parse has no magics, with two exceptions: a cell of one line may be a magic's bare name, and a
    prompt may parse.
    """
    if "\n" not in source.strip() or _MAYBE_NOT_PYTHON.search(source):
        return False
    try:
        ast.parse(source)
    except NOT_READABLE:
        return False
    return True


def imported_modules(source: str) -> set[str]:
    """The top-level packages that a source imports, also within functions; not those that it can do without, in a
    ``try`` with ``except ImportError``.

    >>> sorted(imported_modules("%pip install x\\nimport os.path\\ntry:\\n    import torch\\nexcept ImportError:\\n    torch = None"))
    ['os']

    Raises:
        SyntaxError: it is no Python.
    """
    tree, _ = parse(source)
    optional = {
        node for guard in ast.walk(tree) if _is_import_guard(guard) for part in guard.body for node in ast.walk(part)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in optional:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def bound_by(alias: ast.alias) -> str:
    """The name that one part of an import binds."""
    return alias.asname or alias.name.split(".")[0]


def _statements(source: str) -> Iterator[Statement]:
    tree, plain = parse(source)
    lines = _LINE_END.split(plain.encode("utf-8", "replace"))
    for node in tree.body:
        inner = _run_by_magic(node)
        if inner is not None:
            yield from statements(inner)
            continue
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
        last = node.end_lineno or first
        pieces = lines[first - 1 : last]
        pieces[-1] = pieces[-1][: node.end_col_offset]
        if first == node.lineno:
            pieces[0] = pieces[0][node.col_offset :]
        binds, uses = _names(node, b"\n".join(pieces).decode("utf-8", "replace"))
        yield Statement(node, first, last, binds, uses)


def _names(node: ast.stmt, text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The module-level names that a statement binds and uses."""
    try:
        top = symtable.symtable(text, "<statement>", "exec")
    except NOT_READABLE:  # Python could not run it as a module either; IPython may, with an await that it allows
        names = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
        binds = {name.id: None for name in names if isinstance(name.ctx, ast.Store)}
        return tuple(binds), frozenset(name.id for name in names if isinstance(name.ctx, ast.Load))
    binds = {symbol.get_name(): None for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    uses = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    nested = top.get_children()
    while nested:
        table = nested.pop()
        nested += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_global():
                uses.add(symbol.get_name())
                if symbol.is_assigned() and table.get_name().strip("<>") in _COMPREHENSIONS:  # ``[y := x for x in z]``
                    binds[symbol.get_name()] = None
    return () if _binds_nothing(node) else tuple(binds), frozenset(uses)


def _binds_nothing(node: ast.stmt) -> bool:
    """``del x`` and ``x: int`` make x the module's own, and give it no value."""
    return isinstance(node, ast.Delete) or (isinstance(node, ast.AnnAssign) and node.value is None)


def _run_by_magic(node: ast.stmt) -> str | None:
    """The Python that a magic runs, from what IPython makes of it: ``get_ipython().run_cell_magic("time", "", "x = 1")``."""
    call = node.value if isinstance(node, ast.Expr | ast.Assign) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args):
        return None
    words = [word.value for word in call.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
    asked = call.func.attr in ("run_line_magic", "run_cell_magic") and ast.unparse(call.func.value) == "get_ipython()"
    return words[-1] if asked and len(words) > 1 and words[0] in _RUN_PYTHON else None


def _is_import_guard(node: ast.AST) -> TypeGuard[ast.Try]:
    if not isinstance(node, ast.Try):
        return False
    caught = [name for handler in node.handlers if handler.type for name in ast.walk(handler.type)]
    return any(isinstance(name, ast.Name) and name.id in ("ImportError", "ModuleNotFoundError") for name in caught)
