"""`autograder report`: the HTML report and grades.csv again, from a results folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import course_option, strict_option


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--language", metavar="CODE", help="Language of the report, e.g. he.")
@click.option("--timings", "with_timings", is_flag=True, help="Also show what grading each submission took.")
@course_option
@strict_option
def report(results: Path, language: str | None, with_timings: bool, course: Path | None, strict: bool) -> None:
    """Write RESULTS/report/ and RESULTS/grades.csv from the result files in RESULTS.

    Beside a course.toml, pages show the course's marks, and it is said whose result is whose.
    """
    from autograder.course.load import course_of_results
    from autograder.messages import Message
    from autograder.reports import read_results, read_timings, write_grades_csv, write_html_report
    from autograder.translation import _, translator

    translate = translator(language)
    problems: list[Message] = []
    found = read_results(results, on_problem=problems.append)
    for problem in problems:
        click.echo(translate(Message("warning: {problem}", problem=problem)), err=True)
    title = title_of(next((result.assignment for result in found if result.assignment), results.name))
    marks = course_of_results(course, results)
    people = marks.pages if marks else None
    write_grades_csv(found, results / "grades.csv", translate, people)
    click.echo(f"{translate(_('grades'))}: {results / 'grades.csv'}")
    page = write_html_report(
        found,
        results / "report",
        title=title,
        warnings=[*problems, *(marks.lines if marks and not marks.clean else ())],
        language=language,
        people=people,
        timings=read_timings(results) if with_timings else None,
    )
    click.echo(f"{translate(_('report'))}: {page}")
    if marks:
        for line in marks.lines:
            click.echo(translate(line), err=True)
        if strict and not marks.clean:
            sys.exit(1)


def title_of(assignment: str) -> str:
    """The title of an assignment of this kit; results of another kit are called by the assignment's name."""
    from autograder.authoring.catalogue import find_assignment
    from autograder.errors import KitError

    try:
        return find_assignment(assignment).title
    except KitError:
        return assignment
