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

from .key import environment_key, result_key
from .results import SubmissionResult
from .store import ResultStore
from .worker import Graded, Rules


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
        progress: called with how many of how many are done, and the newest result.

    Raises:
        KitError: if nobody is called ``only``, or a result cannot be written.
    """
    environment = environment_key(assignment, isolation, rules.follow_through, rules.language)
    keys = {submission.id: result_key(environment, submission.digest) for submission in submissions}
    chosen = _chosen(submissions, only)
    batch = Batch()
    waiting: list[Submission] = []
    for submission in submissions:
        stored = store.read(submission.id)
        wanted = submission in chosen
        fresh = stored is not None and stored.key == keys[submission.id]
        if wanted and (regrade or not fresh):
            waiting.append(submission)
        elif stored is not None:
            batch.results.append(stored)
            batch.unchanged += fresh
    progress(0, len(waiting), None)
    for graded in _each_once(scheduler.grade(waiting)) if waiting else ():
        result = dataclasses.replace(graded.result, key=keys[graded.result.submission])
        store.write(result, graded.timings)
        batch.results.append(result)
        batch.run_now += 1
        progress(batch.run_now, len(waiting), result)
    batch.results.sort(key=lambda result: result.submission)
    return batch


def _chosen(submissions: Sequence[Submission], only: str | None) -> list[Submission]:
    if only is None:
        return list(submissions)
    found = [submission for submission in submissions if only in (submission.id, submission.student)]
    if not found:
        from autograder.authoring.places import did_you_mean

        known = [submission.id for submission in submissions]
        raise KitError(f"Nobody in this class is called {only!r}.", did_you_mean(only, known))
    return found


def _each_once(results: Iterable[Graded]) -> Iterator[Graded]:
    """A cluster may run a submission twice when a machine is lost; it counts once."""
    seen: set[str] = set()
    for graded in results:
        if graded.result.submission not in seen:
            seen.add(graded.result.submission)
            yield graded


def results_folder(path: Path) -> Path:
    """An existing results folder.

    Raises:
        KitError: if it is missing or holds no result.
    """
    if not path.is_dir():
        raise KitError(f"There is no results folder {path}.", "`autograder grade … --out FOLDER` makes one.")
    return path
