"""Hand-ins and their results in the database: accepted in order, fair among students in the queue, each with one result."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Subquery, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from autograder.messages import Message
from autograder.server.database import Database
from autograder.server.schema import hand_ins, regraded, regrades, results

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read as another
WAITING, DONE = "waiting", "done"


class Refused(Exception):
    """A hand-in that the course's rules do not accept; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Arrival:
    """What came in: whose, from whom, for what, when, and the bytes' digest."""

    assignment: str
    owner: str
    person: str
    time: dt.datetime
    digest: str
    size: int
    name: str
    kind: str


@dataclass(frozen=True)
class HandInRecord(Arrival):
    """A hand-in as it is stored, with its result's document if there is one."""

    id: int
    receipt: str
    attempt: int
    state: str
    document: str = ""


def receipt_code() -> str:
    """A receipt: sixty bits that nobody guesses, as people can read them out."""
    letters = [secrets.choice(_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[n : n + 4]) for n in (0, 4, 8))


class HandIns:
    """The hand-ins of a course."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def accept(self, arrival: Arrival, refuse: Callable[[Sequence[dt.datetime]], Message]) -> tuple[HandInRecord, bool]:
        """Keep a hand-in, and whether it is a new one: the same bytes as the last of the same people are that one again.

        Args:
            arrival: its bytes are on the disk.
            refuse: why the rules do not accept it, of the times before; asked within the transaction, so that of two at once one is refused.

        Raises:
            Refused: the rules do not accept it.
        """
        with self.database.writing() as connection:
            mine = self._read(
                connection, hand_ins.c.assignment == arrival.assignment, hand_ins.c.owner == arrival.owner
            )
            if mine and mine[-1].digest == arrival.digest:
                return mine[-1], False
            why = refuse([one.time for one in mine])
            if why:
                raise Refused(why)
            values = asdict(arrival) | {"receipt": receipt_code(), "attempt": len(mine) + 1, "state": WAITING}
            stored = insert(hand_ins).values(values | {"time": arrival.time.isoformat()})
            key = connection.execute(stored).inserted_primary_key
            assert key is not None
            return HandInRecord(**values, id=key[0]), True

    def of_owner(self, assignment: str, owner: str) -> list[HandInRecord]:
        """All hand-ins of a person or group, the earliest first."""
        with self.database.reading() as connection:
            return self._read(connection, hand_ins.c.assignment == assignment, hand_ins.c.owner == owner)

    def of_assignment(self, assignment: str) -> list[HandInRecord]:
        """All hand-ins of an assignment, the earliest first, without the documents of their results: those of a class are many MB."""
        query = select(hand_ins).where(hand_ins.c.assignment == assignment).order_by(hand_ins.c.id)
        with self.database.reading() as connection:
            return [_record(row) for row in connection.execute(query).mappings()]

    def by_receipt(self, receipt: str) -> HandInRecord | None:
        """The hand-in of a receipt; what cannot be one is not looked for."""
        if not set(receipt) <= {*_LETTERS, "-"}:
            return None
        with self.database.reading() as connection:
            found = self._read(connection, hand_ins.c.receipt == receipt)
        return found[0] if found else None

    def last(self) -> HandInRecord | None:
        """The newest hand-in of the course."""
        query = select(hand_ins).order_by(hand_ins.c.id.desc()).limit(1)
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _record(row)

    def waiting(self, most: int | None = None) -> list[HandInRecord]:
        """The queue: everybody's first one in the order of arrival, then everybody's second one, …"""
        ranked = _queue()
        query = select(ranked).order_by(ranked.c.turn, ranked.c.id)
        with self.database.reading() as connection:
            rows = connection.execute(query.limit(most) if most else query).mappings()
            return [_record(row) for row in rows]

    def place(self, record: HandInRecord) -> int:
        """How many are graded before this one; 0 where it is at work or done."""
        ranked = _queue()
        mine = select(ranked.c.turn).where(ranked.c.id == record.id).scalar_subquery()
        before = or_(ranked.c.turn < mine, and_(ranked.c.turn == mine, ranked.c.id < record.id))
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(ranked).where(before)).scalar() or 0

    def count_waiting(self, assignment: str | None = None) -> int:
        """How long the queue is, of one assignment or of all."""
        query = select(func.count()).select_from(hand_ins).where(hand_ins.c.state == WAITING)
        if assignment is not None:
            query = query.where(hand_ins.c.assignment == assignment)
        with self.database.reading() as connection:
            return connection.execute(query).scalar() or 0

    def finish(self, number: int, document: str, graded: dt.datetime) -> bool:
        """Store the result of a hand-in; False where there is one already, which stays."""
        try:
            with self.database.writing() as connection:
                connection.execute(
                    insert(results).values(
                        hand_in=number, document=document, graded=graded.isoformat(), published=False
                    )
                )
                connection.execute(update(hand_ins).where(hand_ins.c.id == number).values(state=DONE))
        except IntegrityError:
            return False
        return True

    def unpublished(self) -> list[tuple[str, str]]:
        """Assignments and owners whose results folder has not been told of a result yet."""
        joined = hand_ins.join(results, results.c.hand_in == hand_ins.c.id)
        query = (
            select(hand_ins.c.assignment, hand_ins.c.owner).select_from(joined).where(~results.c.published).distinct()
        )
        with self.database.reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def mark_published(self, records: Sequence[HandInRecord]) -> None:
        """Remember that the results folder knows the results of these."""
        with self.database.writing() as connection:
            connection.execute(
                update(results).where(results.c.hand_in.in_([one.id for one in records])).values(published=True)
            )

    def _read(self, connection: Connection, *conditions: Any) -> list[HandInRecord]:
        joined = hand_ins.outerjoin(results, results.c.hand_in == hand_ins.c.id)
        query = (
            select(hand_ins, results.c.document).select_from(joined).where(and_(*conditions)).order_by(hand_ins.c.id)
        )
        return [_record(row) for row in connection.execute(query).mappings()]


def _queue() -> Subquery:
    """What waits, each with its turn: the first of its owner's that wait, the second, …"""
    turn = func.row_number().over(partition_by=(hand_ins.c.assignment, hand_ins.c.owner), order_by=hand_ins.c.id)
    return select(hand_ins, turn.label("turn")).where(hand_ins.c.state == WAITING).subquery()


