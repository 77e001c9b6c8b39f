"""The total over all assignments: weights, the lowest dropped, letters."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course.marks import CourseMarks, Mark
from autograder.course.settings import Course
from autograder.people.people import Person
from autograder.reports.tables import round_half_up


@dataclass(frozen=True)
class Total:
    """One person's total.

    Attributes:
        person: whose.
        percent: of what has a mark so far, by weight; None where nothing has.
        dropped: names of the assignments that do not count because they are the lowest.
        counted: names of those that do.
        letter: of the band that ``percent``, round_half_up to two decimals, is in; "" without bands or marks.
        at_risk: whether ``percent`` is below the course's bound, or a mark is missing after closing.
    """

    person: Person
    percent: float | None
    dropped: tuple[str, ...]
    counted: tuple[str, ...]
    letter: str
    at_risk: bool


def total_of(person: Person, marks: CourseMarks) -> Total:
    """A person's total.

    Of the assignments that may be dropped, those are that leave the highest total, as Canvas does; among equals the later ones.
    At least one assignment always counts.
    """
    course = marks.course
    mine = marks.of(person)
    counting = [mark for mark in mine if mark.final is not None and mark.assignment.weight > 0]
    droppable = [mark for mark in counting if mark.assignment.droppable]
    drop = min(course.drop_lowest, len(droppable), max(0, len(counting) - 1))
    best: tuple[float, tuple[Mark, ...]] = (-1.0, ())
    for dropped in itertools.combinations(reversed(droppable), drop):
        left = _percent([mark for mark in counting if mark not in dropped])
        if left > best[0] + 1e-9:
            best = (left, dropped)
    percent = best[0] if counting else None
    names = {mark.assignment.name for mark in best[1]}
    missing = any(str(mark.state) == "missing" for mark in mine if mark.final in (None, 0.0))
    return Total(
        person=person,
        percent=percent,
        dropped=tuple(mark.assignment.name for mark in mine if mark.assignment.name in names),
        counted=tuple(mark.assignment.name for mark in counting if mark.assignment.name not in names),
        letter=letter_for(percent, course),
        at_risk=missing or (percent is not None and round_half_up(percent) < course.at_risk),
    )


def _percent(counting: Sequence[Mark]) -> float:
    weights = sum(mark.assignment.weight for mark in counting)
    return sum(mark.assignment.weight * (mark.percent or 0.0) for mark in counting) / weights if weights else 0.0


def letter_for(percent: float | None, course: Course) -> str:
    """The letter of the band; "" where there is none."""
    if percent is None:
        return ""
    return next((letter for least, letter in course.letters if round_half_up(percent) >= least), "")
