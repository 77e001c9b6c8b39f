"""Contribution statements: each member says what they did, and which share of the work each of the team did.

Students write them, so nothing in them can stop the command; what does not fit is reported. No mark follows from a
statement: the teacher reads where the members disagree, talks to the team, and may enter an adjustment in the roster.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.authoring.catalogue import find_assignment
from autograder.errors import KitError
from autograder.intake import HandOut, collect, hand_out_of
from autograder.intake.names import clean
from autograder.messages import Message
from autograder.people.people_csv import number_in, rows_of
from autograder.places import at
from autograder.teams.roster import Member, Roster

NAMES = ("contribution.json", "contribution.csv")
"""What is looked for in a submission."""
COLUMNS = {
    "student": ("student id", "id"),
    "member": ("member id",),
    "share": ("share in %", "percent"),
    "did": ("work",),
}
NEEDED = ("student", "member", "share", "did")
TOLERANCE = 0.5
"""Shares of thirds add up to 99.9."""
MOST_BYTES = 1_000_000


@dataclass
class Statement:
    """What one member says. ``shares`` are in per cent of the team's work, by what the member wrote for a student."""

    did: str = ""
    shares: dict[str, float | None] = field(default_factory=dict)
    """None where what was written is no number."""


@dataclass
class Contributions:
    """The statements of the class, by team, and what does not fit in them."""

    shares: dict[str, float] = field(default_factory=dict)
    """By student: the mean of what the members say."""
    remarks: dict[str, list[str]] = field(default_factory=dict)
    """By team."""
    problems: list[str] = field(default_factory=list)
    """Files and statements that belong to nobody."""


def read_contributions(path: Path, roster: Roster, assignment: str, layout: str | None = None) -> Contributions:
    """Read the statements of a class.

    Args:
        path: a CSV or JSON file, or the submissions as `autograder grade` takes them: contribution.json and
            contribution.csv are taken out of each.
        roster: who is in which team.
        assignment: the assignment's name, by which submissions are read.
        layout: how the submissions are laid out, as for `autograder grade`; recognised if None.

    Raises:
        KitError: there is nothing at ``path``, or a file that was named itself cannot be read.
    """
    found = Contributions()
    said: dict[str, list[tuple[str, Statement]]] = {}
    for place, content in _files(path, assignment, layout):
        try:
            statements = _statements(path, place, content)
        except KitError as error:
            if path.is_file() and path.suffix.lower() in (".csv", ".json"):
                raise
            found.problems.append(Message.listed([error.message, error.mend], between=" "))
            continue
        for student, statement in statements.items():
            member = roster.find(student)
            if member is None:
                found.problems.append(
                    Message(
                        "{place}: the roster has no student {student}; that statement is left out.",
                        place=place,
                        student=repr(student),
                    )
                )
                continue
            versions = said.setdefault(member.student, [])
            if statement not in [version for _, version in versions]:
                versions.append((place, statement))
    for team, members in roster.teams.items():
        _judge(team, members, said, roster, found)
    return found


def _files(path: Path, assignment: str, layout: str | None) -> Iterator[tuple[str, bytes]]:
    if path.is_file() and path.suffix.lower() in (".csv", ".json"):
        try:
            yield at(path), path.read_bytes()
        except OSError as error:
            raise KitError(
                "{place} cannot be read: {reason}.",
                "Check who may read it.",
                place=at(path),
                reason=error.strerror or error,
            ) from error
        return
    for submission in collect(path, assignment, layout=layout, hand_out=_hand_out(assignment)):
        for name, content in sorted(submission.files.items()):
            if PurePosixPath(name).name.casefold() in NAMES:
                yield f"{submission.id} › {clean(name)}", content


def _hand_out(assignment: str) -> HandOut | None:
    """What students were given, by which the class is read as `autograder grade` reads it; None for a rubric of no assignment's."""
    try:
        return hand_out_of(find_assignment(assignment))
    except KitError:
        return None


