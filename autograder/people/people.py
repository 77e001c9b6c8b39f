"""people.csv: who takes the course, with the ids by which other systems know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.errors import KitError
from autograder.intake.names import clean
from autograder.messages import Message
from autograder.people.people_csv import Row, columns_in, is_rounded_by_excel, read_rows, rows_of
from autograder.people.spelling import asked_spellings, known_spellings
from autograder.places import at, did_you_mean

SYSTEMS = ("canvas", "moodle", "gradescope", "nbgrader", "otter", "blackboard", "brightspace")
"""Systems that know a person by an id of their own; without a column for one, ``id`` is that system's id too."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("student", "student id", "id number", "sis user id", "sid"),
    "name": ("full name", "student name"),
    "email": ("mail", "email address", "e-mail address"),
    "section": ("class",),
    "also": ("other names", "nickname"),
    "login": ("sis login id", "username"),
    "group": ("team", "group name", "team name"),
    **{system: (f"{system} id",) for system in SYSTEMS},
}


@dataclass(frozen=True)
class Person:
    """One student.

    Attributes:
        id: unique in the course.
        name: for people.
        email, section, login: as in people.csv; may be empty.
        also: other names under which this person hands in.
        ids: by system, the ids that this system gave the person.
        participants: by assignment's name or number, Moodle's number of the person there: Moodle makes one for each pair of assignment
            and user (mod/assign/locallib.php, ``get_uniqueid_for_user_static``).
        groups: by column of people.csv, the group.
    """

    id: str
    name: str
    email: str = ""
    section: str = ""
    login: str = ""
    also: tuple[str, ...] = ()
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    participants: Mapping[str, str] = field(default_factory=dict)

    def in_assignment(self, name: str) -> Person:
        """The person with Moodle's number in one assignment; numbers that people.csv gives to others are none here."""
        if not self.participants:
            return self
        own = self.participant(name)
        return replace(self, ids={**self.ids, "moodle": (own,) if own else self.ids.get("moodle", ())})

    def participant(self, name: str) -> str:
        """Moodle's number in the assignment, where people.csv says that it is that one's; else empty."""
        number = name.split("_")[0]
        known = (name.casefold(), number.casefold(), number.lstrip("0"))
        return next((self.participants[key] for key in known if key in self.participants), "")

    def id_for(self, system: str) -> str:
        """The id that a system knows this person by; the course's own where people.csv has none for it."""
        return self.own_id(system) or self.id

    def own_id(self, system: str) -> str:
        """The only id that a system gave this person; empty where people.csv has none for it, or several."""
        ids = self.ids.get(system, ())
        return ids[0] if len(ids) == 1 else ""


@dataclass(frozen=True)
class People:
    """Everybody, sorted by id, so that the order of the file changes nothing."""

    path: Path
    people: tuple[Person, ...]
    columns: tuple[str, ...] = ()
    """The group columns that there are."""

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)

    def find(self, text: str) -> Person | None:
        """The one person with this id, e-mail, login, or else name; None if there is none, or several."""
        fits = self.meant_by(text)
        return fits[0] if len(fits) == 1 else None

    def meant_by(self, text: str) -> list[Person]:
        """Everybody with this id, e-mail or login, or of that name: a single word may be one's login and another's name."""
        key, wanted = id_key(text), clean(text).casefold()
        named = self.named(text)
        return [
            person
            for person in self.people
            if key == id_key(person.id)
            or (wanted and wanted in (person.email.casefold(), person.login.casefold()))
            or person in named
        ]

    def named(self, name: str) -> list[Person]:
        """Everybody of a name, in whatever order its words are, and also written without spaces as Canvas does."""
        wanted = asked_spellings(name)
        return [p for p in self.people if any(wanted & known_spellings(known) for known in (p.name, *p.also))]

    def members(self, column: str, group: str) -> list[Person]:
        """The people of a group."""
        wanted = group_key(group)
        return [p for p in self.people if p.groups.get(column) and group_key(p.groups[column]) == wanted]

    def groups(self, column: str) -> list[str]:
        """The groups that a column names, each once."""
        found = {group_key(p.groups[column]): p.groups[column] for p in self.people if p.groups.get(column)}
        return [found[key] for key in sorted(found)]


def read_people(
    path: Path,
    group_columns: Iterable[str] = (),
    faults: list[KitError] | None = None,
    *,
    content: bytes | None = None,
) -> People:
    """Read and check people.csv.

    Args:
        path: the file.
        group_columns: columns besides "group" that assignments name.
        faults: where to collect what is wrong with rows; without it the first fault is raised.
        content: what the file is to hold; None reads it.

    Raises:
        KitError: the file or a row is wrong: an id, e-mail or id of a system that two people have, one that a spreadsheet
            rounded, a column that is not there.
    """
    extra = dict.fromkeys(sorted(set(group_columns) - {"group"}), ())
    names, needed = {**_COLUMNS, **extra}, ("id", "name")
    rows = read_rows(path, names, needed) if content is None else rows_of(path, content, names, needed)
    people: list[Person] = []
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for row in rows:
        try:
            people.append(_checked(row, _person(row, ("group", *extra)), seen))
        except KitError as fault:
            if faults is None:
                raise
            faults.append(fault)
    if not people:
        raise KitError("{place} names nobody.", "Write one line for each student, below the header.", place=at(path))
    for column in extra:
        if not any(column in row.cells for row in rows):
            raise KitError(
                "{place} has no column “{column}”.",
                "Add it, or correct groups in course.toml.",
                place=at(path),
                column=column,
            )
    columns = tuple(c for c in ("group", *extra) if any(p.groups.get(c) for p in people))
    return People(path, tuple(sorted(people, key=lambda person: natural(person.id))), columns)


