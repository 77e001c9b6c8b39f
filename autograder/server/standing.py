"""Where somebody stands in an assignment: all hand-ins, which counts and why, and what may be seen of them now."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course.decisions import HandInRow, group_of
from autograder.course.hand_in_rules import Counts, Shown
from autograder.course.load import LoadedCourse
from autograder.course.marks import Inputs, Mark, course_marks, window_of
from autograder.course.settings import CourseAssignment
from autograder.intake.names import safe_id
from autograder.messages import NO_MESSAGE, Message
from autograder.people.people import Person
from autograder.results import Status, SubmissionResult
from autograder.server.hand_ins import HandInRecord

GROUP = "group "


def owner_of(person: Person, assignment: CourseAssignment) -> str:
    """Whose a hand-in of a person is: the group's where there is one, else the person's own."""
    group = group_of(person, assignment)
    return f"{GROUP}{group}" if group else person.id


def members_of(owner: str, assignment: CourseAssignment, loaded: LoadedCourse) -> list[Person]:
    """Whom an owner's hand-ins are for."""
    return [person for person in loaded.people if owner_of(person, assignment) == owner]


def submission_of(owner: str) -> str:
    """The id of an owner's result: a name for a file, and no two owners have the same."""
    safe = safe_id(owner)
    return safe if safe == owner else f"{safe}-{hashlib.sha256(owner.encode()).hexdigest()[:8]}"


def result_of(record: HandInRecord) -> SubmissionResult | None:
    """The result of a hand-in, if it is graded."""
    return SubmissionResult.from_gradescope(json.loads(record.document)) if record.document else None


@dataclass(frozen=True)
class Attempt:
    """One hand-in, its result and the mark that it would be."""

    record: HandInRecord
    result: SubmissionResult | None
    mark: Mark | None


@dataclass(frozen=True)
class Standing:
    """All of somebody's hand-ins in an assignment. ``counting`` is the one that counts, ``why`` says by which rule."""

    person: Person
    assignment: CourseAssignment
    attempts: tuple[Attempt, ...]
    counting: Attempt | None
    why: Message


def standing(
    person: Person,
    assignment: CourseAssignment,
    records: Sequence[HandInRecord],
    loaded: LoadedCourse,
    now: dt.datetime,
    spent: int = 0,
) -> Standing:
    """Work out where a person stands.

    Args:
        person, assignment: who, and in what.
        records: the owner's hand-ins, the earliest first.
        loaded: the course.
        now: the instant.
        spent: free days that assignments which were due before have taken.
    """
    attempts = tuple(_attempt(person, assignment, record, loaded, now, spent) for record in records)
    counting, why = counts(attempts, assignment.hand_in.counts)
    return Standing(person, assignment, attempts, counting, why)


def counts(attempts: Sequence[Attempt], rule: Counts) -> tuple[Attempt | None, Message]:
    """Which attempt counts, of those that are graded, and why. One that could not be read counts only if none could."""
    graded = [attempt for attempt in attempts if attempt.result is not None]
    readable = [a for a in graded if a.result is not None and a.result.status is not Status.UNREADABLE]
    if not graded:
        return None, NO_MESSAGE
    if not readable:
        return graded[-1], Message("none of them could be read")
    if rule is Counts.BEST:
        return max(readable, key=lambda a: -1.0 if a.mark is None or a.mark.final is None else a.mark.final), Message(
            "the best one counts"
        )
    return readable[-1], Message("the last one counts")


def _attempt(
    person: Person,
    assignment: CourseAssignment,
    record: HandInRecord,
    loaded: LoadedCourse,
    now: dt.datetime,
    spent: int,
) -> Attempt:
    result = result_of(record)
    if result is None:
        return Attempt(record, None, None)
    course = loaded.course
    # The mark by the course's own rules, of this person and this result alone, whose owner is known and not matched.
    alone = dataclasses.replace(
        course, assignments=(assignment,), free_days=max(0, course.free_days - spent), drop_lowest=0
    )
    people = dataclasses.replace(loaded.people, people=(person,))
    mine = HandInRow(frozenset({person.id}), assignment.name, None, result.submission, "")
    decisions = dataclasses.replace(loaded.decisions, hand_ins=(*loaded.decisions.hand_ins, mine))
    marks = course_marks(alone, people, Inputs({assignment.name: [result]}, decisions, now=now))
    return Attempt(record, result, marks.marks[person.id, assignment.name])


def shown_now(person: Person, assignment: CourseAssignment, loaded: LoadedCourse, now: dt.datetime) -> Shown:
    """What a person may see of the assignment's results now: until the own due date by ``before_due``, then by ``shown``."""
    due = window_of(person, assignment, loaded.decisions.extensions).due
    if due is not None and now <= due:
        return assignment.hand_in.before_due
    if not assignment.is_seen(now):
        return Shown.NOTHING if assignment.shown == "nothing" else assignment.hand_in.before_due
    return Shown.EVERYTHING if assignment.shown == "feedback" else Shown.MARKS


def as_seen(result: SubmissionResult, level: Shown) -> SubmissionResult:
    """A result without what may not be seen: of hidden checks neither points nor messages before everything may be."""
    if level in (Shown.EVERYTHING, Shown.MARKS):
        return result
    questions = []
    for question in result.questions if level is not Shown.NOTHING else ():
        public = [case for case in question.cases if not case.hidden]
        hint = level is Shown.HINTS
        told = any(not case.passed for case in public)  # else how it ended says something of the hidden ones
        questions.append(
            dataclasses.replace(
                question,
                cases=public,
                status=question.status if told else Status.GRADED,
                detail=question.detail if told else NO_MESSAGE,
                score=round(sum(case.score for case in public), 6),
                max_score=round(sum(case.max_score for case in public), 6),
                misconception=question.misconception if hint else None,
                other_misconception=question.other_misconception if hint else None,
                lent=question.lent if hint else [],
            )
        )
    return dataclasses.replace(result, questions=questions)
