"""What people decided by hand: extensions.csv, overrides.csv and submissions.csv, each row with who, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from autograder.course.settings import Course, CourseAssignment
from autograder.course.times import NoSuchTime, read_duration, read_time
from autograder.errors import KitError
from autograder.messages import Message
from autograder.people.people import People, Person, group_key, person_in
from autograder.people.people_csv import Row, number_in, read_rows
from autograder.places import at, did_you_mean

_Read = TypeVar("_Read")
ALL = ("all", "*")
FINAL = "final"
"""As the exercise of an override: the mark after lateness, the last word."""


@dataclass(frozen=True)
class Extension:
    """A later due date for some people.

    Attributes:
        people: ids of those it is for.
        assignment: a name, or "" for every assignment.
        due: the new due date; or
        extra: how much later than the assignment's.
        closed: a new closing date; None moves it as far as the due date.
        by, when, reason: who decided, when and why.
        line: of extensions.csv.
    """

    people: frozenset[str]
    assignment: str
    due: dt.datetime | None
    extra: dt.timedelta | None
    closed: dt.datetime | None
    by: str
    when: str
    reason: str
    line: int = 0


@dataclass(frozen=True)
class Override:
    """A mark that a person decided.

    Attributes:
        people: ids of those it is for.
        assignment: its name.
        exercise: an exercise, "all" for the whole mark before lateness, or :data:`FINAL` for the mark after it.
        points: the new points (for "all" and "final" in the grade book's measure); or
        delta: points more or less.
        by, when, reason: who decided, when, and what the student reads.
        line: of overrides.csv.
    """

    people: frozenset[str]
    assignment: str
    exercise: str
    points: float | None
    delta: float | None
    by: str
    when: str
    reason: str
    line: int = 0


@dataclass(frozen=True)
class HandInRow:
    """A row of submissions.csv: when a person handed in, as whoever teaches knows, or which result is theirs."""

    people: frozenset[str]
    assignment: str
    time: dt.datetime | None
    submission: str
    reason: str
    line: int = 0


@dataclass(frozen=True)
class Decisions:
    """All that was decided by hand."""

    extensions: tuple[Extension, ...] = ()
    overrides: tuple[Override, ...] = ()
    hand_ins: tuple[HandInRow, ...] = ()


def read_decisions(
    course: Course,
    people: People,
    exercises: Mapping[str, Sequence[str]] | None = None,
    faults: list[KitError] | None = None,
) -> Decisions:
    """Read the three tables of a course; one that is not there decides nothing.

    Args:
        course, people: what the rows refer to.
        exercises: by assignment, the names of its exercises; None leaves them unchecked.
        faults: where to collect what is wrong, row by row; without it the first fault is raised.

    Raises:
        KitError: a row names somebody or something that is not there, or says nothing; file and line are named.
    """
    lines: dict[tuple[str, str, str], int] = {}
    return Decisions(
        _rows(course, "extensions", _EXTENSIONS, faults, lambda row: _extension(row, course, people)),
        _rows(course, "overrides", _OVERRIDES, faults, lambda row: _override(row, course, people, exercises, lines)),
        _rows(course, "submissions", _HAND_INS, faults, lambda row: _hand_in(row, course, people)),
    )


def _rows(
    course: Course,
    table: str,
    columns: tuple[Mapping[str, Sequence[str]], Sequence[str]],
    faults: list[KitError] | None,
    read: Callable[[Row], _Read],
) -> tuple[_Read, ...]:
    """What the rows of one table say; a fault is raised, or collected and the next row read."""
    path = course.files[table]
    found = []
    try:
        rows = read_rows(path, *columns) if path.is_file() else []
        for row in rows:
            try:
                found.append(read(row))
            except KitError as fault:
                if faults is None:
                    raise
                faults.append(fault)
    except KitError as fault:
        if faults is None:
            raise
        faults.append(fault)
    return tuple(found)


_WHO = {
    "student": ("id", "person"),
    "group": ("team",),
    "assignment": (),
    "by": ("who", "decided by"),
    "when": ("decided", "date"),
    "reason": ("why", "comment"),
}


_EXTENSIONS = (
    {**_WHO, "due": ("until", "new due"), "extra": ("days", "longer by"), "closed": ()},
    ("assignment", "by", "when", "reason"),
)


def _extension(row: Row, course: Course, people: People) -> Extension:
    assignment = _assignment(row, course, all_allowed=True)
    due, closed = _time(row, "due", course), _time(row, "closed", course)
    extra = _extra(row)
    if (due is None) == (extra is None):
        raise row.error("an extension has a new due date or a length, one of the two.", "Fill in “due” or “extra”.")
    if assignment is None and due is not None:
        raise row.error("one due date for all assignments.", "Fill in “extra” instead, as “3 days”.")
    if assignment is not None and assignment.due is None:
        raise row.error(
            "{assignment} has no due date to extend.", "Give it one in course.toml.", assignment=assignment.name
        )
    if assignment is not None and assignment.due is not None and due is not None and due < assignment.due:
        raise row.error("the new due date is earlier than the assignment's.", "Correct it.")
    _decided(row)
    name = assignment.name if assignment else ""
    who = _people(row, people, assignment)
    return Extension(who, name, due, extra, closed, row["by"], row["when"], row["reason"], row.line)


def _extra(row: Row) -> dt.timedelta | None:
    text = row["extra"]
    if not text:
        return None
    number = number_in(text)
    try:
        length = dt.timedelta(days=number) if number is not None else read_duration(text)
    except ValueError as error:
        raise row.error("{reason}.", "Write “3 days” or “12 hours”.", reason=error) from error
    if length <= dt.timedelta():
        raise row.error("an extension of nothing.", "Write “3 days” or “12 hours”.")
    return length


_OVERRIDES = (
    {**_WHO, "exercise": ("question",), "points": ("score", "mark"), "delta": ("change",)},
    ("assignment", "exercise", "by", "when", "reason"),
)


def _override(
    row: Row,
    course: Course,
    people: People,
    exercises: Mapping[str, Sequence[str]] | None,
    lines: dict[tuple[str, str, str], int],
) -> Override:
    assignment = _assignment(row, course)
    assert assignment is not None  # only "all" has none
    exercise = _exercise(row, assignment, exercises)
    points, delta = _number(row, "points"), _number(row, "delta")
    if (points is None) == (delta is None):
        raise row.error("an override gives points or changes them, one of the two.", "Fill in “points” or “delta”.")
    if points is not None and points < 0:
        raise row.error(
            "{points} points are less than none.", "Write them into “delta” to take them off.", points=points
        )
    _decided(row)
    who = _people(row, people, assignment)
    if points is not None:
        for person in who:
            key = (person, assignment.name, exercise)
            if key in lines:
                raise row.error(
                    "line {line} gives other points for the same.", "Delete one of the two.", line=lines[key]
                )
            lines[key] = row.line
    by, when, reason = row["by"], row["when"], row["reason"]
    return Override(who, assignment.name, exercise, points, delta, by, when, reason, row.line)


def _exercise(row: Row, assignment: CourseAssignment, exercises: Mapping[str, Sequence[str]] | None) -> str:
    text = row["exercise"]
    if not text:
        raise row.error("“exercise” is empty.", "Write an exercise's name, all, or final.")
    if text.casefold() in ALL:
        return "all"
    if text.casefold() == FINAL:
        return FINAL
    known = (exercises or {}).get(assignment.name)
    if known and text not in known:
        folded = [name for name in known if name.casefold() == text.casefold()]
        if not folded:
            raise row.error(
                "{assignment} has no exercise {text}.",
                did_you_mean(text, [*known, "all", FINAL]),
                assignment=assignment.name,
                text=repr(text),
            )
        return folded[0]
    return text


_HAND_INS = ({**_WHO, "time": ("handed in", "submitted"), "submission": ("result",)}, ("assignment",))


def _hand_in(row: Row, course: Course, people: People) -> HandInRow:
    assignment = _assignment(row, course)
    assert assignment is not None
    time = _time(row, "time", course, later=False)
    if time is None and not row["submission"]:
        raise row.error("it says neither a time nor a submission.", "Fill in “time” or “submission”.")
    who = _people(row, people, assignment)
    submission = row["submission"].removesuffix(".json")
    return HandInRow(who, assignment.name, time, submission, row["reason"], row.line)


def _people(row: Row, people: People, assignment: CourseAssignment | None) -> frozenset[str]:
    """Whom a row is for: a student (in a group assignment the whole group), a group, or all."""
    student, group = row["student"], row["group"]
    if student and group:
        raise row.error("a row is for a student or for a group.", "Leave one of the two empty.")
    if group:
        columns = (assignment.groups,) if assignment and assignment.groups else people.columns or ("group",)
        members = [p for column in columns for p in people.members(column, group)]
        if not members:
            known = [name for column in columns for name in people.groups(column)]
            raise row.error(
                "{place} has no group {group}.", did_you_mean(group, known), place=at(people.path), group=repr(group)
            )
        return frozenset(p.id for p in members)
    if student.casefold() in ALL:
        return frozenset(p.id for p in people.people)
    return frozenset({person_in(row, "student", people).id})


def group_of(person: Person, assignment: CourseAssignment) -> str:
    """The key of a person's group in an assignment; "" for whoever works alone."""
    return group_key(person.groups.get(assignment.groups, "")) if assignment.groups else ""


def _assignment(row: Row, course: Course, *, all_allowed: bool = False) -> CourseAssignment | None:
    text = row["assignment"]
    if all_allowed and text.casefold() in ALL:
        return None
    found = course.assignment(text) if text else None
    if found is None:
        raise row.error(
            "there is no assignment {name} in {place}." if text else "“assignment” is empty.",
            did_you_mean(text, (a.name for a in course.assignments)),
            name=repr(text),
            place=at(course.path),
        )
    return found


def _time(row: Row, column: str, course: Course, *, later: bool = True) -> dt.datetime | None:
    text = row[column]
    if not text:
        return None
    try:
        return read_time(text, course.zone, later=later)
    except NoSuchTime as error:
        raise row.error("{reason}.", "Write a time that there is on that day.", reason=error) from error
    except ValueError as error:
        raise row.error("{reason}.", "Write it as 2026-03-15 23:59.", reason=error) from error


def _number(row: Row, column: str) -> float | None:
    if not row[column]:
        return None
    number = number_in(row[column])
    if number is None:
        raise row.error("{value} is no number.", "Write one like 4.5.", value=repr(row[column]))
    return number


def _decided(row: Row) -> None:
    for column, mend in (
        ("by", Message("Write who decided.")),
        ("when", Message("Write the date.")),
        ("reason", Message("Write why.")),
    ):
        if not row[column]:
            raise row.error("“{column}” is empty.", mend, column=column)
