"""Who is in which team: a CSV with team, student, name and e-mail, checked against the mistakes that lists have."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.authoring.rubric import Rubric
from autograder.errors import KitError
from autograder.intake.names import clean
from autograder.messages import Message
from autograder.people.people import group_key as team_key
from autograder.people.people import id_key, natural
from autograder.people.people_csv import Row, is_rounded_by_excel, number_in, read_rows
from autograder.places import at, did_you_mean

COLUMNS = {
    "team": ("group", "team name", "group name"),
    "student": ("student id", "id", "id number"),
    "name": ("full name", "student name"),
    "email": ("mail", "email address", "e-mail address"),
    "submission": (),
    "adjustment": (),
    "reason": (),
}
NEEDED = ("team", "student", "name", "email")


@dataclass(frozen=True)
class Member:
    """One student of a team. ``adjustment`` (points of the final mark) and its ``reason`` are the teacher's."""

    team: str
    student: str
    name: str
    email: str
    submission: str = ""
    """The result file that is this student's, where neither id nor name says so."""
    adjustment: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Roster:
    """All teams. Members are sorted by team and id, so that the order of the file changes nothing."""

    path: Path
    members: tuple[Member, ...]

    @property
    def teams(self) -> dict[str, list[Member]]:
        """The members of each team."""
        found: dict[str, list[Member]] = {}
        for member in self.members:
            found.setdefault(member.team, []).append(member)
        return found

    def team(self, text: str) -> str | None:
        """The team that a person means, written with other capitals, spaces or leading zeros; None if there is none."""
        return next((team for team in self.teams if team_key(team) == team_key(text)), None)

    def find(self, text: str) -> Member | None:
        """The student with this id, e-mail, or name (if only one has it); None if there is none."""
        wanted, key = clean(text).casefold(), id_key(text)
        for member in self.members:
            if key == id_key(member.student) or (wanted and wanted == member.email.casefold()):
                return member
        named = [member for member in self.members if wanted and member.name.casefold() == wanted]
        return named[0] if len(named) == 1 else None


def read_roster(path: Path, rubric: Rubric, *, allowed: Collection[str] = ()) -> Roster:
    """Read and check a roster.

    Args:
        path: the CSV.
        rubric: it says how many members a team has, and how far an adjustment may go.
        allowed: teams that may have another size.

    Raises:
        KitError: the file or a row is wrong; file, line and what to do are named.
    """
    members: list[Member] = []
    lines: dict[str, int] = {}
    mails: dict[str, Member] = {}
    spelt: dict[str, str] = {}
    for row in read_rows(path, COLUMNS, NEEDED):
        member = _member(row, rubric)
        member = replace(member, team=spelt.setdefault(team_key(member.team), member.team))
        key = id_key(member.student)
        if key in lines:
            other = next(m for m in members if id_key(m.student) == key)
            if other.team == member.team:
                raise row.error(
                    "the student {student} is in line {line} already.",
                    "Delete one of the two lines.",
                    student=member.student,
                    line=lines[key],
                )
            raise row.error(
                "the student {student} is in team {team} here and in team {other_team} in line {line}.",
                "Delete one of the two lines.",
                student=member.student,
                team=member.team,
                other_team=other.team,
                line=lines[key],
            )
        if member.email and member.email.casefold() in mails:
            other = mails[member.email.casefold()]
            raise row.error(
                "{student} and {other} have the same e-mail {email}.",
                "Correct one of them, or leave it empty.",
                student=member.student,
                other=other.student,
                email=member.email,
            )
        lines[key] = row.line
        mails[member.email.casefold()] = member
        members.append(member)
    if not members:
        raise KitError("{place} names no student.", "Write one line for each, below the header.", place=at(path))
    roster = Roster(path, tuple(sorted(members, key=lambda m: (natural(m.team), natural(m.student)))))
    _check_sizes(roster, rubric, allowed)
    return roster


def _member(row: Row, rubric: Rubric) -> Member:
    for column in ("team", "student", "name"):
        if not row[column]:
            raise row.error("“{column}” is empty.", "Fill it in, or delete the line.", column=column)
    if is_rounded_by_excel(row["student"]):
        raise row.error(
            "the id {value} was rounded by a spreadsheet.",
            "Format that column as text and fill it in again.",
            value=row["student"],
        )
    if row["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+", row["email"]):
        raise row.error("{email} is no e-mail address.", "Correct it, or leave it empty.", email=repr(row["email"]))
    adjustment = number_in(row["adjustment"]) if row["adjustment"] else 0.0
    if adjustment is None:
        raise row.error(
            "the adjustment {adjustment} is no number.",
            "Write one like -5, or leave it empty.",
            adjustment=repr(row["adjustment"]),
        )
    if abs(adjustment) > rubric.most_adjustment:
        raise row.error(
            "the adjustment {adjustment} is more than {most} points, the most that {place} allows.",
            "Make it smaller, or change `most` there for everybody.",
            adjustment=adjustment,
            most=rubric.most_adjustment,
            place=at(rubric.path),
        )
    if adjustment and not row["reason"]:
        raise row.error("an adjustment without a reason.", "Write the reason into the column “reason”.")
    return Member(row["team"], row["student"], row["name"], row["email"], row["submission"], adjustment, row["reason"])


def _check_sizes(roster: Roster, rubric: Rubric, allowed: Collection[str]) -> None:
    free = set()
    for name in allowed:
        team = roster.team(name)
        if team is None:
            raise KitError(
                "There is no team {name} in {place}.",
                did_you_mean(name, roster.teams),
                name=repr(name),
                place=at(roster.path),
            )
        free.add(team)
    for team, members in roster.teams.items():
        if team not in free and not rubric.least_members <= len(members) <= rubric.most_members:
            raise KitError(
                "{place}: team {team} has {people} ({names}); a team has {sizes}.",
                "Correct the list, or allow it with --allow-team {quoted}.",
                place=at(roster.path),
                team=team,
                people=_people(len(members)),
                names=", ".join(m.name for m in members),
                sizes=_range(rubric),
                quoted=_quoted(team),
            )


def _people(count: int) -> Message:
    return Message("1 member") if count == 1 else Message("{count} members", count=count)


def _range(rubric: Rubric) -> Message:
    least, most = rubric.least_members, rubric.most_members
    return _people(least) if least == most else Message("{least} to {most} members", least=least, most=most)


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
