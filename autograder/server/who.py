"""Who asks: a student of the course, staff, or nobody that is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import HTTPConnection

from autograder.course.load import LoadedCourse
from autograder.people.people import Person, id_key


@dataclass(frozen=True)
class Who:
    """Somebody who may do something.

    Attributes:
        name: for the audit log and the greeting.
        person: the student; None for staff.
        staff: whether this is staff.
        key: what the forms of this visit are signed for; the next session's is another.
        by_header: known by a header that every request must bring by purpose (a bearer token), so no other site can forge one.
    """

    name: str
    person: Person | None
    staff: bool
    key: str
    by_header: bool = False


class Door(Protocol):
    """One way to be known: personal links, a proxy, a JupyterHub; LTI would be one more."""

    def who(self, request: HTTPConnection) -> Who | None:
        """Who asks, as far as this door can tell; None lets the next one say."""


def person_named(login: str, loaded: LoadedCourse) -> Person | None:
    """The one student with this login, e-mail or id; never by a name, which somebody else may have too."""
    wanted = login.strip().casefold()
    fits = [
        person
        for person in loaded.people
        if wanted
        and (wanted in (person.login.casefold(), person.email.casefold()) or id_key(person.id) == id_key(wanted))
    ]
    return fits[0] if len(fits) == 1 else None


def who_named(login: str, loaded: LoadedCourse, key: str) -> Who | None:
    """Whom a login of another system means: staff as course.toml lists them, else a student; None for anybody else."""
    if login.casefold() in loaded.course.server.staff:
        return Who(login, None, True, key)
    person = person_named(login, loaded)
    return Who(person.name, person, False, key) if person else None


Loaded = Callable[[], LoadedCourse]
