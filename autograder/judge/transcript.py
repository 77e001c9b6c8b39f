"""What a case asked of a submission and what it got, for replaying it against known misconceptions.

Kept as the bytes that crossed the wire. Nothing changes them afterwards, and most are never read: the case has passed.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.wire.decoder import Decoder

NO_TARGET = 0
"""In place of a handle's number: a probe is asked of the submission as a whole."""
MAX_KEPT = 32 << 20
"""Bytes of one case's transcript. Of a case that exchanges more nothing is kept: a submission could return megabytes each time."""


@dataclass
class Event:
    """One operation of a case.

    Args:
        operation: ``call``, ``attribute``, ``probe``, or one of those of ``operate``.
        target: number of the handle of what it was asked of, or NO_TARGET.
        raised: whether it ended in an exception.
        asked: the question as it was sent; None if an argument could not be.
        answer: the answer as it was received; None if it raised.
        reader: turns both back into values. Lent functions are themselves; for what stayed with the submission stands a
            bare ``Proxy``, which asks nothing of a process that may be gone.
        error: the nearest built-in type of what was raised; empty if its result was no data.
        called: how often lent functions were called meanwhile.
    """

    operation: str
    target: int
    raised: bool
    asked: bytes | None
    answer: bytes | None
    reader: Reader
    error: str = ""
    called: int = 0

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        return len(self.asked or b"") + len(self.answer or b"")

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Positional arguments and keywords as they were when they were sent: a fresh copy each time.

        Those of a probe come behind its source and its name.
        """
        assert self.asked is not None
        _, (_, operation, first, *rest) = self.reader.sent.decode(self.asked)
        if operation == "probe":
            return [first, rest[0], *rest[1]], rest[2]
        if operation == "call":
            return rest[0], rest[1]
        return ([rest[0]] if operation == "attribute" else rest[1]), {}

    @functools.cached_property
    def result(self) -> Any:
        """What was returned; an iterator as the list of its items."""
        assert self.answer is not None
        _, (_, _, value) = self.reader.received.decode(self.answer)
        result = value[0] if self.operation == "call" else value
        return list(result) if isinstance(result, Iterator) else result

    @functools.cached_property
    def changed(self) -> dict[int | str, Any]:
        """The arguments that a call changed in place, by position or name, as they were afterwards."""
        if self.operation != "call" or self.answer is None:
            return {}
        _, (_, _, value) = self.reader.received.decode(self.answer)
        return value[1]


@dataclass(frozen=True)
class Reader:
    """Reads a session's own questions, and the answers to them, once more.

    ``reader.sent.decode(event.asked)`` gives what was sent, as ``[token, [number, "call", handle, args, kwargs, …]]``;
    :meth:`Event.arguments` takes it apart. Decoding again gives fresh copies, which a replay may change.

    Args:
        sent: for questions; what was lent is itself again.
        received: for answers; what stayed with the submission is a bare proxy.
    """

    sent: Decoder
    received: Decoder


@dataclass
class CaseRecord:
    """What one case asked of the student's code: the names that it looked up, and each operation with its outcome."""

    seed: int
    names: dict[str, int]
    """The notebook's names and the numbers of their handles."""
    events: list[Event]
    passed: bool
    complete: bool = True
    """Whether all events have been kept."""
    case: str = ""
    """The name of the case."""
    points: float = 1.0
    """What the case is worth."""

    @property
    def size(self) -> int:
        """Bytes of its events."""
        return sum(event.size for event in self.events)

    def drop_events(self) -> None:
        """Keep nothing of what was asked and answered."""
        self.events, self.complete = [], False
