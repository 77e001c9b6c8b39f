"""What the class did: averages, distribution, pass rates and misconceptions."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.messages import Message
from autograder.reports.tables import exercise_names
from autograder.results import Status, SubmissionResult

BINS = 10
LEAST_CLASS = 10
"""Submissions below which a discrimination says nothing: one student more or less turns it round."""
HARD_BELOW = 50.0
"""Per cent of the points, on average."""
TELLS_LITTLE_BELOW = 0.2
EASY_FROM = 90.0
"""An exercise in which nearly all have all points cannot tell anybody apart, and has taught well."""
MOST_FAILED = 10
"""Lines in the list of the cells that failed most."""


@dataclass(frozen=True)
class CaseRate:
    """How many of the class passed one check."""

    name: str
    hidden: bool
    passed: int
    count: int

    @property
    def percent(self) -> float:
        return 100 * self.passed / self.count if self.count else 0.0


@dataclass(frozen=True)
class ExerciseRate:
    """How the class did in one exercise. ``percent`` is the mean of the points (in test theory the item's difficulty
    index), ``full`` how many have all of them."""

    name: str
    percent: float
    full: int
    count: int
    bins: list[int]
    """As of the class, of the points of this exercise."""
    stopped: dict[Status, int]
    cases: list[CaseRate]
    discrimination: float | None = None
    """Pearson's correlation of its points with those in all other exercises (corrected item-total correlation: Nunnally &
    Bernstein, Psychometric Theory, 1994); None for a small class, or where all have the same points."""

    @property
    def hard(self) -> bool:
        return bool(self.count) and self.percent < HARD_BELOW

    @property
    def tells_little(self) -> bool:
        """Below 0.2, where Ebel & Frisbie (Essentials of Educational Measurement, 1991) draw the line for the index D."""
        low = self.discrimination is not None and self.discrimination < TELLS_LITTLE_BELOW
        return low and self.percent < EASY_FROM


@dataclass(frozen=True)
class Dot:
    """A point of the picture: one exercise, or several that lie so near to one another that they would hide each other."""

    percent: float
    discrimination: float
    """At least 0: below, the picture makes no difference."""
    label: str
    """Numbers of the exercises, from 1."""
    flagged: bool


@dataclass(frozen=True)
class Ranked:
    """A misconception and the submissions that showed it, by the students' names."""

    exercise: str
    name: str
    hint: str
    who: list[SubmissionResult]

    @property
    def count(self) -> int:
        return len(self.who)


@dataclass(frozen=True)
class Changed:
    """A submission whose score is another than before the last run."""

    result: SubmissionResult
    before: float


@dataclass(frozen=True)
class FailedLine:
    """A line at which cells of the class failed, and in how many submissions."""

    exercise: str
    source: str
    error: str
    message: Message
    count: int


@dataclass(frozen=True)
class ClassFigures:
    """The figures of a class. Mean and median are over the ``scored`` submissions: those that could be read."""

    count: int
    scored: int
    mean: float
    median: float
    bins: list[int]
    """Submissions with 0–9 %, 10–19 %, …, 90–100 % of the points."""
    statuses: dict[Status, int]
    exercises: list[ExerciseRate]
    misconceptions: list[Ranked]
    failed_cells: list[FailedLine]
    isolation: dict[str, int]
    not_graded: dict[Status, list[SubmissionResult]]
    """Those that did not run to their end, and those with which the grader failed, by status."""

    @property
    def dots(self) -> list[Dot]:
        """The exercises that have a discrimination, as points of a picture."""
        groups: list[list[tuple[int, ExerciseRate, float]]] = []
        for number, one in enumerate(self.exercises, start=1):
            if one.discrimination is None:
                continue
            value = max(0.0, one.discrimination)
            near = (g for g in groups if abs(g[0][1].percent - one.percent) < 6 and abs(g[0][2] - value) < 0.07)
            group = next(near, None)
            if group is None:
                groups.append(group := [])
            group.append((number, one, value))
        return [
            Dot(
                group[0][1].percent,
                group[0][2],
                ", ".join(str(number) for number, _, _ in group),
                any(one.hard or one.tells_little for _, one, _ in group),
            )
            for group in groups
        ]

    @property
    def taught_badly(self) -> list[ExerciseRate]:
        """Exercises that were hard for the class, or told those who know from those who do not hardly at all; hardest first."""
        return sorted((one for one in self.exercises if one.hard or one.tells_little), key=lambda one: one.percent)


