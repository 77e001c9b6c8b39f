"""Grading a class: what is new or has changed is run, everything ends in a row, and a killed run goes on where it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from autograder.authoring.assignment import Assignment
from autograder.errors import KitError
from autograder.intake import Submission
from autograder.messages import Message
from autograder.places import did_you_mean
from autograder.results import Graded, Rules, Status, SubmissionResult

from .key import environment, environment_key, result_key
from .store import ResultStore


class Scheduler(Protocol):
    """Whoever runs submissions: the local pool, or a cluster."""

    def grade(self, submissions: Sequence[Submission]) -> Iterable[Graded]: ...


@dataclass
class Batch:
    """What one call has done."""

    results: list[SubmissionResult] = field(default_factory=list)
    """All results of the class, by submission, also those of earlier runs."""
    run_now: int = 0
    unchanged: int = 0
    waiting: int = 0
    """Submissions that have no result of what is handed in now, because another student was asked for."""
    before: dict[str, float] = field(default_factory=dict)
    """Scores as they were before this run, by submission."""
    withdrawn: list[str] = field(default_factory=list)
    """Results of submissions that are no longer handed in; they have been put aside."""
    elsewhere: list[str] = field(default_factory=list)
    """Results of submissions that are not in what was given now, and came from elsewhere; they stay and count."""


def grade_class(
    assignment: Assignment,
    submissions: Sequence[Submission],
    store: ResultStore,
    scheduler: Scheduler,
    *,
    isolation: str,
    rules: Rules,
    regrade: bool = False,
    only: str | None = None,
    given: str = "",
    withdraw: bool = False,
    progress: Callable[[int, int, SubmissionResult | None], None] = lambda done, total, result: None,
) -> Batch:
    """Grade what has no result yet, or one of other code, tests or settings.

    Args:
        assignment, submissions: what is graded.
        store: where results are kept; the caller holds its lock.
        scheduler: who runs them.
        isolation: the level that holds, for the key.
        rules: how to grade.
        regrade: run also what is unchanged.
        only: grade this student only (an id or a display name).
        given: what the submissions were read from. A result that came from there, and from there no longer does, is withdrawn.
        withdraw: withdraw whatever is not handed in now, wherever it came from.
        progress: called with how many of how many are done, and the newest result.

    Raises:
        KitError: if nobody is called ``only``, the store is another assignment's, or a result cannot be written.
    """
    common = environment_key(environment(assignment), isolation, rules.follow_through, rules.language)
    keys = {submission.id: result_key(common, submission) for submission in submissions}
    chosen = _chosen(submissions, only)
    stored = store.results()
    _check_assignment(assignment, stored, store.folder)
    sources = store.sources()
    missing = sorted(stored.keys() - keys.keys())
    batch = Batch(withdrawn=[name for name in missing if withdraw or (given and given in sources.get(name, ()))])
    batch.elsewhere = [name for name in missing if name not in batch.withdrawn]
    batch.results += [stored[name] for name in batch.elsewhere]
    batch.before = {name: result.score for name, result in stored.items() if not result.grader_failed}
    store.put_aside(batch.withdrawn)
    for name in keys.keys() - stored.keys():
        if back := store.take_back(name):
            stored[name] = back
    store.write_sources(
        {name: sources[name] for name in sources if name not in batch.withdrawn}
        | {name: sorted({*sources.get(name, ()), given}) for name in keys if given}
    )
    waiting: list[Submission] = []
    for submission in submissions:
        result = stored.get(submission.id)
        wanted = submission.id in chosen
        fresh = result is not None and result.key == keys[submission.id] and not result.grader_failed
        if wanted and (regrade or not fresh):
            waiting.append(submission)
        elif result is not None:
            if result.hand_in != submission.hand_in:  # nothing to run for: it changes no mark
                result = dataclasses.replace(result, hand_in=submission.hand_in)
                store.write_result(result)
            batch.results.append(result)
            batch.unchanged += fresh
        batch.waiting += not wanted and not fresh
    by_id = {submission.id: submission for submission in waiting}
    progress(0, len(waiting), None)
    for graded in _each_once(scheduler.grade(waiting)) if waiting else ():
        name = graded.result.submission
        result = completed(graded.result, by_id[name], keys[name])
        store.write(result, graded.timings)
        batch.results.append(result)
        batch.run_now += 1
        progress(batch.run_now, len(waiting), result)
    batch.results.sort(key=lambda result: result.submission)
    return batch


def completed(result: SubmissionResult, submission: Submission, key: str) -> SubmissionResult:
    """With what only whoever collected the class knows: who handed in, and which of several notebooks was graded."""
    changed = result.status is Status.UNREADABLE and not submission.problem  # while the class was graded
    return dataclasses.replace(
        result,
        key=key,
        hand_in=submission.hand_in,
        read_as=list(submission.read_as),
        detail=Message.lines([result.detail, submission.choice]),
        grader_failed=result.grader_failed or changed,
    )


def _chosen(submissions: Sequence[Submission], only: str | None) -> set[str]:
    found = {submission.id for submission in submissions if only in (None, submission.id, submission.student)}
    if not found:
        known = [submission.id for submission in submissions]
        raise KitError("Nobody in this class is called {only}.", did_you_mean(only or "", known), only=repr(only))
    return found


def _check_assignment(assignment: Assignment, stored: dict[str, SubmissionResult], folder: Path) -> None:
    """The same students hand in every assignment, and would overwrite their own results."""
    other = next((result.assignment for result in stored.values() if result.assignment != assignment.name), None)
    if other is not None:
        raise KitError(
            "The results folder {folder} holds results of {other}, not of {assignment}.",
            "Name another folder with --out.",
            folder=folder,
            other=other,
            assignment=assignment.name,
        )


def _each_once(results: Iterable[Graded]) -> Iterator[Graded]:
    """A cluster may run a submission twice when a machine is lost; it counts once."""
    seen: set[str] = set()
    for graded in results:
        if graded.result.submission not in seen:
            seen.add(graded.result.submission)
            yield graded
