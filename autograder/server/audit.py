"""Who did what, when and from where. No secret is ever part of it."""

from __future__ import annotations

import logging

from sqlalchemy import insert, select

from autograder.server.clock import Clock
from autograder.server.database import Database
from autograder.server.schema import audit

log = logging.getLogger("autograder.server.audit")


class Audit:
    """The audit log of a course, in its database and as lines of the server's log."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock

    def note(self, who: str, what: str, about: str = "", address: str = "") -> None:
        """Write down one deed."""
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
