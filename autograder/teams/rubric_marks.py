"""Rubric points that people gave: from a CSV with team, criterion, points, comment and marker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring.rubric import Criterion, Rubric
from autograder.messages import Message
from autograder.people.people_csv import Row, number_in, read_rows
from autograder.places import at, did_you_mean
from autograder.teams.roster import Roster

COLUMNS = {
    "team": ("group", "team name", "group name"),
    "criterion": (),
    "points": ("mark", "score"),
    "comment": ("comments",),
    "marker": ("marked by",),
}
NEEDED = ("team", "criterion", "points")
APART = 0.2
"""Markers who differ by more than this share of a criterion's points are reported."""


@dataclass(frozen=True)
class Mark:
    """What one marker gave a team for one criterion."""

    points: float
    comment: str = ""
    marker: str = ""


@dataclass
class RubricMarks:
    """The marks of all teams, and what whoever combines them should know."""

    marks: dict[tuple[str, str], list[Mark]] = field(default_factory=dict)
    """By team and the criterion's name."""
    remarks: dict[str, list[str]] = field(default_factory=dict)
    """By team."""
    problems: list[str] = field(default_factory=list)
    """Of no team that is known."""

    def points(self, team: str, criterion: Criterion) -> float | None:
        """A team's points: the mean over its markers; None where nobody has marked it."""
        given = self.marks.get((team, criterion.name))
        return sum(mark.points for mark in given) / len(given) if given else None

    def comments(self, team: str, rubric: Rubric) -> str:
        """All comments of a team, in the rubric's order, each with its criterion and marker."""
        said = []
        for criterion in rubric.criteria:
            for mark in self.marks.get((team, criterion.name), []):
                if mark.comment:
                    by = f" ({mark.marker})" if mark.marker else ""
                    said.append(f"{criterion.title}{by}: {mark.comment}")
        return " | ".join(said)

    def remark(self, team: str, text: str) -> None:
        """Note something about a team."""
        self.remarks.setdefault(team, []).append(text)


def read_marks(path: Path, roster: Roster, rubric: Rubric) -> RubricMarks:
    """Read marks from a CSV. Several markers may mark the same team: the mean counts. No points: not marked yet.

    Raises:
        KitError: the file or a row is wrong: an unknown team or criterion, points that are no number, too many or no
            multiple of the rubric's step, or a marker who marks the same thing twice.
    """
    found = RubricMarks()
    lines: dict[tuple[str, str, str], int] = {}
    for row in read_rows(path, COLUMNS, NEEDED):
        team, criterion = _team(row, roster), _criterion(row, rubric)
        points = _points(row, criterion, rubric)
        if points is None:
            continue
        key = (team, criterion.name, row["marker"].casefold())
        if key in lines:
            by = Message(" by {marker}", marker=row["marker"]) if row["marker"] else ""
            raise row.error(
                "{criterion} of team {team} is marked{by} in line {line} already.",
                "Delete one of the two lines, or name different markers.",
                criterion=criterion.title,
                team=team,
                by=by,
                line=lines[key],
            )
        lines[key] = row.line
        found.marks.setdefault((team, criterion.name), []).append(Mark(points, row["comment"], row["marker"]))
    for (team, name), marks in found.marks.items():
        marks.sort(key=lambda mark: (mark.marker.casefold(), mark.points))
        criterion = next(c for c in rubric.criteria if c.name == name)
        given = [mark.points for mark in marks]
        if max(given) - min(given) > APART * criterion.points:
            apart = Message(
                "{criterion}: markers differ, from {least} to {most}; the mean counts",
                criterion=criterion.title,
                least=min(given),
                most=max(given),
            )
            found.remark(team, apart)
    return found


def _team(row: Row, roster: Roster) -> str:
    if not row["team"]:
        raise row.error("“team” is empty.", "Fill it in, or delete the line.")
    team = roster.team(row["team"])
    if team is None:
        raise row.error(
            "there is no team {team} in {place}.",
            did_you_mean(row["team"], roster.teams),
            team=repr(row["team"]),
            place=at(roster.path),
        )
    return team


def _criterion(row: Row, rubric: Rubric) -> Criterion:
    criterion = rubric.criterion(row["criterion"])
    if criterion is None:
        raise row.error(
            "the rubric has no criterion {criterion}.",
            did_you_mean(row["criterion"], (c.name for c in rubric.criteria)),
            criterion=repr(row["criterion"]),
        )
    return criterion


def _points(row: Row, criterion: Criterion, rubric: Rubric) -> float | None:
    if not row["points"]:
        return None
    points = number_in(row["points"])
    if points is None:
        raise row.error(
            "the points {points} are no number.", "Write one like 4.5, or leave it empty.", points=repr(row["points"])
        )
    if not 0 <= points <= criterion.points:
        raise row.error(
            "{points} points for {criterion}.",
            "It has from 0 to {most} points.",
            points=points,
            criterion=criterion.title,
            most=criterion.points,
        )
    if not rubric.fits_step(points):
        raise row.error(
            "{points} points for {criterion}.",
            "Points are given in steps of {step}.",
            points=points,
            criterion=criterion.title,
            step=rubric.step,
        )
    return points
