"""A backup of a served course, while it runs: the database as of one moment, and every hand-in that it names."""

from __future__ import annotations

import sqlite3
import tempfile
import zipfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from autograder.errors import KitError
from autograder.server.blobs import Blobs
from autograder.server.database import Database
from autograder.server.hand_ins import HandIns
from autograder.server.schema import hand_ins
from autograder.server.site import DATABASE, FOLDER


def back_up(course: Path, database: Database, blobs: Blobs, target: Path) -> int:
    """Write a zip of the course's files, the database and the hand-ins; how many hand-ins there are.

    The database is copied first: bytes are never changed or removed, so all that it names are there. To go back to it, unpack it where the course
    shall be, and serve that.

    Raises:
        KitError: it cannot be written, or bytes of a hand-in are missing (then it says which).
    """
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            copy = Path(folder) / DATABASE
            database.copy_to(copy)
            stored = Database(f"sqlite:///{copy}")
            try:
                records = [one for name in _assignments(stored) for one in HandIns(stored).of_assignment(name)]
            finally:
                stored.close()
            with sqlite3.connect(copy) as check:
                check.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            check.close()
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(copy, f"{FOLDER}/{DATABASE}")
                for digest in sorted({record.digest for record in records}):
                    path = blobs.path(digest)
                    if not blobs.holds(digest):
                        lost = next(record.receipt for record in records if record.digest == digest)
                        raise KitError(
                            "The bytes of hand-in {receipt} are damaged or missing.",
                            "Go back to an older backup.",
                            receipt=lost,
                        )
                    archive.write(path, f"{FOLDER}/hand_ins/{digest[:2]}/{path.name}")
                for path in sorted([course, *course.parent.glob("*.csv"), *course.parent.rglob("results/**/*.json")]):
                    if path.is_file():
                        archive.write(path, path.relative_to(course.parent).as_posix())
        temporary.replace(target)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise KitError(
            "{path} cannot be written: {error}.", "Make room, or name another place.", path=target, error=str(error)
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return len(records)


def _assignments(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(hand_ins.c.assignment).distinct()).scalars())
