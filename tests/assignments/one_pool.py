"""Submissions of a test file graded one after the other in one sandbox, which takes longer to start than they do to grade."""

from __future__ import annotations

from autograder.grading.warm_pool import WarmPool
from autograder.intake import Submission
from autograder.results import SubmissionResult


def graded_in(pool: WarmPool, submission: Submission) -> SubmissionResult:
    """Hand in, and wait for the result."""
    pool.hand(submission)
    while True:
        for one in pool.finished():
            return one.result
