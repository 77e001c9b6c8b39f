"""What each row of another system's list gets: the mark, in the measure of the results or of the course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.course.marks import CourseMarks, Mark, State
from autograder.errors import KitError
from autograder.messages import NO_MESSAGE, Message
from autograder.people.matching import Candidate, Hints, Matcher, Matching, match, matching_lines
from autograder.people.people import Person, id_key
from autograder.reports.tables import number, round_half_up
from autograder.reports.wording import WHOLE_MARK
from autograder.results import Status, SubmissionResult

MISSING = ("blank", "0")


@dataclass(frozen=True)
class Out:
    """The mark of one row. ``points`` None leaves the row's cell as it is. ``comment`` is for the student."""

    points: float | None
    comment: Message = NO_MESSAGE


@dataclass
class Filled:
    """The marks of all rows, by the candidates' keys, and what people should know."""

    rows: dict[str, Out]
    maximum: float
    """What the points are out of."""
    lines: list[Message] = field(default_factory=list)
    """The matching, line by line."""
    clean: bool = True
    """Whether every result has a row, and every row a mark."""


@dataclass(frozen=True)
class Marks:
    """What is exported: results, and where there is a course the marks that follow from them.

    Attributes:
        results: the class.
        course: the course's marks; None for a folder that is graded on its own.
        assignment: the assignment's name.
        missing: what a row without a mark gets: "blank" (its cell is left alone) or "0".
    """

    results: Sequence[SubmissionResult]
    assignment: str
    course: CourseMarks | None = None
    missing: str = "blank"

    @property
    def maximum(self) -> float:
        """Of the marks: the grade book's, or that of the results."""
        if self.course is not None:
            found = self.course.course.assignment(self.assignment)
            return found.maximum if found else 100.0
        return max((result.max_score for result in self.results), default=0.0)

    def of_people(self) -> list[Mark]:
        """The course's marks of this assignment."""
        assert self.course is not None
        return [self.course.marks[person.id, self.assignment] for person in self.course.people]


def fill(marks: Marks, candidates: Sequence[Candidate], own_system: str) -> Filled:
    """Give each row its mark.

    Args:
        marks: what there is.
        candidates: the rows.
        own_system: whose rows these are, "canvas" or "moodle".

    Raises:
        KitError: not one result has a row.
    """
    if marks.course is not None:
        return _of_course(marks, candidates, own_system)
    found = match(marks.results, candidates, several=False)
    filled = Filled({}, marks.maximum, matching_lines(found, rows=True), found.is_clean)
    unreadable = []
    for key, (result,) in found.of.items():
        points = _points(result)
        if points is None:
            unreadable.append(result.submission)
        lost = points is None and result.status is Status.UNREADABLE and bool(result.max_score)
        points = 0.0 if lost and marks.missing == "0" else points
        filled.rows[key] = Out(points, comment_of_result(result) if points is not None else NO_MESSAGE)
    if unreadable:
        names = ", ".join(sorted(unreadable))
        zero = Message("could not be graded: {names}: given 0", names=names)
        blank = Message("could not be graded: {names}: given nothing, their cells are left alone", names=names)
        filled.lines.append(zero if marks.missing == "0" else blank)
        filled.clean = False
    if marks.missing == "0":
        filled.rows |= {candidate.key: Out(0.0) for candidate in found.without}
    if not found.of:
        raise _nobody(filled.lines)
    return filled


def _of_course(marks: Marks, candidates: Sequence[Candidate], own_system: str) -> Filled:
    """Result to person as the course says, person to row by the ids of people.csv."""
    assert marks.course is not None
    matching = marks.course.matchings.get(marks.assignment, Matching())
    filled = Filled({}, marks.maximum, matching_lines(matching), matching.is_clean)
    rows = RowsOfPeople(candidates, marks.course.people.people, own_system)
    taken: dict[str, Mark] = {}
    strangers: list[Message] = []
    blank: list[Message] = []
    for mark in marks.of_people():
        person = mark.person
        row, why = rows.row_of(person.in_assignment(marks.assignment))
        if row is None:
            strangers.append(
                Message("{name} ({why})", name=person.name, why=why) if why else Message("{name}", name=person.name)
            )
            continue
        if row.key in taken:
            raise KitError(
                "{person} and {other} have the same row in the roster.",
                "Correct their ids in people.csv.",
                person=person.name,
                other=taken[row.key].person.name,
            )
        taken[row.key] = mark
        points = mark.final
        if points is None and marks.missing == "0" and mark.state in (State.MISSING, State.OPEN, State.UNREADABLE):
            points = 0.0
        if points is None and mark.state not in (State.OPEN, State.MISSING):
            blank.append(Message("{name} ({why})", name=person.name, why=Message(mark.state)))
        filled.rows[row.key] = Out(points, comment_of(mark))
    without = [candidate.name for candidate in candidates if candidate.key not in taken]
    if strangers:
        told = sorted(strangers)
        filled.lines.append(Message("people without a row in the roster: {names}", names=Message.listed(told, "; ")))
    if without:
        filled.lines.append(Message("rows that are nobody's in people.csv: {names}", names="; ".join(sorted(without))))
    if blank:
        told = sorted(blank)
        filled.lines.append(Message("no mark, their cells are left alone: {names}", names=Message.listed(told, "; ")))
    filled.clean = filled.clean and not (strangers or without or blank)
    if not taken:
        raise _nobody(filled.lines)
    return filled


