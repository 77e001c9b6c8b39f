"""Two mistakes in one notebook: what the later exercise earns, and how it is diagnosed, must not hang on the earlier mistake."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.authoring.solved import solved_notebook
from autograder.authoring.variants import Variant, load_variants
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.messages import Message
from autograder.results import QuestionResult, Rules

from .scope import Scope, defined
from .verify import outlines


@dataclass(frozen=True)
class Pair:
    """A wrong solution of an exercise, and one of a later exercise that is made of it."""

    earlier: Variant
    later: Variant

    @property
    def id(self) -> str:
        return f"{self.earlier.name}+{self.later.name}"


def pairs_of(assignment: Assignment) -> list[Pair]:
    """All pairs, in the order of their names; none of variants that define the same names."""
    scope = Scope(assignment, outlines(assignment))
    order = {exercise.name: number for number, exercise in enumerate(assignment.exercises)}
    wrong = [one for one in load_variants(assignment) if one.kind == "wrong"]
    wrong = [one for one in wrong if one.exercises[0] not in assignment.slow_exercises]
    names = {one.name: defined(one.source, one.path) for one in wrong}
    return [
        Pair(earlier, later)
        for later in wrong
        for earlier in wrong
        if order[earlier.exercises[0]] < order[later.exercises[0]]
        and earlier.exercises[0] in scope.needs(later.exercises[0], later)
        and not (names[earlier.name].binds - set(names[earlier.name].imports)) & names[later.name].binds
        and not names[earlier.name].more
    ]


def check_pairs(
    assignment: Assignment, kit: Path, level: Level, jobs: int, most: int | None = None
) -> tuple[int, list[str]]:
    """Grade pairs, and the later mistake of each alone.

    Args:
        assignment: whose wrong solutions.
        kit: the kit's folder.
        level: how strongly to isolate.
        jobs: how many submissions at once.
        most: so many pairs at most, evenly spread; all if None.

    Returns:
        how many pairs were graded, and of each in which the later exercise does otherwise than alone, how.
    """
    pairs = pairs_of(assignment)
    if most is not None and most < len(pairs):
        pairs = [pairs[number * len(pairs) // most] for number in range(most)]
    scope = Scope(assignment, outlines(assignment))
    submissions = [_submission(assignment, scope, pair.id, pair.earlier, pair.later) for pair in pairs]
    alone = {pair.later.name: pair.later for pair in pairs}
    submissions += [_submission(assignment, scope, name, later) for name, later in alone.items()]
    if not submissions:
        return 0, []
    with given_files(assignment) as given:
        pool = LocalPool(assignment, given, level, jobs, Rules(), kit)
        results = {graded.result.submission: graded.result.questions for graded in pool.grade(submissions)}
    problems: list[str] = []
    for pair in pairs:
        exercise = pair.later.exercises[0]
        beside = next(one for one in results[pair.id] if one.name == exercise)
        by_itself = next(one for one in results[pair.later.name] if one.name == exercise)
        problems += [
            Message("{earlier} and {later}: {how}", earlier=pair.earlier.name, later=pair.later.name, how=how)
            for how in _differences(beside, by_itself)
        ]
    return len(pairs), problems


def _submission(assignment: Assignment, scope: Scope, name: str, *variants: Variant) -> Submission:
    later = variants[-1]
    needed = scope.needs(later.exercises[0], later)
    notebook = solved_notebook(assignment, {one.exercises[0]: one.source for one in variants})
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("exercise", cell.metadata.get("overrides")) in needed
        or "setup" in cell.metadata.get("tags", [])
    ]
    return Submission(
        id=name,
        student=name,
        source=str(assignment.folder),
        notebook=notebook,
        digest=name,
        exercises=needed,
    )


def _differences(beside: QuestionResult, alone: QuestionResult) -> list[str]:
    found: list[str] = []
    for one, other in zip(beside.cases, alone.cases, strict=True):
        if one.passed != other.passed:
            how = Message("passes") if one.passed else Message("fails")
            found.append(
                Message("{exercise}, {case}: {how}, unlike alone", exercise=beside.name, case=one.name, how=how)
            )
    names = [[one.name for one in (q.misconception, q.other_misconception) if one] for q in (beside, alone)]
    if names[0] != names[1]:
        found.append(
            Message(
                "{exercise} is named {names}, alone {others}",
                exercise=beside.name,
                names=str(names[0]),
                others=str(names[1]),
            )
        )
    return found
