"""people.csv brought up to date from another system's list: nobody is deleted, and nothing that stands there is written over.

Who in the list is who in the file is found as for marks: by ids and e-mails that agree, else by a name that only one has on either side. Where
hints contradict, nothing of that line is taken and the conflict is named.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.rosters import Listed, Roster
from autograder.errors import KitError
from autograder.files import write_output
from autograder.messages import Message
from autograder.people.people import People, Person, columns_of_people, id_key, read_people
from autograder.people.people_csv import SEPARATOR, delimiter_of
from autograder.people.spelling import asked_spellings, known_spellings, may_be_one_name
from autograder.places import at
from autograder.reports.tables import cell

_NEW = ("id", "name", "email", "section", "login")


@dataclass
class Imported:
    """What an import does. ``content`` is the file's new content; the rest is for people."""

    content: bytes
    new: list[Message] = field(default_factory=list)
    changed: list[Message] = field(default_factory=list)
    kept: list[Message] = field(default_factory=list)
    """Where the list says something else than people.csv, which stays."""
    conflicts: list[Message] = field(default_factory=list)
    not_listed: list[str] = field(default_factory=list)
    """Who is in people.csv and not in the list."""

    @property
    def lines(self) -> list[Message]:
        """All of it, line by line."""
        lines = [*self.new, *self.changed, *self.kept, *self.conflicts]
        if self.not_listed:
            lines.append(Message("not in the list, and kept: {names}", names="; ".join(self.not_listed)))
        return lines


def import_people(roster: Roster, path: Path, *, group: str = "", assignment: str = "") -> Imported:
    """What people.csv is after the list; nothing is written.

    Args:
        roster: the list.
        path: people.csv, which need not be there yet.
        group: the column of people.csv that gets the list's groups; none if empty.
        assignment: whose worksheet of Moodle's the list is; its numbers are kept as that assignment's.

    Raises:
        KitError: people.csv is wrong or would be after it, groups are asked for and there are none, or an assignment is named
            for a list that is not Moodle's.
    """
    if assignment and roster.system != "moodle":
        raise KitError(
            "{place} is a list of {system}, whose ids are the same in every assignment.",
            "Leave --assignment out.",
            place=at(roster.path),
            system=roster.system,
        )
    if group and not any(listed.group for listed in roster.people):
        raise KitError("{place} has no groups.", "Leave --group out.", place=at(roster.path))
    people = read_people(path) if path.is_file() else None
    table = _Table(path)
    done = Imported(b"")
    of_line = _persons_of(roster, people, done.conflicts, assignment)
    for listed in roster.people:
        if listed.line not in of_line:
            continue
        person = of_line[listed.line]
        cells = _cells(listed, roster.system, person, assignment)
        if group and listed.group:
            if any(mark in listed.group for mark in ",;"):
                done.kept.append(
                    Message("{name} is in several groups: {groups}", name=listed.name, groups=listed.group)
                )
            else:
                cells[group] = listed.group
        if person is None:
            table.add({name: text for name, text in cells.items() if text})
            done.new.append(Message("new: {name} ({id})", name=listed.name, id=listed.id))
        else:
            _update(table, person, cells, done)
    found = {person.id for person in of_line.values() if person}
    done.not_listed = [person.name for person in people or () if person.id not in found]
    done.content = table.content()
    read_people(path, [group] if group else [], content=done.content)
    return done


def write_people(imported: Imported, path: Path) -> None:
    """Write people.csv, replaced at once.

    Raises:
        KitError: the place cannot be written to.
    """
    write_output(path, imported.content)


def _cells(listed: Listed, system: str, person: Person | None, assignment: str) -> dict[str, str]:
    """What the list says, by column of people.csv."""
    own = person.id if person else listed.id
    number = "" if id_key(listed.number) == id_key(own) else listed.number  # the course's id is that system's too
    if assignment:
        known = person.participant(assignment) if person else ""
        number = f"{assignment}: {listed.number}" if listed.number and id_key(listed.number) != id_key(known) else ""
    cells = {"email": listed.email, "section": listed.section, "login": listed.login, system: number}
    return cells if person else {"id": listed.id, "name": listed.name, **cells}


