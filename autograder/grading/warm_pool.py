"""The local pool kept warm: its sandbox and judges stay between submissions, which come one by one."""

from __future__ import annotations

import contextlib
import gc
from collections import deque
from multiprocessing.connection import Connection, wait
from typing import Any

from autograder.grading.local_pool import ATTEMPTS, LOOK_EVERY, Judge, LocalPool
from autograder.intake import Submission
from autograder.messages import Message
from autograder.results import Graded, Timings


class WarmPool(LocalPool):
    """As :class:`LocalPool`, for submissions that come at any time. Use as a context manager, in a process with one thread."""

    def __enter__(self) -> WarmPool:
        self._failures: dict[str, int] = {}
        self._suspects: deque[Submission] = deque()
        self._open()
        return self

    def __exit__(self, *exception: object) -> None:
        self._opened.close()

    def _open(self) -> None:
        with contextlib.ExitStack() as opened:
            # The zygote is started before anything here reads a test.
            self._sandbox = opened.enter_context(self._sandbox_of(self.jobs))
            self._judges = self._judges_of(self._sandbox, self.jobs)
            opened.callback(self._end_judges)
            self._opened = opened.pop_all()

    def _end_judges(self) -> None:
        for judge in self._judges:
            judge.end()
        gc.unfreeze()

    @property
    def room(self) -> int:
        """How many submissions it takes at once."""
        return self.jobs

    @property
    def free(self) -> int:
        """How many more submissions can be handed now; none while one is tried alone, since the sandbox failed with it."""
        return 0 if self._suspects else sum(judge.at_work_on is None for judge in self._judges)

    def hand(self, submission: Submission) -> None:
        """Give a submission, with its contents in memory, to a judge that is free."""
        next(judge for judge in self._judges if judge.at_work_on is None).hand(submission)

    def finished(self, *others: Connection, seconds: float = LOOK_EVERY) -> list[Graded]:
        """What is done by now; waits for it, or until one of ``others`` has something to read, or the seconds are over."""
        at_work: dict[Any, Judge] = {judge.pipe: judge for judge in self._judges if judge.at_work_on}
        done: list[Graded] = []
        failed: list[tuple[Submission, Message]] = []
        for pipe in wait([*at_work, *others], seconds):
            judge = at_work.get(pipe)
            if judge is None:
                continue
            submission, judge.at_work_on = judge.at_work_on, None
            assert submission is not None
            answer = judge.answer()
            if isinstance(answer, Message):
                failed.append((submission, answer))
            else:
                done.append(answer)
        done += [graded for _, graded in self._overdue(self._judges, self._sandbox)]
        if failed:
            done += self._try_again(failed)
        for graded in done:
            self._failures.pop(graded.result.submission, None)
        if self._suspects and not any(judge.at_work_on for judge in self._judges):
            self.hand(self._suspects.popleft())
        return done

    def _try_again(self, failed: list[tuple[Submission, Message]]) -> list[Graded]:
        """A new sandbox; what was at work in the old one is tried again, one by one, so that none pays for another's doing."""
        from autograder.grading.worker import given_up

        assert self._answer_key is not None
        done = []
        for submission, why in failed:
            number = self._failures[submission.id] = self._failures.get(submission.id, 0) + 1
            if number < ATTEMPTS:
                self._suspects.append(submission)
            else:
                said = Message("the sandbox failed {number} times: {why}", number=number, why=why)
                done.append(Graded(given_up(self._answer_key, submission, said), Timings()))
        self._suspects += [judge.at_work_on for judge in self._judges if judge.at_work_on]
        self._opened.close()
        self._open()
        return done
