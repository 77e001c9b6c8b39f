"""The final mark: automatic points, rubric points and a teacher's adjustment, one row a student.

    final = automatic_weight · automatic / automatic_max + rubric_weight · rubric / rubric_max + adjustment

kept between 0 and 100 and rounded half up to two decimals; the weights are the rubric's and add up to 100. Where a part is
missing there is no final mark, since a mark made of half the parts looks like one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from autograder.authoring.rubric import Rubric
from autograder.messages import Message
from autograder.points import total
from autograder.reports.tables import number, write_csv
from autograder.results import SubmissionResult
from autograder.teams.contributions import Contributions
from autograder.teams.roster import Member, Roster
from autograder.teams.rubric_marks import RubricMarks
from autograder.teams.submissions import TeamResult, sort_results


@dataclass(frozen=True)
class FinalRow:
    """One student; or a submission that belongs to nobody, then without a team."""

    team: str
    student: str
    name: str
    email: str
    submission: str
    """The result that counts."""
    automatic: float | None
    automatic_max: float
    marks: dict[str, float | None]
    """By criterion."""
    rubric: float | None
    """The sum of ``marks``; None unless all are there."""
    share: float | None
    """Of the team's work, in per cent, as the members say."""
    adjustment: float
    reason: str
    final: float | None
    """From 0 to 100; None where a part is missing."""
    remarks: tuple[str, ...]
    comments: str


def combine(
    results: Sequence[SubmissionResult],
    roster: Roster,
    rubric: Rubric,
    marks: RubricMarks,
    contributions: Contributions | None = None,
) -> list[FinalRow]:
    """One row for each student of the roster, by team and id, and then one for each result that is in no team.

    Raises:
        KitError: the results are not those of the rubric's assignment, or the roster names one that is not there.
    """
    contributions = contributions or Contributions()
    given = sort_results(results, roster, rubric)
    rows = [_row(member, given.teams[member.team], rubric, marks, contributions) for member in roster.members]
    return rows + [_nobodys(result, why, rubric) for result, why in given.nobodys]


def _row(
    member: Member, result: TeamResult, rubric: Rubric, marks: RubricMarks, contributions: Contributions
) -> FinalRow:
    team = member.team
    counts = result.counts
    points = {criterion.name: marks.points(team, criterion) for criterion in rubric.criteria}
    unmarked = [criterion.title for criterion in rubric.criteria if points[criterion.name] is None]
    by_hand = None if unmarked else total(mark for mark in points.values() if mark is not None)
    remarks: list[str] = [*result.remarks]
    if unmarked:
        remarks.append(Message("not marked: {names}", names=", ".join(unmarked)))
    remarks += [*marks.remarks.get(team, []), *contributions.remarks.get(team, [])]
    final = None
    if counts is not None and by_hand is not None:
        mark = rubric.automatic_weight * counts.score / counts.max_score
        mark += rubric.rubric_weight * by_hand / rubric.points + member.adjustment
        final = _rounded(min(100.0, max(0.0, mark)))
    return FinalRow(
        team=team,
        student=member.student,
        name=member.name,
        email=member.email,
        submission=counts.submission if counts else "",
        automatic=counts.score if counts else None,
        automatic_max=counts.max_score if counts else 0.0,
        marks=points,
        rubric=by_hand,
        share=contributions.shares.get(member.student),
        adjustment=member.adjustment,
        reason=member.reason,
        final=final,
        remarks=tuple(remarks),
        comments=marks.comments(team, rubric),
    )


def _nobodys(result: SubmissionResult, why: str, rubric: Rubric) -> FinalRow:
    return FinalRow(
        team="",
        student="",
        name=result.student,
        email="",
        submission=result.submission,
        automatic=result.score if result.max_score else None,
        automatic_max=result.max_score,
        marks={criterion.name: None for criterion in rubric.criteria},
        rubric=None,
        share=None,
        adjustment=0.0,
        reason="",
        final=None,
        remarks=(Message("this submission {why}", why=why),),
        comments="",
    )


def _rounded(mark: float) -> float:
    """To two decimals, a half up, as people round; what floating point left behind the ninth decimal is no half."""
    return float(Decimal(str(round(mark, 9))).quantize(Decimal("0.01"), ROUND_HALF_UP))


def write_final_csv(rows: Sequence[FinalRow], rubric: Rubric, path: Path, *, bom: bool = True) -> None:
    """Write the table, replaced at once; texts that a spreadsheet would run as formulas get an apostrophe in front.

    Args:
        rows: as :func:`combine` made them.
        rubric: its criteria are columns.
        path: the file.
        bom: begin with a byte order mark, without which Excel shows Hebrew as question marks.
    """
    names = [criterion.name for criterion in rubric.criteria]
    header = ["team", "student", "name", "email", "submission", "automatic", "automatic_max", *names]
    header += ["rubric", "rubric_max", "share", "adjustment", "reason", "final", "remarks", "comments"]
    table = [header]
    for row in rows:
        table.append(
            [
                *(row.team, row.student, row.name, row.email, row.submission),
                *(_or_nothing(row.automatic), number(row.automatic_max) if row.automatic_max else ""),
                *(_or_nothing(row.marks[name]) for name in names),
                *(_or_nothing(row.rubric), number(rubric.points), _or_nothing(row.share), number(row.adjustment)),
                *(row.reason, _or_nothing(row.final), "; ".join(row.remarks), row.comments),
            ]
        )
    write_csv(path, table, encoding="utf-8-sig" if bom else "utf-8")


def _or_nothing(value: float | None) -> str:
    return "" if value is None else number(value)
