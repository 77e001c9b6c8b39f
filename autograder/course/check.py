"""What looks wrong in a course although every file can be read: for `autograder course check`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from autograder.authoring.rubric import read_rubric
from autograder.course.decisions import FINAL
from autograder.course.marks import CourseMarks
from autograder.course.settings import Course, CourseAssignment
from autograder.messages import Message
from autograder.people.people import People
from autograder.people.spelling import asked_spellings, known_spellings
from autograder.places import at


def warnings_of(marks: CourseMarks) -> list[Message]:
    """Sentences, each with its file, about what may be meant otherwise."""
    return [*_names(marks.people), *_groups(marks.course, marks.people), *_overrides(marks), *_times(marks)]


def _names(people: People) -> Iterator[Message]:
    of_spelling: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for spelling in known_spellings(person.name):
            of_spelling[spelling].add(person.id)
    alike = {p.name for p in people if len(set().union(*(of_spelling[s] for s in asked_spellings(p.name)))) > 1}
    for name in sorted(alike):
        yield Message(
            "{file}: several people are called {name}: only ids tell them apart", file=at(people.path), name=name
        )


def _groups(course: Course, people: People) -> Iterator[Message]:
    for assignment in course.assignments:
        if not assignment.groups:
            continue
        alone = [person.name for person in people if not person.groups.get(assignment.groups)]
        if alone:
            yield Message(
                "{file}: in no “{column}” for {assignment}: {names}",
                file=at(people.path),
                column=assignment.groups,
                assignment=assignment.name,
                names=", ".join(sorted(alone)),
            )
        if assignment.rubric is not None:
            yield from _sizes(assignment, people)


def _sizes(assignment: CourseAssignment, people: People) -> Iterator[Message]:
    """Teams that are smaller or larger than the project's rubric says."""
    assert assignment.rubric is not None
    rubric = read_rubric(assignment.rubric)
    for name in people.groups(assignment.groups):
        count = len(people.members(assignment.groups, name))
        if not rubric.least_members <= count <= rubric.most_members:
            yield Message(
                "{file}: {column} {name} of {assignment} has {count} members, and {rubric} says {least} to {most}",
                file=at(people.path),
                column=assignment.groups,
                name=name,
                assignment=assignment.name,
                count=count,
                rubric=at(assignment.rubric),
                least=rubric.least_members,
                most=rubric.most_members,
            )


def _overrides(marks: CourseMarks) -> Iterator[Message]:
    said: set[Message] = set()
    for mark in marks.marks.values():
        most: Mapping[str, float] = {exercise.name: exercise.max_score for exercise in mark.exercises}
        for override in mark.overrides:
            bound = mark.assignment.maximum if override.exercise in ("all", FINAL) else most.get(override.exercise)
            place = at(marks.course.files["overrides"], override.line)
            if bound is not None and override.points is not None and override.points > bound:
                points = float(override.points)
                said.add(
                    Message(
                        "{place}: {points} points are more than the {most} that there are",
                        place=place,
                        points=points,
                        most=bound,
                    )
                )
            if mark.result is not None and bound is None:
                said.add(
                    Message(
                        "{place}: the result of {name} has no exercise {exercise}",
                        place=place,
                        name=mark.person.name,
                        exercise=override.exercise,
                    )
                )
    yield from sorted(said)


def _times(marks: CourseMarks) -> Iterator[Message]:
    unknown: dict[str, list[str]] = {}
    for mark in marks.marks.values():
        if mark.result is not None and mark.lateness.late is None and mark.window.due is not None:
            unknown.setdefault(mark.assignment.name, []).append(mark.person.name)
    for name, people in sorted(unknown.items()):
        yield Message(
            "{assignment}: nobody says when these handed in, so nothing is taken off: {names}",
            assignment=name,
            names=", ".join(sorted(people)),
        )
