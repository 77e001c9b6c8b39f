"""Reading a student's code as text: which cell answers which exercise, and what a definition refers to."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from autograder.authoring.assignment import Assignment
from autograder.source_code import Statement, bound_by, statements

_WRITTEN = r"^[^\w\n#]*(?:async\s+)?(?:def|class)\s+{name}\b|^[^\w\n#]*{name}\s*="
"""A definition, behind what may stand before it by mistake: spaces, also some that nobody sees, or a prompt's signs."""
MAX_READ = 1 << 19
"""Characters of one notebook. A tree of Python's takes some 600 times the memory of the text that it is made of."""


class NotebookCode:
    """The code cells of a notebook, and the modules that were handed in with it.

    Deleted, copied, split and renamed cells do no harm: only definitions count, also those that a cell imports from a
    module handed in. Where cells and modules hold more than MAX_READ characters, what they define and use is not looked
    for in the longest of them.

    Args:
        sources: of the cells, in order.
        assignment: whose exercises ask for some names.
        files: handed in along with the notebook, by relative path.
    """

    def __init__(
        self, sources: Sequence[str], assignment: Assignment, files: Mapping[str, bytes] | None = None
    ) -> None:
        self.sources = sources
        self._owners = {name: exercise.name for exercise in assignment.exercises for name in exercise.provides}
        modules = [(path, content) for path, content in (files or {}).items() if path.endswith(".py")]
        texts = [*sources, *(content.decode("utf-8", "replace") for _, content in modules)]
        left = MAX_READ
        self._too_long: set[int] = set()
        for index in sorted(range(len(texts)), key=lambda index: len(texts[index])):
            left -= len(texts[index])
            if left < 0:
                self._too_long.add(index)
        self._texts = texts
        self._modules = {_module_name(path): len(sources) + number for number, (path, _) in enumerate(modules)}

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
        """For each cell the names that it defines at its top level, by def or import, below an ``if`` too."""
        cells = range(len(self.sources))
        return [{name for statement in self._read[index] for name in self._binds(statement)} for index in cells]

    @functools.cached_property
    def needed(self) -> list[set[str]]:
        """For each cell what exercises ask for and it uses, itself or through what the notebook's definitions use."""
        cells = [set().union(*map(self._uses, self._read[index])) for index in range(len(self.sources))]
        return [(names & self._owners.keys()) | self.needed_by(names) for names in cells]

    @functools.cached_property
    def used(self) -> set[str]:
        """All module-level names that the cells use."""
        return {name for index in range(len(self.sources)) for one in self._read[index] for name in one.uses}

    def written_in(self, index: int) -> set[str]:
        """What exercises ask for and a cell seems to define, though it is no Python."""
        source = self.sources[index]
        return {name for name in self._owners if re.search(_WRITTEN.format(name=re.escape(name)), source, re.MULTILINE)}

    def exercise_of(self, index: int, is_python: bool = True) -> str | None:
        """The exercise that a cell answers; of one that is no Python by what it seems to define."""
        written = set() if is_python else self.written_in(index)
        return self._owners[min(written)] if written else self.exercises[index]

    def needed_by(self, names: Iterable[str]) -> set[str]:
        """What exercises ask for and the notebook's definitions of these names use, through helpers too."""
        wanted = set(names)
        return {asked for asked, users in self._users.items() if users & wanted}

    @functools.cached_property
    def _users(self) -> dict[str, set[str | int]]:
        """For each name that exercises ask for, the names whose definitions use it, through helpers too."""
        users: dict[str | int, set[str | int]] = {}
        # The number stands between what a statement uses and what it defines.
        for number, statement in enumerate(statement for read in self._read for statement in read):
            users[number] = set(self._binds(statement))
            for name in self._uses(statement):
                users.setdefault(name, set()).add(number)
        return {asked: _reached(asked, users) for asked in self._owners}

    @functools.cached_property
    def _read(self) -> list[list[Statement]]:
        """The statements of each cell, then of each module."""
        return [[] if index in self._too_long else statements(text) for index, text in enumerate(self._texts)]

    def _binds(self, statement: Statement) -> Iterable[str]:
        if isinstance(statement.node, ast.ImportFrom) and statement.node.names[0].name == "*":
            return self._names_of(statement.node.module)
        return statement.binds

    def _uses(self, statement: Statement) -> Iterator[str]:
        """What a statement uses. An import uses what it takes from a module that was handed in."""
        yield from statement.uses
        node = statement.node
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from self._names_of(alias.name)
        elif isinstance(node, ast.ImportFrom):
            inside = self._names_of(node.module)
            for alias in node.names:
                if alias.name in inside and bound_by(alias) != alias.name:
                    yield alias.name  # under another name here; under its own it is the same name to us
                yield from self._names_of(alias.name)

    def _names_of(self, module: str | None) -> set[str]:
        """What a module that was handed in defines; nothing for any other."""
        index = self._modules.get((module or "").rpartition(".")[2])
        return set() if index is None else {name for statement in self._read[index] for name in statement.binds}


def _module_name(path: str) -> str:
    """As the last part of an import names it: "more/helpers.py" is helpers, "more/__init__.py" more."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "__init__" else pure.stem


def _reached(start: str, edges: Mapping[str | int, set[str | int]]) -> set[str | int]:
    """All that can be reached by one step or more."""
    reached: set[str | int] = set()
    waiting: list[str | int] = [start]
    while waiting:
        found = edges.get(waiting.pop(), set()) - reached
        reached |= found
        waiting += found
    return reached
