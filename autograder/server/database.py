"""The database: SQLite beside the course, or PostgreSQL by its URL; brought up to date when it is opened."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from autograder.errors import KitError

MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_SECONDS = 30.0
"""For another writer to be done; each writes for milliseconds."""


class Database:
    """Where everything but the bytes of hand-ins is kept.

    Args:
        url: SQLAlchemy's, as ``sqlite:////…/server.sqlite3`` or ``postgresql+psycopg://…``.

    Raises:
        KitError: it cannot be opened, or is of a later version of the kit.
    """

    def __init__(self, url: str) -> None:
        try:
            self.engine = _engine(url)
            with self.engine.connect():
                pass
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            said = str(error).splitlines()[0]
            raise KitError(
                "The database's address is not understood: {error}.",
                "Write one as postgresql+psycopg://host/name.",
                error=said,
            ) from error
        except DBAPIError as error:
            said = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
            raise KitError(
                "The database cannot be opened: {error}.", "Check its place and who may write there.", error=said
            ) from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with."""
        with self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: on the disk as a whole when the block has ended, or not at all. SQLite has one writer at a time."""
        with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection

    def version(self) -> str | None:
        """The version of the schema that is there; None for an empty database."""
        with self.reading() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def migrate(self, to: str = "head") -> None:
        """Bring the tables to a version of the schema.

        Raises:
            KitError: they are of a later version of the kit.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if (there := self.version()) is not None and there not in known:
            raise KitError(
                "The database has the schema of a later version of the kit ({version}).",
                "Serve it with that version, or go back to a backup.",
                version=there,
            )
        try:
            with self.writing() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, to)
        except CommandError as error:
            raise KitError(
                "The database cannot be brought up to date: {error}.", "Go back to a backup.", error=str(error)
            ) from error

    def copy_to(self, path: Path) -> None:
        """Copy a running SQLite database, whole, to a file.

        Raises:
            KitError: it is no SQLite database.
            OSError, sqlite3.Error: as writing does.
        """
        if self.engine.dialect.name != "sqlite":
            raise KitError("Only the embedded database is copied here.", "Back up PostgreSQL with pg_dump.")
        target = sqlite3.connect(path)
        try:
            raw = self.engine.raw_connection()
            try:
                driver: Any = raw.driver_connection
                driver.backup(target)
            finally:
                raw.close()
        finally:
            target.close()

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # transactions are begun here, not by the driver
            cursor = connection.cursor()
            for setting in (
                "journal_mode=WAL",
                "synchronous=FULL",  # a receipt is given after the commit, and must survive a power cut
                f"busy_timeout={int(WAIT_SECONDS * 1000)}",
                "foreign_keys=ON",
            ):
                cursor.execute(f"PRAGMA {setting}")
            cursor.close()

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            writing = connection.get_execution_options().get("writing")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
