"""The grader's own process: one assignment, its judges warm (here or on a cluster), hand-ins in and results out over a pipe.

It reads what students wrote, as `autograder grade` does, so that the process that answers the web never has to; and it has one
thread, for judges are forked from it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import startup
from autograder.errors import KitError
from autograder.intake import Submission, collect, hand_out_of
from autograder.results import HandIn, Member, Rules, Timings, seal

if TYPE_CHECKING:
    from autograder.authoring.assignment import Assignment
    from autograder.grading.warm_cluster import WarmCluster
    from autograder.grading.warm_pool import WarmPool
    from autograder.isolation.levels import Level


@dataclass(frozen=True)
class Order:
    """One hand-in to grade.

    Attributes:
        number: by which its result is known.
        path: its bytes.
        kind: the ending that tells how to read them: "ipynb", "zip" or "py".
        submission: the id of the result.
        student: the name to show.
        hand_in: who and when.
    """

    number: int
    path: str
    kind: str
    submission: str
    student: str
    hand_in: HandIn


@dataclass(frozen=True)
class Answer:
    """What the grader says: that it is ready, that it cannot be, or a result as a result file holds it."""

    number: int = 0
    document: str = ""
    timings: Timings | None = None
    ready: str = ""
    """The level of isolation that holds."""
    room: int = 0
    """How many hand-ins it takes at once."""
    refused: str = ""


@dataclass(frozen=True)
class Setting:
    """How an assignment is graded."""

    assignment: str
    kit: str
    isolation: str
    required: str | None
    jobs: int
    private: tuple[str, ...]
    """Folders that a sandbox must not show."""
    scheduler: str | None = None
    """The address of a Dask cluster on whose workers it is graded; None is this machine."""


def run(pipe: Connection, setting: Setting) -> None:
    """Grade what comes over the pipe until it is closed."""
    startup.prepare()  # before anything here imports torch
    from autograder.runner import kernel

    kernel.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the server's to answer
    try:
        _serve(pipe, setting)
    except KitError as error:
        pipe.send(Answer(refused=str(error)))
    except (EOFError, BrokenPipeError):
        return


def _serve(pipe: Connection, setting: Setting) -> None:
    from autograder.authoring.catalogue import find_assignment
    from autograder.grading.batch import completed
    from autograder.grading.key import environment, environment_key, result_key
    from autograder.grading.staging import given_files

    kit = Path(setting.kit)
    assignment = find_assignment(setting.assignment, kit)
    level = _level(setting)
    hand_out = hand_out_of(assignment)
    rules = Rules()
    at_work: dict[str, tuple[int, Submission]] = {}

    def read(order: Order) -> Submission:
        """The submission, read from a copy in a folder of its own, so that nothing beside it is taken for a class."""
        with tempfile.TemporaryDirectory(prefix="hand-in-") as folder:
            copy = Path(folder) / f"{assignment.name}.{order.kind}"
            shutil.copyfile(order.path, copy)
            try:
                full = collect(copy, assignment.name, layout="single", hand_out=hand_out)[0].loaded()
            except KitError as error:
                return _unreadable(order, error)
        return Submission(
            str(order.number), order.student, full.source, full.notebook if not full.problem else None, full.problem,
            full.files, full.digest, full.notes, choice=full.choice, read_as=full.read_as, hand_in=order.hand_in,
        )  # fmt: skip

    orders: dict[int, Order] = {}
    with given_files(assignment) as given, _pool(setting, assignment, given, level, rules, kit) as pool:
        common = environment_key(environment(assignment), level.label, rules.follow_through, rules.language)
        room = 0
        while True:
            if pool.room != room:
                room = pool.room
                pipe.send(Answer(ready=level.label, room=room))
            while pool.free and pipe.poll(0):
                order: Order = pipe.recv()
                submission = read(order)
                orders[order.number] = order
                at_work[submission.id] = (order.number, submission)
                pool.hand(submission)
            for graded in pool.finished(*([pipe] if pool.free else [])):
                number, submission = at_work.pop(graded.result.submission)
                order = orders.pop(number)
                result = completed(graded.result, submission, result_key(common, submission))
                result = dataclasses.replace(result, submission=order.submission)
                document = json.dumps(seal(result.to_gradescope()), ensure_ascii=False, sort_keys=True)
                pipe.send(Answer(number, document, graded.timings))


def _level(setting: Setting) -> Level:
    if setting.scheduler is None:
        from autograder.isolation.levels import choose

        return choose(setting.isolation, setting.required)
    from autograder.grading.cluster import level_of_workers

    return level_of_workers(setting.isolation)


def _pool(
    setting: Setting, assignment: Assignment, given: Path, level: Level, rules: Rules, kit: Path
) -> WarmPool | WarmCluster:
    if setting.scheduler is not None:
        from autograder.grading.warm_cluster import WarmCluster

        return WarmCluster(setting.scheduler, assignment, given, level, rules)
    from autograder.grading.warm_pool import WarmPool

    return WarmPool(
        assignment, given, level, setting.jobs, rules, kit, tuple(Path(folder) for folder in setting.private)
    )


def _unreadable(order: Order, error: KitError) -> Submission:
    return Submission(str(order.number), order.student, order.submission, None, error.message, hand_in=order.hand_in)


def hand_in_of(members: Sequence[tuple[str, str, str]], group: str, time: dt.datetime, attempt: int) -> HandIn:
    """Who handed in and when, as the server knows it; ``members`` are names, ids and e-mails."""
    source = "the course's server"
    return HandIn(
        system="plain",
        time=time.isoformat(),
        attempt=attempt,
        group=group or None,
        members=tuple(Member(name, id, email or None) for name, id, email in members),
        read_from={"time": source, "attempt": source, "members": source} | ({"group": source} if group else {}),
    )
