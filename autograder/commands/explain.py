"""`autograder explain`: everything behind one student's points in one exercise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import course_option

if TYPE_CHECKING:
    from autograder.results import SubmissionResult


@click.command()
@click.argument("student")
@click.argument("exercise")
@click.argument("results", type=click.Path(path_type=Path), required=False)
@course_option
@click.option("--assignment", "only", metavar="NAME", help="The assignment, where two have an exercise of that name.")
@click.option("--language", metavar="CODE", help="Language of what is said; the course's, if not given.")
def explain(
    student: str, exercise: str, results: Path | None, course: Path | None, only: str | None, language: str | None
) -> None:
    """Say what ran in EXERCISE of STUDENT, what each case asked for, what came back, and what the mark follows from.

    For staff alone: it names hidden cases. Without RESULTS the course's are looked through.
    """
    from autograder.course.explain import mark_lines
    from autograder.course.load import course_if_any, load_course
    from autograder.errors import KitError
    from autograder.places import did_you_mean
    from autograder.reports import read_results
    from autograder.translation import translator

    loaded = load_course(course) if results is None else course_if_any(course, results)
    translate = translator(language or (loaded.course.language if loaded else None))
    if loaded is None or (results is not None and not loaded.knows(results)):
        assert results is not None  # else there would be a course
        _print(_find(read_results(results), student), exercise, translate)
        return
    person = loaded.people.find(student)
    if person is None:
        known = [name for p in loaded.people for name in (p.id, p.name)]
        raise KitError("The course has no student {student}.", did_you_mean(student, known), student=repr(student))
    marks = loaded.marks()
    mine = [mark for mark in marks.of(person) if mark.result is not None]
    if only:
        wanted = loaded.assignment_named(only).name
        mine = [mark for mark in mine if mark.assignment.name == wanted]
    if results is not None:
        mine = [mark for mark in mine if mark.assignment.results.resolve() == results.resolve()]
    fits = [mark for mark in mine if any(q.name == exercise for q in (mark.result.questions if mark.result else ()))]
    if not fits:
        known = sorted({q.name for mark in mine if mark.result for q in mark.result.questions})
        raise KitError(
            "{person} has no result in an exercise {exercise}.",
            did_you_mean(exercise, known),
            person=person.name,
            exercise=repr(exercise),
        )
    if len(fits) > 1:
        names = ", ".join(mark.assignment.name for mark in fits)
        raise KitError(
            "{exercise} is in {names}.", "Name one of them with --assignment.", exercise=exercise, names=names
        )
    (mark,) = fits
    assert mark.result is not None
    _print(mark.result, exercise, translate)
    for line in mark_lines(mark, exercise, loaded.course.zone):
        click.echo(translate(line).replace("\n", "\n      "))


def _find(found: list[SubmissionResult], student: str) -> SubmissionResult:
    from autograder.errors import KitError
    from autograder.places import did_you_mean

    fits = [result for result in found if student in (result.submission, result.student)]
    if len(fits) != 1:
        known = [name for result in found for name in (result.submission, result.student)]
        raise KitError(
            "Several results are called {student}." if fits else "No result is called {student}.",
            did_you_mean(student, known),
            student=repr(student),
        )
    return fits[0]


def _print(result: SubmissionResult, exercise: str, translate: Callable[[str], str]) -> None:
    from autograder.course.explain import exercise_lines
    from autograder.errors import KitError
    from autograder.places import did_you_mean

    question = next((q for q in result.questions if q.name == exercise), None)
    if question is None:
        names = [q.name for q in result.questions]
        raise KitError(
            "{submission} has no exercise {exercise}.",
            did_you_mean(exercise, names),
            submission=result.submission,
            exercise=repr(exercise),
        )
    for line in exercise_lines(result, question, _asked(result.assignment, exercise)):
        click.echo(translate(line).replace("\n", "\n      "))


def _asked(assignment: str, exercise: str) -> Mapping[str, str]:
    """What each case asks for, as its test says; nothing where this kit has no such assignment."""
    from autograder.authoring.catalogue import find_assignment
    from autograder.authoring.test_files import load_test_file
    from autograder.errors import KitError

    try:
        found = next((e for e in find_assignment(assignment).exercises if e.name == exercise), None)
        cases = load_test_file(found.tests).cases if found else []
    except KitError:
        return {}
    said = {case: " ".join(str(case.failure_message).split()) for case in cases}
    return {name: text for case, text in said.items() for name in (case.name, case.title)}
