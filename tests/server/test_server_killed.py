"""A receipt stands for bytes and for exactly one result, whatever happens: a kill, a full disk, a lost database."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from served_course import ATTENTION, FIRST_HAND_IN, ROOT, Graders, Serve, Served, StillClock, work
from sqlalchemy import MetaData, insert, select
from sqlalchemy.exc import IntegrityError

from autograder.errors import KitError
from autograder.messages import NO_MESSAGE
from autograder.server.blobs import Blobs, Incoming, TooLarge
from autograder.server.database import Database
from autograder.server.hand_ins import Arrival, HandIns
from autograder.server.migrations import versions
from autograder.server.schema import hand_ins, metadata, results
from autograder.server.site import open_site


def arrival_of(person: str, digest: str, assignment: str = ATTENTION) -> Arrival:
    """What a person has handed in, as far as it is of interest here."""
    return Arrival(assignment, person, person, StillClock()(), digest, 9, "a.ipynb", "ipynb")


KILLS = 50 if os.environ.get("EXHAUSTIVE") else 5


def test_what_was_at_work_when_the_server_ended_is_graded_after_the_next_start(course: Path) -> None:
    graders = Graders()
    graders.held.clear()
    first = open_site(course, kit=ROOT, clock=StillClock(), start=graders.start, jobs=2)
    first.dispatcher.start()
    for number in range(5):
        with first.blobs.receive(1000) as incoming:
            incoming.write(work(number))
            digest = incoming.keep()
        first.hand_ins.accept(arrival_of(f"u{number % 4 + 1}", digest), lambda earlier: NO_MESSAGE)
        first.dispatcher.wake()
    until = time.monotonic() + 20
    while not graders.started and time.monotonic() < until:
        time.sleep(0.01)
    first.close()
    assert graders.orders == []
    again = Graders()
    second = open_site(course, kit=ROOT, clock=StillClock(), start=again.start, jobs=2)
    second.dispatcher.start()
    until = time.monotonic() + 20
    while second.hand_ins.waiting() and time.monotonic() < until:
        time.sleep(0.01)
    assert sorted(order.hand_in.attempt for order in again.orders) == [1, 1, 1, 1, 2]
    graders.held.set()
    second.close()


def test_a_hand_in_has_one_result_for_ever(served: Served) -> None:
    served.hand_in("u1", work(70))
    served.settled()
    record = served.site.hand_ins.of_owner(ATTENTION, "u1")[0]
    assert served.site.hand_ins.finish(record.id, "{}", served.clock()) is False
    with pytest.raises(IntegrityError), served.site.database.writing() as connection:
        connection.execute(insert(results).values(hand_in=record.id, document="{}", graded="", published=False))
    assert served.site.hand_ins.of_owner(ATTENTION, "u1")[0].document == record.document


def test_a_result_that_was_stored_and_not_yet_published_is_published_after_the_start(
    serve: Serve, course: Path
) -> None:
    served = serve()
    served.hand_in("u1", work(70))
    served.settled()
    published = course.parent / "results" / ATTENTION / "u1.json"
    published.unlink()
    with served.site.database.writing() as connection:
        connection.execute(results.update().values(published=False))
    served.main.__exit__(None, None, None)
    again = open_site(course, kit=ROOT, clock=served.clock, start=Graders().start)
    again.publisher.publish_all()
    again.close()
    assert published.exists()


def test_a_full_disk_refuses_and_gives_no_receipt(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Incoming) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Incoming, "keep", full)
        answer = served.hand_in("u1", work(70))
        assert answer.status_code == 503 and "There is no receipt" in answer.json()["said"]
        page = served.upload(served.entered("u1"), work(70))
        assert page.status_code == 503 and "There is no receipt" in page.text
    assert served.site.hand_ins.of_owner(ATTENTION, "u1") == []
    assert list((served.site.blobs.folder / ".incoming").iterdir()) == []
    assert served.hand_in("u1", work(70)).status_code == 201


@pytest.mark.parametrize("room", [4, 3000], ids=["for no hand-in", "for the bytes, and not for the database"])
def test_what_the_system_does_not_let_grow_refuses_and_gives_no_receipt(served: Served, room: int) -> None:
    """As on a full disk, by the kernel itself: no file of this process may be larger."""
    header = served.bearer("u1")
    address = f"/api/hand-ins/{ATTENTION}"
    assert served.main.post(address, content=work(10), headers=header).status_code == 201
    served.settled()
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most[1]))
    try:
        answer = served.main.post(address, content=work(20), headers=header)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert answer.status_code == 503 and "There is no receipt" in answer.json()["said"]
    assert [one.attempt for one in served.site.hand_ins.of_owner(ATTENTION, "u1")] == [1]
    assert list((served.site.blobs.folder / ".incoming").iterdir()) == []
    again = served.main.post(address, content=work(20), headers=header)
    assert again.status_code == 201 and again.json()["attempt"] == 2


def test_a_database_that_is_lost_refuses_and_gives_no_receipt(served: Served) -> None:
    header = served.bearer("u1")
    with served.site.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE hand_ins RENAME TO gone")
    answer = served.main.post(f"/api/hand-ins/{ATTENTION}", content=work(70), headers=header)
    assert answer.status_code == 503 and "receipt" not in answer.json()
    with served.site.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO hand_ins")
    assert served.main.post(f"/api/hand-ins/{ATTENTION}", content=work(70), headers=header).status_code == 201


def test_bytes_and_names_are_on_the_disk_before_there_is_a_record(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill does not show it, for the kernel keeps what was written; a power cut would."""
    synced: list[tuple[str, int]] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(
            (str(Path(f"/proc/self/fd/{descriptor}").readlink()), len(served.site.hand_ins.of_assignment(ATTENTION)))
        )
        real(descriptor)

    monkeypatch.setattr("autograder.server.blobs.os.fsync", fsync)
    record = served.hand_in("u1", work(70)).json()
    folder = served.site.blobs.folder
    (first, *rest) = [one for one in synced if Path(one[0]).is_relative_to(folder)]
    assert Path(first[0]).parent == folder / ".incoming"
    assert [path for path, _ in rest] == [str(folder / record["sha256"][:2]), str(folder)]
    assert all(records == 0 for _, records in (first, *rest))
    with served.site.database.reading() as connection:  # 2: the write-ahead log is synced at each commit
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_bytes_are_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "hand_ins")
    with blobs.receive(10) as incoming, pytest.raises(TooLarge):
        incoming.write(b"12345")
        incoming.write(b"678901")
    with blobs.receive(10) as incoming:
        incoming.write(b"123")
        digest = incoming.keep()
    assert blobs.holds(digest) and list((blobs.folder / ".incoming").iterdir()) == []
    blobs.path(digest).write_bytes(b"124")
    assert not blobs.holds(digest)


