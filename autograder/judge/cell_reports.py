"""What a child says of the cells that it has run: checked, for it is a claim, and told to people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograder.messages import Message
from autograder.results import CellOutcome

from .notebook_cells import NotebookCode
from .process import MAX_MESSAGE, MAX_NAME, is_description

MAX_LINE = 200
MAX_COUNT = 1_000_000
FIELDS = {"error", "cut", "kind", "line", "source", "not_run", "asides"}
KINDS = ("", "raised", "no_python")
_ASIDES: dict[str, Callable[..., Message]] = {
    "magic": lambda place, command: Message(
        "{place}: {command} belongs to another program than Jupyter and did nothing.", place=place, command=command
    ),
    "install": lambda place, command: Message(
        "{place}: {command} did nothing, for nothing is installed while grading.", place=place, command=command
    ),
    "prompt": lambda place, command: Message(
        "{place}: {command} was answered with nothing.", place=place, command=command
    ),
    "exit": lambda place, command: Message(
        "{place}: {command} did nothing, for what stands below is graded, too.", place=place, command=command
    ),
}
_LOST: dict[str, Callable[..., Message]] = {
    "replaced": lambda place, name, kind: Message(
        "{place} replaced {name} by a {type}; {name} is graded as it was last defined.", place=place, name=name, type=kind
    ),
    "deleted": lambda place, name, kind: Message(
        "{place} deleted {name}; it is graded as it was last defined.", place=place, name=name
    ),
    "stub": lambda place, name, kind: Message(
        "{place} holds {name} again as it was handed out; the answer above it is graded.", place=place, name=name
    ),
    "shadowed": lambda place, name, kind: Message(
        "{place} gave the name {name}, which an answer calls, to a {type}; for the tests it was given back.",
        place=place, name=name, type=kind,
    ),
    "changed": lambda place, name, kind: Message(
        "{place} changed {name}, which an answer uses, after its check; the tests use what the check saw.",
        place=place, name=name,
    ),
}  # fmt: skip


class Malformed(Exception):
    """The child's report makes no sense."""


def is_report(outcome: Any) -> bool:
    """Whether this is what a child says of a cell."""
    return (
        type(outcome) is dict
        and set(outcome) == FIELDS
        and (outcome["error"] is None or is_description(outcome["error"]))
        and type(outcome["cut"]) is bool
        and outcome["kind"] in KINDS
        and all(type(outcome[name]) is int and 0 <= outcome[name] <= MAX_COUNT for name in ("line", "not_run"))
        and type(outcome["source"]) is str
        and type(outcome["asides"]) is list
        and len(outcome["asides"]) <= 100
        and all(_is_aside(entry) for entry in outcome["asides"])
    )


def _is_aside(entry: Any) -> bool:
    return type(entry) is list and len(entry) == 2 and entry[0] in _ASIDES and type(entry[1]) is str


def outcome_of(number: int, exercise: str | None, report: dict[str, Any]) -> CellOutcome | None:
    """What became of a cell that did not simply run.

    Args:
        number: of the code cell, from 1.
        exercise: that it answers.
        report: as :func:`is_report` accepts it.
    """
    if report["error"] is None:
        return None
    name, _, message = report["error"]
    return CellOutcome(
        number,
        exercise,
        report["kind"] or "raised",
        error=printable(name[:MAX_NAME]),
        message=Message(printable(" ".join(message[:MAX_MESSAGE].split())[:300])),
        line=report["line"],
        source=printable(report["source"][:MAX_LINE]),
        lines_not_run=report["not_run"],
    )


def asides_of(place: Message, report: dict[str, Any]) -> list[Message]:
    """Notes on what the cell asked of its front end or the network."""
    return [_ASIDES[kind](place, printable(text[:MAX_LINE])) for kind, text in report["asides"]]


def settled(answer: Any, code: NotebookCode) -> tuple[list[CellOutcome], list[str]]:
    """What a child put back when all cells had run: names of answers, and settings.

    Raises:
        Malformed: if it says something else.
    """
    if type(answer) is not list or len(answer) != 2 or any(type(part) is not list for part in answer):
        raise Malformed
    names, settings = answer
    if len(names) > 1_000 or len(settings) > 100 or any(type(name) is not str for name in settings):
        raise Malformed
    return [_lost(entry, code) for entry in names], [printable(name[:MAX_NAME]) for name in settings]


def _lost(entry: Any, code: NotebookCode) -> CellOutcome:
    if type(entry) is not list or list(map(type, entry)) != [str, str, str, int]:
        raise Malformed
    name, how, kind, number = entry
    if how not in _LOST or not 0 <= number <= len(code.sources):
        raise Malformed
    exercise = code.exercises[number - 1] if number else None
    place = CellOutcome(number, None, "replaced").place
    told = _LOST[how](place, printable(name[:MAX_NAME]), printable(kind[:MAX_NAME]))
    return CellOutcome(number, exercise, "replaced", message=told)


def would_have_defined(name: str, outcome: CellOutcome, code: NotebookCode) -> bool:
    """Whether a name is missing because of what became of that cell."""
    if outcome.kind not in ("raised", "no_python", "cut") or not 0 < outcome.number <= len(code.sources):
        return False
    if name in code.defined[outcome.number - 1]:
        return True
    return outcome.kind == "no_python" and name in code.written_in(outcome.number - 1)


def in_one_sentence(cells: Sequence[CellOutcome]) -> Message:
    """The first of them, and how many more there are."""
    if len(cells) == 1:
        return cells[0].told()
    return Message("{first} (and {number} more code cells)", first=cells[0].told(), number=len(cells) - 1)


def printable(text: str) -> str:
    """A student's text without what a terminal or a page would take for a command."""
    return "".join(
        letter if letter.isprintable() or letter in "\n\t" else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
