"""Grading one submission: run its cells, then every case of every exercise, whatever happens on the way.

A cell or a case that hangs, crashes or takes too much ends the child. Then a fresh child runs the same cells again,
without the one that did it, so each exercise is graded from the state that the notebook leaves without its bad cell.
An honest submission never pays for this.

Public cases of all exercises come before hidden ones: what a student's code raises in a public case is shown to the student,
and must not be able to carry what it saw in a hidden one.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from autograder.intake import Submission
from autograder.isolation.sandbox import SandboxSlot
from autograder.messages import Message
from autograder.results import Status, SubmissionResult, Timings

from .answer_key import AnswerKey
from .cases import CaseRunner
from .follow_through import follow_through
from .outcome import give_up, result_of
from .process import RunEnded
from .pulse import Pulse
from .question import Question
from .running import NotebookRun
from .troubles import GivingUp, Trouble

HELD = Message("what it returned held the grader longer than the exercise may take")


class Examination:
    """Grades one submission in one slot.

    Args:
        answer_key: what the judge knows of the assignment.
        slot: where children are started.
        submission: what was handed in; it must be readable.
        follow_through: lend right functions where an exercise builds on an earlier one that is wrong.
        pulse: where to say how long the next step may take.
        held: numbers of exercises, from 0, that have held a judge before: they are not run again.
    """

    def __init__(
        self,
        answer_key: AnswerKey,
        slot: SandboxSlot,
        submission: Submission,
        follow_through: bool = True,
        pulse: Pulse | None = None,
        held: Collection[int] = (),
    ) -> None:
        self.answer_key = answer_key
        self.follow_through = follow_through
        self.timings = Timings()
        self.limits = answer_key.assignment.limits
        self.questions = {
            exercise.name: Question(exercise, answer_key.tests[exercise.name], self.limits.question_seconds)
            for exercise in answer_key.assignment.exercises
            if submission.exercises is None or exercise.name in submission.exercises
        }
        for number in held:
            question = self.questions.get(answer_key.assignment.exercises[number].name)
            if question is not None:
                question.seconds_left = 0
                question.status, question.detail = Status.TIMED_OUT, HELD
        self.notebook = NotebookRun(answer_key, slot, submission, self.timings, pulse)
        self.cases = CaseRunner(answer_key, self.notebook, self.questions.values(), follow_through)

    def run(self) -> SubmissionResult:
        """Grade, and say how it went."""
        started = time.monotonic()
        self.notebook.over = started + self.limits.submission_seconds
        whole: Trouble | None = None
        try:
            self.notebook.session()
            for hidden in (False, True):
                self.run_cases(hidden)
            if self.follow_through:
                follow_through(self.answer_key, self.notebook, self.questions.values(), self.cases)
        except GivingUp as given_up:
            whole = given_up.trouble
        except RunEnded as ended:  # tampering: nothing that this submission says can be believed
            whole = Trouble(ended.status, ended.detail)
        finally:
            self.notebook.end()
        if whole:
            give_up(whole, self.questions)
        self.timings.total = time.monotonic() - started
        return result_of(self.answer_key, self.notebook, self.questions, whole)

    def run_cases(self, hidden: bool) -> None:
        """All public cases, or all hidden ones, in the order of the exercises."""
        for question in self.questions.values():
            for case in question.tests.cases:
                if case.hidden is hidden:
                    self.cases.run(question, case)
