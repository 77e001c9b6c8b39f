"""The cluster scheduler: submissions go to the workers of a Dask cluster, and a lost worker's go to another one."""

from __future__ import annotations

import contextlib
import logging
import math
import queue
import time
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgpack

from autograder.authoring.assignment import Assignment
from autograder.errors import KitError
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.messages import Message
from autograder.results import Graded, Rules, SubmissionResult, Timings

from .key import environment

CONNECT_SECONDS = 10.0
WORKER_SECONDS = 30.0
"""How long to wait for the first worker."""
WORKERS_BACK_SECONDS = 60.0
"""How long a cluster may be without any worker before grading on it is given up."""
LOOK_EVERY = 1.0
"""Seconds between two looks at how many workers there are."""
AHEAD = 3
"""Submissions on their way for each thread of the cluster: enough that none waits, few enough for the scheduler's memory."""


def level_of_workers(isolation: str) -> Level:
    """The level that every worker must have; each tries it on its own machine.

    Raises:
        KitError: it is "best", which could be another one on each.
    """
    if isolation == "best":
        raise KitError(
            "On a cluster 'best' could mean something else on each machine.",
            "Name with --isolation the level that every worker must have.",
        )
    return Level[isolation.upper()]


class DaskCluster:
    """Grades submissions on the workers of a Dask cluster (dask.distributed).

    Args:
        address: of the cluster's scheduler, ``tcp://host:8786`` or ``tls://host:8786``.
        assignment: what is graded; each worker has the same one in a kit of its own.
        given: a folder with its given files.
        level: how strongly every worker must isolate.
        rules: the same for every submission.
    """

    def __init__(self, address: str, assignment: Assignment, given: Path, level: Level, rules: Rules) -> None:
        self.address = address
        self.assignment = assignment
        self.given = given
        self._looked, self._seen = -math.inf, 0
        self._alone_since: float | None = None
        self.order: bytes = msgpack.packb(
            {
                "assignment": assignment.name,
                "environment": environment(assignment),
                "level": level.label,
                "rules": asdict(rules),
            }
        )

    def grade(self, submissions: Sequence[Submission]) -> Iterator[Graded]:
        """Grade all; yields each as it is done, in no particular order. One may come twice if a worker is lost.

        Raises:
            KitError: if the cluster cannot be reached, has no worker, or has one with another kit.
        """
        with self._connected() as client:
            lost: list[Submission] = []
            yield from self._run(client, submissions, lost, one_by_one=False)
            # A worker that ends takes all that it had with it, and counts it as an attempt of each: so those that Dask has
            # given up come again, one at a time, and none pays for another's doing.
            again = list(lost)
            lost.clear()
            yield from self._run(client, again, lost, one_by_one=True)
            for submission in lost:
                yield Graded(self._given_up(submission), Timings())

    def _run(
        self, client: Any, submissions: Sequence[Submission], lost: list[Submission], one_by_one: bool
    ) -> Iterator[Graded]:
        """Keep every worker busy, also those that join later, until all are done.

        Args:
            client: of the cluster.
            submissions: what is graded.
            lost: takes those with which worker after worker was lost.
            one_by_one: have one submission on its way at a time.
        """
        from .cluster_worker import grade

        waiting = deque(submissions)
        on_their_way: dict[str, Submission] = {}
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        batch = uuid.uuid4().hex  # a key that Dask has seen before would not be run again
        while waiting or on_their_way:
            threads = self._threads_now(client)
            most = 1 if one_by_one else AHEAD * max(1, threads)
            while waiting and len(on_their_way) < most:
                submission = waiting.popleft()
                key = f"grade-{batch}-{submission.id}"
                on_their_way[key] = submission
                client.submit(grade, self.order, packed(submission), key=key, pure=False).add_done_callback(done.put)
            try:
                future = done.get(timeout=LOOK_EVERY)
            except queue.Empty:
                continue
            submission = on_their_way.pop(future.key)
            graded = self._answer(future)
            future.release()
            if graded is None:
                lost.append(submission)
            else:
                yield graded

    def _threads_now(self, client: Any) -> int:
        """How many submissions the cluster can run at once, looked at once in :data:`LOOK_EVERY`.

        Raises:
            KitError: if it has been without any worker for :data:`WORKERS_BACK_SECONDS`, or its scheduler does not answer.
        """
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY:
            self._looked = now
            self._seen = self._threads(client)
            self._alone_since = None if self._seen else (self._alone_since or now)
            if self._alone_since is not None and now - self._alone_since >= WORKERS_BACK_SECONDS:
                raise KitError(
                    "The last worker of {address} is gone, and none came back within {workers_back_seconds} s.",
                    "What is done is kept. Start workers and run the same command again: it goes on where it stopped.",
                    address=self.address,
                    workers_back_seconds=WORKERS_BACK_SECONDS,
                )
        return self._seen

    def _threads(self, client: Any) -> int:
        """How many submissions the cluster can run at once now.

        Raises:
            KitError: if its scheduler does not answer any more.
        """
        try:
            return sum(client.nthreads().values())
        except Exception as error:  # whatever Dask makes of a scheduler that is gone
            raise self._connection_lost() from error

    def _connection_lost(self) -> KitError:
        return KitError(
            "The connection to the cluster at {address} was lost.",
            "Run the same command again: it goes on where it stopped.",
            address=self.address,
        )

    def _answer(self, future: Any) -> Graded | None:
        """What a worker has sent; None where worker after worker was lost with it."""
        from distributed.scheduler import KilledWorker

        try:
            answer = msgpack.unpackb(future.result())
        except KilledWorker:
            return None
        except (CancelledError, OSError) as error:
            raise self._connection_lost() from error
        except Exception as error:
            raise KitError(
                "A worker of {address} failed with {error}: {reason}.",
                "Install the same kit on every machine (docs/scale.md).",
                address=self.address,
                error=type(error).__name__,
                reason=error,
            ) from error
        if "refused" in answer:
            raise KitError(
                "A worker of {address} cannot grade this. {reason}", address=self.address, reason=answer["refused"]
            )
        return Graded(SubmissionResult.from_gradescope(answer["result"]), Timings(**answer["timings"]))

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Any]:
        try:
            from distributed import Client
        except ImportError as error:
            raise KitError(
                "Grading on a cluster needs the package distributed.",
                "Install the kit with it: pip install 'from-tokens-to-rag[cluster]'.",
            ) from error
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost is said in one line, below
        try:
            client = Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise KitError(
                "No Dask scheduler answers at {address} ({reason}).",
                "Start one (docs/scale.md) and give its address as it prints it, like tcp://host:8786.",
                address=self.address,
                reason=error or type(error).__name__,
            ) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=WORKER_SECONDS)
            except TimeoutError as error:
                raise KitError(
                    "The Dask cluster at {address} has no worker.",
                    "Start one: dask worker {address}",
                    address=self.address,
                ) from error
            yield client

    def _given_up(self, submission: Submission) -> SubmissionResult:
        """The row of a submission with which worker after worker was lost."""
        from autograder.judge.answer_key import AnswerKey

        from .worker import given_up

        why = Message("the machines that were to grade it were lost one after the other")
        return given_up(AnswerKey(self.assignment, self.given), submission, why)


def packed(submission: Submission) -> bytes:
    """A submission as it travels to a worker."""
    return msgpack.packb(submission.to_plain())