def percent(result: SubmissionResult) -> float:
    """The points in per cent of those that can be reached."""
    return 100 * result.score / result.max_score if result.max_score else 0.0


def class_figures(results: Sequence[SubmissionResult]) -> ClassFigures:
    """Count up a class."""
    scored = [r for r in results if r.status is not Status.UNREADABLE and r.max_score > 0]
    percents = [percent(result) for result in scored]
    found: dict[tuple[str, str, str], list[SubmissionResult]] = {}
    for result in sorted(results, key=lambda one: (one.student.casefold(), one.submission)):
        for question in result.questions:
            for misconception in (question.misconception, question.other_misconception):
                if misconception:
                    found.setdefault((question.name, misconception.name, misconception.hint), []).append(result)
    ranked = [Ranked(*key, who) for key, who in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))]
    stopped = [result for result in results if result.status is not Status.GRADED or result.grader_failed]
    statuses = Counter(result.status for result in results)
    isolation = Counter(result.isolation for result in results if result.isolation)
    return ClassFigures(
        count=len(results),
        scored=len(scored),
        mean=statistics.fmean(percents) if percents else 0.0,
        median=statistics.median(percents) if percents else 0.0,
        bins=bins_of(percents),
        statuses={status: statuses[status] for status in Status if statuses[status]},
        exercises=[_exercise(name, scored) for name in exercise_names(results)],
        misconceptions=ranked,
        failed_cells=_failed_lines(results),
        isolation=dict(sorted(isolation.items())),
        not_graded={
            status: [r for r in stopped if r.status is status]
            for status in Status
            if status in {r.status for r in stopped}
        },
    )


def changed_since(results: Sequence[SubmissionResult], before: Mapping[str, float]) -> list[Changed]:
    """Whose score is another than before the last run; the largest change first.

    Who had none is not among them: a class that was graded in two goes is no other class.

    Args:
        results: as they are now.
        before: scores by submission, as they were.
    """
    changed = [
        Changed(result, before[result.submission])
        for result in results
        if not result.grader_failed and before.get(result.submission, result.score) != result.score
    ]
    return sorted(changed, key=lambda one: (-abs(one.result.score - one.before), one.result.submission))


def _failed_lines(results: Sequence[SubmissionResult]) -> list[FailedLine]:
    """The lines at which most submissions failed; alike are those with the same text and the same error."""
    told: dict[tuple[str, str, str], Message] = {}
    found: Counter[tuple[str, str, str]] = Counter()
    for result in results:
        cells = [cell for cell in result.cells if cell.failed]
        keys = {(cell.exercise or "", cell.source, cell.error or str(cell.kind)): cell.message for cell in cells}
        found.update(keys.keys())
        for key, message in keys.items():
            told.setdefault(key, message)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [FailedLine(*key, told[key], count) for key, count in ranked[:MOST_FAILED]]


def bins_of(percents: Sequence[float]) -> list[int]:
    bins = [0] * BINS
    for value in percents:
        bins[min(BINS - 1, max(0, int(value * BINS / 100 + 1e-9)))] += 1
    return bins


def _exercise(name: str, scored: Sequence[SubmissionResult]) -> ExerciseRate:
    questions = [q for result in scored for q in result.questions if q.name == name]
    shares = [q.score / q.max_score for q in questions if q.max_score]
    stopped: Counter[Status] = Counter(q.status for q in questions if q.status is not Status.GRADED)
    cases: dict[str, list[tuple[bool, bool]]] = {}
    for question in questions:
        for case in question.cases:
            cases.setdefault(case.name, []).append((case.hidden, case.passed))
    rates = [CaseRate(case, seen[0][0], sum(passed for _, passed in seen), len(seen)) for case, seen in cases.items()]
    return ExerciseRate(
        name=name,
        percent=100 * statistics.fmean(shares) if shares else 0.0,
        full=sum(share >= 1 for share in shares),
        count=len(questions),
        bins=bins_of([100 * share for share in shares]),
        stopped={status: stopped[status] for status in Status if stopped[status]},
        cases=rates,
        discrimination=_discrimination(name, scored),
    )


def _discrimination(name: str, scored: Sequence[SubmissionResult]) -> float | None:
    own, others = [], []
    for result in scored:
        points = [question.score for question in result.questions if question.name == name]
        if points:
            own.append(points[0])
            others.append(result.score - points[0])
    if len(own) < LEAST_CLASS or len(set(own)) < 2 or len(set(others)) < 2:
        return None
    return round(statistics.correlation(own, others), 2)
