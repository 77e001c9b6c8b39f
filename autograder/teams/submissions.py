"""Which result is whose, and which one counts where several members of a team handed in.

Result files hold no times, so that the same submission gives the same bytes. Therefore the **best** result of a team counts,
not the latest; among equals the first by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.authoring.rubric import Rubric
from autograder.errors import KitError
from autograder.intake.names import safe_id
from autograder.messages import Message
from autograder.people.matching import Candidate, match
from autograder.people.people import SYSTEMS, id_key, natural
from autograder.places import at, did_you_mean
from autograder.results import Status, SubmissionResult
from autograder.teams.roster import Member, Roster


@dataclass
class TeamResult:
    """What a team handed in. ``counts`` is None where nothing was, or where it cannot be said yet which one counts."""

    counts: SubmissionResult | None = None
    remarks: list[Message] = field(default_factory=list)


@dataclass
class Sorted:
    """The class's results by team, and those of nobody, each with the reason."""

    teams: dict[str, TeamResult]
    nobodys: list[tuple[SubmissionResult, str]]


def sort_results(results: Sequence[SubmissionResult], roster: Roster, rubric: Rubric) -> Sorted:
    """Give each result to its team and choose the one that counts.

    A result is a student's by the roster's column "submission", else as everywhere (:func:`autograder.people.matching.match`): by an id
    that the course system wrote for people, an e-mail, a name that one has, or the team's name. What fits two teams is given to neither.

    Raises:
        KitError: the results are of another assignment, or the roster names a submission that is not there.
    """
    other = sorted({result.assignment for result in results if result.assignment} - {rubric.assignment})
    if other:
        raise KitError(
            "The results are of {other}, and the rubric is for {assignment}.",
            "Name the results of that one.",
            other=other[0],
            assignment=rubric.assignment,
        )
    ids = {result.submission.casefold() for result in results}
    named: dict[str, Member] = {}
    for member in roster.members:
        wanted = member.submission.casefold().removesuffix(".json")
        if wanted and wanted not in ids:
            raise KitError(
                "{place} gives {member} the submission {submission}, and there is no such result.",
                did_you_mean(member.submission, (result.submission for result in results)),
                place=at(roster.path),
                member=member.name,
                submission=repr(member.submission),
            )
        if wanted in named and named[wanted].team != member.team:
            raise KitError(
                "{place} gives the submission {submission} to the teams {first} and {team}.",
                "Correct one of them.",
                place=at(roster.path),
                submission=repr(member.submission),
                first=named[wanted].team,
                team=member.team,
            )
        if wanted:
            named[wanted] = member
    matching = match(
        results,
        [_candidate(member) for member in roster.members],
        named={by_name: [member.student] for by_name, member in named.items()},
        groups=True,
        several=True,
    )
    teams_of: dict[str, set[str]] = {}
    by_student = {member.student: member.team for member in roster.members}
    for student, handed_in in matching.of.items():
        for result in handed_in:
            teams_of.setdefault(result.submission, set()).add(by_student[student])
    reasons = {name: conflict.reason for conflict in matching.conflicts for name in conflict.submissions}
    found: dict[str, list[SubmissionResult]] = {team: [] for team in roster.teams}
    nobodys: list[tuple[SubmissionResult, str]] = []
    for result in sorted(results, key=lambda result: natural(result.submission)):
        teams = teams_of.get(result.submission, set())
        if len(teams) == 1:
            found[next(iter(teams))].append(result)
        elif teams:
            both = " and ".join(sorted(teams, key=natural))
            why = Message("fits the teams {teams}: name it in the roster's column “submission”", teams=both)
            nobodys.append((result, why))
        elif result.submission in reasons:
            why = Message(
                "fits nobody for sure ({reason}): name it in the roster's column “submission”",
                reason=reasons[result.submission],
            )
            nobodys.append((result, why))
        else:
            why = Message("is in no team of the roster: add the student, or name it in the column “submission”")
            nobodys.append((result, why))
    return Sorted({team: _chosen(handed_in) for team, handed_in in found.items()}, nobodys)


def _candidate(member: Member) -> Candidate:
    """A member as somebody who may get a mark; every system's id is the student's."""
    own = frozenset({id_key(member.student), id_key(safe_id(member.student))})
    return Candidate(
        key=member.student,
        name=member.name,
        names=(member.name,),
        ids=dict.fromkeys((*SYSTEMS, "plain"), own),
        email=member.email.casefold(),
        groups=(member.team,),
    )


def _chosen(results: list[SubmissionResult]) -> TeamResult:
    if not results:
        return TeamResult(remarks=[Message("nothing handed in")])
    unfinished = [result for result in results if result.grader_failed or not result.max_score]
    if unfinished:
        names = ", ".join(result.submission for result in unfinished)
        return TeamResult(
            remarks=[Message("not graded to its end: {names}; run `autograder grade` again", names=names)]
        )
    best = max(results, key=lambda result: result.score / result.max_score)  # of equals the first
    remarks = [_state_of(result) for result in results if result.status is not Status.GRADED]
    if len(results) > 1:
        scores = ", ".join(f"{result.submission} {result.score:g}" for result in results)
        counts = Message(
            "{number} submissions ({scores}): the best counts, {best}",
            number=len(results),
            scores=scores,
            best=best.submission,
        )
        remarks.insert(0, counts)
    return TeamResult(best, remarks)


def _state_of(result: SubmissionResult) -> Message:
    state = Message(str(result.status))
    if not result.detail:
        return Message("{submission} is {state}", submission=result.submission, state=state)
    return Message(
        "{submission} is {state} ({detail})", submission=result.submission, state=state, detail=result.detail
    )
