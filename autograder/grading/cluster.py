"""The cluster scheduler: submissions go to the workers of a Dask cluster, and a lost worker's go to another one."""

from __future__ import annotations

import contextlib
import logging
import uuid
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
AHEAD = 3
"""Submissions on their way for each thread of the cluster: enough that none waits, few enough for the scheduler's memory."""


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
            from distributed import as_completed
            from distributed.scheduler import KilledWorker

            from .cluster_worker import grade

            waiting = iter(submissions)
            on_their_way: dict[str, Submission] = {}
            done = as_completed(loop=client.loop)
            batch = uuid.uuid4().hex  # a key that Dask has seen before would not be run again

            def send(count: int) -> None:
                for _, submission in zip(range(count), waiting, strict=False):
                    key = f"grade-{batch}-{submission.id}"
                    on_their_way[key] = submission
                    done.add(client.submit(grade, self.order, _packed(submission), key=key, pure=False))

            send(AHEAD * max(1, sum(client.nthreads().values())))
            for future in done:
                submission = on_their_way.pop(future.key)
                try:
                    answer = msgpack.unpackb(future.result())
                except KilledWorker:
                    answer = {"result": self._given_up(submission), "timings": {}}
                except (CancelledError, OSError) as error:
                    raise KitError(
                        f"The connection to the cluster at {self.address} was lost.",
                        "Run the same command again: it goes on where it stopped.",
                    ) from error
                except Exception as error:
                    raise KitError(
                        f"A worker of {self.address} failed with {type(error).__name__}: {error}.",
                        "Install the same kit on every machine (docs/scale.md).",
                    ) from error
                future.release()
                send(1)
                if "refused" in answer:
                    raise KitError(f"A worker of {self.address} cannot grade this. {answer['refused']}")
                yield Graded(SubmissionResult.from_gradescope(answer["result"]), Timings(**answer["timings"]))

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
                f"No Dask scheduler answers at {self.address} ({error or type(error).__name__}).",
                "Start one (docs/scale.md) and give its address as it prints it, like tcp://host:8786.",
            ) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=WORKER_SECONDS)
            except TimeoutError as error:
                raise KitError(
                    f"The Dask cluster at {self.address} has no worker.", f"Start one: dask worker {self.address}"
                ) from error
            yield client

    def _given_up(self, submission: Submission) -> dict[str, Any]:
        """The row of a submission with which worker after worker was lost."""
        from autograder.judge.answer_key import AnswerKey

        from .worker import given_up

        why = Message("the machines that were to grade it were lost one after the other")
        return given_up(AnswerKey(self.assignment, self.given), submission, why).to_gradescope()


def _packed(submission: Submission) -> bytes:
    return msgpack.packb(submission.to_plain())
