"""Running the cases of an exercise on a notebook that has run: each with a seed, a limit and a transcript of its own."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable

import numpy as np
import torch

from autograder.authoring.test_files import Case
from autograder.messages import NO_MESSAGE, Message
from autograder.results import Status
from autograder.wire.encoder import NotData

from .answer_key import AnswerKey, seed_of
from .bounds import bounded
from .cell_reports import printable
from .clock import Time, more_than
from .process import GRACE_SECONDS, RunEnded
from .proxies import StudentError
from .question import Question, Trouble, limit_hit
from .replay import changes_arguments
from .running import MIN_SECONDS, NotebookRun
from .session import Session
from .transcript import MAX_KEPT, CaseRecord

MAX_KEPT_OF_ALL = 8 * MAX_KEPT
"""Bytes of the transcripts of one submission's failed cases."""


IDLE = Message(
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)
"""What a case says, in place of its own message, when it has first asked whether anything is done at all."""


class CaseRunner:
    """Runs cases and writes down how they went.

    Args:
        answer_key: what the judge knows of the assignment.
        notebook: the student's notebook, in whose process the cases call.
        questions: all exercises of the submission.
        follow_through: whether exercises that hang will be tried again with right functions lent to them.
    """

    def __init__(
        self,
        answer_key: AnswerKey,
        notebook: NotebookRun,
        questions: Iterable[Question],
        follow_through: bool,
    ) -> None:
        self.answer_key = answer_key
        self.notebook = notebook
        self.questions = list(questions)
        self.follow_through = follow_through
        self.limits = answer_key.assignment.limits
        self._room = MAX_KEPT_OF_ALL
        self.hit: Trouble | None = None
        """The limit that the last case ran into, if it did."""

    def run(self, question: Question, case: Case) -> None:
        """Run a case, and again where something else than the exercise was at fault.

        Raises:
            GivingUp: if the submission's time is up.
            RunEnded: if it interfered with the grading.
        """
        result = question.results[case.name]
        if question.seconds_left <= 0:
            result.output = Message("Not run: this exercise had been stopped before.")
            return
        notebook = self.notebook
        if notebook.dirty not in (None, question.name):
            notebook.end()
        session = notebook.session()
        began, before = time.monotonic(), notebook.clock.now()
        allowed, most, earlier = question.seconds_left, self.limits.question_seconds, question.spent
        if self._needs_stopped(question) and max(MIN_SECONDS, most / 4) < allowed:
            allowed = most = max(MIN_SECONDS, most / 4)
            earlier = Time()

        def too_long(spent: Time) -> Message:
            return Message("more than {time} in this exercise", time=more_than(most, earlier + spent))

        limit = notebook.allow(session, allowed, too_long)
        try:
            notebook.expect(limit + GRACE_SECONDS, question.name)
            with bounded(limit + GRACE_SECONDS, session.process.held):
                result.passed, result.output = self.judge(session, question, case)
            stopped = None
        except RunEnded as ended:
            if ended.status is Status.TAMPERED:
                raise
            notebook.end()
            stopped = Trouble(ended.status, ended.detail)
        finally:
            spent = notebook.clock.now() - before
            question.spent += spent
            question.seconds_left -= spent.total
            notebook.timings.cases += time.monotonic() - began
        if notebook.suspects and (self.hit or (stopped and stopped.status is Status.OUT_OF_MEMORY)):
            notebook.skip_suspects()
            notebook.end()
            self.run(question, case)  # now without the cell that may have taken what it lacked
            return
        if stopped:
            notebook.timings.restarts += 1
            question.status, question.detail = stopped.status, stopped.detail
            result.passed, result.output = False, Message("Stopped: {why}.", why=stopped.detail)
            if stopped.status is not Status.OUT_OF_MEMORY:
                question.seconds_left = 0
        elif self.trouble:
            notebook.dirty = question.name
            question.trouble(self.trouble)
        result.score = case.points if result.passed else 0.0

    @property
    def trouble(self) -> Trouble | None:
        """The limit that the last case ran into, as its exercise is marked with it."""
        return self.hit and Trouble(self.hit.status, Message("a function {problem}", problem=self.hit.detail))

    def judge(self, session: Session, question: Question, case: Case) -> tuple[bool, Message]:
        """Run one case; whether it passed, and what the student reads.

        A test may work out what it expects from arguments that it has passed before. So where a call has changed them,
        and the right solution does not, the case must pass too when they stay what they were.

        Args:
            session: the child that the notebook has run in.
            question: the exercise; what the case asked is kept in its records.
            case: which to run.

        Raises:
            RunEnded: the child is gone, hit a limit or interfered with the grading.
        """
        passed, output = self._try(session, question, case)
        changed = passed and session.changed_arguments
        if changed and not changes_arguments(question.records[case.name], self.answer_key.reference):
            session.keep_arguments = True
            self.answer_key.forget()  # what was worked out with changed arguments
            try:
                passed, output = self._try(session, question, case)
            finally:
                session.keep_arguments = False
            if not passed:
                output = Message.lines([output, Message("Your code changed what it was given.")])
        self._keep(question.records[case.name])
        return passed, output

    def _keep(self, record: CaseRecord) -> None:
        """Keep a transcript where it may name a misconception, and there is room."""
        self._room -= 0 if record.passed else record.size
        if record.passed or self._room < 0:
            record.drop_events()

    def _needs_stopped(self, question: Question) -> bool:
        """Whether the exercise uses one that has been stopped: it will hang there too, until that is lent to it."""
        if not self.follow_through:
            return False
        stopped = {
            name
            for other in self.questions
            if other.seconds_left <= 0 and other is not question
            for name in other.provides
        }
        return bool(stopped and stopped & self.notebook.code.needed_by(question.provides))

    def _try(self, session: Session, question: Question, case: Case) -> tuple[bool, Message]:
        seed = seed_of(case, question.name)
        found = session.begin(seed, case.arguments)
        random.seed(seed)
        np.random.seed(seed)
        torch.default_generator.manual_seed(seed)  # torch.manual_seed also asks every device, which takes long
        self.hit = None
        passed, message, remark = False, Message(case.failure_message), NO_MESSAGE
        with self.answer_key.examining(session):
            try:
                case.function(**{name: found.get(name) for name in case.arguments})
                passed = True
            except StudentError as error:
                remark = self._student_error(error, case.hidden)
                self.hit = limit_hit((error.type_name, error.builtin_name, error.student_message), self.limits)
            except NotData as error:
                remark = error.message
            except AssertionError as error:
                if error.args == (IDLE.text,):
                    message = IDLE
                else:
                    remark = measured(error)
            except Exception:
                # A result of an unexpected shape or type trips a test up in many ways; the message names the mistake.
                remark = NO_MESSAGE
            finally:
                session.undo_changes()
        record = CaseRecord(
            seed, dict(session.names), session.events, passed, session.events_kept, case.name, float(case.points)
        )
        question.records[case.name] = record
        if passed:
            return True, Message(case.success_message) if case.success_message else NO_MESSAGE
        if missing := [name for name in case.arguments if name not in found]:
            lacks = Message("Your notebook does not define {name}.", name=", ".join(missing))
            reasons = [reason.told().sentence() for name in missing if (reason := self.notebook.why_missing(name))]
            return False, Message.lines([lacks, *dict.fromkeys(reasons)])
        return False, Message.lines([message, remark])

    def _student_error(self, error: StudentError, hidden: bool) -> Message:
        if hidden:
            return Message("Your code raised {error}.", error=error.builtin_name)
        type_name = printable(error.type_name)
        if not error.student_message:
            return Message("Your code raised {error}.", error=type_name)
        message = error.student_message
        if not isinstance(message, Message):
            message = printable(message[:500])
        return Message("Your code raised {error}: {message}", error=type_name, message=message)


def measured(error: AssertionError) -> Message:
    """What a case measured, if its assertion says so as a template and numbers: numbers tell nothing that is hidden."""
    said = error.args[0] if error.args else None
    template, numbers = getattr(said, "template", None), getattr(said, "numbers", None)
    if not isinstance(template, str) or not isinstance(numbers, dict):
        return NO_MESSAGE
    if not all(isinstance(number, int | float) for number in numbers.values()):
        return NO_MESSAGE
    return Message(template, **numbers)
