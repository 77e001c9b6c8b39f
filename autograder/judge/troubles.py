"""Why a cell, an exercise or a submission was stopped, and how an exception tells that a limit was hit."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.authoring.assignment import RunLimits
from autograder.messages import Message
from autograder.results import Status

_MEMORY_WORDS = (
    "can't allocate memory",
    "not enough memory",
    "unable to allocate",
    "std::bad_alloc",
    "cannot allocate",
)
_FILE_ERRORS = tuple(f"[Errno {number}]" for number in (errno.EFBIG, errno.ENOSPC, errno.EDQUOT))
_PROCESS_ERRORS = (f"[Errno {errno.EAGAIN}] Resource", "can't start new thread")


@dataclass
class Trouble:
    """Why a cell, or the whole submission, could not be run to its end."""

    status: Status
    detail: Message


class GivingUp(Exception):
    """The whole submission has used up what it may use."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.detail)


def limit_hit(error: Sequence[str], limits: RunLimits) -> Trouble | None:
    """The limit that an exception speaks of, if it does.

    Args:
        error: type, nearest built-in type and message, as the child described it.
        limits: of the assignment.
    """
    type_name, builtin, message = error
    if "MemoryError" in (type_name, builtin) or any(word in message.lower() for word in _MEMORY_WORDS):
        return Trouble(Status.OUT_OF_MEMORY, Message("asked for more than {size} MB", size=limits.memory_mb))
    if message.startswith(_FILE_ERRORS):
        return Trouble(Status.CRASHED, Message("wrote more than {size} MB to a file", size=limits.file_mb))
    if message.startswith(_PROCESS_ERRORS):
        return Trouble(Status.CRASHED, Message("started more than {number} processes", number=limits.processes))
    return None
