"""A Dask cluster for submissions that come one by one, as :class:`~autograder.grading.warm_pool.WarmPool` is this machine for them."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import uuid
from collections import deque
from multiprocessing.connection import Connection, wait
from typing import Any

from autograder.grading.cluster import LOOK_EVERY, DaskCluster, packed
from autograder.intake import Submission
from autograder.results import Graded, Timings

AHEAD = 2
"""Submissions on their way for each thread: the next one is there when one is done, and the rest wait in their order."""


class WarmCluster(DaskCluster):
    """Grades on the workers of a cluster; use as a context manager.

    Raises:
        KitError: from any call: the cluster cannot be reached, has no worker any more, or has one with another kit.
    """

    def __enter__(self) -> WarmCluster:
        with contextlib.ExitStack() as opened:
            self._client = opened.enter_context(self._connected())
            self._woken, self._waker = multiprocessing.Pipe(duplex=False)
            self._on_their_way: dict[str, Submission] = {}
            self._suspects: deque[Submission] = deque()
            self._alone = ""
            self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
            self.room = AHEAD * max(1, self._threads_now(self._client))
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self._opened.close()

    @property
    def free(self) -> int:
        """How many more can be handed now; none while one is tried alone, since worker after worker was lost with it."""
        return 0 if self._suspects or self._alone else max(0, self.room - len(self._on_their_way))

    def hand(self, submission: Submission) -> None:
        """Send a submission, with its contents in memory, to whichever worker is free."""
        from .cluster_worker import grade

        key = f"grade-{uuid.uuid4().hex}"  # a key that Dask has seen before would not be run again
        self._on_their_way[key] = submission
        future = self._client.submit(grade, self.order, packed(submission), key=key, pure=False)
        future.add_done_callback(self._tell)

    def _tell(self, future: Any) -> None:
        """Called in a thread of Dask's."""
        self._done.put(future)
        with contextlib.suppress(OSError):
            self._waker.send(None)

    def finished(self, *others: Connection, seconds: float = LOOK_EVERY) -> list[Graded]:
        """What is done by now; waits for it, or until one of ``others`` has something to read, or the seconds are over."""
        self.room = AHEAD * max(1, self._threads_now(self._client))
        wait([self._woken, *others], seconds)
        while self._woken.poll(0):
            self._woken.recv()
        done: list[Graded] = []
        with contextlib.suppress(queue.Empty):
            while True:
                future = self._done.get_nowait()
                submission = self._on_their_way.pop(future.key)
                graded = self._answer(future)
                future.release()
                alone, self._alone = self._alone == submission.id, ""
                if graded is None and not alone:
                    self._suspects.append(submission)
                else:
                    done.append(graded or Graded(self._given_up(submission), Timings()))
        if self._suspects and not self._on_their_way:
            suspect = self._suspects.popleft()
            self._alone = suspect.id
            self.hand(suspect)
        return done