def _record(row: Any) -> HandInRecord:
    values = {name: row[name] for name in HandInRecord.__dataclass_fields__ if name in row}
    return HandInRecord(
        **{**values, "time": dt.datetime.fromisoformat(row["time"]), "document": row.get("document") or ""}
    )


@dataclass(frozen=True)
class Regrade:
    """Grading again what was handed in, beside what is published."""

    id: int
    assignment: str
    made: str
    by: str
    state: str


@dataclass(frozen=True)
class Compared:
    """One hand-in with its published result and the new one ("" while it waits)."""

    hand_in: HandInRecord
    new: str


class Regrades:
    """Regrades of a course; at most one of an assignment is neither published nor dropped."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def begin(self, assignment: str, of: Sequence[HandInRecord], by: str, now: dt.datetime) -> int:
        """Put hand-ins that have a result into the queue once more; what ran before and was not published is dropped."""
        with self.database.writing() as connection:
            old = and_(regrades.c.assignment == assignment, regrades.c.state == "running")
            connection.execute(update(regrades).where(old).values(state="dropped"))
            values = {"assignment": assignment, "made": now.isoformat(), "by": by, "state": "running"}
            key = connection.execute(insert(regrades).values(values)).inserted_primary_key
            assert key is not None
            rows = [{"regrade": key[0], "hand_in": one.id, "document": ""} for one in of]
            if rows:
                connection.execute(insert(regraded), rows)
            return key[0]

    def running(self, assignment: str) -> Regrade | None:
        """The regrade of an assignment that is neither published nor dropped."""
        query = select(regrades).where(regrades.c.assignment == assignment, regrades.c.state == "running")
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else Regrade(**row)

    def waiting(self, most: int) -> list[tuple[int, HandInRecord]]:
        """What is to be graded again: the regrade's number and the hand-in."""
        joined = regraded.join(regrades, regrades.c.id == regraded.c.regrade).join(
            hand_ins, hand_ins.c.id == regraded.c.hand_in
        )
        query = (
            select(hand_ins, regraded.c.regrade)
            .select_from(joined)
            .where(regrades.c.state == "running", regraded.c.document == "")
            .order_by(hand_ins.c.id)
            .limit(most)
        )
        with self.database.reading() as connection:
            return [(row["regrade"], _record(row)) for row in connection.execute(query).mappings()]

    def finish(self, regrade: int, number: int, document: str) -> None:
        """Store a new result beside the published one."""
        with self.database.writing() as connection:
            connection.execute(
                update(regraded)
                .where(regraded.c.regrade == regrade, regraded.c.hand_in == number)
                .values(document=document)
            )

    def compared(self, regrade: int) -> list[Compared]:
        """Old and new side by side, in the order of arrival."""
        joined = regraded.join(hand_ins, hand_ins.c.id == regraded.c.hand_in).join(
            results, results.c.hand_in == hand_ins.c.id
        )
        query = (
            select(hand_ins, results.c.document, regraded.c.document.label("new"))
            .select_from(joined)
            .where(regraded.c.regrade == regrade)
            .order_by(hand_ins.c.id)
        )
        with self.database.reading() as connection:
            return [Compared(_record(row), row["new"]) for row in connection.execute(query).mappings()]

    def publish(self, regrade: int) -> bool:
        """Let the new results be the results; False while some are waited for, or if it is no longer to be published."""
        with self.database.writing() as connection:
            state = connection.execute(select(regrades.c.state).where(regrades.c.id == regrade)).scalar()
            rows = connection.execute(select(regraded).where(regraded.c.regrade == regrade)).mappings().all()
            if state != "running" or any(not row["document"] for row in rows):
                return False
            for row in rows:
                connection.execute(
                    update(results)
                    .where(results.c.hand_in == row["hand_in"])
                    .values(document=row["document"], published=False)
                )
            connection.execute(update(regrades).where(regrades.c.id == regrade).values(state="published"))
        return True

    def drop(self, regrade: int) -> None:
        """Forget the new results."""
        with self.database.writing() as connection:
            connection.execute(
                update(regrades).where(regrades.c.id == regrade, regrades.c.state == "running").values(state="dropped")
            )
