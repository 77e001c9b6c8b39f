"""What grading one submission ends in: everybody's vocabulary. Grades, reports and exports are derived from these.

What people read in it is a :class:`~autograder.messages.Message`, translated where it is shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from autograder.messages import NO_MESSAGE, Message
from autograder.points import total

DIGEST = "digest"
"""The key in a result file's ``extra_data`` for a digest of the file's content."""


class Status(StrEnum):
    """How a submission, or one of its questions, ended: exactly one of these."""

    GRADED = "graded"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    CRASHED = "crashed"
    TAMPERED = "tampered"
    UNREADABLE = "unreadable"


@dataclass
class CaseResult:
    """One test case. ``output`` is what the student may read; it never holds hidden data."""

    name: str
    score: float
    max_score: float
    passed: bool
    hidden: bool
    output: Message = NO_MESSAGE


@dataclass
class Misconception:
    """A wrong solution of the kit that answered every recorded call as the student's code did."""

    name: str
    hint: str


@dataclass
class QuestionResult:
    """One exercise: its cases, how it ended, and what helps the student."""

    name: str
    score: float
    max_score: float
    status: Status = Status.GRADED
    detail: Message = NO_MESSAGE
    cases: list[CaseResult] = field(default_factory=list)
    misconception: Misconception | None = None
    other_misconception: Misconception | None = None
    """A second one, where only the two together explain what failed."""
    lent: list[str] = field(default_factory=list)
    """Earlier functions that were wrong, and that the judge lent so that one mistake costs its own points only."""
    code: str = ""
    """The student's own answer, as far as it fits on a page; the page shows it beside what the checks say."""
    section: str = ""
    """The heading of the notebook under which the exercise stands: what to read again."""

    def to_plain(self) -> dict[str, Any]:
        """This result as plain data."""
        return asdict(self, dict_factory=_stored)

    @classmethod
    def from_plain(cls, entry: dict[str, Any]) -> QuestionResult:
        """The inverse of :meth:`to_plain`.

        Raises:
            KeyError, TypeError, ValueError: if the data were not written by this kit.
        """
        first, second = entry["misconception"], entry.get("other_misconception")
        return cls(
            **{
                **entry,
                "status": Status(entry["status"]),
                "detail": Message.from_json(entry["detail"]),
                "cases": [
                    CaseResult(**{**case, "output": Message.from_json(case["output"])}) for case in entry["cases"]
                ],
                "misconception": Misconception(**first) if first else None,
                "other_misconception": Misconception(**second) if second else None,
            }
        )


@dataclass(frozen=True)
class Member:
    """One person who handed in, as the system that the hand-in was downloaded from names them."""

    name: str
    id: str | None = None
    """The id that this system wrote for the person (Gradescope's :sid:, a university's number); None where it wrote none."""
    email: str | None = None


@dataclass(frozen=True)
class HandIn:
    """Who handed in and when: what a course system wrote into the names or into its metadata file. Nothing is guessed.

    ``read_from`` says for each field that is set where it was read, in words for people, by the field's name.
    """

    system: str = "plain"
    """"moodle", "canvas", "gradescope", "blackboard", "brightspace", "nbgrader", "otter"; "plain" where no system wrote anything."""
    time: str | None = None
    """When it was handed in: ISO 8601, with an offset where the system wrote one."""
    late: bool | None = None
    attempt: int | None = None
    """The first hand-in is 1."""
    group: str | None = None
    """The team's name, where the system says that a team handed in."""
    group_id: str | None = None
    person_id: str | None = None
    """A number or name that the system wrote for a *person*. Moodle writes a group's number in the same place; where nothing
    in the download tells which of the two it is, this is set and ``group`` is None: compare the name before you use it."""
    members: tuple[Member, ...] = ()
    """The people, where the system lists them."""
    read_from: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> HandIn:
        """The inverse of ``dataclasses.asdict``, also after JSON or msgpack have made lists of the tuples."""
        return cls(**{**plain, "members": tuple(Member(**member) for member in plain.get("members", ()))})


@dataclass(frozen=True)
class CellOutcome:
    """What became of a code cell that did not simply run.

    Args:
        number: of the code cell, from 1; 0 for the notebook as a whole.
        exercise: that the cell answers, if it answers one.
        kind: ``raised``, ``no_python`` (it does not compile), ``cut`` (a limit ended it; it was left out afterwards),
            ``replaced`` (it took a name away from the answer that had it) or ``set_up`` (the assignment's own set-up ran).
        error: type of the exception.
        message: of the exception; for the other kinds what happened, in a sentence.
        line: in the cell, from 1; 0 where it is not known.
        source: that line.
        lines_not_run: lines below it that did not run.
    """

    number: int
    exercise: str | None
    kind: str
    error: str = ""
    message: Message = NO_MESSAGE
    line: int = 0
    source: str = ""
    lines_not_run: int = 0

    @property
    def failed(self) -> bool:
        """Whether a line of it failed, other than one that shows off an exercise that nobody has done yet."""
        return self.kind in ("raised", "no_python", "cut") and self.error != "NotImplementedError"

    @property
    def place(self) -> Message:
        if self.exercise:
            return Message("code cell {number} (exercise {name})", number=self.number, name=self.exercise)
        return Message("code cell {number}", number=self.number)

    def told(self) -> Message:
        """All of it in one sentence."""
        if self.kind not in ("raised", "no_python"):
            return self.message
        message = str(self.message)  # a student's own words, or Python's: the same in every language
        if self.kind == "no_python":
            return Message(
                "{place} is no valid Python: line {line}, {message}: {source}",
                place=self.place, line=self.line, message=message or self.error, source=self.source,
            )  # fmt: skip
        problem = Message("{error}: {message}", error=self.error, message=message) if message else self.error
        stopped = Message("{place} stopped: {problem}", place=self.place, problem=problem)
        if self.line:
            stopped = Message(
                "{place} stopped at line {line}, {source}: {problem}",
                place=self.place, line=self.line, source=self.source, problem=problem,
            )  # fmt: skip
        if not self.lines_not_run:
            return stopped
        return Message(
            "{stopped}; lines below it that did not run: {number}", stopped=stopped, number=self.lines_not_run
        )

    @classmethod
    def from_plain(cls, entry: dict[str, Any]) -> CellOutcome:
        """The inverse of ``dataclasses.asdict`` with stored messages."""
        return cls(**{**entry, "message": Message.from_json(entry["message"])})


