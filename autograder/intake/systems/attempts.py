"""Several attempts of one person in one download: the last that holds anything to grade is graded, and the rest is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.intake.tree import Entry
from autograder.intake.upload import SCRIPT, ZIP, is_notebook_name
from autograder.messages import Message


def last_attempt(
    attempts: Mapping[Any, list[Entry]], name_of: Callable[[Entry], str]
) -> tuple[Any, int, Sequence[Message]]:
    """Which attempt is graded.

    Args:
        attempts: entries by what orders them in time.
        name_of: the name that a file's author gave it.

    Returns:
        its key, its number (the first is 1), and a note where there were several.
    """
    order = sorted(attempts)
    worked = [key for key in order if any(_could_be_graded(name_of(entry)) for entry in attempts[key])]
    chosen = (worked or order)[-1]
    number = order.index(chosen) + 1
    if len(order) == 1:
        return chosen, number, ()
    if chosen != order[-1]:
        return (
            chosen,
            number,
            (
                Message(
                    "{count} attempts were handed in; graded is number {number}, the last that holds a notebook.",
                    count=len(order),
                    number=number,
                ),
            ),
        )
    return chosen, number, (Message("{count} attempts were handed in; graded is the last.", count=len(order)),)


def _could_be_graded(name: str) -> bool:
    return bool(is_notebook_name(name) or ZIP.search(name) or SCRIPT.search(name))
