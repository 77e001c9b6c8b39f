"""Gives what waits to graders and stores what comes back: a thread beside the web server.

The database is the queue. What is at work is known only here, so after a crash it waits again; and a result is stored under the
hand-in's number once, whatever was graded twice.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from autograder.messages import Message
from autograder.results import Status, SubmissionResult, seal
from autograder.server import grader
from autograder.server.blobs import Blobs
from autograder.server.clock import Clock
from autograder.server.course_now import CourseNow
from autograder.server.grader import Answer, Order, Setting, hand_in_of
from autograder.server.hand_ins import HandInRecord, HandIns, Regrades
from autograder.server.publishing import Publisher
from autograder.server.standing import members_of, submission_of

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
MOST_WARM = 2
"""Assignments whose judges are kept warm."""
AGAIN_SECONDS = 30.0
"""After a grader could not start, before it is tried again."""
TRIES = 3
"""How often a hand-in is given to a grader that dies of it."""


@dataclass
class Desk:
    """A grader's process, seen from here."""

    process: Any
    pipe: Connection
    at_work: dict[int, tuple[HandInRecord, int | None]] = field(default_factory=dict)
    """By the order's number: the hand-in, and the regrade that asked for it."""
    used: float = field(default_factory=time.monotonic)
    level: str = ""

    def end(self) -> None:
        self.pipe.close()
        self.process.join(timeout=10)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


Start = Callable[[Setting], tuple[Any, Connection]]


