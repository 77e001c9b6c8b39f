"""Having the notebooks graded whose marks are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring.variants import load_variants
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.messages import Message
from autograder.results import QuestionResult, Rules, Status

from .cache import Cache, Keys
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


def grade(
    notebooks: Notebooks, known: Sequence[Known], kit: Path, level: Level, jobs: int, cache: Cache | None = None
) -> dict[str, Outcome]:
    """The outcome of each notebook, by its id.

    Args:
        notebooks: what makes them.
        known: those to grade.
        kit: the kit's folder.
        level: how strongly to isolate.
        jobs: how many submissions at once.
        cache: results from before; what is in it is not graded again, and what was graded is put into it.

    Raises:
        KitError: if the assignment is broken.
    """
    keys = _keys(notebooks, known, level) if cache else {}
    found = {one.id: Outcome(Status.GRADED, "", {}) for one in known}
    stale: dict[str, list[str]] = {}
    for one in known:
        for exercise in one.exercises:
            question = cache.get(keys[one.id, exercise]) if cache else None
            if question is None:
                stale.setdefault(one.id, []).append(exercise)
            else:
                found[one.id].questions[exercise] = question
    to_grade = [one for one in known if one.id in stale]
    if to_grade:
        _grade(notebooks, to_grade, stale, found, kit, level, jobs)
    if cache:
        for one in to_grade:
            for exercise in stale[one.id]:
                if _is_kept(one, found[one.id], exercise):
                    cache.put(keys[one.id, exercise], found[one.id].questions[exercise])
    return found


def _keys(notebooks: Notebooks, known: Sequence[Known], level: Level) -> dict[tuple[str, str], str]:
    keys = Keys(notebooks, level.label)
    naming: dict[str, list[str]] = {}
    for variant in load_variants(notebooks.assignment):
        if variant.kind == "wrong":
            naming.setdefault(variant.exercises[0], []).extend((variant.title, variant.hint, variant.source))
    return {(one.id, exercise): keys.key(one, exercise, naming) for one in known for exercise in one.exercises}


def _grade(
    notebooks: Notebooks,
    known: Sequence[Known],
    stale: Mapping[str, Sequence[str]],
    found: dict[str, Outcome],
    kit: Path,
    level: Level,
    jobs: int,
) -> None:
    """Grade each notebook on the exercises of which nothing is kept."""
    with given_files(notebooks.assignment) as given:
        pool = LocalPool(notebooks.assignment, given, level, jobs, Rules(), kit)
        for graded in pool.grade([_submission(notebooks, one, stale[one.id]) for one in known]):
            result = graded.result
            outcome = found[result.submission]
            outcome.status, outcome.detail = result.status, result.detail
            graded_on = {question.name: question for question in result.questions}
            outcome.questions |= {name: graded_on[name] for name in stale[result.submission]}
        _explain(pool, known, stale, found, notebooks)


def _submission(notebooks: Notebooks, one: Known, wanted: Sequence[str]) -> Submission:
    exercises = notebooks.with_lenders(one, wanted)
    return Submission(
        id=one.id,
        student=one.id,
        source=str(notebooks.assignment.folder),
        notebook=notebooks.notebook(one, exercises),
        digest=one.id,
        exercises=exercises,
    )


def _is_kept(one: Known, outcome: Outcome, exercise: str) -> bool:
    """Whether a result may be kept: not one that a slow or a full machine may have made, nor one that is explained anew."""
    question = outcome.questions[exercise]
    ran = outcome.status is Status.GRADED and question.status is Status.GRADED and not outcome.problems
    return ran and (one.kind in ("wrong", "untouched") or question.score == question.max_score)


def _explain(
    pool: LocalPool,
    known: Sequence[Known],
    stale: Mapping[str, Sequence[str]],
    found: dict[str, Outcome],
    notebooks: Notebooks,
) -> None:
    """Say what was raised, where a variant cannot be run or what is right fails a case."""
    from .always_wrong import too_generous
    from .explain import Explainer
    from .handed_seeds import seeds_handed_on

    explainer = Explainer(pool.answer_key)
    for one in known:
        outcome = found[one.id]
        if outcome.status is not Status.GRADED:
            continue
        if one.kind == "solution":
            for exercise in stale[one.id]:
                if exercise not in notebooks.assignment.slow_exercises:
                    outcome.problems += seeds_handed_on(pool.answer_key, exercise)
                    outcome.problems += too_generous(pool.answer_key, exercise)
        if one.variant and (why := explainer.cannot_run(one.variant)):
            outcome.problems.append(Message("its code cannot be run: {why}", why=why))
        elif one.kind in ("solution", "right"):
            for question in outcome.questions.values():
                cases = notebooks.cases[question.name]
                for case, result in zip(cases, question.cases, strict=True):
                    if not result.passed and (why := explainer.failed_case(question.name, case.name, one.variant)):
                        outcome.why.append(
                            Message("{exercise}, {case}: {why}", exercise=question.name, case=case.name, why=why)
                        )
