"""The marks of a course: from results, times, rules and decisions to one mark a person and assignment.

    raw        the autograder's points, in the grade book's measure (maximum · score / max_score)
    corrected  after overrides of exercises and of the whole mark ("all")
    late       what lateness takes off
    final      corrected − late, and then the overrides of the final mark

Nothing is rounded before :func:`~autograder.reports.tables.round_half_up` shows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from autograder.course.decisions import FINAL, Decisions, Extension, Override
from autograder.course.hand_in_times import HandInTime, Worksheet, hand_in_time
from autograder.course.late import Lateness, Window, lateness
from autograder.course.settings import Course, CourseAssignment
from autograder.course.team_project import TeamPoints
from autograder.messages import NO_MESSAGE, Message
from autograder.people.matching import Conflict, Matching, candidate_of, match
from autograder.people.people import People, Person
from autograder.reports.tables import round_half_up
from autograder.results import QuestionResult, Status, SubmissionResult
from autograder.translation import _

FAR = dt.datetime.max.replace(tzinfo=dt.UTC)
UNKNOWN_TIME = HandInTime(None, NO_MESSAGE)
ON_TIME = Lateness()


class State(StrEnum):
    """Where one person's mark in one assignment stands."""

    MARKED = _("marked")
    UNREADABLE = _("unreadable")
    """Handed in, and nothing that can be graded."""
    FAILED = _("not graded to its end")
    """The grader failed or the result file is damaged: grade again."""
    CONFLICT = _("conflict")
    """There are results that may be this person's, and hints contradict."""
    MISSING = _("missing")
    """Nothing handed in, and it is no longer accepted."""
    OPEN = _("not handed in")
    """Nothing handed in so far."""


@dataclass(frozen=True)
class ExerciseMark:
    """One exercise: the autograder's points, and those that count after overrides."""

    name: str
    score: float
    points: float
    max_score: float
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True)
class Mark:
    """One person's mark in one assignment, with everything that it follows from. Points are in the grade book's measure."""

    person: Person
    assignment: CourseAssignment
    state: State
    window: Window
    result: SubmissionResult | None = None
    handed_in: HandInTime = UNKNOWN_TIME
    exercises: tuple[ExerciseMark, ...] = ()
    raw: float | None = None
    corrected: float | None = None
    lateness: Lateness = ON_TIME
    final: float | None = None
    """None where there is no mark."""
    overrides: tuple[Override, ...] = ()
    conflict: Message = NO_MESSAGE
    remarks: tuple[Message, ...] = ()

    @property
    def percent(self) -> float | None:
        return None if self.final is None else 100 * self.final / self.assignment.maximum


@dataclass(frozen=True)
class Inputs:
    """Everything that marks are a function of, besides the course itself.

    Attributes:
        results: by assignment, the class's results.
        worksheets: by assignment, the times of Moodle's worksheet.
        decisions: what was decided by hand.
        team_projects: by assignment, what people's marks by a rubric make of the automatic points.
        now: the instant for which the marks are asked.
    """

    results: Mapping[str, Sequence[SubmissionResult]]
    decisions: Decisions = field(default_factory=Decisions)
    worksheets: Mapping[str, Worksheet] = field(default_factory=dict)
    team_projects: Mapping[str, TeamPoints] = field(default_factory=dict)
    now: dt.datetime = FAR


@dataclass(frozen=True)
class CourseMarks:
    """All marks of a course, by person's id and assignment's name, and how results were matched."""

    course: Course
    people: People
    marks: Mapping[tuple[str, str], Mark]
    matchings: Mapping[str, Matching]

    def of(self, person: Person) -> list[Mark]:
        """A person's marks in the order of the course."""
        return [self.marks[person.id, assignment.name] for assignment in self.course.assignments]


