"""One exercise while it is graded, and what may stop it: a limit that a cell, an exercise or the whole submission ran into."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.authoring.assignment import Exercise, RunLimits
from autograder.authoring.test_files import TestFile
from autograder.messages import NO_MESSAGE, Message
from autograder.points import total
from autograder.results import CaseResult, Status

from .clock import Time
from .transcript import CaseRecord

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


@dataclass
class Question:
    """The results of an exercise's cases, by name, and what is known of how they came about."""

    exercise: Exercise
    tests: TestFile
    seconds_left: float
    """On the submission's clock."""
    spent: Time = field(default_factory=Time)
    results: dict[str, CaseResult] = field(init=False)
    status: Status = Status.GRADED
    detail: Message = NO_MESSAGE
    records: dict[str, CaseRecord] = field(default_factory=dict)
    lent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.results = {
            case.name: CaseResult(case.title, 0.0, case.points, False, case.hidden) for case in self.tests.cases
        }

    @property
    def name(self) -> str:
        return self.exercise.name

    @property
    def provides(self) -> tuple[str, ...]:
        """The names that the exercise asks the notebook to define."""
        return tuple(self.exercise.provides)

    @property
    def score(self) -> float:
        return total(result.score for result in self.results.values())

    @property
    def is_full(self) -> bool:
        return all(result.passed for result in self.results.values())

    def trouble(self, trouble: Trouble) -> None:
        """Mark it with a limit that it ran into, unless one is known already."""
        if self.status is Status.GRADED:
            self.status, self.detail = trouble.status, trouble.detail


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
