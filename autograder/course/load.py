"""A course as it lies on disk: course.toml, its tables, and the results of each assignment."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.authoring.catalogue import assignment_names, kit_root
from autograder.course.decisions import Decisions, read_decisions
from autograder.course.hand_in_times import read_worksheet
from autograder.course.marks import CourseMarks, Inputs, course_marks
from autograder.course.person_pages import person_marks
from autograder.course.settings import COURSE_NAME, Course, CourseAssignment, find_course, read_course
from autograder.course.team_project import TeamPoints, team_points
from autograder.errors import KitError
from autograder.messages import Message
from autograder.people.matching import Matching, matching_lines
from autograder.people.people import People, read_people
from autograder.places import at, did_you_mean
from autograder.reports.person_mark import PersonMark
from autograder.results import SubmissionResult

if TYPE_CHECKING:
    from autograder.reports.reading import Known


@dataclass
class LoadedCourse:
    """A course with its tables read. ``problems`` are sentences about what could not be read and harms nobody else."""

    course: Course
    people: People
    decisions: Decisions
    tests: Mapping[str, Mapping[str, str]]
    """By assignment and exercise, a digest of the exercise's tests; empty where the kit was not found."""
    problems: list[Message] = field(default_factory=list)

    def assignment_named(self, name: str) -> CourseAssignment:
        """The assignment of that name.

        Raises:
            KitError: there is none; the nearest is named.
        """
        found = self.course.assignment(name)
        if found is None:
            mend = did_you_mean(name, [assignment.name for assignment in self.course.assignments])
            raise KitError("The course has no assignment {name}.", mend, name=repr(name))
        return found

    @property
    def gradebook_folder(self) -> Path:
        """Where ``autograder gradebook`` writes if it is not told otherwise."""
        return self.course.folder / "gradebook"

    def team_points(self, assignment: CourseAssignment, results: Sequence[SubmissionResult]) -> TeamPoints:
        """What people's marks by a rubric make of a team project's automatic points.

        Raises:
            KitError: the rubric or the marks are wrong.
        """
        rows = [row for row in self.decisions.hand_ins if row.assignment == assignment.name and row.submission]
        mine = {person: row.submission for row in rows for person in row.people}
        return team_points(assignment, self.people, results, mine)

    def knows(self, results: Path) -> bool:
        """Whether this is the results folder of one of the course's assignments."""
        return any(a.results.resolve() == results.resolve() for a in self.course.assignments)

    def marks(self, now: dt.datetime | None = None, known: Known | None = None) -> CourseMarks:
        """The marks as they are at ``now`` (this moment, if None), from the results that there are.

        Args:
            now: the instant.
            known: for whoever asks again and again: result files that are as they were are not read anew.
        """
        results: dict[str, Sequence[SubmissionResult]] = {}
        worksheets = {}
        projects: dict[str, TeamPoints] = {}
        for assignment in self.course.assignments:
            results[assignment.name] = results_of(assignment.results, self.problems, known)
            if assignment.worksheet is not None:
                worksheets[assignment.name], said = read_worksheet(assignment.worksheet, self.course)
                self.problems += said
            if assignment.rubric is not None:
                projects[assignment.name] = self.team_points(assignment, results[assignment.name])
                self.problems += projects[assignment.name].problems
        return course_marks(
            self.course,
            self.people,
            Inputs(results, self.decisions, worksheets, projects, now or dt.datetime.now(dt.UTC)),
        )


def results_of(folder: Path, problems: list[Message], known: Known | None = None) -> list[SubmissionResult]:
    """The results in a folder; none where it is not there yet or is empty."""
    from autograder.reports import read_results

    if not folder.is_dir() or not any(path for path in folder.glob("*.json") if not path.name.startswith(".")):
        return []
    return read_results(folder, on_problem=problems.append, known=known)


