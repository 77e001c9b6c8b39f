"""The local scheduler: a few judges, each with a slot in one sandbox, and every submission handed to whoever is free."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import startup
from autograder.authoring.assignment import Assignment
from autograder.intake import Submission
from autograder.isolation.levels import Level, hidden_folders
from autograder.isolation.sandbox import Sandbox, SandboxFailure, SandboxSlot
from autograder.judge.bounds import LOOK_EVERY, NO_EXERCISE, Pulse, Watcher
from autograder.messages import Message
from autograder.results import Graded, Rules, Timings
from autograder.runner import kernel

if TYPE_CHECKING:
    from autograder.judge.answer_key import AnswerKey

HAND_SECONDS = 60.0
"""For a submission to reach its judge."""
ATTEMPTS = 3
"""How often a submission is tried during which the sandbox fails."""


@dataclass
class Judge:
    """A judge's process, seen from the pool: what it is at work on, and the pipe to it."""

    process: multiprocessing.process.BaseProcess
    pipe: Connection
    slot: SandboxSlot
    pulse: Pulse
    watcher: Watcher
    at_work_on: Submission | None = None
    held: frozenset[int] = frozenset()
    """Exercises of this submission that have held a judge before."""

    def hand(self, submission: Submission, held: frozenset[int] = frozenset()) -> None:
        self.at_work_on, self.held = submission, held
        self.pulse.expect(HAND_SECONDS)
        with contextlib.suppress(OSError):  # it is gone: found out when its answer is read
            self.pipe.send((submission, held))

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.pulse.close()

    def answer(self) -> Graded | Message:
        """A result, or why there is none."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(timeout=5)
            return Message("the judge ended with exit code {code}", code=str(self.process.exitcode))


@dataclass
class Suspect:
    """A submission during which the sandbox failed."""

    submission: Submission
    why: Message


class LocalPool:
    """Grades submissions on this machine.

    Args:
        assignment: what is graded.
        given: a folder with its given files.
        level: how strongly to isolate.
        jobs: how many submissions at once; one per core is sensible.
        rules: the same for every submission.
        kit: the kit's root, whose tests and solutions the sandbox must not show.
        private: what else it must not show, should it lie among what it does: submissions, results.
    """

    def __init__(
        self,
        assignment: Assignment,
        given: Path,
        level: Level,
        jobs: int,
        rules: Rules,
        kit: Path,
        private: Sequence[Path] = (),
    ) -> None:
        self.assignment = assignment
        self.given = given
        self.level = level
        self.jobs = jobs
        self.rules = rules
        self._apart = (kit, *private)
        self._ahead: Sandbox | None = None
        self._answer_key: AnswerKey | None = None

    @property
    def answer_key(self) -> AnswerKey:
        """The one that the judges were given; only once grading has begun."""
        assert self._answer_key is not None
        return self._answer_key

    @contextlib.contextmanager
    def sandbox_ahead(self) -> Iterator[None]:
        """While it lasts, a sandbox comes up: for whoever knows that there will be something to grade, before it is read.

        It has a place for each of ``jobs``. Where nothing has used it by the end, it is ended.
        """
        self._ahead = self._sandbox_of(self.jobs)
        try:
            yield
        finally:
            if self._ahead is not None:
                self._ahead.close()

    def _sandbox_of(self, jobs: int) -> Sandbox:
        """A new one, which begins with its imports."""
        return Sandbox(self.level, jobs, self.assignment.preimport, self.given, hidden_folders(*self._apart))

    def grade(self, submissions: Sequence[Submission]) -> Iterator[Graded]:
        """Grade all; yields each as it is done, in no particular order.

        A submission during which the sandbox fails is tried again when all others are done, alone, so that none pays
        for another's doing; after the third time it gets a row that says so.
        """
        waiting = deque(submissions)
        suspects: list[Suspect] = []
        while waiting:
            yield from self._in_one_sandbox(waiting, suspects)
        for suspect in suspects:
            yield from self._again(suspect)

    def _again(self, suspect: Suspect) -> Iterator[Graded]:
        for _ in range(ATTEMPTS - 1):
            failed: list[Suspect] = []
            yield from self._in_one_sandbox(deque([suspect.submission]), failed)
            if not failed:
                return
            suspect = failed[0]
        from .worker import given_up

        assert self._answer_key is not None
        why = Message("the sandbox failed {number} times: {why}", number=ATTEMPTS, why=suspect.why)
        yield Graded(given_up(self._answer_key, suspect.submission, why), Timings())

    def _in_one_sandbox(self, waiting: deque[Submission], suspects: list[Suspect]) -> Iterator[Graded]:
        """Grade what is waiting until nothing is, or the sandbox fails: then what is at work elsewhere is still ended."""
        jobs = max(1, min(self.jobs, len(waiting)))
        # The zygote is started before anything here reads a test; both then do their imports at the same time.
        ahead, self._ahead = self._ahead, None
        with ahead or self._sandbox_of(jobs) as sandbox:
            judges = self._judges_of(sandbox, jobs, asked_of(waiting))
            try:
                for judge in judges:
                    judge.hand(waiting.popleft())
                failed = False
                while at_work := {judge.pipe: judge for judge in judges if judge.at_work_on}:
                    for pipe in wait(list(at_work), LOOK_EVERY):
                        judge = at_work[pipe]  # type: ignore[index]
                        submission, judge.at_work_on = judge.at_work_on, None
                        assert submission is not None
                        answer = judge.answer()
                        if isinstance(answer, Message):
                            failed = True
                            suspects.append(Suspect(submission, answer))
                        else:
                            if waiting and not failed:
                                judge.hand(waiting.popleft())
                            yield answer
                    for fresh, graded in self._overdue(judges, sandbox):
                        if waiting and not failed:
                            fresh.hand(waiting.popleft())
                        yield graded
            finally:  # also where the caller is interrupted, or cannot store a result: nobody waits for a slow submission
                for judge in judges:
                    judge.end()
                gc.unfreeze()

    def _judges_of(self, sandbox: Sandbox, jobs: int, exercises: Collection[str] | None = None) -> list[Judge]:
        """So many judges, forked when the tests are read and the sandbox is up; who ends them calls gc.unfreeze.

        Args:
            sandbox: has a slot for each.
            jobs: how many.
            exercises: that they will be asked for; None for all.
        """
        with startup.without_collections():
            import torch

            startup.leave_out_otters_front()
            from autograder.judge.answer_key import AnswerKey

            torch.set_num_threads(1)  # judges are forked below, and would hang after an operation on two threads
            if self._answer_key is None:
                self._answer_key = AnswerKey(self.assignment, self.given)
            self._answer_key.import_for(exercises)
            gc.freeze()  # a collection in a judge would otherwise look at, and so copy, all that it shares with this process
        sandbox.wait_until_ready()
        return [self._judge(self._answer_key, sandbox, slot) for slot in sandbox.slots[:jobs]]

    def _overdue(self, judges: list[Judge], sandbox: Sandbox) -> Iterator[tuple[Judge, Graded]]:
        """Replace the judges that are held by what a submission returned.

        Their submissions are tried again without the exercise that held them. Those that cannot be are yielded, each with
        the new judge, which is free.
        """
        from .worker import held_up

        for judge in [judge for judge in judges if judge.at_work_on and judge.watcher.overdue]:
            submission, exercise = judge.at_work_on, judge.pulse.exercise
            assert submission is not None and self._answer_key is not None
            judges[judges.index(judge)] = fresh = self._replaced(judge, sandbox)
            if exercise not in judge.held | {NO_EXERCISE}:
                fresh.hand(submission, judge.held | {exercise})
            else:
                yield fresh, Graded(held_up(self._answer_key, submission), Timings())

    def _replaced(self, judge: Judge, sandbox: Sandbox) -> Judge:
        """A new judge in the place of one that is held by what a submission returned."""
        assert self._answer_key is not None
        judge.end()
        with contextlib.suppress(SandboxFailure):  # then the new judge finds it out, and says so
            judge.slot.reset()
        return self._judge(self._answer_key, sandbox, judge.slot)

    def _judge(self, answer_key: AnswerKey, sandbox: Sandbox, slot: SandboxSlot) -> Judge:
        ours, theirs = multiprocessing.Pipe()
        pulse = Pulse()
        others = [other for other in sandbox.slots if other is not slot]
        process = multiprocessing.get_context("fork").Process(
            target=_serve, args=(theirs, answer_key, slot, others, self.rules, os.getpid(), pulse), daemon=True
        )
        process.start()
        theirs.close()
        assert process.pid is not None
        return Judge(process, ours, slot, pulse, Watcher(pulse, process.pid))


def asked_of(submissions: Iterable[Submission]) -> set[str] | None:
    """The exercises that some submissions are graded for; None for all."""
    asked: set[str] = set()
    for submission in submissions:
        if submission.exercises is None:
            return None
        asked.update(submission.exercises)
    return asked


def _serve(
    pipe: Connection,
    answer_key: AnswerKey,
    slot: SandboxSlot,
    others: list[SandboxSlot],
    rules: Rules,
    parent: int,
    pulse: Pulse,
) -> None:
    """In a judge's own process: grade what is handed in, one after the other, until the pool is gone."""
    kernel.die_with_parent()
    if os.getppid() != parent:
        os._exit(1)  # it ended before the kernel was told
    from .worker import grade_one

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the pool's to answer
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        os.close(other.control.detach())
    while True:
        try:
            submission, held = pipe.recv()
        except (EOFError, OSError):
            return
        answer: Graded | Message
        try:
            answer = grade_one(answer_key, slot, submission, rules, pulse, held)
        except SandboxFailure as error:
            answer = error.message
        pipe.send(answer)
