"""The local scheduler: a few judges, each with a slot in one sandbox, and every submission handed to whoever is free."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.intake import Submission
from autograder.isolation.levels import Level, hidden_folders
from autograder.isolation.sandbox import Sandbox, SandboxFailure
from autograder.runner import kernel

from .worker import Graded, Rules, Timings, given_up, grade_one

ATTEMPTS = 3

_worker: tuple[object, ...] = ()


class LocalPool:
    """Grades submissions on this machine.

    Args:
        assignment: what is graded.
        given: a folder with its given files.
        level: how strongly to isolate.
        jobs: how many submissions at once; one per core is sensible.
        rules: the same for every submission.
        kit: the kit's root, whose tests and solutions the sandbox must not show.
    """

    def __init__(self, assignment: Assignment, given: Path, level: Level, jobs: int, rules: Rules, kit: Path) -> None:
        self.assignment = assignment
        self.given = given
        self.level = level
        self.jobs = jobs
        self.rules = rules
        self.kit = kit

    def grade(self, submissions: Sequence[Submission]) -> Iterator[Graded]:
        """Grade all; yields each as it is done, in no particular order.

        If the sandbox itself fails, what is left is tried again in a new one, and after three times given up with a row
        that says so.
        """
        pending = {submission.id: submission for submission in submissions}
        why = ""
        for _ in range(ATTEMPTS):
            if not pending:
                return
            try:
                for graded in self._attempt(list(pending.values())):
                    del pending[graded.result.submission]
                    yield graded
            except (SandboxFailure, BrokenProcessPool) as error:
                why = str(error)
        if pending:
            from autograder.judge.examiner import Examiner

            examiner = Examiner(self.assignment, self.given)
            for submission in pending.values():
                yield Graded(given_up(examiner, submission, f"the sandbox failed {ATTEMPTS} times: {why}"), Timings())

    def _attempt(self, submissions: list[Submission]) -> Iterator[Graded]:
        jobs = max(1, min(self.jobs, len(submissions)))
        # The zygote is started before anything here reads a test; both then do their imports at the same time.
        sandbox = Sandbox(self.level, jobs, self.assignment.preimport, self.given, hidden_folders(self.kit))
        with sandbox:
            from autograder.judge.examiner import Examiner

            examiner = Examiner(self.assignment, self.given)
            sandbox.wait_until_ready()
            context = multiprocessing.get_context("fork")
            counter = context.Value("i", 0)
            pool = concurrent.futures.ProcessPoolExecutor(
                jobs, mp_context=context, initializer=_begin, initargs=(examiner, sandbox, self.rules, counter)
            )
            try:
                futures = [pool.submit(_grade, submission) for submission in submissions]
                for future in concurrent.futures.as_completed(futures):
                    yield future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def _begin(examiner: object, sandbox: Sandbox, rules: Rules, counter: object) -> None:
    """In a fresh judge process: take the next slot."""
    global _worker
    kernel.die_with_parent()
    with counter.get_lock():  # type: ignore[attr-defined]
        number = counter.value  # type: ignore[attr-defined]
        counter.value += 1  # type: ignore[attr-defined]
    for other in sandbox.slots:
        if other.number != number:
            os.close(other.control.detach())
    _worker = (examiner, sandbox.slots[number], rules)


def _grade(submission: Submission) -> Graded:
    examiner, slot, rules = _worker
    return grade_one(examiner, slot, submission, rules)  # type: ignore[arg-type]
