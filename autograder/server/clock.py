"""The time, as something that a test can set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Gives an instant in UTC."""


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def second_of(instant: dt.datetime) -> dt.datetime:
    """The second in which an instant lies: a hand-in within the very second of the due date is on time."""
    return instant.replace(microsecond=0)
