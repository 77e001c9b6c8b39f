"""Reading a student's code as text: which cell answers which exercise, and what a definition refers to."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Mapping, Sequence, Set

from autograder.authoring.assignment import Assignment


def exercise_of_cells(sources: Sequence[str], assignment: Assignment) -> list[str | None]:
    """For each code cell the exercise that it answers: by what it defines, else the one that came before it.

    Deleted, copied, split and renamed cells do no harm: only definitions count.
    """
    owners = {name: exercise.name for exercise in assignment.exercises for name in exercise.provides}
    found: list[str | None] = []
    current: str | None = None
    for source in sources:
        for name in defined(source):
            current = owners.get(name, current)
        found.append(current)
    return found


def references(sources: Iterable[str]) -> dict[str, set[str]]:
    """For each name that the notebook defines, all names that its definitions use, through helpers too."""
    direct: dict[str, set[str]] = {}
    for source in sources:
        for statement in _statements(source):
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            for name in _defines(statement):
                direct.setdefault(name, set()).update(used - {name})
    closed: dict[str, set[str]] = {}
    for name in direct:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            for reference in direct.get(waiting.pop(), ()):
                if reference not in reached:
                    reached.add(reference)
                    waiting.append(reference)
        closed[name] = reached
    return closed


def mentioned(source: str, used: Mapping[str, Set[str]]) -> set[str]:
    """The names that a cell uses, itself and through what the notebook's definitions use.

    Args:
        source: of the cell.
        used: what :func:`references` found in the whole notebook.
    """
    names = {node.id for statement in _statements(source) for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return names.union(*(used.get(name, set()) for name in names))


def defined(source: str) -> set[str]:
    """The names that a cell defines at its top level."""
    return {name for statement in _statements(source) for name in _defines(statement)}


def _statements(source: str) -> list[ast.stmt]:
    lines = ["" if line.lstrip().startswith(("%", "!", "?")) else line for line in source.split("\n")]
    if source.lstrip().startswith("%%"):
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a student's invalid escape sequence is not the grader's to report
            return ast.parse("\n".join(lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _defines(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return set()
