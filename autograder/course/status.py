"""Who handed in what, late by how much, and what everybody waits for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.course.marks import CourseMarks, Mark, State
from autograder.course.settings import CourseAssignment
from autograder.course.times import duration_in_words, shown
from autograder.messages import NO_MESSAGE, Message
from autograder.reports.tables import round_half_up

COLUMNS = (
    "assignment",
    "id",
    "name",
    "state",
    "handed in",
    "known from",
    "due",
    "late by",
    "free days",
    "mark",
    "waits for",
)


@dataclass(frozen=True)
class StatusRow:
    """One person and one assignment, in words."""

    mark: Mark
    handed_in: Message
    known_from: Message
    due: Message
    late_by: Message
    waits_for: Message

    def cells(self, translate: Callable[[str], str] = str) -> list[str]:
        """The cells of :data:`COLUMNS`, in words of a language."""
        mark = self.mark
        free = str(mark.lateness.free) if mark.lateness.free else ""
        points = "" if mark.final is None else f"{round_half_up(mark.final):g}"
        names = [mark.assignment.name, mark.person.id, mark.person.name, translate(mark.state)]
        times = [translate(said) for said in (self.handed_in, self.known_from, self.due, self.late_by)]
        return [*names, *times, free, points, translate(self.waits_for)]

    @property
    def line(self) -> Message:
        """When, late by how much, and what is waited for; the state where there is none of these."""
        late = Message("late by {time}", time=self.late_by) if self.late_by else NO_MESSAGE
        waits = Message("waits for {what}", what=self.waits_for) if self.waits_for else NO_MESSAGE
        return Message.listed((self.handed_in, late, waits)) or Message(self.mark.state)


def status_rows(marks: CourseMarks, assignment: CourseAssignment) -> list[StatusRow]:
    """Everybody's line for an assignment, by name."""
    people = sorted(marks.people, key=lambda person: (person.name.casefold(), person.id))
    return [_row(marks, marks.marks[person.id, assignment.name]) for person in people]


def _row(marks: CourseMarks, mark: Mark) -> StatusRow:
    zone, late = marks.course.zone, mark.lateness
    time = mark.handed_in.time
    late_by = NO_MESSAGE
    if late.late is None and mark.handed_in.marked_late:
        late_by = Message("an unknown time")
    elif late.late:
        length = duration_in_words(late.late)
        late_by = length if late.is_late else Message("{time} (within the grace)", time=length)
    due = Message("{time}", time=shown(mark.window.due, zone)) if mark.window.due else NO_MESSAGE
    if mark.window.due and mark.window.extended:
        due = Message("{time} (extended)", time=shown(mark.window.due, zone))
    handed_in = Message("{time}", time=shown(time, zone)) if time else NO_MESSAGE
    if not time and mark.result is not None:
        handed_in = Message("time unknown")
    return StatusRow(mark, handed_in, mark.handed_in.source, due, late_by, _waits_for(mark))


def _waits_for(mark: Mark) -> Message:
    """Whose turn it is: the student's, or that of whoever grades."""
    said = {
        State.OPEN: Message("the hand-in"),
        State.MISSING: Message("nothing: closed, and nothing handed in"),
        State.UNREADABLE: Message("a file that can be read"),
        State.FAILED: Message("`autograder grade` once more"),
        State.CONFLICT: Message("a decision whose it is (submissions.csv)"),
        State.MARKED: NO_MESSAGE,
    }[mark.state]
    if mark.state is State.MARKED and mark.final is None:
        said = Message("a part of the mark")
    if mark.lateness.late is None and mark.handed_in.marked_late:
        said = said or Message("the time of the hand-in (submissions.csv)")
    return said


def summary_line(rows: Sequence[StatusRow], assignment: CourseAssignment) -> Message:
    """ "3 Attention: 22 handed in, 4 late, 2 not handed in"."""
    states = [row.mark.state for row in rows]
    handed_in = sum(row.mark.result is not None for row in rows)
    late = sum(row.mark.lateness.is_late for row in rows)
    parts = [Message("{count} handed in", count=handed_in), Message("{count} late", count=late)]
    for state in (State.OPEN, State.MISSING, State.UNREADABLE, State.FAILED, State.CONFLICT):
        if state in states:
            parts.append(Message("{count} {state}", count=states.count(state), state=Message(state)))
    return Message("{title}: {counts}", title=Message(assignment.title), counts=Message.listed(parts))
