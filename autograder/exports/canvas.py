"""Canvas' gradebook, as its importer reads it (instructure/canvas-lms, lib/gradebook_importer.rb).

- The header names Student (or LastName and FirstName), ID, perhaps SIS User ID, SIS Login ID, Integration ID, Root Account, then Section; assignments are found by
  "Title (id)", else by title (``process_header``, ``parse_assignments``). Without a gradebook downloaded from Canvas the title must be the
  assignment's there, or Canvas offers a new one.
- A student is found by ID, else by SIS ids, else by name (``process_student``).
- A row whose first cell holds "Points Possible" sets the assignments' maxima (``process_pp``), and one whose cells are all empty, "Muted"
  or "Manual Posting" is skipped (``check_for_non_student_row``): both go back as they are.
- A cell that says what Canvas has is no change, and an empty one where Canvas has a score **is** (``no_change_to_value?``). So a row
  without a mark keeps its cell.
- Scores are compared at two decimals (the same place); marks are written with two at most.
- Other assignments' columns are left out: Canvas would compare them with what has happened since the download.
"""

from __future__ import annotations

import re
from pathlib import Path

from autograder.errors import KitError
from autograder.exports.out import Filled, Marks, Out, fill, scaled
from autograder.exports.roster_file import RawRow, RosterFile, read_roster_file
from autograder.messages import Message
from autograder.people.matching import Candidate
from autograder.people.people import SYSTEMS, id_key
from autograder.reports.tables import number, write_csv
from autograder.results import SubmissionResult

_KEPT = {
    "student",
    "lastname",
    "firstname",
    "id",
    "sis user id",
    "sis login id",
    "integration id",
    "root account",
    "section",
}
_NO_STUDENT = re.compile(r"\s*(Muted|Manual Posting.*|\(read only\))?\s*", re.I)
_TEST_STUDENT = "Student, Test"


def write_canvas(marks: Marks, path: Path, title: str, roster: Path | None, *, scale: bool = False) -> Filled:
    """Fill the gradebook that was downloaded, or make one.

    Raises:
        KitError: the roster does not fit, nobody is in it, or its maximum is another and ``scale`` is off.
    """
    if roster is None:
        return _made(marks, path, title)
    table = read_roster_file(roster, [("Student", "LastName"), ("ID",)])
    column = _column(table, title)
    students = {str(n): row for n, row in enumerate(table.rows) if n and _is_student(row)}
    filled = fill(marks, [_candidate(table, key, row) for key, row in students.items()], "canvas")
    maximum = _maximum(table, column)
    for key, out in filled.rows.items():
        if out.points is not None:
            students[key].set(column, number(scaled(out.points, filled, maximum, scale)), table.delimiter)
    kept = [n for n, heading in enumerate(table.header) if n == column or heading.casefold() in _KEPT]
    table.write(path, kept, mark=False)  # to Canvas' CSV reader it would be a letter of "Student"
    return filled


def _made(marks: Marks, path: Path, title: str) -> Filled:
    """A gradebook of the results alone, one row a result, or a person of the course."""
    rows = [["Student", "ID", "SIS Login ID", "Section", title]]
    rows.append(["    Points Possible", "", "", "", number(marks.maximum)])
    if marks.course is None:
        filled = Filled({}, marks.maximum, [Message("no roster: every result is a row")])
        for result in marks.results:
            ungraded = not result.max_score or result.status == "unreadable"
            points = "" if ungraded and marks.missing == "blank" else number(result.score)
            rows.append([result.student, lms_id(result, "canvas"), "", "", points if result.max_score else ""])
    else:
        people = marks.of_people()
        candidates = [Candidate(m.person.id, m.person.name, (m.person.name,), {}) for m in people]
        filled = Filled({c.key: Out(m.final) for c, m in zip(candidates, people, strict=True)}, marks.maximum)
        for mark in people:
            points = "" if mark.final is None else number(scaled(mark.final, filled, None, False))
            person = mark.person
            rows.append([person.name, person.own_id("canvas"), person.login, person.section, points])
    write_csv(path, rows, encoding="utf-8")
    return filled


def lms_id(result: SubmissionResult, system: str) -> str:
    """The number that a system wrote for the person who handed in; "" where it wrote none."""
    hand_in = result.hand_in
    return hand_in.person_id or "" if hand_in.system == system and not hand_in.group else ""


def _column(table: RosterFile, title: str) -> int:
    header = table.header
    named = [n for n, heading in enumerate(header) if re.sub(r"\s*\(\d+\)$", "", heading).strip() == title]
    named = [n for n, heading in enumerate(header) if heading == title] or named
    if len(named) != 1:
        count = Message("{number} columns", number=len(named)) if named else Message("no column")
        raise KitError(
            "{path} has {count} for “{title}”.",
            "Give the assignment's name as Canvas has it, with --title (in course.toml: canvas).",
            path=table.path,
            count=count,
            title=title,
        )
    return named[0]


def _is_student(row: RawRow) -> bool:
    texts = row.texts
    if "Points Possible" in texts[0] or all(_NO_STUDENT.fullmatch(text) for text in texts):
        return False
    return texts[0].strip() != _TEST_STUDENT


def _candidate(table: RosterFile, key: str, row: RawRow) -> Candidate:
    def text(heading: str) -> str:
        column = table.column(heading)
        return row[column].strip() if column is not None else ""

    own = frozenset({id_key(text("ID"))} - {""})
    school = frozenset({id_key(text("SIS User ID")), id_key(text("SIS Login ID"))} - {""})
    login = text("SIS Login ID").casefold()
    name = text("Student") or f"{text('LastName')}, {text('FirstName')}"
    return Candidate(
        key=key,
        name=name,
        names=_names(name),
        ids={**dict.fromkeys((*SYSTEMS, "plain"), school), "canvas": own},
        sure=frozenset({"canvas"}),
        email=login if "@" in login else "",
    )


def _names(name: str) -> tuple[str, ...]:
    last, comma, first = name.partition(",")
    return (name, f"{first.strip()} {last.strip()}") if comma else (name,)


def _maximum(table: RosterFile, column: int) -> float | None:
    for row in table.rows[1:]:
        if "Points Possible" in row[0]:
            text = row[column].strip().replace(",", ".")
            try:
                return float(text) if text else None
            except ValueError as error:
                if "read only" in text.casefold():
                    raise KitError(
                        "Canvas says that {column} is read only.",
                        "Choose another with --title.",
                        column=table.header[column],
                    ) from error
                return None
    return None
