"""`autograder export`: marks for the place where a university keeps them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.errors import KitError
from autograder.exports import TARGETS

from .options import course_option, strict_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from autograder.exports.nbgrader import Notebooks
    from autograder.messages import Message
    from autograder.results import SubmissionResult


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Choice(TARGETS), required=True)
@click.option("--out", "out", type=click.Path(path_type=Path), required=True, help="The file or folder to write.")
@click.option("--title", default="", help="The column's name in Canvas; the assignment's name if not given.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Canvas's gradebook or Moodle's grading worksheet as downloaded: marks are filled in, other cells kept.",
)
@click.option(
    "--missing",
    type=click.Choice(("blank", "0")),
    default="blank",
    show_default=True,
    help="What those get who have no mark: nothing, or 0.",
)
@click.option("--scale", is_flag=True, help="Scale marks to the maximum that the roster says.")
@click.option("--comments", is_flag=True, help="Fill empty cells of Moodle's feedback comments.")
@click.option(
    "--submissions",
    type=click.Path(path_type=Path, exists=True),
    help="What was graded, as `grade` took it: written for nbgrader's formgrader and feedback.",
)
@click.option(
    "--engine",
    type=click.Choice(("kit", "otter")),
    help="With --to gradescope: also write OUT/autograder.zip, which grades there with the kit's own engine or plain Otter.",
)
@click.option("--language", metavar="CODE", help="Language of what is said, and of words beside marks, e.g. he.")
@course_option
@strict_option
def export(
    results: Path,
    target: str,
    out: Path,
    title: str,
    roster: Path | None,
    missing: str,
    scale: bool,
    comments: bool,
    submissions: Path | None,
    engine: str | None,
    language: str | None,
    course: Path | None,
    strict: bool,
) -> None:
    """Write the marks in RESULTS for Gradescope, Canvas, Moodle, nbgrader's gradebook, or as plain CSV.

    Where a course.toml is found, marks are those of the course, with lateness and overrides. Says whose marks were found
    and whose not.
    """
    from autograder.course.load import course_if_any
    from autograder.exports import export as write
    from autograder.exports.out import Refused
    from autograder.messages import Message
    from autograder.reports import read_results
    from autograder.translation import translator

    if engine is not None and target != "gradescope":
        raise KitError("An engine is of no use for {target}.", "It is for gradescope.", target=target)
    translate = translator(language)
    found = read_results(
        results,
        on_problem=lambda problem: click.echo(translate(Message("warning: {problem}", problem=problem)), err=True),
    )
    loaded = course_if_any(course, results, out.parent)
    marks = loaded.marks() if loaded is not None and loaded.knows(results) else None
    try:
        done = write(
            found,
            target,
            out,
            title=title,
            roster=roster,
            course=marks,
            missing=missing,
            scale=scale,
            comments=comments,
            language=language,
            notebooks=_notebooks(submissions, found) if submissions else None,
        )
    except Refused as error:
        _say(error.lines, translate)
        raise
    _say(done.lines, translate)
    click.echo(f"{target}: {out}")
    if engine is not None:
        path = _autograder(out, engine, language, found)
        click.echo(translate(Message("autograder: {file}", file=str(path))))
    if strict and not done.clean:
        sys.exit(1)


def _say(lines: Iterable[Message], translate: Callable[[str], str]) -> None:
    for line in lines:
        click.echo(translate(line), err=True)


def _autograder(out: Path, engine: str, language: str | None, results: list[SubmissionResult]) -> Path:
    from autograder.authoring.catalogue import find_assignment, kit_root
    from autograder.release.gradescope_zip import write_for_gradescope

    kit = kit_root()
    name = next((result.assignment for result in results if result.assignment), "")
    language = None if engine == "otter" else language  # its own words are English
    return write_for_gradescope(find_assignment(name, kit), out / "autograder.zip", kit, engine, language)


def _notebooks(submissions: Path, results: list[SubmissionResult]) -> Notebooks:
    from autograder.authoring.catalogue import find_assignment
    from autograder.intake import collect, hand_out_of

    name = next((result.assignment for result in results if result.assignment), "")
    try:
        hand_out = hand_out_of(find_assignment(name))
    except KitError:  # results of an assignment that this kit has not got
        hand_out = None
    return {one.id: one.notebook for one in collect(submissions, name, hand_out=hand_out) if one.notebook is not None}
