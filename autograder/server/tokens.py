"""Personal links and the sessions that they open: secrets of 256 bits, of which only a digest is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import and_, delete, insert, select, update

from autograder.server.clock import Clock
from autograder.server.database import Database
from autograder.server.schema import sessions, tokens

SESSION = dt.timedelta(hours=12)


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is random, so no slow hash is needed to keep it from being guessed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Holder:
    """Whom a token or a session names. ``person`` is a student's id, or the name of somebody of the staff."""

    person: str
    staff: bool
    token: int | None


class Tokens:
    """The tokens and sessions of a course."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self.still_in: Callable[[str], bool] = lambda digest: False
        """Asked of a session that no link has opened: whether whatever has opened it still says so."""

    def make(self, person: str, days: float, *, staff: bool = False) -> str:
        """A new secret for a person; older ones stay as they are."""
        secret = secrets.token_urlsafe(32)
        now = self.clock()
        with self.database.writing() as connection:
            connection.execute(
                insert(tokens).values(
                    digest=digest_of(secret), person=person, staff=staff, made=now.isoformat(),
                    expires=(now + dt.timedelta(days=days)).isoformat(), revoked="",
                )
            )  # fmt: skip
        return secret

    def revoke(self, person: str, *, staff: bool = False) -> int:
        """End all tokens of a person, and the sessions that they opened; how many there were."""
        now = self.clock().isoformat()
        mine = and_(tokens.c.person == person, tokens.c.staff == staff, tokens.c.revoked == "")
        with self.database.writing() as connection:
            ids = connection.execute(select(tokens.c.id).where(mine)).scalars().all()
            connection.execute(update(tokens).where(mine).values(revoked=now))
            connection.execute(delete(sessions).where(sessions.c.token.in_(ids)))
        return len(ids)

    def holder(self, secret: str) -> Holder | None:
        """Whose a token is; None if it is none, or has expired or been revoked."""
        query = select(tokens).where(tokens.c.digest == digest_of(secret), tokens.c.revoked == "")
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None or dt.datetime.fromisoformat(row["expires"]) <= self.clock():
            return None
        return Holder(row["person"], row["staff"], row["id"])

    def open_session(self, holder: Holder) -> str:
        """A new session; never one that the browser had before."""
        secret = secrets.token_urlsafe(32)
        now = self.clock()
        with self.database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires <= now.isoformat()))
            connection.execute(
                insert(sessions).values(
                    digest=digest_of(secret), token=holder.token, person=holder.person, staff=holder.staff,
                    made=now.isoformat(), expires=(now + SESSION).isoformat(),
                )
            )  # fmt: skip
        return secret

    def of_session(self, secret: str) -> Holder | None:
        """Whose a session is; None once it, or what has opened it (a token here, or a log-in elsewhere), has ended."""
        query = (
            select(sessions, tokens.c.revoked, tokens.c.expires.label("token_expires"))
            .select_from(sessions.outerjoin(tokens, tokens.c.id == sessions.c.token))
            .where(sessions.c.digest == digest_of(secret))
        )
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().first()
        now = self.clock()
        if row is None or dt.datetime.fromisoformat(row["expires"]) <= now:
            return None
        if row["token"] is not None and (row["revoked"] or dt.datetime.fromisoformat(row["token_expires"]) <= now):
            return None
        if row["token"] is None and not self.still_in(row["digest"]):
            return None
        return Holder(row["person"], row["staff"], row["token"])

    def close_session(self, secret: str) -> None:
        """End a session."""
        with self.database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == digest_of(secret)))