def columns_of_people(path: Path, header: Sequence[str]) -> dict[str, int]:
    """Where the columns of people.csv are that it knows by name, and by their headings all others.

    Raises:
        KitError: id or name is not there, or one is there twice.
    """
    known = columns_in(at(path), list(header), _COLUMNS, ("id", "name"))
    others = {heading.strip(): n for n, heading in enumerate(header) if n not in known.values() and heading.strip()}
    return others | known


def _checked(row: Row, person: Person, seen: dict[tuple[str, str], tuple[int, str]]) -> Person:
    """The person, if nobody before has one of the same ids."""
    keys = [("id", id_key(person.id)), ("e-mail", person.email.casefold()), ("login", person.login.casefold())]
    keys += [(f"{system} id", id_key(number)) for system, ids in person.ids.items() for number in ids]
    keys += [(f"moodle id {name}:", id_key(number)) for name, number in person.participants.items()]
    for kind, value in keys:
        if value and (kind, value) in seen:
            line, name = seen[kind, value]
            raise row.error(
                "{person} has the same {kind} as {name} in line {line}.",
                "Correct one of them.",
                person=person.name,
                kind=kind,
                name=name,
                line=line,
            )
    seen.update({key: (row.line, person.name) for key in keys if key[1]})
    return person


def _person(row: Row, groups: tuple[str, ...]) -> Person:
    for column in ("id", "name"):
        if not row[column]:
            raise row.error("“{column}” is empty.", "Fill it in, or delete the line.", column=column)
    for column in ("id", *SYSTEMS):
        if any(is_rounded_by_excel(text.rpartition(":")[2]) for text in _listed(row[column])):
            raise row.error(
                "the {column} {value} was rounded by a spreadsheet.",
                "Format that column as text and fill it in again.",
                column=column,
                value=row[column],
            )
    if row["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+", row["email"]):
        raise row.error("{email} is no e-mail address.", "Correct it, or leave it empty.", email=repr(row["email"]))
    if not any(character.isalpha() for character in row["name"]):
        raise row.error(
            "the name {name} has no letter.", "Perhaps two columns are exchanged; correct it.", name=repr(row["name"])
        )
    tied = [text for text in _listed(row["moodle"]) if ":" in text]
    ids = {system: tuple(_bare_id(system, text) for text in _listed(row[system])) for system in SYSTEMS}
    ids["moodle"] = tuple(_bare_id("moodle", text) for text in _listed(row["moodle"]) if text not in tied)
    return Person(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        section=row["section"],
        login=row["login"],
        also=_listed(row["also"]),
        ids={system: numbers for system, numbers in ids.items() if numbers},
        groups={column: row[column] for column in groups if row[column]},
        participants=_participants(row, tied),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(";"))))


def _participants(row: Row, tied: Iterable[str]) -> dict[str, str]:
    """Moodle's numbers by assignment, of "01_tokenization: 501"."""
    found: dict[str, str] = {}
    for text in tied:
        name, _, number = (part.strip() for part in text.partition(":"))
        number = _bare_id("moodle", number)
        if not name or not number.isdigit() or name.casefold() in found:
            raise row.error(
                "“{text}” is no number of Moodle's for an assignment.",
                "Write each assignment once, as 01_tokenization: 501.",
                text=text,
            )
        found[name.casefold()] = number
    return found


def _bare_id(system: str, text: str) -> str:
    """Moodle's "Participant 501" is 501."""
    match = re.fullmatch(r"Participant\s+(\d+)", text, re.I) if system == "moodle" else None
    return match[1] if match else text


def person_in(row: Row, column: str, people: People) -> Person:
    """The person that a row of another table names.

    Raises:
        KitError: there is none, or the name is that of several; the nearest is named.
    """
    text = row[column]
    if not text:
        raise row.error("“{column}” is empty.", "Write the student's id.", column=column)
    person = people.find(text)
    if person is None:
        several = people.meant_by(text)
        if len({p.name for p in several}) > 1:
            names = " or ".join(p.name for p in several)
            raise row.error(
                "{text} may be {names}.",
                "Write the student's e-mail, or correct people.csv.",
                text=repr(text),
                names=names,
            )
        if several:
            raise row.error("several people are called {text}.", "Write the student's id.", text=repr(text))
        known = [name for p in people.people for name in (p.id, p.name)]
        raise row.error("{place} has no student {text}.", _nearest(text, known), place=at(people.path), text=repr(text))
    return person


def _nearest(text: str, known: list[str]) -> Message:
    """The nearest name; of a class of hundreds the whole list helps nobody."""
    said = did_you_mean(text, known)
    return said if said.startswith("Did") else Message("Add the student there, or correct the id.")


def id_key(text: str) -> str:
    """The form in which two spellings of a student's id are one: spreadsheets drop leading zeros."""
    key = clean(text).casefold()
    return (key.lstrip("0") or "0") if key.isascii() and key.isdigit() else key


def group_key(text: str) -> str:
    """The form in which two spellings of a group are one: "Team 01", "team 1", "team_1"."""
    words = re.sub(r"[\s_-]+", " ", clean(text).casefold()).strip().split(" ")
    return " ".join(id_key(word) for word in words)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key by which team 2 comes before team 10."""
    pieces: Iterable[str] = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return tuple((0, int(piece), piece) if piece.isdigit() and piece.isascii() else (1, 0, piece) for piece in pieces)
