"""The same server on PostgreSQL: the same answers, one writer at a time, and nothing lost when it goes away."""

from __future__ import annotations

import sqlite3
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from postgres import NEEDS_POSTGRESQL, PostgreSQL
from served_course import ATTENTION, FIRST_HAND_IN, ROOT, Graders, Serve, StillClock, form_of, work
from sqlalchemy import insert

from autograder.errors import KitError
from autograder.messages import Message
from autograder.server.backup import back_up
from autograder.server.database import Database, TakenOver
from autograder.server.hand_ins import HandIns, Refused
from autograder.server.schema import hand_ins, metadata
from autograder.server.site import open_site

pytestmark = NEEDS_POSTGRESQL


def test_the_tables_are_those_of_the_schema_and_are_brought_up_to_date(postgresql: PostgreSQL) -> None:
    database = Database(postgresql.database())
    database.migrate("0001")
    with database.writing() as connection:
        connection.execute(insert(hand_ins).values(FIRST_HAND_IN))
    database.migrate()
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert HandIns(database).waiting()[0].receipt == "AAAA"
    database.close()


def test_of_many_at_once_the_rules_accept_as_many_as_they_allow(postgresql: PostgreSQL) -> None:
    """PostgreSQL lets transactions run side by side: what each reads before it writes must hold until it has written."""
    from test_server_killed import arrival_of

    databases = [Database(postgresql.database())]
    databases[0].migrate()
    databases.append(
        Database(databases[0].engine.url.render_as_string(hide_password=False))
    )  # as another process has it
    answers: list[str] = []
    begin = threading.Barrier(12)

    def hand_in(number: int) -> None:
        begin.wait()
        try:
            record, _ = HandIns(databases[number % 2]).accept(
                arrival_of("u1", f"digest {number}"),
                lambda earlier: Message("enough") if len(earlier) >= 3 else Message(),
            )
            answers.append(str(record.attempt))
        except Refused:
            answers.append("refused")

    threads = [threading.Thread(target=hand_in, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["1", "2", "3", *["refused"] * 9]
    for database in databases:
        database.close()


def test_a_database_that_is_stopped_refuses_with_a_page_and_no_receipt_and_goes_on_when_it_is_back(
    serve: Serve, postgresql: PostgreSQL
) -> None:
    served = serve(database=postgresql.database())
    header, dana = served.bearer("u1"), served.entered("u1")
    address = f"/api/hand-ins/{ATTENTION}"
    assert served.main.post(address, content=work(10), headers=header).status_code == 201
    served.settled()
    form = form_of(dana.get(f"/assignment/{ATTENTION}").text)
    postgresql.stop()
    try:
        answer = served.main.post(address, content=work(20), headers=header)
        assert answer.status_code == 503 and "There is no receipt" in answer.json()["said"]
        assert "receipt" not in answer.json()
        page = dana.post(f"/assignment/{ATTENTION}", data={"form": form}, files={"file": ("a.ipynb", work(20))})
        assert page.status_code == 503 and "There is no receipt" in page.text and "psycopg" not in page.text
        assert dana.get("/").status_code == 503 and served.main.get("/health").status_code == 200
    finally:
        postgresql.start()
    assert [one.attempt for one in served.site.hand_ins.of_owner(ATTENTION, "u1")] == [1]
    again = served.main.post(address, content=work(20), headers=header)
    assert again.status_code == 201 and again.json()["attempt"] == 2
    served.settled()
    assert "public checks" in dana.get(f"/hand-in/{again.json()['receipt']}").text


def test_texts_that_it_cannot_store_are_answered_as_elsewhere(serve: Serve, postgresql: PostgreSQL) -> None:
    """It stores no NUL, which is a character like others to the embedded database."""
    served = serve(database=postgresql.database())
    dana, staff = served.entered("u1"), served.entered("prof", staff=True)
    for path in (
        "/hand-in/%00",
        "/hand-in/%00/file",
        "/hand-in/%00/feedback",
        "/assignment/%00",
        "/hand-in/" + "A" * 300,
    ):
        assert dana.get(path).status_code == 404, path
    header = served.bearer("u1")
    assert served.main.get("/api/hand-in/%00", headers=header).status_code == 404
    sent = served.main.post(f"/api/hand-ins/{ATTENTION}?name=%00{'x' * 400}", content=work(1), headers=header)
    assert sent.status_code == 201
    assert served.client().post("/enter", data={"secret": "\x00"}).status_code == 403
    page = f"/staff/{ATTENTION}/student/u1"
    form = form_of(staff.get(page).text)
    fields = {"form": form, "exercise": "all", "delta": "1", "reason": "a\x00b\ud7ff"}
    assert staff.post(f"{page}/decide/overrides", data=fields).status_code in (200, 422)
    assert staff.post(f"/staff/{ATTENTION}/regrade", data={"form": form, "receipt": "\x00"}).status_code == 404
    assert staff.get("/staff/audit").status_code == 200


def test_two_servers_and_two_courses_do_not_share_it(serve: Serve, postgresql: PostgreSQL, tmp_path: Path) -> None:
    url = postgresql.database()
    served = serve(database=url)
    served.hand_in("u1", work(10))
    served.settled()
    other = tmp_path / "other"
    other.mkdir()
    for name in ("course.toml", "people.csv"):
        (other / name).write_bytes((served.folder / name).read_bytes())
    with pytest.raises(KitError, match="A server has this database already"):
        open_site(other / "course.toml", kit=ROOT, database=url)
    served.main.__exit__(None, None, None)
    with pytest.raises(KitError, match="another course's"):
        open_site(other / "course.toml", kit=ROOT, database=url)
    open_site(served.folder / "course.toml", kit=ROOT, database=url, start=Graders().start).close()


def test_a_server_keeps_others_out_after_the_database_was_started_again(postgresql: PostgreSQL) -> None:
    url = postgresql.database()
    first, second = Database(url), Database(url)
    assert first.hold() and not second.hold()
    first.migrate()
    postgresql.stop()
    postgresql.start()
    with first.writing() as connection:
        connection.execute(insert(hand_ins).values(FIRST_HAND_IN))
    assert not second.hold()
    first.close()
    assert second.hold()
    second.close()


def test_a_server_whose_database_another_has_taken_meanwhile_writes_nothing_until_it_is_free(
    postgresql: PostgreSQL,
) -> None:
    url = postgresql.database()
    first, second = Database(url), Database(url)
    assert first.hold()
    first.migrate()
    postgresql.stop()
    postgresql.start()
    assert second.hold()
    for _ in range(2):
        with pytest.raises(TakenOver), first.writing() as connection:
            connection.execute(insert(hand_ins).values(FIRST_HAND_IN))
    assert HandIns(first).waiting() == []
    second.close()
    with first.writing() as connection:
        connection.execute(insert(hand_ins).values(FIRST_HAND_IN))
    assert len(HandIns(first).waiting()) == 1
    first.close()


def test_a_backup_is_one_command_and_is_served_with_the_embedded_database(
    serve: Serve, postgresql: PostgreSQL, tmp_path: Path
) -> None:
    served = serve(database=postgresql.database())
    for number in range(3):
        served.hand_in("u1", work(40 + number))
    served.settled()
    secret = served.site.tokens.make("u1", 30)
    target = tmp_path / "backup.zip"
    assert back_up(served.folder / "course.toml", served.site.database, served.site.blobs, target) == 3
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path / "elsewhere")
    raw = sqlite3.connect(tmp_path / "elsewhere" / "server" / "server.sqlite3")
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    again = open_site(tmp_path / "elsewhere" / "course.toml", kit=ROOT, clock=StillClock(), start=Graders().start)
    records = again.hand_ins.of_owner(ATTENTION, "u1")
    assert [(record.state, bool(record.document)) for record in records] == [("done", True)] * 3
    holder = again.tokens.holder(secret)
    assert holder is not None and holder.person == "u1"
    again.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url: url.replace("tests@", "tests:s3cret@").replace("127.0.0.1", "127.0.0.2"), "cannot be opened"),
        (lambda url: url + "nowhere", "cannot be opened"),
        (lambda url: url.replace("postgresql:", "oracle+nothing:"), "not understood"),
        (lambda url: "postgres", "not understood"),
    ],
)
def test_an_address_that_is_wrong_is_said_without_its_password(postgresql: PostgreSQL, change: Any, said: str) -> None:
    with pytest.raises(KitError, match=said) as error:
        Database(change(postgresql.address("postgres")))
    assert "s3cret" not in str(error.value)


def test_a_database_that_cannot_hold_every_name_is_refused(postgresql: PostgreSQL) -> None:
    with pytest.raises(KitError, match="SQL_ASCII"):
        Database(postgresql.database("SQL_ASCII"))


def test_what_waits_for_a_writer_does_not_wait_for_ever(
    postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import DBAPIError

    monkeypatch.setattr("autograder.server.database.WAIT_SECONDS", 0.2)
    one, other = Database(postgresql.database()), None
    one.migrate()
    other = Database(one.engine.url.render_as_string(hide_password=False))
    began = time.monotonic()
    with one.writing(), pytest.raises(DBAPIError), other.writing():
        pass
    assert time.monotonic() - began < 60
    one.close()
    other.close()
