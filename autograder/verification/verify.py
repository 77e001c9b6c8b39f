"""Grades the solution, every right and wrong variant and an untouched notebook, and says what does not hold."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.authoring.claims import claim_problems
from autograder.authoring.outlines import CaseOutline, case_outlines, exercise_numbers
from autograder.authoring.variants import Variant, load_variants
from autograder.errors import KitError
from autograder.isolation.levels import Level
from autograder.messages import Message
from autograder.places import at, did_you_mean
from autograder.results import QuestionResult, Status

from .blame import Cost, Figures, check_blame, cost, figures, unknown_cases
from .cache import Cache
from .grading import Outcome, grade
from .notebooks import Known, Notebooks, sampled
from .streams import global_draws
from .unseeded import unseeded
from .verdicts import FALSE, UNREAD, Pair, pair, read_verdicts

TOTAL_POINTS = 100


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
    failed: dict[str, list[str]]
    """Names of the cases that failed, by exercise."""
    cost: Cost | None = None
    """Of a wrong variant, in its exercise."""
    named: str = ""
    """The misconception that its feedback names."""
    recognised: bool = False
    """Whether that is its own name, or another's with the same hint."""
    problems: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    """What was raised where a case failed that should not have, with lines of the kit's files."""
    warnings: list[str] = field(default_factory=list)
    """What an assignment that is being written may still lack."""

    @property
    def problem(self) -> str:
        return "; ".join(self.problems)


@dataclass
class Verification:
    """What was found for one assignment."""

    assignment: Assignment
    numbers: dict[str, str]
    """Of each exercise, as the notebook gives it."""
    exercises: tuple[str, ...]
    """Those that were looked at."""
    rows: list[Row] = field(default_factory=list)
    general: list[str] = field(default_factory=list)
    """What does not hold apart from any notebook."""
    general_warnings: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return self.general + [_of_row(row, problem) for row in self.rows for problem in row.problems]

    @property
    def warnings(self) -> list[str]:
        return self.general_warnings + [_of_row(row, warning) for row in self.rows for warning in row.warnings]


def _of_row(row: Row, problem: str) -> Message:
    return Message("{kind} {name}: {problem}", kind=row.kind, name=row.name, problem=problem)


def verify_assignment(
    assignment: Assignment,
    kit: Path,
    level: Level,
    jobs: int,
    thorough: bool = False,
    sample: int | None = None,
    exercises: Collection[str] | None = None,
    cache: Cache | None = None,
) -> Verification:
    """Grade everything whose outcome is known, through the engine that grades students.

    A variant is graded on the exercises that it can touch (:mod:`autograder.verification.scope`).

    Args:
        assignment: whose tests are tested.
        kit: the kit's folder.
        level: how strongly to isolate.
        jobs: how many submissions at once.
        thorough: grade every variant on every exercise, the assignment's slow ones too.
        sample: so many of each exercise's wrong variants at most, evenly spread over their names; all if None.
        exercises: look at these only, and at what builds on them; at all if None.
        cache: results from before, which are not made again; it is written when all is graded.

    Raises:
        KitError: if the assignment itself is broken, or has no exercise of such a name.
    """
    for name in exercises or ():
        assignment.exercise(name)
    cases = outlines(assignment)
    variants = load_variants(assignment)
    notebooks = Notebooks(assignment, cases, thorough, exercises)
    known = notebooks.known(variants if sample is None else sampled(variants, sample))
    seen = {name for one in known for name in one.exercises}
    shown = tuple(exercise.name for exercise in assignment.exercises if exercise.name in seen)
    report = Verification(assignment, exercise_numbers(assignment), shown)
    _check_assignment(report, notebooks, cases, variants, exercises)
    report.general += claim_problems(kit, assignment, exercises)
    outcomes = grade(notebooks, known, kit, level, jobs, cache)
    if cache:
        cache.write(only_used=not thorough and sample is None and exercises is None)
    for one in known:
        report.rows.append(_row(one, outcomes[one.id], cases, assignment))
    return report


def outlines(assignment: Assignment) -> dict[str, tuple[CaseOutline, ...]]:
    """The cases of each exercise, as they stand in its test file."""
    return {exercise.name: case_outlines(exercise.tests) for exercise in assignment.exercises}


