"""What a hand-in's author is told of it now: for the page and for hand_in() the same."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.course.hand_in_rules import Shown
from autograder.course.settings import CourseAssignment
from autograder.course.times import duration_in_words, shown
from autograder.messages import Message
from autograder.people.people import Person
from autograder.reports.tables import number, round_half_up
from autograder.reports.wording import LABELS
from autograder.results import Status, SubmissionResult
from autograder.server.admission import attempts_left
from autograder.server.hand_ins import HandInRecord
from autograder.server.publishing import standing_of
from autograder.server.site import Site
from autograder.server.standing import Attempt, Standing, as_seen, shown_now


@dataclass(frozen=True)
class Told:
    """A person's standing in an assignment, and how much of it may be seen."""

    standing: Standing
    level: Shown
    left: int | None
    """Hand-ins that are left; None without bound."""

    def attempt(self, record: HandInRecord) -> Attempt | None:
        return next((one for one in self.standing.attempts if one.record.id == record.id), None)

    def counts(self, record: HandInRecord) -> bool:
        counting = self.standing.counting
        return counting is not None and counting.record.id == record.id


def told(site: Site, person: Person, assignment: CourseAssignment, owner: str) -> Told:
    """Work it out, as of now."""
    stand = standing_of(person, assignment, owner, site.hand_ins, site.course, site.clock)
    level = shown_now(person, assignment, site.course.loaded(), site.clock())
    return Told(stand, level, attempts_left(assignment, len(stand.attempts)))


def seen_result(attempt: Attempt, level: Shown) -> SubmissionResult | None:
    """The result as its author may see it."""
    return as_seen(attempt.result, level) if attempt.result is not None and level is not Shown.NOTHING else None


def late_line(attempt: Attempt) -> Message:
    """Late by how much, or that it is in time; empty where that follows only from a result."""
    mark = attempt.mark
    if mark is None or mark.lateness.late is None or mark.window.due is None:
        return Message()
    if not mark.lateness.is_late:
        return Message("in time")
    return Message("late by {time}", time=duration_in_words(mark.lateness.late))


@dataclass(frozen=True)
class Line:
    """A line of what is told; ``kind`` is "" or, below the line of an exercise, "hint" (an instructor's) or "detail" (of a check)."""

    said: Message
    kind: str = ""


def result_lines(attempt: Attempt, level: Shown, assignment: CourseAssignment) -> list[Line]:
    """A graded hand-in in a few lines, as far as it may be seen."""
    result, mark = seen_result(attempt, level), attempt.mark
    if attempt.result is None:
        return []
    if result is None:
        return [Line(Message("It is graded. Results are shown later."))]
    lines = []
    if result.status is not Status.GRADED:
        lines.append(Line(Message(LABELS[result.status])))
        if result.detail:
            lines.append(Line(result.detail))
    if level in (Shown.EVERYTHING, Shown.MARKS):
        points, most = number(result.score), number(result.max_score)
        lines.append(Line(Message("{points} of {most} points", points=points, most=most)))
        if mark is not None and mark.final is not None and (mark.lateness.deduction or mark.overrides):
            final, most = number(round_half_up(mark.final)), number(assignment.maximum)
            lines.append(Line(Message("mark: {points} of {most}", points=final, most=most)))
    else:
        cases = [case for question in result.questions for case in question.cases]
        passed = sum(case.passed for case in cases)
        said = Message(
            "{passed} of {count} public checks passed; hidden ones are shown later", passed=passed, count=len(cases)
        )
        lines.append(Line(said))
    for question in result.questions:
        failed = [case for case in question.cases if not case.passed]
        if level is Shown.MARKS:
            points, most = number(question.score), number(question.max_score)
            said = Message("{exercise}: {points} of {most}", exercise=question.name, points=points, most=most)
            lines.append(Line(said))
            continue
        if not failed and not question.misconception:
            continue
        count, every = len(failed), len(question.cases)
        lines.append(
            Line(Message("{exercise}: {count} of {all} checks failed", exercise=question.name, count=count, all=every))
        )
        if question.misconception:
            lines.append(Line(Message(question.misconception.hint), "hint"))
        elif first := next((case.output for case in failed if case.output), None):
            lines.append(Line(first, "detail"))
    return lines


def hand_in_line(record: HandInRecord, site: Site) -> Message:
    """When, and which attempt."""
    time = shown(record.time, site.course.loaded().course.zone)
    return Message("hand-in {number}, {time}", number=record.attempt, time=time)
