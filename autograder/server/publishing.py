"""The result that counts, in the course's results folder: there `gradebook`, `export` and all other commands find it."""

from __future__ import annotations

import dataclasses
import logging

from autograder.course.load import LoadedCourse
from autograder.course.settings import CourseAssignment
from autograder.errors import KitError
from autograder.grading.store import ResultStore
from autograder.people.people import Person
from autograder.server.clock import Clock
from autograder.server.course_now import CourseNow
from autograder.server.hand_ins import HandIns
from autograder.server.standing import Standing, members_of, standing, submission_of

log = logging.getLogger(__name__)


def free_days_spent(person: Person, assignment: CourseAssignment, course: CourseNow) -> int:
    """Free days that assignments which were due before this one have taken of a person."""
    if not course.loaded().course.free_days:
        return 0
    marks = course.marks_before(assignment).marks
    return sum(mark.lateness.free for (whose, _), mark in marks.items() if whose == person.id)


def standing_of(
    person: Person, assignment: CourseAssignment, owner: str, hand_ins: HandIns, course: CourseNow, clock: Clock
) -> Standing:
    """Where a person stands, by what is stored now."""
    loaded = course.loaded()
    spent = free_days_spent(person, assignment, course)
    return standing(person, assignment, hand_ins.of_owner(assignment.name, owner), loaded, clock(), spent)


class Publisher:
    """Writes results that count. What could not be written stays marked as not published, and is tried again."""

    def __init__(self, hand_ins: HandIns, course: CourseNow, clock: Clock) -> None:
        self.hand_ins, self.course, self.clock = hand_ins, course, clock
        self.fault = ""
        """Why the results folder could not be written to; staff read it."""

    def publish(self, assignment_name: str, owner: str) -> bool:
        """Bring an owner's result in the results folder up to date; False where it cannot be written now."""
        loaded = self.course.loaded()
        assignment = loaded.course.assignment(assignment_name)
        members = members_of(owner, assignment, loaded) if assignment else []
        records = self.hand_ins.of_owner(assignment_name, owner)
        if assignment is None or not members:
            log.warning("%s: nobody in the course is %r now; the result stays in the database", assignment_name, owner)
            self.hand_ins.mark_published(records)
            return True
        stand = standing_of(members[0], assignment, owner, self.hand_ins, self.course, self.clock)
        if stand.counting is None or stand.counting.result is None:
            return True
        result = dataclasses.replace(stand.counting.result, submission=submission_of(owner))
        try:
            store = ResultStore(assignment.results)
            with store.locked():
                store.write(result, None)
        except KitError as error:
            self.fault = str(error)
            return False
        self.fault = ""
        self.hand_ins.mark_published([one for one in records if one.document])
        return True

    def publish_all(self) -> None:
        """Publish whatever the results folders have not been told of."""
        for assignment, owner in self.hand_ins.unpublished():
            if not self.publish(assignment, owner):
                return

    def publish_best(self, loaded: LoadedCourse) -> None:
        """Where the best counts, a date or an extension that changed may make it another one."""
        for assignment in loaded.course.assignments:
            if assignment.hand_in.counts != "best":
                continue
            for owner in sorted({one.owner for one in self.hand_ins.of_assignment(assignment.name)}):
                self.publish(assignment.name, owner)
