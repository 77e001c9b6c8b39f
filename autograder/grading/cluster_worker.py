"""What runs in a worker of Dask: it hands submissions to grading servers, one for each of its threads, and keeps them warm.

All that travels through Dask is this function's name, bytes that go in, and bytes that come out: msgpack, made and read
by the kit. Nothing of a submission is ever pickled.
"""

from __future__ import annotations

import atexit
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Collection
from typing import Any

import msgpack

from autograder.judge.bounds import LOOK_EVERY, NO_EXERCISE, Pulse, Watcher
from autograder.messages import NO_MESSAGE, Message
from autograder.startup import ONE_THREAD
from autograder.wire.frames import FramedSocket, WireClosed

from .grading_server import FRAME_LIMIT
from .local_pool import ATTEMPTS, HAND_SECONDS

_idle: list[GradingServer] = []
_idle_lock = threading.Lock()


class GradingServer:
    """A process of :mod:`autograder.grading.grading_server`, seen from the worker.

    Args:
        order: what it grades and how, packed; a server serves one order as long as it lives.
    """

    def __init__(self, order: bytes) -> None:
        self.order = order
        self.pulse = Pulse()
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "autograder.grading.grading_server",
                    str(theirs.fileno()),
                    str(self.pulse.descriptor),
                ],
                pass_fds=[theirs.fileno(), self.pulse.descriptor],
                stdin=subprocess.DEVNULL,
                env=os.environ | ONE_THREAD,
            )
        self.watcher = Watcher(self.pulse, self.process.pid)
        self.wire = FramedSocket(ours, FRAME_LIMIT)
        self.wire.send(order)
        self.greeting: dict[str, Any] = msgpack.unpackb(self.wire.receive())

    def ask(
        self,
        submission: dict[str, Any],
        give_up: Message = NO_MESSAGE,
        held: Collection[int] = (),
        hopeless: bool = False,
    ) -> dict[str, Any]:
        """Grade one submission.

        Raises:
            WireClosed: if the server has ended.
            Held: if what the submission returned holds it.
        """
        self.pulse.expect(HAND_SECONDS)
        order = {"submission": submission, "give_up": give_up.to_json(), "held": list(held), "hopeless": hopeless}
        self.wire.send(msgpack.packb(order))
        while not select.select([self.wire.connection], [], [], LOOK_EVERY)[0]:
            if self.watcher.overdue:
                self.process.kill()
                raise Held(self.pulse.exercise)
        return msgpack.unpackb(self.wire.receive())

    def close(self) -> None:
        """End it, whatever it is doing."""
        self.wire.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.pulse.close()


class Held(Exception):
    """A submission holds its judge, with that exercise."""

    def __init__(self, exercise: int) -> None:
        self.exercise = exercise
        super().__init__(exercise)


def grade(order: bytes, packed: bytes) -> bytes:
    """Grade one submission in a warm server of this worker.

    Args:
        order: as for :class:`GradingServer`.
        packed: the submission's fields.

    Returns:
        A packed answer: ``result`` and ``timings``, or ``refused`` if this worker cannot grade this.
    """
    submission = msgpack.unpackb(packed)
    why = NO_MESSAGE
    held: set[int] = set()
    hopeless = False
    attempt = 0
    while attempt <= ATTEMPTS:
        give_up = Message("the sandbox failed {number} times: {why}", number=ATTEMPTS, why=why)
        give_up = give_up if attempt == ATTEMPTS else NO_MESSAGE
        server = None
        try:
            server = _take(order)
            refused = "refused" in server.greeting
            answer = server.greeting if refused else server.ask(submission, give_up, held, hopeless)
        except WireClosed:
            if server is not None:
                server.close()
            why = Message("the judge ended")
            attempt += 1
            continue
        except Held as error:  # no attempt: the sandbox has not failed
            assert server is not None
            server.close()
            hopeless = hopeless or error.exercise in held | {NO_EXERCISE}
            held.add(error.exercise)
            held.discard(NO_EXERCISE)
            continue
        if "result" in answer:
            with _idle_lock:
                _idle.append(server)
            return msgpack.packb(answer)
        server.close()
        if "refused" in answer:
            return msgpack.packb(answer)
        why = Message.from_json(answer["failed"])
        attempt += 1
    return msgpack.packb({"refused": f"{socket.gethostname()}: its grading server does not come up: {why}"})


def _take(order: bytes) -> GradingServer:
    """A warm server for this order; those for other orders make room."""
    with _idle_lock:
        others = [server for server in _idle if server.order != order]
        same = [server for server in _idle if server.order == order]
        server = same.pop() if same else None
        _idle[:] = same
    for other in others:
        other.close()
    return server or GradingServer(order)


@atexit.register
def _close_all() -> None:
    for server in _idle:
        server.close()
