"""A mark as its person's page shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from autograder.course.marks import CourseMarks, Mark
from autograder.course.times import duration_in_words, shown
from autograder.messages import NO_MESSAGE
from autograder.reports.person_mark import Decision, PersonMark


def person_mark(mark: Mark, zone: dt.tzinfo) -> PersonMark:
    """The part of a page that the course adds."""
    late = mark.lateness
    return PersonMark(
        name=mark.person.name,
        final=mark.final,
        maximum=mark.assignment.maximum,
        raw=mark.raw,
        corrected=mark.corrected,
        deduction=late.deduction,
        late_by=duration_in_words(late.late) if late.late is not None and late.is_late else NO_MESSAGE,
        handed_in=shown(mark.handed_in.time, zone) if mark.handed_in.time else "",
        known_from=mark.handed_in.source,
        due=shown(mark.window.due, zone) if mark.window.due else "",
        extended=mark.window.extended,
        free_days=late.free,
        closed=late.closed,
        time_unknown=late.late is None,
        decisions=tuple(Decision(o.exercise, o.points, o.delta, o.by, o.when, o.reason) for o in mark.overrides),
    )


def person_marks(marks: CourseMarks, assignment: str) -> Mapping[str, list[PersonMark]]:
    """By submission, the marks of those whose it is."""
    found: dict[str, list[PersonMark]] = {}
    for person in marks.people:
        mark = marks.marks[person.id, assignment]
        if mark.result is not None:
            found.setdefault(mark.result.submission, []).append(person_mark(mark, marks.course.zone))
    return found
