"""The course as its files say it now: read again when one of them has changed, and as it was before while one is wrong."""

from __future__ import annotations

import threading
from pathlib import Path

from autograder.course.load import LoadedCourse, load_course
from autograder.course.marks import CourseMarks
from autograder.errors import KitError
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
        self._marks: tuple[object, CourseMarks] | None = None
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
        loaded = self.loaded()
        now = self._clock()
        folders = tuple(_stamp(assignment.results) for assignment in loaded.course.assignments)
        key = (self._seen, folders, now.replace(second=0, microsecond=0))
        with self._lock:
            if self._marks is None or self._marks[0] != key:
                loaded.problems.clear()
                self._marks = (key, loaded.marks(now))
            return self._marks[1]

    def refreshed(self) -> LoadedCourse:
        """The course after one of its files was written here."""
        with self._lock:
            self._seen = ()
            self._marks = None
        return self.loaded()

    def _signature(self) -> tuple[object, ...]:
        course = self._loaded.course
        return tuple(_stamp(path) for path in (course.path, *course.files.values()))


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
