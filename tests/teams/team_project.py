"""A small team project on disk: rubric, roster, marks, statements and results, which a test may change."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring.rubric import Rubric, read_rubric
from autograder.results import HandIn, QuestionResult, Status, SubmissionResult
from autograder.teams.combine import FinalRow, combine
from autograder.teams.contributions import Contributions, read_contributions
from autograder.teams.roster import Roster, read_roster
from autograder.teams.rubric_marks import RubricMarks, read_marks

RUBRIC = """\
title = "Tiny project"
assignment = "07_tiny"
points = 10
step = 0.5

[weights]
automatic = 75
rubric = 25

[adjustment]
most = 10

[team]
least = 2
most = 3

[[criterion]]
name = "report"
title = "Report"
points = 6
asks = "Is it clear?"
for_markers = "Read the summary first."

[[criterion.level]]
points = 6
means = "All of it | even the tables."
example = "Each claim has a figure."

[[criterion.level]]
points = 3
means = "Half of it."
example = "One figure without a claim."

[[criterion.level]]
points = 0
means = "Nothing."

[[criterion]]
name = "demo"
title = "Demonstration"
points = 4
asks = "Does it run?"

[[criterion.level]]
points = 4
means = "It runs."
example = "It answers a question from the audience."

[[criterion.level]]
points = 2
means = "It runs with help."
example = "It answers prepared questions."

[[criterion.level]]
points = 0
means = "It does not run."
"""
ROSTER = """\
team,student,name,email,submission,adjustment,reason
1,101,Dana Levi,dana@example.org,,,
1,102,Omer Cohen,omer@example.org,,-5,Came to no meeting
2,103,נועה כץ,noa@example.org,,,
2,104,Lina Haddad,lina@example.org,,,
2,105,יואב מזרחי,,,,
"""
MARKS = """\
team,criterion,points,comment,marker
1,report,4.5,"Clear, but long",RS
1,demo,4,,RS
2,report,6,,RS
2,demo,1,Only prepared questions,NK
"""
STATEMENTS = """\
student,member,share,did
101,101,60,Index and report
101,102,40,
102,101,60,
102,102,40,Recordings
103,103,33.3,Reader
103,104,33.3,
103,105,33.3,
104,103,33.3,
104,104,33.3,Posters
104,105,33.3,
105,103,33.3,
105,104,33.3,
105,105,33.3,Hebrew
"""


def result(
    submission: str,
    score: float,
    *,
    student: str = "",
    most: float = 100.0,
    assignment: str = "07_tiny",
    status: Status = Status.GRADED,
    failed: bool = False,
) -> SubmissionResult:
    """A result of one exercise; without points at all where ``most`` is 0.

    Of a download of Canvas: a number behind the name is the one that Canvas wrote for the person.
    """
    number = re.search(r"_(\d+)(?:-\d{1,2})?$", submission)
    hand_in = HandIn("canvas", person_id=number[1]) if number and " and " not in student else HandIn()
    questions = [QuestionResult("everything", score, most)] if most else []
    return SubmissionResult(
        submission,
        student or submission,
        assignment,
        status,
        questions=questions,
        grader_failed=failed,
        hand_in=hand_in,
    )


@dataclass
class TeamProject:
    """The files of a project in ``root``. Team 1 has 80 automatic points and 8.5 of 10, team 2 has 92.5 and 7."""

    root: Path
    results: list[SubmissionResult] = field(
        default_factory=lambda: [result("101", 80), result("noa_103", 92.5, student="noa")]
    )

    def __post_init__(self) -> None:
        for name, text in (
            ("rubric.toml", RUBRIC),
            ("teams.csv", ROSTER),
            ("marks.csv", MARKS),
            ("contribution.csv", STATEMENTS),
        ):
            self.write(name, text)

    def path(self, name: str) -> Path:
        return self.root / name

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace one passage, which must stand there exactly once, or the test would test something else."""
        text = self.path(name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    @property
    def rubric(self) -> Rubric:
        return read_rubric(self.path("rubric.toml"))

    def roster(self, *allowed: str) -> Roster:
        return read_roster(self.path("teams.csv"), self.rubric, allowed=allowed)

    def marks(self) -> RubricMarks:
        return read_marks(self.path("marks.csv"), self.roster(), self.rubric)

    def contributions(self, name: str = "contribution.csv") -> Contributions:
        return read_contributions(self.path(name), self.roster(), "07_tiny")

    def rows(self, *, statements: bool = True) -> list[FinalRow]:
        """The final rows, read and combined as the command does."""
        said = self.contributions() if statements else None
        return combine(self.results, self.roster(), self.rubric, self.marks(), said)

    def row(self, student: str) -> FinalRow:
        return next(row for row in self.rows() if row.student == student)

    def write_results(self) -> Path:
        """The results folder, as `autograder grade` leaves it."""
        for one in self.results:
            self.write(f"results/{one.submission}.json", json.dumps(one.to_gradescope(), ensure_ascii=False))
        return self.path("results")