def start_process(setting: Setting) -> tuple[Any, Connection]:
    """A grader in a process of its own, made anew: a fork would take this process's threads' locks along."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=grader.run, args=(theirs, setting))
    process.start()
    theirs.close()
    return process, ours


class Dispatcher(threading.Thread):
    """Grades what is handed in.

    Args:
        hand_ins, regrades, blobs, course, publisher, clock: what it works on.
        setting: how an assignment is graded.
        jobs: how many hand-ins are graded at once, over all assignments.
        start: starts a grader; tests have one of their own.
    """

    def __init__(
        self,
        hand_ins: HandIns,
        regrades: Regrades,
        blobs: Blobs,
        course: CourseNow,
        publisher: Publisher,
        clock: Clock,
        setting: Callable[[str], Setting],
        jobs: int,
        start: Start = start_process,
    ) -> None:
        super().__init__(name="dispatcher", daemon=True)
        self.hand_ins, self.regrades, self.blobs = hand_ins, regrades, blobs
        self.course, self.publisher, self.clock = course, publisher, clock
        self.setting, self.jobs, self._start = setting, jobs, start
        self.desks: dict[str, Desk] = {}
        self.refused: dict[str, tuple[str, float]] = {}
        """By assignment, why its grader could not start, and when it is tried again."""
        self._tries: dict[int, int] = {}
        self._next = 0
        self._woken, self._waker = multiprocessing.Pipe(duplex=False)
        self._waking = threading.Lock()
        self._ending = False
        self._listeners: list[Callable[[int], None]] = []
        self._warm: list[str] = []
        self._stale: list[str] = []
        self._seen: object = None

    def on_result(self, tell: Callable[[int], None]) -> None:
        """Have ``tell`` called, from this thread, with the number of each hand-in that has a result now."""
        self._listeners.append(tell)

    def wake(self) -> None:
        """Something was handed in, or is to be graded again."""
        with self._waking:
            if not self._woken.poll(0):
                self._waker.send(None)

    def warm(self, assignment: str) -> None:
        """Have an assignment's judges ready before the first hand-in."""
        self._warm.append(assignment)
        self.wake()

    def fresh(self, assignment: str) -> None:
        """Tests may have changed: the next hand-in of the assignment is graded by judges that read them anew."""
        self._stale.append(assignment)
        self.wake()

    def end(self) -> None:
        """Stop; what is at work is graded again after the next start."""
        self._ending = True
        self.wake()
        self.join(timeout=30)

    def run(self) -> None:
        try:
            self.publisher.publish_all()
            while not self._ending:
                try:
                    self._step()
                except (SQLAlchemyError, OSError) as error:
                    # A lost database, a full disk: what waits is still there when it is back.
                    log.error("grading goes on in %g s: %s", LOOK_EVERY, str(error).splitlines()[0])
                    time.sleep(LOOK_EVERY)
                except Exception:
                    log.exception("grading goes on in %g s", LOOK_EVERY)
                    time.sleep(LOOK_EVERY)
        finally:
            for desk in self.desks.values():
                desk.end()

    def _step(self) -> None:
        self._fill()
        by_pipe: dict[Any, str] = {desk.pipe: name for name, desk in self.desks.items()}
        ready = wait([self._woken, *by_pipe], LOOK_EVERY)
        for pipe in ready:
            if pipe is self._woken:
                with self._waking:
                    self._woken.recv()
            else:
                self._hear(by_pipe[pipe])
        if not ready:
            self.publisher.publish_all()
            loaded = self.course.loaded()
            if loaded is not self._seen and self._seen is not None:
                self.publisher.publish_best(loaded)
            self._seen = loaded

    def _fill(self) -> None:
        for name in {name for name in self._stale if name not in self.desks or not self.desks[name].at_work}:
            self._stale = [other for other in self._stale if other != name]
            self.refused.pop(name, None)
            if name in self.desks:
                self.desks.pop(name).end()
        for name in self._warm:
            self._desk(name)
        self._warm.clear()
        busy = {record.id for desk in self.desks.values() for record, again in desk.at_work.values() if again is None}
        free = self.jobs - sum(len(desk.at_work) for desk in self.desks.values())
        if free <= 0:
            return
        for record in self.hand_ins.waiting(free + len(busy)):
            if free and record.id not in busy and self._hand(record, None):
                free -= 1
        again = {(r, record.id) for desk in self.desks.values() for record, r in desk.at_work.values() if r is not None}
        for regrade, record in self.regrades.waiting(free + len(again)) if free else []:
            if free and (regrade, record.id) not in again and self._hand(record, regrade):
                free -= 1

    def _hand(self, record: HandInRecord, regrade: int | None) -> bool:
        if record.assignment in self._stale:
            return False
        desk = self._desk(record.assignment)
        if desk is None:
            return False
        loaded = self.course.loaded()
        assignment = loaded.course.assignment(record.assignment)
        members = members_of(record.owner, assignment, loaded) if assignment else []
        mine = [person for person in members if person.id == record.person] or members
        name = mine[0].name if mine else record.person
        group = record.owner if record.owner != record.person else ""
        several = [(person.name, person.id, person.email) for person in members] or [(name, record.person, "")]
        self._next += 1
        order = Order(
            self._next,
            str(self.blobs.path(record.digest)),
            record.kind,
            submission_of(record.owner),
            name,
            hand_in_of(several, group, record.time, record.attempt),
        )
        desk.at_work[order.number] = (record, regrade)
        desk.used = time.monotonic()
        try:
            desk.pipe.send(order)
        except OSError:
            self._lost(record.assignment)
            return False
        return True

    def _desk(self, name: str) -> Desk | None:
        if name in self.desks:
            return self.desks[name]
        why, until = self.refused.get(name, ("", 0.0))
        if why and time.monotonic() < until:
            return None
        idle = sorted((desk.used, other) for other, desk in self.desks.items() if not desk.at_work)
        for _, other in idle[: max(0, len(self.desks) - MOST_WARM + 1)]:
            self.desks.pop(other).end()
        process, pipe = self._start(self.setting(name))
        self.desks[name] = Desk(process, pipe)
        return self.desks[name]

    def _hear(self, name: str) -> None:
        desk = self.desks[name]
        try:
            answer: Answer = desk.pipe.recv()
        except (EOFError, OSError):
            self._lost(name)
            return
        if answer.refused:
            log.error("%s cannot be graded: %s", name, answer.refused)
            self.refused[name] = (answer.refused, time.monotonic() + AGAIN_SECONDS)
            self.desks.pop(name).end()
        elif answer.ready:
            desk.level = answer.ready
            self.jobs = answer.room or self.jobs  # a cluster's workers come and go
            self.refused.pop(name, None)
        else:
            record, regrade = desk.at_work.pop(answer.number)
            desk.used = time.monotonic()
            self._store(record, regrade, answer.document)

    def _store(self, record: HandInRecord, regrade: int | None, document: str) -> None:
        self._tries.pop(record.id, None)
        if regrade is not None:
            self.regrades.finish(regrade, record.id, document)
            return
        new = self.hand_ins.finish(record.id, document, self.clock())
        for tell in self._listeners:  # first whoever waits for it, then the results folder
            tell(record.id)
        if new:
            self.publisher.publish(record.assignment, record.owner)

    def _lost(self, name: str) -> None:
        """A grader died: what it had at work waits again, but not for ever."""
        desk = self.desks.pop(name)
        desk.end()
        log.error("the grader of %s ended with exit code %s", name, getattr(desk.process, "exitcode", None))
        for record, regrade in desk.at_work.values():
            tries = self._tries[record.id] = self._tries.get(record.id, 0) + 1
            if tries >= TRIES:
                self._store(record, regrade, _given_up(record))


def _given_up(record: HandInRecord) -> str:
    """The result of a hand-in that a grader died of each time: staff see it, and can have it graded again."""
    why = Message("the grader ended {number} times while it was at work on this", number=TRIES)
    result = SubmissionResult(
        submission_of(record.owner), record.person, record.assignment, Status.CRASHED, why, grader_failed=True
    )
    return json.dumps(seal(result.to_gradescope()), ensure_ascii=False, sort_keys=True)
