"""What the class did: averages, distribution, pass rates and misconceptions."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.messages import Message
from autograder.reports.tables import exercise_names
from autograder.results import Status, SubmissionResult

BINS = 10
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
    """How the class did in one exercise. ``percent`` is the mean of the points, ``full`` how many have all of them."""

    name: str
    percent: float
    full: int
    count: int
    bins: list[int]
    """As of the class, of the points of this exercise."""
    stopped: dict[Status, int]
    cases: list[CaseRate]


@dataclass(frozen=True)
class Ranked:
    """A misconception and how many submissions showed it."""

    exercise: str
    name: str
    hint: str
    count: int


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


def percent(result: SubmissionResult) -> float:
    """The points in per cent of those that can be reached."""
    return 100 * result.score / result.max_score if result.max_score else 0.0


def class_figures(results: Sequence[SubmissionResult]) -> ClassFigures:
    """Count up a class."""
    scored = [r for r in results if r.status is not Status.UNREADABLE and r.max_score > 0]
    percents = [percent(result) for result in scored]
    found = Counter(
        (question.name, misconception.name, misconception.hint)
        for result in results
        for question in result.questions
        for misconception in (question.misconception, question.other_misconception)
        if misconception
    )
    ranked = [Ranked(*key, count) for key, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
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
    )


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
    )