def _update(table: _Table, person: Person, cells: Mapping[str, str], done: Imported) -> None:
    """Fill what is empty. Moodle's numbers are added to each other: it has another one for each assignment."""
    filled = []
    for column, text in cells.items():
        there = table.get(person.id, column)
        tied = column == "moodle" and ":" in text and bool(person.participant(text.partition(":")[0]))
        known = [part.strip() for part in there.split(";")] if column == "moodle" else [there]
        if not text or any(id_key(text) == id_key(part) for part in known):
            continue
        if not there or (column == "moodle" and not tied):
            table.set(person.id, column, "; ".join(filter(None, (*filter(None, known), text))))
            filled.append(f"{column} {text}")
        else:
            done.kept.append(
                Message(
                    "kept: {name}: {column} {there}, where the list says {text}",
                    name=person.name,
                    column=column,
                    there=there,
                    text=text,
                )
            )
    if filled:
        done.changed.append(Message("changed: {name}: {what}", name=person.name, what=", ".join(filled)))


def _persons_of(
    roster: Roster, people: People | None, conflicts: list[Message], assignment: str
) -> dict[int, Person | None]:
    """By line of the list, who it is: None for somebody new. Lines with a conflict are left out."""
    who = _Who(people.people if people else (), roster, assignment)
    found: dict[int, Person | None] = {}
    for listed in roster.people:
        person, why = who.is_it(listed)
        lasting = listed.school or listed.login or listed.email or (roster.system != "moodle" and listed.number)
        if not why and not person and not lasting:  # Moodle's number is one assignment's
            why = Message("the list has neither an id nor an e-mail for this person")
        why = why or who.has_its_number(listed, person)
        if why:
            conflicts.append(_conflict(listed, why))
        else:
            found[listed.line] = person
    # One person of two lines, and two new people of one id, are nobody.
    keys = {
        line: p.id if (p := found[line]) else f"new {id_key(one.id)}"
        for one in roster.people
        if (line := one.line) in found
    }
    twice = {key for key, count in Counter(keys.values()).items() if count > 1}
    for listed in roster.people:
        if keys.get(listed.line) in twice:
            conflicts.append(_conflict(listed, Message("another line of the list is the same person")))
            del found[listed.line]
    return found


def _conflict(listed: Listed, why: Message) -> Message:
    return Message("conflict, nothing taken: line {line}, {name}: {why}", line=listed.line, name=listed.name, why=why)


