"""The database: SQLite beside the course, or PostgreSQL by its URL; brought up to date when it is opened."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, func, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from autograder.errors import KitError
from autograder.server.schema import metadata

MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_SECONDS = 30.0
"""For another writer to be done; each writes for milliseconds."""
CLIENT = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "client_encoding": "utf8",
}
"""Of PostgreSQL's client, in seconds and milliseconds; the database's address may say otherwise."""
WRITER, SERVER = 0x68616E64, 0x696E0000
"""Of PostgreSQL's advisory locks, those of whoever writes and of the server that is running."""


class TakenOver(SQLAlchemyError):
    """Another server has this database: it took it while PostgreSQL was away, and this one's lock on it was gone."""


class Database:
    """Where everything but the bytes of hand-ins is kept.

    Args:
        url: SQLAlchemy's, as ``sqlite:////…/server.sqlite3`` or ``postgresql://…``.

    Raises:
        KitError: it cannot be opened, cannot hold every text, or is of a later version of the kit.
    """

    def __init__(self, url: str) -> None:
        self._turn = threading.Lock()
        self._holds = False
        self._held: Connection | None = None
        try:
            self.engine = _engine(url)
            self.postgresql = self.engine.dialect.name == "postgresql"
            with self.engine.connect() as connection:
                encoding = connection.execute(text("SHOW server_encoding")).scalar() if self.postgresql else "UTF8"
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            said = str(error).splitlines()[0]
            raise KitError(
                "The database's address is not understood: {error}.",
                "Write one as postgresql://host/name.",
                error=said,
            ) from error
        except DBAPIError as error:
            said = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
            raise KitError(
                "The database cannot be opened: {error}.", "Check its place and who may write there.", error=said
            ) from error
        if encoding != "UTF8":
            self.close()
            raise KitError(
                "The database's encoding is {encoding}, which cannot hold every name.",
                "Make another one: createdb --encoding=UTF8 --template=template0 NAME",
                encoding=encoding,
            )

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with."""
        with self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: on the disk as a whole when the block has ended, or not at all. There is one writer at a time, with either database.

        This process's writers queue up here; SQLite itself would have them try again after a pause, each longer than the last.

        Raises:
            TakenOver: another server has the database by now. This one goes on when it is free again.
        """
        with self._turn, self.engine.connect().execution_options(writing=True) as connection, connection.begin():
            if self.postgresql:
                self._hold_on()
                connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS:g}s'"))
                connection.execute(select(func.pg_advisory_xact_lock(WRITER)))
            yield connection

    def hold(self) -> bool:
        """Keep every other server out until this is closed; False where one is at work. SQLite lies beside a lock file that does it."""
        if not self.postgresql:
            return True
        connection = self.engine.connect()
        if connection.execute(select(func.pg_try_advisory_lock(SERVER))).scalar():
            connection.commit()  # the lock is the session's
            self._held, self._holds = connection, True
            return True
        connection.close()
        return False

    def _hold_on(self) -> None:
        """See that every other server is still kept out: a session that is gone, as after a restart of PostgreSQL, has let go of its lock.

        Raises:
            TakenOver: another server has come in.
        """
        if not self._holds:
            return
        if self._held is not None:
            try:
                self._held.execute(text("SELECT 1"))
                self._held.commit()
                return
            except DBAPIError:
                self._let_go()
        if not self.hold():
            raise TakenOver("another server has the database")

    def _let_go(self) -> None:
        if self._held is not None:
            with contextlib.suppress(DBAPIError):  # it is gone already
                self._held.close()
            self._held = None

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
        """Copy all that is there at one moment, while others write, to a new SQLite database.

        Raises:
            OSError, sqlite3.Error, DBAPIError: as reading and writing do.
        """
        if self.postgresql:
            self._copy_tables(path)
            return
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

    def _copy_tables(self, path: Path) -> None:
        target = Database(f"sqlite:///{path}")
        try:
            target.migrate()
            with (
                self.engine.connect().execution_options(isolation_level="REPEATABLE READ") as reading,
                target.writing() as writing,
            ):
                for table in metadata.sorted_tables:
                    rows = reading.execution_options(yield_per=200).execute(select(table)).mappings()
                    for some in rows.partitions():
                        writing.execute(insert(table), [dict(row) for row in some])
        finally:
            target.close()

    def close(self) -> None:
        self._holds = False
        self._let_go()
        self.engine.dispose()


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "postgresql":
        # A connection that the database has closed meanwhile is opened anew; one on which nobody answers is given up.
        return create_engine(address, pool_pre_ping=True, connect_args={**CLIENT, **address.query})
    engine = create_engine(address)
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
