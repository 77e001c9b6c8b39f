"""A module's text as segments, one for each top-level statement: which of them need which, and cutting some out.

This is how hidden tests are kept from students without touching the formatting of what they get: each statement keeps
its own lines and the comment directly above it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError
from autograder.places import at
from autograder.source_code import bound_by, statements


@dataclass(frozen=True)
class Segment:
    """One top-level statement with the comment directly above it: lines ``first`` to ``last``, from 1."""

    statement: ast.stmt
    first: int
    last: int
    binds: frozenset[str]
    """The module-level names that it defines."""
    uses: frozenset[str]
    """The module-level names that it, or a function in it, reads."""


@dataclass(frozen=True)
class Module:
    """A parsed module and its segments, in order."""

    source: str
    tree: ast.Module
    segments: tuple[Segment, ...]

    @classmethod
    def parse(cls, source: str, path: Path) -> Module:
        """Cut a module into segments.

        Raises:
            KitError: if it is not valid Python, imports ``*``, or has two statements on one line.
        """
        try:
            tree = ast.parse(source)
        except SyntaxError as error:
            raise KitError(
                "{place}: {reason}.", "The file must be valid Python.", place=at(path, error.lineno), reason=error.msg
            ) from error
        lines = source.split("\n")
        segments: list[Segment] = []
        last = 0
        for read in statements(source):
            statement, first = read.node, read.first
            if first <= last:
                raise KitError(
                    "{place}: two statements on one line.", "Put each on its own line.", place=at(path, first)
                )
            if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
                raise KitError(
                    "{place}: an import of * hides which names the tests use.",
                    "Import them by name.",
                    place=at(path, first),
                )
            while first - 1 > last and lines[first - 2].startswith("#"):
                first -= 1
            last = read.last
            segments.append(Segment(statement, first, last, frozenset(read.binds), read.uses))
        return cls(source, tree, tuple(segments))

    def line_of(self, name: str) -> int | None:
        """The line on which ``name`` is defined."""
        return next((segment.statement.lineno for segment in self.segments if name in segment.binds), None)

    def needed_for(self, names: Iterable[str]) -> frozenset[str]:
        """Every module-level name that ``names`` reach, themselves included."""
        reached: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            for segment in self.segments:
                if name in segment.binds:
                    waiting += segment.uses
        return frozenset(reached)

    def kept(self, names: frozenset[str]) -> list[Segment]:
        """The segments that belong to ``names``: those that define one of them, and those without a name of their own
        (``SIZES.append(7)``) that use nothing of the module but them. The module's docstring is left out."""
        defined = frozenset().union(*(segment.binds for segment in self.segments))
        return [segment for segment in self.segments if self._belongs(segment, names, defined)]

    def _belongs(self, segment: Segment, names: frozenset[str], defined: frozenset[str]) -> bool:
        statement = segment.statement
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            return True
        if segment.binds:
            return bool(segment.binds & names)
        own = segment.uses & defined
        return bool(own) and own <= names

    def render(self, names: frozenset[str], values: Mapping[str, str] | None = None) -> str:
        """The text of :meth:`kept`, with the blank lines that stood between, and ``values`` assigned to some names."""
        blocks: list[str] = []
        for segment in self.kept(names):
            blocks.append(self.text(segment, names, values or {}))
        text = ""
        for block, segment in zip(blocks, self.kept(names), strict=True):
            if text:
                text += "\n" * (1 + self._blank_lines_above(segment))
            text += block
        return text + "\n"

    def text(self, segment: Segment, names: frozenset[str], values: Mapping[str, str] | None = None) -> str:
        """The lines of one segment; an import loses the names that are not in ``names``."""
        lines = self.source.split("\n")[segment.first - 1 : segment.last]
        statement = segment.statement
        if isinstance(statement, (ast.Import, ast.ImportFrom)) and not _is_future(statement):
            wanted = [alias for alias in statement.names if bound_by(alias) in names]
            if len(wanted) < len(statement.names):
                reduced = (
                    ast.Import(names=wanted)
                    if isinstance(statement, ast.Import)
                    else ast.ImportFrom(module=statement.module, names=wanted, level=statement.level)
                )
                return ast.unparse(reduced)
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            value = (values or {}).get(statement.targets[0].id)
            if value is not None:
                return f"{statement.targets[0].id} = {value}"
        return "\n".join(lines)

    def _blank_lines_above(self, segment: Segment) -> int:
        lines = self.source.split("\n")
        count = 0
        while segment.first - 2 - count >= 0 and not lines[segment.first - 2 - count].strip():
            count += 1
        return count


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
