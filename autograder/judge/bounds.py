"""Bounds on the judge itself, while it handles what a submission has sent.

A submission may return a list of a million numbers, or a size that a test then allocates. The wire bounds what arrives;
this bounds what a test, or the replay of a misconception, makes of it: its time by an alarm, its memory by the address space.

What is done to it by C code neither a clock nor an alarm interrupts: a judge that is held there cannot say so. So it says
beforehand, in memory that whoever gave it the submission can read, until when it should be done, and with which exercise: a
:class:`Pulse`. Its watcher sees that it is overdue, and ends it.
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
from typing import NoReturn

from autograder.runner import kernel

REPEAT_SECONDS = 1.0
WORTH_RETURNING = 256 << 20
"""Bytes of address space by which a case must have grown this process for the search for free memory to pay."""
MEMORY_MB = 2048
"""Beyond what the judge holds when a case begins; torch and Python then raise, and the case fails."""
MARGIN_SECONDS = 30.0
"""By which a judge may be late before it is taken to be held: it may have to wait for a busy machine."""
NO_EXERCISE = -1
_SIGN = struct.Struct("di")


@contextlib.contextmanager
def bounded(seconds: float, expired: Callable[[], NoReturn], processor_time: bool = False) -> Iterator[None]:
    """While it lasts, this process gets so much time and memory.

    Args:
        seconds: after which ``expired`` is called, between two steps of whatever Python code then runs. Only in a
            main thread, which a judge's process has to itself.
        expired: raises what the code shall be ended with.
        processor_time: whether the seconds are of processor time, so that what comes out does not hang on how busy the
            machine is; only for code that does not wait for anybody.
    """
    timer, number = (signal.ITIMER_PROF, signal.SIGPROF) if processor_time else (signal.ITIMER_REAL, signal.SIGALRM)
    old_limits = resource.getrlimit(resource.RLIMIT_AS)
    held = _held()
    wanted = held + (MEMORY_MB << 20)
    if old_limits[0] in (resource.RLIM_INFINITY, -1) or wanted < old_limits[0]:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, old_limits[1]))
    alarm = threading.current_thread() is threading.main_thread()
    if alarm:
        old_handler = signal.signal(number, lambda *_: expired())
        # Again and again, for an exception that is raised in a finaliser goes nowhere.
        old_timer = signal.setitimer(timer, max(0.001, seconds), REPEAT_SECONDS)
    try:
        yield
    finally:
        if alarm:
            disarm()
            signal.signal(number, old_handler)
            if old_timer[0]:
                signal.setitimer(timer, *old_timer)
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
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


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
        """From now on, the judge should be done with this step within so many seconds.

        Args:
            seconds: that the step may take by its own limit.
            exercise: its number in the assignment, from 0, if the step is one of an exercise.
        """
        _SIGN.pack_into(self._memory, 0, time.monotonic() + seconds, exercise)

    @property
    def overdue(self) -> bool:
        """Whether the judge should long have been done."""
        return time.monotonic() > _SIGN.unpack_from(self._memory, 0)[0] + MARGIN_SECONDS

    @property
    def exercise(self) -> int:
        """The number of the exercise that it is busy with; NO_EXERCISE for none."""
        return _SIGN.unpack_from(self._memory, 0)[1]

    def close(self) -> None:
        """Give both back; once, for the number may soon be another file's, as that of the lock on the scratch folder."""
        if not self._memory.closed:
            self._memory.close()
            os.close(self.descriptor)