@dataclass
class SubmissionResult:
    """One submission, graded or not: there is one for each, whatever happened."""

    submission: str
    """Unique in the class and usable as a file name; the stem of the result file."""
    student: str
    assignment: str
    status: Status
    detail: Message = NO_MESSAGE
    questions: list[QuestionResult] = field(default_factory=list)
    isolation: str = ""
    key: str = ""
    """Digest of what made this result (submission, tests, kit): an unchanged one is not run again."""
    notes: list[Message] = field(default_factory=list)
    """Remarks for whoever grades, for instance that output was cut."""
    cells: list[CellOutcome] = field(default_factory=list)
    """The code cells that raised, did not compile, were cut short or took an answer's name, in the notebook's order."""
    read_as: list[Message] = field(default_factory=list)
    """How it was read, for its author too: which notebook was taken, what was repaired or converted, what was left out."""
    grader_failed: bool = False
    """The kit or its machine failed, not the submission: the next run grades it again."""
    hand_in: HandIn = field(default_factory=HandIn)
    """Who handed in and when, as far as a system wrote it down. No part of what ``key`` covers: it changes no mark here."""

    @property
    def score(self) -> float:
        return round(total(question.score for question in self.questions), 6)

    @property
    def max_score(self) -> float:
        return round(total(question.max_score for question in self.questions), 6)

    def to_gradescope(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """This result in Gradescope's results.json schema, with everything of ours in ``extra_data``.

        Args:
            translate: for ``tests``, which students read on Gradescope (:class:`~autograder.translation.Translator`);
                ``extra_data`` holds the messages, for every language.
        """
        tests = []
        for number, question in enumerate(self.questions, start=1):
            for index, case in enumerate(question.cases, start=1):
                tests.append(
                    {
                        "name": f"{question.name}: {translate(case.name)}",
                        "number": f"{number}.{index}",
                        "score": case.score,
                        "max_score": case.max_score,
                        "status": "passed" if case.passed else "failed",
                        "output": translate(case.output),
                        "output_format": "text",
                        "visibility": "after_published" if case.hidden else "visible",
                    }
                )
        extra = asdict(self, dict_factory=_stored) | {"score": self.score, "max_score": self.max_score}
        return {"score": self.score, "tests": tests, "visibility": "visible", "extra_data": extra}

    @classmethod
    def from_gradescope(cls, document: dict[str, Any]) -> SubmissionResult:
        """The inverse of :meth:`to_gradescope`.

        Raises:
            KeyError, TypeError, ValueError: if the document was not written by this kit.
        """
        extra = dict(document["extra_data"])
        extra.pop("score")
        extra.pop("max_score")
        extra.pop(DIGEST, None)
        return cls(
            **{
                **extra,
                "status": Status(extra["status"]),
                "detail": Message.from_json(extra["detail"]),
                "questions": [QuestionResult.from_plain(entry) for entry in extra["questions"]],
                "notes": [Message.from_json(note) for note in extra["notes"]],
                "read_as": [Message.from_json(note) for note in extra.get("read_as", ())],
                "cells": [CellOutcome.from_plain(cell) for cell in extra.get("cells", ())],
                "hand_in": HandIn.from_plain(extra["hand_in"]) if "hand_in" in extra else HandIn(),
            }
        )


def _stored(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: _message_stored(value) for name, value in fields}


def _message_stored(value: Any) -> Any:
    if isinstance(value, list):
        return [_message_stored(item) for item in value]
    return value.to_json() if isinstance(value, Message) else value


@dataclass
class Timings:
    """Where the time went, in seconds; kept apart from results, which are the same bytes every time."""

    total: float = 0.0
    fork: float = 0.0
    cells: float = 0.0
    cases: float = 0.0
    child_cpu: float = 0.0
    child_peak_kb: int = 0
    restarts: int = 0


@dataclass(frozen=True)
class Rules:
    """How a batch is graded; the same for every submission of it."""

    follow_through: bool = True
    language: str | None = None


@dataclass(frozen=True)
class Graded:
    """What a scheduler hands back."""

    result: SubmissionResult
    timings: Timings


def seal(document: dict[str, Any]) -> dict[str, Any]:
    """A result's document with a digest of its content, so that a change by hand is seen (:func:`was_edited`).

    The digest keeps nobody out who means to deceive; it keeps a slip, or a mark that the next run would lose, from counting.
    """
    extra = {**document["extra_data"], DIGEST: _digest(document)}
    return {**document, "extra_data": extra}


def was_edited(document: dict[str, Any]) -> bool:
    """Whether a sealed document is another than when it was sealed; False for one without a digest."""
    digest = document["extra_data"].get(DIGEST)
    return digest is not None and digest != _digest(document)


def _digest(document: dict[str, Any]) -> str:
    """SHA-256 of the content, without the digest itself and however the file is laid out."""
    extra = {key: value for key, value in document["extra_data"].items() if key != DIGEST}
    text = json.dumps({**document, "extra_data": extra}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
