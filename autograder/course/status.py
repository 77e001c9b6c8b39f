"""Who handed in what, late by how much, and what everybody waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course.marks import CourseMarks, Mark, State
from autograder.course.settings import CourseAssignment
from autograder.course.times import duration_in_words, shown
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
    handed_in: str
    known_from: str
    due: str
    late_by: str
    waits_for: str

    @property
    def cells(self) -> list[str]:
        mark = self.mark
        free = str(mark.lateness.free) if mark.lateness.free else ""
        points = "" if mark.final is None else f"{round_half_up(mark.final):g}"
        names = [mark.assignment.name, mark.person.id, mark.person.name, str(mark.state)]
        return [*names, self.handed_in, self.known_from, self.due, self.late_by, free, points, self.waits_for]


def status_rows(marks: CourseMarks, assignment: CourseAssignment) -> list[StatusRow]:
    """Everybody's line for an assignment, by name."""
    people = sorted(marks.people, key=lambda person: (person.name.casefold(), person.id))
    return [_row(marks, marks.marks[person.id, assignment.name]) for person in people]


def _row(marks: CourseMarks, mark: Mark) -> StatusRow:
    zone, late = marks.course.zone, mark.lateness
    time = mark.handed_in.time
    late_by = ""
    if late.late is None and mark.handed_in.marked_late:
        late_by = "an unknown time"
    elif late.late:
        late_by = duration_in_words(late.late) + ("" if late.is_late else " (within the grace)")
    due = shown(mark.window.due, zone) + (" (extended)" if mark.window.extended else "") if mark.window.due else ""
    handed_in = shown(time, zone) if time else "time unknown" if mark.result is not None else ""
    return StatusRow(mark, handed_in, mark.handed_in.source, due, late_by, _waits_for(mark))


def _waits_for(mark: Mark) -> str:
    """Whose turn it is: the student's, or that of whoever grades."""
    said = {
        State.OPEN: "the hand-in",
        State.MISSING: "nothing: closed, and nothing handed in",
        State.UNREADABLE: "a file that can be read",
        State.FAILED: "`autograder grade` once more",
        State.CONFLICT: "a decision whose it is (submissions.csv)",
        State.MARKED: "",
    }[mark.state]
    if mark.state is State.MARKED and mark.final is None:
        said = "a part of the mark"
    if mark.lateness.late is None and mark.handed_in.marked_late:
        said = said or "the time of the hand-in (submissions.csv)"
    return said


def summary_line(rows: Sequence[StatusRow], assignment: CourseAssignment) -> str:
    """ "3 Attention: 22 handed in, 4 late, 2 not handed in"."""
    states = [row.mark.state for row in rows]
    handed_in = sum(row.mark.result is not None for row in rows)
    parts = [f"{handed_in} handed in", f"{sum(row.mark.lateness.is_late for row in rows)} late"]
    for state in (State.OPEN, State.MISSING, State.UNREADABLE, State.FAILED, State.CONFLICT):
        if state in states:
            parts.append(f"{states.count(state)} {state}")
    return f"{assignment.title}: {', '.join(parts)}"
