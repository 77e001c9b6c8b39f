"""Having the notebooks graded whose marks are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.results import QuestionResult, Rules, Status, SubmissionResult

from .notebooks import Known, Notebooks


@dataclass
class Outcome:
    """How one notebook did."""

    status: Status
    detail: str
    questions: dict[str, QuestionResult]
    problems: list[str] = field(default_factory=list)
    """How its own code ends where it cannot even be run."""
    why: list[str] = field(default_factory=list)
    """What was raised, with lines of the kit's files, where a case failed that should not have."""


def grade(notebooks: Notebooks, known: Sequence[Known], kit: Path, level: Level, jobs: int) -> dict[str, Outcome]:
    """The outcome of each notebook, by its id.

    Raises:
        KitError: if the assignment is broken.
    """
    submissions = [_submission(notebooks, one) for one in known]
    found: dict[str, Outcome] = {}
    with given_files(notebooks.assignment) as given:
        pool = LocalPool(notebooks.assignment, given, level, jobs, Rules(), kit)
        for graded in pool.grade(submissions):
            result = graded.result
            found[result.submission] = _outcome(result)
        _explain(pool, known, found, notebooks)
    return found


def _submission(notebooks: Notebooks, one: Known) -> Submission:
    exercises = notebooks.with_lenders(one, one.exercises)
    return Submission(
        id=one.id,
        student=one.id,
        source=str(notebooks.assignment.folder),
        notebook=notebooks.notebook(one, exercises),
        digest=one.id,
        exercises=exercises,
    )


def _outcome(result: SubmissionResult) -> Outcome:
    return Outcome(result.status, str(result.detail), {question.name: question for question in result.questions})


def _explain(pool: LocalPool, known: Sequence[Known], found: dict[str, Outcome], notebooks: Notebooks) -> None:
    """Say what was raised, where a variant cannot be run or what is right fails a case."""
    from .explain import Explainer

    explainer = Explainer(pool.examiner)
    for one in known:
        outcome = found[one.id]
        if one.variant and (why := explainer.cannot_run(one.variant)):
            outcome.problems.append(f"its code cannot be run: {why}")
        elif one.kind in ("solution", "right"):
            for question in outcome.questions.values():
                cases = notebooks.cases[question.name]
                for case, result in zip(cases, question.cases, strict=True):
                    if not result.passed and (why := explainer.failed_case(question.name, case.name, one.variant)):
                        outcome.why.append(f"{question.name}, {case.name}: {why}")