def _statements(path: Path, place: str, content: bytes) -> dict[str, Statement]:
    if len(content) > MOST_BYTES:
        raise KitError(
            "{place} has more than {most_bytes} bytes.",
            "Look at it by hand.",
            place=place,
            most_bytes=f"{MOST_BYTES:,}",
        )
    if place.casefold().endswith(".csv"):
        return _of_csv(path, place, content)
    try:
        return _of_json(json.loads(content.decode("utf-8-sig")))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise KitError(
            "{place} is no contribution statement ({error}).",
            "docs/team_project.md shows its form; the notebook's cell writes it.",
            place=place,
            error=type(error).__name__,
        ) from error


def _of_csv(path: Path, place: str, content: bytes) -> dict[str, Statement]:
    """Rows of one student follow each other or not; the student's own words stand in any of them."""
    statements: dict[str, Statement] = {}
    for row in rows_of(path, content, COLUMNS, NEEDED, shown=place):
        if not row["student"] or not (row["share"] or row["did"]):
            continue  # a line of the template that nobody filled in
        statement = statements.setdefault(row["student"], Statement())
        if row["did"] and row["did"] not in statement.did:
            statement.did = f"{statement.did} {row['did']}".strip()
        if row["share"]:
            statement.shares[row["member"]] = number_in(row["share"].removesuffix("%"))
    return statements


def _of_json(document: Any) -> dict[str, Statement]:
    statements = {}
    for entry in document["statements"]:
        shares = {clean(str(member)): _share(value) for member, value in entry["shares"].items()}
        did = entry["did"]
        if not isinstance(did, str):
            raise TypeError("did is no text")
        statements[clean(str(entry["student"]))] = Statement(clean(did), shares)
    return statements


def _share(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return number_in(str(value).removesuffix("%"))


def _judge(
    team: str,
    members: list[Member],
    said: dict[str, list[tuple[str, Statement]]],
    roster: Roster,
    found: Contributions,
) -> None:
    """Note what does not fit in a team's statements, and the mean of those that do."""
    remarks: list[str] = []
    valid: list[dict[str, float]] = []
    for member in members:
        versions = said.get(member.student, [])
        if not versions:
            remarks.append(Message("no contribution statement of {name}", name=member.name))
        if len(versions) > 1:
            places = " and ".join(place for place, _ in versions)
            remarks.append(Message("different statements of {name} in {places}", name=member.name, places=places))
        for _, statement in versions:
            if not statement.did:
                remarks.append(Message("{name} does not say what they did", name=member.name))
            shares, problems = _checked(statement, members, roster)
            remarks += [Message("{name}'s statement: {problem}", name=member.name, problem=one) for one in problems]
            if not problems:
                valid.append(shares)
    for member in members:
        given = [shares[member.student] for shares in valid]
        if given:
            found.shares[member.student] = sum(given) / len(given)
            if max(given) - min(given) > TOLERANCE:
                remarks.append(
                    Message(
                        "the members disagree on {name}'s share: from {least} to {most} %",
                        name=member.name,
                        least=min(given),
                        most=max(given),
                    )
                )
    if remarks:
        found.remarks[team] = list(dict.fromkeys(remarks))


def _checked(statement: Statement, members: list[Member], roster: Roster) -> tuple[dict[str, float], list[str]]:
    """The shares by student id, and what is wrong with them."""
    shares: dict[str, float] = {}
    problems: list[str] = []
    known = {member.student for member in members}
    for wrote, share in statement.shares.items():
        member = roster.find(wrote)
        if member is None or member.student not in known:
            problems.append(Message("{name} is not in the team", name=repr(wrote)))
        elif share is None or not 0 <= share <= 100:
            problems.append(Message("the share of {name} is no number from 0 to 100", name=member.name))
        elif member.student in shares:
            problems.append(Message("two shares of {name}", name=member.name))
        else:
            shares[member.student] = share
    missing = [member.name for member in members if member.student not in shares]
    if missing and not problems:
        problems.append(Message("no share of {names}", names=", ".join(missing)))
    if not problems and abs(sum(shares.values()) - 100) > TOLERANCE:
        problems.append(Message("the shares add up to {sum} %, not 100", sum=float(sum(shares.values()))))
    return shares, problems
