"""A running zygote, seen from the judge's side: its slots, and the children that run in them."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import msgpack

from autograder.errors import KitError
from autograder.messages import Message
from autograder.runner.confine import WORK, ChildLimits
from autograder.runner.meters import Meters
from autograder.runner.usage import LOOK_EVERY
from autograder.wire.frames import FramedSocket

from . import jail
from .levels import Level
from .processor import Processor
from .scratch import scratch
from .users import first_user

FRAME_LIMIT = 64 << 20
START_SECONDS = 120.0
CONFINE_SECONDS = 30.0


@dataclass(frozen=True)
class Ending:
    """How a child ended, as the kernel told the zygote; not a claim of the child's."""

    exit_code: int
    """Negative: the signal that killed it."""
    cpu_seconds: float
    peak_kb: int
    over: str
    """Why the zygote ended it: its processes together had more ``memory``, ``cpu``, ``processes`` or ``files`` than
    they may. Empty if it did not."""
    by_itself: bool
    """It had ended before it was told to."""


class SandboxFailure(Exception):
    """The sandbox itself failed; no submission is to blame."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


class Child:
    """One confined process that runs one submission."""

    def __init__(
        self, slot: SandboxSlot, wire: FramedSocket, token: bytes, work: Path | None, processor: Processor
    ) -> None:
        self.slot = slot
        self.wire = wire
        self.token = token
        self._work = work
        self._processor = processor
        self._ending: Ending | None = None

    def used(self) -> tuple[float, float]:
        """Seconds of processor time of all its processes, and seconds in which they waited, as of the zygote's last look."""
        return self.slot.meters.read(self.slot.number)

    def end(self, grace: float = 0.0) -> Ending:
        """Kill the child if it still lives, wait for it, and clean up. May be called again.

        Args:
            grace: seconds that a child which is about to end is given for it, so that its own exit code is kept; not counted
                while it waits for a processor.
        """
        if self._ending is None:
            self.wire.close()
            self._processor.release()
            by_itself = self._ends_within(grace)
            self.slot.tell({"do": "kill"})
            message = self.slot.hear("ended")
            code = os.waitstatus_to_exitcode(message["status"])
            self._ending = Ending(code, message["cpu_seconds"], message["peak_kb"], message["over"], by_itself)
            if self._work is not None:
                remove_folder(self._work)
        return self._ending

    def _ends_within(self, grace: float) -> bool:
        over, latest = sum(self.used()) + grace, time.monotonic() + START_SECONDS
        while not self.slot.has_event(min(grace, LOOK_EVERY)):
            if sum(self.used()) >= over or time.monotonic() > latest:
                return False
        return True


class SandboxSlot:
    """One place for a child, with a control socket to the zygote.

    >>> with Sandbox(level, 1, ["numpy"], given) as sandbox:         # doctest: +SKIP
    ...     child = sandbox.slots[0].start(ChildLimits())            # forked, confined, not yet greeted
    ...     ending = child.end()                                     # processor seconds, peak memory

    Args:
        number: of the slot, from 0.
        control: a socket of whole packets: what :meth:`tell` and :meth:`hear` exchange with the zygote.
        level: how strongly children are isolated.
        meters: where the zygote writes what the slot's child has used.
    """

    def __init__(self, number: int, control: socket.socket, level: Level, meters: Meters) -> None:
        self.number = number
        self.meters = meters
        self.control = control
        self.level = level
        self._ready = False

    def start(self, limits: ChildLimits) -> Child:
        """Fork and confine a child.

        Raises:
            SandboxFailure: if the zygote is gone or the child could not be confined.
        """
        if not self._ready:
            self.hear("ready")
            self._ready = True
        token = secrets.token_bytes(16)
        work = None if self.level is Level.NAMESPACES else Path(tempfile.mkdtemp(prefix="submission-", dir=scratch()))
        ours, theirs = socket.socketpair()
        processor = Processor()
        message = {
            "do": "run",
            "limits": asdict(limits),
            "token": token,
            "frame_limit": FRAME_LIMIT,
            "work": WORK if work is None else str(work),
            "processor": processor.number,
        }
        try:
            with theirs:
                self.tell(message, theirs.fileno())
            self.hear("started")
        except SandboxFailure:
            ours.close()
            processor.release()
            raise
        return Child(self, FramedSocket(ours, FRAME_LIMIT), token, work, processor)

    def tell(self, message: dict[str, Any], *descriptors: int) -> None:
        """Send the zygote an order, as ``{"do": "run", …}`` or ``{"do": "reset"}``.

        Args:
            message: plain data; msgpack carries it.
            descriptors: open files that go along, as the child's end of its socket.

        Raises:
            SandboxFailure: the zygote is gone.
        """
        try:
            socket.send_fds(self.control, [msgpack.packb(message)], descriptors)
        except OSError as error:
            raise SandboxFailure(Message("the sandbox is gone ({error})", error=str(error))) from error

    def _next(self) -> dict[str, Any]:
        self.control.settimeout(START_SECONDS)
        try:
            data = self.control.recv(1 << 16)
        except OSError as error:
            raise SandboxFailure(Message("the sandbox does not answer ({error})", error=str(error))) from error
        if not data:
            raise SandboxFailure(Message("the sandbox has ended"))
        return msgpack.unpackb(data)

    def hear(self, expected: str) -> dict[str, Any]:
        """Wait for the zygote's next event, ``START_SECONDS`` at most.

        Args:
            expected: the event that must come next: "ready", "started", "ended".

        Returns:
            The event with what it carries, as ``{"event": "ended", "cpu": …}``.

        Raises:
            SandboxFailure: the zygote is gone, does not answer, says that it could not make a child, or says something else.
        """
        message = self._next()
        if message["event"] == "failed":
            raise SandboxFailure(Message("a child could not be made: {error}", error=str(message["why"])))
        if message["event"] != expected:
            raise SandboxFailure(
                Message(
                    "the sandbox said {event} instead of {expected}", event=str(message["event"]), expected=expected
                )
            )
        return message

    def reset(self) -> None:
        """Be free again, whatever another process that used this slot has left running or unheard in it.

        Raises:
            SandboxFailure: if the zygote is gone.
        """
        self._ready = True
        self.tell({"do": "reset"})
        while self._next()["event"] != "idle":
            pass

    def has_event(self, seconds: float) -> bool:
        """Whether the zygote says something within so many seconds."""
        return bool(select.select([self.control], [], [], seconds)[0])


