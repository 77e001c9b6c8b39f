"""Personal links, made for people and taken back."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import KitError
from autograder.people.people import Person
from autograder.reports.tables import cell
from autograder.server.audit import COMMAND, Audit, account
from autograder.server.tokens import Tokens

MOST_NAMED = 10
"""People whose ids stand in a line of the audit log; more are counted."""
HEAD = ("id", "name", "email", "link")


def link_rows(
    tokens: Tokens, people: Sequence[Person], staff: str | None, days: float, address: str
) -> list[tuple[str, str, str, str]]:
    """New links: id, name, e-mail and the link of each."""
    _note(tokens, "made links", people, staff)
    base = address.rstrip("/")
    rows = [(person.id, person.name, person.email, f"{base}/enter/{tokens.make(person.id, days)}") for person in people]
    if staff:
        rows.append(("", staff, "", f"{base}/enter/{tokens.make(staff, days, staff=True)}"))
    return rows


def revoke_links(tokens: Tokens, people: Sequence[Person], staff: str | None) -> int:
    """Take back all links of these; how many there were."""
    _note(tokens, "took back links", people, staff)
    count = sum(tokens.revoke(person.id) for person in people)
    return count + (tokens.revoke(staff, staff=True) if staff else 0)


def _note(tokens: Tokens, what: str, people: Sequence[Person], staff: str | None) -> None:
    """Before it is done, so that nothing of it is without its line."""
    whose = [person.id for person in people] + ([staff] if staff else [])
    about = ", ".join(whose[:MOST_NAMED]) + (f", … ({len(whose)})" if len(whose) > MOST_NAMED else "")
    Audit(tokens.database, tokens.clock).note(account(), what, about, COMMAND)


def write_links(path: Path, rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Write links as CSV that only its owner can read.

    Raises:
        KitError: it is there already, or cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([[cell(text) for text in row] for row in (HEAD, *rows)])
    except FileExistsError as error:
        raise KitError(
            "{path} is there already.", "Name another file; older links are valid as long as they were.", path=path
        ) from error
    except OSError as error:
        raise KitError(
            "{path} cannot be written: {error}.", "Check the path.", path=path, error=error.strerror or error
        ) from error