def load_course(path: Path | None = None, *near: Path, faults: list[KitError] | None = None) -> LoadedCourse:
    """The course of a command.

    Args:
        path: course.toml or its folder, as given; None looks for the nearest.
        near: where to look for it: these folders, the current one, and those above.
        faults: where to collect what is wrong with rows of tables; without it the first is raised.

    Raises:
        KitError: there is none, or something in it is wrong.
    """
    found = path or find_course(*near, Path.cwd())
    if found is None:
        raise KitError(
            "There is no {course_name} here or in a folder above.",
            "Name it with --course; docs/course.md shows how to write one.",
            course_name=COURSE_NAME,
        )
    tests = _tests()
    course = read_course(found, tests or None)
    path = course.files["people"]
    if not path.is_file():
        raise KitError(
            "There is no {place}.",
            "It lists who takes the course: id, name, email. See docs/course.md.",
            place=at(path),
        )
    people = read_people(path, {a.groups for a in course.assignments if a.groups}, faults)
    for fault in _of_no_assignment(course, people):
        if faults is None:
            raise fault
        faults.append(fault)
    exercises = {name: sorted(digests) for name, digests in tests.items()}
    return LoadedCourse(course, people, read_decisions(course, people, exercises, faults), tests)


def _of_no_assignment(course: Course, people: People) -> list[KitError]:
    """Numbers of Moodle's that people.csv gives to an assignment which there is not."""
    return [
        KitError(
            "{place}: {person} has a number of Moodle's in {name}, which is no assignment.",
            did_you_mean(name, (a.name for a in course.assignments)),
            place=at(people.path),
            person=person.name,
            name=repr(name),
        )
        for person in people
        for name in person.participants
        if course.assignment(name) is None
    ]


def people_file(course: Path | None) -> tuple[Path, str]:
    """Where a course's people.csv is or will be, and the course's language.

    Raises:
        KitError: no course was named or found, or its settings are wrong.
    """
    found = course or find_course(Path.cwd())
    if found is None:
        raise KitError(
            "There is no {course_name} here or in a folder above.",
            "Name it with --course, or the file with --people.",
            course_name=COURSE_NAME,
        )
    read = read_course(found, _tests() or None)
    return read.files["people"], read.language


def assignment_named(course: Path | None, text: str) -> str:
    """The name of a course's assignment, by its name or number.

    Raises:
        KitError: no course was named or found, its settings are wrong, or it has no such assignment.
    """
    found = course or find_course(Path.cwd())
    if found is None:
        raise KitError(
            "There is no {course_name} here or in a folder above.", "Name it with --course.", course_name=COURSE_NAME
        )
    read = read_course(found, _tests() or None)
    assignment = read.assignment(text)
    if assignment is None:
        raise KitError(
            "There is no assignment {name} in {place}.",
            did_you_mean(text, (a.name for a in read.assignments)),
            name=repr(text),
            place=at(read.path),
        )
    return assignment.name


def course_if_any(path: Path | None, *near: Path) -> LoadedCourse | None:
    """As :func:`load_course`; None where no course was named and there is none."""
    return None if path is None and find_course(*near, Path.cwd()) is None else load_course(path, *near)


def _tests() -> dict[str, dict[str, str]]:
    """By assignment of the kit, the digests of its exercises' tests; none outside of a kit."""
    try:
        root = kit_root()
    except KitError:
        return {}
    return {
        name: {
            path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((root / "autograder" / "tests" / name).glob("*.py"))
            if not path.name.startswith("_")
        }
        for name in assignment_names(root)
    }


@dataclass(frozen=True)
class CourseOfResults:
    """What a course adds to the results of one assignment."""

    pages: Mapping[str, list[PersonMark]]
    """By submission, the marks of those whose it is."""
    lines: list[Message]
    """How results and people were matched."""
    clean: bool


def course_of_results(path: Path | None, results: Path, loaded: LoadedCourse | None = None) -> CourseOfResults | None:
    """What the course says of a results folder; None where there is no course, or it is none of its folders.

    Raises:
        KitError: something in the course is wrong.
    """
    loaded = loaded or course_if_any(path, results)
    if loaded is None or not loaded.knows(results):
        return None
    name = next(a.name for a in loaded.course.assignments if a.results.resolve() == results.resolve())
    marks = loaded.marks()
    matching = marks.matchings.get(name, Matching())
    return CourseOfResults(person_marks(marks, name), matching_lines(matching), matching.is_clean)
