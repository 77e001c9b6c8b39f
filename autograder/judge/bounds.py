"""Bounds on the judge itself, while it handles what a submission has sent.

A submission may return a list of a million numbers, or a size that a test then allocates. The wire bounds what arrives;
this bounds what a test, or the replay of a misconception, makes of it: its processor time by an alarm, its memory by the
address space. A machine that is busy with others changes neither.

What is done to it by C code neither a clock nor an alarm interrupts: a judge that is held there cannot say so. So it says
beforehand, in memory that whoever gave it the submission can read, how long its step may take, and of which exercise it is: a
:class:`Pulse`. Its :class:`Watcher` sees that it is overdue, and ends it.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import resource
import signal
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple, NoReturn

from autograder.runner import kernel, usage

REPEAT_SECONDS = 1.0
WORTH_RETURNING = 256 << 20
"""Bytes of address space by which a case must have grown this process for the search for free memory to pay."""
MEMORY_MB = 2048
"""Beyond what the judge holds when a case begins; torch and Python then raise, and the case fails."""
MARGIN_SECONDS = 30.0
"""By which a judge may be late before it is taken to be held."""
LOOK_EVERY = 1.0
"""Seconds between two looks at a judge."""
NO_EXERCISE = -1
_SIGN = struct.Struct("QQdi")
_BEATS = struct.Struct("Q")
_set: list[int] = []
"""The timers of those who are bounded now; others, as those of whoever calls this package, stay as they are."""


@contextlib.contextmanager
def bounded(seconds: float, expired: Callable[[], NoReturn], asleep_seconds: float | None = None) -> Iterator[None]:
    """While it lasts, this process gets so much processor time and memory.

    Args:
        seconds: of processor time, after which ``expired`` is called, between two steps of whatever Python code then runs.
            Only in a main thread, which a judge's process has to itself.
        expired: raises what the code shall be ended with.
        asleep_seconds: where the code has nobody to wait for: by the clock on the wall, after which it is ended too. Far
            above what it takes on a busy machine.
    """
    old_limits = resource.getrlimit(resource.RLIMIT_AS)
    held = _held()
    wanted = held + (MEMORY_MB << 20)
    if old_limits[0] in (resource.RLIM_INFINITY, -1) or wanted < old_limits[0]:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, old_limits[1]))
    alarm = threading.current_thread() is threading.main_thread()
    if alarm:
        alarms = [(signal.ITIMER_PROF, signal.SIGPROF, seconds)]
        if asleep_seconds is not None:
            alarms.append((signal.ITIMER_REAL, signal.SIGALRM, asleep_seconds))
        _set.extend(timer for timer, _, _ in alarms)
        old_handlers = [(number, signal.signal(number, lambda *_: expired())) for _, number, _ in alarms]
        # Again and again, for an exception that is raised in a finaliser goes nowhere.
        old_timers = [(timer, signal.setitimer(timer, max(0.001, after), REPEAT_SECONDS)) for timer, _, after in alarms]
    try:
        yield
    finally:
        if alarm:
            for timer, _ in old_timers:
                signal.setitimer(timer, 0)
                _set.remove(timer)
            for number, handler in old_handlers:
                signal.signal(number, handler)
            for timer, old in old_timers:
                if old[0]:
                    signal.setitimer(timer, *old)
        resource.setrlimit(resource.RLIMIT_AS, old_limits)
        if _held() > held + WORTH_RETURNING:
            kernel.return_free_memory()  # malloc would keep it as long as this process lives


def _held() -> int:
    """Bytes of address space that this process has; read without a file object, for there are many cases."""
    statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    try:
        return int(os.read(statm, 100).split()[0]) * resource.getpagesize()
    finally:
        os.close(statm)


def disarm() -> None:
    """Call the alarm off: what ends a run must not itself be cut short."""
    if threading.current_thread() is threading.main_thread():
        for timer in _set:
            signal.setitimer(timer, 0)


class Sign(NamedTuple):
    """What a judge says of itself."""

    beats: int
    """How often it has said that it waits for a child."""
    steps: int
    """How many steps it has begun."""
    seconds: float
    """That this step may take."""
    exercise: int


class Pulse:
    """A judge's sign of life, shared with its watcher by fork or by its descriptor.

    Args:
        descriptor: of one that another process has made; None makes a new one.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        if descriptor is None:
            descriptor = os.memfd_create("pulse")
            os.ftruncate(descriptor, mmap.PAGESIZE)
        self.descriptor = descriptor
        self._memory = mmap.mmap(descriptor, mmap.PAGESIZE)

    def expect(self, seconds: float, exercise: int = NO_EXERCISE) -> None:
        """From now on, the judge should be done with this step within so many seconds of its own processor time.

        Args:
            seconds: that the step may take by its own limit.
            exercise: its number in the assignment, from 0, if the step is one of an exercise.
        """
        beats, steps, _, _ = _SIGN.unpack_from(self._memory)
        _SIGN.pack_into(self._memory, 0, beats, steps + 1, seconds, exercise)

    def beat(self) -> None:
        """The judge is well: it waits for a child, whose time has a limit of its own."""
        _BEATS.pack_into(self._memory, 0, _BEATS.unpack_from(self._memory)[0] + 1)

    @property
    def sign(self) -> Sign:
        return Sign(*_SIGN.unpack_from(self._memory))

    @property
    def exercise(self) -> int:
        """The number of the exercise that it is busy with; NO_EXERCISE for none."""
        return self.sign.exercise

    def close(self) -> None:
        """Give both back; once, for the number may soon be another file's, as that of the lock on the scratch folder."""
        if not self._memory.closed:
            self._memory.close()
            os.close(self.descriptor)


class Watcher:
    """Looks at a judge from outside, now and then, and says when it is held.

    It is held when its step has taken more processor time than it may, or when it has slept for so long without a sign of life:
    one that waits for a child gives one several times a second, and one that waits for a processor does not sleep.

    Args:
        pulse: where the judge says what it is at.
        pid: its process.
        time_of: its processor time until now, and how much of the time around now it waits, as ``usage.time_of``.
        clock: seconds.
    """

    def __init__(
        self,
        pulse: Pulse,
        pid: int,
        time_of: Callable[[int], tuple[float, float]] = usage.time_of,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pulse = pulse
        self._pid, self._time_of, self._clock = pid, time_of, clock
        self._looked = clock()
        self._tally = usage.Tally(self._looked, 2 * LOOK_EVERY)
        self._steps = self._beats = -1
        self._processor = self._asleep = 0.0

    @property
    def overdue(self) -> bool:
        """Whether the judge should long have been done; looks at it, if a second has passed since the last time."""
        now = self._clock()
        if now - self._looked < LOOK_EVERY:
            return False
        self._looked = now
        self._tally.look(now, *self._time_of(self._pid))
        sign = self.pulse.sign
        if sign.steps != self._steps:
            self._steps, self._processor, self._asleep = sign.steps, self._tally.processor, self._tally.waiting
        if sign.beats != self._beats:
            self._beats, self._asleep = sign.beats, self._tally.waiting
        most = sign.seconds + MARGIN_SECONDS
        return self._tally.processor - self._processor > most or self._tally.waiting - self._asleep > most
