"""Lists of people as Canvas, Moodle, Gradescope and nbgrader write them, for `autograder course import-people`.

| system | the file | by its columns |
|---|---|---|
| canvas | the gradebook (Grades, Export) | Student (or LastName, FirstName), ID, SIS User ID, SIS Login ID, Section |
| moodle | participants, grades, or the grading worksheet | First name, Last name or Full name; Email address, ID number, Identifier, Group(s) |
| gradescope | the roster | First Name, Last Name or Name; SID, Email, Role, Section |
| nbgrader | students, or grades.csv of `nbgrader export` | id or student_id, first_name, last_name, email |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError
from autograder.people.people_csv import Row, folded_heading, header_of, read_rows
from autograder.places import at

_COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "canvas": {
        "name": ("Student",),
        "last": ("LastName",),
        "first": ("FirstName",),
        "number": ("ID",),
        "school": ("SIS User ID",),
        "login": ("SIS Login ID",),
        "section": (),
    },
    "gradescope": {
        "name": ("Full Name",),
        "first": ("First Name",),
        "last": ("Last Name",),
        "number": ("SID", "Student ID"),
        "email": ("Email Address",),
        "role": (),
        "section": ("Sections",),
    },
    "moodle": {
        "name": ("Full name",),
        "first": ("First name",),
        "last": ("Last name", "Surname"),
        "email": ("Email address",),
        "school": ("ID number",),
        "login": ("Username",),
        "participant": ("Identifier",),
        "group": ("Groups",),
    },
    "nbgrader": {
        "number": ("id", "student_id"),
        "first": ("first_name",),
        "last": ("last_name",),
        "email": (),
    },
}
KINDS = tuple(_COLUMNS)
_TELLING: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "canvas": (("student", "id", "section"), ("lastname", "id", "section")),
    "gradescope": (("sid", "email"), ("studentid", "email", "role")),
    "moodle": (("identifier", "fullname"), ("emailaddress", "firstname"), ("emailaddress", "fullname")),
    "nbgrader": (("id", "firstname", "lastname"), ("studentid", "firstname", "lastname")),
}
"""Of which columns one set, without regard to case and blanks, tells a system's list. They are tried in this order."""
_NO_STUDENT = re.compile(r"(student, test|points possible|muted|manual posting.*)", re.I)


@dataclass(frozen=True)
class Listed:
    """One person of such a list.

    Attributes:
        line: of the file.
        name: first name first.
        school: the school's id (SIS User ID, ID number, SID); empty where the list has none.
        number: the system's own id; empty where it has none.
        login, email, section, group: as in people.csv; may be empty.
    """

    line: int
    name: str
    school: str = ""
    number: str = ""
    login: str = ""
    email: str = ""
    section: str = ""
    group: str = ""

    @property
    def id(self) -> str:
        """For somebody who is new in people.csv: the school's id, else what comes nearest."""
        return self.school or self.login or self.email or self.number


@dataclass(frozen=True)
class Roster:
    """What a list says. ``others`` are those in it who are no students."""

    path: Path
    system: str
    people: tuple[Listed, ...]
    others: tuple[str, ...] = ()


def read_roster(path: Path, system: str | None = None) -> Roster:
    """Read a list of people.

    Args:
        path: the file, CSV in UTF-8.
        system: whose it is; None tells it by its columns.

    Raises:
        KitError: it cannot be read, or is no list of these systems.
    """
    headings = {folded_heading(heading) for heading in header_of(path)}
    fits = [kind for kind in KINDS if any(headings.issuperset(known) for known in _TELLING[kind])]
    system = system or next(iter(fits), None)
    if system is None:
        raise KitError(
            "{place} is no list of people that is known by its columns.",
            "Name the system with --from; docs/commands.md says which columns each has.",
            place=at(path),
        )
    people: list[Listed] = []
    others: list[str] = []
    for row in read_rows(path, _COLUMNS[system], ()):
        name = _name(row)
        if not name or _NO_STUDENT.fullmatch(row["name"] or name):
            continue
        if row["role"] and "student" not in row["role"].casefold():
            others.append(name)
        else:
            people.append(_listed(row, name, system))
    if not people:
        raise KitError("{place} names no student.", "Download the list again, in English.", place=at(path))
    if system == "nbgrader":
        people = list({(one.number, one.name): one for one in people}.values())  # grades.csv: one row an assignment
    return Roster(path, system, tuple(people), tuple(others))


def _name(row: Row) -> str:
    if row["name"]:
        last, comma, first = row["name"].partition(",")
        return f"{first.strip()} {last.strip()}".strip() if comma else row["name"]
    return f"{row['first']} {row['last']}".strip()


def _listed(row: Row, name: str, system: str) -> Listed:
    participant = re.search(r"(\d+)$", row["participant"])
    login = row["login"]
    number = row["number"] or (participant[1] if participant else "")
    return Listed(
        line=row.line,
        name=name,
        school=row["school"] or (number if system in ("gradescope", "nbgrader") else ""),
        number=number,
        login=login,
        email=row["email"] or (login if re.fullmatch(r"[^@\s]+@[^@\s]+", login) else ""),
        section=row["section"],
        group=row["group"],
    )
