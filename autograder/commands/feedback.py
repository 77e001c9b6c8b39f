"""`autograder feedback`: the students' pages, one folder a person, ready to mail or to upload."""

from __future__ import annotations

from pathlib import Path

import click

from .options import course_option


@click.command()
@click.argument("results", type=click.Path(path_type=Path), required=False)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where to write.")
@course_option
@click.option("--assignment", "only", metavar="NAME", help="Only this assignment of the course.")
@click.option(
    "--moodle-zip",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the zip that Moodle takes as feedback files; with --assignment.",
)
@click.option("--language", metavar="CODE", help="Language of the pages; the course's, if not given.")
@click.option(
    "--material", metavar="URL", default="", help="Where students find assignments/: sections to read again are links."
)
def feedback(
    results: Path | None,
    out: Path,
    course: Path | None,
    only: str | None,
    moodle_zip: Path | None,
    language: str | None,
    material: str,
) -> None:
    """Write what each student may see: of the course, from the date on that course.toml says; or of one RESULTS folder."""
    from autograder.course.load import course_if_any, load_course
    from autograder.errors import KitError
    from autograder.messages import Message
    from autograder.translation import translator

    loaded = load_course(course) if results is None else course_if_any(course, results)
    if results is not None and (loaded is None or not loaded.knows(results)):
        if only or moodle_zip or course:
            raise KitError(
                "{results} is in no course.",
                "Name the course with --course, or leave these options out.",
                results=results,
            )
        _of_results(results, out, language, material)
        return
    assert loaded is not None  # load_course gives one or raises
    import datetime as dt

    from autograder.course.feedback import pages_of, write_feedback_folders, write_moodle_zip

    if results is not None:
        only = next(a.name for a in loaded.course.assignments if a.results.resolve() == results.resolve())
    chosen = [loaded.assignment_named(only)] if only else list(loaded.course.assignments)
    if moodle_zip and len(chosen) != 1:
        raise KitError("Moodle takes one assignment's feedback at a time.", "Name it with --assignment.")
    now = dt.datetime.now(dt.UTC)
    marks = loaded.marks(now)
    done = write_feedback_folders(marks, chosen, out, now, language, material)
    translate = translator(language or loaded.course.language)
    for problem in loaded.problems:
        click.echo(translate(Message("warning: {problem}", problem=problem)), err=True)
    for line in done.kept_back:
        click.echo(translate(Message("kept back: {line}", line=line)), err=True)
    click.echo(translate(Message("feedback: {folder} ({count} pages)", folder=str(out), count=len(done.written))))
    if moodle_zip:
        pages, _others = pages_of(marks, chosen[0], now, language, material)
        left_out = write_moodle_zip(pages, moodle_zip)
        if left_out:
            names = ", ".join(sorted(left_out))
            click.echo(translate(Message("no number in Moodle is known of: {names}", names=names)), err=True)
        click.echo(translate(Message("for Moodle: {file}", file=str(moodle_zip))))


def _of_results(results: Path, out: Path, language: str | None, material: str) -> None:
    """Without a course: one folder a submission."""
    from autograder.commands.report import title_of
    from autograder.messages import Message
    from autograder.reports import read_results, write_feedback
    from autograder.translation import translator

    translate = translator(language)
    found = read_results(
        results,
        on_problem=lambda problem: click.echo(translate(Message("warning: {problem}", problem=problem)), err=True),
    )
    title = title_of(next((result.assignment for result in found if result.assignment), results.name))
    for result in found:
        write_feedback([result], out / result.submission, title=title, language=language, material=material)
    click.echo(translate(Message("feedback: {folder} ({count} pages)", folder=str(out), count=len(found))))
