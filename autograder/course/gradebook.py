"""The grade book: everybody and every assignment, as a CSV and as a page."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.changes import Change
from autograder.course.marks import CourseMarks, Mark, State
from autograder.course.settings import CourseAssignment
from autograder.course.times import duration_in_words
from autograder.course.totals import Total, total_of
from autograder.files import write_output
from autograder.messages import Message
from autograder.people.people import Person
from autograder.reports.html import page_environment
from autograder.reports.statistics import bins_of
from autograder.reports.tables import number, round_half_up, write_csv
from autograder.translation import translator

CSV_NAME = "gradebook.csv"
PAGE_NAME = "index.html"


@dataclass(frozen=True)
class Row:
    """One person's line of the grade book."""

    person: Person
    marks: tuple[Mark, ...]
    total: Total


@dataclass(frozen=True)
class AssignmentFigures:
    """How the class did in one assignment."""

    assignment: CourseAssignment
    marked: int
    late: int
    missing: int
    mean: float | None
    """Per cent of the maximum, over those who have a mark."""
    median: float | None


def rows_of_course(marks: CourseMarks) -> list[Row]:
    """The lines of the grade book, by name and id."""
    people = sorted(marks.people, key=lambda person: (person.name.casefold(), person.id))
    return [Row(person, tuple(marks.of(person)), total_of(person, marks)) for person in people]


def assignment_figures(marks: CourseMarks) -> list[AssignmentFigures]:
    """The figures of each assignment, in the order of the course."""
    found = []
    for assignment in marks.course.assignments:
        mine = [marks.marks[person.id, assignment.name] for person in marks.people]
        percents = [mark.percent for mark in mine if mark.percent is not None]
        found.append(
            AssignmentFigures(
                assignment=assignment,
                marked=len(percents),
                late=sum(mark.lateness.is_late for mark in mine),
                missing=sum(mark.state is State.MISSING for mark in mine),
                mean=statistics.fmean(percents) if percents else None,
                median=statistics.median(percents) if percents else None,
            )
        )
    return found


def write_gradebook_csv(
    rows: Sequence[Row], marks: CourseMarks, path: Path, translate: Callable[[str], str] = str
) -> None:
    """Write gradebook.csv: of each assignment raw, overridden, late and final, then the total; replaced at once. ``translate`` is for remarks.

    Raises:
        KitError: the place cannot be written to.
    """
    header = ["id", "name", "email", "section"]
    for assignment in marks.course.assignments:
        header += [f"{assignment.name} {part}" for part in ("raw", "overridden", "late", "final")]
    header += ["total %", "letter", "dropped", "at risk", "remarks"]
    table = [header]
    for row in rows:
        person = row.person
        cells = [person.id, person.name, person.email, person.section]
        for mark in row.marks:
            overridden = mark.corrected if mark.overrides and mark.result is not None else None
            late = mark.lateness.deduction if mark.lateness.deduction else None
            cells += [_cell(mark.raw), _cell(overridden), _cell(late), _cell(mark.final)]
        total = row.total
        cells += [_cell(total.percent), total.letter, "; ".join(total.dropped), "yes" if total.at_risk else ""]
        said = ((mark.assignment.name, remark_of(mark)) for mark in row.marks)
        cells.append("; ".join(f"{name}: {translate(remark)}" for name, remark in said if remark))
        table.append(cells)
    write_csv(path, table, encoding="utf-8-sig")


def remark_of(mark: Mark) -> Message:
    """What else there is to say of a mark, in words: its state, lateness, free days, remarks and who changed it."""
    said = [] if mark.state in (State.MARKED, State.OPEN) else [Message(mark.state)]
    if mark.conflict:
        said.append(mark.conflict)
    late = mark.lateness
    if late.late is not None and late.is_late:
        said.append(Message("late by {time}", time=duration_in_words(late.late)))
    if late.free:
        said.append(Message("free days spent: {days}", days=late.free))
    said += [Message("changed by {who}: {why}", who=o.by, why=o.reason) for o in mark.overrides]
    return Message.listed([*said, *mark.remarks])


def write_gradebook_page(
    rows: Sequence[Row],
    marks: CourseMarks,
    changed: Sequence[Change],
    path: Path,
    *,
    warnings: Sequence[str] = (),
    language: str | None = None,
) -> None:
    """Write the page: distribution, who is at risk, what changed, and everybody.

    Raises:
        KitError: the place cannot be written to.
    """
    environment = page_environment(translator(language or marks.course.language))
    percents = [row.total.percent for row in rows if row.total.percent is not None]
    content = environment.get_template("gradebook.html").render(
        course=marks.course,
        rows=rows,
        figures=assignment_figures(marks),
        bins=bins_of(percents),
        mean=statistics.fmean(percents) if percents else None,
        median=statistics.median(percents) if percents else None,
        changes=changed,
        risky=[row for row in rows if row.total.at_risk],
        letters=marks.course.letters,
        warnings=list(warnings),
        remark_of=remark_of,
        rounded=round_half_up,
    )
    write_output(path, content)


def _cell(points: float | None) -> str:
    return "" if points is None else number(round_half_up(points))
