"""Which exercises a wrong or right solution can touch: read from the text, so that nothing else needs to be run.

An exercise needs the names that it provides and that its cases ask for, and whatever their definitions read, through
helpers too. A solution touches the exercises that need a name which it defines. Whatever does more than define names (a
statement that changes a library, say) may touch all.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from autograder.authoring.assignment import Assignment
from autograder.authoring.outlines import CaseOutline
from autograder.authoring.segments import Module, Segment
from autograder.authoring.solution_marks import solution_source
from autograder.authoring.variants import Variant

_NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Defined:
    """What one text defines."""

    binds: frozenset[str]
    reads: Mapping[str, frozenset[str]]
    """For each of these names what the statements read that bind it."""
    imports: Mapping[str, str]
    """What each imported name stands for."""
    more: bool
    """Whether it does more than define names."""


class Scope:
    """What the exercises of an assignment need, and what a variant changes of it.

    Args:
        assignment: whose solution is read.
        cases: of each exercise, the cases of its test file.

    Raises:
        KitError: if a cell of the solution is not valid Python.
    """

    def __init__(self, assignment: Assignment, cases: Mapping[str, tuple[CaseOutline, ...]]) -> None:
        self.assignment = assignment
        self._asked = {
            exercise.name: frozenset(exercise.provides)
            | {name for case in cases[exercise.name] for name in case.arguments}
            for exercise in assignment.exercises
        }
        self._owner = {name: exercise.name for exercise in assignment.exercises for name in exercise.provides}
        self._solution = [
            defined(solution_source(cell.source), assignment.master.path)
            for cell in assignment.master.cells
            if cell.kind == "code" and (cell.exercise or "setup" in cell.tags)
        ]
        self._reads = _together(text.reads for text in self._solution)
        self._imports = {name: what for text in self._solution for name, what in text.imports.items()}
        self._needed = {name: self._closure(asked) for name, asked in self._asked.items()}

    def names(self) -> frozenset[str]:
        """All names that the cells define which verification runs."""
        return frozenset().union(*(text.binds for text in self._solution))

    def needs(self, exercise: str, variant: Variant | None = None) -> tuple[str, ...]:
        """The exercises whose answers ``exercise`` is made of, itself included, in the order of the notebook."""
        closure = self._needed[exercise]
        if variant is not None:
            closure = self._closure(self._asked[exercise], defined(variant.source, variant.path).reads)
        found = {exercise} | {self._owner[name] for name in closure & self._owner.keys()}
        return tuple(one.name for one in self.assignment.exercises if one.name in found)

    def touched(self, variant: Variant) -> tuple[str, ...]:
        """The exercises whose outcome the variant can change, its own included, in the order of the notebook."""
        text = defined(variant.source, variant.path)
        if text.more:
            return tuple(exercise.name for exercise in self.assignment.exercises)
        changed = {
            name for name in text.binds if name not in text.imports or self._imports.get(name) != text.imports[name]
        }
        return tuple(
            exercise.name
            for exercise in self.assignment.exercises
            if exercise.name in variant.exercises or changed & self._needed[exercise.name]
        )

    def solves(self, variant: Variant, exercise: str) -> bool:
        """Whether the variant defines something that the exercise needs."""
        return bool(defined(variant.source, variant.path).binds & self._needed[exercise])

    def _closure(self, names: Iterable[str], more: Mapping[str, frozenset[str]] = _NOTHING) -> frozenset[str]:
        """All names that ``names`` reach, themselves included."""
        reached: set[str] = set()
        waiting = set(names)
        while waiting:
            name = waiting.pop()
            reached.add(name)
            waiting |= (self._reads.get(name, frozenset()) | more.get(name, frozenset())) - reached
        return frozenset(reached)


def _together(texts: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        for name, reads in text.items():
            found[name] = found.get(name, frozenset()) | reads
    return found


@functools.lru_cache(maxsize=1024)
def defined(source: str, path: Path) -> Defined:
    """What a text defines.

    Raises:
        KitError: if it is not valid Python.
    """
    module = Module.parse(source, path)
    imports: dict[str, str] = {}
    for segment in module.segments:
        imports |= _imported(segment.statement)
    return Defined(
        binds=frozenset().union(*(segment.binds for segment in module.segments)),
        reads=_together(dict.fromkeys(segment.binds, segment.uses) for segment in module.segments),
        imports=imports,
        more=any(_does_more(segment) for segment in module.segments),
    )


def _imported(statement: ast.stmt) -> dict[str, str]:
    if isinstance(statement, ast.Import):
        return {alias.asname or alias.name.split(".")[0]: alias.name if alias.asname else alias.name.split(".")[0]
                for alias in statement.names}  # fmt: skip
    if isinstance(statement, ast.ImportFrom):
        return {alias.asname or alias.name: f"{statement.module}:{alias.name}" for alias in statement.names}
    return {}


def _does_more(segment: Segment) -> bool:
    is_text = isinstance(segment.statement, ast.Expr) and isinstance(segment.statement.value, ast.Constant)
    return not segment.binds and not is_text
