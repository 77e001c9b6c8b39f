"""What students were given: by it one tells an answer from a stub, and this assignment's notebook from another's."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.authoring.assignment import Assignment


@dataclass(frozen=True)
class Answer:
    """An answer cell as it was given out."""

    exercise: str
    cell_id: str
    provides: tuple[str, ...]
    """The names that it is to define."""
    source: str


@dataclass(frozen=True)
class HandOut:
    """The answer cells and all code of the notebook that students were given."""

    answers: tuple[Answer, ...]
    code: frozenset[str]
    """What all its code cells do (:func:`deeds`)."""

    def gave(self, source: str) -> bool:
        """Whether a code cell is as it was given out, now or in an earlier printing with other words in it."""
        return deeds(source) in self.code

    def exercise_of(self, cell: Mapping[str, Any]) -> str | None:
        """The exercise that a cell answers by its metadata or, where it still has it, its id."""
        metadata = cell.get("metadata")
        named = metadata.get("exercise") if isinstance(metadata, Mapping) else None
        for answer in self.answers:
            if answer.exercise == named or answer.cell_id == cell.get("id"):
                return answer.exercise
        return None

    def answered(self, cells: Iterable[Mapping[str, Any]]) -> int:
        """How many exercises a notebook's code cells do something for that the hand-out does not.

        An exercise counts if a cell that is not as it was given out answers it by metadata or id, or defines one of its names.
        """
        done: set[str] = set()
        for cell in cells:
            source = cell["source"]
            if cell["cell_type"] != "code" or not source.strip() or self.gave(source):
                continue
            own = self.exercise_of(cell)
            done |= {own} if own else set()
            done |= {answer.exercise for answer in self.answers if defines(source, answer.provides)}
        return len(done)

    def fits(self, cells: Iterable[Mapping[str, Any]]) -> bool:
        """Whether a notebook is one of this assignment: it has an answer cell of it, or defines one of its names."""
        names = [name for answer in self.answers for name in answer.provides]
        return any(
            self.exercise_of(cell) or (cell["cell_type"] == "code" and defines(cell["source"], names)) for cell in cells
        )


def hand_out_of(assignment: Assignment) -> HandOut:
    """What students get of an assignment."""
    from autograder.authoring.master import SOLUTION_ONLY
    from autograder.authoring.solution_marks import strip_solution

    sources = {
        cell.id: (strip_solution(cell.source) if cell.exercise else cell.source)
        for cell in assignment.master.cells
        if cell.kind == "code" and SOLUTION_ONLY not in cell.tags
    }
    answers = tuple(
        Answer(exercise.name, exercise.cell_id, tuple(exercise.provides), sources[exercise.cell_id])
        for exercise in assignment.exercises
    )
    return HandOut(answers, frozenset(deeds(source) for source in sources.values()))


def deeds(source: str) -> str:
    """What two cells are compared by: what they do, without comments, docstrings, layout and what a stub says when it raises.

    >>> deeds("def f(x):\\n    'Old words.'\\n    raise NotImplementedError") == deeds("def f(x): raise NotImplementedError('f')")
    True
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
            for node in ast.walk(tree):
                if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    node.body = [statement for statement in node.body if not _is_text(statement)]
                elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    node.exc = node.exc.func
            return ast.dump(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def defines(source: str, names: Iterable[str]) -> bool:
    """Whether a text that need not be valid Python defines or assigns one of some names at a line's beginning.

    >>> defines("def softmax(x): return x", ["softmax"]), defines("softmax(x)", ["softmax"])
    (True, False)
    """
    wanted = "|".join(re.escape(name) for name in names)
    return bool(
        wanted
        and re.search(
            rf"(?m)^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(?:{wanted})\b|^(?:{wanted})[ \t]*[:=](?!=)", source
        )
    )