def declared_pairs(assignment: Assignment) -> list[Pair]:
    """Each wrong variant with each case that it says it must fail: what a second reader reads."""
    cases = outlines(assignment)
    pairs: list[Pair] = []
    for variant in load_variants(assignment):
        for name in variant.fails or ():
            exercise, _, case = name.rpartition(".")
            message = {one.name: one.failure_message for one in cases.get(exercise or variant.exercises[0], ())}.get(
                case
            )
            if message is not None:
                pairs.append(pair(variant, name, message))
    return pairs


def declared_figures(assignment: Assignment, but: Collection[str] = ()) -> Figures | None:
    """The figures of blame as the variants declare them, and verification holds them to; None where one declares nothing.

    Args:
        assignment: whose wrong variants.
        but: exercises whose variants are left out.
    """
    cases = outlines(assignment)
    costs: list[Cost] = []
    for variant in load_variants(assignment):
        if variant.kind == "wrong" and variant.exercises[0] not in but:
            if variant.fails is None:
                return None
            exercise = assignment.exercise(variant.exercises[0])
            failed = [case for case in cases[exercise.name] if case.name in variant.fails]
            lost = sum(case.points or 0 for case in failed)
            names = tuple(case.name for case in failed)
            costs.append(Cost(names, lost / exercise.points, any(not case.hidden for case in failed)))
    return figures(costs)


def _check_assignment(
    report: Verification,
    notebooks: Notebooks,
    cases: dict[str, tuple[CaseOutline, ...]],
    variants: Sequence[Variant],
    exercises: Collection[str] | None,
) -> None:
    """What shows without running anything."""
    assignment = report.assignment
    if not math.isclose(assignment.points, TOTAL_POINTS, abs_tol=1e-6):
        report.general.append(
            Message(
                "the points of the exercises add up to {points}, not {total}: change them in {folder}",
                points=assignment.points,
                total=TOTAL_POINTS,
                folder=at(assignment.tests_folder),
            )
        )
    names = notebooks.scope.names()
    for exercise in assignment.exercises:
        if exercises is not None and exercise.name not in exercises:
            continue
        for case in cases[exercise.name]:
            report.general += [
                Message(
                    "{place}: {case} asks for {name}, and no answer or set-up cell of the notebook defines it. {near}",
                    place=at(exercise.tests, case.line),
                    case=case.name,
                    name=repr(name),
                    near=did_you_mean(name, names),
                )
                for name in case.arguments
                if name not in names
            ]
        report.general += global_draws(exercise.tests) + unseeded(exercise.tests)
        wrong = [one for one in variants if one.kind == "wrong" and one.exercises[0] == exercise.name]
        if not wrong:
            report.general_warnings.append(
                Message(
                    "{exercise}: there are no wrong variants, so nobody knows what its tests see",
                    exercise=exercise.name,
                )
            )
        elif not any(one.headline for one in wrong):
            report.general_warnings.append(
                Message("{exercise}: no wrong variant is marked as its HEADLINE", exercise=exercise.name)
            )
    for variant in variants:
        if exercises is None or set(variant.exercises) & set(exercises):
            report.general += unknown_cases(variant, cases) if variant.kind == "wrong" else []
            report.general += unseeded(variant.path)
            report.general += [
                Message(
                    "{place}: it defines nothing that {exercise} uses. {near}",
                    place=at(variant.path),
                    exercise=name,
                    near=_nearest(variant, notebooks, name),
                )
                for name in variant.exercises
                if not notebooks.scope.solves(variant, name)
            ]
    verdicts = read_verdicts(assignment.folder / "wrong")
    chosen = {one.name for one in variants if exercises is None or one.exercises[0] in exercises}
    pairs = [one for one in declared_pairs(assignment) if one.variant in chosen]
    unread = [one for one in pairs if verdicts.get(one, UNREAD) == UNREAD]
    if unread:
        report.general_warnings.append(
            Message(
                "{number} of {all} pairs of a wrong variant and a message have no second reader's verdict "
                "(autograder verify {assignment} --unread)",
                number=len(unread),
                all=len(pairs),
                assignment=assignment.name,
            )
        )
    report.general += [
        Message(
            "wrong {variant}: the message of {case} is not true of it, says its second reader",
            variant=one.variant,
            case=one.case,
        )
        for one in pairs
        if verdicts.get(one) == FALSE
    ]


