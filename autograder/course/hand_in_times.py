"""When something was handed in, and who says so.

In this order: submissions.csv (whoever teaches knows better than any system); what nbgrader (timestamp.txt), Gradescope (its metadata)
or another system wrote into the download; Moodle's worksheet; Canvas' late mark, which says that, but not by how much. The time of a
file says when it was copied and is never used.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.decisions import HandInRow
from autograder.course.settings import Course, CourseAssignment
from autograder.course.times import read_time
from autograder.messages import NO_MESSAGE, Message
from autograder.people.people import Person
from autograder.people.people_csv import read_rows
from autograder.people.spelling import asked_spellings, known_spellings
from autograder.places import at
from autograder.results import SubmissionResult


@dataclass(frozen=True)
class HandInTime:
    """When; ``time`` None if nobody knows. ``marked_late`` is Canvas' word. ``source`` names where it was read."""

    time: dt.datetime | None
    source: Message
    marked_late: bool = False


Worksheet = Mapping[str, dt.datetime]
"""Moodle's "Last modified (submission)" by participant's number, and by the spellings of names that one person has."""


def hand_in_time(
    person: Person,
    assignment: CourseAssignment,
    result: SubmissionResult,
    rows: Sequence[HandInRow],
    worksheet: Worksheet,
    course: Course,
) -> HandInTime:
    """When ``result`` was handed in, for this person.

    What staff wrote into submissions.csv comes before the course system's worksheet, and that before what the download itself said.

    Args:
        person: whose time it is: members of a group may have handed in at different times.
        assignment: of the course.
        result: of grading.
        rows: of submissions.csv.
        worksheet: Moodle's, with its times.
        course: for the time zone.
    """
    for row in sorted(rows, key=lambda row: len(row.people)):  # what is said of one person before what is said of all
        mine = row.assignment == assignment.name and row.time is not None and person.id in row.people
        if mine and row.submission.casefold() in ("", result.submission.casefold()):
            file = course.files["submissions"].name
            return HandInTime(row.time, Message("{file}, line {line}", file=file, line=row.line))
    hand_in = result.hand_in
    if hand_in.time:
        try:
            time = read_time(hand_in.time, course.zone)
        except ValueError:
            pass
        else:
            return HandInTime(time, Message("{file}", file=hand_in.read_from.get("time") or hand_in.system))
    for key in (
        *person.in_assignment(assignment.name).ids.get("moodle", ()),
        hand_in.person_id if hand_in.system == "moodle" else "",
        *_names(person),
    ):
        if key and key in worksheet:
            return HandInTime(worksheet[key], Message("Moodle's worksheet"))
    if hand_in.late is not None:
        place = hand_in.read_from.get("late")
        mark = Message("{system}'s late mark", system=hand_in.system)
        return HandInTime(None, Message("{file}", file=place) if place else mark, bool(hand_in.late))
    return HandInTime(None, NO_MESSAGE)


def _names(person: Person) -> list[str]:
    return sorted({spelling for name in (person.name, *person.also) for spelling in known_spellings(name)})


def read_worksheet(path: Path, course: Course) -> tuple[dict[str, dt.datetime], list[Message]]:
    """The times of a Moodle grading worksheet, and a sentence for each that cannot be read.

    Raises:
        KitError: it is no CSV, or has no such columns.
    """
    columns = {"Identifier": (), "Full name": (), "time": ("Last modified (submission)",)}
    found: dict[str, dt.datetime] = {}
    of_two: set[str] = set()
    problems = []
    for row in read_rows(path, columns, ("Identifier", "time")):
        if row["time"] in ("", "-"):
            continue
        try:
            time = read_time(row["time"], course.zone)
        except ValueError:
            problems.append(
                Message(
                    "{place}: the time “{time}” is not understood; download the worksheet in English",
                    place=at(path, row.line),
                    time=row["time"],
                )
            )
            continue
        number = re.search(r"(\d+)$", row["Identifier"])
        for key in {number[1] if number else "", *asked_spellings(row["Full name"])} - {""}:
            if key in found and found[key] != time:
                of_two.add(key)
            found[key] = time
    return {key: time for key, time in found.items() if key not in of_two}, problems
