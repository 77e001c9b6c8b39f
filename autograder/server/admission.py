"""Whether a hand-in is accepted at an instant: a function of the course's rules and of what was handed in before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from autograder.course.late import Window
from autograder.course.settings import CourseAssignment
from autograder.course.times import duration_in_words, shown
from autograder.messages import NO_MESSAGE, Message
from autograder.server.clock import second_of


def refusal(
    assignment: CourseAssignment,
    window: Window,
    earlier: Sequence[dt.datetime],
    now: dt.datetime,
    zone: dt.tzinfo,
) -> Message:
    """Why a hand-in is not accepted now; empty where it is. Within the very second of a date it still is.

    Args:
        assignment: with its rules.
        window: the dates that hold for the person.
        earlier: when the person or group handed in before.
        now: the instant at which this one came.
        zone: the course's, for what is said.
    """
    now = second_of(now)
    rules = assignment.hand_in
    if window.released is not None and now < window.released:
        return Message("It can be handed in from {time} on.", time=shown(window.released, zone))
    if window.closed is not None and now > window.closed:
        return Message("It closed at {time}.", time=shown(window.closed, zone))
    if rules.attempts is not None and len(earlier) >= rules.attempts:
        return Message("All {count} hand-ins are used.", count=rules.attempts)
    if earlier and rules.pause:
        again = max(earlier) + rules.pause
        if now < again:
            return Message(
                "The next hand-in is possible from {time} on, in {left}.",
                time=shown(again, zone),
                left=duration_in_words(again - now),
            )
    return NO_MESSAGE


def attempts_left(assignment: CourseAssignment, used: int) -> int | None:
    """How many hand-ins are left; None without bound."""
    most = assignment.hand_in.attempts
    return None if most is None else max(0, most - used)