def course_marks(course: Course, people: People, inputs: Inputs) -> CourseMarks:
    """Work out every mark of a course. A pure function: same inputs, same marks, in whatever order files were read."""
    matchings = {
        a.name: match_assignment(a, people, inputs.results.get(a.name, ()), inputs.decisions)
        for a in course.assignments
        if inputs.results.get(a.name)
    }
    # Free days are spent in the order of due dates.
    ordered = sorted(course.assignments, key=lambda a: (a.due or FAR, a.name))
    marks: dict[tuple[str, str], Mark] = {}
    for person in people:
        left = course.free_days
        for assignment in ordered:
            each = left if course.free_days_each is None else min(left, course.free_days_each)
            mark = _mark(course, person, assignment, matchings.get(assignment.name), inputs, each)
            left -= mark.lateness.free
            marks[person.id, assignment.name] = mark
    return CourseMarks(course, people, marks, matchings)


def match_assignment(
    assignment: CourseAssignment, people: People, results: Sequence[SubmissionResult], decisions: Decisions
) -> Matching:
    """Whose the results of an assignment are, among the people of the course."""
    named: dict[str, list[str]] = {}
    for row in decisions.hand_ins:
        if row.assignment == assignment.name and row.submission:
            named.setdefault(row.submission, []).extend(sorted(row.people))
    candidates = [candidate_of(person.in_assignment(assignment.name), assignment.groups) for person in people]
    groups = bool(assignment.groups)
    return match(results, candidates, named=named, groups=groups, several=groups)


def window_of(person: Person, assignment: CourseAssignment, extensions: Iterable[Extension]) -> Window:
    """The dates that hold for a person. Extensions only ever move a date to later."""
    due, closed = assignment.due, assignment.closed
    if due is None:
        return Window(assignment.released, None, closed)
    latest, latest_closed = due, closed
    extended = False
    for extension in extensions:
        if extension.assignment not in ("", assignment.name) or person.id not in extension.people:
            continue
        new = extension.due or due + (extension.extra or dt.timedelta())
        extended = True
        latest = max(latest, new)
        if closed is not None:
            latest_closed = max(latest_closed or closed, extension.closed or closed + (new - due), new)
    return Window(assignment.released, latest, latest_closed, extended)


def _mark(
    course: Course,
    person: Person,
    assignment: CourseAssignment,
    matching: Matching | None,
    inputs: Inputs,
    free: int,
) -> Mark:
    window = window_of(person, assignment, inputs.decisions.extensions)
    overrides = tuple(
        o for o in inputs.decisions.overrides if o.assignment == assignment.name and person.id in o.people
    )
    results = matching.of.get(person.id, []) if matching else []
    if not results:
        return _without_result(course, person, assignment, matching, inputs, window, overrides)
    marks = [_of_result(course, person, assignment, r, inputs, window, overrides, free) for r in results]
    # Of a group's hand-ins the best one counts, after its own lateness; among equals the first by name.
    best = max(marks, key=lambda m: (m.final is not None, m.final or 0.0))
    return best if len(marks) == 1 else _among(best, marks)


def _among(best: Mark, marks: Sequence[Mark]) -> Mark:
    listed = ", ".join(f"{m.result.submission} {_shown(m.final)}" for m in marks if m.result)
    counts = best.result.submission if best.result else ""
    said = Message(
        "{count} submissions ({listed}): the best counts, {best}", count=len(marks), listed=listed, best=counts
    )
    return replace(best, remarks=(said, *best.remarks))


def _without_result(
    course: Course,
    person: Person,
    assignment: CourseAssignment,
    matching: Matching | None,
    inputs: Inputs,
    window: Window,
    overrides: tuple[Override, ...],
) -> Mark:
    conflict = _conflict_of(person, matching)
    ends = window.closed or window.due
    over = ends is not None and inputs.now > ends
    state = State.CONFLICT if conflict else State.MISSING if over else State.OPEN
    final = 0.0 if state is State.MISSING and course.missing == "0" else None
    for override in overrides:
        if override.exercise in ("all", FINAL):
            final = _overridden(final or 0.0, override)
            state = State.MARKED
    reason = conflict.reason if conflict else NO_MESSAGE
    return Mark(person, assignment, state, window, final=final, overrides=overrides, conflict=reason)


