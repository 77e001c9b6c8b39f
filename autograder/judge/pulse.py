"""A judge's sign of life: until when it should be done with what it does now, in memory that whoever watches it can read.

What a submission returns is read by C code that neither a clock nor an alarm interrupts: a judge that is held there cannot
say so. Whoever gave it the submission sees here that it is overdue, ends it, and knows with which exercise it was busy.
"""

from __future__ import annotations

import mmap
import os
import struct
import time

MARGIN_SECONDS = 30.0
"""By which a judge may be late before it is taken to be held: it may have to wait for a busy machine."""
_FORMAT = struct.Struct("di")
NO_EXERCISE = -1


class Pulse:
    """Shared between a judge and its watcher, by fork or by its descriptor.

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
        _FORMAT.pack_into(self._memory, 0, time.monotonic() + seconds, exercise)

    @property
    def overdue(self) -> bool:
        """Whether the judge should long have been done."""
        return time.monotonic() > _FORMAT.unpack_from(self._memory, 0)[0] + MARGIN_SECONDS

    @property
    def exercise(self) -> int:
        """The number of the exercise that it is busy with; NO_EXERCISE for none."""
        return _FORMAT.unpack_from(self._memory, 0)[1]

    def close(self) -> None:
        self._memory.close()
        os.close(self.descriptor)
