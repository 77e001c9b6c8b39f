"""`autograder export`: marks for the place where a university keeps them."""

from __future__ import annotations

from pathlib import Path

import click

TARGETS = ("gradescope", "canvas", "moodle", "nbgrader", "csv")


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Choice(TARGETS), required=True)
@click.option("--out", "out", type=click.Path(path_type=Path), required=True, help="The file or folder to write.")
@click.option("--title", default="", help="The column's name in Canvas; the assignment's name if not given.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Canvas's gradebook or Moodle's grading worksheet as downloaded: its rows are kept and the marks filled in.",
)
@click.option("--language", metavar="CODE", help="Language of what the marks come with in words, e.g. he.")
def export(results: Path, target: str, out: Path, title: str, roster: Path | None, language: str | None) -> None:
    """Write the marks in RESULTS for Gradescope, Canvas, Moodle, nbgrader's gradebook, or as plain CSV."""
    from autograder.reports import export as write
    from autograder.reports import read_results

    found = read_results(results, on_problem=lambda problem: click.echo(f"warning: {problem}", err=True))
    write(found, target, out, title=title, roster=roster, language=language)
    click.echo(f"{target}: {out}")
