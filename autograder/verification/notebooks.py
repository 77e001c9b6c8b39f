"""The notebooks whose marks are known: the solution, an untouched one, and the solution with each variant in it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.authoring.assignment import Assignment
from autograder.authoring.master import Cell
from autograder.authoring.outlines import CaseOutline
from autograder.authoring.solution_marks import strip_solution
from autograder.authoring.solved import solved_notebook
from autograder.authoring.variants import Variant, load_variants

from .scope import Scope

SOLUTION, UNTOUCHED = "solution", "untouched notebook"


@dataclass(frozen=True)
class Known:
    """A notebook whose marks are known, and the exercises that it is graded on."""

    kind: str
    """``solution``, ``untouched``, ``wrong`` or ``right``."""
    variant: Variant | None
    exercises: tuple[str, ...]
    """Those that it can touch, in the order of the notebook."""

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.variant.name}" if self.variant else self.name

    @property
    def name(self) -> str:
        return self.variant.name if self.variant else {"solution": SOLUTION, "untouched": UNTOUCHED}[self.kind]


class Notebooks:
    """Chooses and makes them.

    Args:
        assignment: whose.
        cases: of each exercise, the cases of its test file.
        thorough: grade each on every exercise, in the whole notebook.
        chosen: exercises that matter; all if None.
    """

    def __init__(
        self,
        assignment: Assignment,
        cases: Mapping[str, tuple[CaseOutline, ...]],
        thorough: bool = False,
        chosen: Collection[str] | None = None,
    ) -> None:
        self.assignment = assignment
        self.cases = cases
        self.scope = Scope(assignment, cases)
        self.thorough = thorough
        self.chosen = chosen
        self._all = tuple(exercise.name for exercise in assignment.exercises)

    def known(self, variants: Sequence[Variant]) -> list[Known]:
        """The notebooks to grade, in the order of a report."""
        asked = tuple(name for name in self._all if self.chosen is None or name in self.chosen)
        found = [Known("solution", None, asked), Known("untouched", None, asked)]
        for variant in variants:
            exercises = self._exercises(variant)
            if exercises:
                found.append(Known(variant.kind, variant, exercises))
        return found

    def _exercises(self, variant: Variant) -> tuple[str, ...]:
        touched = self._all if self.thorough else self.scope.touched(variant)
        if variant.kind == "wrong" and not self.thorough:
            slow = set(self.assignment.slow_exercises) - set(variant.exercises)
            touched = tuple(name for name in touched if name not in slow)
        if self.chosen is None or (variant.kind == "wrong" and variant.exercises[0] in self.chosen):
            return touched
        return tuple(name for name in touched if name in self.chosen)

    def with_lenders(self, one: Known, exercises: Collection[str]) -> tuple[str, ...]:
        """The exercises that must be graded to grade some: those too that they are made of and the notebook may have wrong."""
        if one.kind == "solution":
            wrong: Collection[str] = ()
        else:
            wrong = self._all if one.kind == "untouched" or self.thorough else self.scope.touched(_variant(one))
        needed = {name for exercise in exercises for name in self.scope.needs(exercise, one.variant)}
        return tuple(name for name in self._all if name in exercises or (name in needed and name in wrong))

    def notebook(self, one: Known, exercises: Collection[str]) -> NotebookNode:
        """The notebook, with what these exercises need. Demonstrations (some of them train) run in the solution and the
        untouched notebook alone: no test depends on them."""
        wanted = {cell.id for cell in self._cells(one, exercises)}
        master = self.assignment.master
        cells = tuple(cell for cell in master.cells if cell.id in wanted)  # making one takes long, for it is validated
        part = dataclasses.replace(self.assignment, master=dataclasses.replace(master, cells=cells))
        made = solved_notebook(part, self._overrides(one))
        for cell in made.cells:
            if one.kind == "untouched" and cell.id in self._untouched:
                cell.source = self._untouched[cell.id]
        return made

    def sources(self, one: Known, exercises: Collection[str]) -> list[str]:
        """The text of that notebook."""
        answers = self._untouched if one.kind == "untouched" else {}
        found = [answers.get(cell.id, cell.source) for cell in self._cells(one, exercises)]
        return [*found, *(f"{name}:{source}" for name, source in self._overrides(one).items())]

    def reference_sources(self, exercise: str) -> list[str]:
        """The text of what the judge makes its own solution of, as far as this exercise goes."""
        return self._reference[exercise]

    def _overrides(self, one: Known) -> dict[str, str]:
        return dict.fromkeys(one.variant.exercises, one.variant.source) if one.variant else {}

    def _cells(self, one: Known, exercises: Collection[str]) -> list[Cell]:
        if one.variant is None and self.chosen is None:
            return [cell for cell in self.assignment.master.cells if cell.kind == "code"]
        needed = set(self._all)
        if not self.thorough:
            needed = {name for exercise in exercises for name in self.scope.needs(exercise, one.variant)}
        return self._answers_of(needed)

    def _answers_of(self, exercises: Collection[str]) -> list[Cell]:
        """The set-up cells, and the answer cells of some exercises."""
        return [
            cell
            for cell in self.assignment.master.cells
            if (cell.exercise in exercises if cell.exercise else "setup" in cell.tags)
        ]

    @functools.cached_property
    def _untouched(self) -> dict[str, str]:
        return {cell.id: strip_solution(cell.source) for cell in self.assignment.master.cells if cell.exercise}

    @functools.cached_property
    def _reference(self) -> dict[str, list[str]]:
        wrong = [one for one in load_variants(self.assignment) if one.kind == "wrong"]
        found: dict[str, list[str]] = {}
        for exercise in self._all:
            variants = [None, *(one for one in wrong if one.exercises[0] == exercise)]
            needed = {name for one in variants for name in self.scope.needs(exercise, one)}
            found[exercise] = [cell.source for cell in self._answers_of(needed)]
        return found


def _variant(one: Known) -> Variant:
    assert one.variant is not None
    return one.variant


def sampled(variants: list[Variant], most: int) -> list[Variant]:
    """All right variants, and of each exercise's wrong ones at most so many. The same ones each time."""
    wrong: dict[str, list[Variant]] = {}
    for variant in variants:
        if variant.kind == "wrong":
            wrong.setdefault(variant.exercises[0], []).append(variant)
    spread: list[Variant] = []
    for group in wrong.values():
        number = min(most, len(group))
        spread += [group[place * len(group) // number] for place in range(number)]
    return [variant for variant in variants if variant.kind == "right" or variant in spread]
