"""Bounds on the judge itself, while it handles what a submission has sent.

A submission may return a list of a million numbers, or a size that a test then allocates. The wire bounds what arrives;
this bounds what a test, or the replay of a misconception, makes of it: its time by an alarm, its memory by the address space.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from typing import NoReturn

from autograder.runner import kernel

REPEAT_SECONDS = 1.0
WORTH_RETURNING = 256 << 20
"""Bytes of address space by which a case must have grown this process for the search for free memory to pay."""
MEMORY_MB = 2048
"""Beyond what the judge holds when a case begins; torch and Python then raise, and the case fails."""


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
