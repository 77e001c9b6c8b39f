"""Wall time and CPU time of a piece of work, also of the processes that it starts."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import psutil


@dataclass
class Spent:
    """Seconds of one kind of work, one entry a repetition."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def median_wall(self) -> float:
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float:
        return statistics.median(self.cpu)

    def shared_by(self, count: int) -> Spent:
        """For each of ``count`` things that were done at once."""
        return Spent([seconds / count for seconds in self.wall], [seconds / count for seconds in self.cpu])


def cpu_seconds(watched: psutil.Process | None = None) -> float:
    """CPU time of this process, of its children that have ended, and of a watched one with its ended children."""
    used = time.process_time()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    used += ended.ru_utime + ended.ru_stime
    if watched is not None:
        used += sum(watched.cpu_times()[:4])
    return used


@contextlib.contextmanager
def spending(spent: Spent, watched: psutil.Process | None = None) -> Iterator[None]:
    """Add one repetition."""
    wall, cpu = time.perf_counter(), cpu_seconds(watched)
    yield
    spent.wall.append(time.perf_counter() - wall)
    spent.cpu.append(cpu_seconds(watched) - cpu)


PR_SET_CHILD_SUBREAPER = 36


@contextlib.contextmanager
def orphans_counted() -> Iterator[None]:
    """While it lasts, what a command leaves behind when it ends is this process's, and waited for: else its time is lost.

    A sandbox that is torn down from outside has its processes taken over by whoever reaps orphans, with the time that they
    used. To be used where no other child of this process is running.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


class Phases:
    """Sums the wall time of chosen functions while they are watched."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextlib.contextmanager
    def watch(self, functions: dict[str, tuple[Any, str]]) -> Iterator[None]:
        """While it lasts, time goes to the phase whose function is called: phase -> (owner, name of the function)."""
        with contextlib.ExitStack() as stack:
            for phase, (owner, name) in functions.items():
                original = getattr(owner, name)
                setattr(owner, name, self._timed(phase, original))
                stack.callback(setattr, owner, name, original)
            yield

    def _timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            before = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[phase] += time.perf_counter() - before

        return timed


def load() -> float:
    """The load of the last minute, in processes that wanted to run."""
    return os.getloadavg()[0]
