"""The course as its files say it now: read again when one of them has changed, and as it was before while one is wrong."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

from autograder.course.load import LoadedCourse, load_course
from autograder.course.marks import CourseMarks
from autograder.course.settings import Course, CourseAssignment
from autograder.errors import KitError
from autograder.reports.reading import Known
from autograder.server.clock import Clock
from autograder.translation import translator


class CourseNow:
    """A course that may be edited while it is served.

    Args:
        path: course.toml.
        clock: for marks.

    Raises:
        KitError: something in it is wrong, now, at the start.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._loaded = _checked(path)
        self._seen = self._signature()
        self._marking = threading.Lock()  # another one: whoever hands in does not wait for a class to be marked
        self._marks: tuple[object, CourseMarks] | None = None
        self._before: dict[str, tuple[object, CourseMarks]] = {}
        self._known: Known = {}
        self.fault = ""
        """What is wrong in the files now; staff read it."""

    def loaded(self) -> LoadedCourse:
        """The course; where its files are wrong now, as it was when they last were right."""
        with self._lock:
            seen = self._signature()
            if seen != self._seen:
                self._seen = seen
                try:
                    self._loaded = _checked(self.path)
                    self.fault = ""
                except KitError as error:
                    self.fault = str(error)
            return self._loaded

    def marks(self) -> CourseMarks:
        """Everybody's marks; worked out again when a file or a result has changed, or a minute has passed."""
        with self._marking:
            loaded, key = self._now(None)
            now = self._clock()
            key = (*key, now.replace(second=0, microsecond=0))
            if self._marks is None or self._marks[0] != key:
                loaded.problems.clear()
                self._marks = key, loaded.marks(now, self._known)
            return self._marks[1]

    def marks_before(self, assignment: CourseAssignment) -> CourseMarks:
        """Everybody's marks in what was due before an assignment: of these, results rarely change while that is handed in."""
        with self._marking:
            loaded, key = self._now(assignment)
            there = self._before.get(assignment.name)
            if there is None or there[0] != key:
                course = dataclasses.replace(loaded.course, assignments=_before(assignment, loaded.course))
                earlier = dataclasses.replace(loaded, course=course, problems=[])
                there = self._before[assignment.name] = key, earlier.marks(self._clock(), self._known)
            return there[1]

    def _now(self, before: CourseAssignment | None) -> tuple[LoadedCourse, tuple[object, ...]]:
        """The course, and what its marks (in what was due before an assignment, if one is given) depend on."""
        loaded = self.loaded()
        assignments = loaded.course.assignments if before is None else _before(before, loaded.course)
        return loaded, (self._seen, *((one.name, _stamp(one.results)) for one in assignments))

    def refreshed(self) -> LoadedCourse:
        """The course after one of its files was written here."""
        with self._lock:
            self._seen = ()
        return self.loaded()

    def _signature(self) -> tuple[object, ...]:
        course = self._loaded.course
        return tuple(_stamp(path) for path in (course.path, *course.files.values()))


def _before(assignment: CourseAssignment, course: Course) -> tuple[CourseAssignment, ...]:
    """The assignments that are due before one, by which free days are spent first."""
    if assignment.due is None:
        return ()
    mine = assignment.due, assignment.name
    return tuple(one for one in course.assignments if one.due is not None and (one.due, one.name) < mine)


def _checked(path: Path) -> LoadedCourse:
    """The course, in whose language pages can be shown."""
    loaded = load_course(path)
    translator(loaded.course.language)
    return loaded


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
