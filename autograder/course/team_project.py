"""A team project in a course: the people, times and overrides of the course, and the points that people gave by its rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.authoring.rubric import Rubric, read_rubric
from autograder.course.settings import CourseAssignment
from autograder.messages import Message
from autograder.people.people import People
from autograder.results import SubmissionResult
from autograder.teams.combine import FinalRow, combine
from autograder.teams.contributions import Contributions, read_contributions
from autograder.teams.roster import Member, Roster
from autograder.teams.rubric_marks import RubricMarks, read_marks


@dataclass(frozen=True)
class TeamPoints:
    """What a team project's mark is before lateness and overrides.

    Attributes:
        points: by person's id, out of 100; None where a part is missing.
        automatic_weight: how many of the 100 the automatic points are.
        rows: the table of ``autograder team-marks``.
        problems: sentences on marks and statements of nobody.
    """

    points: Mapping[str, float | None]
    automatic_weight: float
    rows: tuple[FinalRow, ...] = ()
    problems: tuple[Message, ...] = field(default=())


def roster_of(people: People, column: str) -> Roster:
    """The teams that a column of people.csv says; whoever has none is left out."""
    members = [Member(p.groups[column], p.id, p.name, p.email) for p in people if p.groups.get(column)]
    return Roster(people.path, tuple(members))


def team_points(
    assignment: CourseAssignment, people: People, results: Sequence[SubmissionResult], mine: Mapping[str, str]
) -> TeamPoints:
    """The mark of each person of a team project, as course.toml names its rubric, marks and statements.

    Args:
        assignment: one with a rubric and groups.
        people: everybody.
        results: the class.
        mine: by person's id, the submission that submissions.csv says is theirs.

    Raises:
        KitError: the rubric or the marks are wrong.
    """
    assert assignment.rubric is not None
    rubric = read_rubric(assignment.rubric)
    roster = roster_of(people, assignment.groups)
    roster = Roster(roster.path, tuple(_with_submission(member, mine) for member in roster.members))
    marks = read_marks(assignment.rubric_marks, roster, rubric) if assignment.rubric_marks else RubricMarks()
    said = _statements(assignment, roster, rubric)
    rows = combine(results, roster, rubric, marks, said) if results else []
    points: dict[str, float | None] = {person.id: None for person in people}
    points |= {row.student: row.final for row in rows if row.student}
    problems = (*marks.problems, *(said.problems if said else ()))
    return TeamPoints(
        points, rubric.automatic_weight, tuple(rows), tuple(Message("{problem}", problem=p) for p in problems)
    )


def _with_submission(member: Member, mine: Mapping[str, str]) -> Member:
    submission = mine.get(member.student, "")
    return Member(member.team, member.student, member.name, member.email, submission)


def _statements(assignment: CourseAssignment, roster: Roster, rubric: Rubric) -> Contributions | None:
    if assignment.contributions is None or not assignment.contributions.exists():
        return None
    return read_contributions(assignment.contributions, roster, rubric.assignment)
