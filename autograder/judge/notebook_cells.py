"""Reading a student's code as text: which cell answers which exercise, and what a definition refers to."""

from __future__ import annotations

import ast
import functools
import warnings
from collections.abc import Iterable, Mapping, Sequence

from autograder.authoring.assignment import Assignment

MAX_READ = 1 << 19
"""Characters of one notebook. A tree of Python's takes some 600 times the memory of the text that it is made of."""


class NotebookCode:
    """The code cells of a notebook.

    Deleted, copied, split and renamed cells do no harm: only definitions count. Where the cells hold more than MAX_READ
    characters, what they define and use is not looked for in the longest of them.

    Args:
        sources: of the cells, in order.
        assignment: whose exercises ask for some names.
    """

    def __init__(self, sources: Sequence[str], assignment: Assignment) -> None:
        self.sources = sources
        self._owners = {name: exercise.name for exercise in assignment.exercises for name in exercise.provides}
        left = MAX_READ
        self._too_long: set[int] = set()
        for index in sorted(range(len(sources)), key=lambda index: len(sources[index])):
            left -= len(sources[index])
            if left < 0:
                self._too_long.add(index)

    @functools.cached_property
    def exercises(self) -> list[str | None]:
        """For each cell the exercise that it answers: by what it defines, else the one that came before it."""
        found: list[str | None] = []
        current: str | None = None
        for names in self.defined:
            for name in sorted(names):
                current = self._owners.get(name, current)
            found.append(current)
        return found

    @functools.cached_property
    def defined(self) -> list[set[str]]:
        """For each cell the names that it defines at its top level."""
        return [set().union(*map(_defines, self._statements(index))) for index in range(len(self.sources))]

    @functools.cached_property
    def needed(self) -> list[set[str]]:
        """For each cell what exercises ask for and it uses, itself or through what the notebook's definitions use."""
        cells = [set().union(*map(_names_in, self._statements(index))) for index in range(len(self.sources))]
        return [(names & self._owners.keys()) | self.needed_by(names) for names in cells]

    def needed_by(self, names: Iterable[str]) -> set[str]:
        """What exercises ask for and the notebook's definitions of these names use, through helpers too."""
        wanted = set(names)
        return {asked for asked, users in self._users.items() if users & wanted}

    @functools.cached_property
    def _users(self) -> dict[str, set[str | int]]:
        """For each name that exercises ask for, the names whose definitions use it, through helpers too."""
        users: dict[str | int, set[str | int]] = {}
        statements = (statement for index in range(len(self.sources)) for statement in self._statements(index))
        for number, statement in enumerate(statements):  # the number stands between what it uses and what it defines
            users[number] = set(_defines(statement))
            for name in _names_in(statement):
                users.setdefault(name, set()).add(number)
        return {asked: _reached(asked, users) for asked in self._owners}

    def _statements(self, index: int) -> list[ast.stmt]:
        return [] if index in self._too_long else _parsed(self.sources[index])


def _parsed(source: str) -> list[ast.stmt]:
    lines = ["" if line.lstrip().startswith(("%", "!", "?")) else line for line in source.split("\n")]
    if source.lstrip().startswith("%%"):
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a student's invalid escape sequence is not the grader's to report
            return ast.parse("\n".join(lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _reached(start: str, edges: Mapping[str | int, set[str | int]]) -> set[str | int]:
    """All that can be reached by one step or more."""
    reached: set[str | int] = set()
    waiting: list[str | int] = [start]
    while waiting:
        found = edges.get(waiting.pop(), set()) - reached
        reached |= found
        waiting += found
    return reached


def _names_in(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _defines(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return set()
