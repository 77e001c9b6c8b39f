"""Which of several notebooks of one student is graded, and why.

1. One that can be read before one that cannot.
2. One whose answer cells are worked on before one that is as it was given out; of two, the one with more answers.
3. One that does not call itself old, a draft or a checkpoint before one that does.
4. One whose name begins with the assignment's name before one with a name of its own.
5. One that calls itself final or gives itself a version ("03_attention_final") before one that does not.
6. The highest number, be it the author's ("v2") or a system's ("03_attention (1)", "-1", "-Copy1"): it is the last.
7. The one changed last: the time in the zip, or the file's.
8. One that lies where it was handed in before one in a zip; then the first by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.intake.hand_out import HandOut
from autograder.intake.names import clean, version_of
from autograder.intake.tree import Entry, UnreadableError
from autograder.messages import NO_MESSAGE, Message


@dataclass(frozen=True)
class Candidate:
    """A notebook that might be graded. Where it could not be read, there is only its ``problem``.

    Attributes:
        entry: the file.
        name: the name that its author gave it.
        content: its bytes.
        notebook: as plain data.
        notes: on what was repaired.
        problem: why it cannot be read; "" where it can.
    """

    entry: Entry
    name: str
    content: bytes = b""
    notebook: dict[str, Any] | None = None
    notes: tuple[Message, ...] = ()
    problem: Message = NO_MESSAGE


@dataclass(frozen=True)
class Rank:
    """By what one candidate is compared with another, the most telling first."""

    readable: bool
    answers: int
    current: bool
    family: bool
    later: int
    number: int
    changed: tuple[float, ...]
    depth: int
    backwards: tuple[int, ...]

    @property
    def order(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def rank_of(candidate: Candidate, assignment: str, hand_out: HandOut | None) -> Rank:
    """How a candidate stands among others."""
    family, later, number = version_of(candidate.name, assignment)
    answers = hand_out.answered(candidate.notebook["cells"]) if hand_out and candidate.notebook else 0
    entry = candidate.entry
    backwards = tuple(-ord(c) for c in candidate.name)  # the first by name is the largest
    readable = candidate.notebook is not None
    return Rank(readable, answers, later >= 0, family, later, number, entry.modified or (0.0,), -entry.depth, backwards)


def choose(ranked: list[tuple[Rank, Candidate]]) -> tuple[Candidate, Message]:
    """The candidate to grade and, where there were several, a sentence that says which and why."""
    ordered = sorted(ranked, key=lambda one: one[0].order, reverse=True)
    first, chosen = ordered[0]
    others = [one for one in ordered[1:] if one[1].content != chosen.content]  # a copy is no other notebook
    if not others:
        return chosen, NO_MESSAGE
    shown = _told_apart([chosen, *(candidate for _, candidate in others)])
    names = ", ".join(shown[1:6]) + (", …" if len(others) > 5 else "")
    why = _why(first, others[0][0])
    return chosen, Message(
        "{number} notebooks were handed in; graded is {chosen} ({why}), not {others}.",
        number=len(others) + 1,
        chosen=shown[0],
        why=why,
        others=names,
    )


def _told_apart(candidates: list[Candidate]) -> list[str]:
    """Their names; where two have one, behind as many of the folders that they lie in as it takes to tell them apart."""
    shown = [clean(candidate.name) for candidate in candidates]
    folders = [candidate.entry.parts[:-1] for candidate in candidates]
    for depth in range(1, max(map(len, folders)) + 1):
        if len(set(shown)) == len(shown):
            break
        twice = {name for name in shown if shown.count(name) > 1}
        for number, parts in enumerate(folders):
            if shown[number] in twice and depth <= len(parts):
                shown[number] = f"{clean(parts[-depth])}/{shown[number]}"
    return shown


def _why(first: Rank, second: Rank) -> Message:
    if not second.readable and first.readable:
        return Message("the other cannot be read")
    if first.answers and not second.answers:
        return Message("it has answers, the other is as it was given out")
    if first.answers != second.answers:
        return Message(
            "exercises that it answers: {first}, the next: {second}", first=first.answers, second=second.answers
        )
    if first.current != second.current:
        return Message("the other is an earlier version by its name")
    if first.family != second.family:
        return Message("it bears the assignment's name")
    if (first.later, first.number) != (second.later, second.number):
        return Message("by its name it is the last version")
    if first.changed != second.changed:
        return Message("it was changed last")
    return Message("the first by name")


def read_candidate(entry: Entry, name: str, read: Any, limit: int) -> Candidate:
    """The notebook in a file, or its problem.

    Args:
        entry: the file.
        name: under which it is known to people.
        read: the parser; it may raise :class:`UnreadableError`, which becomes the candidate's problem.
        limit: bytes that are read at most.
    """
    if entry.problem:
        return Candidate(entry, name, problem=entry.problem)
    content = b""
    try:
        content = entry.read(limit)
        notebook, notes = read(content)
    except UnreadableError as problem:
        return Candidate(entry, name, content, problem=problem.message)
    return Candidate(entry, name, content, notebook, tuple(notes))
