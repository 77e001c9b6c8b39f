"""`autograder team-marks`: the final marks of a team project, from automatic results and what people marked."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import course_option

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("team-marks")
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--roster", type=_FILE, help="Who is in which team: team, student, name, email (CSV).")
@click.option("--rubric", type=_FILE, help="What was marked by, and the weights (TOML).")
@click.option("--marks", type=_FILE, help="Rubric points: team, criterion, points, comment, marker (CSV).")
@click.option("--gradebook", type=_FILE, help="nbgrader's gradebook.db, if they were given in its formgrader.")
@click.option(
    "--contributions",
    type=click.Path(path_type=Path, exists=True),
    help="Contribution statements: a CSV or JSON file, or the submissions as `grade` takes them.",
)
@click.option("--layout", metavar="NAME", help="How those submissions are laid out, as for `grade`.")
@course_option
@click.option("--allow-team", "allowed", multiple=True, metavar="TEAM", help="A team that may have another size.")
@click.option("--bom/--no-bom", default=True, show_default=True, help="Begin the file so that Excel shows Hebrew.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The CSV file to write.")
def team_marks(
    results: Path,
    roster: Path | None,
    rubric: Path | None,
    marks: Path | None,
    gradebook: Path | None,
    contributions: Path | None,
    layout: str | None,
    course: Path | None,
    allowed: tuple[str, ...],
    bom: bool,
    out: Path,
) -> None:
    """Combine the automatic points in RESULTS with a rubric's points into final marks, one row a student.

    A student whose submission or one of whose criteria is missing gets a row that says so, and no final mark. Beside a
    course.toml that names the project's rubric, people, times and overrides are the course's, and no file need be given.
    """
    from rich.console import Console

    from autograder.authoring.rubric import read_rubric
    from autograder.errors import KitError
    from autograder.messages import Message
    from autograder.reports import read_results
    from autograder.teams.combine import combine, write_final_csv
    from autograder.teams.contributions import read_contributions
    from autograder.teams.overview import print_overview
    from autograder.teams.roster import read_roster
    from autograder.teams.rubric_marks import read_marks
    from autograder.translation import of_environment

    if roster is None and rubric is None and marks is None and gradebook is None:
        _of_course(course, results, out, bom)
        return
    if roster is None or rubric is None:
        raise KitError(
            "Who is in which team, and what was marked by?",
            "Give --roster and --rubric; or name them in course.toml, and give neither.",
        )
    if (marks is None) == (gradebook is None):
        raise KitError(
            "The rubric's points come from one place.", "Give --marks with a CSV, or --gradebook with nbgrader's."
        )
    given = [path for path in (roster, rubric, marks, gradebook, contributions) if path is not None]
    if out.resolve() in {path.resolve() for path in given}:
        raise KitError("--out {out} would overwrite what was given.", "Name another file.", out=out)
    translate = of_environment()
    chosen = read_rubric(rubric)
    people = read_roster(roster, chosen, allowed=allowed)
    if gradebook is not None:
        from autograder.teams.gradebook import read_gradebook

        points = read_gradebook(gradebook, people, chosen)
    else:
        assert marks is not None  # one of the two was given
        points = read_marks(marks, people, chosen)
    problems = list(points.problems)
    said = read_contributions(contributions, people, chosen.assignment, layout) if contributions is not None else None
    problems += said.problems if said else []
    found = read_results(results, on_problem=problems.append)
    rows = combine(found, people, chosen, points, said)
    for problem in problems:
        click.echo(translate(Message("warning: {problem}", problem=problem)), err=True)
    write_final_csv(rows, chosen, out, bom=bom)
    # A pipe has no width; the table must not be folded there.
    print_overview(rows, chosen, Console() if sys.stdout.isatty() else Console(width=160), translate)
    click.echo(translate(Message("final marks: {file}", file=str(out))))


def _of_course(course: Path | None, results: Path, out: Path, bom: bool) -> None:
    """The same table of a course: with its people, and final marks after lateness and overrides."""
    import dataclasses

    from rich.console import Console

    from autograder.authoring.rubric import read_rubric
    from autograder.course.gradebook import remark_of
    from autograder.course.load import load_course
    from autograder.errors import KitError
    from autograder.messages import Message
    from autograder.reports import read_results
    from autograder.reports.tables import round_half_up
    from autograder.teams.combine import write_final_csv
    from autograder.teams.overview import print_overview
    from autograder.translation import of_environment

    loaded = load_course(course, results)
    translate = of_environment()
    found = next((a for a in loaded.course.assignments if a.results.resolve() == results.resolve()), None)
    if found is None or found.rubric is None:
        raise KitError(
            "{results} is no team project of {course}.",
            "Name its results, rubric and rubric_marks there, or give --roster, --rubric and --marks.",
            results=results,
            course=loaded.course.path,
        )
    marks = loaded.marks()
    project = loaded.team_points(found, read_results(results))
    rows = []
    for row in project.rows:
        mark = marks.marks.get((row.student, found.name))
        if mark is not None:
            final = None if mark.final is None else round_half_up(100 * mark.final / found.maximum)
            said = remark_of(mark)
            row = dataclasses.replace(row, final=final, remarks=(*row.remarks, said) if said else row.remarks)
        rows.append(row)
    for problem in loaded.problems:
        click.echo(translate(Message("warning: {problem}", problem=problem)), err=True)
    rubric = read_rubric(found.rubric)
    write_final_csv(rows, rubric, out, bom=bom)
    print_overview(rows, rubric, Console() if sys.stdout.isatty() else Console(width=160), translate)
    click.echo(translate(Message("final marks: {file}", file=str(out))))
