"""`autograder gradebook`: all people and all assignments, the totals, and what changed since the last run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import course_option, strict_option


@click.command()
@course_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder; gradebook/ beside course.toml.")
@click.option(
    "--language", metavar="CODE", help="Language of the page and of what is said; the course's, if not given."
)
@strict_option
def gradebook(course: Path | None, out: Path | None, language: str | None, strict: bool) -> None:
    """Write the grade book of the course: gradebook.csv, and a page with distribution, risks and changes."""
    from autograder.course.changes import (
        changes,
        outdated_overrides,
        override_outdated,
        read_record,
        record_of,
        up_and_down,
        write_record,
    )
    from autograder.course.gradebook import (
        CSV_NAME,
        PAGE_NAME,
        rows_of_course,
        write_gradebook_csv,
        write_gradebook_page,
    )
    from autograder.course.load import load_course
    from autograder.messages import Message
    from autograder.people.matching import matching_lines
    from autograder.reports.tables import round_half_up
    from autograder.translation import translator

    loaded = load_course(course)
    translate = translator(language or loaded.course.language)
    marks = loaded.marks()
    folder = out or loaded.gradebook_folder
    last = read_record(folder)
    changed = changes(marks, last)
    warnings = list(loaded.problems)
    for mark, exercise in outdated_overrides(marks, loaded.tests, last):
        warnings.append(override_outdated(mark, exercise))
    rows = rows_of_course(marks)
    write_gradebook_csv(rows, marks, folder / CSV_NAME, translate)
    write_gradebook_page(rows, marks, changed, folder / PAGE_NAME, warnings=warnings, language=language)
    write_record(record_of(marks, loaded.tests, last), folder)
    for warning in warnings:
        click.echo(translate(Message("warning: {problem}", problem=warning)), err=True)
    clean = True
    for name, matching in marks.matchings.items():
        clean = clean and matching.is_clean
        for line in matching_lines(matching):
            click.echo(f"{name}: {translate(line)}", err=True)
    for change in changed:
        before, after = ("–" if v is None else f"{round_half_up(v):g}" for v in (change.before, change.after))
        click.echo(f"  {change.name}, {change.assignment}: {before} → {after} ({translate(change.why)})", err=True)
    if last is not None:
        said = up_and_down([(change.before, change.after) for change in changed])
        nothing = Message("since the last run: nothing changed")
        click.echo(translate(Message("since the last run: {changes}", changes=said) if said else nothing))
    click.echo(translate(Message("grade book: {file}", file=str(folder / CSV_NAME))))
    click.echo(translate(Message("page: {file}", file=str(folder / PAGE_NAME))))
    if strict and not clean:
        sys.exit(1)
