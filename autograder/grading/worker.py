"""One worker: a judge with a slot of its own. Grades a submission and never lets one stop the batch."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection

from autograder.intake import Submission
from autograder.isolation.sandbox import SandboxFailure, SandboxSlot
from autograder.judge.answer_key import AnswerKey
from autograder.judge.bounds import Pulse
from autograder.judge.examination import Examination
from autograder.judge.process import RunEnded
from autograder.messages import Message
from autograder.results import CaseResult, Graded, QuestionResult, Rules, Status, SubmissionResult, Timings

log = logging.getLogger(__name__)


def grade_one(
    answer_key: AnswerKey,
    slot: SandboxSlot,
    submission: Submission,
    rules: Rules,
    pulse: Pulse | None = None,
    held: Collection[int] = (),
) -> Graded:
    """Grade one submission.

    Args:
        answer_key, slot, submission, rules: what is graded where and how.
        pulse: by which the judge says how long its next step may take.
        held: numbers of the exercises that have held a judge before.

    Raises:
        SandboxFailure: if the sandbox failed; the submission is not to blame and may be tried again.
    """
    if submission.notebook is None:
        return Graded(unreadable(answer_key, submission), Timings())
    examination = Examination(answer_key, slot, submission, rules.follow_through, pulse, held)
    try:
        return Graded(examination.run(), examination.timings)
    except SandboxFailure:
        raise
    except (Exception, RunEnded) as error:
        # A fault of the grader's own must not cost the rest of the class its marks.
        log.exception("grading %s failed", submission.id)
        why = Message(
            "the grader failed with {error}: {message}; this is not the submission's fault",
            error=type(error).__name__,
            message=str(error),
        )
        return Graded(given_up(answer_key, submission, why), examination.timings)


def unreadable(answer_key: AnswerKey, submission: Submission) -> SubmissionResult:
    """The row of a submission that could not be read: no points, and the reason."""
    return _without_marks(answer_key, submission, Status.UNREADABLE, submission.problem)


def given_up(answer_key: AnswerKey, submission: Submission, why: Message) -> SubmissionResult:
    """The row of a submission with which the grader failed, or the sandbox again and again; the next run tries anew."""
    return dataclasses.replace(_without_marks(answer_key, submission, Status.CRASHED, why), grader_failed=True)


def held_up(answer_key: AnswerKey, submission: Submission) -> SubmissionResult:
    """The row of a submission that held one judge after the other."""
    return _without_marks(answer_key, submission, Status.TIMED_OUT, HELD_TWICE)


HELD_TWICE = Message("the grader was held by what the submission sent, and had to be started anew each time")


def _without_marks(answer_key: AnswerKey, submission: Submission, status: Status, detail: Message) -> SubmissionResult:
    return SubmissionResult(
        submission=submission.id,
        student=submission.student,
        assignment=answer_key.assignment.name,
        status=status,
        detail=detail,
        questions=[
            QuestionResult(
                name=exercise.name,
                score=0.0,
                max_score=exercise.points,
                status=status,
                cases=[
                    CaseResult(case.title, 0.0, case.points, False, case.hidden)
                    for case in answer_key.tests[exercise.name].cases
                ],
            )
            for exercise in answer_key.assignment.exercises
        ],
        notes=list(submission.notes),
    )
