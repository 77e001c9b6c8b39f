"""Running one cell so that a line that fails costs what depends on it, and no more.

A notebook stops a cell at the line that raises. Here the cell goes on below it, statement by statement, where that is
sure to be what its author meant:

- Where something is missing that the author's machine had (an import, a file, a prompt, a magic), whatever does not use a name
  that was lost.
- Where the code itself raised, imports, definitions and plain values alone: an answer does not depend on the line above
  it that shows something off.
- Where the author stopped the cell (``raise``, ``exit()``), nothing.

An import of several names is tried name by name.
"""

from __future__ import annotations

import ast
import errno
from subprocess import SubprocessError
from types import TracebackType
from typing import Any

from IPython.core.error import UsageError

from autograder.source_code import NOT_READABLE, Statement, statements

from .shell import GradingShell, run_cell

MAX_LINE = 200
_FROM_OUTSIDE = (ImportError, OSError, EOFError, SubprocessError, UsageError)
_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_STOPS = (SystemExit, KeyboardInterrupt, MemoryError, GeneratorExit)


_LIMITS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EAGAIN, errno.ENOMEM})
"""A limit of the sandbox was hit: the cell has had what it may have."""


def _is_from_outside(error: BaseException) -> bool:
    return isinstance(error, _FROM_OUTSIDE) and getattr(error, "errno", None) not in _LIMITS


def carry_out(shell: GradingShell, source: str) -> tuple[BaseException | None, dict[str, Any]]:
    """Run a cell.

    Returns:
        what it raised first, if it raised; and ``kind`` (``raised`` or ``no_python``, empty if neither), ``line`` (from 1,
        0 if unknown), ``source`` (that line) and ``not_run`` (how many lines below it did not run).
    """
    result = run_cell(shell, source)
    if result.error_before_exec is not None:
        return result.error_before_exec, _unreadable(source, result.error_before_exec)
    error = result.error_in_exec
    if error is None:
        return None, {"kind": "", "line": 0, "source": "", "not_run": 0}
    line = _line_in(shell.last_cell, error.__traceback__)
    below, lines_left = _go_on(shell, source, line, error)
    return error, {
        "kind": "raised",
        "line": line,
        "source": _line_of(source, line),
        "not_run": below if line else lines_left,
    }


def _unreadable(source: str, error: BaseException) -> dict[str, Any]:
    line = error.lineno if isinstance(error, SyntaxError) and error.lineno else 0
    text = (error.text or "").strip() if isinstance(error, SyntaxError) else ""
    return {
        "kind": "no_python",
        "line": line,
        "source": (text or _line_of(source, line))[:MAX_LINE],
        "not_run": sum(bool(part.strip()) for part in source.split("\n")),
    }


def _line_in(name: str, traceback: TracebackType | None) -> int:
    """The line of a cell, known to Python by that name, at which an exception passed it; 0 if it did not."""
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == name:
            return traceback.tb_lineno
        traceback = traceback.tb_next
    return 0


def _line_of(source: str, line: int) -> str:
    lines = source.split("\n")
    return lines[line - 1].strip()[:MAX_LINE] if 0 < line <= len(lines) else ""


def _go_on(shell: GradingShell, source: str, line: int, error: BaseException) -> tuple[int, int]:
    """Run what stands below a failed line and does not depend on it.

    Returns:
        how many lines below it did not run, and how many there are.
    """
    try:
        plain = shell.transform_cell(source)
    except NOT_READABLE:
        return 0, 0
    found = statements(plain)
    lines = plain.split("\n")
    at = next((number for number, one in enumerate(found) if one.first <= line <= one.last), None)
    if at is None:
        return 0, 0
    failed, rest = found[at], found[at + 1 :]
    if isinstance(error, _STOPS) or isinstance(failed.node, ast.Raise):
        return sum(map(_length, rest)), sum(map(_length, rest))
    everything = _is_from_outside(error) or _is_magic(failed.node)
    lost = set(failed.binds)
    if isinstance(failed.node, ast.Import | ast.ImportFrom) and len(failed.node.names) > 1:
        lost = _one_by_one(shell, failed.node)
    not_run = 0
    for statement in rest:
        code = "\n" * (statement.first - 1) + "\n".join(lines[statement.first - 1 : statement.last])
        if _may_run(statement, lost, everything) and _ran(shell, code):
            lost -= set(statement.binds)
        else:
            lost |= set(statement.binds)
            not_run += _length(statement)
    return not_run, sum(map(_length, rest))


def _is_magic(node: ast.stmt) -> bool:
    """A magic or a command, which IPython has made a call of ``get_ipython()``."""
    called = [part.func.id for part in ast.walk(node) if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)]
    return isinstance(node, ast.Expr | ast.Assign) and "get_ipython" in called


def _length(statement: Statement) -> int:
    return statement.last - statement.first + 1


def _may_run(statement: Statement, lost: set[str], everything: bool) -> bool:
    if isinstance(statement.node, _DEFINITIONS):
        return True  # what it uses when it is called is not needed to define it
    if statement.uses & lost:
        return False
    return everything or _is_plain_value(statement.node)


def _is_plain_value(node: ast.stmt) -> bool:
    """An assignment that runs nothing: ``SCALE = 2 * 3``."""
    calls = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom)
    return isinstance(node, ast.Assign | ast.AnnAssign) and not any(isinstance(part, calls) for part in ast.walk(node))


def _one_by_one(shell: GradingShell, node: ast.Import | ast.ImportFrom) -> set[str]:
    """Import each name of a failed import by itself; those that are not to be had."""
    lost = set()
    for alias in node.names:
        single: ast.stmt = ast.Import([alias])
        if isinstance(node, ast.ImportFrom):
            single = ast.ImportFrom(node.module, [alias], node.level)
        if not _ran(shell, ast.unparse(ast.fix_missing_locations(single))):
            lost.add(alias.asname or alias.name.split(".")[0])
    return lost


def _ran(shell: GradingShell, code: str) -> bool:
    result = run_cell(shell, code)
    return result.error_before_exec is None and result.error_in_exec is None
