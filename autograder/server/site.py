"""Everything that a served course consists of, put together."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from autograder.errors import KitError
from autograder.files import write_atomically
from autograder.server.audit import Audit
from autograder.server.blobs import Blobs
from autograder.server.clock import Clock, now
from autograder.server.course_now import CourseNow
from autograder.server.database import Database
from autograder.server.dispatcher import Dispatcher, Start, start_process
from autograder.server.doors import ProxyDoor, SessionDoor, TokenDoor
from autograder.server.grader import Setting
from autograder.server.guards import Flood, Forms
from autograder.server.hand_ins import HandIns, Regrades
from autograder.server.publishing import Publisher
from autograder.server.tokens import Tokens
from autograder.server.who import Door

FOLDER = "server"
DATABASE = "server.sqlite3"


def folder_of(course: Path) -> Path:
    """The server's folder beside a course.toml."""
    return course.parent / FOLDER


def url_of(folder: Path, url: str | None) -> str:
    """The database's address: what was given, else the embedded one."""
    return url or f"sqlite:///{folder / DATABASE}"


@dataclass
class Site:
    """A served course. ``https``: the address that browsers use begins with it."""

    folder: Path
    database: Database
    blobs: Blobs
    course: CourseNow
    hand_ins: HandIns
    regrades: Regrades
    publisher: Publisher
    dispatcher: Dispatcher
    tokens: Tokens
    audit: Audit
    forms: Forms
    clock: Clock
    address: str
    doors: list[Door] = field(default_factory=list)
    flood: Flood = field(default_factory=Flood)
    lock: FileLock | None = None
    secret: bytes = b""
    login: str = ""
    """Where a browser that nobody knows is sent; "" shows a page."""
    left: str = ""
    """Where a browser goes that has left; "" is the first page. With a hub that would at once bring it in again."""

    @property
    def https(self) -> bool:
        return self.address.startswith("https:")

    def start(self) -> None:
        """Begin to grade; the assignments that can be handed in now are warmed, the one that is due next first."""
        self.dispatcher.start()
        moment = self.clock()
        open_now = [
            a
            for a in self.course.loaded().course.assignments
            if (a.released is None or a.released <= moment) and (a.closed is None or moment <= a.closed)
        ]
        open_now.sort(key=lambda a: (a.due is None or a.due < moment, a.due or moment))
        for assignment in open_now[:1]:
            self.dispatcher.warm(assignment.name)

    def close(self) -> None:
        """Stop grading and let go of everything."""
        if self.dispatcher.is_alive():
            self.dispatcher.end()
        self.database.close()
        if self.lock is not None:
            self.lock.release()


def open_site(
    course: Path,
    *,
    kit: Path,
    address: str = "http://127.0.0.1:8010",
    database: str | None = None,
    isolation: str = "namespaces",
    required: str | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    clock: Clock = now,
    start: Start = start_process,
) -> Site:
    """Open a course to be served: its folder, its database brought up to date, its doors.

    Args:
        course: course.toml.
        kit: the kit's folder.
        address: as browsers write it.
        database: SQLAlchemy's URL; None is SQLite in the server's folder.
        isolation, required: as for ``grade``.
        jobs: hand-ins graded at once; one per core if None.
        scheduler: a Dask cluster's address, where they are graded in place of this machine.
        clock, start: the time, and what starts a grader; tests have their own.

    Raises:
        KitError: the course is wrong, or served already, or a place cannot be written to.
    """
    loaded = CourseNow(course, clock)
    folder = folder_of(course)
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        blobs = Blobs(folder / "hand_ins")
        secret = _secret(folder / "secret")
    except OSError as error:
        raise KitError(
            "The server's folder {folder} cannot be written to ({error}).",
            "Mend its permissions.",
            folder=folder,
            error=error.strerror or error,
        ) from error
    lock = FileLock(folder / ".lock", thread_local=False)  # let go of by another thread
    try:
        lock.acquire(timeout=1)
    except Timeout as error:
        raise KitError("{course} is served already.", "Stop the other server first.", course=course) from error
    try:
        blobs.sweep()
        store = _opened(course, blobs, url_of(folder, database))
    except BaseException:
        lock.release()
        raise
    hand_ins, regrades = HandIns(store), Regrades(store)
    publisher = Publisher(hand_ins, loaded, clock)
    private = (str(course.parent.resolve()), str(folder.resolve()))

    def setting(assignment: str) -> Setting:
        return Setting(assignment, str(kit), isolation, required, jobs or os.cpu_count() or 1, private, scheduler)

    dispatcher = Dispatcher(
        hand_ins, regrades, blobs, loaded, publisher, clock, setting, jobs or os.cpu_count() or 1, start
    )
    tokens = Tokens(store, clock)
    return Site(
        folder=folder, database=store, blobs=blobs, course=loaded, hand_ins=hand_ins, regrades=regrades,
        publisher=publisher, dispatcher=dispatcher, tokens=tokens, audit=Audit(store, clock), forms=Forms(secret),
        clock=clock, address=address.rstrip("/"), secret=secret, lock=lock,
        doors=[TokenDoor(tokens, loaded.loaded), SessionDoor(tokens, loaded.loaded), ProxyDoor(loaded.loaded)],
    )  # fmt: skip


def _opened(course: Path, blobs: Blobs, url: str) -> Database:
    """The course's database, for this server alone.

    Raises:
        KitError: another server has it, or it is another course's.
    """
    store = Database(url)
    try:
        if not store.hold():
            raise KitError("A server has this database already.", "Stop it first, or give each course its own.")
        store.migrate()
        last = HandIns(store).last()
        if last is not None and not blobs.path(last.digest).exists():
            raise KitError(
                "The bytes of the newest hand-in, {receipt}, are not in {folder}.",
                "The database is another course's, or its hand-ins were lost: name its own, or go back to a backup of both.",
                receipt=last.receipt,
                folder=blobs.folder,
            )
    except BaseException:
        store.close()
        raise
    return store


def _secret(path: Path) -> bytes:
    """What forms are signed with; made once, readable for its owner alone."""
    if not path.exists():
        write_atomically(path, secrets.token_bytes(32))
    path.chmod(0o600)
    return path.read_bytes()


@contextlib.contextmanager
def database_of(course: Path, url: str | None) -> Iterator[Database]:
    """The database of a course for a command; the server may be running, and need not be.

    Raises:
        KitError: it cannot be opened.
    """
    folder = folder_of(course)
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise KitError(
            "{folder} cannot be made ({error}).", "Mend the permissions.", folder=folder, error=error.strerror or error
        ) from error
    store = Database(url_of(folder, url))
    try:
        store.migrate()
        yield store
    finally:
        store.close()


@contextlib.contextmanager
def tokens_of(course: Path, url: str | None) -> Iterator[Tokens]:
    """The tokens of a course, for a command. Raises as :func:`database_of`."""
    with database_of(course, url) as store:
        yield Tokens(store, now)