def _nearest(variant: Variant, notebooks: Notebooks, exercise: str) -> Message:
    from .scope import defined

    provides = notebooks.assignment.exercise(exercise).provides
    for name in sorted(defined(variant.source, variant.path).binds):
        if (mend := did_you_mean(name, provides)).startswith("Did"):
            return Message("It defines {name}. {near}", name=repr(name), near=mend)
    return Message("The exercise asks for {names}.", names=", ".join(provides))


def _row(one: Known, outcome: Outcome, cases: dict[str, tuple[CaseOutline, ...]], assignment: Assignment) -> Row:
    questions = {name: outcome.questions[name] for name in one.exercises}
    row = Row(
        kind=one.kind,
        name=one.name,
        owner=one.variant.exercises[0] if one.variant and one.kind == "wrong" else "",
        lost={
            name: round(question.max_score - question.score, 6)
            for name, question in questions.items()
            if question.score < question.max_score
        },
        failed={
            name: list(found.failed)
            for name, question in questions.items()
            if (found := cost(question, _checked(assignment, name, cases[name], question))).failed
        },
    )
    if one.kind == "untouched":
        earned = [f"{q.name}: {case.name}" for q in questions.values() for case in q.cases if case.passed]
        if earned:
            row.problems.append(Message("earns points for nothing in {cases}", cases="; ".join(earned)))
    elif outcome.status is not Status.GRADED:
        row.problems.append(Message("{status}: {detail}", status=Message(str(outcome.status)), detail=outcome.detail))
    elif one.kind == "wrong":
        assert one.variant is not None
        if row.owner in questions:
            _check_wrong(row, one.variant, questions[row.owner], cases, assignment)
        elif row.lost:
            row.problems.append(Message("also loses points in {names}", names=", ".join(sorted(row.lost))))
    elif row.lost:
        titles = {case.name: case.title for group in cases.values() for case in group}
        failed = [f"{name}: {titles[case]}" for name, group in row.failed.items() for case in group]
        row.problems.append(Message("is right and fails {cases}", cases="; ".join(failed)))
    row.problems += outcome.problems
    row.why = outcome.why
    return row


def _checked(
    assignment: Assignment, name: str, cases: tuple[CaseOutline, ...], question: QuestionResult
) -> tuple[CaseOutline, ...]:
    if [case.title for case in cases] != [case.name for case in question.cases]:
        raise KitError(
            "{place}: its cases are not what its text shows.",
            "Write each as a function of its own with @test_case above it.",
            place=at(assignment.exercise(name).tests),
        )
    return cases


def _check_wrong(
    row: Row,
    variant: Variant,
    question: QuestionResult,
    cases: dict[str, tuple[CaseOutline, ...]],
    assignment: Assignment,
) -> None:
    owner = row.owner
    row.cost = cost(question, cases[owner])
    if question.misconception is not None:
        row.named = question.misconception.name
        row.recognised = question.misconception.hint == variant.hint
    elsewhere = [f"{name}.{case}" for name, group in row.failed.items() if name != owner for case in group]
    undeclared = [name for name in elsewhere if name not in (variant.fails or ())]
    if owner not in row.lost:
        row.problems.append(Message("gets full marks in {exercise}: no test sees this mistake", exercise=owner))
        return
    if undeclared:
        others = sorted({name.split(".")[0] for name in undeclared})
        row.problems.append(Message("also loses points in {names}", names=", ".join(others)))
    if variant.fails is None and all(case.passed for case in question.cases if case.hidden):
        row.problems.append(Message("is seen by public cases of {exercise} only: no hidden test fails", exercise=owner))
    row.problems += check_blame(variant, row.cost, [name for name in elsewhere if name not in undeclared])
    if variant.fails is None:
        row.warnings.append(Message("does not declare which cases it must fail (FAILS)"))
    if owner not in assignment.slow_exercises and not row.recognised:
        lacks = row.warnings if variant.fails is None else row.problems
        if row.named:
            lacks.append(Message("is named {name} in its feedback", name=repr(row.named)))
        else:
            lacks.append(Message("is not named in its feedback"))
