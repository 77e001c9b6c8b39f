"""`autograder course`: check what a course says, and who handed in what."""

from __future__ import annotations

import sys
from pathlib import Path

import click

SYSTEMS = ("canvas", "moodle", "gradescope", "blackboard", "brightspace", "nbgrader")
_COURSE = click.option(
    "--course",
    type=click.Path(path_type=Path, exists=True),
    help="course.toml or its folder; the nearest, if not given.",
)


@click.group()
def course() -> None:
    """A course: its people, dates, extensions and overrides, as course.toml and the tables beside it say."""


@course.command()
@_COURSE
@click.option("--strict", is_flag=True, help="Exit code 1 if anything may be meant otherwise.")
@click.option("--language", metavar="CODE", help="Language of what is said; the course's, if not given.")
def check(course: Path | None, strict: bool, language: str | None) -> None:
    """Read course.toml and its tables, and say everything that is wrong, each with file and line."""
    from autograder.course.changes import outdated_overrides, override_outdated, read_record
    from autograder.course.check import warnings_of
    from autograder.course.load import load_course
    from autograder.errors import KitError
    from autograder.messages import Message
    from autograder.translation import translator

    faults: list[KitError] = []
    loaded = load_course(course, faults=faults)
    translate = translator(language or loaded.course.language)
    for fault in faults:
        click.echo(translate(Message("error: {fault}", fault=fault.translated(translate))), err=True)
    if faults:
        sys.exit(2)
    marks = loaded.marks()
    warnings = [*loaded.problems, *warnings_of(marks)]
    for mark, exercise in outdated_overrides(marks, loaded.tests, read_record(loaded.gradebook_folder)):
        warnings.append(override_outdated(mark, exercise))
    for warning in warnings:
        click.echo(translate(Message("warning: {problem}", problem=warning)), err=True)
    said = Message(
        "{title}: {people} people, {assignments} assignments, {extensions} extensions, {overrides} overrides",
        title=loaded.course.title,
        people=len(loaded.people.people),
        assignments=len(loaded.course.assignments),
        extensions=len(loaded.decisions.extensions),
        overrides=len(loaded.decisions.overrides),
    )
    click.echo(translate(said))
    if strict and warnings:
        sys.exit(1)


@course.command("import-people")
@click.argument("roster", type=click.Path(path_type=Path))
@click.option(
    "--from", "system", type=click.Choice(SYSTEMS), help="Whose list it is; told by its columns, if not given."
)
@click.option(
    "--people", type=click.Path(path_type=Path, dir_okay=False), help="people.csv; the course's, if not given."
)
@click.option("--group", default="", metavar="COLUMN", help="Column of people.csv that gets the list's groups.")
@click.option(
    "--assignment", metavar="NAME", help="Of which assignment Moodle's worksheet is: it has numbers of its own."
)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--strict", is_flag=True, help="Exit code 1 if anything contradicts people.csv.")
@_COURSE
@click.option("--language", metavar="CODE", help="Language of what is said; the course's, if not given.")
def import_people(
    roster: Path,
    system: str | None,
    people: Path | None,
    group: str,
    assignment: str | None,
    dry_run: bool,
    strict: bool,
    course: Path | None,
    language: str | None,
) -> None:
    """Bring people.csv up to date from ROSTER, a list of people as another system writes it.

    Nobody is deleted, and nothing that stands in people.csv is written over: what the list says otherwise is named.
    """
    from autograder.course.import_people import import_people, write_people
    from autograder.course.load import assignment_named, people_file
    from autograder.course.rosters import read_roster
    from autograder.messages import Message
    from autograder.places import at
    from autograder.translation import translator

    path, of_course = (people, None) if people else people_file(course)
    read = read_roster(roster, system)
    of_assignment = assignment_named(course, assignment) if assignment else ""
    done = import_people(read, path, group=group, assignment=of_assignment)
    translate = translator(language or of_course)
    for line in done.lines:
        click.echo(translate(line), err=True)
    if read.others:
        click.echo(translate(Message("no students, left out: {names}", names="; ".join(read.others))), err=True)
    if not dry_run:
        write_people(done, path)
    said = Message(
        "{file}, from {system}: {new} new, {changed} changed, {kept} kept otherwise, {conflicts} conflicts",
        file=at(path),
        system=read.system,
        new=len(done.new),
        changed=len(done.changed),
        kept=len(done.kept),
        conflicts=len(done.conflicts),
    )
    click.echo(translate(Message("{said}; nothing was written", said=said)) if dry_run else translate(said))
    if strict and (done.conflicts or done.kept):
        sys.exit(1)