def test_a_database_of_the_first_schema_is_brought_to_this_one_with_all_that_is_in_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    database.migrate("0001")
    with database.writing() as connection:
        connection.execute(insert(hand_ins).values(FIRST_HAND_IN))
    assert database.version() == "0001"
    database.migrate()
    assert database.version() == "0002"
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.execute(select(hand_ins.c.receipt)).scalars().all() == ["AAAA"]
    assert HandIns(database).waiting()[0].owner == "u1"
    database.close()


VERSIONS = sorted(path.name[1:5] for path in Path(versions.__path__[0]).glob("v[0-9]*.py"))


@pytest.mark.parametrize(("old", "new"), [*pairwise(VERSIONS), (VERSIONS[0], "head")])
def test_what_is_in_any_table_of_a_version_is_in_the_next(tmp_path: Path, old: str, new: str) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    database.migrate(old)
    there = MetaData()
    with database.reading() as connection:
        there.reflect(connection)
    tables = [table for table in there.sorted_tables if table.name != "alembic_version"]
    values = {int: 1, bool: True, str: "2026-03-10T10:00:00+00:00"}
    rows = {table.name: {column.name: values[column.type.python_type] for column in table.columns} for table in tables}
    with database.writing() as connection:
        for table in tables:
            connection.execute(insert(table).values(rows[table.name]))
    database.migrate(new)
    with database.reading() as connection:
        for table in tables:
            assert [dict(row) for row in connection.execute(select(table)).mappings()] == [rows[table.name]], table.name
    database.close()


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    database.migrate()
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(KitError, match="later version"):
        database.migrate()
    database.close()


