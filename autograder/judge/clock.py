"""The clock that decides on limits: it stands while the machine is busy with others.

A submission is charged with the processor time of all its processes and of the judge that examines it, and with the time in
which its processes wait for something else than a processor, as in ``time.sleep``, while the judge waits for their answer. So
a limit is as far away on a busy machine as on an idle one, and who sleeps is stopped all the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.messages import Message
from autograder.runner.usage import LOOK_EVERY
from autograder.wire.frames import Deadline, WireTimeout

MOSTLY = 0.9
"""The share of a time from which on it is named by its greater part alone."""
LEAST_WAIT = 0.02
"""Seconds between two looks at a clock that has almost reached a limit: it moves on with the zygote's looks only."""


@dataclass(frozen=True)
class Time:
    """So much processor time, and so much waiting, in seconds."""

    processor: float = 0.0
    waiting: float = 0.0

    @property
    def total(self) -> float:
        return self.processor + self.waiting

    def __add__(self, other: Time) -> Time:
        return Time(self.processor + other.processor, self.waiting + other.waiting)

    def __sub__(self, other: Time) -> Time:
        return Time(self.processor - other.processor, self.waiting - other.waiting)


def more_than(seconds: float, spent: Time) -> Message:
    """A limit that was hit, with what it was hit by; to be filled into "took more than {time}".

    >>> more_than(20, Time(processor=20.1)), more_than(20, Time(processor=0.3, waiting=19.8))
    ('20 s of processor time', '20 s of sleeping or waiting')

    Args:
        seconds: the limit.
        spent: what the submission was charged with until then.
    """
    if spent.processor >= MOSTLY * spent.total:
        return Message("{seconds} s of processor time", seconds=seconds)
    if spent.waiting >= MOSTLY * spent.total:
        return Message("{seconds} s of sleeping or waiting", seconds=seconds)
    return Message("{seconds} s of processor time and waiting together", seconds=seconds)


class SubmissionClock:
    """What one submission has been charged with, over all its children, one after the other.

    Args:
        alive: called while the judge waits for a child.
        own: the judge's own processor time, in seconds.
    """

    def __init__(self, alive: Callable[[], None] = lambda: None, own: Callable[[], float] = time.thread_time) -> None:
        self._alive, self._own = alive, own
        self._ended = 0.0
        self._waited = 0.0
        self._used: Callable[[], tuple[float, float]] | None = None
        self._moved = 0.0

    def follow(self, used: Callable[[], tuple[float, float]]) -> None:
        """A child has started.

        Args:
            used: its seconds of processor time and of waiting until now, as the zygote has them.
        """
        self._used = used
        self.moves()

    def leave(self, cpu_seconds: float) -> None:
        """It has ended.

        Args:
            cpu_seconds: the processor time that the kernel says it took; the zygote's may lack its end, or be more where its
                descendants were not waited for.
        """
        if self._used is not None:
            self._ended += max(cpu_seconds, self._used()[0])
            self._used = None

    def now(self) -> Time:
        """What has been charged until now; differences count."""
        return Time(self.seconds - self._waited, self._waited)

    @property
    def seconds(self) -> float:
        """The same as one number: looked at for each question that a test asks."""
        child = 0.0 if self._used is None else self._used()[0]
        return self._own() + self._ended + child + self._waited

    def moves(self) -> None:
        """The child may have waited for the judge until now: that is not charged."""
        if self._used is not None:
            self._moved = self._used()[1]

    def waits(self) -> None:
        """The judge still waits for the child: what that has waited in the meantime is charged."""
        self._alive()
        before = self._moved
        self.moves()
        self._waited += max(0.0, self._moved - before)


class Allowance(Deadline):
    """So many seconds on a submission's clock, from now on."""

    def __init__(self, clock: SubmissionClock, seconds: float) -> None:
        self.clock = clock
        self._began = clock.now()
        self._over = clock.seconds + seconds

    @property
    def spent(self) -> Time:
        """What of it has been used."""
        return self.clock.now() - self._began

    def left(self) -> float:
        """Seconds that may be waited for an answer before looking at the clock again.

        Raises:
            WireTimeout: if the allowance is used up.
        """
        left = self._over - self.clock.seconds
        if left <= 0:
            raise WireTimeout("the allowance is used up")
        return min(max(left, LEAST_WAIT), LOOK_EVERY)

    def moves(self) -> None:
        self.clock.moves()

    def waits(self) -> None:
        self.clock.waits()