@course.command()
@_COURSE
@click.option("--assignment", "only", metavar="NAME", help="Only this assignment.")
@click.option("--all", "everybody", is_flag=True, help="Everybody, not only who is late or waits for something.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write everybody's lines as CSV.")
@click.option("--language", metavar="CODE", help="Language of what is said; the course's, if not given.")
def status(course: Path | None, only: str | None, everybody: bool, out: Path | None, language: str | None) -> None:
    """Say who handed in what, late by how much, and who waits for what."""
    from autograder.course.load import load_course
    from autograder.course.marks import State
    from autograder.course.status import COLUMNS, status_rows, summary_line
    from autograder.messages import Message
    from autograder.reports.tables import write_csv
    from autograder.translation import translator

    loaded = load_course(course)
    translate = translator(language or loaded.course.language)
    chosen = [loaded.assignment_named(only)] if only else list(loaded.course.assignments)
    marks = loaded.marks()
    table = [list(COLUMNS)]
    for assignment in chosen:
        rows = status_rows(marks, assignment)
        table += [row.cells(translate) for row in rows]
        click.echo(translate(summary_line(rows, assignment)))
        for row in rows:
            if everybody or row.late_by or (row.waits_for and (row.mark.result or row.mark.state is not State.OPEN)):
                click.echo(f"  {row.mark.person.name}: {translate(row.line)}")
    for problem in loaded.problems:
        click.echo(translate(Message("warning: {problem}", problem=problem)), err=True)
    if out is not None:
        write_csv(out, table, encoding="utf-8-sig")
        click.echo(translate(Message("status: {file}", file=str(out))))


_DATABASE = click.option(
    "--database", metavar="URL", envvar="AUTOGRADER_DATABASE", help="As for `serve`; the embedded one if not given."
)


@course.command()
@_COURSE
@_DATABASE
@click.option(
    "--address", metavar="URL", default="http://127.0.0.1:8010", show_default=True, help="Where it is served."
)
@click.option("--for", "only", metavar="STUDENT", multiple=True, help="Only for this student; repeatable.")
@click.option("--staff", metavar="NAME", help="One link for somebody of the staff.")
@click.option(
    "--days",
    type=click.FloatRange(0, 3650, min_open=True),
    default=150.0,
    show_default=True,
    help="Until a link expires.",
)
@click.option("--revoke", is_flag=True, help="Take links back, and make none.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the links, as CSV.")
def tokens(
    course: Path | None,
    database: str | None,
    address: str,
    only: tuple[str, ...],
    staff: str | None,
    days: float,
    revoke: bool,
    out: Path | None,
) -> None:
    """Make personal links to the course's server, for everybody or those who are named; or take them back.

    A link is shown once: what is kept tells nobody what it was.
    """
    from autograder.commands.serve import need_extra
    from autograder.errors import KitError

    need_extra()
    from autograder.course.load import load_course
    from autograder.messages import Message
    from autograder.places import at
    from autograder.server.links import link_rows, revoke_links, write_links
    from autograder.server.site import tokens_of
    from autograder.translation import of_environment

    loaded = load_course(course)
    translate = of_environment()
    if out is not None and out.exists():
        raise KitError(
            "{path} is there already.", "Name another file; older links are valid as long as they were.", path=out
        )
    people = []
    for name in only:
        person = loaded.people.find(name)
        if person is None:
            raise KitError(
                "{file} has no student {name}.",
                "Write the id or the e-mail.",
                file=at(loaded.people.path),
                name=repr(name),
            )
        people.append(person)
    people = people if only else [] if staff else list(loaded.people)
    with tokens_of(loaded.course.path, database) as store:
        if revoke:
            count = revoke_links(store, people, staff)
            click.echo(translate(Message("{count} links taken back", count=count)))
            return
        rows = link_rows(store, people, staff, days, address)
    if out is not None:
        write_links(out, rows)
        said = Message(
            "links: {file} ({count}); whoever has the file can hand in for everybody in it",
            file=str(out),
            count=len(rows),
        )
        click.echo(translate(said))
        return
    for row in rows:
        click.echo("\t".join(row))


@course.command()
@_COURSE
@_DATABASE
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(course: Path | None, database: str | None, target: Path) -> None:
    """Write a zip, TARGET, of what was handed in to the course's server, its database and results; it may be running."""
    from autograder.commands.serve import need_extra

    need_extra()
    from autograder.course.load import load_course
    from autograder.messages import Message
    from autograder.server.backup import back_up
    from autograder.server.blobs import Blobs
    from autograder.server.site import database_of, folder_of
    from autograder.translation import of_environment

    path = load_course(course).course.path.resolve()
    with database_of(path, database) as store:
        count = back_up(path, store, Blobs(folder_of(path) / "hand_ins"), target)
    said = Message("backup: {file} ({count} hand-ins)", file=str(target), count=count)
    click.echo(of_environment()(said))