def test_one_server_at_a_time(served: Served, course: Path) -> None:
    with pytest.raises(KitError, match="served already"):
        open_site(course, kit=ROOT)


def test_a_backup_of_a_running_server_holds_every_hand_in(served: Served, course: Path, tmp_path: Path) -> None:
    from autograder.server.backup import back_up

    for number in range(3):
        served.hand_in("u1", work(40 + number))
    served.settled()
    target = tmp_path / "backup.zip"
    assert back_up(course, served.site.database, served.site.blobs, target) == 3
    elsewhere = tmp_path / "elsewhere"
    with zipfile.ZipFile(target) as archive:
        archive.extractall(elsewhere)
    again = open_site(elsewhere / "course.toml", kit=ROOT, clock=served.clock, start=Graders().start)
    records = again.hand_ins.of_owner(ATTENTION, "u1")
    assert [record.state for record in records] == ["done"] * 3
    assert all(again.blobs.holds(record.digest) for record in records)
    assert again.course.marks().marks["u1", ATTENTION].final == 42
    again.close()
    served.site.blobs.path(records[0].digest).write_bytes(b"other")
    with pytest.raises(KitError, match="damaged"):
        back_up(course, served.site.database, served.site.blobs, target)
    with zipfile.ZipFile(target) as archive:  # the older one is still there
        assert archive.testzip() is None


SERVER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import served_course, uvicorn
from autograder.server.app import make_app
from autograder.server.site import open_site
site = open_site(Path({course!r}), kit=served_course.ROOT, clock=served_course.StillClock(), start=served_course.Graders().start, jobs=2)
uvicorn.run(make_app(site), host="127.0.0.1", port={port}, log_level="error")
"""


@pytest.mark.slow
def test_kills_at_random_moments_lose_nothing_that_has_a_receipt(course: Path) -> None:
    """kill -9 of a server that is handed in to all the time; at the end each receipt has its bytes and one result."""
    import socket
    import threading

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = open_site(course, kit=ROOT, clock=StillClock(), start=Graders().start)
    headers = {
        person: {"Authorization": f"Bearer {site.tokens.make(person, 30)}"} for person in ("u1", "u2", "u3", "u4")
    }
    site.close()
    program = SERVER.format(tests=str(Path(__file__).parent), course=str(course), port=port)
    receipts: dict[str, str] = {}
    ending = threading.Event()

    def hand_in_all_the_time(person: str) -> None:
        number = 0
        while not ending.is_set():
            number += 1
            address = f"http://127.0.0.1:{port}/api/hand-ins/{ATTENTION}"
            request = urllib.request.Request(address, work(number, who=person), headers[person], method="POST")
            with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5) as answer:
                told = json.load(answer)
                receipts[told["receipt"]] = told["sha256"]
            time.sleep(0.005)

    students = [threading.Thread(target=hand_in_all_the_time, args=(person,)) for person in headers]
    for student in students:
        student.start()
    seed = random.Random(7)
    for _ in range(KILLS):
        before = len(receipts)
        server = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
        until = time.monotonic() + 90
        while len(receipts) < before + 3 and time.monotonic() < until:
            time.sleep(0.01)
        assert len(receipts) >= before + 3
        time.sleep(seed.random() * 0.3)
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
    ending.set()
    for student in students:
        student.join()
    again = open_site(course, kit=ROOT, clock=StillClock(), start=Graders().start, jobs=2)
    again.dispatcher.start()
    until = time.monotonic() + 120
    while (again.hand_ins.waiting() or again.hand_ins.unpublished()) and time.monotonic() < until:
        time.sleep(0.05)
    for receipt, digest in receipts.items():
        record = again.hand_ins.by_receipt(receipt)
        assert record is not None and record.digest == digest and again.blobs.holds(digest)
        assert record.state == "done" and record.document
    with sqlite3.connect(course.parent / "server" / "server.sqlite3") as raw:
        assert raw.execute("SELECT count(*), count(DISTINCT hand_in) FROM results").fetchone()[0] >= len(receipts)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    again.close()
