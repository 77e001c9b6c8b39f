"""Which result is whose, and which one counts where several members of a team handed in.

Result files hold no times, so that the same submission gives the same bytes. Therefore the **best** result of a team counts,
not the latest; among equals the first by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.authoring.rubric import Rubric
from autograder.errors import KitError
from autograder.intake.names import letters_of, safe_id
from autograder.places import at, did_you_mean
from autograder.results import Status, SubmissionResult
from autograder.teams.roster import Member, Roster, id_key, natural, team_key


@dataclass
class TeamResult:
    """What a team handed in. ``counts`` is None where nothing was, or where it cannot be said yet which one counts."""

    counts: SubmissionResult | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass
class Sorted:
    """The class's results by team, and those of nobody, each with the reason."""

    teams: dict[str, TeamResult]
    nobodys: list[tuple[SubmissionResult, str]]


def sort_results(results: Sequence[SubmissionResult], roster: Roster, rubric: Rubric) -> Sorted:
    """Give each result to its team and choose the one that counts.

    A result is a student's by the roster's column "submission", else by id (the submission's name, or the number that Canvas or
    Moodle put behind it), e-mail, name, or the team's name. What fits two teams is given to neither.

    Raises:
        KitError: the results are of another assignment, or the roster names a submission that is not there.
    """
    other = sorted({result.assignment for result in results if result.assignment} - {rubric.assignment})
    if other:
        raise KitError(
            f"The results are of {other[0]}, and the rubric is for {rubric.assignment}.",
            "Name the results of that one.",
        )
    ids = {result.submission.casefold() for result in results}
    named: dict[str, Member] = {}
    for member in roster.members:
        wanted = member.submission.casefold().removesuffix(".json")
        if wanted and wanted not in ids:
            raise KitError(
                f"{at(roster.path)} gives {member.name} the submission {member.submission!r}, and there is no such result.",
                did_you_mean(member.submission, (result.submission for result in results)),
            )
        if wanted in named and named[wanted].team != member.team:
            raise KitError(
                f"{at(roster.path)} gives the submission {member.submission!r} to the teams {named[wanted].team} and "
                f"{member.team}.",
                "Correct one of them.",
            )
        if wanted:
            named[wanted] = member
    finder = _Finder(roster)
    found: dict[str, list[SubmissionResult]] = {team: [] for team in roster.teams}
    nobodys = []
    for result in sorted(results, key=lambda result: natural(result.submission)):
        given = named.get(result.submission.casefold())
        teams = {given.team} if given else finder.teams(result)
        if len(teams) == 1:
            found[teams.pop()].append(result)
        elif teams:
            both = " and ".join(sorted(teams, key=natural))
            nobodys.append((result, f"fits the teams {both}: name it in the roster's column “submission”"))
        else:
            nobodys.append(
                (result, "is in no team of the roster: add the student, or name it in the column “submission”")
            )
    return Sorted({team: _chosen(handed_in) for team, handed_in in found.items()}, nobodys)


def _chosen(results: list[SubmissionResult]) -> TeamResult:
    if not results:
        return TeamResult(remarks=["nothing handed in"])
    unfinished = [result for result in results if result.grader_failed or not result.max_score]
    if unfinished:
        names = ", ".join(result.submission for result in unfinished)
        return TeamResult(remarks=[f"not graded to its end: {names}; run `autograder grade` again"])
    best = max(results, key=lambda result: result.score / result.max_score)  # of equals the first
    remarks = [
        f"{result.submission} is {result.status}{f' ({result.detail})' if result.detail else ''}"
        for result in results
        if result.status is not Status.GRADED
    ]
    if len(results) > 1:
        scores = ", ".join(f"{result.submission} {result.score:g}" for result in results)
        remarks.insert(0, f"{len(results)} submissions ({scores}): the best counts, {best.submission}")
    return TeamResult(best, remarks)


class _Finder:
    """Finds the teams that a result may belong to, by the strongest evidence that fits any."""

    def __init__(self, roster: Roster) -> None:
        self._members = roster.members

    def teams(self, result: SubmissionResult) -> set[str]:
        names = [result.submission, re.sub(r"-\d{1,2}$", "", result.submission), result.student]
        numbers = re.findall(r"_(\d+)(?:-\d{1,2})?$", result.submission)
        wanted = {id_key(name) for name in (*names, *numbers)}
        mails = {name.casefold() for name in names}
        people = {letters_of(person) for person in re.split(r" and ", result.student)} - {""}
        rules = (
            lambda member: bool({id_key(member.student), id_key(safe_id(member.student))} & wanted),
            lambda member: bool(member.email) and member.email.casefold() in mails,
            lambda member: bool(_orders(member.name) & people),
            lambda member: team_key(member.team) in {team_key(name) for name in names},
        )
        for fits in rules:
            teams = {member.team for member in self._members if fits(member)}
            if teams:
                return teams
        return set()


def _orders(name: str) -> set[str]:
    """ "Dana Levi" as "danalevi" and, as Canvas names files, "levidana"."""
    words = re.split(r"[\s,]+", name.strip())
    return {letters_of("".join(words[n:] + words[:n])) for n in range(len(words))} - {""}
