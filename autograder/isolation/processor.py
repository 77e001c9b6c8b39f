"""One processor for a judge and the child that it examines, so that they need not wake each other across processors.

The two take turns: while one works the other waits for it. On two processors each turn begins by waking one that sleeps,
which takes longer than most of a test's calls do. A processor that one judge has taken is left alone by the others, so that
never two pairs crowd on one while another idles; where none is free, the kernel places judge and child as it likes.
"""

from __future__ import annotations

import os
import socket

from autograder.runner import kernel

CLAIM = "autograder-processor-"
"""With its number the name, without a file, that the kernel gives to one socket of this machine (or container) at a time."""


class Processor:
    """Keeps the calling thread on one processor, if it may use several and one of them is no other judge's.

    What has been taken is free again when it is released, or when this process ends, however it ends.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        """As the kernel counts; None where there was none to take."""
        self._allowed = os.sched_getaffinity(0)
        if len(self._allowed) > 1:
            here = kernel.current_processor()
            for number in sorted(self._allowed, key=lambda number: (number != here, number)):
                if self._take(number):
                    break

    def _take(self, number: int) -> bool:
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            claim.bind(f"\0{CLAIM}{number}")
            os.sched_setaffinity(0, {number})
        except OSError:
            claim.close()
            return False
        self.number, self._claim = number, claim
        return True

    def release(self) -> None:
        """Let others have it, and the calling thread run where it could before. May be called again."""
        if self.number is not None:
            os.sched_setaffinity(0, self._allowed)
            self._claim.close()
            self.number = None
