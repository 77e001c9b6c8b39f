"""What each child of a zygote has used so far, in memory that its judges read: asking would cost each question of a test a turn."""

from __future__ import annotations

import mmap
import os
import struct

_USED = struct.Struct("dd")


class Meters:
    """Processor seconds and seconds of waiting (see :class:`autograder.runner.usage.Tally`) of each slot's child.

    The zygote writes them through its descriptor, which a child closes before it runs anybody's code: none can turn its own back.

    >>> meters = Meters(2)
    >>> meters.write(1, 0.5, 2.0)
    >>> meters.read(0), meters.read(1)
    ((0.0, 0.0), (0.5, 2.0))
    >>> meters.close()

    Args:
        slots: how many there are.
        descriptor: of those that another process has made; None makes new ones.
    """

    def __init__(self, slots: int, descriptor: int | None = None) -> None:
        self._size = slots * _USED.size
        self._memory: mmap.mmap | None = None
        if descriptor is None:
            descriptor = os.memfd_create("meters")
            os.ftruncate(descriptor, self._size)
        self.descriptor = descriptor

    def write(self, slot: int, processor: float, waiting: float) -> None:
        os.pwrite(self.descriptor, _USED.pack(processor, waiting), slot * _USED.size)

    def read(self, slot: int) -> tuple[float, float]:
        """Seconds of processor time and of waiting, as of the zygote's last look."""
        if self._memory is None:
            self._memory = mmap.mmap(self.descriptor, self._size, access=mmap.ACCESS_READ)
        processor, waiting = _USED.unpack_from(self._memory, slot * _USED.size)
        return processor, waiting

    def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
        os.close(self.descriptor)