class RowsOfPeople:
    """Which row of a roster is a person's. Its ids, e-mail and name must not contradict the person's, or each other.

    Args:
        rows: the roster.
        people: of people.csv.
        system: whose roster it is, "canvas" or "moodle".
    """

    def __init__(self, rows: Sequence[Candidate], people: Sequence[Person], system: str) -> None:
        self.system = system
        self._matcher = Matcher(rows)
        self._people = {id_key(known): person for person in people for known in (person.id, person.login) if known}
        self._by_email = {person.email.casefold(): person for person in people if person.email}
        self._of_school = any(known in self._people for row in rows for known in row.ids.get("plain", ()))
        """Whether the roster's other ids (SIS, ID number) are those of people.csv."""

    def row_of(self, person: Person) -> tuple[Candidate | None, Message]:
        """A person's row; None where there is none or where hints contradict, and then why."""
        own = person.ids.get(self.system, ())
        ids = [(self.system, number) for number in own]
        ids += [("plain", known) for known in (person.id, person.login) if known]
        known_here = [(system, known) for system, known in ids if self._matcher.knows(system, known)]
        found: dict[str, Candidate] = {}
        for system, known in known_here or [(self.system, own[0] if own else "")]:
            fits, why = self._matcher.one(Hints(system, known, person.email, person.name))
            if why:
                return None, why
            found |= {row.key: row for row in fits}
        if len(found) > 1:
            names = ", ".join(sorted(f"“{row.name}”" for row in found.values()))
            return None, Message("ids and names are of several rows: {names}", names=names)
        row = next(iter(found.values()), None)
        why = self._contradicts(person, row) if row else NO_MESSAGE
        return (None, why) if why else (row, NO_MESSAGE)

    def _contradicts(self, person: Person, row: Candidate) -> Message:
        own = {id_key(known) for known in (person.id, person.login) if known}
        there = row.ids.get("plain", frozenset())
        numbers = {id_key(number) for number in person.ids.get(self.system, ())}
        if numbers and row.ids.get(self.system) and not numbers & row.ids[self.system]:
            ids = ", ".join(sorted(row.ids[self.system]))
            return Message("the row “{row}” has another {system} id, {id}", row=row.name, system=self.system, id=ids)
        others = sorted({self._people[known].name for known in there - own if known in self._people})
        of_email = self._by_email.get(row.email.casefold())
        if of_email is not None and of_email.id != person.id:
            return Message("the row “{row}” has the e-mail of {other}", row=row.name, other=of_email.name)
        if others:
            return Message("the row “{row}” has the id of {other}", row=row.name, other=", ".join(others))
        if there and not there & own and self._of_school:
            ids = ", ".join(sorted(there))
            return Message("the row “{row}” has the id {ids}, which nobody has in people.csv", row=row.name, ids=ids)
        return NO_MESSAGE


def _points(result: SubmissionResult) -> float | None:
    """The points; None where nothing could be graded, or the grader did not end."""
    if result.grader_failed or not result.max_score or result.status is Status.UNREADABLE:
        return None
    return result.score


class Refused(KitError):
    """Nothing was written; ``lines`` tell how results and rows were matched."""

    def __init__(self, message: str, mend: str, lines: Iterable[Message], /, **parameters: object) -> None:
        self.lines = list(lines)
        super().__init__(message, mend, **parameters)


def _nobody(lines: Iterable[Message]) -> Refused:
    return Refused(
        "None of the results has a row in the roster: nothing was written.",
        "Give the roster of this class, or a course.toml with people.csv that knows both names.",
        lines,
    )


def scaled(points: float, filled: Filled, maximum: float | None, scale: bool) -> float:
    """Points in the measure of a list that has a maximum of its own.

    Raises:
        KitError: the two maxima differ and nobody asked to scale.
    """
    if maximum is None or abs(maximum - filled.maximum) < 1e-9 or not filled.maximum:
        return round_half_up(points)
    if not scale:
        raise Refused(
            "The marks are out of {maximum}, and the roster says out of {in_roster}.",
            "Give --scale to write them out of that (in course.toml: scale = true), or correct the maximum there.",
            filled.lines,
            maximum=number(filled.maximum),
            in_roster=number(maximum),
        )
    return round_half_up(points * maximum / filled.maximum)


def comment_of_result(result: SubmissionResult) -> Message:
    """A line for the student: the points of each exercise."""
    return Message.listed((_exercise(q.name, q.score, q.max_score) for q in result.questions), "; ")


def comment_of(mark: Mark) -> Message:
    """A line for the student: points of each exercise, what was taken off for lateness, what a person decided and why."""
    if mark.final is None:
        return NO_MESSAGE
    said = [_exercise(e.name, e.points, e.max_score) for e in mark.exercises]
    if mark.lateness.deduction:
        said.append(Message("late: −{points}", points=number(round_half_up(mark.lateness.deduction))))
    for o in mark.overrides:
        what = Message(WHOLE_MARK[o.exercise]) if o.exercise in WHOLE_MARK else o.exercise
        said.append(Message("{what}: changed by {who} because {why}", what=what, who=o.by, why=o.reason))
    return Message.listed(said, "; ")


def _exercise(name: str, points: float, most: float) -> Message:
    return Message("{exercise}: {points} of {most}", exercise=name, points=number(points), most=number(most))
