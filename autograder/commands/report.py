"""`autograder report`: the HTML report and grades.csv again, from a results folder."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--language", metavar="CODE", help="Language of the report, e.g. he.")
def report(results: Path, language: str | None) -> None:
    """Write RESULTS/report/ and RESULTS/grades.csv from the result files in RESULTS."""
    from autograder.messages import Message
    from autograder.reports import read_results, write_grades_csv, write_html_report
    from autograder.translation import translator

    problems: list[Message] = []
    found = read_results(results, on_problem=problems.append)
    for problem in problems:
        click.echo(f"warning: {problem}", err=True)
    title = _title(next((result.assignment for result in found if result.assignment), results.name))
    write_grades_csv(found, results / "grades.csv", translator(language))
    click.echo(f"grades: {results / 'grades.csv'}")
    page = write_html_report(found, results / "report", title=title, warnings=problems, language=language)
    click.echo(f"report: {page}")


def _title(assignment: str) -> str:
    """The title of an assignment of this kit; results of another kit are called by the assignment's name."""
    from autograder.authoring.catalogue import find_assignment
    from autograder.errors import KitError

    try:
        return find_assignment(assignment).title
    except KitError:
        return assignment
