"""Grades the solution, every right and wrong variant and an untouched notebook, and says what does not hold."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.authoring.assignment import Assignment
from autograder.authoring.marks import strip_solution
from autograder.authoring.solved import solved_notebook
from autograder.authoring.variants import Variant, load_variants
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.results import Rules, Status, SubmissionResult

SOLUTION, UNTOUCHED = "solution", "untouched notebook"


@dataclass
class Row:
    """One notebook that was graded, and what was expected of it."""

    kind: str
    """``solution``, ``right``, ``wrong`` or ``untouched``."""
    name: str
    owner: str
    """The exercise of a wrong variant; empty otherwise."""
    lost: dict[str, float]
    """Points lost, by exercise."""
    recognised: bool
    problem: str = ""


@dataclass
class Verification:
    """What was found for one assignment."""

    assignment: Assignment
    rows: list[Row] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [f"{row.kind} {row.name}: {row.problem}" for row in self.rows if row.problem]


def verify_assignment(
    assignment: Assignment, kit: Path, level: Level, jobs: int, thorough: bool = False, sample: int | None = None
) -> Verification:
    """Grade everything whose outcome is known, through the engine that grades students.

    Args:
        assignment: whose tests are tested.
        kit: the kit's folder.
        level: how strongly to isolate.
        jobs: how many submissions at once.
        thorough: grade wrong variants on the assignment's slow exercises too where they are not about them.
        sample: so many of each exercise's wrong variants at most, evenly spread over their names; all if None.

    Raises:
        KitError: if the assignment itself is broken.
    """
    variants = load_variants(assignment)
    if sample is not None:
        variants = sampled(variants, sample)
    submissions = [_submission(SOLUTION, assignment, solved_notebook(assignment)), _untouched(assignment)]
    submissions += [
        _submission(_id(variant), assignment, _without_demonstrations(assignment, variant)) for variant in variants
    ]
    quick = () if thorough else {_id(variant) for variant in variants if _spares_slow_exercises(variant, assignment)}
    results: dict[str, SubmissionResult] = {}
    with given_files(assignment) as given:
        for graded_on, chosen in (
            (assignment, [one for one in submissions if one.id not in quick]),
            (_without_slow_exercises(assignment), [one for one in submissions if one.id in quick]),
        ):
            if chosen:
                pool = LocalPool(graded_on, given, level, jobs, Rules(), kit)
                results |= {graded.result.submission: graded.result for graded in pool.grade(chosen)}
    report = Verification(assignment)
    report.rows.append(_check_full("solution", SOLUTION, results[SOLUTION]))
    report.rows.append(_check_untouched(results[UNTOUCHED]))
    for variant in variants:
        result = results[_id(variant)]
        check = _check_wrong(variant, result) if variant.kind == "wrong" else None
        report.rows.append(check or _check_full("right", variant.name, result))
    return report


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


def _id(variant: Variant) -> str:
    return f"{variant.kind}/{variant.name}"


def _spares_slow_exercises(variant: Variant, assignment: Assignment) -> bool:
    return (
        variant.kind == "wrong"
        and bool(assignment.slow_exercises)
        and not (set(variant.exercises) & set(assignment.slow_exercises))
    )


def _without_slow_exercises(assignment: Assignment) -> Assignment:
    quick = tuple(exercise for exercise in assignment.exercises if exercise.name not in assignment.slow_exercises)
    return dataclasses.replace(assignment, exercises=quick)


def _submission(name: str, assignment: Assignment, notebook: NotebookNode) -> Submission:
    return Submission(id=name, student=name, source=str(assignment.folder), notebook=notebook, digest=name)


def _without_demonstrations(assignment: Assignment, variant: Variant) -> NotebookNode:
    """The solved notebook with a variant in it; no test depends on a demonstration, and some of them train."""
    notebook = solved_notebook(assignment, dict.fromkeys(variant.exercises, variant.source))
    notebook.cells = [
        cell
        for cell in notebook.cells
        if {"exercise", "overrides"} & cell.metadata.keys() or "setup" in cell.metadata.get("tags", [])
    ]
    return notebook


def _untouched(assignment: Assignment) -> Submission:
    notebook = solved_notebook(assignment)
    answers = {cell.id: cell.source for cell in assignment.master.cells if cell.exercise}
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = strip_solution(answers[cell.id])
    return _submission(UNTOUCHED, assignment, notebook)


def _lost(result: SubmissionResult) -> dict[str, float]:
    return {
        question.name: round(question.max_score - question.score, 6)
        for question in result.questions
        if question.score < question.max_score
    }


def _check_full(kind: str, name: str, result: SubmissionResult) -> Row:
    row = Row(kind, name, "", _lost(result), recognised=False)
    if result.status is not Status.GRADED:
        row.problem = f"{result.status}: {result.detail}"
    elif row.lost:
        failed = [f"{q.name}: {case.name}" for q in result.questions for case in q.cases if not case.passed]
        row.problem = f"is right and fails {'; '.join(failed)}"
    return row


def _check_untouched(result: SubmissionResult) -> Row:
    row = Row("untouched", UNTOUCHED, "", _lost(result), recognised=False)
    earned = [f"{q.name}: {case.name}" for q in result.questions for case in q.cases if case.passed]
    if earned:
        row.problem = f"earns points for nothing in {'; '.join(earned)}"
    return row


def _check_wrong(variant: Variant, result: SubmissionResult) -> Row:
    owner = variant.exercises[0]
    question = next(question for question in result.questions if question.name == owner)
    row = Row("wrong", variant.name, owner, _lost(result), recognised=question.misconception is not None)
    elsewhere = sorted(set(row.lost) - {owner})
    if result.status is not Status.GRADED:
        row.problem = f"{result.status}: {result.detail}"
    elif owner not in row.lost:
        row.problem = f"gets full marks in {owner}: no test sees this mistake"
    elif elsewhere:
        row.problem = f"also loses points in {', '.join(elsewhere)}"
    elif all(case.passed for case in question.cases if case.hidden):
        row.problem = f"is seen by public cases of {owner} only: no hidden test fails"
    return row
