"""Moodle's grading worksheet, as its importer reads it (moodle/moodle, mod/assign/feedback/offline/).

- Needed are Identifier ("Participant 123456"), Grade and "Last modified (grade)" (``importgradeslib.php``, ``init``); feedback columns are
  found by their headings, as "Feedback comments".
- A grade is skipped if it is empty, equal, out of range (more than the maximum), locked, or if somebody graded in Moodle since the time in
  "Last modified (grade)" (``locallib.php``, ``process_import_grades``). So that column goes back as it came.
- Every feedback cell that differs from Moodle's text **replaces** it, also an empty one (the same place). So these cells go back byte for
  byte, and a comment is written only where asked for and where the cell is empty.
- An assignment that is graded with a scale takes the scale's words, not points: refused here.
- Group assignments have a column Group; every member's row gets the mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from autograder.errors import KitError
from autograder.exports.canvas import lms_id
from autograder.exports.out import Filled, Marks, fill, scaled
from autograder.exports.roster_file import RawRow, RosterFile, read_roster_file
from autograder.messages import Message
from autograder.people.matching import Candidate
from autograder.people.people import SYSTEMS, id_key
from autograder.reports.tables import number, write_csv

FEEDBACK = "Feedback comments"
_LOCKED = {"no", "לא"}


def write_moodle(
    marks: Marks,
    path: Path,
    roster: Path | None,
    *,
    scale: bool = False,
    comments: bool = False,
    translate: Callable[[str], str] = str,
) -> Filled:
    """Fill the worksheet that was downloaded, or make one.

    Args:
        marks, path: what, and where to.
        roster: the worksheet.
        scale: whether marks may be scaled to Moodle's maximum.
        comments: write a line on the points of each exercise into empty feedback cells.
        translate: into the language of that line.

    Raises:
        KitError: the worksheet does not fit, nobody is in it, it has a scale or another maximum.
    """
    if roster is None:
        return _made(marks, path)
    table = read_roster_file(roster, [("Identifier",), ("Grade",)])
    if table.column("Scale") is not None:
        raise KitError(
            "{roster} is of an assignment that Moodle grades with a scale, not with points.",
            "In Moodle, set the assignment's grade to points, and download the worksheet again.",
            roster=roster,
        )
    identifier, grade = table.column("Identifier"), table.column("Grade")
    feedback = table.column(FEEDBACK)
    assert identifier is not None and grade is not None  # both were asked for
    if comments and feedback is None:
        raise KitError(
            "{roster} has no column “{feedback}”.",
            "In Moodle, switch on feedback comments, or leave --comments out.",
            roster=roster,
            feedback=FEEDBACK,
        )
    people = {str(n): row for n, row in enumerate(table.rows) if n and row[identifier].strip()}
    filled = fill(marks, [_candidate(table, key, row) for key, row in people.items()], "moodle")
    locked = []
    for key, out in filled.rows.items():
        row = people[key]
        if out.points is None:
            continue
        if _text(table, row, "Grade can be changed").casefold() in _LOCKED:
            locked.append(_text(table, row, "Full name") or row[identifier])
        points = scaled(out.points, filled, _maximum(table, row), scale)
        row.set(grade, number(points), table.delimiter)
        if comments and feedback is not None and out.comment and not row[feedback].strip():
            row.set(feedback, escape(translate(out.comment), quote=False), table.delimiter)
    if locked:
        names = ", ".join(sorted(locked))
        filled.lines.append(Message("Moodle will skip, since their grades are locked there: {names}", names=names))
    table.write(path)
    return filled


def _made(marks: Marks, path: Path) -> Filled:
    header = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Last modified (grade)"]
    rows, most = [header], number(marks.maximum)
    filled = Filled({}, marks.maximum, [Message("no roster: every result is a row")])
    if marks.course is None:
        for result in marks.results:
            number_there = lms_id(result, "moodle")
            participant = f"Participant {number_there}" if number_there else ""
            ungraded = not result.max_score or (result.status == "unreadable" and marks.missing == "blank")
            grade = "" if ungraded else number(result.score)
            rows.append([participant, result.student, "", "", grade, most, ""])
    else:
        filled.lines = []
        for mark in marks.of_people():
            person = mark.person
            known = person.in_assignment(marks.assignment).own_id("moodle")
            grade = "" if mark.final is None else number(scaled(mark.final, filled, None, False))
            participant = f"Participant {known}" if known else ""
            rows.append([participant, person.name, person.email, "", grade, most, ""])
    write_csv(path, rows, encoding="utf-8")
    return filled


def _text(table: RosterFile, row: RawRow, heading: str) -> str:
    column = table.column(heading)
    return row[column].strip() if column is not None else ""


def _candidate(table: RosterFile, key: str, row: RawRow) -> Candidate:
    number_there = re.search(r"(\d+)\s*$", _text(table, row, "Identifier"))
    name = _text(table, row, "Full name")
    school = frozenset({id_key(_text(table, row, "ID number")), id_key(_text(table, row, "Username"))} - {""})
    group = _text(table, row, "Group")
    return Candidate(
        key=key,
        name=name or _text(table, row, "Identifier"),
        names=(name,) if name else (),
        ids={
            **dict.fromkeys((*SYSTEMS, "plain"), school),
            "moodle": frozenset({id_key(number_there[1])} if number_there else ()),
        },
        sure=frozenset({"moodle"}),
        email=_text(table, row, "Email address").casefold(),
        groups=(group,) if group else (),
    )


def _maximum(table: RosterFile, row: RawRow) -> float | None:
    text = _text(table, row, "Maximum grade")
    if not text:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise KitError(
            "{path}:{line}: the maximum grade {text} is no number: the assignment has a scale.",
            "In Moodle, set the assignment's grade to points, and download the worksheet again.",
            path=table.path,
            line=row.line,
            text=repr(text),
        ) from error
