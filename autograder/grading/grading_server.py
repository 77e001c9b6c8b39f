"""A judge with a sandbox of its own, as a program: submissions in, results out, over a socket.

For whoever must not fork judges: a worker of Dask runs many threads. The socket's other end is that worker, never a
submission. Messages are msgpack maps in frames. First comes ``assignment``, ``environment``, ``level`` and ``rules``,
answered by ``ready`` or ``refused``; then ``submission`` again and again, answered by ``result`` and ``timings``, or by
``failed`` if the sandbox failed. A submission with ``give_up`` is not run; it gets a row that says so. ``held`` names exercises that have held a
server before; where ``hopeless`` is set there is nothing left to run.

Run as ``python -m autograder.grading.grading_server DESCRIPTOR PULSE`` (PULSE: the descriptor of a
:class:`~autograder.judge.bounds.Pulse`). It ends when the other end is closed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import socket
import sys
from dataclasses import asdict
from typing import Any

import msgpack

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.errors import KitError
from autograder.intake import Submission
from autograder.isolation.levels import Level, choose, hidden_folders
from autograder.isolation.sandbox import Sandbox, SandboxFailure
from autograder.judge.bounds import Pulse
from autograder.messages import Message
from autograder.results import Graded, Rules, Timings
from autograder.wire.frames import FramedSocket, WireClosed

from .key import environment
from .staging import given_files

FRAME_LIMIT = 1 << 30


def main() -> None:
    connection = socket.socket(fileno=int(sys.argv[1]))
    _end_with(connection)
    worker = FramedSocket(connection, FRAME_LIMIT)
    with contextlib.suppress(WireClosed):
        order = msgpack.unpackb(worker.receive())
        try:
            assignment, level = _check(order)
            _serve(worker, assignment, level, Rules(**order["rules"]), Pulse(int(sys.argv[2])))
        except KitError as error:
            worker.send(msgpack.packb({"refused": f"{socket.gethostname()}: {error}"}))


def _end_with(connection: socket.socket) -> None:
    """End as soon as the other end is closed, also in the middle of a submission; a Ctrl-C is the worker's to answer."""

    def look(*_: object) -> None:
        poller = select.poll()
        poller.register(connection, 0)
        if poller.poll(0):  # closed, or broken; what has arrived is not looked for
            raise SystemExit

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGIO, look)
    fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection, fcntl.F_SETFL, fcntl.fcntl(connection, fcntl.F_GETFL) | os.O_ASYNC)


def _check(order: dict[str, Any]) -> tuple[Assignment, Level]:
    """The assignment and the level, if this machine would give the results that are asked for.

    Raises:
        KitError: if it has other tests, code or libraries, or cannot isolate as strongly.
    """
    assignment = find_assignment(order["assignment"])
    here, there = environment(assignment), order["environment"]
    other = [_difference(name, here.get(name, ""), there[name]) for name in there if here.get(name) != there[name]]
    if other:
        raise KitError(
            "this worker would grade differently: {differences}.",
            "Install the same kit everywhere.",
            differences=", ".join(other),
        )
    return assignment, choose(order["level"])


def _difference(name: str, here: str, there: str) -> str:
    return f"{name} differs" if len(there) == 64 else f"{name} {here} instead of {there}"


def _serve(worker: FramedSocket, assignment: Assignment, level: Level, rules: Rules, pulse: Pulse) -> None:
    with (
        given_files(assignment) as given,
        # The zygote is started before anything here reads a test.
        Sandbox(level, 1, assignment.preimport, given, hidden_folders(kit_root())) as sandbox,
    ):
        from autograder.judge.answer_key import AnswerKey

        from .worker import given_up, grade_one, held_up

        answer_key = AnswerKey(assignment, given)
        answer_key.import_for()
        sandbox.wait_until_ready()
        worker.send(msgpack.packb({"ready": os.getpid()}))
        while True:
            message = msgpack.unpackb(worker.receive())
            submission = Submission.from_plain(message["submission"])
            try:
                if message["give_up"]:
                    graded = Graded(given_up(answer_key, submission, Message.from_json(message["give_up"])), Timings())
                elif message["hopeless"]:
                    graded = Graded(held_up(answer_key, submission), Timings())
                else:
                    graded = grade_one(answer_key, sandbox.slots[0], submission, rules, pulse, message["held"])
                answer: dict[str, Any] = {"result": graded.result.to_gradescope(), "timings": asdict(graded.timings)}
            except SandboxFailure as error:
                answer = {"failed": error.message.to_json()}
            worker.send(msgpack.packb(answer))


if __name__ == "__main__":
    main()
