"""Who did what, when and from where. No secret is ever part of it."""

from __future__ import annotations

import getpass
import logging

from sqlalchemy import insert, select

from autograder.server.clock import Clock
from autograder.server.database import Database
from autograder.server.schema import audit
from autograder.translation import _

log = logging.getLogger("autograder.server.audit")

DEEDS = frozenset(
    {
        _("entered"),
        _("entered by the hub"),
        _("turned away"),
        _("left"),
        _("handed in"),
        _("handed in again, the same"),
        _("fetched"),
        _("fetched the file"),
        _("wrote extensions"),
        _("wrote overrides"),
        _("began to grade again"),
        _("published what was graded again"),
        _("dropped what was graded again"),
        _("made links"),
        _("took back links"),
    }
)
"""All that is noted, as it is kept; the page translates it."""
COMMAND = "command line"
"""In place of the address of whoever asked."""


class Audit:
    """The audit log of a course, in its database and as lines of the server's log."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock

    def note(self, who: str, what: str, about: str = "", address: str = "") -> None:
        """Write down one deed.

        Args:
            who: as they are known here.
            what: one of :data:`DEEDS`.
            about: what it was done to.
            address: from where.
        """
        assert what in DEEDS, what
        log.info("%s: %s %s (%s)", who, what, about, address)
        with self.database.writing() as connection:
            connection.execute(
                insert(audit).values(
                    time=self.clock().isoformat(),
                    who=who[:200],
                    what=what[:40],
                    about=about[:400],
                    address=address[:60],
                )
            )

    def last(self, most: int = 200) -> list[dict[str, str]]:
        """The newest deeds, the newest first."""
        query = select(audit).order_by(audit.c.id.desc()).limit(most)
        with self.database.reading() as connection:
            return [{key: str(value) for key, value in row.items()} for row in connection.execute(query).mappings()]


def account() -> str:
    """Who runs a command on this machine, as the machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "?"
