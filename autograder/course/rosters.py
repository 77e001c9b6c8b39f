"""Lists of people as other systems write them, for `autograder course import-people`.

| system | the file | by its columns |
|---|---|---|
| canvas | the gradebook (Grades, Export) | Student (or LastName, FirstName), ID, SIS User ID, SIS Login ID, Section |
| moodle | participants, grades, or the grading worksheet | First name, Last name or Full name; Email address, ID number, Identifier, Group(s) |
| gradescope | the roster | First Name, Last Name or Name; SID, Email, Role, Section |
| blackboard | the gradebook (Download), CSV or XLS | Last Name, First Name, Username, Student ID |
| brightspace | the grades (Enter Grades, Export) | OrgDefinedId, Username, Last Name, First Name, Email, Sections, Groups |
| nbgrader | students, or grades.csv of `nbgrader export` | id or student_id, first_name, last_name, email |

Blackboard's columns, and that its "XLS" is text between tabs, which comes in UTF-16:
https://help.blackboard.com/Learn/Instructor/Ultra/Grade/Grading_Tasks/Work_Offline_With_Grade_Data. It names hand-ins by the username.
Brightspace's OrgDefinedId and Username, of which there may be only one:
https://community.d2l.com/brightspace/kb/articles/3538-importing-grades. Its export writes "#" before both. The number by which it names
hand-ins is neither of them and stands in no list.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError
from autograder.people.people_csv import Row, folded_heading, header_of, rows_of
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
    "blackboard": {
        "last": ("Last Name",),
        "first": ("First Name",),
        "login": ("Username",),
        "school": ("Student ID",),
        "email": ("Email Address",),
        "section": ("Child Course ID",),
    },
    "brightspace": {
        "last": ("Last Name",),
        "first": ("First Name",),
        "login": ("Username",),
        "school": ("OrgDefinedId", "Org Defined ID"),
        "email": (),
        "section": ("Sections", "Section Membership"),
        "group": ("Groups", "Group Membership"),
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
    "blackboard": tuple(
        ("lastname", "firstname", "username", own) for own in ("studentid", "lastaccess", "availability")
    ),
    "brightspace": (("orgdefinedid",), ("username", "endoflineindicator")),
    "nbgrader": (("id", "firstname", "lastname"), ("studentid", "firstname", "lastname")),
}
"""Of which columns one set, without regard to case and blanks, tells a system's list. They are tried in this order."""
_NO_STUDENT = re.compile(r"(student, test|points possible|muted|manual posting.*)", re.I)
_PREVIEW = re.compile(r".*_previewuser", re.I)
"""As Blackboard ends the username under which staff look at a course as a student does
(https://help.blackboard.com/Learn/Instructor/Courses/Student_Preview)."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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
        path: the file, CSV in UTF-8, or text between tabs in UTF-16 as Blackboard's "XLS".
        system: whose it is; None tells it by its columns.

    Raises:
        KitError: it cannot be read, or is no list of these systems.
    """
    content = _content(path)
    headings = {folded_heading(heading) for heading in header_of(content)}
    fits = [kind for kind in KINDS if any(headings.issuperset(known) for known in _TELLING[kind])]
    system = system or next(iter(fits), None)
    if system is None:
        raise KitError(
            "{place} is no list of people that is known by its columns.",
            "Name the system with --from; docs/commands.md says which columns each has.",
            place=at(path),
        )
    rows = rows_of(path, content, _COLUMNS[system], ())
    if rows and not any({"name", "first", "last"} & row.cells.keys() for row in rows):
        raise KitError(
            "{place} has no column with names.",
            "Download the list again, in English and with last and first names.",
            place=at(path),
        )
    people: list[Listed] = []
    others: list[str] = []
    for row in rows:
        name = _name(row)
        if not name or _NO_STUDENT.fullmatch(row["name"] or name):
            continue
        preview = system == "blackboard" and _PREVIEW.fullmatch(row["login"])
        if preview or (row["role"] and "student" not in row["role"].casefold()):
            others.append(name)
        else:
            people.append(_listed(row, name, system))
    if not people:
        raise KitError("{place} names no student.", "Download the list again, in English.", place=at(path))
    if system == "nbgrader":
        people = list({(one.number, one.name): one for one in people}.values())  # grades.csv: one row an assignment
    return Roster(path, system, tuple(people), tuple(others))


def _content(path: Path) -> bytes:
    """The file in UTF-8, also where it is written in UTF-16 and says so by its byte order mark."""
    try:
        content = path.read_bytes()
        return content.decode("utf-16").encode("utf-8") if content.startswith(_UTF_16) else content
    except OSError as error:
        raise KitError(
            "{place} cannot be read: {reason}.", "Check the path.", place=at(path), reason=error.strerror or error
        ) from error
    except UnicodeError as error:
        raise KitError(
            "{place} cannot be read: it breaks off in the middle.", "Download the list again.", place=at(path)
        ) from error


def _name(row: Row) -> str:
    last, comma, first = row["name"].partition(",")
    if not row["name"]:
        first, last = row["first"], row["last"]
    elif not comma:
        first, last = row["name"], ""
    return " ".join(word for word in f"{first} {last}".split() if any(letter.isalnum() for letter in word))


def _listed(row: Row, name: str, system: str) -> Listed:
    participant = re.search(r"(\d+)$", row["participant"])
    login, school = row["login"], row["school"]
    if system == "brightspace":
        login, school = login.removeprefix("#"), school.removeprefix("#")
    number = row["number"] or (participant[1] if participant else "")
    if system == "blackboard":
        number = login
    return Listed(
        line=row.line,
        name=name,
        school=school or (number if system in ("gradescope", "nbgrader") else ""),
        number=number,
        login=login,
        email=row["email"] or (login if re.fullmatch(r"[^@\s]+@[^@\s]+", login) else ""),
        section=row["section"],
        group=row["group"],
    )
