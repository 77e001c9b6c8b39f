"""What looks wrong in a course although every file can be read: for `autograder course check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from autograder.course.decisions import FINAL
from autograder.course.marks import CourseMarks
from autograder.course.settings import Course
from autograder.intake.names import letters_of
from autograder.people.people import People
from autograder.places import at


def warnings_of(marks: CourseMarks) -> list[str]:
    """Sentences, each with its file, about what may be meant otherwise."""
    return [*_names(marks.people), *_groups(marks.course, marks.people), *_overrides(marks), *_times(marks)]


def _names(people: People) -> Iterator[str]:
    counts = Counter(letters_of(person.name) for person in people)
    for name in sorted({person.name for person in people if counts[letters_of(person.name)] > 1}):
        yield f"{at(people.path)}: several people are called {name}: only ids tell them apart"


def _groups(course: Course, people: People) -> Iterator[str]:
    for assignment in course.assignments:
        if not assignment.groups:
            continue
        alone = [person.name for person in people if not person.groups.get(assignment.groups)]
        if alone:
            yield f"{at(people.path)}: in no “{assignment.groups}” for {assignment.name}: {', '.join(sorted(alone))}"


def _overrides(marks: CourseMarks) -> Iterator[str]:
    said: set[str] = set()
    for mark in marks.marks.values():
        most: Mapping[str, float] = {exercise.name: exercise.max_score for exercise in mark.exercises}
        for override in mark.overrides:
            bound = mark.assignment.maximum if override.exercise in ("all", FINAL) else most.get(override.exercise)
            place = at(marks.course.files["overrides"], override.line)
            if bound is not None and override.points is not None and override.points > bound:
                said.add(f"{place}: {override.points:g} points are more than the {bound:g} that there are")
            if mark.result is not None and bound is None:
                said.add(f"{place}: the result of {mark.person.name} has no exercise {override.exercise}")
    yield from sorted(said)


def _times(marks: CourseMarks) -> Iterator[str]:
    unknown: dict[str, list[str]] = {}
    for mark in marks.marks.values():
        if mark.result is not None and mark.lateness.late is None and mark.window.due is not None:
            unknown.setdefault(mark.assignment.name, []).append(mark.person.name)
    for name, people in sorted(unknown.items()):
        yield f"{name}: nobody says when these handed in, so nothing is taken off: {', '.join(sorted(people))}"