def _conflict_of(person: Person, matching: Matching | None) -> Conflict | None:
    return next((c for c in matching.conflicts if person.id in c.people), None) if matching else None


def _of_result(
    course: Course,
    person: Person,
    assignment: CourseAssignment,
    result: SubmissionResult,
    inputs: Inputs,
    window: Window,
    overrides: tuple[Override, ...],
    free: int,
) -> Mark:
    rows, sheet = inputs.decisions.hand_ins, inputs.worksheets.get(assignment.name, {})
    handed_in = hand_in_time(person, assignment, result, rows, sheet, course)
    state = _state(result)
    scale = assignment.maximum / result.max_score if result.max_score else 0.0
    exercises = tuple(_exercise(question, overrides) for question in result.questions)
    raw: float | None = result.score * scale
    assert raw is not None
    corrected = sum(e.points for e in exercises) * scale
    remarks = list(_unused(overrides, exercises))
    project = inputs.team_projects.get(assignment.name)
    if project is not None:
        whole = project.points.get(person.id)
        changed = (corrected - raw) * project.automatic_weight / 100
        raw = None if whole is None else whole * assignment.maximum / 100
        corrected = (raw or 0.0) + changed
        if whole is None:
            remarks.append(Message("a part of the team project's mark is missing"))
    if state is not State.MARKED:
        raw = 0.0 if course.missing == "0" and state is State.UNREADABLE else None
        corrected = raw or 0.0
    for override in overrides:
        if override.exercise == "all":
            corrected = _overridden(corrected, override)
            raw = corrected if raw is None else raw
            state = State.MARKED
    late = lateness(corrected, assignment.maximum, handed_in.time, window, assignment.late, course.zone, free=free)
    if handed_in.time is None and handed_in.marked_late and window.due is not None:
        said = Message(
            "late by {source}, which does not say by how much: nothing is taken off; write the time into submissions.csv",
            source=handed_in.source,
        )
        late = Lateness(None, remarks=(said,))
    final = None if raw is None else max(0.0, corrected - late.deduction)
    for override in overrides:
        if override.exercise == FINAL:
            final = _overridden(final or 0.0, override)
            state = State.MARKED
    return Mark(
        person=person,
        assignment=assignment,
        state=state,
        window=window,
        result=result,
        handed_in=handed_in,
        exercises=exercises,
        raw=raw,
        corrected=None if raw is None else corrected,
        lateness=late,
        final=final,
        overrides=overrides,
        remarks=(*remarks, *late.remarks),
    )


def _state(result: SubmissionResult) -> State:
    if result.grader_failed or (not result.max_score and result.status is not Status.UNREADABLE):
        return State.FAILED
    if result.status is Status.UNREADABLE:
        return State.UNREADABLE if result.max_score or result.assignment else State.FAILED
    return State.MARKED


def _exercise(question: QuestionResult, overrides: Sequence[Override]) -> ExerciseMark:
    points = question.score
    used = tuple(o for o in overrides if o.exercise == question.name)
    for override in used:
        points = _overridden(points, override)
    return ExerciseMark(question.name, question.score, points, question.max_score, used)


def _overridden(points: float, override: Override) -> float:
    """The points after one override; never less than none."""
    if override.points is not None:
        return override.points
    return max(0.0, points + (override.delta or 0.0))


def _unused(overrides: Sequence[Override], exercises: Sequence[ExerciseMark]) -> Iterable[Message]:
    known = {exercise.name for exercise in exercises}
    for override in overrides:
        if override.exercise not in (*known, "all", FINAL):
            yield Message(
                "overrides.csv, line {line}: the result has no exercise {exercise}",
                line=override.line,
                exercise=override.exercise,
            )


def _shown(points: float | None) -> str:
    return "–" if points is None else f"{round_half_up(points):g}"