class _Who:
    """Who of people.csv somebody in a list is."""

    def __init__(self, people: Sequence[Person], roster: Roster, assignment: str) -> None:
        self.people = people
        self.system = roster.system
        self.assignment = assignment
        self.names = Counter(spelling for one in roster.people for spelling in known_spellings(one.name))
        ids = {id_key(known) for person in people for known in (person.id, person.login) if known}
        self.same_ids = any(id_key(one.school) in ids for one in roster.people if one.school)
        """Whether the list's ids of the school are those of people.csv."""

    def is_it(self, listed: Listed) -> tuple[Person | None, Message | None]:
        fits = [person for person in self.people if self._has_an_id_of(person, listed)]
        if len(fits) > 1:
            names = ", ".join(person.name for person in fits)
            return None, Message("its ids and e-mail are those of {names}", names=names)
        if fits:
            if not may_be_one_name(listed.name, (fits[0].name, *fits[0].also)):
                return None, Message("its id or e-mail is {name}'s", name=fits[0].name)
            return fits[0], self._contradicts(fits[0], listed)
        asked = asked_spellings(listed.name)
        named = [p for p in self.people if any(asked & known_spellings(name) for name in (p.name, *p.also))]
        if not named:
            return None, None
        if len(named) > 1 or max(self.names[spelling] for spelling in known_spellings(listed.name)) > 1:
            return None, Message("several people are called so, and no id or e-mail tells which it is")
        (person,) = named
        if listed.email and person.email:
            return None, Message("{name} has another e-mail, {email}", name=person.name, email=person.email)
        if self.same_ids and listed.school:
            return None, Message("{name} has another id, {id}", name=person.name, id=person.id)
        return person, self._contradicts(person, listed)

    def _has_an_id_of(self, person: Person, listed: Listed) -> bool:
        own = {id_key(known) for known in (person.id, person.login) if known}
        there = {id_key(known) for known in (listed.school, listed.login) if known}
        if self.system == "nbgrader" or not (listed.school or listed.login):
            there |= {id_key(known) for known in (listed.id,) if known}
        by_number = bool(listed.number) and id_key(listed.number) in self._numbers(person)
        if self.system == "moodle" and not self.assignment:
            by_number = False  # it may be another assignment's
        by_email = bool(listed.email) and listed.email.casefold() == person.email.casefold()
        return bool(own & there) or by_number or by_email

    def _numbers(self, person: Person) -> set[str]:
        """Its numbers in the list's system; of Moodle's, those of the list's assignment."""
        known = [person.participant(self.assignment)] if self.assignment else person.ids.get(self.system, ())
        return {id_key(number) for number in known if number}

    def has_its_number(self, listed: Listed, person: Person | None) -> Message | None:
        """Why a number of Moodle's cannot be this person's: it is another one's already."""
        if self.system != "moodle" or not listed.number:
            return None
        for other in self.people:
            if (person is None or other.id != person.id) and id_key(listed.number) in self._numbers(other):
                told = Message("its number {number} is {name}'s", number=listed.number, name=other.name)
                mend = Message("say with --assignment of which assignment the list is")
                return told if self.assignment else Message("{said}; {mend}", said=told, mend=mend)
        return None

    def _contradicts(self, person: Person, listed: Listed) -> Message | None:
        known = person.ids.get(self.system, ())
        if self.system == "moodle" or not known or not listed.number:
            return None
        if id_key(listed.number) in {id_key(one) for one in known}:
            return None
        return Message(
            "{name} has another {system} id, {id}", name=person.name, system=self.system, id=", ".join(known)
        )


class _Table:
    """people.csv as it stands, with its columns, its delimiter and its byte order mark; cells that nobody sets stay."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes() if path.is_file() else b""
        self._mark = content.startswith(b"\xef\xbb\xbf") or not content
        text = content.decode("utf-8-sig")
        self._first = text[: match.end()] if (match := SEPARATOR.match(text)) else ""
        text = text.removeprefix(self._first)
        self._delimiter = delimiter_of(text)
        self._end = "\n" if "\n" in text and "\r\n" not in text else "\r\n"
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter))
        self._header = rows[0] if rows else list(_NEW)
        self._rows = rows[1:]
        self._columns = columns_of_people(path, self._header)
        place = self._columns["id"]
        self._of = {id_key(row[place]): row for row in self._rows if len(row) > place and row[place].strip()}

    def get(self, person: str, column: str) -> str:
        place, row = self._columns.get(column), self._of[id_key(person)]
        return row[place].strip() if place is not None and place < len(row) else ""

    def set(self, person: str, column: str, text: str) -> None:
        self._put(self._of[id_key(person)], column, text)

    def add(self, cells: Mapping[str, str]) -> None:
        row = [""] * len(self._header)
        for column, text in cells.items():
            self._put(row, column, text)
        self._rows.append(row)

    def _put(self, row: list[str], column: str, text: str) -> None:
        if column not in self._columns:
            self._columns[column] = len(self._header)
            self._header.append(column)
        place = self._columns[column]
        row += [""] * (place + 1 - len(row))
        row[place] = cell(text)

    def content(self) -> bytes:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=self._delimiter, lineterminator=self._end)
        writer.writerows([self._header, *self._rows])
        return (self._first + buffer.getvalue()).encode("utf-8-sig" if self._mark else "utf-8")