class Sandbox:
    """A zygote with its slots. Use as a context manager.

    Args:
        level: how strongly to isolate; see :mod:`autograder.isolation.levels`.
        slots: how many children may run at once.
        preimport: modules that the zygote imports before it forks.
        given: the assignment's given files, or None.
        hidden: folders that must not be seen inside.
    """

    def __init__(
        self, level: Level, slots: int, preimport: tuple[str, ...], given: Path | None, hidden: list[Path]
    ) -> None:
        self.level = level
        jail.compile_rooms()
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(slots)]
        self.meters = Meters(slots)
        self.slots = [SandboxSlot(number, ours, level, self.meters) for number, (ours, _) in enumerate(pairs)]
        inside = level is Level.NAMESPACES
        readable = jail.readable_paths(hidden)
        settings = {
            "controls": [theirs.fileno() for _, theirs in pairs],
            "meters": self.meters.descriptor,
            "preimport": list(preimport),
            "level": level.label,
            "first_user": first_user(),
            "given": (jail.GIVEN if inside else str(given)) if given else "",
            "readable": readable + ([str(given)] if given else []) if level is Level.LANDLOCK else [],
        }
        program = [sys.executable, "-m", "autograder.runner.zygote", json.dumps(settings)]
        self._log: IO[bytes] = tempfile.TemporaryFile(dir=scratch())  # noqa: SIM115 - closed by close()
        try:
            if inside:
                line, env = jail.command(program, given=given, secrets=hidden, work=WORK), None
            else:
                line, env = program, jail.environment(str(scratch()), str(jail.PACKAGE.parent), str(scratch()))
                env["MPLCONFIGDIR"] = str(jail.matplotlib_cache())
            self.process = subprocess.Popen(
                line,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                cwd="/",
                start_new_session=True,  # a Ctrl-C in the terminal is the grader's to answer
                pass_fds=[self.meters.descriptor, *(theirs.fileno() for _, theirs in pairs)],
            )
        finally:
            for _, theirs in pairs:
                theirs.close()

    def wait_until_ready(self) -> None:
        """Wait for the imports to finish.

        Raises:
            KitError: with the zygote's own words, if it did not come up.
        """
        try:
            for slot in self.slots:
                if not slot._ready:
                    slot.hear("ready")
                    slot._ready = True
        except SandboxFailure as error:
            raise KitError(
                "The sandbox did not start: {reason}", "Try `autograder doctor`.", reason=self.last_words() or error
            ) from error

    def last_words(self) -> str:
        """The last line that the zygote wrote before it ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def close(self) -> None:
        """End it and all that runs in it; at once where it is still busy with its imports, for it would hear nothing meanwhile."""
        for slot in self.slots:
            slot.control.close()
        if not any(slot._ready for slot in self.slots):
            self.process.kill()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.meters.close()
        self._log.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def remove_folder(folder: Path) -> None:
    """Remove a folder, also one whose owner has closed parts of it. Links are not followed."""

    def open_and_retry(function: Any, path: str, error: object) -> None:
        with contextlib.suppress(OSError):
            os.chmod(os.path.dirname(path), 0o700)  # noqa: PTH101, PTH120 - rmtree hands on a text
            os.chmod(path, 0o700)  # noqa: PTH101
            if function in (os.unlink, os.rmdir):
                function(path)
            else:
                shutil.rmtree(path, ignore_errors=True)

    shutil.rmtree(folder, onerror=open_and_retry)
    shutil.rmtree(folder, ignore_errors=True)
